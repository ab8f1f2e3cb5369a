import { describe, expect, test } from 'vitest'
import { beginning, over } from './letters.js'
import { inWords } from './texts.js'

const SINCE = Date.parse('2026-11-22T09:02:00Z')
const item = { kind: 'standing.token', since: SINCE, texts: inWords({ title: { en: 'Access token', es: 'Token de acceso', de: 'Zugriffstoken', pt: 'Token de acesso', zh: '访问令牌', ar: 'رمز الوصول' }, sentence: { en: 'It no longer works. {reason}', es: 'Ya no vale. {reason}', de: 'Er gilt nicht mehr. {reason}', pt: 'Não vale mais. {reason}', zh: '它已失效。{reason}', ar: 'لم يعد صالحًا. {reason}' }, next: { en: 'Renew it.', es: 'Renuévelo.', de: 'Erneuere ihn.', pt: 'Renove-o.', zh: '请更新。', ar: 'جدّده.' } }, { reason: '(190)' }) }
const given = { workspace: 'Óptica Ribera', account: 'WhatsApp', timeZone: 'Europe/Madrid', url: 'https://desk.example/settings/channels/a1', items: [item] }

describe('a letter', () => {
  test.each([
    ['es', 'WhatsApp: Token de acceso: Ya no vale.', ['Token de acceso (desde 22 nov 2026, 10:02)', 'Ya no vale. (190)', 'Qué hacer: Renuévelo.', 'La página de la cuenta: https://desk.example/settings/channels/a1']],
    ['es-MX', 'WhatsApp: Token de acceso: Ya no vale.', ['Óptica Ribera']],
    ['en', 'WhatsApp: Access token: It no longer works.', ['Access token (since 22 Nov 2026, 10:02)', 'What to do: Renew it.']],
    ['de-AT', 'WhatsApp: Zugriffstoken: Er gilt nicht mehr.', ['Zugriffstoken (seit 22.11.2026, 10:02)', 'Was zu tun ist: Erneuere ihn.']],
    ['zh-CN', 'WhatsApp：访问令牌: 它已失效。', ['访问令牌 (自 2026年11月22日 10:02 起)', '处理方法：请更新。', '账号页面：https://desk.example/settings/channels/a1']],
    ['zh-TW', 'WhatsApp：访问令牌: 它已失效。', ['Óptica Ribera']],
    ['pt-BR', 'WhatsApp: Token de acesso: Não vale mais.', ['Token de acesso (desde 22 de nov. de 2026, 10:02)', 'O que fazer: Renove-o.']],
    ['pt-PT', 'WhatsApp: Token de acesso: Não vale mais.', ['Óptica Ribera']],
    ['ar-EG', '\u200fWhatsApp: رمز الوصول: لم يعد صالحًا.', ['رمز الوصول (منذ ', '10:02', 'ما العمل: جدّده.', 'صفحة الحساب: https://desk.example/settings/channels/a1']],
    ['fr', 'WhatsApp: Access token: It no longer works.', ['What to do: Renew it.']],
  ])('in %s', (language, subject, parts) => {
    const letter = beginning({ ...given, language })
    expect(letter.subject).toBe(subject)
    for (const part of parts) expect(letter.text).toContain(part)
    expect(letter.text).not.toMatch(/[{}]|undefined/)
  })

  test('of an item without words names it', () => expect(beginning({ ...given, language: 'en', items: [{ kind: 'platform.new_thing', texts: null, since: SINCE }] }).subject).toBe('WhatsApp: platform new thing'))

  test.each([
    ['fetched', 3, 'Lo que faltaba se ha recuperado después (mensajes: 3).'],
    ['partly', 1, 'La plataforma ha dado después una parte (mensajes: 1); pueden faltar otros.'],
    ['lost', 0, 'la plataforma no lo repite: pueden faltar mensajes.'],
  ] as const)('that it is over tells the gap: %s', (outcome, fetched, sentence) => {
    const letter = over({ ...given, language: 'es', gaps: [{ id: 'g', cause: 'unsubscribed', from: '2026-11-22T09:02:00Z', to: '2026-11-22T11:05:00Z', outcome, fetched }] })
    expect(letter.subject).toBe('WhatsApp vuelve a funcionar')
    expect(letter.text).toContain('De 22 nov 2026, 10:02 a 22 nov 2026, 12:05')
    expect(letter.text).toContain(sentence)
  })
})
