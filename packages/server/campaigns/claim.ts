/**
 * The last word before the messages of a campaign leave, for many at once: the same verdict on facts read in the same transaction that takes the grants and
 * writes `sending`. After its commit every one of them is found again, whatever happens to this process.
 */
import { randomBytes } from 'node:crypto'
import type { OutboundMessage } from '@recado/channel-kit'
import type { CampaignVariant } from '@recado/api'
import { afterFailure, type Basis, basisThatCounts, compareAmounts, addAmounts, days, decide, type Facts, type Instant, type Intent, onReplyGrants, type priceOf, PURPOSE_DEFAULTS, purposeOf, quietEnds, replyValues, takesFrom, type Track, windowState } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { isCustomer, PURPOSES_SQL, type SetPurposes } from '../consents/facts.js'
import { categoryByKey } from '../consents/categories.js'
import { BUDGETS_SQL, budgetFacts, campaignBudgets, type HeldBudget, takeFromBudgets } from '../costs/budgets.js'
import { currencyOf, priceRuleOf, zoneOf } from '../costs/cards.js'
import { platformTemplate } from '../sending/intent.js'
import { PERMISSION } from '../sending/job.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import type { QuotaBook } from './quotas.js'
import { type Due, readRecipients, type Recipient } from './recipients.js'
import type { StoredCampaign } from './rows.js'
import { type Leaving, type Moved, moveRecipients, writeLeaving } from './write.js'
import { Wordings } from './wording.js'

const iso = (at: Instant): string => new Date(at).toISOString()
/** A message waits behind an `unknown` one of its thread for at most this long. */
const UNKNOWN_HOLDS_MS = 30_000
/** When a thread is busy, its recipient is looked at again after this. */
const BUSY_MS = 2_000

export interface Claimed { message: OutboundMessage; conversationId: string; campaignId: string; identityId: string; /** her platform opens a window when our answer arrives */ opens: boolean }
/** `dry`: why nothing of this campaign can leave over this account now, and until when that surely holds. */
export interface ClaimedBatch { messages: Claimed[]; seen: number; dry: { code: 'quota_exhausted' | 'budget_exhausted' | 'account_disconnected' | 'template_paused'; until: Instant | null } | null; changed: boolean }

const CAMPAIGN = `select k.campaign_id, k.name, k.spec, k.settings, k.winner, w.time_zone, w.name as company, w.rate_cards_version, ${PURPOSES_SQL} as purposes, ${BUDGETS_SQL} as budgets
  from campaign k join workspace w on w.workspace_id = $1 cross join (select null::uuid as team_id) c where k.workspace_id = $1 and k.campaign_id = $2 and k.state = 'sending' for share of k`
interface CampaignRow extends Pick<StoredCampaign, 'campaign_id' | 'name' | 'spec' | 'settings' | 'winner'> { time_zone: string; company: string; rate_cards_version: number; purposes: SetPurposes; budgets: HeldBudget[] }

