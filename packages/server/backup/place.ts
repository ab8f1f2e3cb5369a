import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BadBackup, type Head, readHead } from './file.js'
import { type BackupKeys, type KeySource, newKeys, openKeys, type Secrets } from './keys.js'

const HEAD = 'recado-backups.json'
export const ENDING = '.recado'

/** A directory of backups that share their blobs and their key. Made on first use. */
export async function openPlace(dir: string, secrets: Secrets & { master: Buffer }): Promise<BackupKeys> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const file = join(dir, HEAD)
  if (existsSync(file)) return openKeys((JSON.parse(readFileSync(file, 'utf8')) as { key: KeySource }).key, secrets)
  const keys = newKeys(secrets)
  await writeFile(file, `${JSON.stringify({ format: 1, key: keys.source })}\n`, { mode: 0o600, flag: 'wx' })
  return keys
}

/** A backup as it lies in its directory. */
export interface Listed { file: string; path: string; head: Head; bytes: number }

/** Finished ones, oldest first; what is none of ours is passed over. */
export async function listBackups(dir: string): Promise<Listed[]> {
  const found: Listed[] = []
  for (const file of await readdir(dir).catch(() => [])) {
    if (!file.endsWith(ENDING)) continue
    const path = join(dir, file)
    const read = await readHead(path).catch(() => null)
    if (read) found.push({ file, path, head: read.head, bytes: (await stat(path)).size })
  }
  return found.sort((a, b) => (a.head.madeAt < b.head.madeAt ? -1 : 1))
}

/** The backups that one goes on from and itself, first to last. Throws a sentence when one is missing. */
export async function chainOf(path: string): Promise<Listed[]> {
  const { head } = await readHead(path)
  const own: Listed = { file: path.split('/').at(-1)!, path, head, bytes: (await stat(path)).size } // a path has an end
  if (head.kind === 'full') return [own]
  const known = new Map((await listBackups(join(path, '..'))).map((one) => [one.head.id, one]))
  const chain = [own]
  while (chain[0]!.head.kind === 'log') { // never empty
    const before = known.get(chain[0]!.head.previous ?? '')
    if (!before) throw new BadBackup('alone', chain[0]!.file, `${path} goes on from an earlier backup that is not beside it: copy the whole directory of backups, or name an earlier file.`) // as above
    chain.unshift(before)
  }
  return chain
}

/** A name that sorts by time. */
export const fileName = (head: Head): string => `${head.madeAt.slice(0, 19).replaceAll(':', '-')}-${head.id.slice(0, 4)}-${head.kind}${ENDING}`
