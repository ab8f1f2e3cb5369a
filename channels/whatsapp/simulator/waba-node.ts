/** A WhatsApp Business Account: its state, its numbers, the apps that hear of it. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/whatsapp-business-accounts (2026-05). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { nodeFields, readFields } from './fields.js'
import { answerJson, bodyOf } from './graph.js'
import { list } from './json.js'
import { badShape } from './message-shape.js'
import { addNumber } from './number-registration.js'
import { readNumber, setCallback } from './number-node.js'
import { unknownEdge } from './nodes.js'
import { pricingAnalytics } from './pricing-analytics.js'
import { healthOf, isBusinessVerified, isFunded } from './standing.js'
import { numberOf, saveNumber, type NumberRow } from './state.js'

/** Every field of the documents; those without a value are left out of the answer. */
const FIELDS = [
  'account_review_status', 'analytics', 'audiences', 'auth_international_rate_eligibility', 'business_verification_status', 'country', 'creation_time', 'currency', 'health_status', 'is_enabled_for_insights', 'linked_commerce_account',
  'marketing_messages_lite_api_status', 'marketing_messages_onboarding_status', 'message_template_namespace', 'name', 'on_behalf_of_business_info', 'owner_business_info', 'ownership_type', 'phone_numbers', 'pricing_analytics', 'primary_business_location',
  'primary_funding_id', 'purchase_order_number', 'schedules', 'status', 'subscribed_apps', 'timezone_id', 'whatsapp_business_manager_messaging_limit',
]
const USUAL = 'id,name,currency,timezone_id,message_template_namespace'

export function wabaEdge(world: World, request: RawRequest, owner: NumberRow, edge: string | undefined): SimulatorAnswer | Promise<SimulatorAnswer> {
  const family = world.all<NumberRow>('number').filter((row) => row.wabaId === owner.wabaId && row.accessToken === owner.accessToken)
  switch (edge) {
    case undefined: return answerJson(wabaNode(world, owner, family, request.query['fields']))
    case 'phone_numbers':
      if (request.method === 'POST') return addNumber(world, owner, family, { ...request.query, ...bodyOf(request) })
      return answerJson({ data: family.map((row) => readNumber(world, row, request.query['fields'])) })
    case 'subscribed_apps': return subscription(world, request, owner, family)
    default: throw unknownEdge(edge)
  }
}

function wabaNode(world: World, owner: NumberRow, family: readonly NumberRow[], asked: string | undefined) {
  const wants = (field: string): boolean => asked?.includes(field) === true
  const priced = wants('pricing_analytics') ? readFields(asked ?? '').find(({ name }) => name === 'pricing_analytics') : undefined
  return nodeFields('WhatsAppBusinessAccount', {
    id: owner.wabaId, name: owner.verifiedName, timezone_id: '52', currency: owner.currency, country: owner.country, primary_business_location: owner.country, message_template_namespace: `ns_${owner.wabaId}`,
    account_review_status: owner.locked ? 'RESTRICTED' : 'APPROVED', business_verification_status: isBusinessVerified(owner) ? 'VERIFIED' : 'UNVERIFIED', ownership_type: 'SELF_OWNED', status: owner.locked ? 'DISABLED' : 'ACTIVE', is_enabled_for_insights: true,
    owner_business_info: { id: owner.portfolioId, name: owner.verifiedName }, whatsapp_business_manager_messaging_limit: owner.tier, marketing_messages_onboarding_status: 'NOT_STARTED',
    ...(wants('primary_funding_id') && isFunded(world, owner) ? { primary_funding_id: `9${owner.wabaId.slice(1)}` } : {}),
    ...(priced ? { pricing_analytics: pricingAnalytics(world, family, priced.modifiers) } : {}),
    ...(wants('health_status') ? { health_status: healthOf(world, owner) } : {}),
    ...(wants('phone_numbers') ? { phone_numbers: { data: family.map((row) => readNumber(world, row, undefined)) } } : {}),
    ...(wants('subscribed_apps') ? { subscribed_apps: { data: appsOf(owner, family) } } : {}),
  }, FIELDS, asked, USUAL)
}

const appsOf = (owner: NumberRow, family: readonly NumberRow[]): object[] => (family.some((row) => row.subscribed)
  ? [{ whatsapp_business_api_data: { id: owner.appId, name: 'Recado', link: `https://www.facebook.com/games/?app_id=${owner.appId}` }, ...(owner.callbacks?.waba ? { override_callback_uri: owner.callbacks.waba } : {}) }]
  : [])

async function subscription(world: World, request: RawRequest, owner: NumberRow, family: readonly NumberRow[]): Promise<SimulatorAnswer> {
  if (request.method === 'GET') return answerJson({ data: appsOf(owner, family) })
  if (request.method !== 'POST' && request.method !== 'DELETE') throw badShape('Unsupported method for this edge.')
  const subscribed = request.method === 'POST'
  const body = bodyOf(request)
  if (subscribed && body['override_callback_uri'] !== undefined) for (const { id } of family) await setCallback(world, id, 'waba', body)
  for (const { id } of family) {
    const row = numberOf(world, id)
    if (row) saveNumber(world, { ...row, subscribed })
  }
  const overridden = subscribed && body['override_callback_uri'] !== undefined
  return answerJson({ success: true, ...(overridden ? { data: list(appsOf({ ...owner, callbacks: numberOf(world, owner.id)?.callbacks ?? {} }, family.map((row) => ({ ...row, subscribed: true })))) } : {}) })
}
