import { defineChannel } from '@recado/channel-kit'

const SOURCE = 'https://pigeon.example/rules'

export const pigeon = defineChannel({
  id: 'pigeon', name: 'Pigeon Post', colour: '#6b7c93',
  rules: {
    initiation: 'contact-first', source: SOURCE,
    grants: [{ kind: 'letter', on: ['message'], replies: 3, withinMs: 24 * 3_600_000, meet: 'max', guard: { maxMs: 60_000, share: 0.05 }, gives: 'freeform', source: SOURCE }],
  },
  capabilities: { text: { support: 'native', maxLength: 140, unit: 'characters', source: SOURCE } },
  reports: ['accepted'],
  presence: { typingOut: false, markRead: false, typingIn: false, profile: false, edits: false },
  setup: [
    { key: 'loftId', label: { en: 'Loft number', es: 'Número del palomar' }, type: 'text', required: true, confidential: false },
    { key: 'ringSecret', label: { en: 'Ring secret', es: 'Secreto de la anilla' }, type: 'text', required: true, confidential: true },
    { key: 'baseUrl', label: { en: 'Address of the loft', es: 'Dirección del palomar' }, type: 'text', required: false, confidential: false, default: 'https://pigeon.example' },
  ],
  externalIdSetting: 'loftId', sharedSecretSetting: 'ringSecret',
  webhookPatienceMs: 3_600_000, webhookDeadlineMs: 5_000, mediaExpiryMs: 24 * 3_600_000,
  address: { kind: 'none', keyKind: 'ring' }, keyKinds: ['ring'],
})
