import type { AutomaticReply, AutomaticReplyWish, ReplyVariant } from '@recado/api'
import { type Content, type Instant, RecadoError, type Timetable, timetableFaults, type Trigger, type TriggerKind } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { isTimeZone } from '../routes/shapes.js'
import { loadSavedReplies } from '../people/saved-replies.js'
import { type Owner, ownerData, OWNERS } from '../hours/owner.js'
import { removeTimetable, writeTimetable } from '../hours/timetables.js'
import type { Principal, Services } from '../services.js'
import { SHARED_TRIGGERS } from './rules.js'
import { readReplies } from './view.js'
import { isAutomatic, placesOf } from './wording.js'

const iso = (at: Instant): string => new Date(at).toISOString()

/** Rules of an account: more than anybody reads, and every one is asked for every message. */
const MOST_RULES = 100
/** Where a new rule goes: what is asked for by name comes before what answers everybody. */
const RANK: Record<TriggerKind, number> = { menu: 0, keyword: 1, follow: 2, away: 3, greeting: 4 }

const invalid = (fields: { field: string; message: string }[]): RecadoError => new RecadoError('invalid_request', { fields })

/** Sets the owner's hours. Throws invalid_request with every fault named. */
export async function setHours(services: Services, principal: Principal, owner: Owner, timetable: Timetable): Promise<void> {
  const faults = timetableFaults(timetable).map(({ field, code }): { field: string; message: string } => ({ field, message: code }))
  if (!isTimeZone(timetable.timeZone)) faults.push({ field: 'timeZone', message: 'zone' })
  if (faults.length > 0) throw invalid(faults.slice(0, 20))
  await write(services, principal, owner, { action: 'hours.changed' }, (tx, now) => writeTimetable(tx, owner, storable(timetable), Date.parse(now)))
}

/** Without hours of its own: the next ones count, an inbox's for a team, an account's for an inbox. */
export async function clearHours(services: Services, principal: Principal, owner: Owner): Promise<void> {
  await write(services, principal, owner, { action: 'hours.removed' }, (tx) => removeTimetable(tx, owner))
}

/** How long a colleague's message keeps automation silent. */
export async function setQuietMinutes(services: Services, principal: Principal, account: Owner, minutes: number): Promise<void> {
  await write(services, principal, account, { action: 'automation.changed' }, (tx) => tx.query(
    'insert into automation_setting (workspace_id, account_id, quiet_minutes) values ($1, $2, $3) on conflict (workspace_id, account_id) do update set quiet_minutes = excluded.quiet_minutes', [account.workspaceId, account.id, minutes]))
}

/** One change with its entry in the audit and the log. */
async function write<T>(services: Services, principal: Principal, owner: Owner, entry: { action: string; subject?: string; fields?: string[] }, make: (tx: Tx, now: string) => Promise<T>): Promise<T> {
  const { workspaceId } = owner
  const made = await services.db.inWorkspace(workspaceId, async (tx) => {
    const done = await make(tx, iso(services.clock.now(workspaceId)))
    await audit(tx, services, workspaceId, actorOf(principal), { action: entry.action, subject: entry.subject ?? owner.id, data: { ...ownerData(owner), ...(entry.fields ? { fields: entry.fields } : {}) } })
    await append(tx, [{ type: 'automation.changed', data: ownerData(owner) }])
    return done
  })
  services.signals.committed(workspaceId)
  return made
}

