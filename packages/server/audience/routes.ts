/** What holds of a route for everybody, read from the channel's declaration, the account and the owner's settings: the only place that knows both sides. */
import { type AudienceRoute, type AudienceSpec, basisThatCounts, type ChannelRules, type Facts, type Instant, type Intent, needsLedger, nothingSaid, priceOf, PURPOSE_DEFAULTS, purposeOf, quotaAmount, quotaPeriod } from '@recado/core'
import type { RouteFacts, RoutePrices, Tx } from '@recado/db'
import type { SetPurposes } from '../consents/facts.js'
import { currencyOf, withOwnCards, zoneOf } from '../costs/cards.js'
import type { Account, LoadedChannel, Services } from '../services.js'

/** A country that no card names by itself. */
const ELSEWHERE = '??'

/** The account and its channel with the cards that hold, and the engine's facts of nobody in particular: what does not depend on a person. */
export interface RouteGround { account: Account; channel: LoadedChannel; facts: Facts; intent: Intent; currency: string }

export async function groundOf(tx: Tx, services: Services, workspaceId: string, spec: AudienceSpec, route: AudienceRoute, now: Instant, workspaceZone: string): Promise<RouteGround | null> {
  const account = await services.accounts.byId(workspaceId, route.accountId)
  const plain = account && services.channels.find(account.channel)
  if (!account || !plain) return null
  const channel = await withOwnCards(tx, account, plain)
  const { rules } = channel.declaration
  const facts: Facts = {
    rules, now, grants: [], account: { state: 'ready', settings: account.settings, timeZone: zoneOf(account, workspaceZone), currency: currencyOf(account) },
    identity: { country: null, reachable: null }, consent: nothingSaid, pairSends: [],
    // The most it can cost: the month's free messages are shared out in the estimate.
    quotas: rules.price?.allowanceQuota ? { [rules.price.allowanceQuota]: { used: Number.MAX_SAFE_INTEGER } } : {},
  }
  const intent: Intent = route.as === 'template'
    ? { kind: 'template', purpose: spec.purpose, author: 'campaign', template: { id: route.templateId ?? '', category: categoryNameOf(rules, spec, route), status: 'approved', missing: [] } }
    : { kind: 'text', purpose: spec.purpose, author: 'campaign' }
  return { account, channel, facts, intent, currency: facts.account.currency }
}

/** While no template is chosen yet, one of a category that serves the purpose is meant. */
function categoryNameOf(rules: ChannelRules, { purpose }: AudienceSpec, { priceClass }: AudienceRoute): string {
  return priceClass ?? Object.entries(rules.templates?.categories ?? {}).find(([, category]) => category.purposes.includes(purpose) && !category.needsPermission && (category.authors?.includes('campaign') ?? true))?.[0] ?? ''
}

/** `ground` null: the account is gone. */
export function routeFacts(spec: AudienceSpec, place: number, ground: RouteGround | null, owners: SetPurposes, permissionId: string | null): RouteFacts {
  const route = spec.routes[place]! // one of them
  const none: RouteFacts = { route: place, accountId: route.accountId, channel: '', refused: 'account_disconnected', purpose: spec.purpose, basis: null, doubleOptIn: false, door: 'any', barred: [], only: null, unmarketed: [], grants: null, permission: null, posts: null, quotas: [], prices: null }
  if (!ground) return none
  const { account, channel, facts, intent } = ground
  const { rules } = channel.declaration
  const category = route.as === 'template' ? rules.templates?.categories[intent.template?.category ?? ''] : undefined
  const purpose = purposeOf(intent, { rules })
  const set = { ...PURPOSE_DEFAULTS, ...owners }[purpose]
  const basis = basisThatCounts(set.basis, spec.basis)
  const follow = route.as === 'template' ? category?.needsFollow ?? rules.templates?.needsFollow : undefined
  const missed = category?.exceptCountries ?? []
  const posts = (rules.quotas ?? []).find((one) => one.counts === 'broadcast' && one.scope === 'identity')
  const usable = route.as === 'template' ? category?.purposes.includes(purpose) === true && (category.authors?.includes('campaign') ?? true) : route.as === 'freeform' || posts !== undefined
  return {
    ...none, channel: channel.declaration.id, purpose, refused: account.disconnected ? 'account_disconnected' : usable ? null : 'route_unusable',
    basis: needsLedger(basis) && basis !== 'contract' ? basis : null, doubleOptIn: set.doubleOptIn, door: follow === false ? 'any' : follow === true ? 'known' : 'open',
    barred: [...(rules.unreachable ?? []).filter((one) => one.effect === 'deny' && (one.purposes?.includes(purpose) ?? true)).flatMap((one) => one.countries), ...(purpose === 'marketing' ? [] : missed)],
    only: category?.countries ?? null, unmarketed: purpose === 'marketing' ? missed : [],
    grants: grantsOf(route, ground, category?.needsGrant === true), permission: category?.needsPermission ? permissionId ?? '' : null,
    posts: route.as === 'post' && posts ? { month: monthOf(posts, facts), amount: quotaAmount(posts, facts) } : null,
    quotas: route.as === 'post' ? [] : (rules.quotas ?? []).flatMap((rule) => (rule.scope === 'identity' && rule.then === 'deny' && (rule.counts === 'message' || rule.counts === (route.as === 'template' ? 'template' : 'freeform'))
      ? [{ from: quotaPeriod(rule, facts.now, facts.account.timeZone).from, amount: quotaAmount(rule, facts), counts: rule.counts as 'message' | 'template' | 'freeform' }] : [])), // one of the three was asked for
    prices: route.as === 'post' ? null : pricesOf(ground),
  }
}

