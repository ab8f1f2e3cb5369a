/** For tests of the simulator: a world with one Page, one person and a desk that answers. */
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import type { SimulatedCustomer } from '@recado/channel-kit'
import { simulator } from '../simulator.js'
import { list, record, type Json } from './json.js'

export const START = Date.UTC(2026, 10, 23, 9) // a Monday in November 2026

export interface Answer { ok: boolean; code?: number; subcode?: number; id?: string; body: Json; status: number }

export interface Bench {
  world: MemoryWorld
  account: string
  settings: Record<string, unknown>
  customer: SimulatedCustomer
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer & { raw: Buffer | string }>
  send(message: Json, more?: Json): Promise<Answer>
  text(more?: Json): Promise<Answer>
  act(action: string, content?: Json, ref?: string): Promise<void>
  write(words?: string): Promise<void>
  /** Every entry posted, in order. */
  entries(): Json[]
  /** Events of `messaging` that hold this key. */
  events(key: string): Json[]
}

export async function bench(options: { startAt?: number; seed?: number; settings?: Json; country?: string } = {}): Promise<Bench> {
  const world = new MemoryWorld({ startAt: options.startAt ?? START, ...(options.seed === undefined ? {} : { seed: options.seed }) }).playedBy(simulator)
  const made = simulator.createAccount(world, { name: 'Óptica Ribera', settings: options.settings ?? {} })
  const account = made.externalId
  world.onPost((_, request) => (request.method === 'GET' ? { status: 200, body: request.query?.['hub.challenge'] ?? '', ms: 1 } : { status: 200, body: '', ms: 1 }))
  const connected = await simulator.connect(world, account)
  if (!connected.ok) throw new Error(connected.reason)
  const customer = simulator.createCustomer(world, { account, name: 'Ana Benítez', ...(options.country ? { country: options.country } : {}) })
  const token = String(made.settings['pageAccessToken'])

  const call: Bench['call'] = async (method, path, body, as = token) => {
    const [route = '', search = ''] = path.split('?')
    const answer = await simulator.handle(world, {
      method, path: route, query: { ...Object.fromEntries(new URLSearchParams(search)), ...(as ? { access_token: as } : {}) }, headers: { 'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' },
      body: body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
    })
    const parsed = record(parse(answer.body))
    const error = record(parsed['error'])
    return {
      ok: answer.status === 200, status: answer.status, body: parsed, raw: answer.body, ...(typeof error['code'] === 'number' ? { code: error['code'] } : {}),
      ...(typeof error['error_subcode'] === 'number' ? { subcode: error['error_subcode'] } : {}), ...(typeof parsed['message_id'] === 'string' ? { id: parsed['message_id'] } : {}),
    }
  }
  const send: Bench['send'] = (message, more = {}) => call('POST', '/v26.0/me/messages', { recipient: { id: customer.address }, messaging_type: 'RESPONSE', message, ...more })
  const act: Bench['act'] = (action, content, ref) => simulator.act(world, customer.id, { action, ...(content ? { content } : {}), ...(ref ? { ref } : {}) })
  const entries = (): Json[] => world.posted.filter((one) => one.request.method === 'POST').flatMap((one) => list(record(JSON.parse(one.request.body))['entry'])).map(record)
  return {
    world, account, settings: made.settings, customer, call, send, act, entries,
    text: (more) => send({ text: 'De nada' }, more),
    write: (words = 'Hola') => act('write', { kind: 'text', text: words }),
    events: (key) => entries().flatMap((entry) => list(entry['messaging'])).map(record).filter((event) => key in event),
  }
}

function parse(body: Buffer | string): unknown {
  try { return JSON.parse(body.toString()) } catch { return {} }
}
