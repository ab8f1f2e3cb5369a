import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Binaries, copyBinaries, findBinaries } from './binaries.js'
import { runToEnd } from './launch.js'
import { PlainError } from './plain-error.js'
import { barrier, chooseRunAs, type RunAs, unreachable } from './run-as.js'
import type { Settings } from './settings.js'

/** A database directory that is ready to be served, and what serves it. */
export type Cluster = { pgData: string; logFile: string; password: string; binaries: Binaries; runAs: RunAs; settings: Settings }

const MAJOR = '18'

/** Finds the programs, chooses a user for them and, on the first start, creates the database directory. */
export async function prepareCluster(dataDir: string, settings: Settings): Promise<Cluster> {
  const pgData = join(dataDir, 'postgres')
  const runAs = chooseRunAs(statSync(pgData, { throwIfNoEntry: false }))
  const binaries = reachableBinaries(dataDir, runAs)
  const cluster = { pgData, logFile: join(dataDir, 'postgres.log'), password: password(dataDir), binaries, runAs, settings }
  if (existsSync(pgData)) checkDirectory(cluster)
  else await initialise(cluster, dataDir)
  // Resolved: processes are recognised by their directory, and an operator may have put a link to a larger disk here.
  return { ...cluster, pgData: realpathSync(pgData) }
}

function reachableBinaries(dataDir: string, runAs: RunAs): Binaries {
  const found = findBinaries(dataDir)
  if (!runAs.owner) return found
  // The files in it have modes of their own; the user of the database only has to pass through.
  if (barrier(dataDir, runAs.owner) === dataDir) chmodSync(dataDir, 0o711)
  const wall = barrier(dataDir, runAs.owner)
  if (wall) throw unreachable(dataDir, wall, runAs.owner)
  return barrier(join(found.home, 'bin'), runAs.owner) ? copyBinaries(found, join(dataDir, 'postgres-programs')) : found
}

/** Kept beside the database, readable by us alone. */
export function password(dataDir: string): string {
  const file = join(dataDir, 'postgres-password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  if (existsSync(join(dataDir, 'postgres'))) throw new PlainError(`${file} is missing: restore it from a backup, the database in ${dataDir} cannot be opened without it.`)
  const made = randomBytes(24).toString('hex')
  writeFileSync(file, made, { mode: 0o600 })
  return made
}

function checkDirectory({ pgData, runAs }: Cluster) {
  const version = readVersion(pgData)
  if (version !== MAJOR) throw new PlainError(`${pgData} was written by PostgreSQL ${version ?? '(unknown)'}, this Recado brings ${MAJOR}.`)
  const mine = { uid: runAs.owner?.uid ?? process.getuid!(), gid: runAs.owner?.gid ?? process.getgid!() }
  if (statSync(pgData).uid === mine.uid) return
  if (process.getuid!() !== 0) throw new PlainError(`${pgData} belongs to another user: start Recado as that user, or set DATA_DIR to a directory of your own.`)
  // Root had a user namespace when it was made, and must drop privileges now.
  for (const entry of readdirSync(pgData, { recursive: true, encoding: 'utf8' })) chownSync(join(pgData, entry), mine.uid, mine.gid)
  chownSync(pgData, mine.uid, mine.gid)
}

function readVersion(pgData: string): string | null {
  try {
    return readFileSync(join(pgData, 'PG_VERSION'), 'utf8').trim()
  } catch {
    return null
  }
}

// Under another name until it is whole: a start killed half-way leaves nothing that looks like a database.
async function initialise(cluster: Cluster, dataDir: string) {
  for (const name of readdirSync(dataDir)) if (name.startsWith('postgres.new.')) rmSync(join(dataDir, name), { recursive: true, force: true })
  const draft = join(dataDir, `postgres.new.${process.pid}`)
  const secret = join(draft, 'password')
  const target = join(draft, 'data')
  mkdirSync(target, { recursive: true, mode: 0o700 })
  writeFileSync(secret, cluster.password, { mode: 0o600 })
  const { owner } = cluster.runAs
  if (owner) for (const path of [draft, secret, target]) chownSync(path, owner.uid, owner.gid)
  const options = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--lc-ctype=C.UTF-8']
  if (cluster.settings.fsync === 'off') options.push('--no-sync')
  const { code, output } = await runToEnd(cluster, cluster.binaries.initdb, ['-D', target, ...options])
  if (code !== 0) throw new PlainError(`The database directory ${cluster.pgData} could not be created: ${lastLine(output)}`)
  renameSync(target, cluster.pgData)
  rmSync(draft, { recursive: true, force: true })
}

/** What PostgreSQL said last, without its timestamps. */
export function lastLine(output: string): string {
  const lines = output.trim().split('\n')
  const telling = lines.findLast((line) => /FATAL|PANIC|error:|cannot|could not/i.test(line)) ?? lines.at(-1)
  return (telling ?? '').replace(/^.*?(FATAL|PANIC|error): */i, '') || 'it gave no reason.'
}
