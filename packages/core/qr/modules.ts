/** Where codewords lie in the square, between what is fixed, under the mask that scanners read best. */

type Grid = boolean[][]

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0, (_x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0, (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

function marksOf(version: number, size: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)]
}

/** The square with its codewords. */
export function placed(version: number, size: number, codewords: readonly number[]): Grid {
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  const fixed: Grid = grid.map((row) => row.map(() => false))
  const set = (x: number, y: number, dark: boolean): void => { if (x >= 0 && y >= 0 && x < size && y < size) { grid[y]![x] = dark; fixed[y]![x] = true } } // within the square
  for (let i = 0; i < size; i++) { set(6, i, i % 2 === 0); set(i, 6, i % 2 === 0) }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) { const ring = Math.max(Math.abs(dx), Math.abs(dy)); set(cx + dx, cy + dy, ring !== 2 && ring !== 4) }
  const marks = marksOf(version, size)
  const last = marks.length - 1
  marks.forEach((x, i) => marks.forEach((y, j) => {
    if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
  }))
  putVersion(version, size, set)
  putFormat(0, size, set) // keeps its place until the mask is known
  putData(grid, fixed, size, codewords)
  const tried = MASKS.map((_, mask) => masked(grid, fixed, size, mask))
  const costs = tried.map(cost)
  return tried[costs.indexOf(Math.min(...costs))]! // there are eight
}

function putVersion(version: number, size: number, set: (x: number, y: number, dark: boolean) => void): void {
  if (version < 7) return
  let rest = version
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25)
  const bits = (version << 12) | rest
  for (let i = 0; i < 18; i++) {
    const [dark, a, b] = [((bits >>> i) & 1) === 1, size - 11 + (i % 3), Math.floor(i / 3)]
    set(a, b, dark)
    set(b, a, dark)
  }
}

/** Level M is 00. */
function putFormat(mask: number, size: number, set: (x: number, y: number, dark: boolean) => void): void {
  let rest = mask
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537)
  const bits = ((mask << 10) | rest) ^ 0x5412
  const bit = (i: number): boolean => ((bits >>> i) & 1) === 1
  for (let i = 0; i <= 5; i++) set(8, i, bit(i))
  set(8, 7, bit(6))
  set(8, 8, bit(7))
  set(7, 8, bit(8))
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i))
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i))
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i))
  set(8, size - 8, true)
}

/** Two columns at a time from the right, up and down. */
function putData(grid: Grid, fixed: Grid, size: number, codewords: readonly number[]): void {
  let at = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) for (const x of [right, right - 1]) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step
      if (fixed[y]![x] || at >= codewords.length * 8) continue // within the square
      grid[y]![x] = ((codewords[at >>> 3]! >>> (7 - (at & 7))) & 1) === 1 // just compared
      at++
    }
  }
}

function masked(grid: Grid, fixed: Grid, size: number, mask: number): Grid {
  const copy = grid.map((row, y) => row.map((dark, x) => (fixed[y]![x] ? dark : dark !== MASKS[mask]!(x, y)))) // the same square, one of the eight
  putFormat(mask, size, (x, y, dark) => { copy[y]![x] = dark }) // within the square
  return copy
}

/** How hard it is to read: long runs, blocks, false finders, too much of one colour (7.8.3). */
function cost(grid: Grid): number {
  const size = grid.length
  const columns = grid[0]!.map((_, x) => grid.map((row) => row[x]!)) // a square
  let total = 0
  for (const line of [...grid, ...columns]) {
    const text = line.map((dark) => (dark ? '1' : '0')).join('')
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) total += run.length - 2
    for (let at = 0; at + 11 <= size; at++) { const part = text.slice(at, at + 11); if (part === '10111010000' || part === '00001011101') total += 40 }
  }
  for (let y = 1; y < size; y++) for (let x = 1; x < size; x++) { const dark = grid[y]![x]; if (grid[y - 1]![x] === dark && grid[y]![x - 1] === dark && grid[y - 1]![x - 1] === dark) total += 3 }
  const share = grid.flat().filter(Boolean).length / size ** 2
  return total + Math.floor(Math.abs(share - 0.5) * 20) * 10
}
