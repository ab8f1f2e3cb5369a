/** Without case and accents: "campana" finds "Campaña". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

/** How well a label answers a wish: begins with it, a word begins with it, holds it, holds its letters in order; null = not at all. */
export function score(label: string, wish: string): number | null {
  const [text, sought] = [fold(label), fold(wish)]
  if (sought === '') return 0
  if (text.startsWith(sought)) return 4
  if (text.includes(` ${sought}`)) return 3
  if (text.includes(sought)) return 2
  let from = 0
  for (const letter of sought.replaceAll(' ', '')) {
    const at = text.indexOf(letter, from)
    if (at < 0) return null
    from = at + 1
  }
  return 1
}

/** Those that answer, best first; equal ones keep their order. */
export function rank<T>(rows: readonly T[], wish: string, label: (row: T) => string): T[] {
  return rows.map((row) => ({ row, points: score(label(row), wish) })).filter((each) => each.points !== null)
    .sort((a, b) => (b.points ?? 0) - (a.points ?? 0)).map((each) => each.row)
}
