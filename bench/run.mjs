// `npm run bench`: the figures of the product on this machine, beside their goals. `npm run bench -- ingest weight` measures only those parts,
// `npm run bench -- desk --size 10k` the desk at that size alone, with `--keep DIR` in a company that is seeded there once and found again.
import { measureCampaign } from './parts/campaign.mjs'
import { measureConsentHistories } from './parts/consent-histories.mjs'
import { measureConsentWithdrawal } from './parts/consent-withdrawal.mjs'
import { measureDesk } from './parts/desk.mjs'
import { measureImport } from './parts/import.mjs'
import { measureIngest } from './parts/ingest.mjs'
import { measureLive } from './parts/live.mjs'
import { measureOpenLoop } from './parts/open-loop.mjs'
import { measureWeight } from './parts/page-weight.mjs'
import { measureMemory, measureReady } from './parts/start.mjs'
import { measureStatements } from './parts/statements.mjs'
import { keep, machine, table } from './report.mjs'
import { parseArgs } from 'node:util'

const PARTS = { weight: measureWeight, ready: measureReady, memory: measureMemory, statements: measureStatements, ingest: measureIngest, 'open-loop': measureOpenLoop, desk: measureDesk, import: measureImport, campaign: measureCampaign, live: measureLive, 'consent-withdrawal': measureConsentWithdrawal, 'consent-histories': measureConsentHistories }

const { values: options, positionals: wanted } = parseArgs({ allowPositionals: true, options: { size: { type: 'string', multiple: true }, keep: { type: 'string' } } })
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join('", "')}"; there are ${Object.keys(PARTS).join(', ')}.`)
  process.exit(2)
}

const run = { at: new Date().toISOString(), machine: machine(), findings: [] }
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.error(`- ${name}`)
  run.findings.push(...(await measure({ ...(options.size ? { sizes: options.size } : {}), ...(options.keep ? { keep: options.keep } : {}) })))
}
const file = keep(run)
console.log(`\n${table(run.findings)}\n\nWritten to ${file}.`)
process.exitCode = run.findings.every((finding) => finding.met) ? 0 : 1
