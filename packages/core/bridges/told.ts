/** A value as another system gives it. */
export type BridgedValue = string | boolean | null

/** What the other side last said of a field. `tie` orders what was said at one instant. */
export interface Told { value: BridgedValue; at: number; tie: string }

/** Whether news are newer than what is known; the same again is not. */
export const isNewer = (news: { at: number; tie: string }, known: { at: number; tie: string }): boolean => news.at > known.at || (news.at === known.at && news.tie > known.tie)

/**
 * Takes news of an object into what is known of it, field by field: the newest of each counts, so news that come late, twice or out of order lead to the
 * same. `changed` names the fields that have another value than before; a value that was only said again is none, so that what people corrected here stays.
 */
export function takeNews(known: Readonly<Record<string, Told>>, news: Readonly<Record<string, BridgedValue>>, at: number, tie: string): { known: Record<string, Told>; changed: string[] } {
  const next: Record<string, Told> = { ...known }
  const changed: string[] = []
  for (const [field, value] of Object.entries(news)) {
    const before = known[field]
    if (before && !isNewer({ at, tie }, before)) continue
    next[field] = { value, at, tie }
    if (before?.value !== value) changed.push(field)
  }
  return { known: next, changed }
}
