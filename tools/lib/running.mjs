import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The process id of the server that is using this data directory, or null. The file is written by
 * packages/db/embedded/lock.ts; it is read here a second time because this code must run before anything is compiled.
 */
export function serverOn(dataDir) {
  try {
    const lock = JSON.parse(readFileSync(join(dataDir, 'recado.lock'), 'utf8'))
    process.kill(lock.pid, 0)
    if (lock.startedAt === null || process.platform !== 'linux') return lock.pid
    return lock.startedAt === startedAt(lock.pid) && lock.boot === bootId() ? lock.pid : null
  } catch (error) {
    // EPERM: it lives, under another user.
    return error.code === 'EPERM' ? 'unknown' : null
  }
}

/** Start time in clock ticks since boot: with the boot id it names a process for good, where a pid alone is reused. */
function startedAt(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? 'gone' : fields[19]
}

function bootId() {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
