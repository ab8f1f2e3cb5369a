import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, rmSync, statfsSync, statSync, writeSync, accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { findBinaries } from '@recado/db/embedded/binaries'
import { runToEnd } from '@recado/db/embedded/launch'
import { readLock } from '@recado/db/embedded/lock'
import { chooseRunAs } from '@recado/db/embedded/run-as'
import type { Config } from '../config.js'
import { fault, type Finding, gigabytes, note, ok } from './finding.js'

/** statfs types of file systems on which a database loses data when the network breaks: NFS, SMB, SMB2, FUSE (also sshfs). */
const NETWORK = new Map([[0x6969, 'NFS'], [0xff534d42, 'SMB'], [0xfe534d42, 'SMB'], [0x65735546, 'FUSE']])
/** A photo a minute fills a gigabyte in a week. */
const LITTLE_SPACE = 5 * 1024 ** 3
const NO_SPACE = 1024 ** 3
/** Every message waits for one of these; a laptop's SSD needs 1 ms, a spinning disk 10. */
const SLOW_SYNC_MS = 20
const SYNCS = 15
/** At rest the whole takes 165 MB, and PostgreSQL's cache lives on the rest. */
const LITTLE_MEMORY = 1024 ** 3
/** Two thousand open desks, their files and PostgreSQL. */
const FEW_FILES = 4096

/** The machine, without asking anybody on the network. `serving`: a Recado runs on this data directory. */
export async function examineHost(config: Config, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const serving = readLock(config.dataDir) !== null
  return [node(), ...dataDirectory(config.dataDir), memory(), openFiles(), user(), key(config), ...variables(env), ...(config.databaseUrl ? [] : [await programs(config.dataDir)]), ...(serving ? [ok('Recado is running on this directory')] : [await port(config)])]
}

function node(version = process.versions.node): Finding {
  const major = Number(version.split('.')[0])
  // Node 20 ended on 2026-04-30 (nodejs.org/en/about/previous-releases).
  return major < 22 ? note(`Node ${version} works, but gets no security fixes any more`, 'Install Node 24.') : ok(`Node ${version}`)
}

function dataDirectory(dir: string): Finding[] {
  const there = existsSync(dir) ? dir : dirname(dir)
  try { accessSync(there, constants.W_OK | constants.X_OK) } catch {
    return [fault(`${there} cannot be written to by this user`, 'Give the directory to the user that runs Recado (chown), or name another one with DATA_DIR.')]
  }
  const { type, bavail, bsize } = statfsSync(there)
  const network = NETWORK.get(Number(type))
  const free = Number(bavail) * Number(bsize)
  return [
    network ? fault(`${there} lies on ${network}: a database there loses data when the connection breaks`, 'Put DATA_DIR on a disk of this machine.') : ok(`${there} is on a disk of this machine and can be written to`),
    free < NO_SPACE ? fault(`only ${gigabytes(free)} are free there; without space nothing can be received`, 'Make room, or move DATA_DIR to a larger disk.')
      : free < LITTLE_SPACE ? note(`${gigabytes(free)} are free there`, 'Plan for more: photos and voice notes are kept.') : ok(`${gigabytes(free)} are free there`),
    ...(existsSync(dir) && statSync(dir).mode & 0o004 ? [note(`everybody on this machine can look into ${dir}`, `chmod 700 ${dir}`)] : []),
    syncTime(there),
  ]
}

/** How long the disk takes until what is written is safe. */
function syncTime(dir: string): Finding {
  const file = join(dir, `.sync-${process.pid}`)
  const fd = openSync(file, 'w', 0o600)
  try {
    const times = Array.from({ length: SYNCS }, () => {
      writeSync(fd, Buffer.alloc(8192, 1))
      const since = performance.now()
      fdatasyncSync(fd)
      return performance.now() - since
    }).sort((a, b) => a - b)
    const middle = times[Math.floor(SYNCS / 2)]!
    const says = `the disk needs ${middle.toFixed(1)} ms until what is written is safe`
    return middle > SLOW_SYNC_MS ? note(says, 'Every message waits for it: an SSD is worth it.') : ok(says)
  } finally {
    closeSync(fd)
    rmSync(file)
  }
}

