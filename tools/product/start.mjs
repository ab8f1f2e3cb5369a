import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../lib/paths.mjs'
import { killTrees, lives, signal } from './processes.mjs'

const READY = /^Recado is ready: (\S+)$/m
const READY_MS = 120_000

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery staple' }
export const TOKEN = 'rcd_a-token-of-the-tests-0123456789abcdef'

/**
 * A directory for one product's data, deleted by `remove`.
 * @returns {{ dir: string, remove(): void }}
 */
export function dataDirectory() {
  const dir = mkdtempSync(join(tmpdir(), 'recado-product-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** @typedef {{ dataDir: string, env?: Record<string, string>, command?: [string, ...string[]], port?: number }} ProductOptions */
/** @typedef {{ code: number | null, signal: string | null, output: string, ms: number }} Ending */

/**
 * The product as people start it, in processes of its own.
 * @typedef {object} Product
 * @property {string} url
 * @property {number} pid of the command that was typed; everything else is below it
 * @property {string} dataDir
 * @property {number} readyMs from the command to the line that says so
 * @property {() => string} output
 * @property {() => number | null} postmaster the pid of its PostgreSQL, also of one taken over from an earlier start
 * @property {() => Promise<Ending>} stop SIGTERM, and how it ended
 * @property {() => Promise<void>} kill9 of everything at once
 * @property {() => Promise<void>} killServer -9 of the server alone, which leaves PostgreSQL an orphan
 * @property {Promise<Ending>} ended
 */

/**
 * Starts it and waits for the line with its address; rejects with what it printed when it ends before.
 * @param {ProductOptions} options
 * @returns {Promise<Product>}
 */
export async function startProduct(options) {
  const { child, ended, output, since } = launch(options)
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Recado was not ready within ${READY_MS} ms:\n${output()}`)), READY_MS)
    child.stdout.on('data', () => {
      const found = READY.exec(output())
      if (found) { clearTimeout(timer); resolve(found[1]) }
    })
    ended.then((how) => { clearTimeout(timer); reject(Object.assign(new Error(`Recado ended with ${how.code ?? how.signal}:\n${how.output}`), how)) }, reject)
  }).catch(async (error) => { await killTrees(pidOf(child)); throw error })
  const pid = pidOf(child)
  return {
    url, pid, dataDir: options.dataDir, readyMs: performance.now() - since, output, ended,
    postmaster: () => postmasterOf(options.dataDir),
    stop: () => { signal(pid, 'SIGTERM'); return ended },
    kill9: async () => { await killTrees(...[pid, postmasterOf(options.dataDir)].filter((one) => one !== null)); await ended },
    killServer: async () => { signal(pid, 'SIGKILL'); await ended },
  }
}

/**
 * Starts it where it should refuse, and returns how it ended.
 * @param {ProductOptions} options
 * @returns {Promise<Ending>}
 */
export function startInVain(options) {
  return launch(options).ended
}

/** Of the products started last, what each has printed. @type {{ what: string, output: () => string }[]} */
const printed = []
const MOST_KEPT = 8

/**
 * The last lines of whatever the products of this process printed since this was asked last, also of those that have ended; for whoever has to say why a stage broke off.
 * @param {number} [lines] of each
 */
export function lastWords(lines = 60) {
  return printed.splice(0).map(({ what, output }) => ({ what, said: output().trimEnd().split('\n').slice(-lines).join('\n') })).filter(({ said }) => said !== '').map(({ what, said }) => `--- ${what} printed:\n${said}`).join('\n')
}

/** Nothing of the caller's own configuration: a DATABASE_URL of the developer must not be filled with test data. */
function environment({ dataDir, env = {}, port = 0 }) {
  const { PATH, HOME, LANG, TMPDIR, npm_config_cache, NODE_EXTRA_CA_CERTS } = process.env
  const kept = Object.entries({ PATH, HOME, LANG, TMPDIR, npm_config_cache, NODE_EXTRA_CA_CERTS }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(kept), PORT: String(port), DATA_DIR: dataDir, RECADO_OWNER_EMAIL: OWNER.email, RECADO_OWNER_PASSWORD: OWNER.password, RECADO_API_TOKEN: TOKEN, ...env }
}

/** @param {ProductOptions} options */
function launch(options) {
  const [command, ...args] = options.command ?? [process.execPath, join(root, 'tools/bootstrap.mjs'), 'start']
  const since = performance.now()
  const child = spawn(command, args, { cwd: root, env: environment(options), stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more))
  /** @type {Promise<Ending>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, how) => resolve({ code, signal: how, output: text, ms: performance.now() - since }))
  })
  printed.push({ what: `the product in ${options.dataDir}`, output: () => text })
  if (printed.length > MOST_KEPT) printed.shift()
  // A test that is cut short leaves nothing running.
  const onExit = () => { if (child.pid && lives(child.pid)) signal(child.pid, 'SIGTERM') }
  process.once('exit', onExit)
  void ended.catch(() => {}).finally(() => process.off('exit', onExit))
  return { child, ended, output: () => text, since }
}

/** PostgreSQL's own note of who it is; null when none runs. @returns {number | null} */
function postmasterOf(dataDir) {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    return lives(pid) ? pid : null
  } catch {
    return null
  }
}

function pidOf(child) {
  if (child.pid === undefined) throw new Error('Recado could not be started.')
  return child.pid
}
