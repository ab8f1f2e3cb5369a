/** The business number, its WABA and app as nodes: what a desk reads and sets besides messages. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { pretty } from './account.js'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { lengthOf, list, record, text, type Json } from './json.js'
import { badShape, badValue } from './message-shape.js'
import { customerAt, pairOf, saveNumber, type NumberRow } from './state.js'
import { fieldsOf } from './template-api.js'
import { windowOpen } from './window.js'
import { waIdOf } from './customer.js'

const DAY_MS = 24 * 3_600_000
/** At most ten registrations in 72 h. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/registration (2025-10). */
const REGISTRATIONS = 10
const PROFILE_LIMITS: Readonly<Record<string, number>> = { about: 139, address: 256, description: 512, email: 128 }
const MOST_BLOCKED = 64_000

const unknownEdge = (edge: string): GraphRefusal => new GraphRefusal(2500, undefined, undefined, `Unknown path components: /${edge}`)
const success = (): SimulatorAnswer => answerJson({ success: true })

function statusOf(number: NumberRow): string {
  if (!number.registered) return 'PENDING'
  return number.locked ? 'BANNED' : number.quality === 'RED' ? 'FLAGGED' : 'CONNECTED'
}

export function nodeOf(number: NumberRow): Json {
  const blocked = number.locked || !number.registered
  const can = blocked ? 'BLOCKED' : number.funded ? 'AVAILABLE' : 'LIMITED'
  return {
    id: number.id, display_phone_number: pretty(number.display), verified_name: number.verifiedName, name_status: 'APPROVED', status: statusOf(number), quality_rating: number.quality,
    code_verification_status: 'VERIFIED', platform_type: 'CLOUD_API', throughput: { level: number.messagesPerSecond >= 1000 ? 'HIGH' : 'STANDARD' },
    whatsapp_business_manager_messaging_limit: number.tier, is_on_biz_app: number.coexistence,
    health_status: {
      can_send_message: can,
      entities: [
        { entity_type: 'PHONE_NUMBER', id: number.id, can_send_message: number.registered ? 'AVAILABLE' : 'BLOCKED' },
        { entity_type: 'WABA', id: number.wabaId, can_send_message: number.locked ? 'BLOCKED' : number.funded ? 'AVAILABLE' : 'LIMITED', ...(number.funded ? {} : { errors: [{ error_code: 141006, error_description: 'There is no payment method.', possible_solution: 'Add a payment method.' }] }) },
        { entity_type: 'BUSINESS', id: number.portfolioId, can_send_message: 'AVAILABLE' },
        { entity_type: 'APP', id: number.appId, can_send_message: 'AVAILABLE' },
      ],
    },
  }
}

/** GET or POST /{phone-number-id} */
export function accountNode(world: World, request: RawRequest, number: NumberRow): SimulatorAnswer {
  if (request.method === 'GET') return answerJson(fieldsOf(nodeOf(number), request.query['fields'] ?? 'verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput'))
  saveNumber(world, { ...number, settings: { ...number.settings, ...bodyOf(request) } })
  return success()
}

/** The other edges of a number. */
export function pnidEdge(world: World, request: RawRequest, number: NumberRow, edge: string): SimulatorAnswer {
  const post = request.method === 'POST'
  switch (edge) {
    case 'register': return register(world, number, bodyOf(request))
    case 'deregister':
      if (number.coexistence) throw badShape('A number of the WhatsApp Business app cannot be deregistered.')
      return countRegistration(world, { ...number, registered: false })
    case 'whatsapp_business_profile': return post ? setProfile(world, number, bodyOf(request)) : answerJson({ data: [{ ...fieldsOf({ ...number.profile, messaging_product: 'whatsapp' }, request.query['fields']), id: undefined }] })
    case 'settings':
      if (!post) return answerJson({ storage_configuration: { status: 'DEFAULT' }, ...number.settings })
      saveNumber(world, { ...number, settings: { ...number.settings, ...bodyOf(request) } })
      return success()
    case 'block_users': return blockUsers(world, request, number)
    case 'marketing_messages': throw new GraphRefusal(131055, 'This phone number is not onboarded to the Marketing Messages API.')
    default: throw unknownEdge(edge)
  }
}

function register(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  const pin = text(body['pin']) ?? ''
  if (body['messaging_product'] !== 'whatsapp') throw badShape('The parameter messaging_product is required.')
  if (!/^\d{6}$/.test(pin)) throw badShape('Param pin must be 6 digits.')
  if (pin !== number.pin) throw new GraphRefusal(133005, 'The two-step verification PIN does not match.')
  return countRegistration(world, { ...number, registered: true })
}

function countRegistration(world: World, number: NumberRow): SimulatorAnswer {
  const recent = number.registrations.filter((at) => at > world.now() - 3 * DAY_MS)
  if (recent.length >= REGISTRATIONS) throw new GraphRefusal(133016, 'Too many registrations or deregistrations of this number in 72 hours.')
  saveNumber(world, { ...number, registrations: [...recent, world.now()] })
  return success()
}

function setProfile(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  for (const [key, longest] of Object.entries(PROFILE_LIMITS)) {
    const value = body[key]
    if (value !== undefined && (typeof value !== 'string' || lengthOf(value) > longest)) throw badShape(`Param ${key} must be at most ${longest} characters long.`)
  }
  if (body['about'] === '') throw badShape('Param about must not be empty.')
  const sites = body['websites']
  if (sites !== undefined && (!Array.isArray(sites) || sites.length > 2 || sites.some((site) => typeof site !== 'string' || site.length > 256))) throw badShape('Param websites must hold at most 2 URLs of 256 characters.')
  const { messaging_product: _, ...rest } = body
  saveNumber(world, { ...number, profile: { ...number.profile, ...rest } })
  return success()
}

