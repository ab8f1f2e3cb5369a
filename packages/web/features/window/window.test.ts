import type { Verdict } from '@recado/api'
import { createIntl } from '@formatjs/intl'
import { describe, expect, it } from 'vitest'
import type { IntlShape } from 'react-intl'
import { conversation, at, T0 } from '../../../api/testing/rows.js'
import { formatDuration, formatMoment, formatMoney, formatSpan, formatUntil, spanParts } from '../../i18n/format.js'
import { localeOf } from '../../i18n/languages.js'
import en from '../../messages/en.json' with { type: 'json' }
import es from '../../messages/es.json' with { type: 'json' }
import { verdictText } from './verdict-text.js'
import { shopDeadline, windowView } from './window-view.js'

process.env.TZ = 'UTC'
const intl = (locale: 'en' | 'es') => createIntl({ locale: localeOf(locale), messages: locale === 'en' ? en : es, timeZone: 'UTC' }) as unknown as IntlShape // the same functions; react-intl only widens what they return
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const H = 3_600_000
const M = 60_000
const source = 'https://example.com/rule'
const context = { now: T0, channelName: (id: string) => ({ wechat: 'WeChat' })[id] ?? id }
const allow = (change: Partial<Extract<Verdict, { kind: 'allow' }>> = {}): Verdict => ({ kind: 'allow', as: 'freeform', until: at(23 * 60 + 10), left: null, price: null, source, ...change })
const usd = (amount: string) => ({ amount, currency: 'USD', class: 'service' })

describe('a verdict in words', () => {
  const closed: Verdict = {
    kind: 'deny', code: 'window_closed', source, retryAt: null,
    remedies: [{ kind: 'template', price: usd('0.0200') }, { kind: 'other_channel', channel: 'wechat', conversationId: 'k2', until: at(9 * 60 + 40) }],
  }
  it.each([
    ['an open window', allow(), 'free', 'Free reply for 23 h 10 m', 'Respuesta gratis durante 23 h 10 min'],
    ['without an end', allow({ until: null }), 'free', 'Free reply', 'Respuesta gratis'],
    ['counted replies', allow({ left: 4 }), 'free', 'Free reply for 23 h 10 m · 4 replies left', 'Respuesta gratis durante 23 h 10 min · quedan 4 respuestas'],
    ['one reply', allow({ left: 1, until: at(1) }), 'closing', 'Free reply for 1 m · 1 reply left', 'Respuesta gratis durante 1 min · queda 1 respuesta'],
    ['a price', allow({ price: usd('0.0041') }), 'paid', 'Paid reply, about 0.0041 USD, for 23 h 10 m', 'Respuesta de pago, unos 0,0041 USD, durante 23 h 10 min'],
    ['a price of nothing', allow({ price: usd('0.0000') }), 'free', 'Free reply for 23 h 10 m', 'Respuesta gratis durante 23 h 10 min'],
    ['a tag', allow({ as: 'tagged', until: at(6 * 24 * 60) }), 'free', 'A person may answer for 6 d, not a program', 'Puede responder una persona durante 6 d, no un programa'],
    ['a template', allow({ as: 'template', until: null, price: usd('0.02') }), 'paid', 'This template may be sent, about 0.02 USD', 'Esta plantilla se puede enviar, unos 0,02 USD'],
    ['a closed window', closed, 'blocked', 'Window closed: send a template, about 0.02 USD, or write on WeChat, where she can be reached until 18:40', 'Ventana cerrada: envía una plantilla, unos 0,02 USD, o escribe por WeChat, donde puedes responderle hasta las 18:40'],
    ['nothing to do', { ...closed, remedies: [] }, 'blocked', 'Window closed', 'Ventana cerrada'],
    ['only the pace', { ...closed, code: 'pair_rate', retryAt: at(0.5) }, 'closing', 'Many messages in a short time: what you write now goes by itself in 30 s', 'Muchos mensajes en poco tiempo: lo que escribas ahora saldrá por sí solo en 30 s'],
    ['only waiting', { ...closed, code: 'replies_exhausted', remedies: [{ kind: 'wait', until: null }] }, 'blocked', 'All replies used up: wait until she writes', 'Respuestas agotadas: espera hasta que escriba'],
  ] satisfies [string, Verdict, string, string, string][])('%s', (_, verdict, tone, english, spanish) => {
    const told = verdictText(intl('en'), verdict, context)
    expect([told.tone, plain(told.sentence)]).toEqual([tone, english])
    expect(plain(verdictText(intl('es'), verdict, context).sentence)).toBe(spanish)
  })
})

