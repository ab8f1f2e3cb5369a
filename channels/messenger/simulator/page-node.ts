/** The Page as its visitors see it, and what its app may change of it. Source: https://developers.facebook.com/docs/graph-api/reference/page and .../pages-api/manage-pages (2026-06). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { nodeFields } from './fields.js'
import { answerJson, badParameter, bodyOf, type Upload } from './graph.js'
import { isRecord, lengthOf, list, text, type Json } from './json.js'
import { cdnUrl, portrait } from './media.js'
import { savePage, type PageRow } from './state.js'

const FIELDS = [
  'about', 'access_token', 'category', 'category_list', 'cover', 'description', 'emails', 'fan_count', 'followers_count', 'has_whatsapp_business_number', 'has_whatsapp_number', 'hours', 'instagram_business_account', 'is_messenger_bot_get_started_enabled', 'is_permanently_closed',
  'is_published', 'is_verified', 'is_webhooks_subscribed', 'link', 'location', 'messaging_feature_status', 'name', 'overall_star_rating', 'phone', 'picture', 'price_range', 'rating_count', 'single_line_address', 'tasks', 'temporary_status', 'username', 'verification_status', 'website', 'whatsapp_number',
]
const LIMITS: Readonly<Record<string, number>> = { about: 255, description: 1000, phone: 64, website: 1000 }
/** Changed in Meta's own pages only. */
const FIXED = ['name', 'username', 'single_line_address', 'verification_status', 'is_verified', 'link']
const DAY = /^(mon|tue|wed|thu|fri|sat|sun)_[12]_(open|close)$/
const PICTURE_LARGEST = 4 * 1024 * 1024

/** What a Page has been given before anybody changes it. */
export const FIRST_INFO: Json = {
  about: 'Gafas, lentillas y audífonos', phone: '+34910000000', website: 'https://optica.example', emails: ['hola@optica.example'], single_line_address: 'C/ de Atocha 45, Madrid, Spain, 28012',
  location: { street: 'C/ de Atocha 45', city: 'Madrid', zip: '28012', country: 'Spain', latitude: 40.4121, longitude: -3.6987 },
  hours: { mon_1_open: '10:00', mon_1_close: '20:00', tue_1_open: '10:00', tue_1_close: '20:00', wed_1_open: '10:00', wed_1_close: '20:00', thu_1_open: '10:00', thu_1_close: '20:00', fri_1_open: '10:00', fri_1_close: '20:00' },
}

export function pageNode(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  if (request.method === 'POST') return change(world, page, bodyOf(request).body)
  if (request.method !== 'GET') throw badParameter('Unsupported method for this node.')
  const asked = request.query['fields']
  return answerJson(nodeFields('Page', {
    ...(page.info ?? FIRST_INFO), id: page.id, name: page.name, category: 'Optician', category_list: [{ id: '2500', name: 'Optician' }], is_published: true, has_whatsapp_number: false, has_whatsapp_business_number: false, link: `https://www.facebook.com/${page.id}`,
    verification_status: 'not_verified', is_verified: false, is_webhooks_subscribed: page.subscribed, is_messenger_bot_get_started_enabled: page.profile['get_started'] !== undefined, followers_count: 412, fan_count: 398,
    messaging_feature_status: { hop_v2: false, human_agent: page.humanAgent }, ...(asked?.includes('picture') ? { picture: { data: picture(world, page) } } : {}),
  }, FIELDS, asked, 'name'))
}

function change(world: World, page: PageRow, body: Json): SimulatorAnswer {
  const fixed = FIXED.find((key) => body[key] !== undefined)
  if (fixed) throw badParameter(`The parameter ${fixed} cannot be changed.`)
  const next: Json = { ...(page.info ?? FIRST_INFO) }
  const given = Object.entries(body).filter(([key]) => key !== 'access_token')
  if (given.length === 0) throw badParameter('Nothing to change.')
  for (const [key, value] of given) {
    const longest = LIMITS[key]
    if (longest !== undefined) {
      if (typeof value !== 'string' || lengthOf(value) > longest) throw badParameter(`Param ${key} must be a string of at most ${longest} characters.`)
      if (key === 'website' && value !== '' && !/^https?:\/\/\S+\.\S+$/.test(value)) throw badParameter('Param website must be a URL.')
      next[key] = value
    } else if (key === 'emails') {
      const emails = list(value).map((one) => text(one) ?? '')
      if (!Array.isArray(value) || emails.some((one) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one))) throw badParameter('Param emails must be an array of e-mail addresses.')
      next[key] = emails
    } else if (key === 'hours') next[key] = readHours(value)
    else if (key === 'location') {
      const place = readLocation(value)
      next[key] = place
      next.single_line_address = ['street', 'city', 'country', 'zip'].flatMap((part) => text(place[part]) ?? []).join(', ')
    }
  }
  for (const key of Object.keys(next)) if (next[key] === '' || (Array.isArray(next[key]) && next[key].length === 0)) delete next[key]
  savePage(world, { ...page, info: next })
  return answerJson({ success: true })
}

/** Where the business is. What is not named is gone, the point on the map too. */
function readLocation(value: unknown): Json {
  if (!isRecord(value)) throw badParameter('Param location must be an object, as {"street": "...", "city": "...", "zip": "...", "country": "..."}.')
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== ''))
}

/** Days with up to two spans each; what is not named is closed. */
function readHours(value: unknown): Json {
  if (!isRecord(value)) throw badParameter('Param hours must be an object, as {"mon_1_open": "09:00", "mon_1_close": "17:00"}.')
  for (const [key, time] of Object.entries(value)) {
    if (!DAY.test(key)) throw badParameter(`Param hours[${key}] is no day and span.`)
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text(time) ?? '')) throw badParameter(`Param hours[${key}] must be a time, as 09:00.`)
    if (value[key.replace(/open$|close$/, (end) => (end === 'open' ? 'close' : 'open'))] === undefined) throw badParameter(`Param hours[${key}] has no other end.`)
  }
  return value
}

export const picture = (world: World, page: PageRow): Json => {
  if (page.picture?.url) return { url: page.picture.url, height: 200, width: 200, is_silhouette: false }
  const fileId = page.picture?.fileId ?? world.get<{ fileId: string }>('portrait', page.id)?.fileId ?? world.putFile(portrait(page.id), 'image/png')
  world.put('portrait', page.id, { fileId })
  return { url: cdnUrl(world, fileId), height: 96, width: 96, is_silhouette: !page.picture }
}

/** GET or POST /{page}/picture. The address leads on unless `redirect=0` asks for its data. */
export function pictureEdge(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  if (request.method === 'POST') return setPicture(world, page, bodyOf(request))
  const data = picture(world, page)
  const redirect = request.query['redirect']
  return redirect === '0' || redirect === 'false' ? answerJson({ data }) : { status: 302, headers: { location: String(data['url']) }, body: '' }
}

function setPicture(world: World, page: PageRow, { body, file }: { body: Json; file?: Upload }): SimulatorAnswer {
  const url = text(body['picture'])
  if (file) {
    if (!/^image\/(jpeg|png)$/.test(file.mime) || file.bytes.length > PICTURE_LARGEST) throw badParameter('The picture must be a JPEG or PNG of at most 4 MB.')
    const fileId = world.putFile(file.bytes, file.mime)
    savePage(world, { ...page, picture: { fileId } })
    world.put('portrait', page.id, { fileId })
  } else if (url && /^https?:\/\/\S+$/.test(url)) savePage(world, { ...page, picture: { url } })
  else throw badParameter('The parameter picture is required.')
  return answerJson({ success: true })
}
