import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, constants, copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { runNode } from './child.mjs'
import { dataDir, packed, root } from './paths.mjs'
import { serverOn } from './running.mjs'
import { fail, say } from './say.mjs'

const STOP_MS = 25_000
/** Never in a backup: whoever has the backup alone must not be able to open its secrets. Cache and lock belong to the running program. */
const LEFT_OUT = new Set(['master.key', 'cache', 'recado.lock'])
/** Stored under the hash of its content and never changed: a second name for it is as good as a copy. */
const UNCHANGING = new Set(['media'])

/**
 * `npm run recado -- upgrade [--to REF]`: stops the server, copies the data aside, takes the new version, migrates - and puts everything
 * back when one of these fails.
 */
export async function upgrade(argv) {
  const ref = argv.includes('--to') ? argv[argv.indexOf('--to') + 1] : null
  if (packed) fail(`This is the packed form. Its upgrade is: stop it, copy ${dataDir} aside, npm install -g ./recado-<version>.tgz, start it.`)
  if (process.env.DATABASE_URL && !argv.includes('--database-is-backed-up')) fail('The database is not ours (DATABASE_URL): make a backup of it first, then add --database-is-backed-up.')
  const before = git('rev-parse', 'HEAD')
  if (git('status', '--porcelain', '--untracked-files=no') !== '') fail('Files of this clone were changed by hand (git status names them): commit or undo the changes first.')
  await stopServer()
  const backup = backUp()
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD')
  try {
    takeVersion(ref)
    const now = git('rev-parse', 'HEAD')
    say(now === before ? 'This is the newest version already.' : `Taking ${git('describe', '--always', '--tags', now)} …`)
    await inNewVersion('recado', 'migrate')
  } catch (error) {
    say(`The upgrade failed: ${error.message}\nPutting back what was there …`)
    if (ref) git('checkout', '--quiet', branch === 'HEAD' ? before : branch)
    git('reset', '--quiet', '--hard', before)
    putBack(backup)
    await inNewVersion('recado', 'help')
    fail(`Everything is as it was before, version ${before.slice(0, 12)}. The lines above say what went wrong.`)
  }
  say(`Done. The data as it was before lies in ${backup}; delete it when you are content. Start with: npm start`)
}

/** The new version's own tools install, compile and run: ours may not know how. */
async function inNewVersion(...args) {
  const code = await runNode(join(root, 'tools/bootstrap.mjs'), args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error(`"${args.join(' ')}" of the new version ended with ${code}.`)
}

function takeVersion(ref) {
  git('fetch', '--quiet', '--tags', 'origin')
  if (ref) git('checkout', '--quiet', ref)
  else git('merge', '--quiet', '--ff-only', '@{upstream}')
}

async function stopServer() {
  const pid = serverOn(dataDir)
  if (!pid) return
  say(`Stopping Recado (pid ${pid}) …`)
  process.kill(pid, 'SIGTERM')
  for (const end = Date.now() + STOP_MS; serverOn(dataDir) === pid; await wait(200)) if (Date.now() > end) fail(`Recado (pid ${pid}) does not stop; nothing was changed.`)
  await wait(1_000)
  const again = serverOn(dataDir)
  if (again) fail(`Something starts Recado again (pid ${again} now): stop that first, for example with systemctl stop recado. Nothing was changed.`)
}

/** Copies the stopped database and everything beside it. Returns where to. */
function backUp() {
  const to = join(dirname(dataDir), `${basename(dataDir)}-backups`, new Date().toISOString().slice(0, 19).replaceAll(':', '-'))
  mkdirSync(to, { recursive: true, mode: 0o700 })
  if (!existsSync(dataDir)) return to
  if (existsSync(join(dataDir, 'postgres/postmaster.pid'))) fail(`PostgreSQL still runs on ${dataDir}, or was killed: start and stop Recado once, then run this again.`)
  say(`Copying ${dataDir} to ${to} …`)
  for (const name of readdirSync(dataDir)) if (!LEFT_OUT.has(name)) copy(join(dataDir, name), join(to, name), UNCHANGING.has(name))
  return to
}

/** With owners and modes, since PostgreSQL insists on both; without following links. */
function copy(from, to, link) {
  const stat = lstatSync(from)
  if (stat.isSymbolicLink()) return symlinkSync(readlinkSync(from), to)
  if (stat.isDirectory()) {
    mkdirSync(to)
    for (const name of readdirSync(from)) copy(join(from, name), join(to, name), link)
  } else if (stat.isFile()) {
    if (link) linkSync(from, to)
    else copyFileSync(from, to, constants.COPYFILE_FICLONE)
  } else return // sockets
  chmodSync(to, stat.mode & 0o7777)
  if (process.getuid?.() === 0) chownSync(to, stat.uid, stat.gid)
}

function putBack(backup) {
  const failed = `${backup}-failed`
  mkdirSync(failed, { mode: 0o700 })
  for (const name of readdirSync(backup)) {
    if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(failed, name))
    copy(join(backup, name), join(dataDir, name), UNCHANGING.has(name))
  }
  rmSync(failed, { recursive: true })
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
}
