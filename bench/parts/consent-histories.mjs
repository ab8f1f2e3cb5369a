import { dataDirectory, startProduct, TOKEN } from '../../tools/product/start.mjs'
import { drawRound, told } from '../../tools/proofs/consent/history.mjs'
import { addRound, ledgerOf, readLedger, rulesNow, shown, versionNow } from '../../tools/proofs/consent/ledger.mjs'
import { newTally, playRound } from '../../tools/proofs/consent/play.mjs'
import { shrink } from '../../tools/proofs/consent/shrink.mjs'
import { openStage } from '../../tools/proofs/consent/stage.mjs'
import { quantile } from '../load/asker.mjs'

const HISTORIES = 100_000
const LEDGER = ledgerOf('consent-histories')
const RULES = ['chance', 'history', 'words', 'oracle', 'play'].map((name) => `consent/${name}`)
const SIDE_BY_SIDE = 250
/** A new company after so many: business time only grows, and years of it would be all that is tried. */
const PER_COMPANY = 2_500

/**
 * Random histories of people and of what a company writes to them, on the running product, against an oracle that sees only what came in and what the phones
 * received. `--size 10k` plays fewer; RECADO_SEED repeats a run. Every round goes into bench/results/consent-histories.json, and what counts is their sum.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureConsentHistories({ sizes = [] } = {}) {
  const wanted = sizes[0] ? Number.parseInt(sizes[0], 10) * (/k$/i.test(sizes[0]) ? 1_000 : 1) : HISTORIES
  const seed = process.env.RECADO_SEED ?? Date.now().toString(36)
  const [rules, version] = [rulesNow(RULES), versionNow()]
  const tally = newTally()
  const faults = []
  const began = performance.now()
  while (tally.histories < wanted && faults.length === 0) {
    const data = dataDirectory()
    const product = await startProduct({ dataDir: data.dir, env: { RECADO_SIMULATOR: '1' } })
    try {
      const stage = await openStage(product.url, TOKEN)
      for (const until = Math.min(wanted, tally.histories + PER_COMPANY); tally.histories < until && faults.length === 0;) {
        const from = tally.histories
        const round = drawRound(`${seed}-${from}`, Math.min(SIDE_BY_SIDE, until - from))
        const found = await playRound(stage, round, tally)
        console.error(`  ${tally.histories} histories, ${(tally.histories / (performance.now() - began) * 1_000).toFixed(1)}/s, ${tally.arrived} advertisements arrived, ${found.length} faults`)
        addRound({ rules, seed, from, to: tally.histories, faults: found.length, date: new Date().toISOString().slice(0, 10), version }, LEDGER)
        if (found.length === 0) continue
        faults.push(...found.map(({ what }) => what))
        const shortest = await shrink(round, found[0].history, (one) => playRound(stage, one, newTally()))
        console.error(`${faults[0]}\n${told(shortest.story)}\n${shortest.faults.join('\n')}`)
      }
    } finally {
      await product.stop()
      data.remove()
    }
  }
  const seconds = (performance.now() - began) / 1_000
  const refused = Object.entries(tally.refused).sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`).join(', ')
  const sum = shown(readLedger(LEDGER), rules)
  return [
    { name: 'advertising against the oracle, random histories: faults', goal: `0 in ${HISTORIES}`, measured: `${faults.length} in ${faults.length > 0 ? tally.histories : sum.histories}`, met: faults.length === 0 && sum.histories >= HISTORIES,
      note: `${sum.runs} runs on ${sum.versions} versions; this one: ${tally.histories}, seed ${seed}, ${(tally.histories / seconds).toFixed(1)}/s; ${tally.steps} steps, ${tally.written} written: ${tally.accepted} taken, ${tally.left} left, ${tally.arrived} arrived; ${tally.open} left open by the documents; ${refused}` },
    { name: 'from her word or stop to its effect on the API, p99', goal: '<= 1,000 ms', measured: `${quantile(tally.effectMs, 0.99).toFixed(0)} ms`, met: quantile(tally.effectMs, 0.99) <= 1_000, note: `p50 ${quantile(tally.effectMs, 0.5).toFixed(0)}, max ${quantile(tally.effectMs, 1).toFixed(0)} ms of ${tally.effectMs.length}, ${SIDE_BY_SIDE} histories side by side` },
  ]
}
