import { expect, test } from 'vitest'
import { days, hours, minutes } from '../model/ids.js'
import { decideNotice, digestAt, digestSpan, quietUntil } from './decide.js'
import { NOTICE_KINDS, type NoticeKind, type NoticeWay, pressing } from './kinds.js'
import { defaultSettings, type NoticeSettings, settingsFaults, settingsOver } from './settings.js'

const MADRID = 'Europe/Madrid'
/** A Monday, 10:00 in Madrid. */
const MORNING = Date.UTC(2026, 10, 23, 9, 0)
const NIGHT = Date.UTC(2026, 10, 23, 22, 30)
const agent = defaultSettings('agent', MADRID)
const quiet: NoticeSettings = { ...agent, quiet: { ...agent.quiet, on: true } }
const strict: NoticeSettings = { ...quiet, quiet: { ...quiet.quiet, urgentPass: false } }
const atDesk: NoticeSettings = { ...agent, onlyWhileAvailable: true }
const oneInbox: NoticeSettings = { ...agent, inboxes: { shop: { message: ['mail'], unassigned: [] } } }

const table: [string, NoticeSettings, NoticeKind, { inboxId?: string; muted?: boolean; available?: boolean | null; now?: number }, readonly NoticeWay[]][] = [
  ['a message in hers by day', agent, 'message', {}, ['app', 'sound', 'push', 'mail']],
  ['one nobody has taken', agent, 'unassigned', {}, ['app', 'sound']],
  ['an inbox she does not follow', agent, 'followed', {}, []],
  ['a message at night', quiet, 'message', { now: NIGHT }, ['app', 'mail']],
  ['a mention at night that may pass', quiet, 'mention', { now: NIGHT }, ['app', 'sound', 'push', 'mail']],
  ['a mention at night that may not', strict, 'mention', { now: NIGHT }, ['app', 'mail']],
  ['at eight the night is over', quiet, 'message', { now: Date.UTC(2026, 10, 24, 7, 0) }, ['app', 'sound', 'push', 'mail']],
  ['a minute before eight it is not', quiet, 'message', { now: Date.UTC(2026, 10, 24, 6, 59) }, ['app', 'mail']],
  ['while she is away', atDesk, 'message', { available: false }, ['app', 'mail']],
  ['while she is there', atDesk, 'message', { available: true }, ['app', 'sound', 'push', 'mail']],
  ['where nobody keeps availability', atDesk, 'message', { available: null }, ['app', 'sound', 'push', 'mail']],
  ['away counts for nothing without the rule', agent, 'message', { available: false }, ['app', 'sound', 'push', 'mail']],
  ['a muted conversation', agent, 'message', { muted: true }, []],
  ['her name in a muted conversation', agent, 'mention', { muted: true }, ['app', 'sound', 'push', 'mail']],
  ['an inbox with its own rule', oneInbox, 'message', { inboxId: 'shop' }, ['mail']],
  ['a kind that inbox does not name', oneInbox, 'mention', { inboxId: 'shop' }, ['app', 'sound', 'push', 'mail']],
  ['another inbox', oneInbox, 'message', { inboxId: 'office' }, ['app', 'sound', 'push', 'mail']],
]

test.each(table)('%s', (_what, settings, kind, { inboxId = 'office', muted = false, available = null, now = MORNING }, ways) => {
  expect(decideNotice(settings, { kind, inboxId, muted, available, now })).toEqual(ways)
})

test('a letter is written when its time comes round, by her own wall', () => {
  const at = (every: NoticeSettings['mail']['every'], time = '09:00', timeZone = MADRID): NoticeSettings => ({ ...agent, quiet: { ...agent.quiet, timeZone }, mail: { every, at: time } })
  expect(digestAt(at('off'), MORNING)).toBeNull()
  expect(digestAt(at('quarter'), MORNING)).toBe(MORNING + minutes(15))
  expect(digestAt(at('hourly'), MORNING)).toBe(MORNING + hours(1))
  expect(digestAt(at('daily'), MORNING)).toBe(Date.UTC(2026, 10, 24, 8, 0))
  expect(digestAt(at('daily', '10:30'), MORNING)).toBe(Date.UTC(2026, 10, 23, 9, 30))
  expect(digestAt(at('daily', '09:00', 'Asia/Shanghai'), MORNING)).toBe(Date.UTC(2026, 10, 24, 1, 0))
  // The clocks go forward on 28 March 2027: nine o'clock comes an hour sooner.
  expect(digestAt(at('daily'), Date.UTC(2027, 2, 27, 12, 0))).toBe(Date.UTC(2027, 2, 28, 7, 0))
})

