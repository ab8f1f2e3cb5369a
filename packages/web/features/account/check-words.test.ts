import type { AccountCheck } from '@recado/api'
import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import es from '../../messages/es.json' with { type: 'json' }
import { checkNames, inSettings, tellCheck } from './check-words.js'

const intl = createIntl({ locale: 'es', messages: es })
const failed = (id: string, code: string, data?: Record<string, unknown>): AccountCheck => ({ id, ok: false, code, message: 'In English.', ...(data ? { data } : {}) })

test.each<[string, AccountCheck, RegExp, RegExp]>([
  ['a dead token', failed('number', 'token_invalid'), /ya no es válido/, /pestaña Ajustes/],
  ['permissions by name', failed('token', 'permission_missing', { missing: ['pages_messaging', 'pages_show_list'] }), /falta un permiso/, /Concede pages_messaging y pages_show_list/],
  ['permissions without a name', failed('token', 'permission_missing'), /falta un permiso/, /Concédelo en la plataforma/],
  ['the same code of another check', failed('kind', 'permission_missing', { verified: false }), /consta como verificada/, /Renueva la verificación/],
  ['an address to be added', failed('ip_allow_list', 'ip_not_allowed', { address: '203.0.113.7' }), /no acepta llamadas/, /Añade 203\.0\.113\.7/],
  ['a secret of another app', failed('app_secret', 'app_secret_differs'), /clave secreta/, /Cópiala/],
])('%s is told with its next step', (_name, check, sentence, next) => {
  expect(tellCheck(intl, check)).toEqual({ sentence: expect.stringMatching(sentence) as string, next: expect.stringMatching(next) as string })
})

test('a code that only its channel knows is left to its own words, and what was passed needs none', () => {
  expect(tellCheck(intl, failed('x', 'made_up_elsewhere'))).toBeNull()
  expect(tellCheck(intl, { ...failed('token', 'token_invalid'), ok: true })).toBeNull()
})

test('checks have names, each once, and those for the settings say so', () => {
  expect(checkNames(intl, [failed('webhook', 'x'), failed('subscription', 'x'), failed('token', 'x'), failed('own', 'x')])).toEqual(['Webhooks', 'Token de acceso'])
  expect(['page_differs', 'account_restricted'].map((code) => inSettings(failed('a', code)))).toEqual([true, false])
})

/** Every code that the channels' checks know by themselves. */
test.each(['page_differs', 'app_secret_differs', 'token_of_other_app', 'human_agent_not_approved', 'token_form', 'aes_key_form', 'original_id_form', 'ip_not_allowed', 'token_invalid', 'permission_missing', 'not_registered', 'account_restricted', 'quota_exhausted'])('%s has its words', (code) => {
  for (const messages of [es, en]) expect(tellCheck(createIntl({ locale: 'en', messages }), failed('settings', code))?.next).toMatch(/\S/)
})
