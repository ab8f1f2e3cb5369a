import { createHash } from 'node:crypto'
import { newId, type Tx } from '@recado/db'
import { storable } from '../ingest/plan.js'
import type { Services } from '../services.js'

/** What somebody was shown. `privacyUrl`: where she could read what becomes of her data. */
export interface WordingWish { name: string; language: string; text: string; privacyUrl: string | null }

/**
 * Keeps a wording and says its id. Versions never change: the same name, language, words and address are the version that stands there, others the next
 * one. Whoever says yes is shown that very version for ever.
 */
export async function keepWording(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, wish: WordingWish): Promise<string> {
  const { name, language, text, privacyUrl } = storable(wish)
  const hash = createHash('sha256').update(JSON.stringify([text, privacyUrl])).digest()
  const find = () => tx.query<{ wording_id: string }>('select wording_id from consent_wording where workspace_id = $1 and name = $2 and language = $3 and hash = $4', [workspaceId, name, language, hash])
  const [known] = await find()
  if (known) return known.wording_id
  // Two that come at once take two numbers: the later one looks again.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`wording/${workspaceId}/${name}/${language}`])
  const [since] = await find()
  if (since) return since.wording_id
  const id = newId()
  await tx.query(
    `insert into consent_wording (workspace_id, wording_id, name, language, version, text, privacy_url, hash, created_at)
     select $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7, $8 from consent_wording where workspace_id = $1 and name = $3 and language = $4`,
    [workspaceId, id, name, language, text, privacyUrl, hash, new Date(services.clock.now(workspaceId)).toISOString()])
  return id
}

export interface Wording { id: string; name: string; language: string; version: number; text: string; privacyUrl: string | null; createdAt: string }
interface WordingRow { wording_id: string; name: string; language: string; version: number; text: string; privacy_url: string | null; created_at: number }

const toWording = (row: WordingRow): Wording => ({ id: row.wording_id, name: row.name, language: row.language, version: row.version, text: row.text, privacyUrl: row.privacy_url, createdAt: new Date(row.created_at).toISOString() })

/** Wordings by id, as people read them. */
export async function wordingsById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Wording>> {
  const rows = ids.length > 0 ? await tx.query<WordingRow>('select wording_id, name, language, version, text, privacy_url, created_at from consent_wording where workspace_id = $1 and wording_id = any($2)', [workspaceId, ids]) : []
  return new Map(rows.map((row) => [row.wording_id, toWording(row)]))
}

/** Every wording with all its versions, the newest of each first. */
export async function allWordings(tx: Tx, workspaceId: string): Promise<Wording[]> {
  return (await tx.query<WordingRow>('select wording_id, name, language, version, text, privacy_url, created_at from consent_wording where workspace_id = $1 order by name, language, version desc limit 2000', [workspaceId])).map(toWording)
}
