/** The loft's side: it seals letters with a ring's secret and flies ours to the customer. */
import { type ChannelSimulator, hmacHex, type ScreenItem, type World } from '@recado/channel-kit'

interface Loft { id: string; secret: string }
interface Ring { id: string; loft: string; name: string }

const show = (world: World, ring: string, from: ScreenItem['from'], words: string): string => {
  const count = world.all(`screen-${ring}`).length
  const id = `letter-${ring}-${String(count).padStart(6, '0')}`
  world.put<ScreenItem>(`screen-${ring}`, id, { id, at: world.now(), from, content: { kind: 'text', text: words } })
  return id
}

const shown = ({ id, loft, name }: Ring) => ({ id, account: loft, address: id, name, state: {} })

export const simulator: ChannelSimulator = {
  channel: 'pigeon',
  createAccount(world) {
    const loft: Loft = { id: `loft-${world.token(6)}`, secret: world.token(20) }
    world.put('lofts', loft.id, loft)
    return { externalId: loft.id, settings: { loftId: loft.id, ringSecret: loft.secret, baseUrl: world.baseUrl } }
  },
  connect: async () => ({ ok: true }),
  accountOf: (_world, request) => /^\/lofts\/([^/]+)\//.exec(request.path)?.[1] ?? null,
  async handle(world, request) {
    const loft = world.get<Loft>('lofts', /^\/lofts\/([^/]+)\/letters$/.exec(request.path)?.[1] ?? '')
    const { ring, words } = JSON.parse(request.body.toString('utf8')) as { ring: string; words: string }
    if (!loft || !world.get<Ring>('rings', ring)) return { status: 404, body: 'no such loft or ring' }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: show(world, ring, 'business', words) }), account: loft.id }
  },
  createCustomer(world, { account, name }) {
    const ring: Ring = { id: `ring-${world.token(6)}`, loft: account, name: name ?? 'Somebody' }
    world.put('rings', ring.id, ring)
    return shown(ring)
  },
  customers: (world, account) => world.all<Ring>('rings').filter((ring) => ring.loft === account).map(shown),
  async act(world, customerId, { action, content }) {
    const ring = world.get<Ring>('rings', customerId)
    const loft = ring && world.get<Loft>('lofts', ring.loft)
    if (!ring || !loft || action !== 'write') throw new Error('A pigeon only carries letters.')
    const words = String(content?.text ?? '')
    const body = JSON.stringify({ id: show(world, ring.id, 'me', words), loft: loft.id, ring: ring.id, name: ring.name, at: world.now(), words })
    await world.post(loft.id, { method: 'POST', headers: { 'content-type': 'application/json', 'x-seal': hmacHex('sha256', loft.secret, body) }, body, timeoutMs: 5_000 })
  },
  screen: (world, customerId) => world.all<ScreenItem>(`screen-${customerId}`),
  run: async () => {},
  faultAnswer: (kind) => ({ status: kind === 'http_429' ? 429 : 500, body: 'the loft is closed' }),
}
