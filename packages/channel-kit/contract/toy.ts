/** A platform of forty lines, for trying the contract itself: three replies in an hour after each message, as its rules are given. */
import { hours, type ChannelRules } from '@recado/core'
import { PlatformRefusal, type Channel } from '../connector.js'
import { defineChannel } from '../declaration.js'
import { hmacHex, equalSecret } from '../signature.js'
import type { ChannelSimulator } from '../simulator.js'
import type { ContractSubject } from './subject.js'

const source = 'https://toy.example/rules'
const rules: ChannelRules = {
  initiation: 'contact-first', source,
  grants: [{ kind: 'message', on: ['message'], replies: 3, withinMs: hours(1), meet: 'max', guard: { maxMs: 60_000, share: 0.05 }, gives: 'freeform', source }],
}

const field = (key: string, confidential = false) => ({ key, label: { en: key, es: key }, type: 'text' as const, required: true, confidential })

/** The channel as its author would write it; `change` plants a fault in what it declares. */
export function toyChannel(change: Partial<ChannelRules['grants'][number]> = {}): Channel {
  return {
    declaration: defineChannel({
      id: 'toy', name: 'Toy', colour: '#000000', rules: { ...rules, grants: rules.grants.map((rule) => ({ ...rule, ...change })) }, capabilities: { text: { support: 'native', source } },
      reports: ['accepted'], presence: { typingOut: false, markRead: false, typingIn: false, profile: false, edits: false }, setup: [field('id'), field('secret', true)],
      externalIdSetting: 'id', sharedSecretSetting: 'secret', webhookPatienceMs: 1, webhookDeadlineMs: 1, mediaExpiryMs: 1, address: { kind: 'none', keyKind: 'toy' }, keyKinds: ['toy'],
    }),
    connector: {
      receive({ body, headers, method }, settings) {
        if (method === 'GET') return { kind: 'handshake', answer: { status: 200, body: '' } }
        const genuine = equalSecret(headers['x-toy'] ?? '', hmacHex('sha256', String(settings.secret), body))
        return genuine ? { kind: 'accepted', payload: body.toString(), answer: { status: 200, body: '' } } : { kind: 'refused', status: 401, code: 'bad_signature', reason: 'signature' }
      },
      readInbound(payload, { settings }) {
        const [id, who, at] = payload.split(' ')
        if (!at) return [{ type: 'kept', key: payload, account: String(settings.id), at: 0, reason: 'unknown' }]
        return [{ type: 'message', key: id!, account: String(settings.id), at: Number(at), from: { keys: [{ kind: 'toy', value: who! }] }, externalId: id!, content: { kind: 'text', text: 'hi' }, acts: ['message'] }] // three words were read
      },
      validate: ({ kind }) => (kind === 'text' ? null : { code: 'content_unsupported' }),
      async send({ to }, { http }) {
        const answer = await http({ method: 'POST', url: `http://platform.test/${to[0]?.value ?? ''}` })
        if (answer.status === 200) return { externalId: null, status: 'accepted' }
        throw new PlatformRefusal({ code: answer.status === 410 ? 'window_closed' : 'replies_exhausted', platformCode: String(answer.status), message: 'no', sent: 'no', retry: { kind: 'never' } })
      },
    },
  }
}

interface Row { id: string; left: number; until: number }

/** The platform; with numbers other than the documented ones it is a platform that the channel misunderstands. */
export function toySimulator({ replies = 3, withinMs = hours(1), signs = true } = {}): ChannelSimulator {
  return {
    channel: 'toy',
    createAccount: () => ({ externalId: 'shop', settings: { id: 'shop', secret: 'quiet' } }),
    connect: async (world) => ({ ok: (await world.post('shop', { method: 'GET', headers: {}, body: '', timeoutMs: 1 })).status === 200 }),
    accountOf: () => 'shop',
    async handle(world, { path }) {
      const row = world.get<Row>('people', path.slice(1))
      if (!row || world.now() >= row.until) return { status: 410, body: '' }
      if (row.left === 0) return { status: 429, body: '' }
      world.put('people', row.id, { ...row, left: row.left - 1 })
      return { status: 200, body: '' }
    },
    createCustomer: (world, { account }) => { const id = world.token(8); return { id, account, address: id, name: id, state: {} } },
    customers: () => [],
    async act(world, id) {
      world.put('people', id, { id, left: replies, until: world.now() + withinMs })
      const body = `${world.token(8)} ${id} ${world.now()}`
      await world.post('shop', { method: 'POST', headers: { 'X-Toy': signs ? hmacHex('sha256', 'quiet', body) : 'forged' }, body, timeoutMs: 1 })
    },
    screen: () => [], run: async () => {}, faultAnswer: () => ({ status: 500, body: '' }),
  }
}

/** Channel and platform as a subject of the contract. */
export const toySubject = (channel: Channel, simulator: ChannelSimulator): ContractSubject =>
  ({ channel, simulator, acts: [{ weight: 1, input: { action: 'write' } }], waits: [hours(1)], signature: { header: 'X-Toy' } })
