/** Where a stream is cut into blobs: by what stands in it, so that what did not change is cut the same way next time and need not be stored again. */

export const LEAST = 256 * 1024
const MOST = 4 * 1024 * 1024
/** Twenty bits: a blob is a megabyte longer than the least, on average. */
const MASK = 0xfffff000

// Numbers without a pattern, the same in every version: another table would cut everything anew.
const GEAR = (() => {
  const table = new Uint32Array(256)
  let state = 0x9e3779b9
  for (let i = 0; i < 256; i++) {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    table[i] = (x ^ (x >>> 14)) >>> 0
  }
  return table
})()

/** Where the first blob of `bytes` ends, or 0 when more has to be seen. */
export function cutAt(bytes: Buffer): number {
  if (bytes.length < LEAST) return 0
  const end = Math.min(bytes.length, MOST)
  let hash = 0
  for (let i = LEAST - 64; i < end; i++) {
    hash = ((hash << 1) + GEAR[bytes[i]!]!) | 0 // both in range
    if ((hash & MASK) === 0 && i >= LEAST) return i + 1
  }
  return bytes.length >= MOST ? MOST : 0
}

/** The stream in blobs of 256 KB to 4 MB. */
export async function* inBlobs(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let held = 0
  let looked = LEAST
  for await (const piece of source) {
    parts.push(piece)
    held += piece.length
    if (held < looked) continue
    let bytes = Buffer.concat(parts)
    for (let at = cutAt(bytes); at > 0; at = cutAt(bytes)) {
      yield bytes.subarray(0, at)
      bytes = bytes.subarray(at)
    }
    parts = [bytes]
    held = bytes.length
    // Not after every packet: what was looked through once is not looked through a hundred times.
    looked = held + LEAST
  }
  if (held > 0) yield Buffer.concat(parts)
}
