/** What the database keeps of people who are one (contact_member) and what it shows of them (contact), as core/people reads it. */
import { alone, type Group, type Known, knownOf, type Line, settle } from '@recado/core'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'

/** A value with whether it was typed by us: such a one beats a guess. */
export interface Told { v: string; given: boolean }

interface Row {
  contact_id: string; name: string; name_given: boolean; language: string | null; language_given: boolean; country: string | null; country_given: boolean; time_zone: string | null; time_zone_given: boolean
  avatar_media_id: string | null; stage_id: string | null; owner_id: string | null; company_id: string | null; notes: string; attributes: Record<string, unknown>; labels: string[]
}
const COLUMNS = 'contact_id, name, name_given, language, language_given, country, country_given, time_zone, time_zone_given, avatar_media_id, stage_id, owner_id, company_id, notes, attributes, labels'

const told = (v: string | null, given: boolean): Told | null => (v === null || v === '' ? null : { v, given })

/** The values that a person's row holds. Labels and fields of the company's own are a key each. */
function knownOfRow(row: Row): Known {
  return {
    values: {
      name: told(row.name, row.name_given), language: told(row.language, row.language_given), country: told(row.country, row.country_given), timeZone: told(row.time_zone, row.time_zone_given),
      avatar: row.avatar_media_id, stage: row.stage_id, owner: row.owner_id, company: row.company_id,
      ...Object.fromEntries(row.labels.map((label) => [`label:${label}`, true])), ...Object.fromEntries(Object.entries(row.attributes).map(([key, value]) => [`field:${key}`, value])),
    },
    lines: row.notes === '' ? [] : row.notes.split('\n'),
  }
}

/** Locks people and their threads in the order in which ingest does, so that nobody waits in a ring. Throws not_found where one is not there or is somebody else by now. */
export async function lockPeople(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query('select 1 from conversation where workspace_id = $1 and contact_id = any($2::uuid[]) order by conversation_id for update', [workspaceId, ids])
  const rows = await tx.query('select 1 as locked from contact where workspace_id = $1 and contact_id = any($2::uuid[]) and merged_into is null and erased_at is null order by contact_id for update', [workspaceId, ids])
  if (rows.length !== new Set(ids).size) throw new RecadoError('not_found')
}

/** Everybody who is in this person, and whose is what, as of now. `joined` false: nobody ever went into her. */
export async function readGroup(tx: Tx, workspaceId: string, rootId: string): Promise<{ group: Group; joined: boolean }> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from contact where workspace_id = $1 and contact_id = $2`, [workspaceId, rootId])
  if (!row) throw new RecadoError('not_found', { contactId: rootId })
  const now = knownOfRow(row)
  const members = await tx.query<{ contact_id: string; own: Record<string, unknown>; shown: { from: Record<string, string>; lines: Line[] } | null }>(
    'select contact_id, own, shown from contact_member where workspace_id = $1 and root_id = $2 order by position', [workspaceId, rootId])
  const shown = members[0]?.shown
  if (!shown) return { group: alone(rootId, now), joined: false }
  const group: Group = { members: members.map((member) => ({ id: member.contact_id, own: member.own })), from: shown.from, lines: shown.lines }
  const said = new Map((await tx.query<{ key: string; contact_id: string }>('select key, contact_id from contact_said where workspace_id = $1 and root_id = $2', [workspaceId, rootId])).map((each) => [each.key, each.contact_id]))
  return { group: settle(group, unchanged(group, now), (key) => said.get(key)), joined: true }
}

/** A joined person's name counts as typed, so that two profiles do not take turns: what is only so marked is no change. */
function unchanged(group: Group, now: Known): Known {
  const before = knownOf(group).values
  const values = { ...now.values }
  for (const key of ['name', 'language', 'country', 'timeZone']) {
    const [was, is] = [before[key] as Told | undefined, values[key] as Told | null]
    if (was && is && was.v === is.v) values[key] = was
  }
  return { values, lines: now.lines }
}

/** Keeps a group and shows it. One person alone needs no keeping. */
export async function keepGroup(tx: Tx, workspaceId: string, group: Group, now: string): Promise<void> {
  const rootId = group.members[0]!.id // a group has a survivor
  const { values, lines } = knownOf(group)
  const joined = group.members.length > 1
  const of = (key: string): Told | null => (values[key] as Told | undefined) ?? null
  const keyed = (head: string): [string, unknown][] => Object.entries(values).flatMap(([key, value]) => (key.startsWith(head) ? [[key.slice(head.length), value] as [string, unknown]] : []))
  await tx.query(
    `update contact set name = coalesce($3, name), name_given = $4, language = $5, language_given = $6, country = $7, country_given = $8, time_zone = $9, time_zone_given = $10,
       avatar_media_id = $11, stage_id = (select stage_id from contact_stage where workspace_id = $1 and stage_id = $12), owner_id = (select user_id from member where workspace_id = $1 and user_id = $13),
       company_id = (select company_id from company where workspace_id = $1 and company_id = $14), notes = $15, attributes = $16, labels = $17, updated_at = $18
     where workspace_id = $1 and contact_id = $2`,
    [workspaceId, rootId, of('name')?.v ?? null, joined || (of('name')?.given ?? false), of('language')?.v ?? null, of('language')?.given ?? false, of('country')?.v ?? null, of('country')?.given ?? false, of('timeZone')?.v ?? null, of('timeZone')?.given ?? false,
      values.avatar ?? null, values.stage ?? null, values.owner ?? null, values.company ?? null, lines.join('\n'), JSON.stringify(Object.fromEntries(keyed('field:'))), keyed('label:').map(([label]) => label).sort(), now])
  await tx.query('delete from contact_member where workspace_id = $1 and (root_id = $2 or contact_id = any($3::uuid[]))', [workspaceId, rootId, group.members.map((member) => member.id)])
  await tx.query('delete from contact_said where workspace_id = $1 and root_id = $2', [workspaceId, rootId])
  if (!joined) return
  await tx.query(
    `insert into contact_member (workspace_id, contact_id, root_id, position, own, shown) select $1, m.id, $2, m.position, m.own, m.shown from jsonb_to_recordset($3::jsonb) as m(id uuid, position int, own jsonb, shown jsonb)`,
    [workspaceId, rootId, JSON.stringify(group.members.map((member, position) => ({ id: member.id, position, own: member.own, ...(position === 0 ? { shown: { from: group.from, lines: group.lines } } : {}) })))])
}
