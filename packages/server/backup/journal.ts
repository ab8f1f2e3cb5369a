/**
 * The list of who was forgotten, beside the backups: written the moment somebody is, so that a backup restored from that place is held against it although
 * the machine is gone. Lines hold ids and keyed hashes, sealed one by one under the backups' key; the file only grows.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ErasureLine, readList } from '../people/erase/files.js'
import type { BackupKeys } from './keys.js'

const pathOf = (place: string, workspaceId: string): string => join(place, 'erasures', `${workspaceId}.journal`)

function sealLine(key: Buffer, workspaceId: string, line: ErasureLine): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(workspaceId))
  return Buffer.concat([iv, cipher.update(JSON.stringify(line)), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** A line that is damaged or was cut off by a crash is null. */
function openLine(key: Buffer, workspaceId: string, text: string): ErasureLine | null {
  const sealed = Buffer.from(text, 'base64')
  if (sealed.length < 29) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(workspaceId)).setAuthTag(sealed.subarray(-16))
  try { return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')) as ErasureLine } catch { return null }
}

async function journalOf(place: string, keys: BackupKeys, workspaceId: string): Promise<ErasureLine[]> {
  const text = await readFile(pathOf(place, workspaceId), 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return ''; throw error })
  return text.split('\n').flatMap((row) => openLine(keys.journal, workspaceId, row) ?? [])
}

/** Adds what is not there yet; on disk when it resolves. */
export async function noteErasures(place: string, keys: BackupKeys, workspaceId: string, lines: readonly ErasureLine[]): Promise<void> {
  if (lines.length === 0) return
  const known = new Set((await journalOf(place, keys, workspaceId)).map((line) => line.erasureId))
  const fresh = lines.filter((line) => !known.has(line.erasureId))
  if (fresh.length === 0) return
  await mkdir(join(place, 'erasures'), { recursive: true, mode: 0o700 })
  const file = await open(pathOf(place, workspaceId), 'a', 0o600)
  try {
    // A line that a crash has cut off must not swallow the next one.
    await file.appendFile(fresh.map((line) => `\n${sealLine(keys.journal, workspaceId, line)}`).join(''))
    await file.sync()
  } finally { await file.close() }
}

/** Everything in the data directory's own lists goes beside the backups. */
export async function copyLists(dataDir: string, place: string, keys: BackupKeys): Promise<void> {
  const dir = join(dataDir, 'erasures')
  for (const name of await readdir(dir).catch(() => [])) if (name.endsWith('.jsonl')) await noteErasures(place, keys, name.slice(0, -6), await readList(join(dir, name)))
}

/** Who was forgotten, by workspace: what lies beside the backups, and in the directories `own`: the one of the backup itself, and one saved from the old machine. */
export async function readJournal(place: string, keys: BackupKeys, own: readonly string[]): Promise<Map<string, ErasureLine[]>> {
  const all = new Map<string, ErasureLine[]>()
  const add = (workspaceId: string, lines: ErasureLine[]): void => {
    const known = all.get(workspaceId) ?? []
    all.set(workspaceId, [...known, ...lines.filter((line) => !known.some((one) => one.erasureId === line.erasureId))])
  }
  for (const name of await readdir(join(place, 'erasures')).catch(() => [])) if (name.endsWith('.journal')) add(name.slice(0, -8), await journalOf(place, keys, name.slice(0, -8)))
  for (const dir of own) for (const name of await readdir(dir).catch(() => [])) if (name.endsWith('.jsonl')) add(name.slice(0, -6), await readList(join(dir, name)))
  return all
}