function memory(): Finding {
  const total = totalmem()
  const says = `${gigabytes(total)} of memory`
  return total < LITTLE_MEMORY ? note(says, 'It runs, but 2 GB make searching and pictures quick.') : ok(says)
}

function openFiles(): Finding {
  const line = existsSync('/proc/self/limits') ? readFileSync('/proc/self/limits', 'utf8').split('\n').find((l) => l.startsWith('Max open files')) : undefined
  const limit = Number(line?.split(/\s+/)[3] ?? Number.NaN)
  return limit < FEW_FILES ? note(`a process may open ${limit} files`, 'For many agents at once: ulimit -n 65536, or LimitNOFILE=65536 in the service.') : ok('enough files may be open')
}

function user(): Finding {
  return process.getuid?.() === 0 ? note('this is root; PostgreSQL gets an ordinary user all the same', 'A user of its own is safer: see deploy/recado.service.') : ok('this is an ordinary user')
}

function key({ dataDir, masterKeyFile }: Config): Finding {
  const file = masterKeyFile ?? join(dataDir, 'master.key')
  if (!existsSync(file)) return masterKeyFile ? fault(`the master key ${file} is missing`, 'Put it there: without it no access token and no secret can be opened.') : ok('the master key is made at the first start')
  return statSync(file).mode & 0o077 ? fault(`others on this machine can read the master key ${file}`, `chmod 600 ${file}`) : ok('only this user can read the master key')
}

const KNOWN = ['RECADO_DB_POOLER', 'RECADO_MASTER_KEY_FILE', 'RECADO_EGRESS_ALLOW', 'RECADO_CHANNELS_DIR', 'RECADO_CHANNELS_COMPILED', 'RECADO_SIMULATOR', 'RECADO_CLOCK', 'RECADO_OWNER_EMAIL', 'RECADO_OWNER_PASSWORD', 'RECADO_API_TOKEN', 'RECADO_BACKUP_DIR', 'RECADO_BACKUP_AT', 'RECADO_BACKUP_MINUTES', 'RECADO_BACKUP_KEEP_DAYS', 'RECADO_BACKUP_KEEP_WEEKS', 'RECADO_BACKUP_PASSPHRASE_FILE']

function variables(env: NodeJS.ProcessEnv): Finding[] {
  return Object.keys(env).filter((name) => name.startsWith('RECADO_') && !KNOWN.includes(name) && !name.startsWith('RECADO_TEST_')).map((name) => note(`nothing reads the variable ${name}`, `Look for a slip of the pen; there are ${KNOWN.filter((each) => each !== 'RECADO_CHANNELS_COMPILED').join(', ')}.`))
}

/** Whether PostgreSQL's programs run here at all: a missing library shows itself now, not at the first start. */
async function programs(dataDir: string): Promise<Finding> {
  try {
    const runAs = chooseRunAs(statSync(join(dataDir, 'postgres'), { throwIfNoEntry: false }))
    const binaries = findBinaries(dataDir)
    const { code, output } = await runToEnd({ runAs, binaries }, binaries.postgres, ['--version'])
    return code === 0 ? ok(`${output.trim()} runs here`) : fault(`PostgreSQL does not run here: ${output.trim().split('\n')[0]}`, 'Install what it misses, or use another PostgreSQL with DATABASE_URL.')
  } catch (error) {
    return fault((error as Error).message, 'Or use another PostgreSQL with DATABASE_URL.')
  }
}

function port({ port: wanted, host }: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'
      ? fault(`port ${wanted} on ${host} is taken by another program`, 'Stop it, or choose another one: PORT=3001.')
      : fault(`port ${wanted} on ${host} cannot be opened (${error.code ?? error.message})`, error.code === 'EACCES' ? 'Ports below 1024 are for root: put a proxy in front, or choose another one.' : 'HOST must be an address of this machine.')))
    server.listen(wanted, host, () => server.close(() => resolve(ok(`port ${wanted} on ${host} is free`))))
  })
}
