/** Data and error correction of a code: bytes -> codewords in the order in which they are laid out. */

/** Of versions 1 to 20 at level M: error-correction codewords of a block, and how many blocks. Table 9 of ISO/IEC 18004:2015. */
const EC_OF_BLOCK = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

export const sizeOf = (version: number): number => version * 4 + 17

/** Modules that are left for data when everything fixed stands. */
function rawBits(version: number): number {
  let bits = (16 * version + 128) * version + 64
  if (version >= 2) { const marks = Math.floor(version / 7) + 2; bits -= (25 * marks - 10) * marks - 55; if (version >= 7) bits -= 36 }
  return bits
}

const dataCodewords = (version: number): number => Math.floor(rawBits(version) / 8) - EC_OF_BLOCK[version - 1]! * BLOCKS[version - 1]! // versions that exist
const countBits = (version: number): number => (version < 10 ? 8 : 16)

/** The smallest version that holds so many bytes. */
export function versionFor(bytes: number): number {
  for (let version = 1; version <= BLOCKS.length; version++) if (4 + countBits(version) + bytes * 8 <= dataCodewords(version) * 8) return version
  throw new Error(`a QR code of ${bytes} bytes is too large`)
}

/** GF(256) with x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> bit) & 1) * a)
  return product
}

function divisor(degree: number): number[] {
  const result: number[] = Array.from({ length: degree }, (_, i) => (i === degree - 1 ? 1 : 0))
  let root = 1
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) result[j] = times(result[j]!, root) ^ (result[j + 1] ?? 0) // within the length
    root = times(root, 2)
  }
  return result
}

function remainder(data: readonly number[], by: readonly number[]): number[] {
  const result = by.map(() => 0)
  for (const byte of data) {
    const factor = byte ^ result.shift()! // never empty
    result.push(0)
    by.forEach((one, i) => { result[i]! ^= times(one, factor) }) // as long as `by`
  }
  return result
}

function dataOf(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = []
  const put = (value: number, length: number): void => { for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1) }
  put(4, 4)
  put(bytes.length, countBits(version))
  for (const byte of bytes) put(byte, 8)
  const room = dataCodewords(version) * 8
  put(0, Math.min(4, room - bits.length))
  put(0, (8 - (bits.length % 8)) % 8)
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8)
  return Array.from({ length: bits.length / 8 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((value, bit) => (value << 1) | bit, 0))
}

/** All codewords, interleaved over the blocks. */
export function codewordsOf(bytes: Uint8Array, version: number): number[] {
  const [blocks, correction, raw] = [BLOCKS[version - 1]!, EC_OF_BLOCK[version - 1]!, Math.floor(rawBits(version) / 8)] // a version that exists
  const data = dataOf(bytes, version)
  const [short, shortLength, by] = [blocks - (raw % blocks), Math.floor(raw / blocks) - correction, divisor(correction)]
  let at = 0
  const parts = Array.from({ length: blocks }, (_, i) => {
    const part = data.slice(at, (at += shortLength + (i < short ? 0 : 1)))
    return { part, checks: remainder(part, by) }
  })
  const laid: number[] = []
  for (let i = 0; i <= shortLength; i++) for (const { part } of parts) if (i < part.length) laid.push(part[i]!) // just compared
  for (let i = 0; i < correction; i++) for (const { checks } of parts) laid.push(checks[i]!) // each is as long
  return laid
}
