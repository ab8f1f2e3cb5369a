/**
 * Chance that can be repeated: the same seed draws the same history (mulberry32).
 * @param {string} seed
 */
export function chance(seed) {
  let state = [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 16_777_619), 2_166_136_261) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    /** @param {number} share */
    often: (share) => next() < share,
    /** @template T @param {readonly T[]} items @returns {T} */
    one: (items) => items[Math.floor(next() * items.length)],
    /** One of `[weight, value]`. @template T @param {readonly (readonly [number, T])[]} items @returns {T} */
    weighed: (items) => {
      let left = next() * items.reduce((sum, [weight]) => sum + weight, 0)
      return (items.find(([weight]) => (left -= weight) < 0) ?? items[items.length - 1])[1]
    },
    /** @param {number} from @param {number} to both may come */
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
  }
}
