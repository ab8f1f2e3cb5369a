/** From a round that failed to the shortest story that still does. */

const TRIES = 60

/** @typedef {{ histories: any[], ticks: any[] }} Round of histories side by side, and what happens in each of them in each stretch of time */

/**
 * Plays one history alone, and takes out what the fault does not need: steps, phones' silence, the owner's changes, time.
 * @template {Round} R
 * @param {R} round
 * @param {number} history
 * @param {(round: R) => Promise<{ what: string }[]>} playRound
 * @returns {Promise<{ story: R, faults: string[], alone: boolean }>}
 */
export async function shrink(round, history, playRound) {
  const play = async (/** @type {R} */ one) => (await playRound(one)).map(({ what }) => what)
  let best = /** @type {any} */ ({ histories: [round.histories[history]], ticks: round.ticks.map((tick) => ({ ...tick, steps: [tick.steps[history]] })) })
  let faults = await play(best)
  if (faults.length === 0) return { story: best, faults, alone: false }
  let left = TRIES
  for (let shorter = true; shorter && left > 0;) {
    shorter = false
    for (const candidate of shortened(best)) {
      if (left-- <= 0) break
      const found = await play(candidate)
      if (found.length === 0) continue
      best = candidate
      faults = found
      shorter = true
      break
    }
  }
  return { story: best, faults, alone: true }
}

function* shortened({ histories, ticks }) {
  const withTicks = (next) => ({ histories, ticks: next })
  for (let t = ticks.length - 1; t >= 0; t--) if (ticks.length > 1 && !ticks[t].owner) yield withTicks(ticks.toSpliced(t, 1))
  for (const [t, tick] of ticks.entries()) for (let s = tick.steps[0].length - 1; s >= 0; s--) yield withTicks(ticks.with(t, { ...tick, steps: [tick.steps[0].toSpliced(s, 1)] }))
  for (const [t, tick] of ticks.entries()) if (tick.owner && t > 0) yield withTicks(ticks.with(t, { ...tick, owner: null }))
  for (const [t, tick] of ticks.entries()) if (tick.advanceMs > 120_000) yield withTicks(ticks.with(t, { ...tick, advanceMs: 120_000 }))
}
