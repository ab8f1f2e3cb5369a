/** The other edges of a business number. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { automationEdge } from './automation.js'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { list, record, text } from './json.js'
import { badShape, badValue } from './message-shape.js'
import { deregister, register, requestCode, verifyCode } from './number-registration.js'
import { profileEdge } from './profile.js'
import { qrCodesEdge } from './qr-codes.js'
import { customerAt, pairOf, saveNumber, type NumberRow } from './state.js'
import { windowOpen } from './window.js'
import { waIdOf } from './customer.js'

const MOST_BLOCKED = 64_000

export const unknownEdge = (edge: string): GraphRefusal => new GraphRefusal(2500, undefined, undefined, `Unknown path components: /${edge}`)

/** Edges that are called by POST alone. */
const POSTED = ['request_code', 'verify_code', 'register', 'deregister', 'marketing_messages']

export function pnidEdge(world: World, request: RawRequest, number: NumberRow, edge: string, rest: string | undefined): SimulatorAnswer {
  const post = request.method === 'POST'
  if (POSTED.includes(edge) && !post) throw badShape('Unsupported method for this edge.')
  const body = () => ({ ...request.query, ...bodyOf(request) })
  switch (edge) {
    case 'request_code': return requestCode(world, number, body())
    case 'verify_code': return verifyCode(world, number, body())
    case 'register': return register(world, number, body())
    case 'deregister': return deregister(world, number)
    case 'whatsapp_business_profile': return profileEdge(world, request, number)
    case 'conversational_automation': return automationEdge(world, request, number)
    case 'message_qrdls': return qrCodesEdge(world, request, number, rest)
    case 'settings':
      if (!post) return answerJson({ storage_configuration: { status: 'DEFAULT' }, ...number.settings })
      saveNumber(world, { ...number, settings: { ...number.settings, ...bodyOf(request) } })
      return answerJson({ success: true })
    case 'block_users': return blockUsers(world, request, number)
    case 'marketing_messages': throw new GraphRefusal(131055, 'This phone number is not onboarded to the Marketing Messages API.')
    default: throw unknownEdge(edge)
  }
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
