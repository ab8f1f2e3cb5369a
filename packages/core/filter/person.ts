import { attribute, labelled, languageOf, moment } from './matches.js'
import { ANY, type ChoiceCondition, type Condition, type Filter, ME, NONE, SOMEBODY } from './tree.js'

/** Somebody as questions to people see her: all her addresses, what she got from us and what she bought. Moments in ms. */
export interface PersonFacts {
  labels: readonly string[]
  attributes: Readonly<Record<string, unknown>>
  language: string | null
  country: string | null
  stageId: string | null
  ownerId: string | null
  companyId: string | null
  createdAt: number
  addresses: readonly { accountId: string; channel: string; reachable: boolean | null; marketingStopped: boolean; /** Her window there: when it ends, and how many replies are left. */ window: { closesAt: number; left: number | null } | null }[]
  lastInboundAt: number | null
  lastActivityAt: number | null
  source: { kind: string; entryPointId: string | null; source: string } | null
  /** Purposes, and purposes with topics, for which her yes holds on any of her apps, and those that she has withdrawn. */
  consents: { given: readonly string[]; withdrawn: readonly string[] }
  listIds: readonly string[]
  campaigns: readonly { campaignId: string; got: boolean; read: boolean; clicked: boolean; replied: boolean }[]
  /** Without those that were cancelled or paid back. */
  orders: readonly { at: number; amount: number | null; currency: string | null; products: readonly string[] }[]
}

const HOUR = 3_600_000

/** Whether somebody fits a question to people; the same in SQL: db/queries/contact-filter.ts. */
export function matchesPerson(filter: Filter, person: PersonFacts, viewer: { userId: string | null; now: number }): boolean {
  if ('all' in filter) return filter.all.every((each) => matchesPerson(each, person, viewer))
  if ('any' in filter) return filter.any.some((each) => matchesPerson(each, person, viewer))
  if ('not' in filter) return !matchesPerson(filter.not, person, viewer)
  return holds(filter, person, viewer)
}

function holds(condition: Condition, person: PersonFacts, viewer: { userId: string | null; now: number }): boolean {
  switch (condition.field) {
    case 'person_labels': return labelled(condition.op, condition.value, person.labels)
    case 'attribute': return attribute(condition, person.attributes[condition.key])
    case 'created': return moment(condition, person.createdAt, viewer.now) === true
    case 'last_inbound': return moment(condition, person.lastInboundAt, viewer.now) === true
    case 'last_activity': return moment(condition, person.lastActivityAt, viewer.now) === true
    case 'last_order': return moment(condition, person.orders.length > 0 ? Math.max(...person.orders.map((order) => order.at)) : null, viewer.now) === true
    case 'silent_for': return person.lastInboundAt === null || person.lastInboundAt < viewer.now - condition.value * HOUR
    case 'marketing_stopped': return person.addresses.some((one) => one.marketingStopped) === condition.value
    case 'reachable': return person.addresses.some((one) => one.reachable !== false) === condition.value
    case 'order_count': return compared(condition.op, person.orders.length, condition.value)
    case 'order_total': return compared(condition.op, person.orders.reduce((sum, order) => sum + (order.currency === condition.key ? order.amount ?? 0 : 0), 0), condition.value)
    case 'labels': case 'waiting_for': case 'closes_within': case 'snoozed_until': case 'unread': case 'waiting': case 'failed': case 'draft': case 'mentioned': return false // of threads
    default: return isOneOf(condition, person, viewer) === (condition.op === 'in')
  }
}

const compared = (op: 'above' | 'below', is: number, value: number): boolean => (op === 'above' ? is > value : is < value)

function isOneOf({ field, value }: ChoiceCondition, person: PersonFacts, { userId, now }: { userId: string | null; now: number }): boolean {
  const has = (one: string | null): boolean => one !== null && value.includes(one)
  const campaign = (did: (one: PersonFacts['campaigns'][number]) => boolean): boolean => person.campaigns.some((one) => did(one) && (value.includes(ANY) || has(one.campaignId)))
  switch (field) {
    case 'channel': return person.addresses.some((one) => has(one.channel))
    case 'account': return person.addresses.some((one) => has(one.accountId))
    case 'reachable_on': return person.addresses.some((one) => has(one.accountId) && one.reachable !== false)
    case 'window_on': return person.addresses.some((one) => has(one.accountId) && one.window !== null && one.window.closesAt > now && (one.window.left === null || one.window.left > 0))
    case 'language': return has(languageOf(person.language))
    case 'country': return has(person.country?.toUpperCase() ?? null)
    case 'stage': return person.stageId === null ? value.includes(NONE) : has(person.stageId)
    case 'company': return person.companyId === null ? value.includes(NONE) : has(person.companyId)
    case 'owner': return person.ownerId === null ? value.includes(NONE) : value.includes(SOMEBODY) || has(person.ownerId) || person.ownerId === userId && value.includes(ME)
    case 'source': return has(person.source?.kind ?? null)
    case 'entry_point': return has(person.source?.entryPointId ?? null)
    case 'ad': return person.source?.kind === 'ad' && has(person.source.source)
    case 'consent': return value.some((one) => person.consents.given.includes(one))
    case 'consent_withdrawn': return value.some((one) => person.consents.withdrawn.includes(one))
    case 'list': return person.listIds.some(has)
    case 'campaign_got': return campaign((one) => one.got)
    case 'campaign_read': return campaign((one) => one.read)
    case 'campaign_clicked': return campaign((one) => one.clicked)
    case 'campaign_replied': return campaign((one) => one.replied)
    case 'order_product': return person.orders.some((order) => order.products.some(has))
    default: return false // of threads
  }
}
