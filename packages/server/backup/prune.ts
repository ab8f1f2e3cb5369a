import { rm } from 'node:fs/promises'
import type { BackupKeys } from './keys.js'
import { type Listed, listBackups } from './place.js'
import { BlobStore } from './store.js'

const DAY = 86_400_000

/** Which backups have had their time: of the last days every one stays, of the weeks before the last of each, and always the newest full one with what goes on from it. */
export function outlived(all: readonly Pick<Listed, 'head'>[], now: number, { keepDays, keepWeeks }: { keepDays: number; keepWeeks: number }): Set<string> {
  const at = (one: Pick<Listed, 'head'>): number => Date.parse(one.head.madeAt)
  const fulls = all.filter(({ head }) => head.kind === 'full')
  const stays = new Set<string>()
  const weeks = new Set<number>()
  for (const one of fulls.toReversed()) {
    const age = now - at(one)
    const week = Math.floor(at(one) / (7 * DAY))
    if (stays.size === 0 || age < keepDays * DAY) stays.add(one.head.id)
    else if (age < keepWeeks * 7 * DAY && !weeks.has(week)) stays.add(one.head.id)
    else continue
    weeks.add(week)
  }
  return new Set(all.filter(({ head }) => !stays.has(head.base ?? head.id)).map(({ head }) => head.id))
}

/** Removes them, and the blobs that none of those left has needed since it was made. Answers the names of the files that went. */
export async function prune(dir: string, keys: BackupKeys, now: number, keep: { keepDays: number; keepWeeks: number }): Promise<{ files: string[]; blobs: number }> {
  const all = await listBackups(dir)
  const gone = outlived(all, now, keep)
  const outlivedOnes = all.filter(({ head }) => gone.has(head.id))
  for (const { path } of outlivedOnes) await rm(path, { force: true })
  const [oldest] = all.filter(({ head }) => !gone.has(head.id))
  // A blob is dated when a backup takes it: what the oldest of those left needs is not older than its beginning.
  const blobs = gone.size > 0 && oldest ? await new BlobStore(dir, keys).sweep(Date.parse(oldest.head.madeAt)) : 0
  return { files: outlivedOnes.map(({ file }) => file), blobs }
}
