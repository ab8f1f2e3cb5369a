/**
 * The one place that looks whether somebody sees what an address names. Every route with a conversation, message, file or person in its path
 * passes here before its body is read; whoever names them in a body or over the live socket asks `seen` or `demandSeen`.
 */
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyRequest } from 'fastify'
import type { Principal, Services } from '../services.js'
import { may } from './permissions.js'
import { reachSql } from './reach.js'

export type Sighted = 'conversation' | 'message' | 'media' | 'contact'

const IN_PATH: Readonly<Record<string, Sighted>> = { conversations: 'conversation', messages: 'message', media: 'media', contacts: 'contact' }
const PATH = /\/(conversations|messages|media|contacts)\/:(\w+)/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What a route's address names, and under which parameter; null where it names nothing of a customer. */
export function sightOf(url: string): { kind: Sighted; param: string } | null {
  const [, word, param] = PATH.exec(url) ?? []
  return word && param ? { kind: IN_PATH[word]!, param } : null // one of the four words
}

// $1 workspace, $2 ids, $3 who asks about a file; `seen` is her reach on conversations called c, or nothing where she may read none, `person` what makes her see
// somebody called p. A file is seen with a thread it lies or went in, with the person it is kept with or whose face it shows, as a part of a saved reply, or by whoever brought it.
const FIND: Readonly<Record<Sighted, (seen: string, person: string) => string>> = {
  conversation: (seen) => `select c.conversation_id as id from conversation c where c.workspace_id = $1 and c.conversation_id = any($2::uuid[]) and ${seen}`,
  message: (seen) => `select m.message_id as id from message m join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id where m.workspace_id = $1 and m.message_id = any($2::uuid[]) and ${seen}`,
  // Whoever went into somebody else is seen with her.
  contact: (_seen, person) => `select q.contact_id as id from contact q join contact p on p.workspace_id = $1 and p.contact_id = coalesce(q.merged_into, q.contact_id) where q.workspace_id = $1 and q.contact_id = any($2::uuid[]) and ${person}`,
  media: (seen, person) => `select f.media_id as id from media f where f.workspace_id = $1 and f.media_id = any($2::uuid[]) and (f.created_by = $3::uuid
    or exists (select from conversation c where c.workspace_id = $1 and c.conversation_id = f.conversation_id and ${seen})
    or exists (select from media_use s join message m on m.workspace_id = $1 and m.message_id = s.message_id join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id where s.workspace_id = $1 and s.media_id = f.media_id and ${seen})
    or exists (select from contact p where p.workspace_id = $1 and p.avatar_media_id = f.media_id and ${person})
    or exists (select from contact_file k join contact p on p.workspace_id = $1 and p.contact_id = k.contact_id where k.workspace_id = $1 and k.media_id = f.media_id and ${person})
    or exists (select from saved_reply r where r.workspace_id = $1 and (r.owner_id is null or r.owner_id = $3::uuid) and r.attachments ? f.media_id::text))`,
}

/** Somebody who may read no threads sees none, and no file of theirs, however far her reach: a marketer. Programs see what their scopes open. */
const seesAll = (principal: Principal, kind: Sighted): boolean => principal.kind === 'token' || (principal.reach.kind === 'all' && (kind === 'contact' || may(principal, 'conversations.read')))

/** The condition on people called `p`: one of her threads is seen. OFFSET 0 keeps older planners from reading every thread of the company into a hash first. */
export const personSeen = (seen: string): string => `exists (select from conversation c where c.workspace_id = p.workspace_id and c.contact_id = p.contact_id and ${seen} offset 0)`

/**
 * The whole condition on people called `p`, null where everybody is seen: whose thread somebody sees, or whose owner she is. Who has no thread yet
 * lies in no inbox: everybody sees her who is not held to her own work.
 */
export function peopleSeen({ reach, id }: Pick<Principal, 'reach' | 'id'>, add: (value: unknown) => string): string | null {
  const threads = reachSql(reach, id, add)
  if (threads === null) return null
  const fresh = reach.kind === 'inboxes' ? ` or not ${personSeen('true')}` : ''
  return `(p.owner_id = ${add(id)}::uuid or ${personSeen(threads)}${fresh})`
}

const idsOf = (rows: { id: string }[]): Set<string> => new Set(rows.map((row) => row.id))

/** Those of these ids that are there and that she sees. */
export async function seen(tx: Tx, principal: Principal, kind: Sighted, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  if (seesAll(principal, kind)) return idsOf(await tx.query(`select ${kind}_id as id from ${kind} where workspace_id = $1 and ${kind}_id = any($2::uuid[])`, [principal.workspaceId, ids]))
  const reads = may(principal, 'conversations.read')
  if (!reads && (kind === 'conversation' || kind === 'message')) return new Set()
  const values: unknown[] = [principal.workspaceId, ids]
  if (kind === 'media') values.push(principal.id)
  const add = (value: unknown): string => `$${values.push(value)}`
  // Only what the statement says is given to it: a value nobody asks for has no type.
  const threads = kind === 'contact' || !reads ? 'false' : reachSql(principal.reach, principal.id, add) ?? 'true'
  const person = kind === 'contact' || kind === 'media' ? peopleSeen(principal, add) ?? 'true' : 'false'
  return idsOf(await tx.query(FIND[kind](threads, person), values))
}

/** Throws not_found when she does not see one of them: what is unseen is not there. */
export async function demandSeen(tx: Tx, principal: Principal, kind: Sighted, ...ids: string[]): Promise<void> {
  const found = await seen(tx, principal, kind, ids)
  for (const id of ids) if (!found.has(id)) throw new RecadoError('not_found', { [`${kind}Id`]: id })
}

/** For the guard of all routes: an address that names something unseen answers as one that names nothing. Whoever sees everything is not asked here: the route itself knows what is there. */
export async function demandSight(services: Pick<Services, 'db'>, request: FastifyRequest, principal: Principal): Promise<void> {
  const sight = sightOf(request.routeOptions.url ?? '')
  if (!sight || seesAll(principal, sight.kind)) return
  const id = (request.params as Record<string, string>)[sight.param]
  // What cannot be an id names nothing: the route says so itself.
  if (!id || !UUID.test(id)) return
  await services.db.inWorkspace(principal.workspaceId, (tx) => demandSeen(tx, principal, sight.kind, id))
}
