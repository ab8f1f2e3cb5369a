// `npm run check`: types, lint, dead code, import directions, whether the report says what was measured, and whether the experiments' breaks still break something. Everything is run, so that one round shows all there is to do.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { staleReport } from '../bench/report.mjs'
import { staleBreaks } from '../chaos/teeth/stale.mjs'
import { wrongImports } from './checks/import-directions.mjs'
import { runNode } from './lib/child.mjs'
import { root } from './lib/paths.mjs'
import { say } from './lib/say.mjs'

const CHECKS = {
  types: () => tool('typescript/bin/tsc', '--noEmit'),
  lint: () => tool('oxlint/bin/oxlint', '--quiet'),
  // The second reporter fails when knip saw no modules: a tool that looks at nothing finds nothing.
  'dead code': () => tool('knip/bin/knip.js', '--reporter', 'compact', '--reporter', './tools/checks/knip-count.mjs', '--no-progress'),
  'import directions': directions,
  'figures of the bench': figures,
  'breaks of the experiments': breaks,
}

const failed = []
for (const [name, check] of Object.entries(CHECKS)) {
  say(`- ${name}`)
  if ((await check()) !== 0) failed.push(name)
}
say(failed.length === 0 ? 'All checks passed.' : `Not passed: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1

function tool(path, ...args) {
  const file = join(root, 'node_modules', path)
  if (!existsSync(file)) throw new Error(`${path} is not installed.`)
  return runNode(file, args, { cwd: root })
}

function directions() {
  const wrong = wrongImports(root)
  if (wrong.length > 0) say(wrong.join('\n'))
  return wrong.length
}

/** What README.md and the report quote are the kept runs, and nothing by hand. */
function figures() {
  const stale = staleReport()
  if (stale.length > 0) say(`${stale.join(', ')} differ from the kept runs: npm run bench -- --report writes them anew.`)
  return stale.length
}

/** A break whose line the product has lost would be found only in the night in which somebody tries the experiments' teeth. */
function breaks() {
  const stale = staleBreaks(root)
  if (stale.length > 0) say(stale.join('\n'))
  return stale.length
}
