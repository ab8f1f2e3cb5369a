/** Recipients follow what the log tells: where their messages stand, what people did. Behind everything else; its place in the log is kept. */
import { afterFailure, days } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { keepPlace, LogWorker, placeOf } from '../jobs/log-worker.js'
import { pressureOf } from '../jobs/pressure.js'
import type { Services } from '../services.js'
import { advance } from './claim.js'
import { type Answer, takeReplies } from './replies.js'

/** Entries of the log read at once; one statement of each kind follows a page. What a message was told twice within it is followed once. */
const PAGE = 8_000
/** The log is looked at so often while something happens. */
const REST_MS = 500
/** After a page as long as this the next look waits longer: so many come of a campaign, whose `sent` and `delivered` of the same second are then one step. */
const MANY = 200
const MANY_REST_MS = 2_000
/** What somebody does within this time after her message counts for the campaign. */
export const COUNTS_MS = days(7)
/** A campaign that ended is taken up again for somebody whom it did not reach, for so long. */
const REOPENS_MS = days(1)

interface LogRow { seq: number; type: string; message_ids: string[] | null; data: Record<string, unknown> | null }

const iso = (at: number): string => new Date(at).toISOString()

export class CampaignFollower extends LogWorker {
  /** Workspaces whose last page was long. */
  private readonly many = new Set<string>()

  constructor(services: Services) {
    super(services, {
      name: 'following campaigns', restMs: REST_MS, wakes: ['stored', 'events'], conflicts: 'again',
      mayLook: (lastAt, workspaceId) => Date.now() - lastAt >= MANY_REST_MS || (pressureOf(services).mayWork(lastAt) && !this.many.has(workspaceId)),
    })
  }

  protected async walk(workspaceId: string): Promise<void> {
    const { db, signals } = this.services
    for (let after = await placeOf(this.services, 'campaigns', workspaceId) ?? 0; !this.services.stopping();) {
      const page = await db.inWorkspace(workspaceId, (tx) => this.page(tx, workspaceId, after))
      if (page.changed) { signals.committed(workspaceId); signals.emit('campaigns', workspaceId) }
      if (page.last === after) return
      const full = page.last - after >= PAGE
      after = page.last
      await keepPlace(this.services, 'campaigns', workspaceId, after)
      // A page that is not full ends at what stood there when it was read; whoever writes meanwhile wakes us again. Reading on would be a look per commit.
      if (!full) return
    }
  }

