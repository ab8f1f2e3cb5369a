import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import type { Cluster } from './cluster.js'
import { readPidFile, type Start, stopPostmaster, untilReady } from './postmaster.js'
import { commandLine, isAlive, processesIn } from './process-info.js'
import { PORT, serverArguments } from './settings.js'
import { removeSocketDir } from './socket-dir.js'

type Orphan = { pid: number; socketDir: string }

/**
 * The PostgreSQL that an earlier, killed Recado left running on this directory, if it can be used as it is. One that runs
 * with other settings is stopped, and what a dead one left behind is cleared away: then a new one may start.
 */
export async function findOrphan(cluster: Cluster, start: Start): Promise<Orphan | null> {
  const file = readPidFile(cluster.pgData)
  if (file && isOurs(file.pid, cluster)) {
    const { pid, socketDir } = file
    if (hasOurSettings(pid, socketDir, cluster)) {
      await untilReady(cluster.pgData, pid, () => isAlive(pid), start)
      if (isAlive(pid)) return { pid, socketDir }
    }
    start.log(`Stopping the PostgreSQL (pid ${pid}) that an earlier Recado left behind.`)
    await stopPostmaster(pid)
  }
  await clearRemains(cluster.pgData, file?.socketDir)
  if (file) removeSocketDir(file.socketDir)
  return null
}

/**
 * Makes a directory startable after its postmaster was killed. Its backends end by themselves when they notice; one deep
 * in a query is told. PostgreSQL would refuse for as long as one of them is attached, or as long as the pid in the file
 * belongs to anybody: a zombie that nobody reaps, or another program after a restart of the container.
 */
export async function clearRemains(pgData: string, socketDir?: string): Promise<void> {
  const start = performance.now()
  for (let left = processesIn(pgData); left.length > 0; left = processesIn(pgData)) {
    const elapsed = performance.now() - start
    if (elapsed > 300) for (const pid of left) signal(pid, elapsed > 3_000 ? 'SIGKILL' : 'SIGQUIT')
    await wait(10)
  }
  rmSync(join(pgData, 'postmaster.pid'), { force: true })
  if (socketDir) rmSync(join(socketDir, `.s.PGSQL.${PORT}.lock`), { force: true })
}

function isOurs(pid: number, { pgData }: Cluster): boolean {
  if (!isAlive(pid)) return false
  return processesIn(pgData).includes(pid) || (commandLine(pid)?.join(' ').includes(pgData) ?? false)
}

function hasOurSettings(pid: number, socketDir: string, { pgData, settings }: Cluster): boolean {
  const line = commandLine(pid) ?? []
  return isDeepStrictEqual(line.slice(line.indexOf('-D')), serverArguments(pgData, socketDir, settings))
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch {
    // It went by itself.
  }
}
