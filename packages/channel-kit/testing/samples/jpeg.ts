/** Baseline JPEG (ITU-T T.81) of a drawing, one flat 8 x 8 block per tile: only the DC coefficients carry anything. */
import { BitWriter } from './bits.js'
import { yuv, type Drawing } from './picture.js'

/** How many DC codes there are of each length 1-16, and the sizes they stand for: annex K.3. */
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
const DC_SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
/** The only AC symbol is "end of block". */
const AC_COUNTS = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

export function jpegOf({ width, height, colour }: Drawing): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    // Divisor 8 everywhere: a flat block's DC is eight times its level, so the level itself is written.
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
    segment(0xc0, [8, ...word(height * 8), ...word(width * 8), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
    segment(0xc4, [0x00, ...DC_COUNTS, ...DC_SIZES]),
    segment(0xc4, [0x10, ...AC_COUNTS, 0]),
    segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
    scan(width, height, colour),
    Buffer.from([0xff, 0xd9]),
  ])
}

function scan(width: number, height: number, colour: Drawing['colour']): Buffer {
  const codes = codesOf(DC_COUNTS, DC_SIZES)
  const out = new BitWriter()
  const before = [0, 0, 0]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      yuv(colour(x, y)).forEach((level, component) => {
        const difference = level - 128 - (before[component] ?? 0)
        before[component] = level - 128
        const size = 32 - Math.clz32(Math.abs(difference))
        const code = codes.get(size) ?? { value: 0, length: 0 }
        out.bits(code.value, code.length).bits(difference < 0 ? difference + (1 << size) - 1 : difference, size).bits(0, 1)
      })
  return stuffed(out.align(1).bytes())
}

/** Canonical Huffman codes by symbol. */
function codesOf(counts: readonly number[], symbols: readonly number[]): Map<number, { value: number; length: number }> {
  const codes = new Map<number, { value: number; length: number }>()
  let value = 0
  let next = 0
  counts.forEach((count, index) => {
    for (let n = 0; n < count; n++) codes.set(symbols[next++] ?? 0, { value: value++, length: index + 1 })
    value <<= 1
  })
  return codes
}

/** A 0xff in the scan is followed by a zero, or it would read as a marker. */
function stuffed(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

const word = (value: number): number[] => [value >> 8, value & 0xff]
const segment = (marker: number, bytes: readonly number[]): Buffer => Buffer.from([0xff, marker, ...word(bytes.length + 2), ...bytes])
