/** Which joinings hold a group of people together, and what is left of them when it is parted. Pure. */

/** One joining that is not undone: `lost` went into `kept`. Everybody but the survivor was lost exactly once. */
export interface Joining { id: string; kept: string; lost: string }

/** The one who was lost, with everybody who had gone into her before. */
export function below(joinings: readonly Joining[], lost: string): Set<string> {
  const found = new Set([lost])
  for (let size = 0; size !== found.size;) {
    size = found.size
    for (const each of joinings) if (found.has(each.kept)) found.add(each.lost)
  }
  return found
}

/** What becomes of the joinings when `leaving` goes from the rest: some are undone, others now lead to the survivor of their side. */
export function cut(joinings: readonly Joining[], leaving: ReadonlySet<string>, roots: { leaving: string; staying: string }): { undone: string[]; moved: { id: string; kept: string }[] } {
  const undone: string[] = []
  const moved: { id: string; kept: string }[] = []
  for (const { id, kept, lost } of joinings) {
    const root = leaving.has(lost) ? roots.leaving : roots.staying
    if (lost === root) undone.push(id)
    else if (leaving.has(kept) !== leaving.has(lost)) moved.push({ id, kept: root })
  }
  return { undone, moved }
}
