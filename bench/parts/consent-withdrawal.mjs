import { dataDirectory, startProduct, TOKEN } from '../../tools/product/start.mjs'
import { openStage } from '../../tools/proofs/consent/stage.mjs'
import { withdraw } from '../../tools/proofs/consent/withdrawal.mjs'

const OTHERS = 1_000
const EACH = 9
const HERS = 1_000
const GOAL_MS = 1_000

/**
 * Ten thousand advertisements queued by API, a thousand of them for one person, and her "Baja.": how long until the last one left for her, and what became of the rest.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureConsentWithdrawal() {
  const data = dataDirectory()
  const product = await startProduct({ dataDir: data.dir, env: { RECADO_SIMULATOR: '1' } })
  try {
    const stage = await openStage(product.url, TOKEN)
    const seen = await withdraw(stage, { people: OTHERS, each: EACH, hers: HERS })
    return [
      { name: `${seen.queued} advertisements queued by API: from her “Baja.” to the last that left for her`, goal: `< ${GOAL_MS} ms`, measured: `${Math.max(0, seen.lastMs)} ms`, met: seen.lastMs < GOAL_MS, note: `${seen.hers} were hers, ${seen.waiting} of them queued when she wrote; queued at ${(seen.queued / seen.queueing).toFixed(0)}/s` },
      { name: `of hers, ended with opted_out or gone before; on her phone later than ${GOAL_MS} ms after`, goal: `${seen.hers}; 0`, measured: `${seen.ended + seen.left}; ${seen.arrivedAfter}`, met: seen.ended + seen.left === seen.hers && seen.arrivedAfter === 0 && seen.bothTimes, note: `${seen.ended} ended, ${seen.left} had gone; ${seen.marked} of those were on their way and show both moments` },
    ]
  } finally {
    await product.stop()
    data.remove()
  }
}
