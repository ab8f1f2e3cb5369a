import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { PlainError } from './plain-error.js'

/** PostgreSQL refuses to run as root. `prefix` goes before its command line; `owner` is who its files must belong to (null: us). */
export type RunAs = { prefix: string[]; owner: { uid: number; gid: number; name: string } | null }

type Account = { name: string; uid: number; gid: number }

/**
 * Chooses how to run PostgreSQL: an ordinary user runs it directly; root gives it a user namespace of its own, in which
 * root's files belong to somebody ordinary (so a clone under a 0700 home works), and drops privileges where that is forbidden.
 * A database that belongs to somebody already goes on running as that user.
 */
export function chooseRunAs(existing?: { uid: number; gid: number }, accounts: Account[] = readAccounts()): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], owner: null }
  if (existing && existing.uid !== 0) {
    const { uid, gid } = existing
    return { prefix: [], owner: { uid, gid, name: accounts.find((a) => a.uid === uid)?.name ?? String(uid) } }
  }
  // initdb looks its user up by number, so the number must be a real account; 65534 also stands for "not mapped".
  const inNamespace = accounts.find((a) => a.uid > 0 && a.uid < 65534)
  if (inNamespace) {
    const prefix = ['unshare', '-U', `--map-user=${inNamespace.uid}`]
    if (spawnSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0) return { prefix, owner: null }
  }
  const owner = ['postgres', 'nobody'].map((name) => accounts.find((a) => a.name === name)).find((a) => a && a.uid > 0)
  if (owner) return { prefix: [], owner }
  throw new PlainError('PostgreSQL does not run as root, user namespaces are not allowed here, and there is no account "postgres" or "nobody": start Recado as an ordinary user.')
}

/** The first directory above (or at) `path` that the account may not enter; null when it can reach it. */
export function barrier(path: string, account: { uid: number; gid: number }): string | null {
  const parent = dirname(path)
  const above = parent === path ? null : barrier(parent, account)
  if (above) return above
  const { uid, gid, mode } = statSync(path)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return mode & bit ? null : path
}

/** What is said when privileges must be dropped and the data cannot be reached afterwards. */
export function unreachable(dataDir: string, wall: string, account: { name: string }): PlainError {
  return new PlainError(
    `PostgreSQL must run as "${account.name}" here, who may not enter ${wall}: set DATA_DIR (now ${dataDir}) to a directory that "${account.name}" can reach, for example /var/lib/recado.`,
  )
}

function readAccounts(): Account[] {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
    return lines.filter((f) => f.length >= 4).map((f) => ({ name: f[0]!, uid: Number(f[2]), gid: Number(f[3]) }))
  } catch {
    return []
  }
}
