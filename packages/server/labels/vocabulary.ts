import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'

/** A label's name may be this long. */
export const MAX_NAME = 60

/** The name as it is stored: no breaks, no doubled spaces, not too long. */
export const cleanName = (name: string): string => storable(name).replace(/\s+/gu, ' ').trim().slice(0, MAX_NAME).trim()

interface Meant { given: string; name: string | null; archived: boolean }

/** Which labels are meant by what somebody calls them: case and accents do not count, and an old name means what became of it. */
async function meant(tx: Tx, workspaceId: string, names: readonly string[]): Promise<Meant[]> {
  const given = [...new Set(names.map(cleanName).filter(Boolean))]
  if (given.length === 0) return []
  const rows = await tx.query<{ given: string; name: string | null; archived: boolean | null }>(
    `select g.given, coalesce(l.name, b.name) as name, coalesce(l.archived_at, b.archived_at) is not null as archived from unnest($2::text[]) g(given)
     left join label l on l.workspace_id = $1 and label_key(l.name) = label_key(g.given)
     left join lateral (select k.name, k.archived_at from label_alias a join label k on k.workspace_id = $1 and k.label_id = a.label_id where a.workspace_id = $1 and label_key(a.name) = label_key(g.given) limit 1) b on l.label_id is null`, [workspaceId, given])
  return rows.map((row) => ({ given: row.given, name: row.name, archived: row.archived ?? false }))
}

/** Makes labels that are not there yet; somebody else may have made them meanwhile. They come after the others. */
export async function makeLabelRows(tx: Tx, workspaceId: string, names: readonly string[], now: string): Promise<string[]> {
  const fresh = names.map((name) => ({ label_id: newId(), name }))
  const rows = await tx.query<{ label_id: string }>(
    `insert into label (workspace_id, label_id, name, position, created_at)
     select $1, n.label_id, n.name, coalesce((select max(position) from label where workspace_id = $1), 0) + row_number() over (), $3 from jsonb_to_recordset($2::jsonb) as n(label_id uuid, name text) on conflict (workspace_id, label_key(name)) do nothing returning label_id`,
    [workspaceId, JSON.stringify(fresh), now])
  return rows.map((row) => row.label_id)
}

/**
 * The names under which labels are put on threads and people. What is not in the vocabulary is made when this person may manage it; else
 * unknown_label is thrown with the names. A label that was put away is not put on anew.
 */
export async function labelsToAdd(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, names: readonly string[]): Promise<string[]> {
  const { workspaceId } = principal
  const found = await meant(tx, workspaceId, names)
  const archived = found.filter((one) => one.archived).map((one) => one.given)
  if (archived.length > 0) throw new RecadoError('label_archived', { labels: archived })
  const unknown = found.filter((one) => one.name === null).map((one) => one.given)
  if (unknown.length === 0) return [...new Set(found.map((one) => one.name!))] // all are known
  if (!may(principal, 'labels.manage')) throw new RecadoError('unknown_label', { labels: unknown })
  const made = await makeLabelRows(tx, workspaceId, unknown, new Date(services.clock.now(workspaceId)).toISOString())
  if (made.length > 0) await append(tx, made.map((labelId) => ({ type: 'label.changed', data: { labelId } })))
  return [...new Set((await meant(tx, workspaceId, names)).flatMap((one) => one.name ?? []))]
}

/** The names to take off: the label that is meant, and what was said, which may still stand somewhere. */
export async function labelsToRemove(tx: Tx, workspaceId: string, names: readonly string[]): Promise<string[]> {
  return [...new Set((await meant(tx, workspaceId, names)).flatMap((one) => (one.name ? [one.name, one.given] : [one.given])))]
}

/** What labels that were called so are called now. */
export async function namesNow(tx: Tx, workspaceId: string, names: readonly string[]): Promise<Map<string, string>> {
  return new Map((await meant(tx, workspaceId, names)).flatMap((one) => (one.name ? [[one.given, one.name] as const] : [])))
}

/** For what puts labels on by itself: the vocabulary knows them from then on. Returns their names. */
export async function knownLabels(tx: Tx, workspaceId: string, names: readonly string[], now: string): Promise<string[]> {
  const unknown = (await meant(tx, workspaceId, names)).filter((one) => one.name === null).map((one) => one.given)
  if (unknown.length > 0) {
    const made = await makeLabelRows(tx, workspaceId, unknown, now)
    if (made.length > 0) await append(tx, made.map((labelId) => ({ type: 'label.changed', data: { labelId } })))
  }
  return [...new Set((await meant(tx, workspaceId, names)).flatMap((one) => one.name ?? []))]
}
