/** The business profile as customers see it. Opening hours are not part of it: they exist in the app only. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles (2025-10). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { nodeFields } from './fields.js'
import { answerJson, bodyOf } from './graph.js'
import { lengthOf, type Json } from './json.js'
import { badShape } from './message-shape.js'
import { saveNumber, type NumberRow } from './state.js'
import { uploadedFile } from './uploads.js'

const LIMITS: Readonly<Record<string, number>> = { about: 139, address: 256, description: 512, email: 128 }
const VERTICALS = [
  'UNDEFINED', 'OTHER', 'AUTO', 'BEAUTY', 'APPAREL', 'EDU', 'ENTERTAIN', 'EVENT_PLAN', 'FINANCE', 'GROCERY', 'GOVT', 'HOTEL', 'HEALTH', 'NONPROFIT', 'PROF_SERVICES', 'RETAIL', 'TRAVEL', 'RESTAURANT', 'ALCOHOL', 'ONLINE_GAMBLING',
  'PHYSICAL_GAMBLING', 'OTC_DRUGS', 'MATRIMONY_SERVICE', 'NOT_A_BIZ',
]
const SITES = { most: 2, longest: 256 } as const
const FIELDS = ['about', 'address', 'description', 'email', 'profile_picture_url', 'websites', 'vertical', 'messaging_product']
/** What a picture may be: the same files as for a picture message. */
const PICTURE = { mimes: /^image\/(jpeg|png)$/, largest: 5 * 1024 * 1024 } as const

export function profileEdge(world: World, request: RawRequest, number: NumberRow): SimulatorAnswer {
  if (request.method === 'POST') return setProfile(world, number, bodyOf(request))
  if (request.method !== 'GET') throw badShape('Unsupported method for this edge.')
  const { id: _, ...shown } = nodeFields('WhatsAppBusinessProfile', { ...number.profile, messaging_product: 'whatsapp' }, FIELDS, request.query['fields'], FIELDS.join(','))
  return answerJson({ data: [{ ...shown, messaging_product: 'whatsapp' }] })
}

function setProfile(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  if (body['messaging_product'] !== 'whatsapp') throw badShape('The parameter messaging_product is required.')
  const next: Json = { ...number.profile }
  const set = (key: string, value: unknown): void => { if (value === '') delete next[key]; else next[key] = value }
  for (const [key, longest] of Object.entries(LIMITS)) {
    const value = body[key]
    if (value === undefined) continue
    if (typeof value !== 'string' || lengthOf(value) > longest) throw badShape(`Param ${key} must be at most ${longest} characters long.`)
    set(key, value)
  }
  if (body['about'] === '') throw badShape('Param about must not be empty.')
  if (typeof body['email'] === 'string' && body['email'] !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(body['email'])) throw badShape('Invalid parameter: email must be a valid email address')
  const sites = body['websites']
  if (sites !== undefined) {
    if (!Array.isArray(sites) || sites.length > SITES.most || sites.some((site) => typeof site !== 'string' || site.length > SITES.longest || !/^https?:\/\/\S+$/.test(site))) throw badShape(`Param websites must hold at most ${SITES.most} URLs of ${SITES.longest} characters, with http:// or https://.`)
    set('websites', sites)
  }
  if (body['vertical'] !== undefined) {
    if (typeof body['vertical'] !== 'string' || (body['vertical'] !== '' && !VERTICALS.includes(body['vertical']))) throw badShape(`Param vertical must be one of {${VERTICALS.join(', ')}}.`)
    set('vertical', body['vertical'])
  }
  if (body['profile_picture_handle'] !== undefined) set('profile_picture_url', pictureUrl(world, body['profile_picture_handle']))
  saveNumber(world, { ...number, profile: next })
  return answerJson({ success: true })
}

function pictureUrl(world: World, handle: unknown): string {
  const file = uploadedFile(world, String(handle))
  if (!file) throw badShape('Param profile_picture_handle is not a handle of the Resumable Upload API.')
  if (!PICTURE.mimes.test(file.mime) || file.bytes.length > PICTURE.largest) throw badShape('The profile picture must be a JPEG or PNG of at most 5 MB.')
  return `${world.baseUrl}/_files/${file.id}`
}
