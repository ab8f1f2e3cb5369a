import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './child.mjs'
import { compile } from './compile.mjs'
import { installDependencies } from './install.mjs'
import { dataDir, packed, root } from './paths.mjs'
import { serverOn } from './running.mjs'
import { fail } from './say.mjs'
import { serve } from './serve.mjs'
import { upgrade } from './upgrade.mjs'
import { buildWeb } from './web.mjs'

const COMMANDS = {
  start: async (argv) => (await prepare({ web: true }), serve('start', argv)),
  dev: async (argv) => (await prepare({}), script('tools/dev.mjs', argv)),
  recado: async (argv) => (argv[0] === 'upgrade' ? upgrade(argv.slice(1)) : (await prepare({}), serve('recado', argv))),
  test: async (argv) => (await prepare({}), script('tools/test.mjs', argv)),
  check: async (argv) => (await prepare({}), script('tools/check.mjs', argv)),
  teeth: async (argv) => (await prepare({}), script('tools/teeth.mjs', argv)),
  bench: async (argv) => (await prepare({ web: true }), script('bench/run.mjs', argv)),
  pack: async (argv) => (await prepare({ web: true }), script('tools/pack.mjs', argv)),
  chaos: async (argv) => (await prepare({ web: true }), script('chaos/run.mjs', argv)),
}

/** Runs one of the npm scripts. */
export async function run(command, argv) {
  const action = COMMANDS[command]
  if (!action) fail(`There is no command "${command ?? ''}"; there are ${Object.keys(COMMANDS).join(', ')}.`, 2)
  // Asked first, so that a second start touches neither the dependencies nor the compiled files of the first.
  const pid = command === 'start' || command === 'dev' ? serverOn(dataDir) : null
  if (pid) fail(`Another Recado (pid ${pid}) is using ${dataDir}. Stop it first, or give this one its own directory with DATA_DIR.`)
  await action(argv)
}

async function prepare({ web = false }) {
  if (!packed) await installDependencies()
  await compile()
  if (web && !packed) await buildWeb()
}

async function script(path, argv) {
  const file = [join(root, path), join(root, path.replace(/([^/]+)\.mjs$/, 'dist/$1.js'))].find(existsSync)
  if (!file) fail(`This clone has no ${path}.`)
  process.exit(await runNode(file, argv, { cwd: root }))
}
