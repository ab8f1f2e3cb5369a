import { dataDirectory, startProduct, TOKEN } from '../../tools/product/start.mjs'
import { drawRound, told } from '../../tools/proofs/campaign/history.mjs'
import { newTally, playRound } from '../../tools/proofs/campaign/play.mjs'
import { openCampaignStage } from '../../tools/proofs/campaign/stage.mjs'
import { addRound, ledgerOf, readLedger, rulesNow, shown, versionNow } from '../../tools/proofs/consent/ledger.mjs'
import { shrink } from '../../tools/proofs/consent/shrink.mjs'

const HISTORIES = 2_000
const LEDGER = ledgerOf('campaign-histories')
const RULES = ['consent/chance', 'consent/words', 'consent/oracle', 'campaign/history', 'campaign/laws', 'campaign/play', 'campaign/stage']
const SIDE_BY_SIDE = 40
/** A new company after so many: business time only grows, and years of it would be all that is tried. */
const PER_COMPANY = 400

/**
 * Random histories of campaigns on the running product: quotas, pauses, pace, opt-outs in flight, templates paused in the middle, servers killed. Laws see only what came
 * in, what the platforms were asked, and what stands on the phones. `--size 500` plays fewer; RECADO_SEED repeats a run. Rounds add up in bench/results/campaign-histories.json.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureCampaignHistories({ sizes = [] } = {}) {
  const wanted = sizes[0] ? Number.parseInt(sizes[0], 10) * (/k$/i.test(sizes[0]) ? 1_000 : 1) : HISTORIES
  const seed = process.env.RECADO_SEED ?? Date.now().toString(36)
  const [rules, version] = [rulesNow(RULES), versionNow()]
  const tally = newTally()
  const faults = []
  const began = performance.now()
  while (tally.histories < wanted && faults.length === 0) {
    const data = dataDirectory()
    const start = (port) => startProduct({ dataDir: data.dir, env: { RECADO_SIMULATOR: '1' }, ...(port ? { port } : {}) })
    let product = await start()
    try {
      // By turns it ends in order and is killed.
      let deaths = 0
      const stage = await openCampaignStage(() => product.url, TOKEN, async () => {
        const port = Number(new URL(product.url).port)
        if (deaths++ % 2 === 0) await product.killServer()
        else await product.stop()
        product = await start(port)
      })
      for (const until = Math.min(wanted, tally.histories + PER_COMPANY); tally.histories < until && faults.length === 0;) {
        const from = tally.histories
        const round = drawRound(`${seed}-${from}`, Math.min(SIDE_BY_SIDE, until - from))
        const found = await playRound(stage, round, tally)
        console.error(`  ${tally.histories} histories, ${(tally.histories / (performance.now() - began) * 1_000).toFixed(2)}/s, ${tally.arrived} messages arrived, ${found.length} faults`)
        addRound({ rules, seed, from, to: tally.histories, faults: found.length, date: new Date().toISOString().slice(0, 10), version }, LEDGER)
        if (found.length === 0) continue
        faults.push(...found.map(({ what }) => what))
        const shortest = await shrink(round, found[0].history, (one) => playRound(stage, one, newTally()))
        console.error(`${faults.join('\n')}\n\n${told(shortest.story)}\n${shortest.faults.join('\n')}`)
      }
    } finally {
      await product.stop()
      data.remove()
    }
  }
  const seconds = (performance.now() - began) / 1_000
  const most = (table) => Object.entries(table).sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`).join(', ')
  const sum = shown(readLedger(LEDGER), rules)
  return [
    { name: 'campaigns against what the platforms and the phones saw, random histories: faults', goal: `0 in ${HISTORIES}`, measured: `${faults.length} in ${faults.length > 0 ? tally.histories : sum.histories}`, met: faults.length === 0 && sum.histories >= HISTORIES,
      note: `${sum.runs} runs on ${sum.versions} versions; this one: ${tally.histories}, seed ${seed}, ${(tally.histories / seconds).toFixed(2)}/s; ${tally.campaigns} campaigns (${most(tally.ended)}), ${tally.left} requests taken, ${tally.arrived} on phones; recipients: ${most(tally.stood)}; ${most(tally.why)}; refused by platforms: ${most(tally.refused) || 'nothing'}` },
  ]
}
