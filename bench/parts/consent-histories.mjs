import { ask } from '../../tools/product/database.mjs'
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
/** Companies at a time, each with a product of its own: the log of a company is written by one after the other, so that one alone leaves half of two cores idle. */
const LANES = 2
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
  const each = Math.ceil(wanted / LANES)
  const lane = async (own) => {
    for (let played = 0; played < each && faults.length === 0;) {
      await company(async (stage, errors) => {
        for (const until = Math.min(each, played + PER_COMPANY); played < until && faults.length === 0;) {
          const [from, to] = [played, Math.min(until, played + SIDE_BY_SIDE)]
          const round = drawRound(`${own}-${from}`, to - from)
          const found = await playRound(stage, round, tally)
          played = to
          console.error(`  ${tally.histories} histories, ${(tally.histories / (performance.now() - began) * 1_000).toFixed(1)}/s, ${tally.arrived} advertisements arrived, ${found.length} faults`)
          addRound({ rules, seed: own, from, to, faults: found.length, date: new Date().toISOString().slice(0, 10), version }, LEDGER)
          if (found.length === 0) continue
          faults.push(...found.map(({ what }) => what))
          const shortest = await shrink(round, found[0].history, (one) => playRound(stage, one, newTally()))
          console.error(errors())
          console.error(`${found[0].what}\n${told(shortest.story)}\n${shortest.faults.join('\n')}`)
        }
      })
    }
  }
  await Promise.all(Array.from({ length: LANES }, (_, n) => lane(`${seed}.${n}`)))
  const seconds = (performance.now() - began) / 1_000
  const refused = Object.entries(tally.refused).sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`).join(', ')
  const sum = shown(readLedger(LEDGER), rules)
  return [
    { name: 'advertising against the oracle, random histories: faults', goal: `0 in ${HISTORIES}`, measured: `${faults.length} in ${faults.length > 0 ? tally.histories : sum.histories}`, met: faults.length === 0 && sum.histories >= HISTORIES,
      note: `${sum.runs} runs on ${sum.versions} versions; this one: ${tally.histories}, seed ${seed}, ${(tally.histories / seconds).toFixed(1)}/s; ${tally.steps} steps, ${tally.written} written: ${tally.accepted} taken, ${tally.left} left, ${tally.arrived} arrived; ${tally.open} left open by the documents; ${refused}` },
    { name: 'from her word or stop to its effect on the API, p99', goal: '<= 1,000 ms', measured: `${quantile(tally.effectMs, 0.99).toFixed(0)} ms`, met: quantile(tally.effectMs, 0.99) <= 1_000, note: `p50 ${quantile(tally.effectMs, 0.5).toFixed(0)}, max ${quantile(tally.effectMs, 1).toFixed(0)} ms of ${tally.effectMs.length}, ${SIDE_BY_SIDE} histories side by side` },
  ]
}

/**
 * A product that nobody pulls the plug of: its database leaves out what only a power cut would ask for.
 * @param {(stage: import('../../tools/proofs/consent/stage.mjs').Stage, errors: () => string) => Promise<void>} play `errors`: what went wrong by the product's own log
 */
async function company(play) {
  const data = dataDirectory()
  const product = await startProduct({ dataDir: data.dir, env: { RECADO_SIMULATOR: '1' } })
  const errors = () => product.output().split('\n').filter((line) => /"level":(50|60)|"level":"(error|fatal)"/.test(line)).slice(-20).join('\n')
  try {
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) await ask(data.dir, `alter system set ${setting} = off`)
    await ask(data.dir, 'select pg_reload_conf()')
    await play(await openStage(product.url, TOKEN), errors)
  } catch (error) {
    console.error(errors())
    throw error
  } finally {
    await product.stop()
    data.remove()
  }
}
