import type { AccountEvent, EditEvent, IdentityEvent, PreferenceEvent, ProfileEvent, RevokeEvent, StatusEvent, TemplateEvent } from '@recado/channel-kit'
import { type ChannelRules, type IdentityKey, type Instant, previewOf } from '@recado/core'
import { extKey, newId, type Tx } from '@recado/db'
import { indexMessages, type Indexed } from '../jobs/search-rows.js'
import { watchTemplates } from '../standing/templates.js'
import { inWords } from '../standing/texts.js'
import type { Accepted } from './events.js'
import { readableName } from './names.js'
import { planBatch, type Planned, storable } from './plan.js'

/**
 * The rare events, each in a transaction of its own: edits, revocations, changed numbers, preferences, templates, the account's own state.
 * Each is idempotent: the same event again changes nothing.
 */
export async function applyOther(tx: Tx, item: Accepted, now: string): Promise<void> {
  const { event } = item
  switch (event.type) {
    case 'edit': return edit(tx, item, event, now)
    case 'revoke': return revoke(tx, item, event, now)
    case 'identity': return changeKeys(tx, item, event, now)
    case 'profile': return profile(tx, item, event, now)
    case 'preference': return preference(tx, item, event, now)
    case 'template': return template(tx, item, event, now)
    case 'account': return accountState(tx, item, now)
    case 'post': return postReport(tx, item)
    case 'status': return announcedGrants(tx, item, event, now)
    case 'act': return quietAct(tx, item, now)
    default: return
  }
}

async function identityOf(tx: Tx, item: Accepted, keys: readonly IdentityKey[]): Promise<string | null> {
  const rows = await tx.query<{ identity_id: string }>(
    `select ik.identity_id from jsonb_to_recordset($3::jsonb) as k(kind text, value text)
     join identity_key ik on ik.workspace_id = $1 and ik.account_id = $2 and ik.kind = k.kind and ik.value = k.value limit 1`,
    [item.account.workspaceId, item.account.id, JSON.stringify(keys)])
  return rows[0]?.identity_id ?? null
}

async function edit(tx: Tx, item: Accepted, event: EditEvent, now: string): Promise<void> {
  const [row] = await change(tx, item, event, now)
  if (!row) return
  await indexMessages(tx, item.account.workspaceId, await tx.query<Indexed>('select message_id, conversation_id, at, content, direction, author_id from message where workspace_id = $1 and message_id = $2', [item.account.workspaceId, row.message_id]))
  await changed(tx, row.conversation_id, [row.message_id])
}

async function revoke(tx: Tx, item: Accepted, event: RevokeEvent, now: string): Promise<void> {
  const [row] = await change(tx, item, event, now)
  if (row) await changed(tx, row.conversation_id, [row.message_id])
}

interface ChangedRow { message_id: string; conversation_id: string }

/**
 * Changes the message or takes it back; one that is not here yet finds the change when it comes (settle_overtaken). Looked for twice, the second time with the
 * head of the log in hand: whoever stores the message meanwhile either has not looked for changes yet, or has committed.
 */
