/** Many recipients of one account at once, as the sender sees them: everything `decide` may look at, read by one statement. */
import { type ConsentFact, type Grant, type IdentityKey, type Instant } from '@recado/core'
import type { Tx } from '@recado/db'

/** One who is due, as the table has her. */
export interface Due { contact_id: string; identity_id: string; route: number; variant: string | null; country: string | null; language: string | null; time_zone: string | null }

/** The same with what is known of her now. `person` is who the address belongs to today: she may have been joined with another since. */
export interface Recipient extends Due {
  person: string
  name: string
  attributes: Record<string, unknown>
  conversation_id: string | null
  case_id: string | null
  team_id: string | null
  status: string | null
  her_country: string | null
  reachable: boolean | null
  marketing_stopped: boolean
  keys: IdentityKey[]
  grants: Grant[]
  permissions: { templateId: string; left: number | null; category: string }[]
  /** A message of this thread waits or is on its way: the order of the thread comes first. */
  busy: boolean
  entries: { purpose: ConsentFact['purpose']; category: string | null; channel: string | null; identityId: string | null; state: ConsentFact['state']; at: number; expiresAt: number | null }[]
  pair_sends: number[]
  /** Campaign messages she got in the days that the cap looks at, also as those who have become one with her. */
  got: number
  /** Another row of this campaign is the same person by now, and comes first: one that is under way or has left, else her own as she is now, else the oldest. */
  twice: boolean
}

const ms = (column: string): string => `round(extract(epoch from ${column}) * 1000)`

/** $1 workspace, $2 account, $3 now, $4 the rows as JSON, $5 purposes, $6 since when pair sends count, $7 campaign, $8 since when the cap counts, $9 unknown ones hold their thread until. */
const RECIPIENTS = `select q.contact_id, q.identity_id, q.route, q.variant, q.country, q.language, q.time_zone, d.contact_id as person, p.name, p.attributes, c.conversation_id, c.case_id, c.team_id, c.status,
  d.country as her_country, d.reachable, d.marketing_stopped,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'act', g.act, 'openedAt', ${ms('g.opened_at')}, 'closesAt', ${ms('g.closes_at')}, 'left', g.replies_left)), '[]') from window_grant g where g.workspace_id = $1 and g.identity_id = d.identity_id) as grants,
  (select coalesce(jsonb_agg(jsonb_build_object('templateId', t.template_id, 'left', n.left_count, 'category', t.category)), '[]') from identity_permission n
     join template t on t.workspace_id = $1 and t.account_id = $2 and t.external_id = n.template_external_id where n.workspace_id = $1 and n.identity_id = d.identity_id) as permissions,
  exists (select from send_job j where j.workspace_id = $1 and j.conversation_id = c.conversation_id and (j.state in ('queued', 'sending', 'held') or (j.state = 'unknown' and j.sending_since > $9))) as busy,
  (select coalesce(jsonb_agg(jsonb_build_object('purpose', e.purpose, 'category', e.category_id, 'channel', e.channel, 'identityId', e.identity_id, 'state', e.state, 'at', ${ms('e.at')}, 'expiresAt', ${ms('e.expires_at')})), '[]')
     from consent_entry e where e.workspace_id = $1 and e.contact_id = d.contact_id and e.purpose = any($5)) as entries,
  case when $6::timestamptz is null then '{}' else array(select ${ms('s.at')}::float8 from send_entry s where s.workspace_id = $1 and s.identity_id = d.identity_id and s.at > $6 and not s.returned order by s.at) end as pair_sends,
  case when $8::timestamptz is null then 0 else (select count(*)::int from campaign_recipient r where r.workspace_id = $1 and r.contact_id = any(g.ids) and r.accepted_at > $8 and r.accepted_at is not null and r.state <> 'failed')
    + (select count(*)::int from campaign_recipient r where r.workspace_id = $1 and r.contact_id = any(g.ids) and r.under_way and r.accepted_at is null) end as got,
  exists (select from campaign_recipient r where r.workspace_id = $1 and r.campaign_id = $7 and r.contact_id = any(g.ids) and r.contact_id <> q.contact_id and r.state not in ('excluded', 'cancelled', 'failed')
    and (r.state <> 'pending' or r.contact_id = d.contact_id or (q.contact_id <> d.contact_id and r.contact_id < q.contact_id))) as twice
  from jsonb_to_recordset($4::jsonb) as q(contact_id uuid, identity_id uuid, route smallint, variant text, country text, language text, time_zone text)
  join identity d on d.workspace_id = $1 and d.identity_id = q.identity_id join contact p on p.workspace_id = $1 and p.contact_id = d.contact_id and p.erased_at is null
  left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id
  cross join lateral (select array(select m.contact_id from contact m where m.workspace_id = $1 and m.merged_into = d.contact_id) || d.contact_id as ids) g where $3::timestamptz is not null`

export interface Asked { workspaceId: string; accountId: string; campaignId: string; now: Instant; purposes: readonly string[]; pairSince: Instant | null; capSince: Instant | null; unknownSince: Instant }

/** Those who are still there. The threads they have are locked first, in the order of their ids: a withdrawal and a claim never miss each other. */
export async function readRecipients(tx: Tx, due: readonly Due[], asked: Asked): Promise<Recipient[]> {
  await tx.query('select 1 from conversation where workspace_id = $1 and identity_id = any($2) order by conversation_id for update', [asked.workspaceId, due.map((one) => one.identity_id)])
  const at = (moment: Instant | null): string | null => (moment === null ? null : new Date(moment).toISOString())
  return tx.query<Recipient>(RECIPIENTS, [asked.workspaceId, asked.accountId, at(asked.now), JSON.stringify(due), asked.purposes, at(asked.pairSince), asked.campaignId, at(asked.capSince), at(asked.unknownSince)])
}