/** Adds a rule at the place its kind has, unless it is told to stand elsewhere later. */
export async function addReply(services: Services, principal: Principal, owner: Owner, wish: AutomaticReplyWish): Promise<AutomaticReply> {
  const id = newId()
  const { workspaceId } = owner
  return write(services, principal, owner, { action: 'automatic_reply.added', subject: id }, async (tx, now) => {
    const others = await orderOf(tx, owner)
    if (others.length >= MOST_RULES) throw invalid([{ field: 'name', message: `there are ${MOST_RULES} already` }])
    const { name, trigger, variants } = await checked(tx, services, owner, wish)
    await tx.query(
      `insert into automatic_reply (workspace_id, automatic_reply_id, ${OWNERS[owner.kind].column}, position, name, trigger, variants, labels, set_status, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
      [workspaceId, id, owner.id, others.length, name, JSON.stringify(trigger), JSON.stringify(variants), cleanLabels(wish.labels), wish.status ?? null, now])
    const at = others.findIndex((one) => RANK[one.kind] > RANK[trigger.kind])
    const ids = others.map((one) => one.id)
    await writeOrder(tx, owner, at === -1 ? [...ids, id] : [...ids.slice(0, at), id, ...ids.slice(at)])
    if (wish.enabled) await switchRule(tx, services, owner, id, true)
    return one(tx, services, owner, id)
  })
}

/** Changes what is named. Throws not_found for a rule that is not this account's. */
export async function editReply(services: Services, principal: Principal, owner: Owner, id: string, wish: Partial<AutomaticReplyWish>): Promise<AutomaticReply> {
  const { workspaceId } = owner
  return write(services, principal, owner, { action: 'automatic_reply.changed', subject: id, fields: Object.keys(wish) }, async (tx, now) => {
    const before = await one(tx, services, owner, id)
    const { name, trigger, variants } = await checked(tx, services, owner, { name: wish.name ?? before.name, trigger: wish.trigger ?? before.trigger, variants: wish.variants ?? before.variants }, wish.variants !== undefined)
    await tx.query('update automatic_reply set name = $3, trigger = $4, variants = $5, labels = $6, set_status = $7, updated_at = $8 where workspace_id = $1 and automatic_reply_id = $2',
      [workspaceId, id, name, JSON.stringify(trigger), JSON.stringify(variants), cleanLabels(wish.labels ?? before.labels), wish.status === undefined ? before.status : wish.status, now])
    if (wish.enabled !== undefined && wish.enabled !== before.enabled) await switchRule(tx, services, owner, id, wish.enabled)
    return one(tx, services, owner, id)
  })
}

export async function removeReply(services: Services, principal: Principal, owner: Owner, id: string): Promise<void> {
  await write(services, principal, owner, { action: 'automatic_reply.removed', subject: id }, async (tx, now) => {
    await one(tx, services, owner, id)
    await tx.query('update automatic_reply set removed_at = $3, enabled = false where workspace_id = $1 and automatic_reply_id = $2', [owner.workspaceId, id, now])
  })
}

/** The rules in a new order; it must name each of them once. */
export async function orderReplies(services: Services, principal: Principal, owner: Owner, ids: readonly string[]): Promise<void> {
  await write(services, principal, owner, { action: 'automatic_reply.ordered' }, async (tx) => {
    const known = (await orderOf(tx, owner)).map((one) => one.id)
    if (ids.length !== known.length || known.some((id) => !ids.includes(id))) throw invalid([{ field: 'ids', message: 'names every rule once' }])
    await writeOrder(tx, owner, ids)
  })
}

async function one(tx: Tx, services: Services, owner: Owner, id: string): Promise<AutomaticReply> {
  const [found] = await readReplies(tx, services, owner, id)
  if (!found) throw new RecadoError('not_found', { automaticReplyId: id })
  return found
}

/** Held for the transaction, so that two changes of the order follow each other. */
async function orderOf(tx: Tx, owner: Owner): Promise<{ id: string; kind: TriggerKind }[]> {
  const { table, column } = OWNERS[owner.kind]
  await tx.query(`select 1 from ${table} where workspace_id = $1 and ${column} = $2 for update`, [owner.workspaceId, owner.id])
  const rows = await tx.query<{ id: string; trigger: Trigger }>(`select automatic_reply_id as id, trigger from automatic_reply where workspace_id = $1 and ${column} = $2 and removed_at is null order by position, automatic_reply_id`, [owner.workspaceId, owner.id])
  return rows.map((row) => ({ id: row.id, kind: row.trigger.kind }))
}

async function writeOrder(tx: Tx, owner: Owner, ids: readonly string[]): Promise<void> {
  await tx.query(`update automatic_reply r set position = o.nr from unnest($3::uuid[]) with ordinality o(id, nr) where r.workspace_id = $1 and r.${OWNERS[owner.kind].column} = $2 and r.automatic_reply_id = o.id`, [owner.workspaceId, owner.id, ids])
}

/** On: from this second on. The first rule of a workspace that goes on begins to read the log at its end. */
async function switchRule(tx: Tx, services: Services, owner: Owner, id: string, enabled: boolean): Promise<void> {
  const { workspaceId } = owner
  // Platforms tell whole seconds: what she writes within this one is hers after the switch.
  const since = Math.floor(services.clock.now(workspaceId) / 1000) * 1000
  if (enabled) {
    await tx.query(
      `insert into automation_place (workspace_id, seq) select workspace_id, seq from event_head where workspace_id = $1
       on conflict (workspace_id) do update set seq = excluded.seq where not exists (select from automatic_reply r where r.workspace_id = $1 and r.enabled and r.removed_at is null)`, [workspaceId])
  }
  await tx.query('update automatic_reply set enabled = $3, enabled_at = $4 where workspace_id = $1 and automatic_reply_id = $2', [workspaceId, id, enabled, enabled ? iso(since) : null])
}

const cleanLabels = (labels: readonly string[] = []): string[] => [...new Set(labels.map((label) => storable(label).trim().slice(0, 60)).filter(Boolean))]

/** The rule as it may be kept. Throws invalid_request where it could never act, or say something that the app refuses. */
export async function checked(tx: Tx, services: Services, owner: Owner, wish: Pick<AutomaticReplyWish, 'name' | 'trigger' | 'variants'>, fresh = true): Promise<Pick<AutomaticReplyWish, 'name' | 'trigger' | 'variants'>> {
  const trigger = checkedTrigger(storable(wish.trigger))
  if (owner.kind !== 'account' && !SHARED_TRIGGERS.includes(trigger.kind)) throw invalid([{ field: 'trigger.kind', message: 'belongs to one account' }])
  const faults = fresh ? await variantFaults(tx, services, owner, wish.variants) : []
  if (faults.length > 0) throw invalid(faults)
  return { name: storable(wish.name).trim(), trigger, variants: storable(wish.variants) }
}

function checkedTrigger(trigger: Trigger): Trigger {
  const filled = (texts: readonly string[]): string[] => [...new Set(texts.map((text) => text.trim()).filter(Boolean))]
  if (trigger.kind === 'keyword') {
    const words = filled(trigger.words)
    if (words.length === 0) throw invalid([{ field: 'trigger.words', message: 'names a word' }])
    return { ...trigger, words }
  }
  if (trigger.kind === 'menu') {
    const keys = filled(trigger.keys)
    if (keys.length === 0) throw invalid([{ field: 'trigger.keys', message: 'names a key' }])
    return { ...trigger, keys }
  }
  return trigger
}

/** Throws invalid_request where one of the wordings could never go out. */
export async function checkedVariants(tx: Tx, services: Services, owner: Owner, variants: readonly ReplyVariant[]): Promise<void> {
  const faults = await variantFaults(tx, services, owner, variants)
  if (faults.length > 0) throw invalid(faults)
}

async function variantFaults(tx: Tx, services: Services, owner: Owner, variants: readonly ReplyVariant[]): Promise<{ field: string; message: string }[]> {
  const languages = variants.map((one) => one.language?.toLowerCase() ?? null)
  const saved = new Map((await loadSavedReplies(tx, owner.workspaceId, variants.flatMap((one) => one.savedReplyId ?? []))).filter((one) => one.scope !== 'mine').map((one) => [one.id, one]))
  return variants.flatMap(({ content, savedReplyId }, i) => {
    const field = `variants[${i}]`
    if (languages.indexOf(languages[i]!) !== i) return [{ field: `${field}.language`, message: 'twice' }] // of this list
    if (Boolean(content) === Boolean(savedReplyId)) return [{ field, message: 'says something of its own or names a saved reply' }]
    const kept = savedReplyId ? saved.get(savedReplyId) : undefined
    if (savedReplyId && !kept) return [{ field: `${field}.savedReplyId`, message: 'saved_reply_gone' }]
    const said: Content = content ?? { kind: 'text', text: kept?.text ?? '' }
    if (!isAutomatic(said)) return [{ field: `${field}.content.kind`, message: 'content_unsupported' }]
    const unknown = placesOf(said)
    if (unknown.length > 0) return [{ field: `${field}.content`, message: `unknown_places: ${unknown.join(', ')}` }]
    // Where several channels meet, words that one of them can carry are kept; the others say at the moment why they cannot.
    const judged = 'media' in said ? [] : owner.accounts.map((account) => services.channels.get(account.channel).connector.validate(said, account.settings))
    const refused = judged.every((one) => one !== null) ? judged[0] : null
    return refused ? [{ field: `${field}.content`, message: refused.code }] : []
  })
}
