/** Whom a note can call, and what calling somebody does: she follows the thread, finds it in her Mentions, and is told. */
import type { Mention } from '@recado/core'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { demandSeen } from '../auth/sight.js'
import { may, reachOfRole } from '../auth/permissions.js'
import { reachOf, sees, type Sightable } from '../auth/reach.js'
import type { Role } from '@recado/api'
import type { Principal, Services } from '../services.js'
import { append } from '../ingest/others.js'

export interface Colleague { id: string; name: string; /** she would see the thread without being called */ sees: boolean; teamIds: string[] }
export interface Colleagues { people: Colleague[]; teams: { id: string; name: string }[]; /** those who are "everybody" here */ inbox: string[] }

interface MemberRow { user_id: string; name: string; role: Role; permissions: string[] | null; reach: 'all' | 'inboxes' | 'own' | null; team_ids: string[]; inbox_ids: string[]; in_inbox: boolean }

// $2: the thread's inbox. A member belongs to an inbox that is everybody's, or by herself, or through a team.
const MEMBERS = `with own as (select m.user_id, array(select tm.team_id from team_member tm where tm.workspace_id = $1 and tm.user_id = m.user_id) as team_ids from member m where m.workspace_id = $1 and m.disabled_at is null)
  select m.user_id, u.name, m.role, r.permissions, r.reach, o.team_ids, i.inbox_ids, $2::uuid = any(i.inbox_ids) as in_inbox
  from own o join member m on m.workspace_id = $1 and m.user_id = o.user_id join app_user u on u.user_id = m.user_id left join role r on r.workspace_id = $1 and r.role_id = m.role_id
  cross join lateral (select array(select b.inbox_id from inbox b where b.workspace_id = $1 and (b.everybody or exists (select from inbox_member x where x.workspace_id = $1 and x.inbox_id = b.inbox_id and x.user_id = o.user_id)
    or exists (select from inbox_team y where y.workspace_id = $1 and y.inbox_id = b.inbox_id and y.team_id = any(o.team_ids)))) as inbox_ids) i
  order by u.name, m.user_id`

/** The thread as far as it tells who sees it. Throws not_found. */
export async function sightableOf(tx: Tx, workspaceId: string, conversationId: string): Promise<Sightable> {
  const [row] = await tx.query<{ inbox_id: string; assignee_id: string | null; team_id: string | null; participant_ids: string[] }>('select inbox_id, assignee_id, team_id, participant_ids from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
  if (!row) throw new RecadoError('not_found', { conversationId })
  return { inboxId: row.inbox_id, assignee: row.assignee_id ? { id: row.assignee_id } : null, team: row.team_id ? { id: row.team_id } : null, participantIds: row.participant_ids }
}

/** Everybody who may read conversations at all, with the teams; a marketer cannot be called into a thread. */
export async function readColleagues(tx: Tx, workspaceId: string, conversationId: string): Promise<Colleagues> {
  const thread = await sightableOf(tx, workspaceId, conversationId)
  const members = (await tx.query<MemberRow>(MEMBERS, [workspaceId, thread.inboxId])).filter((row) => may({ kind: 'user', role: row.role, scopes: null, permissions: row.permissions }, 'conversations.read'))
  const seesIt = (row: MemberRow): boolean => sees(reachOf(row.reach ?? reachOfRole(row.role), row.inbox_ids, row.team_ids), row.user_id, thread)
  const teams = await tx.query<{ id: string; name: string }>('select team_id as id, name from team where workspace_id = $1 order by lower(name), team_id', [workspaceId])
  return {
    people: members.map((row) => ({ id: row.user_id, name: row.name, sees: seesIt(row), teamIds: row.team_ids })), teams,
    inbox: members.filter((row) => row.in_inbox && seesIt(row)).map((row) => row.user_id),
  }
}

/** Keeps the stretches that stand in the text, in order and apart, and names whom they call. Throws for somebody who is no colleague. */
export function resolveMentions(text: string, wished: readonly Mention[], colleagues: Colleagues): { mentions: Mention[]; called: string[]; named: string[] } {
  const mentions = [...wished].sort((a, b) => a.from - b.from)
  const [called, named] = [new Set<string>(), new Set<string>()]
  let end = 0
  for (const { kind, id, from, length } of mentions) {
    const fault = (message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field: 'mentions', message }] })
    if (from < end || from + length > text.length || text[from] !== '@') throw fault('is no stretch of the text that begins with @')
    end = from + length
    if (kind === 'everybody') { for (const one of colleagues.inbox) called.add(one); continue }
    const people = kind === 'user' ? colleagues.people.filter((one) => one.id === id) : colleagues.people.filter((one) => one.teamIds.includes(id ?? ''))
    if (kind === 'user' ? people.length === 0 : !colleagues.teams.some((team) => team.id === id)) throw fault(`names no ${kind === 'user' ? 'colleague' : 'team'} who can be called here`)
    for (const one of people) { called.add(one.id); named.add(one.id) }
  }
  return { mentions, called: [...called], named: [...named] }
}

/** Writes who is called by a note: rows of her Mentions; who is named follows the thread from now on. Returns those called anew. */
export async function recordMentions(tx: Tx, principal: Principal, place: { conversationId: string; messageId: string; at: string }, called: readonly string[], named: readonly string[]): Promise<string[]> {
  const { workspaceId, kind, id } = principal
  const others = called.filter((userId) => userId !== id)
  if (others.length === 0) return []
  const rows = await tx.query<{ user_id: string }>(
    'insert into mention (workspace_id, user_id, message_id, conversation_id, by_user_id, at) select $1, u, $3, $4, $5, $6 from unnest($2::uuid[]) as u on conflict do nothing returning user_id',
    [workspaceId, others, place.messageId, place.conversationId, kind === 'user' ? id : null, place.at])
  await follow(tx, workspaceId, place.conversationId, named.filter((userId) => userId !== id))
  return rows.map((row) => row.user_id)
}

/** Adds to those who follow a thread; who does already stays where she is. Returns who is new. */
export async function follow(tx: Tx, workspaceId: string, conversationId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return []
  const [row] = await tx.query<{ fresh: string[] }>(
    `with old as (select participant_ids from conversation where workspace_id = $1 and conversation_id = $2 for update), fresh as (select array(select u from unnest($3::uuid[]) as u where u <> all((select participant_ids from old)::uuid[])) as ids),
     done as (update conversation c set participant_ids = c.participant_ids || fresh.ids from fresh where c.workspace_id = $1 and c.conversation_id = $2 and fresh.ids <> '{}' returning 1)
     select ids as fresh from fresh`, [workspaceId, conversationId, userIds])
  return row?.fresh ?? []
}

/** She has the thread before her: what called her there is seen. */
export async function seeMentions(services: Services, person: Principal, conversationId: string): Promise<number> {
  const { workspaceId, id: userId } = person
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const seen = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, person, 'conversation', conversationId)
    const rows = await tx.query('update mention set seen_at = $4 where workspace_id = $1 and user_id = $2 and conversation_id = $3 and seen_at is null returning 1', [workspaceId, userId, conversationId, now])
    // Her other windows count anew.
    if (rows.length > 0) await append(tx, [{ type: 'mention.seen', data: { userId, conversationId } }])
    return rows.length
  })
  if (seen > 0) services.signals.committed(workspaceId)
  return seen
}
