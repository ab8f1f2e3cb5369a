import { days, type Instant, type Rule } from '@recado/core'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadChannels } from '../channels/registry.js'
import type { Account, Services } from '../services.js'
import { billOf, type Send } from './cost.js'
import { makeReplay, type Past } from './replay.js'

const NOW = Date.UTC(2026, 10, 22, 12)
const MONTH = Date.UTC(2026, 10, 2)
let channels: Services['channels']
beforeAll(async () => { channels = await loadChannels([join(import.meta.dirname, '..', '..', '..', 'channels')], { development: true }) })

const account = { settings: {} } as Account // prices look at nothing else of it
const sends = (count: number, country: string | null = 'ES', from: Instant = MONTH): Send[] => Array.from({ length: count }, (_, n) => ({ at: from + n * 1_000, country }))
const bill = (list: readonly Send[], id = 'whatsapp') => billOf(list, account, channels.get(id), 'Europe/Madrid', NOW)

describe('what service replies cost on WhatsApp since October 2026', () => {
  it.each<[string, Send[], string, number, number]>([
    ['a thousand in a month are free', sends(1_000), '0.0000', 1_000, 0],
    ['the next to Spain costs 0.02 USD', sends(1_001), '0.0200', 1_000, 0],
    ['3,000 to Spain cost 40 USD', sends(3_000), '40.0000', 1_000, 0],
    ['each month begins anew', [...sends(1_000), ...sends(1_000, 'ES', Date.UTC(2026, 9, 2))], '0.0000', 2_000, 0],
    ['by her country', [...sends(1_000), ...sends(1, 'DE', MONTH + days(3))], '0.0550', 1_000, 0],
    ['nobody knows the price without one', [...sends(1_000), ...sends(2, null, MONTH + days(3))], '0.0000', 1_000, 2],
  ])('%s', (_name, list, amount, free, unpriced) => expect(bill(list)).toEqual({ amount, currency: 'USD', free, unpriced }))

  it('what comes in between takes from the allowance of what comes later', () => {
    const real = sends(1_000)
    const extra = sends(10, 'ES', MONTH)
    expect(bill([...real, ...extra]).amount).toBe('0.2000')
  })
  it('other channels charge nothing', () => expect([bill(sends(5_000), 'wechat').amount, bill(sends(5_000), 'messenger').amount]).toEqual(['0.0000', '0.0000']))
})

describe('the past, asked again', () => {
  type Asked = Rule & { owner: { kind: 'account'; id: string } }
  const place = { accountId: 'account', inboxId: 'inbox', teamId: null }
  const rule = (id: string, trigger: Rule['trigger'], enabled = true): Asked => ({ id, owner: { kind: 'account', id: 'account' }, trigger, enabled, answers: true, enabledAt: NOW })
  const wrote = (at: Instant, text: string, conversationId = 'a'): Past => ({ conversationId, place, at, occasion: { kind: 'message', at, text, key: null, entry: false }, spoken: true, colleague: false, country: 'ES' })
  const colleague = (at: Instant): Past => ({ conversationId: 'a', place, at, occasion: null, spoken: true, colleague: true, country: 'ES' })
  const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '18:00' }])
  const book = { timetables: [{ kind: 'account' as const, id: 'account', timetable: { timeZone: 'Europe/Madrid', week, dates: [] } }], quietMs: 600_000 }
  const at = (text: string): Instant => Date.parse(text)

  it('greets once, is away once a night, keeps silent beside a colleague, and takes no rule for younger than it would have been', () => {
    const past = [wrote(at('2026-11-20T21:00:00Z'), 'hola'), wrote(at('2026-11-20T22:00:00Z'), 'precio'), wrote(at('2026-11-21T21:00:00Z'), 'precio'), colleague(at('2026-11-22T09:00:00Z')), wrote(at('2026-11-22T09:05:00Z'), 'precio'), wrote(at('2026-11-22T10:00:00Z'), 'precio', 'b')]
    const replay = makeReplay(past, new Map([['b', at('2026-11-01T00:00:00Z')]]), book)
    const answers = (rules: Asked[]) => replay(rules).map((one) => `${one.ruleId} ${new Date(one.at).toISOString().slice(8, 13)}`)
    expect(answers([rule('greeting', { kind: 'greeting', afterDays: null })])).toEqual(['greeting 20T21'])
    expect(answers([rule('greeting', { kind: 'greeting', afterDays: 7 })])).toEqual(['greeting 20T21', 'greeting 22T10'])
    expect(answers([rule('away', { kind: 'away' })])).toEqual(['away 20T21', 'away 21T21'])
    expect(answers([rule('word', { kind: 'keyword', match: 'exact', words: ['precio'] }), rule('away', { kind: 'away' })])).toEqual(['away 20T21', 'word 20T22', 'word 21T21', 'word 22T10'])
    expect(answers([rule('off', { kind: 'away' }, false)])).toEqual([])
  })
})
