/**
 * What is known of a person who is several: whose each value was, so that it can be given back. Pure. A value is known under a key ('name', 'stage',
 * 'label:VIP', 'field:size'); the notes are lines. Everybody in the group keeps her own values; of each key one person's is seen.
 */
export type Traits = Readonly<Record<string, unknown>>

/** What is read of a person at one moment. */
export interface Known { values: Traits; lines: readonly string[] }
export interface Line { text: string; from: string }
export interface Member { id: string; own: Traits }

/** People who are one, the survivor first, then in the order in which they came. `from`: whose value is seen, for every key that anybody has. */
export interface Group { members: readonly Member[]; from: Readonly<Record<string, string>>; lines: readonly Line[] }

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === ''
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const entriesOf = (traits: Traits): [string, unknown][] => Object.entries(traits).filter(([, value]) => !isNothing(value))

/** Somebody who was never joined. */
export function alone(id: string, { values, lines }: Known): Group {
  const own = Object.fromEntries(entriesOf(values))
  return { members: [{ id, own }], from: Object.fromEntries(Object.keys(own).map((key) => [key, id])), lines: lines.map((text) => ({ text, from: id })) }
}

/** What is seen of the group. */
export function known({ members, from, lines }: Group): Known {
  return { values: Object.fromEntries(Object.entries(from).map(([key, id]) => [key, members.find((member) => member.id === id)?.own[key]])), lines: lines.map((line) => line.text) }
}

/** For whom a value was set in the thread of one of them; undefined = for the person as she is seen. */
export type SaidOf = (key: string) => string | undefined

/**
 * Takes over what was changed since: `now` is what is read today. A new value belongs to the survivor, unless it was set in the thread of another
 * one; what was taken away, nobody has any more.
 */
export function settle(group: Group, now: Known, saidOf: SaidOf = () => undefined): Group {
  const root = group.members[0]!.id // a group has a survivor
  const before = known(group).values
  const own = new Map(group.members.map((member) => [member.id, { ...member.own } as Record<string, unknown>]))
  const from: Record<string, string> = { ...group.from }
  const ownerOf = (key: string): string => { const said = saidOf(key); return said !== undefined && own.has(said) ? said : root }
  for (const key of new Set([...Object.keys(before), ...Object.keys(now.values)])) {
    const value = now.values[key]
    if (same(value ?? null, before[key] ?? null)) continue
    if (isNothing(value)) {
      for (const values of own.values()) delete values[key]
      delete from[key]
    } else {
      const owner = ownerOf(key)
      own.get(owner)![key] = value // an owner is a member
      from[key] = owner
    }
  }
  return { members: group.members.map((member) => ({ id: member.id, own: own.get(member.id)! })), from, lines: settleLines(group.lines, now.lines, ownerOf('notes')) }
}

/** Lines that still stand keep their owner; new ones get `owner`. */
function settleLines(before: readonly Line[], now: readonly string[], owner: string): Line[] {
  const left = [...before]
  return now.map((text) => {
    const at = left.findIndex((line) => line.text === text)
    return at < 0 ? { text, from: owner } : left.splice(at, 1)[0]! // found there
  })
}

/** The two are one: `keep` survives. Of a key that both have, `keep`'s is seen, except those in `wins`. Both are settled. */
export function join(keep: Group, lose: Group, wins: ReadonlySet<string>): Group {
  const from: Record<string, string> = { ...lose.from, ...keep.from }
  for (const key of wins) if (lose.from[key] !== undefined) from[key] = lose.from[key]
  return { members: [...keep.members, ...lose.members], from, lines: [...keep.lines, ...lose.lines] }
}

/** The part of the group that these people are, `root` first: what they own, and of each key what was seen when it is theirs, else the first one's. */
export function part(group: Group, ids: ReadonlySet<string>, root: string): Group {
  const theirs = group.members.filter((member) => ids.has(member.id))
  const members = [...theirs.filter((member) => member.id === root), ...theirs.filter((member) => member.id !== root)]
  const from: Record<string, string> = {}
  for (const member of members) for (const key of Object.keys(member.own)) from[key] ??= member.id
  for (const [key, id] of Object.entries(group.from)) if (ids.has(id)) from[key] = id
  return { members, from, lines: group.lines.filter((line) => ids.has(line.from)) }
}