/** Grants that let it go; null where none is needed. */
function grantsOf(route: AudienceRoute, { channel, facts, intent }: RouteGround, needed: boolean): RouteFacts['grants'] {
  const { rules } = channel.declaration
  if (route.as === 'post' || (route.as === 'template' ? !needed : rules.initiation === 'anyone')) return null
  return rules.grants.filter((rule) => rule.gives === 'freeform').filter((rule) => needed
    || (rule.purposes?.includes(intent.purpose) ?? true) && (rule.authors?.includes('campaign') ?? true) && (rule.kinds?.includes(intent.kind) ?? true) && (!rule.needsSetting || facts.account.settings[rule.needsSetting] === true))
    .map(({ kind, guard }) => ({ kind, ...guard, needsReply: !needed }))
}

/** The calendar month in which a post of this moment counts, as the ledger of posts names it. */
function monthOf(rule: { timeZone?: string }, { now, account }: Facts): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: rule.timeZone ?? account.timeZone, year: 'numeric', month: '2-digit' }).format(now).slice(0, 7)
}

function pricesOf({ facts, intent }: RouteGround): RoutePrices | null {
  const rule = facts.rules.price
  if (!rule) return null
  const asked = (country: string): string | null => priceOf(intent, { ...facts, identity: { ...facts.identity, country } })?.amount ?? null
  const charged = rule.freeformChargedFrom === undefined || facts.now >= rule.freeformChargedFrom
  if (!intent.template && !charged) return null
  return {
    byCountry: Object.fromEntries(Object.keys(rule.marketOf).filter((country) => country !== '*').map((country) => [country, asked(country)])), rest: asked(ELSEWHERE),
    freeDuring: (rule.freeDuring ?? []).map((kind) => ({ kind, whileOpen: facts.rules.grants.find((grant) => grant.kind === kind)?.onReply?.whileOpen ?? null })),
    freeIn: intent.template && !charged && rule.freeInsideWindowBefore?.includes(intent.template.category) ? facts.rules.grants.filter((grant) => grant.gives === 'freeform').map((grant) => grant.kind) : [],
  }
}

/** Amounts in several currencies are not compared: then what is free goes before what is not. */
export function comparable(routes: readonly RouteFacts[], currencies: readonly (string | null)[]): RouteFacts[] {
  if (new Set(currencies.filter((each, i) => each !== null && routes[i]?.prices)).size < 2) return [...routes]
  const flat = (amount: string | null): string | null => (amount === null ? null : Number(amount) === 0 ? '0' : '1')
  return routes.map((each) => (each.prices ? { ...each, prices: { ...each.prices, rest: flat(each.prices.rest), byCountry: Object.fromEntries(Object.entries(each.prices.byCountry).map(([country, amount]) => [country, flat(amount)])) } } : each))
}
