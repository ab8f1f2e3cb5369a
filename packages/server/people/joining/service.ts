/** What the API does with people who are one: joined, looked at before, parted, told apart. */
import type { Contact, ContactJoining, DuplicatePair, LinkCode, MergePreview, Page } from '@recado/api'
import { type Group, knownOf, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { type Actor, actorOf, audit } from '../../auth/audit.js'
import { may } from '../../auth/permissions.js'
import { demandSeen, peopleSeen, seen } from '../../auth/sight.js'
import { iso, readCursor, writeCursor } from '../../http/schemas.js'
import { append } from '../../ingest/others.js'
import { UUID } from '../../ingest/plan.js'
import type { Principal, Services } from '../../services.js'
import { survivorOf } from '../contacts.js'
import { contactsById } from '../read-contacts.js'
import { refreshDuplicates, rememberNotSame } from './duplicates.js'
import { readGroup } from './group.js'
import { actorNames, nameOfActor } from './actors.js'
import { linkCodesOf } from './link-codes.js'
import { joinedGroup, joiningsOf, mergePeople } from './merge.js'
import { type SplitWish, splitPerson } from './split.js'

export interface Choice { otherId: string; take?: readonly string[]; keep?: readonly string[] }

/** The survivors that two ids name; both have to be seen. */
async function both(tx: Tx, principal: Principal, contactId: string, otherId: string): Promise<[string, string]> {
  const { workspaceId } = principal
  const found = [await survivorOf(tx, workspaceId, contactId), await survivorOf(tx, workspaceId, otherId)] as const
  if (found[0] && found[0] === found[1]) throw new RecadoError('invalid_request', { fields: [{ field: 'otherId', message: 'is the same contact' }] })
  await demandSeen(tx, principal, 'contact', contactId, otherId)
  if (!found[0] || !found[1]) throw new RecadoError('not_found')
  return [found[0], found[1]]
}

/** Joins the other into this one; gives the id of the record, by which it can be undone. */
export async function mergeContacts(services: Services, principal: Principal, contactId: string, { otherId, take, keep }: Choice): Promise<string> {
  const { workspaceId } = principal
  const mergeId = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [keepId, loseId] = await both(tx, principal, contactId, otherId)
    return mergePeople(tx, services, workspaceId, { keepId, loseId, how: principal.kind === 'user' ? 'agent' : 'api', actor: actorOf(principal), ...(take ? { take } : {}), ...(keep ? { keep } : {}) })
  })
  services.signals.committed(workspaceId)
  return mergeId
}

const shownIn = (group: Group, key: string): unknown => group.members.find((member) => member.id === group.from[key])?.own[key] ?? null
/** Of a value with its origin, the value. */
const plain = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'v' in value ? (value as { v: unknown }).v : value)

/** What the person would be: each value of either side, and whose would be seen. Nothing is written. */
export function previewMerge(services: Services, principal: Principal, contactId: string, choice: Choice): Promise<MergePreview> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const [keepId, loseId] = await both(tx, principal, contactId, choice.otherId)
    const { keep, lose, result } = await joinedGroup(tx, workspaceId, { keepId, loseId, ...choice })
    const theirs = new Set(lose.members.map((member) => member.id))
    const keys = [...new Set([...Object.keys(keep.from), ...Object.keys(lose.from)])].filter((key) => !key.startsWith('label:'))
    const values = knownOf(result).values
    const people = await contactsById(tx, services, workspaceId, [keepId, loseId])
    return {
      people: [people.find((each) => each.id === keepId)!, people.find((each) => each.id === loseId)!], // both are there: they were asked for above
      fields: keys.map((key) => ({ key, mine: plain(shownIn(keep, key)), other: plain(shownIn(lose, key)), shown: theirs.has(result.from[key] ?? '') ? 'other' as const : 'mine' as const })),
      labels: Object.keys(values).flatMap((key) => (key.startsWith('label:') ? [key.slice('label:'.length)] : [])).sort(), notes: knownOf(result).lines.join('\n'),
    }
  })
}

/** Parts her; gives whoever left. */
export async function splitContact(services: Services, principal: Principal, asked: string, wish: SplitWish): Promise<{ contactId: string; otherId: string }> {
  const { workspaceId } = principal
  const parted = await services.db.inWorkspace(workspaceId, async (tx) => {
    const contactId = await survivorOf(tx, workspaceId, asked)
    if (!contactId) throw new RecadoError('not_found')
    return { contactId, otherId: await splitPerson(tx, services, workspaceId, contactId, wish, actorOf(principal)) }
  })
  services.signals.committed(workspaceId)
  return parted
}

