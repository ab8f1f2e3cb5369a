/** Who is in a list: put in by hand, by what a list of people shows, by a segment or by a file of addresses; taken out again. */
import type { AudiencePerson, ListAdded, ListAddition, Page } from '@recado/api'
import { RecadoError } from '@recado/core'
import { peopleFilterSql, type Tx } from '@recado/db'
import { peopleSeen } from '../auth/sight.js'
import { matchKeyOfPhone, normalEmail, normalPhone } from '../people/addresses.js'
import { demandPeopleFilter, peopleQuestion } from '../people/list-contacts.js'
import { iso } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { readList, toldOfList } from './lists.js'
import { readSegment } from './segments.js'

/** More than one file or one screen ever names. */
export const MOST_LINES = 50_000

/** Puts people into a list: those of them that are there and that the asker sees. Whoever is in it stays in it once. */
export async function addMembers(services: Services, principal: Principal, listId: string, wish: ListAddition): Promise<ListAdded> {
  const { workspaceId } = principal
  if ([wish.contactIds, wish.query, wish.segmentId, wish.addresses].filter((each) => each !== undefined).length !== 1) throw new RecadoError('invalid_request', { fields: [{ field: 'contactIds', message: 'or query, segmentId, addresses: one of the four' }] })
  const answer = await services.db.inWorkspace(workspaceId, async (tx) => {
    await readList(tx, workspaceId, listId)
    await tx.query(`select set_config('work_mem', '96MB', true)`)
    const { missing, where } = await meant(tx, services, principal, wish)
    const values: unknown[] = [workspaceId, listId, iso(services.clock.now(workspaceId))]
    const add = (value: unknown): string => `$${values.push(value)}`
    const sight = peopleSeen(principal, add)
    const rows = await tx.ask<{ n: number }>(
      `with added as (insert into contact_list_member (workspace_id, list_id, contact_id, origin_contact_id, added_at)
         select $1::uuid, $2::uuid, p.contact_id, p.contact_id, $3::timestamptz from contact p where p.workspace_id = $1::uuid and p.merged_into is null and p.erased_at is null and ${where(add)} ${sight ? `and ${sight}` : ''}
         and not exists (select from contact_list_member m where m.workspace_id = $1::uuid and m.list_id = $2::uuid and m.contact_id = p.contact_id) on conflict do nothing returning 1)
       select count(*)::int as n from added`, values)
    const added = rows[0]?.n ?? 0
    if (added > 0) await toldOfList(tx, services, principal, 'list.members_added', listId, { added })
    return { added, missing, list: await readList(tx, workspaceId, listId) }
  })
  services.signals.committed(workspaceId)
  return answer
}

type Where = (add: (value: unknown) => string) => string

/** The condition on people called `p`, and of a file the lines that lead to nobody. */
async function meant(tx: Tx, services: Services, principal: Principal, wish: ListAddition): Promise<{ missing: string[]; where: Where }> {
  const { workspaceId } = principal
  const asking = { userId: principal.kind === 'user' ? principal.id : null, now: services.clock.now(workspaceId), workspace: '$1::uuid' }
  const all = (where: Where) => ({ missing: [], where })
  if (wish.contactIds) return all((add) => `p.contact_id in (select coalesce(q.merged_into, q.contact_id) from contact q where q.workspace_id = $1::uuid and q.contact_id = any(${add(wish.contactIds)}::uuid[]))`)
  if (wish.segmentId) {
    const { filter } = await readSegment(tx, workspaceId, wish.segmentId)
    return all((add) => peopleFilterSql(filter, asking, add))
  }
  if (wish.addresses !== undefined) return byAddresses(tx, workspaceId, wish.addresses, wish.country ?? null)
  const { q, filter, except = [] } = wish.query! // one of the four was given
  const tree = filter === undefined ? undefined : demandPeopleFilter(filter)
  const question = peopleQuestion(services, principal, { q, tree })
  if (!question) return all(() => 'false')
  const found = question.q ? (await tx.query<{ contact_id: string }>('select contact_id from search_people($1, $2, 1000)', [question.q.parts, question.q.key])).map((row) => row.contact_id) : null
  return all((add) => [...(tree ? [peopleFilterSql(tree, asking, add)] : ['true']), ...(found ? [`p.contact_id = any(${add(found)}::uuid[])`] : []), `p.contact_id <> all(${add(except)}::uuid[])`].join(' and '))
}

