/** Fields about templates, the number and the account itself. */
import type { AccountEvent, InboundEvent, TemplateEvent } from '@recado/channel-kit'
import { keyOf, records, type Place, type Reader } from './inbound-place.js'
import { compact, list, number, record, text, type Json } from './read.js'
import { limitOf, paceOf, statusOf } from './words.js'

type Change = TemplateEvent['change']

const template = (place: Place, change: Change, resync?: true): InboundEvent[] => [compact<TemplateEvent>({
  type: 'template', key: keyOf(place, place.value), account: place.account, at: place.at,
  externalId: text(place.value.message_template_id), name: text(place.value.message_template_name), language: text(place.value.message_template_language),
  change: compact(change), resync,
})]

/** Why, in Meta's words; its NONE is no reason. */
function reasonOf(value: Json): string | undefined {
  const reason = text(value.reason)
  return text(record(value.rejection_info).reason) ?? text(record(value.other_info).description) ?? (reason === 'NONE' ? undefined : reason)
}

const hour = 3_600_000
/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-pausing */
const PAUSES: Readonly<Record<string, number>> = { FIRST_PAUSE: 3 * hour, SECOND_PAUSE: 6 * hour }

/** Events that leave a template as usable as it was. */
const remarks = new Set(['FLAGGED', 'LIMIT_EXCEEDED'])

const templateStatus: Reader = (place) => {
  const event = text(place.value.event) ?? ''
  const reason = reasonOf(place.value)
  const category = text(place.value.message_template_category)
  if (remarks.has(event)) return template(place, { category, reason: reason ?? event.toLowerCase() })
  const status = statusOf(event)
  const pause = PAUSES[text(record(place.value.other_info).title) ?? '']
  return template(place, { status, category, reason, advice: text(record(place.value.rejection_info).recommendation), pausedUntil: status === 'paused' && pause !== undefined ? place.at + pause : undefined }, status === undefined || event === 'REINSTATED' || event === 'UNARCHIVED' || event === 'UNPAUSED' ? true : undefined)
}

const secondsAt = (value: unknown): number | undefined => { const at = number(value); return at === undefined ? undefined : at * 1000 }

const templateCategory: Reader = (place) => {
  const coming = text(place.value.correct_category)
  // A warning names the present category as the new one.
  const change = coming ? { category: text(place.value.new_category), reason: `category_changes_to_${coming}`, next: compact({ category: coming, at: secondsAt(place.value.category_update_timestamp) }) } : { category: text(place.value.new_category) }
  return template(place, change)
}

const templateDetection: Reader = (place) => {
  const seen = text(place.value.correct_category) ?? text(place.value.new_category)
  return template(place, { reason: seen ? `meta_sees_${seen}` : 'category_in_doubt' })
}

const about = (place: Place, event: string, severity: AccountEvent['severity'], data: Json, effect?: AccountEvent['effect']): InboundEvent[] =>
  [compact<AccountEvent>({ type: 'account', key: keyOf(place, place.value), account: place.account, at: place.at, event, severity, data: compact({ ...data }), effect })]

/** The first is worth a look, the second stops the firm's messages. */
const grave: Readonly<Record<string, { severity: AccountEvent['severity']; effect?: AccountEvent['effect'] }>> = {
  ACCOUNT_VIOLATION: { severity: 'warning' },
  ACCOUNT_DELETED: { severity: 'critical', effect: 'pause' },
  ACCOUNT_OFFBOARDED: { severity: 'critical', effect: 'pause' },
  PARTNER_REMOVED: { severity: 'critical', effect: 'pause' },
  PARTNER_APP_UNINSTALLED: { severity: 'critical', effect: 'pause' },
  PARTNER_ADDED: { severity: 'info', effect: 'resume' },
  PARTNER_APP_INSTALLED: { severity: 'info', effect: 'resume' },
  ACCOUNT_RECONNECTED: { severity: 'info', effect: 'resume' },
}

