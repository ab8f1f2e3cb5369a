import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type Cluster, password, prepareCluster } from './cluster.js'
import { acquireLock, type Lock } from './lock.js'
import { type Ending, type Postmaster, readPidFile, type Start, startPostmaster, stopPostmaster, watchPostmaster } from './postmaster.js'
import { isAlive } from './process-info.js'
import { provision } from './provision.js'
import { clearRemains, findOrphan } from './remains.js'
import { connectionUrl, type Settings } from './settings.js'
import { makeSocketDir, removeSocketDir } from './socket-dir.js'
import { Supervisor } from './supervisor.js'

export { acquireLock, type Holder, type Lock, readLock } from './lock.js'
export { PlainError } from './plain-error.js'
export type { Ending } from './postmaster.js'

/** `lock`: held by the caller already, who then also releases it. `signal` ends a start that is no longer wanted, such as a long recovery. */
export type EmbeddedOptions = { dataDir: string; log?: (line: string) => void; settings?: Settings; lock?: Lock; signal?: AbortSignal }

/** Where a database is: as our own role and database, and as its superuser (backups, test databases). */
export type Connections = { url: string; adminUrl: string }

/** A PostgreSQL of our own, kept running until `stop`. */
export type Embedded = Connections & {
  readonly pid: number
  /** Less politely after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>
  restart(): Promise<void>
  /** It ended unasked and is being started again. */
  onExit(listener: (ending: Ending) => void): void
  /** It takes connections again; the URLs are the same. */
  onRestart(listener: (pid: number) => void): void
}

/** Starts PostgreSQL on a data directory, creating it the first time; throws a PlainError when that cannot be. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const lock = options.lock ?? acquireLock(options.dataDir)
  const unlock = () => {
    if (!options.lock) lock.release()
  }
  try {
    const log = options.log ?? (() => {})
    const cluster = await prepareCluster(lock.dataDir, options.settings ?? {})
    const postmaster = await openPostmaster(cluster, { log, signal: options.signal })
    return embedded(cluster, postmaster, new Supervisor(cluster, postmaster, log), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** The database that another process of ours is serving from this directory, or null: for the command line beside a running server. */
export function runningConnections(dataDir: string): Connections | null {
  const dir = realpathSync(dataDir)
  const file = readPidFile(join(dir, 'postgres'))
  return file && isAlive(file.pid) ? connections(file.socketDir, password(dir)) : null
}

async function openPostmaster(cluster: Cluster, start: Start): Promise<Postmaster> {
  const orphan = await findOrphan(cluster, start)
  if (orphan) {
    try {
      await provision(connections(orphan.socketDir, cluster.password).adminUrl, cluster.password)
      start.log(`Using the PostgreSQL (pid ${orphan.pid}) that an earlier Recado left running.`)
      return watchPostmaster(orphan.pid, orphan.socketDir)
    } catch {
      start.log(`The PostgreSQL (pid ${orphan.pid}) of an earlier Recado does not answer; replacing it.`)
      await stopPostmaster(orphan.pid)
      await clearRemains(cluster.pgData)
      removeSocketDir(orphan.socketDir)
    }
  }
  return startNew(cluster, start)
}

async function startNew(cluster: Cluster, start: Start): Promise<Postmaster> {
  const socketDir = makeSocketDir(cluster.runAs)
  let postmaster: Postmaster | null = null
  try {
    postmaster = await startPostmaster(cluster, socketDir, start)
    await provision(connections(socketDir, cluster.password).adminUrl, cluster.password)
    return postmaster
  } catch (error) {
    if (postmaster) await stopPostmaster(postmaster.pid)
    removeSocketDir(socketDir)
    throw error
  }
}

function embedded(cluster: Cluster, { socketDir }: Postmaster, supervisor: Supervisor, unlock: () => void): Embedded {
  let stopped: Promise<void> | null = null
  const close = async (patienceMs?: number) => {
    await supervisor.stop(patienceMs)
    removeSocketDir(socketDir)
    unlock()
  }
  return {
    ...connections(socketDir, cluster.password),
    get pid() {
      return supervisor.pid
    },
    stop: (patienceMs) => (stopped ??= close(patienceMs)),
    restart: () => supervisor.restart(),
    onExit: (listener) => supervisor.onExit(listener),
    onRestart: (listener) => supervisor.onRestart(listener),
  }
}

function connections(socketDir: string, secret: string): Connections {
  return { url: connectionUrl('recado', secret, socketDir, 'recado'), adminUrl: connectionUrl('postgres', secret, socketDir, 'postgres') }
}
