import { copyFileSync, statSync, truncateSync } from 'node:fs'

const LIMIT_BYTES = 10_000_000

/**
 * Keeps PostgreSQL's log within twice the limit: the full file becomes `.1`. It is emptied in place rather than renamed,
 * because the postmaster goes on writing to the file it was given (it appends, so it continues at the new end).
 */
export function boundLog(file: string, limit = LIMIT_BYTES): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size <= limit) return
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
}
