/** A small channel for the tests of the server's own parts: JSON in, JSON out, a 24-hour window. */
import { type Channel, defineChannel, type InboundEvent } from '@recado/channel-kit'
import { hours, minutes } from '@recado/core'
import type { Account, LoadedChannel } from '../services.js'

const SOURCE = 'https://example.org/rules'

export const madeUp: Channel = {
  declaration: defineChannel({
    id: 'made-up', name: 'Made-up', colour: '#335577',
    rules: {
      initiation: 'contact-first', source: SOURCE, closedBy: ['unfollow'],
      grants: [
        { kind: 'message', on: ['message'], replies: 5, withinMs: hours(48), meet: 'max', guard: { maxMs: 60_000, share: 0.05 }, gives: 'freeform', source: SOURCE },
        { kind: 'follow', on: ['follow'], replies: 3, withinMs: minutes(1), meet: 'max', guard: { maxMs: 60_000, share: 0.05 }, gives: 'freeform', source: SOURCE },
      ],
    },
    capabilities: { text: { support: 'native', maxLength: 1000 } }, reports: ['accepted', 'sent', 'delivered', 'read'],
    presence: { typingOut: false, markRead: false, typingIn: false, profile: false, edits: true },
    setup: [
      { key: 'accountId', label: { en: 'Account', es: 'Cuenta' }, type: 'text', required: true, confidential: false },
      { key: 'secret', label: { en: 'Secret', es: 'Secreto' }, type: 'text', required: true, confidential: true },
    ],
    externalIdSetting: 'accountId', sharedSecretSetting: 'secret', webhookPatienceMs: 15_000, webhookDeadlineMs: 5_000, mediaExpiryMs: hours(24), address: { kind: 'phone', keyKind: 'phone', example: '+34600000001' }, keyKinds: ['phone', 'alias'],
  }),
  connector: {
    receive: (request, settings) => request.headers['x-secret'] === settings.secret
      ? { kind: 'accepted', payload: request.body.toString('utf8'), answer: { status: 200, body: 'ok' } }
      : { kind: 'refused', status: 401, code: 'bad_signature', reason: 'x-secret' },
    readInbound: (payload) => JSON.parse(payload) as InboundEvent[],
    send: async (message, context) => {
      const answer = await context.http({ method: 'POST', url: 'https://made-up.example/send', body: { id: message.id, content: message.content as unknown as Record<string, unknown> } })
      return { externalId: String((answer.json() as { id: string }).id), status: 'accepted' }
    },
    validate: (content) => (content.kind === 'text' && content.text.length > 1000 ? { code: 'too_long', limit: 1000 } : null),
    parseAddress: (address) => (/^\+\d+$/.test(address) ? [{ kind: 'phone', value: address.slice(1) }] : null),
  },
}

export const madeUpLoaded: LoadedChannel = { ...madeUp, dir: '', simulator: null, phone: null, guides: {}, logo: null }

export function madeUpAccount(workspaceId: string, id: string, inboxId: string, externalId = 'acc-1'): Account {
  return { workspaceId, id, channel: 'made-up', name: 'Made-up', inboxId, externalId, secretHash: null, settings: { accountId: externalId, secret: 's' }, state: 'ready', pausedCode: null, simulated: false, webhookKey: `key-${id}`, firstWebhookAt: null, disconnected: false, keepRawUntil: null }
}
