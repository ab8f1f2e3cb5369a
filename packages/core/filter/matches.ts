import { type AttributeCondition, type ChoiceCondition, type ChoiceField, type Condition, type Filter, ME, MINE, type MomentCondition, type MomentField, NONE, SOMEBODY, type SwitchField } from './tree.js'

/** What has to be known of a conversation. Moments in ms; what is left out is not known, and neither is an answer that hangs on it. */
export interface FilterFacts {
  channel: string; accountId: string; inboxId: string; status: string; priority: string
  assigneeId: string | null; teamId: string | null; participantIds: readonly string[]
  labels: readonly string[]; unread: number; failed: number
  waitingSince: number | null; lastInboundAt: number | null; lastActivityAt: number; snoozedUntil: number | null
  window: { kind: string | null; closesAt: number | null; left: number | null }
  /** When people should have answered: the window's end, or the last opening minute before it. */
  answerBy: number | null
  createdAt?: number
  person?: {
    language: string | null; country: string | null; labels: readonly string[]; attributes: Readonly<Record<string, unknown>>
    stageId?: string | null; ownerId?: string | null; companyId?: string | null
    /** Every purpose, and purpose and topic, for which her yes stands on this app, and for which she has withdrawn it. */
    consents?: { given: readonly string[]; withdrawn: readonly string[] }
  }
  identity?: { marketingStopped: boolean; reachable: boolean | null }
  /** How she came first; null when nothing is known. */
  source?: { kind: string; entryPointId: string | null; source: string } | null
  hasDraft?: boolean
  mentioned?: boolean
}

/** Who asks, and when. Without `teamIds` it is not known which teams are hers. */
export interface FilterViewer { userId: string; now: number; teamIds?: readonly string[] }

const HOUR = 3_600_000

/** Whether the row is one of the view's; null when the facts do not tell. */
export function matches(filter: Filter, facts: FilterFacts, viewer: FilterViewer): boolean | null {
  if ('all' in filter) return every(filter.all.map((each) => matches(each, facts, viewer)))
  if ('any' in filter) return negated(every(filter.any.map((each) => negated(matches(each, facts, viewer)))))
  if ('not' in filter) return negated(matches(filter.not, facts, viewer))
  return holds(filter, facts, viewer)
}

const negated = (answer: boolean | null): boolean | null => (answer === null ? null : !answer)
const every = (answers: readonly (boolean | null)[]): boolean | null => (answers.includes(false) ? false : answers.includes(null) ? null : true)

function holds(condition: Condition, facts: FilterFacts, viewer: FilterViewer): boolean | null {
  switch (condition.field) {
    case 'labels': return labelled(condition.op, condition.value, facts.labels)
    case 'person_labels': return facts.person ? labelled(condition.op, condition.value, facts.person.labels) : null
    case 'waiting_for': return facts.waitingSince !== null && facts.waitingSince <= viewer.now - condition.value * HOUR
    case 'closes_within': return isWindowOpen(facts, viewer.now) && facts.answerBy !== null && facts.answerBy <= viewer.now + condition.value * HOUR
    // Asked of people alone (matchesPerson).
    case 'silent_for': case 'last_order': case 'order_count': case 'order_total': return null
    case 'attribute': return facts.person ? attribute(condition, facts.person.attributes[condition.key]) : null
    case 'last_inbound': case 'last_activity': case 'created': case 'snoozed_until': return moment(condition, momentOf(condition.field, facts), viewer.now)
    case 'unread': case 'waiting': case 'failed': case 'draft': case 'mentioned': case 'marketing_stopped': case 'reachable': {
      const so = isSo(condition.field, facts)
      return so === null ? null : so === condition.value
    }
    default: return chosen(condition, facts, viewer)
  }
}

/** She can be answered freely: the window has not ended, and a reply is left. */
export function isWindowOpen({ window }: Pick<FilterFacts, 'window'>, now: number): boolean {
  return window.closesAt !== null && window.closesAt > now && (window.left === null || window.left > 0)
}

function chosen({ field, op, value }: ChoiceCondition, facts: FilterFacts, viewer: FilterViewer): boolean | null {
  const is = isOneOf(field, value, facts, viewer)
  return op === 'in' ? is : negated(is)
}

