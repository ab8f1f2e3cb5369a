import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runNode } from './child.mjs'
import { compile } from './compile.mjs'
import { extraChannelsOutput } from './extra-channels.mjs'
import { installDependencies } from './install.mjs'
import { dataDir, root } from './paths.mjs'
import { serverOn } from './running.mjs'
import { fail } from './say.mjs'
import { buildWeb } from './web.mjs'

const COMMANDS = {
  start: async (argv) => (await prepare({ web: true }), serve('start', argv)),
  dev: async (argv) => (await prepare({}), script('tools/dev.mjs', argv)),
  recado: async (argv) => (await prepare({}), serve('recado', argv)),
  test: async (argv) => (await prepare({}), script('tools/test.mjs', argv)),
  check: async (argv) => (await prepare({}), script('tools/check.mjs', argv)),
  teeth: async (argv) => (await prepare({}), script('tools/teeth.mjs', argv)),
  bench: async (argv) => (await prepare({ web: true }), script('bench/run.mjs', argv)),
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
  await installDependencies()
  await compile()
  if (web) await buildWeb()
}

/**
 * The server runs in this very process (a second Node would cost 40 MB), and from here on the signals are its own: main
 * takes SIGINT and SIGTERM before it opens anything, and the process ends when everything is closed.
 */
async function serve(command, argv) {
  const extra = process.env.RECADO_CHANNELS_DIR
  if (extra) process.env.RECADO_CHANNELS_COMPILED ??= extraChannelsOutput(extra)
  const entry = join(root, 'packages/server/dist/main.js')
  if (!existsSync(entry)) fail('packages/server/main.ts is missing: this clone is incomplete.')
  const { main } = await import(pathToFileURL(entry).href)
  try {
    await main(argv, { command })
  } catch (error) {
    // `plain` marks a sentence written for the person at the terminal; anything else deserves its stack.
    if (error?.plain) fail(error.message)
    throw error
  }
}

async function script(path, argv) {
  const file = [join(root, path), join(root, path.replace(/([^/]+)\.mjs$/, 'dist/$1.js'))].find(existsSync)
  if (!file) fail(`This clone has no ${path}.`)
  process.exit(await runNode(file, argv, { cwd: root }))
}
