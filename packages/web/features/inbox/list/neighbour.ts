/** The order of the list that is shown, for who goes on to the next conversation from within one. */
let order: readonly string[] = []

export function showOrder(ids: readonly string[]): void {
  order = ids
}

/** The one below it, else the one above it; null when it is alone or not in the list. */
export function neighbourOf(id: string): string | null {
  const at = order.indexOf(id)
  return at < 0 ? order[0] ?? null : order[at + 1] ?? order[at - 1] ?? null
}