test('every day has one daily letter, in every zone and through every change of clocks', () => {
  for (const timeZone of [MADRID, 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Auckland']) {
    const settings: NoticeSettings = { ...agent, quiet: { ...agent.quiet, timeZone }, mail: { every: 'daily', at: '02:30' } }
    let at = Date.UTC(2026, 0, 1)
    for (let day = 0; day < 366; day++) {
      const next = digestAt(settings, at)!
      expect(next - at, `${timeZone} ${new Date(at).toISOString()}`).toBeGreaterThan(0)
      if (day > 0) expect(Math.abs(next - at - days(1))).toBeLessThanOrEqual(hours(1))
      at = next
    }
  }
})

test('the stretches of letters without a note follow each other without a gap, and hold their moment', () => {
  const at = (every: NoticeSettings['mail']['every'], timeZone = MADRID): NoticeSettings => ({ ...agent, quiet: { ...agent.quiet, timeZone }, mail: { every, at: '09:00' } })
  expect(digestSpan(at('off'), MORNING)).toBeNull()
  expect(digestSpan(at('quarter'), MORNING + minutes(16))).toEqual({ from: MORNING + minutes(15), at: MORNING + minutes(30) })
  for (const settings of [at('quarter'), at('hourly'), at('daily'), at('daily', 'America/Sao_Paulo')]) {
    let last = digestSpan(settings, Date.UTC(2027, 2, 20, 5, 7))!
    for (let now = Date.UTC(2027, 2, 20, 5, 7); now < Date.UTC(2027, 3, 3); now += minutes(7)) {
      const span = digestSpan(settings, now)!
      expect(span.from <= now && now < span.at, new Date(now).toISOString()).toBe(true)
      if (span.at !== last.at) expect(span.from).toBe(last.at)
      last = span
    }
  }
})

test('quiet hours end where their last stretch does', () => {
  expect(quietUntil(agent, NIGHT)).toBeNull()
  expect(quietUntil(quiet, MORNING)).toBeNull()
  expect(quietUntil(quiet, NIGHT)).toBe(Date.UTC(2026, 10, 24, 7, 0))
  const weekend: NoticeSettings = { ...quiet, quiet: { ...quiet.quiet, week: [[], [], [], [], [], [{ from: '00:00', to: '24:00' }], [{ from: '00:00', to: '24:00' }]] } }
  expect(quietUntil(weekend, Date.UTC(2026, 10, 21, 12, 0))).toBe(Date.UTC(2026, 10, 22, 23, 0))
})

test('every role is told of her name and of what is given to her', () => {
  for (const role of ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'marketer', 'privacy_officer', 'viewer', 'custom']) {
    const { rules } = defaultSettings(role, MADRID)
    expect(Object.keys(rules).sort()).toEqual([...NOTICE_KINDS].sort())
    for (const kind of ['mention', 'assigned'] as const) expect(rules[kind], role).toContain('app')
  }
})

test('a choice is laid over the defaults, and what cannot be kept is named', () => {
  const chosen = settingsOver(agent, { rules: { ...agent.rules, message: [] }, mail: { every: 'daily', at: '07:15' } })
  expect(chosen.rules.message).toEqual([])
  expect(chosen.rules.mention).toEqual(agent.rules.mention)
  expect(settingsFaults(chosen)).toEqual([])
  const wrong = settingsOver(agent, { quiet: { ...agent.quiet, timeZone: 'Madrid', week: [[{ from: '22:00', to: '22:00' }], [], [], [], [], [], []] }, mail: { every: 'daily', at: '24:00' } })
  expect(settingsFaults(wrong).map((fault) => fault.field)).toEqual(['quiet.week[0][0]', 'quiet.timeZone', 'mail.at'])
})

test('of two kinds the more pressing names the notice', () => {
  expect(pressing('message', 'mention')).toBe('mention')
  expect(pressing('assigned', 'unassigned')).toBe('assigned')
})