/** Only people who wrote within the last 24 h can be blocked. */
function blockUsers(world: World, request: RawRequest, number: NumberRow): SimulatorAnswer {
  if (request.method === 'GET') return answerJson({ data: number.blockedUsers.map((waId) => ({ messaging_product: 'whatsapp', wa_id: waId })) })
  const users = list(bodyOf(request)['block_users']).map((one) => text(record(one)['user'])?.replace(/\D/g, '') ?? '')
  if (users.length === 0) throw badShape('The parameter block_users is required.')
  const asked = users.map((user) => ({ input: user, wa_id: waIdOf(user) }))
  if (request.method === 'DELETE') {
    saveNumber(world, { ...number, blockedUsers: number.blockedUsers.filter((waId) => !asked.some((one) => one.wa_id === waId)) })
    return answerJson({ messaging_product: 'whatsapp', block_users: { removed_users: asked } })
  }
  const recent = asked.filter((one) => { const customer = customerAt(world, number.id, one.wa_id); return customer && windowOpen(pairOf(world, number.id, customer.id), world.now()) })
  if (recent.length < asked.length) throw new GraphRefusal(139102, 'Some users have not messaged the business in the last 24 hours.')
  const blocked = [...new Set([...number.blockedUsers, ...recent.map((one) => one.wa_id)])]
  if (blocked.length > MOST_BLOCKED) throw badValue(`At most ${MOST_BLOCKED} users can be blocked.`)
  saveNumber(world, { ...number, blockedUsers: blocked })
  return answerJson({ messaging_product: 'whatsapp', block_users: { added_users: recent } })
}

/** The WABA itself and its small edges. */
export function wabaEdge(world: World, request: RawRequest, owner: NumberRow, edge: string | undefined): SimulatorAnswer {
  const family = world.all<NumberRow>('number').filter((row) => row.wabaId === owner.wabaId && row.accessToken === owner.accessToken)
  switch (edge) {
    case undefined: return answerJson(fieldsOf({
      id: owner.wabaId, name: owner.verifiedName, timezone_id: '52', currency: owner.currency, message_template_namespace: `ns_${owner.wabaId}`, account_review_status: 'APPROVED',
      ...(owner.funded ? { primary_funding_id: `9${owner.wabaId.slice(1)}` } : {}), health_status: nodeOf(owner)['health_status'],
    }, request.query['fields']))
    case 'phone_numbers': return answerJson({ data: family.map((row) => fieldsOf(nodeOf(row), request.query['fields'])) })
    case 'subscribed_apps': {
      if (request.method === 'GET') return answerJson({ data: family.some((row) => row.subscribed) ? [{ whatsapp_business_api_data: { id: owner.appId, name: 'Recado' } }] : [] })
      for (const row of family) saveNumber(world, { ...row, subscribed: request.method === 'POST' })
      return success()
    }
    default: throw unknownEdge(edge)
  }
}

const SCOPES = ['business_management', 'whatsapp_business_management', 'whatsapp_business_messaging']

/** GET /debug_token: what a token is worth, also when it is dead. */
export function debugToken(world: World, request: RawRequest): SimulatorAnswer {
  const token = request.query['input_token']
  if (!token) throw badShape('The parameter input_token is required.')
  const owner = world.all<NumberRow>('number').find((row) => row.accessToken === token)
  if (!owner) return answerJson({ data: { is_valid: false, error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }, scopes: [] } })
  return answerJson({
    data: {
      app_id: owner.appId, type: 'SYSTEM_USER', application: 'Recado', data_access_expires_at: 0, expires_at: 0, is_valid: !owner.tokenDead,
      ...(owner.tokenDead ? { error: { code: 190, message: 'Error validating access token: Session has expired.', subcode: 463 } } : {}),
      scopes: SCOPES, granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: [owner.wabaId] })), user_id: owner.portfolioId,
    },
  })
}

/** App edges: the callback address, and the two steps of a resumable upload that gives a handle for template samples. */
export function uploads(world: World, request: RawRequest, first: string, edge: string | undefined): SimulatorAnswer {
  if (first.startsWith('upload:')) {
    const session = world.get<{ length: number; type: string }>('upload', first)
    if (!session) throw badShape('The upload session is not known.')
    if (request.body.length !== session.length) throw badShape(`The file must have ${session.length} bytes.`)
    return answerJson({ h: `4::${Buffer.from(session.type).toString('base64')}:${world.putFile(request.body, session.type)}` })
  }
  if (edge === 'uploads' && request.method === 'POST') {
    const asked = { ...bodyOf(request), ...request.query }
    const length = Number(asked['file_length'])
    if (!(length > 0)) throw badShape('The parameter file_length is required.')
    const id = `upload:${world.token(24)}`
    world.put('upload', id, { length, type: text(asked['file_type']) ?? 'application/octet-stream' })
    return answerJson({ id })
  }
  if (edge === 'subscriptions') return request.method === 'GET' ? answerJson({ data: [{ object: 'whatsapp_business_account', active: true, fields: [{ name: 'messages', version: 'v26.0' }] }] }) : success()
  if (edge === undefined) return answerJson({ id: first, name: 'Recado' })
  throw unknownEdge(edge)
}

