import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import messages from '../../messages/en.json' with { type: 'json' }
import { didText } from './words.js'

test.each([
  ['the actions of a rule', { did: ['send', 'priority', 'send'], outcome: 'sent' }, 'message sent, priority raised'],
  ['a reminder of the first kind, whose ledger names no action', { did: [], outcome: 'told' }, 'colleagues reminded'],
  ['a question to the customer, likewise', { did: [], outcome: 'sent' }, 'message sent'],
  ['what was refused did nothing', { did: [], outcome: 'refused' }, ''],
] as const)('a run says what it did: %s', (_what, { did, outcome }, said) => {
  expect(didText(createIntl({ locale: 'en', messages }), { did: [...did], outcome })).toBe(said)
})
