import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { dataDir, root } from './paths.mjs'
import { serverOn } from './running.mjs'
import { fail, say } from './say.mjs'

/** Brings node_modules to what package-lock.json says. Costs one hash when nothing has changed. */
export async function installDependencies() {
  const wanted = lockfileStamp(root)
  if (readText(stampFile(root)) === wanted) return
  if (sameAsInstalled(root)) return writeStamp(wanted)

  // npm ci deletes node_modules first: a running server would lose files that it loads later.
  const pid = serverOn(dataDir)
  if (pid) fail(`The dependencies have changed, but Recado (pid ${pid}) is running on ${dataDir}: stop it first, then run this again.`)

  say('Installing dependencies (npm ci) …')
  const [command, ...args] = npm()
  const code = await runChild(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (code !== 0) fail('npm ci failed; the lines above say why. Recado needs the npm registry for this step only.', code)
  writeStamp(wanted)
}

/** Names the lockfile together with the platform, since binaries for another one may lie in a copied folder. */
export function lockfileStamp(dir) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  return hash.update(readText(join(dir, 'package-lock.json')) ?? '').digest('hex')
}

/**
 * Whether npm's own record of node_modules matches the lockfile: then a missing stamp means that somebody ran
 * `npm install` by hand, and installing again would take everything away from under whatever is running.
 */
export function sameAsInstalled(dir) {
  const wanted = packagesOf(join(dir, 'package-lock.json'))
  const present = packagesOf(join(dir, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  const inModules = Object.entries(wanted).filter(([path]) => path.includes('node_modules/'))
  const matches = ([path, entry]) => {
    const there = present[path]
    if (!there) return Boolean(entry.optional || entry.devOptional)
    return Boolean(entry.link) === Boolean(there.link) && entry.version === there.version && entry.integrity === there.integrity
  }
  return inModules.every(matches) && Object.keys(present).every((path) => path in wanted)
}

function packagesOf(file) {
  const text = readText(file)
  return text === null ? null : JSON.parse(text).packages
}

function writeStamp(stamp) {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stampFile(root), stamp)
}

function stampFile(dir) {
  return join(dir, 'node_modules', '.recado-stamp')
}

/** The npm that started us, else the one on the path (`node tools/bootstrap.mjs start` typed by hand). */
function npm() {
  const cli = process.env.npm_execpath
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['npm']
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