function isOneOf(field: ChoiceField, value: readonly string[], facts: FilterFacts, viewer: FilterViewer): boolean | null {
  const has = (one: string | null): boolean => one !== null && value.includes(one)
  const held = (one: string | null | undefined): boolean | null => (one === undefined ? null : one === null ? value.includes(NONE) : has(one))
  switch (field) {
    case 'channel': return has(facts.channel)
    case 'account': return has(facts.accountId)
    case 'inbox': return has(facts.inboxId)
    case 'status': return has(facts.status)
    case 'priority': return has(facts.priority)
    case 'window_kind': return has(facts.window.kind)
    case 'window': return has(facts.window.closesAt === null ? 'none' : isWindowOpen(facts, viewer.now) ? 'open' : 'closed')
    case 'assignee': return facts.assigneeId === null ? value.includes(NONE) : value.includes(SOMEBODY) || has(facts.assigneeId) || facts.assigneeId === viewer.userId && value.includes(ME)
    case 'participant': return facts.participantIds.some((id) => has(id) || id === viewer.userId && value.includes(ME)) || facts.participantIds.length === 0 && value.includes(NONE)
    case 'team': {
      if (facts.teamId === null) return value.includes(NONE)
      if (has(facts.teamId)) return true
      return value.includes(MINE) ? viewer.teamIds?.includes(facts.teamId) ?? null : false
    }
    case 'language': return facts.person ? has(languageOf(facts.person.language)) : null
    case 'country': return facts.person ? has(facts.person.country?.toUpperCase() ?? null) : null
    case 'stage': return held(facts.person?.stageId)
    case 'company': return held(facts.person?.companyId)
    case 'owner': {
      const owner = facts.person?.ownerId
      return typeof owner === 'string' && (value.includes(SOMEBODY) || owner === viewer.userId && value.includes(ME)) ? true : held(owner)
    }
    case 'consent': return facts.person?.consents ? value.some((one) => facts.person!.consents!.given.includes(one)) : null // looked at just now
    case 'consent_withdrawn': return facts.person?.consents ? value.some((one) => facts.person!.consents!.withdrawn.includes(one)) : null // looked at just now
    case 'source': return facts.source === undefined ? null : has(facts.source?.kind ?? null)
    case 'entry_point': return facts.source === undefined ? null : has(facts.source?.entryPointId ?? null)
    case 'ad': return facts.source === undefined ? null : facts.source?.kind === 'ad' && has(facts.source.source)
    case 'list': case 'window_on': case 'reachable_on': case 'campaign_got': case 'campaign_read': case 'campaign_clicked': case 'campaign_replied': case 'order_product': return null // asked of people alone
  }
}

/** `es` of es-ES, es_MX and ES. */
export function languageOf(tag: string | null): string | null {
  return tag === null ? null : /^[a-z]+/.exec(tag.toLowerCase())?.[0] ?? null
}

export function labelled(op: 'any' | 'all' | 'none', value: readonly string[], labels: readonly string[]): boolean {
  if (op === 'all') return value.every((label) => labels.includes(label))
  return value.some((label) => labels.includes(label)) === (op === 'any')
}

function isSo(field: SwitchField, facts: FilterFacts): boolean | null {
  switch (field) {
    case 'unread': return facts.unread > 0
    case 'waiting': return facts.waitingSince !== null
    case 'failed': return facts.failed > 0
    case 'draft': return facts.hasDraft ?? null
    case 'mentioned': return facts.mentioned ?? null
    case 'marketing_stopped': return facts.identity ? facts.identity.marketingStopped : null
    // A channel that knows no such thing reaches her.
    case 'reachable': return facts.identity ? facts.identity.reachable !== false : null
  }
}

function momentOf(field: Exclude<MomentField, 'last_order'>, facts: FilterFacts): number | null | undefined {
  return { last_inbound: facts.lastInboundAt, last_activity: facts.lastActivityAt, created: facts.createdAt, snoozed_until: facts.snoozedUntil }[field]
}

export function moment(condition: MomentCondition, at: number | null | undefined, now: number): boolean | null {
  if (at === undefined) return null
  if (at === null) return false
  if (condition.op === 'before') return at < Date.parse(condition.value)
  if (condition.op === 'after') return at >= Date.parse(condition.value)
  const span = condition.value * HOUR
  const isWithin = condition.field === 'snoozed_until' ? at <= now + span : at >= now - span
  return isWithin === (condition.op === 'within')
}

/** An attribute as it is compared: only plain values are. */
export function scalarText(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** A text that is a number, in at most 15 digits. */
export const NUMBER = /^-?([0-9]{1,9}([.][0-9]{1,6})?|[0-9]{10,12}([.][0-9]{1,3})?)$/
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/

export function attribute({ op, value }: AttributeCondition, stored: unknown): boolean {
  const text = scalarText(stored)
  const several = Array.isArray(stored) ? (stored as unknown[]) : null
  if (op === 'exists' || op === 'missing') return (text !== null || several !== null && several.length > 0) === (op === 'exists')
  if (Array.isArray(value)) {
    const chosen = several ? several.some((one) => value.includes(one)) : typeof stored === 'string' && value.includes(stored)
    return chosen === (op === 'any')
  }
  // What is missing is not this value either.
  if (op === 'is_not') return text !== String(value)
  if (text === null || value === undefined) return false
  if (op === 'is') return text === String(value)
  if (op === 'before' || op === 'after') return DAY.test(text) && (op === 'before' ? text < String(value) : text >= String(value))
  if (op === 'contains') return text.toLowerCase().includes(String(value).toLowerCase())
  return NUMBER.test(text) && (op === 'above' ? Number(text) > Number(value) : Number(text) < Number(value))
}
