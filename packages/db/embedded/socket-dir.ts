import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { barrier, type RunAs } from './run-as.js'

const PREFIX = 'recado-pg-'
// The kernel's limit is 107 bytes for the whole path (103 on macOS), and PostgreSQL adds "/.s.PGSQL.5432".
const LONGEST = 80

/** A private directory with a short name: the data directory's own path may be too long for a socket, or lie on a disk without them. */
export function makeSocketDir({ owner }: RunAs): string {
  const base = [tmpdir(), '/tmp'].find((dir) => Buffer.byteLength(dir) <= LONGEST && (!owner || barrier(dir, owner) === null)) ?? '/tmp'
  const dir = mkdtempSync(join(base, PREFIX))
  if (owner) chownSync(dir, owner.uid, owner.gid)
  return dir
}

/** Puts it back, should something have tidied up the temporary directory meanwhile. */
export function keepSocketDir(dir: string, { owner }: RunAs): void {
  if (existsSync(dir)) return
  mkdirSync(dir, { mode: 0o700 })
  if (owner) chownSync(dir, owner.uid, owner.gid)
}

/** Removes one of ours; anything else that a stale file may name is left alone. */
export function removeSocketDir(dir: string): void {
  if (basename(dir).startsWith(PREFIX)) rmSync(dir, { recursive: true, force: true })
}
