import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from './plain-error.js'
import { bootId, isAlive, startedAt } from './process-info.js'

/** Who uses a data directory: pid, start time and boot together name one process that ever ran. */
export type Holder = { pid: number; startedAt: string | null; boot: string }

/** Held until `release`, or until the process is no more. */
export type Lock = { dataDir: string; release(): void }

/** The live process that uses this data directory, or null: a lock left by a killed process or an earlier boot counts as none. */
export function readLock(dataDir: string): Holder | null {
  const holder = parse(readText(lockFile(dataDir)))
  return holder && lives(holder) ? holder : null
}

/** Takes the data directory for this process; throws a sentence when another one has it. */
export function acquireLock(dataDir: string): Lock {
  const me: Holder = { pid: process.pid, startedAt: startedAt(process.pid), boot: bootId() }
  const { dir, draft } = prepare(dataDir, me)
  const file = lockFile(dir)
  try {
    // Three rounds: one to find a stale lock, one to take it, one for a neighbour who was quicker and is gone again.
    for (let round = 0; round < 3; round++) {
      if (linked(draft, file)) return { dataDir: dir, release: () => release(file, me) }
      const text = readText(file)
      const holder = parse(text)
      if (holder && lives(holder)) throw new PlainError(refusal(holder.pid, dir))
      putAside(file, text)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new PlainError(`Another Recado is just starting on ${dir}; try again in a moment.`)
}

function prepare(dataDir: string, me: Holder): { dir: string; draft: string } {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const dir = realpathSync(dataDir)
    const draft = `${lockFile(dir)}.${process.pid}`
    writeFileSync(draft, JSON.stringify(me), { mode: 0o644 })
    return { dir, draft }
  } catch (error) {
    throw new PlainError(`Recado cannot write to its data directory ${dataDir} (${(error as Error).message}): set DATA_DIR to one that it may use.`)
  }
}

// A hard link is created whole or not at all, which O_EXCL followed by a write is not.
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

// Between our reading and our renaming a neighbour may have taken the lock: then it is put back.
function putAside(file: string, seen: string | null) {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (readText(aside) !== seen) linked(aside, file)
  rmSync(aside, { force: true })
}

function release(file: string, me: Holder) {
  const holder = parse(readText(file))
  if (holder?.pid === me.pid && holder.startedAt === me.startedAt) rmSync(file, { force: true })
}

function refusal(pid: number, dir: string): string {
  if (pid === process.pid) return `This process already uses ${dir}.`
  return `Another Recado (pid ${pid}) is using ${dir}. Stop it first, or give this one its own directory with DATA_DIR.`
}

function lives(holder: Holder): boolean {
  return holder.boot === bootId() && isAlive(holder.pid) && startedAt(holder.pid) === holder.startedAt
}

function parse(text: string | null): Holder | null {
  try {
    const value = JSON.parse(text ?? '') as Holder
    return Number.isInteger(value.pid) ? value : null
  } catch {
    return null
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'recado.lock')
}
