// `npm run bench`: the figures of the product on this machine, beside their goals. `npm run bench -- ingest weight` measures only those parts.
import { measureIngest } from './parts/ingest.mjs'
import { measureOpenLoop } from './parts/open-loop.mjs'
import { measureWeight } from './parts/page-weight.mjs'
import { measureMemory, measureReady } from './parts/start.mjs'
import { measureStatements } from './parts/statements.mjs'
import { keep, machine, table } from './report.mjs'

const PARTS = { weight: measureWeight, ready: measureReady, memory: measureMemory, statements: measureStatements, ingest: measureIngest, 'open-loop': measureOpenLoop }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join('", "')}"; there are ${Object.keys(PARTS).join(', ')}.`)
  process.exit(2)
}

const run = { at: new Date().toISOString(), machine: machine(), findings: [] }
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.error(`- ${name}`)
  run.findings.push(...(await measure()))
}
const file = keep(run)
console.log(`\n${table(run.findings)}\n\nWritten to ${file}.`)
process.exitCode = run.findings.every((finding) => finding.met) ? 0 : 1