  private async page(tx: Tx, workspaceId: string, after: number): Promise<{ last: number; changed: boolean }> {
    const now = this.services.clock.now(workspaceId)
    // Where nobody sends campaigns the log is passed over in one step.
    const [used] = await tx.query(`select 1 from campaign where workspace_id = $1 and snapshot_at > $2 limit 1`, [workspaceId, iso(now - days(60))])
    if (!used) {
      const [head] = await tx.query<{ seq: number }>('select seq from event_head where workspace_id = $1', [workspaceId])
      return { last: Math.max(after, head?.seq ?? after), changed: false }
    }
    const log = await tx.query<LogRow>(`select seq, type, message_ids, data from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, after])
    if (log.length < MANY) this.many.delete(workspaceId)
    else this.many.add(workspaceId)
    if (log.length === 0) return { last: after, changed: false }
    const of = (type: string): LogRow[] => log.filter((row) => row.type === type)
    const ids = (type: string): string[] => [...new Set(of(type).flatMap((row) => row.message_ids ?? []))]
    const failing = await followMessages(tx, this.services, workspaceId, ids('message.updated'), now)
    const answers = await followReplies(tx, workspaceId, ids('message.created'))
    await takeReplies(tx, workspaceId, answers, iso(now))
    await followOptOuts(tx, workspaceId, contactsIn(of('consent.changed')))
    await followOrders(tx, workspaceId, of('contact.ordered').flatMap((row) => (typeof row.data?.orderId === 'string' ? [row.data.orderId] : [])))
    return { last: log.at(-1)!.seq, changed: failing } // not empty
  }
}

const contactsIn = (rows: readonly LogRow[]): string[] => [...new Set(rows.flatMap((row) => (typeof row.data?.contactId === 'string' ? [row.data.contactId] : [])))]

interface Failed { campaign_id: string; contact_id: string; code: string; platform_code: string | null; identity_id: string | null }

/** Answers whether somebody is tried over another road. */
export async function followMessages(tx: Tx, services: Services, workspaceId: string, ids: readonly string[], now: number): Promise<boolean> {
  if (ids.length === 0) return false
  await tx.query(
    `update campaign_recipient r set state = m.status, price = coalesce(m.price, r.price), accepted_at = coalesce(r.accepted_at, m.accepted_at, case when m.status in ('accepted', 'sent', 'delivered', 'read') then $3::timestamptz end),
       sent_at = coalesce(r.sent_at, case when m.status in ('sent', 'delivered', 'read') then coalesce(m.accepted_at, $3) end), delivered_at = coalesce(r.delivered_at, m.delivered_at), read_at = coalesce(r.read_at, m.read_at),
       code = case when m.status in ('accepted', 'sent', 'delivered', 'read', 'sending') then null else m.error->>'code' end, platform_code = case when m.status in ('accepted', 'sent', 'delivered', 'read', 'sending') then null else m.error->>'platformCode' end
     from message m where r.workspace_id = $1 and r.message_id = any($2::uuid[]) and m.workspace_id = $1 and m.message_id = any($2::uuid[]) and m.message_id = r.message_id and m.author_type = 'campaign' and m.status <> 'failed'
       and (r.state not in ('pending', 'cancelled') or m.status in ('delivered', 'read'))
       and (r.state, r.delivered_at, r.read_at, r.price) is distinct from (m.status, coalesce(r.delivered_at, m.delivered_at), coalesce(r.read_at, m.read_at), coalesce(m.price, r.price))`, [workspaceId, ids, iso(now)])
  const failed = await tx.query<Failed>(
    `update campaign_recipient r set state = 'failed', code = coalesce(m.error->>'code', 'platform_refused'), platform_code = m.error->>'platformCode', price = m.price,
       opted_out_at = coalesce(r.opted_out_at, case when m.error->>'code' = 'opted_out' and m.error->>'platformCode' is not null then $3::timestamptz end)
     from message m where r.workspace_id = $1 and r.message_id = any($2::uuid[]) and m.workspace_id = $1 and m.message_id = r.message_id and m.message_id = any($2::uuid[]) and m.status = 'failed' and r.state not in ('failed', 'pending', 'cancelled')
     returning r.campaign_id, r.contact_id, r.code, r.platform_code, r.identity_id`, [workspaceId, ids, iso(now)])
  // The platform's word that she stopped advertising is kept, whether it came with the answer or in a report.
  const stopped = failed.filter((row) => row.code === 'opted_out' && row.platform_code !== null && row.identity_id !== null).map((row) => row.identity_id)
  if (stopped.length > 0) await tx.query('update identity set marketing_stopped = true where workspace_id = $1 and identity_id = any($2) and not marketing_stopped', [workspaceId, stopped])
  return tryOtherRoads(tx, services, workspaceId, failed.filter((row) => afterFailure(row.code) === 'next_route'), now)
}

async function tryOtherRoads(tx: Tx, services: Services, workspaceId: string, failed: readonly Failed[], now: number): Promise<boolean> {
  let tried = false
  for (const id of new Set(failed.map((row) => row.campaign_id))) {
    const [campaign] = await tx.query<{ state: string; routes: { accountId: string }[]; fallback: boolean | null; ended_at: number | null }>(
      `select state, spec->'routes' as routes, (settings->>'fallback')::boolean as fallback, ended_at from campaign where workspace_id = $1 and campaign_id = $2 for update`, [workspaceId, id])
    const late = campaign?.state === 'done' && campaign.ended_at !== null && now - campaign.ended_at < REOPENS_MS
    if (!campaign || campaign.fallback === false || campaign.routes.length < 2 || !(late || ['sending', 'paused'].includes(campaign.state))) continue
    const rows = failed.filter((row) => row.campaign_id === id)
    const at = await tx.query<{ contact_id: string; route: number }>('select contact_id, route from campaign_recipient where workspace_id = $1 and campaign_id = $2 and contact_id = any($3)', [workspaceId, id, rows.map((row) => row.contact_id)])
    const moved = at.flatMap(({ contact_id: contact, route }) => (route + 1 < campaign.routes.length ? [{ contact, route: route + 1, routes: campaign.routes.slice(route + 1).map((one) => one.accountId), code: rows.find((row) => row.contact_id === contact)!.code }] : [])) // asked for by these
    await advance(tx, workspaceId, id, moved)
    if (moved.length > 0) await tx.query('update campaign_recipient set due_at = $4 where workspace_id = $1 and campaign_id = $2 and contact_id = any($3) and state = \'pending\'', [workspaceId, id, moved.map((one) => one.contact), iso(now)])
    if (moved.length > 0 && late) await tx.query(`update campaign set state = 'sending', ended_at = null, updated_at = $3 where workspace_id = $1 and campaign_id = $2`, [workspaceId, id, iso(now)])
    tried ||= moved.length > 0
  }
  if (tried) await append(tx, [...new Set(failed.map((row) => row.campaign_id))].map((campaignId) => ({ type: 'campaign.changed', data: { campaignId } })))
  return tried
}

/**
 * What she writes first within a week, in the thread that the campaign wrote into, answers the last one that did. Platforms tell whole seconds: her answer
 * may seem to come up to one before what it answers was taken.
 */
async function followReplies(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Answer[]> {
  if (ids.length === 0) return []
  return tx.query<Answer>(
    `with came as (select c.conversation_id, c.identity_id, c.contact_id, min(m.at) as at from message m join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id
       where m.workspace_id = $1 and m.message_id = any($2::uuid[]) and m.direction = 'in' and m.import_id is null and m.kind <> 'reaction' group by 1, 2, 3),
     last as (select distinct on (x.conversation_id) x.conversation_id, x.at, r.campaign_id, r.contact_id from came x
       join campaign_recipient r on r.workspace_id = $1 and r.contact_id = x.contact_id and r.identity_id = x.identity_id and r.accepted_at is not null and r.accepted_at < x.at + interval '1 second' and r.accepted_at > x.at - $3::float8 * interval '1 millisecond'
       order by x.conversation_id, r.accepted_at desc),
     marked as (update campaign_recipient r set replied_at = l.at from last l where r.workspace_id = $1 and r.campaign_id = l.campaign_id and r.contact_id = l.contact_id and r.replied_at is null returning r.campaign_id, l.conversation_id)
     select k.conversation_id as "conversationId", k.campaign_id as "campaignId", g.name, g.settings->'replies' as rule from marked k join campaign g on g.workspace_id = $1 and g.campaign_id = k.campaign_id`, [workspaceId, ids, COUNTS_MS])
}

/** Who takes her yes back within a week after a campaign wrote to her did it on its account. */
async function followOptOuts(tx: Tx, workspaceId: string, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return
  await tx.query(
    `with gone as (select e.contact_id, max(e.at) as at from consent_entry e where e.workspace_id = $1 and e.contact_id = any($2::uuid[]) and e.state = 'withdrawn' and e.purpose = 'marketing' group by 1),
     last as (select distinct on (g.contact_id) g.contact_id, g.at, r.campaign_id from gone g
       join campaign_recipient r on r.workspace_id = $1 and r.contact_id = g.contact_id and r.accepted_at is not null and r.accepted_at < g.at + interval '1 second' and r.accepted_at > g.at - $3::float8 * interval '1 millisecond' order by g.contact_id, r.accepted_at desc)
     update campaign_recipient r set opted_out_at = l.at from last l where r.workspace_id = $1 and r.campaign_id = l.campaign_id and r.contact_id = l.contact_id and r.opted_out_at is null`, [workspaceId, contactIds, COUNTS_MS])
}

/** An order within a week after a click or an answer is what the campaign was for. */
async function followOrders(tx: Tx, workspaceId: string, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  await tx.query(
    `with bought as (select o.contact_id, min(o.at) as at from contact_order o where o.workspace_id = $1 and o.order_id::text = any($2) and o.status not in ('cancelled', 'refunded') group by 1),
     last as (select distinct on (b.contact_id) b.contact_id, b.at, r.campaign_id from bought b
       join campaign_recipient r on r.workspace_id = $1 and r.contact_id = b.contact_id and r.accepted_at is not null
         and greatest(case when r.clicked_at <= b.at then r.clicked_at end, case when r.replied_at <= b.at then r.replied_at end) > b.at - $3::float8 * interval '1 millisecond' order by b.contact_id, r.accepted_at desc)
     update campaign_recipient r set converted_at = l.at from last l where r.workspace_id = $1 and r.campaign_id = l.campaign_id and r.contact_id = l.contact_id and r.converted_at is null`, [workspaceId, orderIds, COUNTS_MS])
}
