// `npm run bench`: the figures of the product on this machine, beside their goals and what the machine does at most. `-- ingest weight` measures only those
// parts; `--quick` all of them small, within twelve minutes on a quiet machine; `--minutes 10` the open loop, the live desk and the memory at work for so
// long; `--size 10k` the desk, an import, a campaign at that size alone, with `--keep DIR` in a company that is seeded there once and found again;
// `--report` measures nothing and writes the report anew from all kept runs.
import { measureCampaign } from './parts/campaign.mjs'
import { measureCampaignHistories } from './parts/campaign-histories.mjs'
import { measureConsentHistories } from './parts/consent-histories.mjs'
import { measureConsentWithdrawal } from './parts/consent-withdrawal.mjs'
import { measureDesk } from './parts/desk.mjs'
import { measureImport } from './parts/import.mjs'
import { measureIngest } from './parts/ingest.mjs'
import { measureLive } from './parts/live.mjs'
import { measureOpenLoop, measureOpenLoopWatched } from './parts/open-loop.mjs'
import { measureWeight } from './parts/page-weight.mjs'
import { measureScreen } from './parts/screen.mjs'
import { measureMemory, measureMemoryAtWork, measureReady } from './parts/start.mjs'
import { measureStatements } from './parts/statements.mjs'
import { measureStorage } from './parts/storage.mjs'
import { measureUpgrade } from './parts/upgrade.mjs'
import { keep, machine, table, writeReport } from './report.mjs'
import { lastWords } from '../tools/product/start.mjs'
import { versionNow } from '../tools/proofs/consent/ledger.mjs'
import { parseArgs } from 'node:util'

/** In this order; `quick` is what a part is asked for in the quick form, false where it has none that says anything. */
const PARTS = {
  weight: { measure: measureWeight }, ready: { measure: measureReady }, memory: { measure: measureMemory, quick: { idleMs: 5_000 } }, statements: { measure: measureStatements },
  ingest: { measure: measureIngest }, 'open-loop': { measure: measureOpenLoop }, 'open-loop-watched': { measure: measureOpenLoopWatched }, live: { measure: measureLive }, screen: { measure: measureScreen },
  desk: { measure: measureDesk, quick: { sizes: ['10k'] } }, storage: { measure: measureStorage }, import: { measure: measureImport, quick: { sizes: ['30k'] } }, campaign: { measure: measureCampaign, quick: { sizes: ['20k'] } },
  'memory-at-work': { measure: measureMemoryAtWork }, upgrade: { measure: measureUpgrade, quick: false }, 'consent-withdrawal': { measure: measureConsentWithdrawal, quick: false }, 'consent-histories': { measure: measureConsentHistories, quick: false }, 'campaign-histories': { measure: measureCampaignHistories, quick: false },
}

const { values: options, positionals: wanted } = parseArgs({ allowPositionals: true, options: { size: { type: 'string', multiple: true }, keep: { type: 'string' }, quick: { type: 'boolean', default: false }, minutes: { type: 'string' }, report: { type: 'boolean', default: false } } })
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name))
if (unknown.length > 0 || (options.minutes && !(Number(options.minutes) > 0))) {
  console.error(unknown.length > 0 ? `There is no part "${unknown.join('", "')}"; there are ${Object.keys(PARTS).join(', ')}.` : '--minutes takes a number.')
  process.exit(2)
}
if (options.report) {
  writeReport()
  process.exit(0)
}

const run = { at: new Date().toISOString(), form: /** @type {'quick' | 'full'} */ (options.quick ? 'quick' : 'full'), commit: versionNow(), machine: machine(), findings: [] }
const failed = []
for (const [name, { measure, quick = {} }] of Object.entries(PARTS)) {
  if (wanted.length > 0 ? !wanted.includes(name) : options.quick && !quick) continue
  const began = performance.now()
  console.error(`- ${name}`)
  lastWords() // of the part before
  try {
    run.findings.push(...(await measure({ ...(options.quick ? { quick: true, ...quick } : {}), ...(options.minutes ? { minutes: Number(options.minutes) } : {}), ...(options.size ? { sizes: options.size } : {}), ...(options.keep ? { keep: options.keep } : {}) })))
  } catch (error) {
    // What was measured until then is kept; the rest goes on.
    failed.push(name)
    console.error(`  ${name} broke off:`, error)
    console.error(lastWords())
  }
  console.error(`  ${((performance.now() - began) / 1000).toFixed(0)} s`)
}
if (run.findings.length > 0) console.log(`\n${table(run.findings)}\n\nWritten to ${keep(run)}, and the report beside it.`)
if (failed.length > 0) console.log(`Broke off: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 && run.findings.every((finding) => finding.met) ? 0 : 1
