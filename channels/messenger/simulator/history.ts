/** Conversations API: what a desk reads to fill the gap after an outage. Source: https://developers.facebook.com/docs/messenger-platform/conversations (2026). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson, GraphRefusal, noSuchObject } from './graph.js'
import type { Json } from './json.js'
import { itemsOf, type CustomerRow, type ItemRow, type PageRow } from './state.js'

/** Source: https://developers.facebook.com/docs/messenger-platform/overview/rate-limiting (2026-03). */
const CALLS_PER_SECOND = 2
/** Only the newest messages of a conversation can be read in full. */
const READABLE = 20

function takeCall(world: World, page: PageRow): void {
  const now = world.now()
  const last = world.get<{ start: number; count: number }>('second', `${page.id}/history`)
  const span = last && now < last.start + 1_000 ? last : { start: now, count: 0 }
  if (span.count >= CALLS_PER_SECOND) throw new GraphRefusal(613, 'Calls to this api have exceeded the rate limit.', undefined, true)
  world.put('second', `${page.id}/history`, { start: span.start, count: span.count + 1 })
}

const real = (world: World, customer: CustomerRow): ItemRow[] => itemsOf(world, customer.id).filter((item) => item.id.startsWith('m_'))
const idOf = (customer: CustomerRow): string => `t_${customer.psid}`
const time = (at: number): string => new Date(at).toISOString().replace('.000Z', '+0000').replace('Z', '+0000')

function messageOf(page: PageRow, customer: CustomerRow, item: ItemRow): Json {
  const person = { id: customer.psid, name: `${customer.firstName} ${customer.lastName}`.trim() }
  const us = { id: page.id, name: page.name }
  const words = 'text' in item.content && typeof item.content.text === 'string' ? item.content.text : ''
  return { id: item.id, created_time: time(item.at), from: item.from === 'me' ? person : us, to: { data: [item.from === 'me' ? us : person] }, message: words }
}

/** GET /{page}/conversations */
export function conversations(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  takeCall(world, page)
  const wanted = request.query['user_id']
  const people = world.all<CustomerRow>('customer').filter((one) => one.account === page.id && (wanted === undefined || one.psid === wanted))
  const rows = people.map((one) => ({ one, items: real(world, one) })).filter(({ items }) => items.length > 0).sort((a, b) => (b.items.at(-1)?.at ?? 0) - (a.items.at(-1)?.at ?? 0))
  const withMessages = (request.query['fields'] ?? '').includes('messages')
  return answerJson({
    data: rows.map(({ one, items }) => ({
      id: idOf(one), updated_time: time(items.at(-1)?.at ?? 0), participants: { data: [{ id: one.psid, name: `${one.firstName} ${one.lastName}`.trim() }, { id: page.id, name: page.name }] },
      ...(withMessages ? { messages: { data: [...items].reverse().slice(0, READABLE).map((item) => messageOf(page, one, item)) } } : {}),
    })),
  })
}

/** GET /{conversation} or /{message} */
export function conversation(world: World, page: PageRow, request: RawRequest, id: string): SimulatorAnswer {
  takeCall(world, page)
  for (const customer of world.all<CustomerRow>('customer').filter((one) => one.account === page.id)) {
    const items = real(world, customer)
    if (idOf(customer) === id && items.length > 0) return answerJson({ id, messages: { data: [...items].reverse().slice(0, READABLE).map((item) => messageOf(page, customer, item)) } })
    const item = items.find((one) => one.id === id)
    if (item) return answerJson(messageOf(page, customer, item))
  }
  throw noSuchObject(request.method, id)
}

