/** A repeatable sequence of numbers in [0, 1) from a seed (mulberry32): a failing story can be told again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A 32-bit seed from a text, so that every world and every test name has its own sequence (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const unit of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0
  return hash
}
