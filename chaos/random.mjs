/**
 * Chance that can be repeated: the seed is printed, and the same seed makes the same choices.
 * @param {number} seed
 */
export function chance(seed) {
  let state = seed >>> 0
  /** mulberry32 */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    /** @param {number} from @param {number} to */
    between: (from, to) => from + next() * (to - from),
    /** @param {number} share */
    happens: (share) => next() < share,
  }
}