async function change(tx: Tx, item: Accepted, event: EditEvent | RevokeEvent, now: string): Promise<ChangedRow[]> {
  const { workspaceId, id } = item.account
  const content = event.type === 'edit' ? storable(event.content) : null
  const [key, at, json, line] = [extKey(event.target), new Date(event.at).toISOString(), content && JSON.stringify(content), content && storable(previewOf(content))]
  const look = (): Promise<ChangedRow[]> => tx.query<ChangedRow>('select message_id, conversation_id from change_message($1, $2, $3, $4, $5, $6)', [id, key, event.type, at, json, line])
  const known = async (): Promise<boolean> => (await tx.query('select 1 from message where workspace_id = $1 and account_id = $2 and ext_key = $3', [workspaceId, id, key])).length > 0
  const rows = await look()
  if (rows.length > 0 || await known()) return rows
  await tx.query('select 1 from event_head where workspace_id = $1 for update', [workspaceId])
  if (await known()) return look()
  await tx.query(
    `insert into parked_change (workspace_id, account_id, ext_key, change_key, kind, at, content, line, event, arrived_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [workspaceId, id, key, extKey(event.key), event.type, at, json, line, JSON.stringify(storable(event)), now])
  return []
}

async function changeKeys(tx: Tx, item: Accepted, event: IdentityEvent, now: string): Promise<void> {
  const { workspaceId, id } = item.account
  const known = await identityOf(tx, item, event.previous)
  const other = await identityOf(tx, item, event.next)
  // Of two the older one stays, as when a message names both.
  const [keep, lose] = known && other ? [known, other].sort() : [known ?? other]
  if (lose && lose !== keep) await tx.query('select join_identities($1, $2)', [keep, lose])
  if (!keep) return
  await tx.query(
    `insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, kind, value, $4 from jsonb_to_recordset($3::jsonb) as k(kind text, value text) on conflict do nothing`,
    [workspaceId, id, JSON.stringify(storable([...event.previous, ...event.next])), keep])
  await ingest(tx, [{ ...item, event: { type: 'act', key: event.key, account: event.account, at: event.at, from: { keys: event.next }, act: 'identity_changed', line: true, content: event.content } }], now)
}

async function profile(tx: Tx, item: Accepted, event: ProfileEvent, now: string): Promise<void> {
  const name = readableName(event.person.profile, event.person.keys)
  const identity = name ? await identityOf(tx, item, event.person.keys) : null
  if (!identity || !name) return
  const [renamed] = await tx.query<{ contact_id: string }>(
    `update contact c set name = $3, updated_at = $4 from identity d where d.workspace_id = $1 and d.identity_id = $2 and c.workspace_id = $1 and c.contact_id = d.contact_id and not c.name_given and c.name <> $3 returning c.contact_id`,
    [item.account.workspaceId, identity, storable(name), now])
  if (renamed) await append(tx, [{ type: 'contact.changed', data: { contactId: renamed.contact_id } }])
}

async function preference(tx: Tx, item: Accepted, event: PreferenceEvent, now: string): Promise<void> {
  const { workspaceId } = item.account
  const fresh = await ingest(tx, [{ ...item, event: { type: 'act', key: event.key, account: event.account, at: event.at, from: event.person, act: 'preference', line: true, content: event.content } }], now)
  if (fresh === 0) return
  const identity = await identityOf(tx, item, event.person.keys)
  if (!identity) return
  if (event.subject.kind === 'marketing') {
    await tx.query('update identity set marketing_stopped = $3 where workspace_id = $1 and identity_id = $2', [workspaceId, identity, event.state === 'stopped' || event.state === 'rejected'])
  } else if (event.state === 'granted' || event.state === 'granted_once') {
    await tx.query(
      `insert into identity_permission (workspace_id, identity_id, template_external_id, left_count, updated_at) values ($1, $2, $3, $4, $5)
       on conflict (workspace_id, identity_id, template_external_id) do update set left_count = case when excluded.left_count is null then null else coalesce(identity_permission.left_count, 0) + 1 end, updated_at = excluded.updated_at`,
      [workspaceId, identity, event.subject.externalId, event.state === 'granted_once' ? 1 : null, now])
  } else {
    await tx.query('delete from identity_permission where workspace_id = $1 and identity_id = $2 and template_external_id = $3', [workspaceId, identity, event.subject.externalId])
  }
}

async function template(tx: Tx, item: Accepted, event: TemplateEvent, now: string): Promise<void> {
  const { status, category, quality, reason, advice, pausedUntil, next } = event.change
  // Of a moment beyond the calendar the rest of the news is kept.
  const at = (moment: Instant | undefined): string | null => (moment === undefined || Number.isNaN(new Date(moment).getTime()) ? null : new Date(moment).toISOString())
  const rows = await tx.query<{ template_id: string }>(
    `update template set status = coalesce($5, status), category = coalesce($6, category), quality = coalesce($7, quality), reason = coalesce($8, reason), updated_at = $9, advice = coalesce($11, advice),
       paused_until = coalesce($12, paused_until), next_category = coalesce($13, next_category), next_category_at = coalesce($14, next_category_at)
     where workspace_id = $1 and account_id = $2 and (external_id = $3 or (name = $4 and language = coalesce($10, language))) returning template_id`,
    [item.account.workspaceId, item.account.id, event.externalId ?? null, event.name ?? null, status ?? null, category ?? null, quality ?? null, reason ?? null, now, event.language ?? null, advice ?? null, at(pausedUntil), next?.category ?? null, at(next?.at)])
  await append(tx, rows.length === 0 || event.resync
    ? [{ type: 'templates.wanted', data: { accountId: item.account.id } }]
    : rows.map((row) => ({ type: 'template.changed', data: { templateId: row.template_id } })))
  if (rows.length > 0) await watchTemplates(tx, item.account, now)
}

/** What the platform says, in the channel's words; empty where it has none. */
function wordsOf({ channel }: Accepted, event: AccountEvent): { texts?: unknown; link?: string | null } {
  const words = channel.connector.standing?.events?.[event.event]
  return words ? { texts: inWords(words, event.data), link: words.link ?? null } : {}
}

async function accountState(tx: Tx, item: Accepted, now: string): Promise<void> {
  const { event, account } = item
  if (event.type !== 'account') return
  await tx.query(
    `insert into health_item (workspace_id, health_item_id, kind, subject, severity, data, first_at, last_at) values ($1, $2, $3, $4, $5, $6, $7, $7)
     on conflict (workspace_id, kind, subject) where resolved_at is null do update set last_at = excluded.last_at, count = health_item.count + 1, data = excluded.data, severity = excluded.severity`,
    [account.workspaceId, newId(), `platform.${event.event}`, account.id, event.severity, JSON.stringify(storable({ ...event.data, accountId: account.id, ...wordsOf(item, event) })), now])
  if (event.effect) {
    await tx.query('update channel_account set paused_code = $3, paused_at = $4 where workspace_id = $1 and account_id = $2',
      [account.workspaceId, account.id, event.effect === 'pause' ? 'account_restricted' : null, event.effect === 'pause' ? now : null])
  }
  await keepAmounts(tx, item, event.data)
  await append(tx, [{ type: 'channel_account.changed', data: { accountId: account.id } }, { type: 'health.changed' }])
}

/** The platform's word on a post to followers; the worker puts it where it belongs. The same again changes nothing. */
async function postReport(tx: Tx, { event, account }: Accepted): Promise<void> {
  if (event.type !== 'post') return
  await tx.query(
    `insert into post_report as r (workspace_id, account_id, external_id, at, report) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, account_id, external_id) do update set at = excluded.at, report = excluded.report, applied_at = null where r.report <> excluded.report`,
    [account.workspaceId, account.id, storable(event.externalId), new Date(event.at).toISOString(), JSON.stringify(storable(event.report))])
}

/** The settings in which a channel keeps what its platform grants an account. */
export const grantNames = ({ quotas, rate }: ChannelRules): string[] => [...(quotas ?? []).map((rule) => rule.amountSetting), rate?.perSecondSetting].filter((name) => name !== undefined)

/** Amounts that the platform tells (a messaging tier, a pace) become the account's settings, by the name the rule reads them under. */
export async function keepAmounts(tx: Tx, item: Pick<Accepted, 'account' | 'channel'>, data: Record<string, unknown>): Promise<boolean> {
  const known = Object.fromEntries(grantNames(item.channel.declaration.rules).flatMap((name) => (typeof data[name] === 'number' ? [[name, data[name]]] : [])))
  if (Object.keys(known).length === 0) return false
  const changed = await tx.query('update channel_account set settings = settings || $3::jsonb where workspace_id = $1 and account_id = $2 and not settings @> $3::jsonb returning 1', [item.account.workspaceId, item.account.id, JSON.stringify(known)])
  return changed.length > 0
}

/** A window the platform itself announces (its own word on when the free entry point ends). */
async function announcedGrants(tx: Tx, item: Accepted, event: StatusEvent, now: string): Promise<void> {
  const { rules } = item.channel.declaration
  const rows = await tx.query<{ identity_id: string }>(
    `select c.identity_id from message m join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id
     where m.workspace_id = $1 and ((m.account_id = $2 and m.ext_key = $3) or m.message_id = $4) limit 1`,
    [item.account.workspaceId, item.account.id, event.externalId ? extKey(event.externalId) : null, /^[0-9a-f-]{36}$/.test(event.clientRef ?? '') ? event.clientRef : null])
  const identity = rows[0]?.identity_id ?? (event.person ? await identityOf(tx, item, event.person.keys) : null)
  if (!identity) return
  if (event.error?.code === 'window_closed') {
    // The platform's word on its own window is the last one.
    await tx.query('update window_grant set closes_at = least(closes_at, $3) where workspace_id = $1 and identity_id = $2 and freeform', [item.account.workspaceId, identity, now])
    await refreshWindow(tx, item.account.workspaceId, identity, now)
  }
  for (const grant of event.grants ?? []) {
    const rule = rules.grants.find((r) => r.kind === grant.kind)
    await tx.query(
      `insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left, meet) values ($1, $2, $3, $4, $5, $6, $7, null, 'replace')
       on conflict (workspace_id, identity_id, kind) do update set closes_at = excluded.closes_at, act = excluded.act`,
      [item.account.workspaceId, identity, grant.kind, grant.act, rule?.gives === 'freeform', new Date(grant.openedAt).toISOString(), new Date(grant.closesAt).toISOString()])
  }
}

/** An act without a line in the thread: it opens what it opens for somebody we know, and is otherwise only counted. */
async function quietAct(tx: Tx, item: Accepted, now: string): Promise<void> {
  const event = item.event
  if (event.type !== 'act') return
  const identity = await identityOf(tx, item, event.from.keys)
  if (!identity) return
  const plan = planBatch([item as Planned])
  for (const grant of (plan.events[0]!.grants ?? []) as Record<string, unknown>[]) {
    await tx.query(
      `insert into window_grant (workspace_id, identity_id, kind, act, freeform, opened_at, closes_at, replies_left, meet) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (workspace_id, identity_id, kind) do update set act = excluded.act, opened_at = excluded.opened_at,
         closes_at = case when excluded.meet = 'max' then greatest(window_grant.closes_at, excluded.closes_at) else excluded.closes_at end,
         replies_left = case when excluded.meet = 'max' and window_grant.closes_at > excluded.opened_at then greatest(window_grant.replies_left, excluded.replies_left) else excluded.replies_left end
       where excluded.opened_at >= window_grant.opened_at`,
      [item.account.workspaceId, identity, grant.kind, grant.act, grant.freeform, grant.opened_at, grant.closes_at, grant.left_count, grant.meet])
  }
  await refreshWindow(tx, item.account.workspaceId, identity, now)
}

/** Repeats the ledger in the list row. */
export async function refreshWindow(tx: Tx, workspaceId: string, identityId: string, now: string): Promise<void> {
  const rows = await tx.query<{ conversation_id: string }>(
    `update conversation c set window_kind = g.kind, window_opened_at = g.opened_at, window_closes_at = g.closes_at, window_left = g.replies_left
     from best_grant($1, $2, $3) g where c.workspace_id = $1 and c.identity_id = $2 returning c.conversation_id`, [workspaceId, identityId, now])
  if (rows[0]) await changed(tx, rows[0].conversation_id, [])
}

/** How many of them were new. */
async function ingest(tx: Tx, items: readonly Planned[], now: string): Promise<number> {
  const plan = planBatch(items)
  const rows = await tx.query('select i from ingest_batch($1, $2, $3, $4, $5)', [JSON.stringify(plan.people), JSON.stringify(plan.keys), JSON.stringify(plan.events), plan.media.length > 0 ? JSON.stringify(plan.media) : null, now])
  return rows.length
}

/** Appends to the event log; the last thing a transaction does, since it locks the head. */
export async function append(tx: Tx, events: readonly { type: string; conversationId?: string; messageIds?: readonly string[]; data?: Record<string, unknown> }[]): Promise<void> {
  if (events.length > 0) await tx.query('select append_events($1)', [JSON.stringify(events)])
}

function changed(tx: Tx, conversationId: string, messageIds: readonly string[]): Promise<void> {
  return append(tx, [{ type: messageIds.length > 0 ? 'message.updated' : 'conversation.changed', conversationId, messageIds }])
}
