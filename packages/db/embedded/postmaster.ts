import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Cluster, lastLine } from './cluster.js'
import { launch } from './launch.js'
import { boundLog } from './log-file.js'
import { PlainError } from './plain-error.js'
import { companionsOf, isAlive } from './process-info.js'
import { serverArguments } from './settings.js'

/** How a postmaster ended; both null when it was not our child and simply went away. */
export type Ending = { code: number | null; signal: NodeJS.Signals | null }

/** A running PostgreSQL, started by us or by an earlier process of ours. */
export type Postmaster = { pid: number; socketDir: string; ended: Promise<Ending> }

/** What PostgreSQL tells about itself in postmaster.pid. */
export type PidFile = { pid: number; socketDir: string; status: string }

/** Who hears of it, and whether it is still wanted. */
export type Start = { log: (line: string) => void; signal?: AbortSignal | undefined }

/** Starts PostgreSQL and waits until it takes connections; a recovery after a crash may take its time. */
export async function startPostmaster(cluster: Cluster, socketDir: string, start: Start): Promise<Postmaster> {
  boundLog(cluster.logFile)
  const output = openSync(cluster.logFile, 'a', 0o600)
  const child = launch(cluster, cluster.binaries.postgres, serverArguments(cluster.pgData, socketDir, cluster.settings), ['ignore', output, output])
  closeSync(output)
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const pid = child.pid
  if (pid === undefined) throw await ended.catch((error: Error) => new PlainError(`PostgreSQL could not be started: ${error.message}`))
  let over = false
  void ended.finally(() => (over = true))
  await untilReady(cluster.pgData, pid, () => !over, start)
  if (start.signal?.aborted) {
    await stopPostmaster(pid)
    throw new PlainError('PostgreSQL was stopped while it was starting.')
  }
  if (over) throw new PlainError(`PostgreSQL did not start: ${lastLine(tail(cluster.logFile))} (the whole story is in ${cluster.logFile})`)
  return { pid, socketDir, ended }
}

/** Watches a postmaster that is not our child. */
export function watchPostmaster(pid: number, socketDir: string): Postmaster {
  const ended = new Promise<Ending>((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return
      clearInterval(timer)
      resolve({ code: null, signal: null })
    }, 100)
    timer.unref()
  })
  return { pid, socketDir, ended }
}

/** Returns when the postmaster takes connections, when it is no longer there or no longer wanted. */
export async function untilReady(pgData: string, pid: number, isThere: () => boolean, start: Start): Promise<void> {
  const since = performance.now()
  let told = false
  while (isThere() && !start.signal?.aborted) {
    const file = readPidFile(pgData)
    if (file?.pid === pid && file.status === 'ready') return
    if (!told && performance.now() - since > 5_000) {
      told = true
      start.log('PostgreSQL is putting the database in order after an interruption …')
    }
    await wait(5)
  }
}

/** Stops PostgreSQL as it wants to be stopped (sessions ended, everything on disk), and less politely when that takes too long. */
export async function stopPostmaster(pid: number, patienceMs = 20_000): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [['SIGINT', patienceMs], ['SIGQUIT', 1_000], ['SIGKILL', 5_000]]
  for (const [signal, ms] of steps) {
    // A killed postmaster takes nobody with it, and backends that stand still would not notice that it is gone.
    const others = signal === 'SIGKILL' ? companionsOf(pid) : []
    try {
      for (const one of [pid, ...others]) process.kill(one, signal)
    } catch {
      if (!isAlive(pid)) return
    }
    const until = performance.now() + ms
    while (performance.now() < until) {
      if (!isAlive(pid)) return
      await wait(5)
    }
  }
  throw new PlainError(`PostgreSQL (pid ${pid}) does not stop, not even when killed.`)
}

/** Null when there is none, or when it is still being written. */
export function readPidFile(pgData: string): PidFile | null {
  try {
    const lines = readFileSync(join(pgData, 'postmaster.pid'), 'utf8').split('\n').map((line) => line.trim())
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, socketDir: lines[4] ?? '', status: lines[7] ?? '' } : null
  } catch {
    return null
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').slice(-4_000)
}