/** They are two: remembered, and not suggested again. */
export async function notSame(services: Services, principal: Principal, contactId: string, otherId: string): Promise<void> {
  const { workspaceId } = principal
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const [one, other] = await both(tx, principal, contactId, otherId)
    await rememberNotSame(tx, workspaceId, one, other, actorOf(principal), now)
    await refreshDuplicates(tx, workspaceId, [one, other], now)
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.not_same', subject: one, data: { otherId: other } })
    await append(tx, [one, other].map((id) => ({ type: 'contact.changed', data: { contactId: id } })))
  })
  services.signals.committed(workspaceId)
}

interface PairRow { low_id: string; high_id: string; kinds: DuplicatePair['kinds']; found_at: number }

/** People who may be one, newest first; only pairs of which the asker sees both. */
export function listDuplicates(services: Services, principal: Principal, query: { contactId?: string; cursor?: string; limit?: number }): Promise<Page<DuplicatePair>> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const [at = null, low = null, high = null] = readCursor(query.cursor, 3)
  if ((at !== null && Number.isNaN(Date.parse(at))) || [low, high].some((id) => id !== null && !UUID.test(id))) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
  const values: unknown[] = [workspaceId, at, low, high, limit + 1, query.contactId ?? null]
  const person = peopleSeen(principal, (value) => `$${values.push(value)}`)
  const sight = (id: string): string => (person ? `and exists (select from contact p where p.workspace_id = $1 and p.contact_id = ${id} and ${person})` : '')
  return services.db.snapshot(workspaceId, async (tx) => {
    const rows = await tx.query<PairRow>(
      `select d.low_id, d.high_id, d.kinds, d.found_at from contact_duplicate d where d.workspace_id = $1 ${query.contactId ? 'and (d.low_id = $6 or d.high_id = $6)' : 'and $6::uuid is null'}
         and ($2::timestamptz is null or (d.found_at, d.low_id, d.high_id) < ($2, $3::uuid, $4::uuid)) ${sight('d.low_id')} ${sight('d.high_id')}
       order by d.found_at desc, d.low_id desc, d.high_id desc limit $5`, values)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return { items: await pairsOf(tx, services, workspaceId, shown), next: rows.length > limit && last ? writeCursor([iso(last.found_at), last.low_id, last.high_id]) : null }
  })
}

async function pairsOf(tx: Tx, services: Services, workspaceId: string, rows: readonly PairRow[]): Promise<DuplicatePair[]> {
  const people = new Map((await contactsById(tx, services, workspaceId, [...new Set(rows.flatMap((row) => [row.low_id, row.high_id]))])).map((each) => [each.id, each]))
  return rows.flatMap((row) => {
    const [one, other] = [people.get(row.low_id), people.get(row.high_id)]
    return one && other ? [{ people: [one, other] as [Contact, Contact], kinds: row.kinds, foundAt: iso(row.found_at) }] : []
  })
}

interface MergeRow { merge_id: string; lost_id: string; name: string; how: ContactJoining['merges'][number]['how']; actor: Actor; at: number }

/** What holds her together and what may still be joined to her: for her page. */
export function readJoining(services: Services, principal: Principal, asked: string): Promise<ContactJoining> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const contactId = await survivorOf(tx, workspaceId, asked)
    if (!contactId) throw new RecadoError('not_found', { contactId: asked })
    const { group } = await readGroup(tx, workspaceId, contactId)
    const ids = (await joiningsOf(tx, workspaceId, group.members.map((member) => member.id))).map((each) => each.id)
    const merges = await tx.query<MergeRow>(
      `select m.merge_id, m.lost_id, p.name, m.how, m.actor, m.at from contact_merge m join contact p on p.workspace_id = $1 and p.contact_id = m.lost_id where m.workspace_id = $1 and m.merge_id = any($2::uuid[]) order by m.at desc, m.merge_id desc`, [workspaceId, ids])
    const pairs = await tx.query<PairRow>('select low_id, high_id, kinds, found_at from contact_duplicate where workspace_id = $1 and (low_id = $2 or high_id = $2) order by found_at desc, low_id, high_id limit 20', [workspaceId, contactId])
    const visible = await seen(tx, principal, 'contact', [...new Set(pairs.flatMap((row) => [row.low_id, row.high_id]))])
    const linkCodes: LinkCode[] = await linkCodesOf(tx, services, workspaceId, contactId, may(principal, 'contacts.manage'))
    const names = await actorNames(tx, workspaceId, merges.map((row) => row.actor))
    return {
      merges: merges.map((row) => ({ id: row.merge_id, otherId: row.lost_id, otherName: row.name, how: row.how, by: nameOfActor(names, row.actor), at: iso(row.at) })),
      duplicates: await pairsOf(tx, services, workspaceId, pairs.filter((row) => visible.has(row.low_id) && visible.has(row.high_id))), linkCodes,
    }
  })
}