/** One address or id a line, whatever stands behind it in the line: a phone, an e-mail address, or what another system calls her. */
async function byAddresses(tx: Tx, workspaceId: string, text: string, country: string | null): Promise<{ missing: string[]; where: Where }> {
  const lines = [...new Set(text.split(/\r?\n/u).map((line) => line.split(/[,;\t]/u)[0]!.trim().replace(/^"|"$/gu, '')).filter((line) => line !== ''))] // a split has a first part
  if (lines.length > MOST_LINES) throw new RecadoError('invalid_request', { fields: [{ field: 'addresses', message: `holds more than ${MOST_LINES} lines` }] })
  const wanted = lines.map((line) => {
    const email = line.includes('@') ? normalEmail(line) : null
    const phone = email === null ? normalPhone(line, country) ?? normalPhone(`+${line.replace(/^00/u, '').replace(/\D/gu, '')}`) : null
    return { line, kind: email !== null ? 'email' : 'phone', key: email ?? (phone && /^[+\d\s().-]+$/u.test(line) ? matchKeyOfPhone(phone) : null) }
  })
  const rows = await tx.query<{ line: string; id: string }>(
    `with w as materialized (select * from jsonb_to_recordset($2::jsonb) as w(line text, kind text, key text))
     select w.line, a.contact_id as id from w join contact_address a on a.workspace_id = $1 and a.kind = w.kind and a.match_key = w.key
     union select w.line, d.contact_id from w join identity_match k on k.workspace_id = $1 and k.kind = w.kind and k.key = w.key join identity d on d.workspace_id = $1 and d.identity_id = k.identity_id
     union select w.line, d.contact_id from w join identity_key k on k.workspace_id = $1 and k.value in (w.line, ltrim(w.key, '+'), w.key) join identity d on d.workspace_id = $1 and d.identity_id = k.identity_id
     union select w.line, x.contact_id from w join contact_external x on x.workspace_id = $1 and x.external_id = w.line`, [workspaceId, JSON.stringify(wanted)])
  const known = new Set(rows.map((row) => row.line))
  const ids = [...new Set(rows.map((row) => row.id))]
  return { missing: lines.filter((line) => !known.has(line)), where: (add) => `p.contact_id in (select coalesce(q.merged_into, q.contact_id) from contact q where q.workspace_id = $1::uuid and q.contact_id = any(${add(ids)}::uuid[]))` }
}

/** Takes people out; those who are not in it are passed over. */
export async function removeMembers(services: Services, principal: Principal, listId: string, contactIds: readonly string[]): Promise<{ removed: number }> {
  const { workspaceId } = principal
  const removed = await services.db.inWorkspace(workspaceId, async (tx) => {
    await readList(tx, workspaceId, listId)
    const values: unknown[] = [workspaceId, listId, contactIds]
    const sight = peopleSeen(principal, (value) => `$${values.push(value)}`)
    const rows = await tx.ask<{ contact_id: string }>(
      `delete from contact_list_member m using contact p where m.workspace_id = $1 and m.list_id = $2 and m.contact_id = any($3::uuid[]) and p.workspace_id = $1 and p.contact_id = m.contact_id ${sight ? `and ${sight}` : ''} returning m.contact_id`, values)
    const count = new Set(rows.map((row) => row.contact_id)).size
    if (count > 0) await toldOfList(tx, services, principal, 'list.members_removed', listId, { removed: count })
    return count
  })
  services.signals.committed(workspaceId)
  return { removed }
}

/** A page of those who are in it, in the order of their ids. */
export function listMembers(services: Services, principal: Principal, listId: string, after: string | null, limit: number): Promise<Page<AudiencePerson>> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await readList(tx, workspaceId, listId)
    const values: unknown[] = [workspaceId, listId, after ?? '00000000-0000-0000-0000-000000000000']
    const sight = peopleSeen(principal, (value) => `$${values.push(value)}`)
    const rows = await tx.ask<{ id: string; name: string; media: string | null; country: string | null }>(
      `select distinct p.contact_id as id, p.name, p.avatar_media_id as media, upper(p.country) as country from contact_list_member m join contact p on p.workspace_id = $1 and p.contact_id = m.contact_id
       where m.workspace_id = $1 and m.list_id = $2 and m.contact_id > $3::uuid ${sight ? `and ${sight}` : ''} order by p.contact_id limit ${Math.trunc(limit) + 1}`, values)
    const shown = rows.slice(0, limit)
    return { items: shown.map((row) => ({ contactId: row.id, name: row.name, avatarUrl: row.media ? `/api/v1/media/${row.media}/thumb` : null, country: row.country, accountId: null, code: null })), next: rows.length > limit ? shown.at(-1)!.id : null } // there is one more
  })
}
