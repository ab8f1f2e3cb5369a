import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

const linux = process.platform === 'linux'

/** Whether a process with this id exists and is more than a zombie: a dead postmaster that nobody has reaped still answers kill(pid, 0). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !linux || !['Z', 'X', undefined].includes(statFields(pid)?.[0])
}

/** Names one process for good, where a pid alone is reused: its start in clock ticks since boot. Null when it is gone. */
export function startedAt(pid: number): string | null {
  if (linux) return statFields(pid)?.[19] ?? null
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/** Changes with every boot, so that start times of two boots are never compared. Empty where the system does not say. */
export function bootId(): string {
  return linux ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : ''
}

/** The program and its arguments; null when the process is gone or not ours to see. */
export function commandLine(pid: number): string[] | null {
  try {
    if (linux) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim().split(' ')
  } catch {
    return null
  }
}

/** Every process working in this directory: PostgreSQL and its backends change to their data directory. Empty outside Linux. */
export function processesIn(dir: string): number[] {
  if (!linux) return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => workingDirectory(pid) === dir && isAlive(pid))
}

/** The other processes in the working directory of this one. */
export function companionsOf(pid: number): number[] {
  const dir = linux ? workingDirectory(pid) : null
  return dir === null ? [] : processesIn(dir).filter((other) => other !== pid)
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

// The fields after the command name, which may hold spaces and brackets itself: [0] is the state, [19] the start time.
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
