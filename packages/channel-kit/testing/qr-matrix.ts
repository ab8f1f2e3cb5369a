/**
 * The QR symbol of a link: version 3, level M, 29 modules a side, up to 42 bytes, which is what the links of the simulated platforms need.
 * One version needs no version words, one block and one alignment square. Source: ISO/IEC 18004.
 */
const SIDE = 29
const DATA = 44
const CHECK = 26

/** Multiplication in GF(256) with the polynomial 0x11d. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    if ((b >> bit) & 1) product ^= a
  }
  return product & 0xff
}

/** Reed-Solomon check bytes: the remainder of the data by the product of (x - 2^i). */
function checkBytes(data: readonly number[]): number[] {
  let divisor = [1]
  for (let i = 0, root = 1; i < CHECK; i++, root = times(root, 2)) divisor = [...divisor, 0].map((one, at) => one ^ (at > 0 ? times(divisor[at - 1] ?? 0, root) : 0))
  const rest = [...data, ...Array<number>(CHECK).fill(0)]
  for (let at = 0; at < data.length; at++) {
    const factor = rest[at] ?? 0
    divisor.forEach((one, step) => { rest[at + step] = (rest[at + step] ?? 0) ^ times(one, factor) })
  }
  return rest.slice(data.length)
}

/** Byte mode: mode, length, bytes, terminator, padding. */
function codewords(text: string): number[] {
  const bytes = [...Buffer.from(text, 'utf8')]
  if (bytes.length > DATA - 2) throw new Error(`${bytes.length} bytes do not fit this QR symbol.`)
  const bits = [0b0100, bytes.length >> 4, bytes.length & 15, ...bytes.flatMap((byte) => [byte >> 4, byte & 15]), 0] // in groups of four
  const data = Array.from({ length: bits.length / 2 }, (_, at) => ((bits[at * 2] ?? 0) << 4) | (bits[at * 2 + 1] ?? 0))
  while (data.length < DATA) data.push((data.length - bits.length / 2) % 2 === 0 ? 0xec : 0x11)
  return [...data, ...checkBytes(data)]
}

/** Level M (00) and mask 0 (000) with their check bits, then the fixed mask. */
const FORMAT = 0b101010000010010

/** Dark modules, row by row. */
export function qrMatrix(text: string): boolean[][] {
  const dark = Array.from({ length: SIDE }, () => Array<boolean>(SIDE).fill(false))
  const fixed = Array.from({ length: SIDE }, () => Array<boolean>(SIDE).fill(false))
  const set = (x: number, y: number, on: boolean): void => {
    const [row, mark] = [dark[y], fixed[y]]
    if (!row || !mark || x < 0 || x >= SIDE) return
    row[x] = on
    mark[x] = true
  }
  for (let at = 0; at < SIDE; at++) for (const [x, y] of [[at, 6], [6, at]] as const) set(x, y, at % 2 === 0)
  for (const [left, top] of [[3, 3], [SIDE - 4, 3], [3, SIDE - 4]] as const)
    for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      set(left + dx, top + dy, ring !== 2 && ring !== 4)
    }
  for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(22 + dx, 22 + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
  for (let bit = 0; bit < 15; bit++) {
    const on = ((FORMAT >> bit) & 1) === 1
    if (bit < 6) set(8, bit, on)
    else if (bit < 8) set(8, bit + 1, on)
    else set(bit === 8 ? 7 : 14 - bit, 8, on)
    if (bit < 8) set(SIDE - 1 - bit, 8, on)
    else set(8, SIDE - 15 + bit, on)
  }
  set(8, SIDE - 8, true)
  const words = codewords(text)
  let bit = 0
  for (let right = SIDE - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < SIDE; step++) for (const x of [right, right - 1]) {
      const y = ((right + 1) & 2) === 0 ? SIDE - 1 - step : step
      const row = dark[y]
      if (!row || fixed[y]?.[x]) continue
      const on = bit < words.length * 8 && (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1
      row[x] = on !== ((x + y) % 2 === 0)
      bit++
    }
  }
  return dark
}