describe('a window', () => {
  const row = (closes: number | null, opened = -60) => conversation('k1', { window: { state: closes === null ? 'none' : 'open', openedAt: at(opened), closesAt: closes === null ? null : at(closes), left: null, kind: 'w' } })
  it.each([
    ['wide open', row(23 * 60), 'open', 23 * H],
    ['in its last hours, of 24', row(3 * 60, -21 * 60), 'closing', 3 * H],
    ['four hours left of six: not yet', row(4 * 60, -2 * 60), 'open', 4 * H],
    ['a minute-long grant at its start', row(1, 0), 'open', M],
    ['the same in its last seconds', row(0.2, -0.8), 'closing', 12_000],
    ['at its closing instant', row(0), 'closed', null],
    ['past it, though the row still says open', row(-5), 'closed', null],
    ['never opened', row(null), 'none', null],
  ] as const)('%s', (_, conversationRow, tone, leftMs) => {
    expect(windowView(conversationRow, T0)).toMatchObject({ tone, leftMs })
  })

  it('never has more than a whole ring', () => {
    expect(windowView(row(60, 30), T0).share).toBe(1)
    expect(windowView(row(30, -30), T0).share).toBe(0.5)
  })
})

describe('spans, moments and money', () => {
  it('cuts a span, so that it never promises more than is left', () => {
    expect(spanParts(23 * H + 10 * M + 59_999)).toEqual([{ unit: 'hour', value: 23 }, { unit: 'minute', value: 10 }])
    expect([0, -5, 999, 59_999, 2 * H, 49 * H].map((ms) => plain(formatSpan(intl('en'), ms)))).toEqual(['0 s', '0 s', '0 s', '59 s', '2 h', '2 d 1 h'])
  })
  it('shows a moment as near as it is', () => {
    expect([at(0), at(-26 * 60), at(-20 * 24 * 60), at(-400 * 24 * 60)].map((iso) => plain(formatMoment(intl('es'), iso, T0)))).toEqual(['09:00', 'sáb', '2 nov', '18 oct 25'])
    expect(plain(formatUntil(intl('es'), at(26 * 60), T0))).toBe('lun, 11:00')
  })
  it('keeps the fractions of a cent and the currency', () => {
    expect([{ amount: '0.0225', currency: 'USD' }, { amount: '1234.5', currency: 'EUR' }, { amount: '0', currency: 'CNY' }].map((money) => plain(formatMoney(intl('en'), money)))).toEqual(['0.0225 USD', '1,234.50 EUR', '0.00 CNY'])
  })
  it('tells the length of a recording', () => {
    expect([0, 7_400, 723_000].map(formatDuration)).toEqual(['0:00', '0:07', '12:03'])
  })
})

describe('the last opening minute', () => {
  const day = conversation('k1', { waitingSince: at(-5), window: { state: 'open', openedAt: at(-5), closesAt: at(24 * 60), left: null, kind: 'reply' } })
  it.each([
    ['comes before the window ends', { answerBy: at(10 * 60) }, { at: at(10 * 60), soon: false }],
    ['is near', { answerBy: at(60) }, { at: at(60), soon: true }],
    ['has passed while the window is open', { answerBy: at(-10) }, { at: at(-10), soon: true }],
    ['is the window\u2019s own end', { answerBy: at(24 * 60) }, null],
    ['is nobody\u2019s who was answered', { answerBy: at(60), waitingSince: null }, null],
    ['ends with the window', { answerBy: at(-60), window: { ...day.window, closesAt: at(-1) } }, null],
  ])('%s', (_, change, expected) => expect(shopDeadline({ ...day, ...change }, T0)).toEqual(expected))
})
