import { hours, minutes } from '@recado/core'
import type { Tx } from '@recado/db'
import { wallNow } from '../auth/audit.js'
import { workspaceKey } from '../secrets/workspace-keys.js'
import type { Services } from '../services.js'
import { idFrom, LEDGERS, newestSealed } from './bodies.js'
import { contentHash, headSeal, type Ledger, type Link, linkHash, linkSeal, NOTHING } from './links.js'

/** Entries sealed in one transaction. */
const PAGE = 500
/** A transaction that writes an entry ends within a minute; clocks of nodes differ by less than the rest. */
export const LATE_MS = minutes(15)
/** How far back the sealer looks once an hour and at its start. What comes with an older id was not written by Recado at that time. */
export const LATEST_MS = hours(24)

type SealServices = Pick<Services, 'db' | 'clock' | 'sealer'>
interface Head { seq: number; hash: Buffer }
interface Unsealed { ledger: Ledger; id: string; body: string }

/** The head under its lock; nodes that seal together wait for each other here. */
async function lockHead(tx: Tx, services: SealServices, workspaceId: string, key: Buffer): Promise<Head> {
  const READ = 'select seq, hash from audit_chain where workspace_id = $1 for update'
  const [row] = await tx.query<Head>(READ, [workspaceId])
  if (row) return row
  await tx.query('insert into audit_chain (workspace_id, seq, hash, sealed_at, seal) values ($1, 0, $2, $3, $4) on conflict do nothing', [workspaceId, NOTHING, wallNow(services, workspaceId), headSeal(key, workspaceId, 0, NOTHING)])
  return (await tx.query<Head>(READ, [workspaceId]))[0]! // written above at the latest
}

/** The last entry of each ledger that this run has sealed: the next page begins behind it. What comes with an older id meanwhile is the next run's. */
type Sealed = Partial<Record<Ledger, string>>

/**
 * Entries of a ledger that have no link, oldest first, as far back as an honest one can still come. Only a run's first page looks back: when every page of 500
 * did, an import of a million consents was looked through again two thousand times, a second each in the end.
 */
async function unsealed(tx: Tx, workspaceId: string, backMs: number, sealed: Sealed): Promise<Unsealed[]> {
  const found: Unsealed[] = []
  for (const { ledger, table, id, body } of LEDGERS) {
    const newest = sealed[ledger] ? null : await newestSealed(tx, workspaceId, ledger)
    const rows = await tx.query<{ id: string; body: string }>(
      `select e.${id} as id, ${body} as body from ${table} e where e.workspace_id = $1 and e.${id} > $2
         and not exists (select from audit_link l where l.workspace_id = $1 and l.ledger = '${ledger}' and l.entry_id > $2 and l.entry_id = e.${id}) order by e.${id} limit ${PAGE}`,
      [workspaceId, sealed[ledger] ?? idFrom(newest === null ? 0 : newest - backMs)])
    for (const row of rows) found.push({ ledger, ...row })
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, PAGE)
}

const INSERT = `insert into audit_link (workspace_id, seq, ledger, entry_id, sealed_at, content_hash, hash, seal)
  select $1, l.seq, l.ledger, l.entry_id, $3, decode(l.content_hash, 'hex'), decode(l.hash, 'hex'), decode(l.seal, 'hex') from jsonb_to_recordset($2::jsonb) as l(seq bigint, ledger text, entry_id uuid, content_hash text, hash text, seal text)`

async function sealPage(tx: Tx, services: SealServices, workspaceId: string, backMs: number, sealed: Sealed): Promise<number> {
  const key = await workspaceKey(tx, services, workspaceId, 'audit_chain')
  const head = await lockHead(tx, services, workspaceId, key)
  const entries = await unsealed(tx, workspaceId, backMs, sealed)
  if (entries.length === 0) return 0
  const at = wallNow(services, workspaceId)
  const sealedAt = at.replace('Z', '000Z')
  const links: Link[] = []
  let { seq, hash } = head
  for (const { ledger, id, body } of entries) {
    const facts = { seq: ++seq, ledger, entryId: id, sealedAt, contentHash: contentHash(body) }
    hash = linkHash(workspaceId, hash, facts)
    links.push({ ...facts, hash, seal: linkSeal(key, workspaceId, facts, hash) })
  }
  await tx.query(INSERT, [workspaceId, JSON.stringify(links.map((one) => ({ seq: one.seq, ledger: one.ledger, entry_id: one.entryId, content_hash: one.contentHash.toString('hex'), hash: one.hash.toString('hex'), seal: one.seal.toString('hex') }))), at])
  await tx.query('update audit_chain set seq = $2, hash = $3, sealed_at = $4, seal = $5 where workspace_id = $1', [workspaceId, seq, hash, at, headSeal(key, workspaceId, seq, hash)])
  for (const { ledger, id } of entries) sealed[ledger] = id
  return entries.length
}

/** Seals what was written since, in order; answers how many. Nobody who writes waits for it. */
export async function sealWorkspace(services: SealServices, workspaceId: string, backMs: number = LATE_MS): Promise<number> {
  const sealed: Sealed = {}
  for (let total = 0; ;) {
    const count = await services.db.inWorkspace(workspaceId, (tx) => sealPage(tx, services, workspaceId, backMs, sealed))
    total += count
    if (count < PAGE) return total
  }
}

