/** From a round that failed to the shortest story that still does. */
import { newTally, playRound } from './play.mjs'

const TRIES = 60

/**
 * Plays one history alone, and takes out what the fault does not need: steps, phones' silence, the owner's changes, time.
 * @param {import('./stage.mjs').Stage} stage
 * @param {{ histories: import('./history.mjs').History[], ticks: import('./history.mjs').Tick[] }} round
 * @param {number} history
 */
export async function shrink(stage, round, history) {
  let best = { histories: [round.histories[history]], ticks: round.ticks.map((tick) => ({ ...tick, steps: [tick.steps[history]] })) }
  let faults = await play(stage, best)
  if (faults.length === 0) return { story: best, faults, alone: false }
  let left = TRIES
  for (let shorter = true; shorter && left > 0;) {
    shorter = false
    for (const candidate of shortened(best)) {
      if (left-- <= 0) break
      const found = await play(stage, candidate)
      if (found.length === 0) continue
      best = candidate
      faults = found
      shorter = true
      break
    }
  }
  return { story: best, faults, alone: true }
}

const play = async (stage, round) => (await playRound(stage, round, newTally())).map(({ what }) => what)

function* shortened({ histories, ticks }) {
  const withTicks = (next) => ({ histories, ticks: next })
  for (let t = ticks.length - 1; t >= 0; t--) if (ticks.length > 1 && !ticks[t].owner) yield withTicks(ticks.toSpliced(t, 1))
  for (const [t, tick] of ticks.entries()) for (let s = tick.steps[0].length - 1; s >= 0; s--) yield withTicks(ticks.with(t, { ...tick, steps: [tick.steps[0].toSpliced(s, 1)] }))
  for (const [t, tick] of ticks.entries()) if (tick.owner && t > 0) yield withTicks(ticks.with(t, { ...tick, owner: null }))
  for (const [t, tick] of ticks.entries()) if (tick.advanceMs > 120_000) yield withTicks(ticks.with(t, { ...tick, advanceMs: 120_000 }))
}
