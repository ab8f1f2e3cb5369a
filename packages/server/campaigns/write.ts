/** What a claimed batch writes: messages, their places in the ledgers, and the recipients' rows, each table once. */
import type { OutboundMessage } from '@recado/channel-kit'
import { type Basis, compareAmounts, type Content, type Instant, previewOf, type Price, type Purpose, type SendAs } from '@recado/core'
import type { Tx } from '@recado/db'
import { monthOf } from '../costs/months.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account } from '../services.js'

/** One message that leaves with this batch. */
export interface Leaving {
  messageId: string; contactId: string; person: string; identityId: string; conversationId: string; caseId: string; /** the thread begins with it */ fresh: boolean; content: Content; as: SendAs; purpose: Purpose; category: string | null; basis: Basis
  price: Price | null; outside: boolean; freeKind: boolean; taken: string[]; /** grants a reply is taken from */ kinds: string[]; permission: string | null; teamId: string | null; country: string | null; templateId: string | null; variant: string
  links: { code: string; url: string }[]; opens: boolean; outbound: OutboundMessage
}

/** A recipient who does not leave now: later, over another road, or not at all. */
export interface Moved { contact: string; state?: 'cancelled'; code?: string; due?: Instant; route?: number; routes?: string[] }

const iso = (at: Instant): string => new Date(at).toISOString()