function judge(event: string, value: Json): { severity: AccountEvent['severity']; effect?: AccountEvent['effect'] } {
  if (event === 'DISABLED_UPDATE') {
    const state = text(record(value.ban_info).waba_ban_state)
    return state === 'REINSTATE' ? { severity: 'info', effect: 'resume' } : { severity: 'critical', ...(state === 'DISABLE' ? { effect: 'pause' as const } : {}) }
  }
  if (event === 'ACCOUNT_RESTRICTION') {
    const types = records(value.restriction_info).map((one) => text(one.restriction_type))
    // Only the second kind forbids answers; the first forbids beginning a conversation.
    if (types.includes('RESTRICTED_CUSTOMER_INITIATED_MESSAGING')) return { severity: 'critical', effect: 'pause' }
    return { severity: types.includes('RESTRICTED_BIZ_INITIATED_MESSAGING') ? 'critical' : 'warning' }
  }
  return (Object.hasOwn(grave, event) ? grave[event] : undefined) ?? { severity: 'info' }
}

const accountUpdate: Reader = (place) => {
  const event = text(place.value.event) ?? 'unknown'
  const { severity, effect } = judge(event, place.value)
  const { event: _named, ...data } = place.value
  return about(place, event.toLowerCase(), severity, data, effect)
}

const alerts: Readonly<Record<string, AccountEvent['severity']>> = { CRITICAL: 'critical', WARNING: 'warning', INFORMATIONAL: 'info' }

const accountAlert: Reader = (place) => {
  const info = record(place.value.alert_info)
  const severity = text(info.alert_severity) ?? ''
  return about(place, text(info.alert_type)?.toLowerCase() ?? 'alert', (Object.hasOwn(alerts, severity) ? alerts[severity] : undefined) ?? 'warning', { description: text(info.alert_description), status: text(info.alert_status) })
}

/** The ceiling of people messaged first in a day, for the unique-people quota. */
const limits = (value: Json): Json => compact({
  messagingLimit: limitOf(value.max_daily_conversations_per_business ?? value.max_daily_conversation_per_phone),
  maxPhoneNumbers: number(value.max_phone_numbers_per_business ?? value.max_phone_numbers_per_waba),
  ...(value.event === 'THROUGHPUT_UPGRADE' ? { messagesPerSecond: paceOf({ level: 'HIGH' }) } : {}),
})

const plain = (event: string, severity: AccountEvent['severity'] = 'info'): Reader => (place) => about(place, event, severity, place.value)

/** Readers by field name. */
export const accountReaders: Readonly<Record<string, Reader>> = {
  message_template_status_update: templateStatus,
  message_template_quality_update: (place) => template(place, { quality: text(place.value.new_quality_score)?.toLowerCase() }),
  message_template_components_update: (place) => template(place, {}, true),
  template_category_update: templateCategory,
  template_correct_category_detection: templateDetection,
  phone_number_quality_update: (place) => about(place, `number_${(text(place.value.event) ?? 'quality').toLowerCase()}`, place.value.event === 'FLAGGED' || place.value.event === 'DOWNGRADE' ? 'warning' : 'info', { displayPhoneNumber: text(place.value.display_phone_number), ...limits(place.value) }),
  phone_number_name_update: (place) => about(place, 'number_name', place.value.decision === 'REJECTED' ? 'warning' : 'info', { decision: text(place.value.decision), name: text(place.value.requested_verified_name), reason: reasonOf({ reason: place.value.rejection_reason }) }),
  business_capability_update: (place) => about(place, 'limits', 'info', limits(place.value)),
  account_update: accountUpdate,
  account_alerts: accountAlert,
  account_review_update: (place) => about(place, 'account_review', place.value.decision === 'REJECTED' ? 'warning' : 'info', { decision: text(place.value.decision) }),
  business_username_update: (place) => about(place, 'username', 'info', { username: text(place.value.username), status: text(place.value.status) }),
  security: (place) => about(place, `security_${(text(place.value.event) ?? 'event').toLowerCase()}`, 'warning', { requester: text(place.value.requester) }),
  flows: plain('flow'),
  payment_configuration_update: plain('payment_configuration'),
}

/** Fields that tell the desk nothing it uses. */
export const unusedFields: Readonly<Record<string, string>> = {
  automatic_events: 'conversion events for Meta’s ad reports',
  partner_solutions: 'for solution partners',
  group_lifecycle_update: 'the desk does not manage groups',
  group_participants_update: 'the desk does not manage groups',
  group_settings_update: 'the desk does not manage groups',
  group_status_update: 'the desk does not manage groups',
}

/** Nothing to read at all. */
export const isEmpty = (value: Json): boolean => Object.values(value).every((field) => Array.isArray(field) && list(field).length === 0)
