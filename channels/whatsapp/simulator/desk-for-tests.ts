/** For tests of the simulator: a world with one number, one person and a desk that answers. */
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import type { SimulatedCustomer } from '@recado/channel-kit'
import { simulator } from '../simulator.js'
import { list, record, type Json } from './json.js'

export const START = Date.UTC(2026, 10, 23, 9) // a Monday in November 2026

export interface Bench {
  world: MemoryWorld
  account: string
  settings: Record<string, unknown>
  customer: SimulatedCustomer
  call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: Json; headers: Record<string, string>; raw: Buffer | string; billed: unknown }>
  /** The body of a message to her; `{status, code}` of the answer. */
  send(message: Json): Promise<{ ok: boolean; code?: number; subcode?: number; id?: string; body: Json; billed: unknown }>
  text(words?: string): Promise<{ ok: boolean; code?: number; id?: string; billed: unknown; body: Json }>
  write(words?: string, ref?: string): Promise<void>
  /** Changes told since the beginning: field and value, in order. */
  told(field?: string): Json[]
  statuses(id?: string): Json[]
  received(): Json[]
}

export async function bench(options: { startAt?: number; seed?: number; simulation?: Json; phone?: string; country?: string } = {}): Promise<Bench> {
  const world = new MemoryWorld({ startAt: options.startAt ?? START, ...(options.seed === undefined ? {} : { seed: options.seed }) }).playedBy(simulator)
  const made = simulator.createAccount(world, { name: 'Óptica Ribera', settings: options.simulation ? { simulation: options.simulation } : {} })
  const account = made.externalId
  world.onPost((_, request) => (request.method === 'GET' ? { status: 200, body: request.query?.['hub.challenge'] ?? '', ms: 1 } : { status: 200, body: '', ms: 1 }))
  const connected = await simulator.connect(world, account)
  if (!connected.ok) throw new Error(connected.reason)
  const customer = simulator.createCustomer(world, { account, ...(options.phone ? { phone: options.phone } : { phone: '+34600000317' }), ...(options.country ? { country: options.country } : {}) })
  const token = String(made.settings['accessToken'])

  const call: Bench['call'] = async (method, path, body, as = token) => {
    const [route = '', search = ''] = path.split('?')
    const answer = await simulator.handle(world, {
      method, path: route, query: Object.fromEntries(new URLSearchParams(search)), headers: { ...(as ? { authorization: `Bearer ${as}` } : {}), 'content-type': 'application/json' },
      body: body === undefined ? Buffer.alloc(0) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    })
    const raw = answer.body
    return { status: answer.status, body: record(parsed(raw)), headers: answer.headers ?? {}, raw, billed: answer.billed }
  }
  const send: Bench['send'] = async (message) => {
    const answer = await call('POST', `/v26.0/${account}/messages`, { messaging_product: 'whatsapp', to: customer.address, ...message })
    const error = record(answer.body['error'])
    const id = record(list(answer.body['messages'])[0])['id']
    return { ok: answer.status === 200, body: answer.body, billed: answer.billed, ...(typeof error['code'] === 'number' ? { code: error['code'] } : {}), ...(typeof error['error_subcode'] === 'number' ? { subcode: error['error_subcode'] } : {}), ...(typeof id === 'string' ? { id } : {}) }
  }
  const told = (field?: string): Json[] => world.posted.filter((one) => one.request.method === 'POST')
    .flatMap((one) => list(record(JSON.parse(one.request.body))['entry'])).flatMap((entry) => list(record(entry)['changes'])).map(record)
    .filter((change) => field === undefined || change['field'] === field).map((change) => (field === undefined ? change : record(change['value'])))
  return {
    world, account, settings: made.settings, customer, call, send, told,
    text: (words = 'De nada') => send({ type: 'text', text: { body: words } }),
    write: (words = 'Hola', ref) => simulator.act(world, customer.id, { action: 'write', content: { kind: 'text', text: words }, ...(ref ? { ref } : {}) }),
    statuses: (id) => told('messages').flatMap((value) => list(value['statuses'])).map(record).filter((status) => id === undefined || status['id'] === id),
    received: () => told('messages').flatMap((value) => list(value['messages'])).map(record),
  }
}

function parsed(body: Buffer | string): unknown {
  try { return JSON.parse(body.toString()) } catch { return {} }
}