export async function writeLeaving(tx: Tx, account: Account, campaignId: string, leaving: readonly Leaving[], { now, timeZone, budgets }: { now: Instant; timeZone: string; budgets: (currency: string | undefined) => string[] }): Promise<void> {
  if (leaving.length === 0) return
  const { workspaceId } = account
  const at = iso(now)
  const contents = leaving.map((one) => storable(one.content))
  // Each statement is given what it writes and no more: PostgreSQL pays for every byte of JSON it reads, however little of it is asked for.
  const json = (row: (one: Leaving, at: number) => Record<string, unknown>): string => JSON.stringify(leaving.map(row))
  const set = (columns: string): string => `jsonb_to_recordset($2::jsonb) as r(${columns})`
  const fresh = leaving.filter((one) => one.fresh).length
  if (fresh > 0) {
    // The thread begins with its message in hand: written once.
    await tx.query(
      `with n as (update workspace_counter set value = value + $6 where workspace_id = $1 and name = 'conversation' returning value),
       r as materialized (select r.*, row_number() over (order by conversation) as nr from ${set('m uuid, conversation uuid, "case" uuid, identity uuid, person uuid, kind text, text text')}),
       cases as (insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by, resolved_at) select $1, r."case", r.conversation, 1, $5, 'us', $5 from r)
       insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, status, last_at, created_at, last_message_id, last_kind, last_text, last_direction, last_status, last_message_at)
       select $1, r.conversation, n.value - $6 + r.nr, $3, $4, $7, r.identity, r.person, r."case", 'resolved', $5, $5, r.m, r.kind, r.text, 'out', 'sending', $5 from r, n`,
      [workspaceId, JSON.stringify(leaving.flatMap((one, i) => (one.fresh ? [{ m: one.messageId, conversation: one.conversationId, case: one.caseId, identity: one.identityId, person: one.person, ...lineOf(contents[i]!) }] : []))), account.id, account.channel, at, fresh, account.inboxId])
  }
  if (fresh < leaving.length) {
    await tx.query(
      `update conversation c set last_at = greatest(c.last_at, $3), last_message_id = r.m, last_kind = r.kind, last_text = r.text, last_direction = 'out', last_status = 'sending', last_message_at = $3
       from ${set('m uuid, conversation uuid, kind text, text text')} where c.workspace_id = $1 and c.conversation_id = r.conversation`,
      [workspaceId, JSON.stringify(leaving.flatMap((one, i) => (one.fresh ? [] : [{ m: one.messageId, conversation: one.conversationId, ...lineOf(contents[i]!) }]))), at])
  }
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, client_id, author_type, author_id, purpose, send_as, price, at, category_id, basis)
     select $1, r.m, r.conversation, r."case", $3, 'out', r.kind, r.content, 'sending', 'campaign:' || $4::text || ':' || r.m::text, 'campaign', $4, r.purpose, r."as", r.price, $5, r.category, r.basis
     from ${set('m uuid, conversation uuid, "case" uuid, kind text, content jsonb, purpose text, "as" text, price jsonb, category uuid, basis text')}`,
    [workspaceId, json((one, i) => ({ m: one.messageId, conversation: one.conversationId, case: one.caseId, kind: contents[i]!.kind, content: contents[i], purpose: one.purpose, as: one.as, price: priceOf(one), category: one.category ?? undefined, basis: one.basis })), account.id, campaignId, at])
  if (contents.some((content) => mediaOf(content))) await tx.query(`insert into media_use (workspace_id, media_id, message_id) select $1, r.media, r.m from ${set('m uuid, media uuid')} where r.media is not null`, [workspaceId, json((one, i) => ({ m: one.messageId, media: mediaOf(contents[i]!) }))])
  await tx.query(
    `insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, attempt, queued_at, sending_since, taken)
     select $1, r.m, $3, r.conversation, 2, 'sending', $4, 1, $4, $4, r.taken from ${set('m uuid, conversation uuid, taken jsonb')}`, [workspaceId, json((one) => ({ m: one.messageId, conversation: one.conversationId, taken: one.taken })), account.id, at])
  await tx.query(
    `with r as materialized (select * from ${set('m uuid, identity uuid, "as" text, class text, outside boolean, free boolean, team uuid, template uuid, country text, amount numeric, currency text, budgets uuid[]')}),
     spent as (insert into send_entry (workspace_id, message_id, account_id, channel, identity_id, at, send_as, price_class, outside_window, free_kind)
       select $1, r.m, $3, $4, r.identity, $5, r."as", r.class, r.outside, r.free from r)
     insert into cost_entry (workspace_id, message_id, account_id, channel, author_type, author_id, team_id, campaign_id, template_id, country, time_zone, at, sent_month, month, class, estimated, currency, budgets)
     select $1, r.m, $3, $4, 'campaign', $6::text, r.team, $6::uuid, r.template, r.country, $7, $5, $8, $8, r.class, r.amount, r.currency, r.budgets from r`,
    [workspaceId, json((one) => {
      const held = one.price !== null && compareAmounts(one.price.amount, '0') > 0 ? budgets(one.price.currency) : []
      return { m: one.messageId, identity: one.identityId, as: one.as, class: one.price?.class, outside: one.outside, free: one.freeKind, team: one.teamId ?? undefined, template: one.templateId ?? undefined, country: one.country ?? undefined, amount: one.price?.amount, currency: one.price?.currency, ...(held.length > 0 ? { budgets: held } : {}) }
    }), account.id, account.channel, at, campaignId, timeZone, monthOf(now, timeZone)])
  if (leaving.some((one) => one.kinds.length > 0)) {
    const rows = json((one) => ({ identity: one.identityId, conversation: one.conversationId, kinds: one.kinds }))
    await tx.query(
      `update window_grant g set replies_left = g.replies_left - 1 from ${set('identity uuid, kinds text[]')} where g.workspace_id = $1 and g.identity_id = r.identity and g.kind = any(r.kinds) and g.replies_left > 0`, [workspaceId, rows])
    await tx.query(
      `update conversation c set window_kind = g.kind, window_opened_at = g.opened_at, window_closes_at = g.closes_at, window_left = g.replies_left
       from ${set('identity uuid, conversation uuid, kinds text[]')} cross join lateral best_grant($1, r.identity, $3) g where c.workspace_id = $1 and c.conversation_id = r.conversation and cardinality(r.kinds) > 0`, [workspaceId, rows, at])
  }
  if (leaving.some((one) => one.permission)) {
    await tx.query(`update identity_permission n set left_count = n.left_count - 1 from ${set('identity uuid, permission text')} where n.workspace_id = $1 and n.identity_id = r.identity and n.template_external_id = r.permission and n.left_count > 0`, [workspaceId, json((one) => ({ identity: one.identityId, permission: one.permission }))])
  }
  await tx.query(
    `update campaign_recipient q set state = 'sending', message_id = r.m, claimed_at = $4, code = null, platform_code = null, price = r.price, variant = r.variant
     from ${set('contact uuid, m uuid, price jsonb, variant text')} where q.workspace_id = $1 and q.campaign_id = $3 and q.contact_id = r.contact`, [workspaceId, json((one) => ({ contact: one.contactId, m: one.messageId, price: priceOf(one), variant: one.variant })), campaignId, at])
  const links = leaving.flatMap((one) => one.links.map((link) => ({ ...link, contact: one.contactId, variant: one.variant })))
  if (links.length > 0) {
    await tx.query(`insert into tracked_link (workspace_id, code, campaign_id, contact_id, variant, url, created_at) select $1, l.code, $3, l.contact, l.variant, l.url, $4 from jsonb_to_recordset($2::jsonb) as l(code text, contact uuid, variant text, url text)`, [workspaceId, JSON.stringify(storable(links)), campaignId, at])
  }
  await append(tx, leaving.map((one) => ({ type: 'message.created', conversationId: one.conversationId, messageIds: [one.messageId] })))
}

/** As it stands on the message until the platform tells its own. */
const priceOf = ({ price }: Leaving): Record<string, unknown> | undefined => (price ? { ...price, estimated: true } : undefined)

const lineOf = (content: Content): { kind: string; text: string } => ({ kind: content.kind, text: storable(previewOf(content)) })

function mediaOf(content: Content): string | null {
  const file = 'media' in content ? content.media : content.kind === 'choices' ? content.headerMedia : undefined
  return file?.id ?? null
}

/** Later, or not at all. Whoever goes on by another road is moved by `advance`. */
export async function moveRecipients(tx: Tx, workspaceId: string, campaignId: string, moved: readonly Moved[]): Promise<void> {
  const rows = moved.filter((one) => one.route === undefined)
  if (rows.length === 0) return
  await tx.query(
    `update campaign_recipient q set state = coalesce(r.state, q.state), code = coalesce(r.code, q.code), due_at = coalesce(r.due, q.due_at)
     from jsonb_to_recordset($3::jsonb) as r(contact uuid, state text, code text, due timestamptz) where q.workspace_id = $1 and q.campaign_id = $2 and q.contact_id = r.contact and q.state = 'pending'`,
    [workspaceId, campaignId, JSON.stringify(rows.map((one) => ({ contact: one.contact, state: one.state ?? null, code: one.code ?? null, due: one.due === undefined ? null : iso(one.due) })))])
}
