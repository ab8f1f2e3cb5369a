/** The least round number that holds `most`: 1, 2, 2.5 or 5 times a power of ten. Whole numbers below ten stay whole. */
export function roundTop(most: number): number {
  if (most <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [1, 2, 2.5, 4, 5, 10].find((each) => each * power >= most && Number.isInteger((each * power) / 2)) ?? 10
  return step * power
}

/** Places of the names under an axis: few enough to be read, the first and the last among them. */
export function marksOf(count: number, most = 5): number[] {
  if (count <= most) return Array.from({ length: count }, (_, at) => at)
  return Array.from({ length: most }, (_, at) => Math.round((at * (count - 1)) / (most - 1)))
}