const DUE = `select contact_id, identity_id, route, variant, country, language, time_zone from campaign_recipient
  where workspace_id = $1 and campaign_id = $2 and account_id = $3 and pending and due_at <= $4 order by due_at, contact_id limit $5 for update skip locked`

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
/** Long enough that nobody finds one by trying: 58^11. */
export const newCode = (): string => [...randomBytes(11)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

/** What one campaign sends over one account now, at most `limit`. Nothing where it no longer sends: whoever pauses waits for this to commit, and nothing follows. */
export async function claimBatch(tx: Tx, services: Services, account: Account, channel: LoadedChannel, campaignId: string, limit: number, quotas: QuotaBook): Promise<ClaimedBatch> {
  const { workspaceId } = account
  const none: ClaimedBatch = { messages: [], seen: 0, dry: null, changed: false }
  const [campaign] = await tx.query<CampaignRow>(CAMPAIGN, [workspaceId, campaignId])
  if (!campaign) return none
  const now = services.clock.now(workspaceId)
  if (campaign.settings.endsAt && Date.parse(campaign.settings.endsAt) <= now) return none
  const due = await tx.query<Due>(DUE, [workspaceId, campaignId, account.id, iso(now), limit])
  if (due.length === 0) return none
  const { rules: declared } = channel.declaration
  const { cap } = campaign.spec
  const recipients = await readRecipients(tx, due, {
    workspaceId, accountId: account.id, campaignId, now, purposes: ['marketing', 'notification'], unknownSince: now - UNKNOWN_HOLDS_MS,
    pairSince: declared.pairRate ? now - declared.pairRate.everyMs * (declared.pairRate.burst + 1) * 2 : null, capSince: cap ? now - days(cap.days) : null,
  })
  const variants = new Map((await tx.query<CampaignVariant>('select key, name, share, contents from campaign_variant where workspace_id = $1 and campaign_id = $2', [workspaceId, campaignId])).map((one) => [one.key, one]))
  const topic = campaign.spec.category ? await categoryByKey(tx, workspaceId, campaign.spec.category) : null
  const base = await baseFacts(tx, account, channel, campaign, now)
  const ledger = await quotas.open(tx, base.facts, recipients.map((one) => one.identity_id), Date.now())
  const wordings = new Wordings(tx, account, channel, campaign.spec.purpose)
  const budgets = [...campaign.budgets, ...await campaignBudgets(tx, workspaceId, campaignId)]
  const room = new Room(budgets, now, base.facts.account.timeZone)

  const leaving: Leaving[] = []
  const moved: Moved[] = []
  let dry: ClaimedBatch['dry'] = null
  const known = new Map(recipients.map((one) => [one.contact_id, one]))
  for (const { contact_id: contactId, route } of due) {
    const her = known.get(contactId)
    const leave = (code: string): void => { moved.push({ contact: contactId, state: 'cancelled', code }) }
    if (!her) { leave('erased'); continue }
    if (her.twice) { leave('merged'); continue }
    if (topic?.archivedAt != null || (campaign.spec.category && !topic)) { leave('consent_missing'); continue }
    const zone = her.time_zone ?? campaign.time_zone
    const quietUntil = quietEnds(campaign.settings.quietHours, now, zone)
    if (quietUntil !== null) { moved.push({ contact: contactId, due: quietUntil }); continue }
    if (cap && her.got >= cap.messages) { leave('frequency_cap'); continue }
    if (her.busy) { moved.push({ contact: contactId, due: now + BUSY_MS }); continue }
    const links: Leaving['links'] = []
    const track: Track | null = campaign.settings.trackLinks === false ? null : (url) => {
      const code = links.find((one) => one.url === url)?.code ?? newCode()
      if (!links.some((one) => one.url === url)) links.push({ code, url })
      return { code, href: `${services.publicUrl()}/l/${code}` }
    }
    const variant = variants.get(campaign.winner && !her.variant ? campaign.winner : (her.variant ?? 'a'))
    const values = replyValues({ contact: { name: her.name, attributes: her.attributes }, agentName: '', company: campaign.company, conversationNumber: null, windowEnd: null })
    const wording = variant ? await wordings.for(variant, { language: her.language, values }, track) : null
    if (!wording) { nextRoute(moved, contactId, route, 'content_unsupported', campaign); continue }
    if (wording.missing.length > 0) { leave('parameter_missing'); continue }
    const basis: Basis | null = campaign.spec.basis ?? null
    const intent: Intent = { ...wording.intent, ...(topic ? { category: topic.id } : {}), ...(basis ? { basis } : {}) }
    const facts = await factsOf(tx, workspaceId, channel, her, base, intent, ledger.of(her.identity_id), room.facts())
    const verdict = decide(intent, facts)
    if (verdict.kind === 'deny') {
      const { code, retryAt } = verdict
      if (code === 'account_disconnected') { dry = { code, until: null }; break }
      if (code === 'template_not_approved' && wording.template?.status === 'paused') { dry = { code: 'template_paused', until: null }; break }
      if (code === 'budget_exhausted') { dry = { code, until: retryAt }; break }
      if (code === 'pair_rate') { moved.push({ contact: contactId, due: retryAt ?? now + BUSY_MS }); continue }
      if (code === 'quota_exhausted') {
        // The account's own limit holds for everybody; one of her own waits for her alone.
        if (base.sharedQuotas) { dry = { code, until: retryAt }; break }
        moved.push({ contact: contactId, due: retryAt ?? now + BUSY_MS })
        continue
      }
      if (afterFailure(code) === 'next_route' && campaign.settings.fallback !== false) nextRoute(moved, contactId, route, code, campaign)
      else leave(code)
      continue
    }
    const outside = windowState(facts.rules, facts.grants, now).state !== 'open'
    ledger.add(her.identity_id, { template: intent.kind === 'template', outside })
    room.take(verdict.price)
    const taken = intent.kind === 'template' ? [] : takesFrom(her.grants, now)
    const permission = wording.template && channel.declaration.rules.templates?.categories[wording.template.category]?.needsPermission === 'one_off' ? wording.template.external_id : null
    const purpose = purposeOf(intent, facts)
    leaving.push({
      messageId: newId(), contactId, person: her.person, identityId: her.identity_id, conversationId: her.conversation_id ?? newId(), caseId: her.case_id ?? newId(), fresh: her.conversation_id === null, content: wording.content, as: verdict.as,
      purpose, category: intent.category ?? null, basis: basisThatCounts(facts.consent.purposes[purpose].basis, basis), price: verdict.price, outside, freeKind: facts.rules.price?.freeKinds?.includes(intent.kind) ?? false,
      taken: permission ? [...taken, `${PERMISSION}${permission}`] : taken, kinds: taken, permission, teamId: her.team_id, country: her.her_country, templateId: wording.template?.template_id ?? null, links, variant: variant!.key, opens: onReplyGrants(facts.rules, her.grants, now, account.settings).length > 0, // found above
      outbound: { id: '', to: her.keys, content: wording.content, as: verdict.as, author: 'campaign', purpose, attempt: 1, ...(verdict.tag ? { tag: verdict.tag } : {}), ...(wording.template ? { template: platformTemplate(wording.template) } : {}) },
    })
  }
  await writeLeaving(tx, account, campaignId, leaving, { now, timeZone: base.facts.account.timeZone, budgets: room.taken() })
  await moveRecipients(tx, workspaceId, campaignId, moved)
  if (moved.some((one) => one.state !== undefined || one.route !== undefined)) await advance(tx, workspaceId, campaignId, moved)
  for (const { budgets: held, amount } of room.sums()) await takeFromBudgets(tx, held, amount, now, base.facts.account.timeZone)
  return { seen: due.length, dry, changed: leaving.length + moved.length > 0, messages: leaving.map((one) => ({ message: { ...one.outbound, id: one.messageId }, conversationId: one.conversationId, campaignId, identityId: one.identityId, opens: one.opens })) }
}

/** The next road that the campaign names, if there is one: whether she can be written to there is asked when her turn comes. */
function nextRoute(moved: Moved[], contact: string, route: number, code: string, campaign: CampaignRow): void {
  moved.push(route + 1 < campaign.spec.routes.length ? { contact, code, route: route + 1, routes: campaign.spec.routes.slice(route + 1).map((one) => one.accountId) } : { contact, state: 'cancelled', code })
}

/** Those who go on by another road stay `pending` if she has an address there, else they end with the reason of the last. */
export async function advance(tx: Tx, workspaceId: string, campaignId: string, moved: readonly Moved[]): Promise<void> {
  const on = moved.flatMap((one) => (one.route === undefined ? [] : (one.routes ?? []).map((account, i) => ({ contact: one.contact, account, route: one.route! + i, code: one.code })))) // those that name a route
  if (on.length === 0) return
  await tx.query(
    `with want as (select * from jsonb_to_recordset($3::jsonb) as w(contact uuid, account uuid, route smallint, code text)),
     found as (select distinct on (w.contact) w.contact, w.account, w.route, d.identity_id, d.country from want w
       join campaign_recipient r on r.workspace_id = $1 and r.campaign_id = $2 and r.contact_id = w.contact left join identity o on o.workspace_id = $1 and o.identity_id = r.identity_id
       join identity d on d.workspace_id = $1 and d.contact_id = coalesce(o.contact_id, w.contact) and d.account_id = w.account order by w.contact, w.route, d.identity_id desc)
     update campaign_recipient r set account_id = coalesce(f.account, r.account_id), identity_id = coalesce(f.identity_id, r.identity_id), route = coalesce(f.route, r.route), country = coalesce(f.country, r.country),
       code = w.code, state = case when f.contact is null then case when r.message_id is null then 'cancelled' else 'failed' end else 'pending' end, due_at = coalesce(r.due_at, r.claimed_at)
     from (select contact, min(code) as code from want group by 1) w left join found f on f.contact = w.contact where r.workspace_id = $1 and r.campaign_id = $2 and r.contact_id = w.contact`,
    [workspaceId, campaignId, JSON.stringify(on)])
}

interface Base { facts: Facts; purposes: SetPurposes; /** some quota counts the account or portfolio, and none each person */ sharedQuotas: boolean }

async function baseFacts(tx: Tx, account: Account, channel: LoadedChannel, campaign: CampaignRow, now: Instant): Promise<Base> {
  const timeZone = zoneOf(account, campaign.time_zone)
  const price = await priceRuleOf(tx, account.workspaceId, channel, timeZone, campaign.rate_cards_version)
  const { rules: declared } = channel.declaration
  const rules = price === declared.price ? declared : { ...declared, price: price! } // one was declared
  const quotas = (rules.quotas ?? []).filter((rule) => rule.counts !== 'broadcast' && rule.then === 'deny')
  return {
    purposes: campaign.purposes, sharedQuotas: quotas.every((rule) => rule.scope !== 'identity'),
    facts: {
      rules, now, grants: [], account: { state: account.disconnected ? 'error' : account.pausedCode ? 'paused' : 'ready', settings: account.settings, timeZone, currency: currencyOf(account) },
      identity: { country: null, reachable: null }, consent: { identityId: '', channel: channel.declaration.id, purposes: { ...PURPOSE_DEFAULTS, ...campaign.purposes }, entries: [], existingCustomer: null }, quotas: {}, pairSends: [],
    },
  }
}

async function factsOf(tx: Tx, workspaceId: string, channel: LoadedChannel, her: Recipient, { facts, purposes }: Base, intent: Intent, quotas: Facts['quotas'], budgets: NonNullable<Facts['budgets']>): Promise<Facts> {
  const purpose = purposeOf(intent, facts)
  const set = { ...PURPOSE_DEFAULTS, ...purposes }[purpose]
  const customer = basisThatCounts(set.basis, intent.basis) === 'existing_customer' && set.customerFact ? await isCustomer(tx, workspaceId, her.person, set.customerFact) : null
  return {
    ...facts, grants: her.grants, quotas, budgets, pairSends: her.pair_sends,
    identity: { country: her.her_country, reachable: her.reachable, marketingStopped: her.marketing_stopped, permissions: her.permissions.map(({ templateId, left, category }) => ({ templateId, left: channel.declaration.rules.templates?.categories[category]?.needsPermission === 'long_term' ? null : left })) },
    consent: { ...facts.consent, identityId: her.identity_id, entries: her.entries, existingCustomer: customer },
  }
}

/** What the budgets still hold while a batch is taken from them; the rows themselves are taken from once, at its end. */
class Room {
  private readonly spent = new Map<string, string>()
  private readonly budgets: readonly HeldBudget[]
  private readonly now: Instant
  private readonly timeZone: string

  constructor(budgets: readonly HeldBudget[], now: Instant, timeZone: string) {
    this.budgets = budgets
    this.now = now
    this.timeZone = timeZone
  }

  facts(): NonNullable<Facts['budgets']> {
    return budgetFacts(this.budgets, this.now, this.timeZone).map((one) => ({ ...one, left: addAmounts(one.left, `-${this.spent.get(one.currency) ?? '0'}`) }))
  }

  take(price: ReturnType<typeof priceOf>): void {
    if (price && compareAmounts(price.amount, '0') > 0) this.spent.set(price.currency, addAmounts(this.spent.get(price.currency) ?? '0', price.amount))
  }

  /** Ids that money of this currency is taken from. */
  taken(): (currency: string | undefined) => string[] { return (currency) => this.budgets.filter((one) => one.currency === currency).map((one) => one.id) }

  sums(): { budgets: readonly HeldBudget[]; amount: { amount: string; currency: string } }[] {
    return [...this.spent].map(([currency, amount]) => ({ budgets: this.budgets, amount: { amount, currency } }))
  }
}
