/** What a withdrawal ends: what waits for her in the outbox fails at once; what has left already is marked with the moment she took her yes back. */
import { days, errors, hours, type Instant, type Purpose, standingOf } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { type ConsentEntry, consentsOf } from './entries.js'
import type { ConsentWish } from './ledger.js'

interface LogEvent { type: string; conversationId: string; messageIds: string[] }
/** Messages of one thread that stand or fall together. */
interface Group { conversation_id: string; contact_id: string; identity_id: string; channel: string; purpose: Purpose; category_id: string | null }

const GROUP = 'c.conversation_id, c.contact_id, c.identity_id, c.channel, m.purpose, m.category_id'
/** Ids that one event of the log names: a reader loads them in one go. */
const PER_EVENT = 100
/** How long a platform may still bring a message that it has not reported as delivered, and how long one that never reports counts as on its way. */
const MAY_STILL_COME = { reporting: days(30), silent: hours(1) }
const iso = (at: Instant): string => new Date(at).toISOString()

/** Ends what these withdrawals end. In the transaction that wrote them, with the threads of these people locked. Answers with what the log has to say. */
export async function endWithdrawn(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, wishes: readonly Pick<ConsentWish, 'contactId' | 'purpose'>[], now: Instant): Promise<LogEvent[]> {
  const people = [...new Set(wishes.map((wish) => wish.contactId))]
  const purposes = [...new Set(wishes.map((wish) => wish.purpose))]
  const queued = await tx.query<Group>(
    `select distinct ${GROUP} from conversation c join send_job j on j.workspace_id = $1 and j.conversation_id = c.conversation_id and j.state = 'queued' join message m on m.workspace_id = $1 and m.message_id = j.message_id
     where c.workspace_id = $1 and c.contact_id = any($2) and m.purpose = any($3) and m.basis is distinct from 'contract'`, [workspaceId, people, purposes])
  const reporting = services.channels.all().filter((channel) => channel.declaration.reports.includes('delivered')).map((channel) => channel.declaration.id)
  const onWay = await tx.query<Group>(
    `select distinct ${GROUP} from conversation c join message m on m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.at >= case when c.channel = any($4) then $5::timestamptz else $6::timestamptz end
     where c.workspace_id = $1 and c.contact_id = any($2) and m.direction = 'out' and m.purpose = any($3) and m.basis is distinct from 'contract' and m.status in ('sending', 'unknown', 'accepted', 'sent') and m.withdrawn_at is null`,
    [workspaceId, people, purposes, reporting, iso(now - MAY_STILL_COME.reporting), iso(now - MAY_STILL_COME.silent)])
  if (queued.length === 0 && onWay.length === 0) return []
  const entries = new Map<string, ConsentEntry[]>()
  for (const contactId of new Set([...queued, ...onWay].map((group) => group.contact_id))) entries.set(contactId, await consentsOf(tx, workspaceId, contactId))
  const ended = (group: Group): ConsentEntry | null => {
    const standing = standingOf(entries.get(group.contact_id)!, { purpose: group.purpose, category: group.category_id, channel: group.channel, identityId: group.identity_id }, now) // read just above
    return standing.state === 'withdrawn' ? standing.proof : null
  }
  const failed = await failQueued(tx, workspaceId, queued.filter((group) => ended(group) !== null))
  const marked: Changed[] = []
  for (const group of onWay) {
    const by = ended(group)
    if (by) marked.push(...await markOnWay(tx, workspaceId, group, by))
  }
  return eventsOf([...failed, ...marked])
}

interface Changed { message_id: string; conversation_id: string }

/** They never leave: out of the outbox, failed with the reason, and nobody has to look at them. A customer whose question they had answered waits again. */
async function failQueued(tx: Tx, workspaceId: string, groups: readonly Group[]): Promise<Changed[]> {
  if (groups.length === 0) return []
  const rows = await tx.query<Changed>(
    `with g as (select * from jsonb_to_recordset($2::jsonb) as g(conversation_id uuid, purpose text, category_id uuid)),
     gone as (
       delete from send_job j using g, message m where j.workspace_id = $1 and j.conversation_id = g.conversation_id and j.state = 'queued' and m.workspace_id = $1 and m.message_id = j.message_id
         and m.purpose = g.purpose and m.category_id is not distinct from g.category_id and m.basis is distinct from 'contract' returning j.message_id)
     update message m set status = 'failed', error = $3 from gone where m.workspace_id = $1 and m.message_id = gone.message_id and m.status = 'queued' returning m.message_id, m.conversation_id`,
    [workspaceId, JSON.stringify(groups), JSON.stringify({ code: 'opted_out', message: errors.opted_out.sentence })])
  await tx.query(
    `update conversation c set last_status = 'failed',
       waiting_since = case when waiting_since is null and exists (select from message m where m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.direction = 'in' and m.kind <> 'reaction') then last_inbound_at else waiting_since end
     where c.workspace_id = $1 and c.conversation_id = any($2) and c.last_message_id = any($3)`,
    [workspaceId, [...new Set(rows.map((row) => row.conversation_id))], rows.map((row) => row.message_id)])
  return rows
}

/** The platform has them: shown as such, with the moment it took them and the moment she withdrew. */
function markOnWay(tx: Tx, workspaceId: string, group: Group, by: ConsentEntry): Promise<Changed[]> {
  return tx.query<Changed>(
    `update message m set withdrawn_at = $5 where m.workspace_id = $1 and m.conversation_id = $2 and m.direction = 'out' and m.purpose = $3 and m.category_id is not distinct from $4
       and m.basis is distinct from 'contract' and m.status in ('sending', 'unknown', 'accepted', 'sent') and m.withdrawn_at is null returning m.message_id, m.conversation_id`,
    [workspaceId, group.conversation_id, group.purpose, group.category_id, iso(by.at)])
}

function eventsOf(changed: readonly Changed[]): LogEvent[] {
  const threads = new Map<string, string[]>()
  for (const row of changed) {
    const ids = threads.get(row.conversation_id)
    if (ids) ids.push(row.message_id)
    else threads.set(row.conversation_id, [row.message_id])
  }
  return [...threads].flatMap(([conversationId, ids]) => Array.from({ length: Math.ceil(ids.length / PER_EVENT) }, (_, n) => (
    { type: 'message.updated', conversationId, messageIds: ids.slice(n * PER_EVENT, (n + 1) * PER_EVENT) })))
}
