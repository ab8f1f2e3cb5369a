// `npm test [-- filters]`: the unit tests, then the browser stories; the last line is the sum.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepareBrowser } from './browser.mjs'
import { runNode } from './lib/child.mjs'
import { cacheDir, root } from './lib/paths.mjs'
import { fail, say } from './lib/say.mjs'
import { buildWeb } from './lib/web.mjs'
import { filesOf, readArguments } from './testing/selection.mjs'
import { tally } from './testing/tally.mjs'

const { projects, filters, options } = readArguments(process.argv.slice(2))
const selected = projects.filter((project) => filesOf(project, filters).length > 0)
if (selected.length === 0) fail(`No test file matches ${[...projects, ...filters].join(' ')}.`)

const results = []
for (const project of selected) results.push(await runProject(project))

const complaints = results.flatMap((r) => r.complaints)
for (const line of results.flatMap((r) => r.wavering)) say(`passed at the second try only: ${line}`)
for (const line of complaints) say(`not passed: ${line}`)
console.log(`${results.reduce((sum, r) => sum + r.passed, 0)} passed, ${complaints.length} failed`)
process.exitCode = complaints.length > 0 ? 1 : 0

async function runProject(project) {
  const env = testEnvironment()
  if (project === 'e2e') {
    await buildWeb()
    env.RECADO_CHROMIUM = (await prepareBrowser()).executablePath
  }
  const report = join(cacheDir, 'tests', `${project}.json`)
  mkdirSync(join(cacheDir, 'tests'), { recursive: true })
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...options, ...(filters.some((filter) => filter.startsWith('!')) ? filesOf(project, filters) : filters)]
  return tally(report, await runNode(vitest, args, { cwd: root, env }))
}

// A developer's own port, data or database must not reach the tests, which bring theirs.
function testEnvironment() {
  const env = { ...process.env }
  for (const name of Object.keys(env)) {
    const ours = name.startsWith('RECADO_') && !['RECADO_TEST_DATABASE_URL', 'RECADO_CHROMIUM'].includes(name)
    if (ours || ['PORT', 'HOST', 'PUBLIC_URL', 'DATA_DIR', 'DATABASE_URL', 'TRUST_PROXY', 'S3_URL', 'FILES_URL', 'SMTP_URL', 'MAIL_FROM'].includes(name)) delete env[name]
  }
  return env
}
