import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../model/ids.js'
import type { Act } from '../model/rules.js'
import type { Grant } from '../model/verdict.js'
import { ago, ledger, NOW } from './testing/facts.js'
import { counted, priced, tagged } from './testing/sample-rules.js'
import { closingDeadline, guardOf, noGuard, windowState, type WindowState } from './window.js'

const grant = (kind: string, length: number): Grant => ({ kind, act: 'message', openedAt: NOW, closesAt: NOW + length, left: null })

describe('the guard', () => {
  const guard = guardOf(counted)
  test.each([
    ['a long grant closes a minute early', 'message', hours(48), seconds(60)],
    ['a minute closes three seconds early', 'menu', minutes(1), seconds(3)],
    ['twenty minutes close a minute early', 'message', minutes(20), seconds(60)],
    ['a hair less, a twentieth', 'message', minutes(20) - 20, seconds(60) - 1],
    ['a kind without a rule has none', 'gone', hours(1), 0],
  ])('%s', (_sentence, kind, length, expected) => expect(guard(grant(kind, length))).toBe(expected))
  test('another channel, another guard', () => expect(guardOf(tagged)(grant('window', hours(24)))).toBe(minutes(5)))
  test('none at all', () => expect(noGuard(grant('message', hours(1)))).toBe(0))
})

describe('the window of a conversation', () => {
  const acts = (...list: [Act, number][]) => ledger(counted, list)
  const spent = (grants: Grant[], kind: string, left: number) => grants.map((one) => (one.kind === kind ? { ...one, left } : one))
  const rows: [string, Grant[], Partial<WindowState>][] = [
    ['nobody ever did anything', [], { state: 'none', closesAt: null, left: null, kind: null, sendBy: null }],
    ['only a passive body', acts(ago(0, 'push')), { state: 'none' }],
    ['she wrote an hour ago', acts(ago(hours(1))), { state: 'open', closesAt: NOW + hours(47), left: 5, kind: 'message', sendBy: NOW + hours(47) - seconds(60) }],
    ['all replies used up: the window itself is open', spent(acts(ago(hours(1))), 'message', 0), { state: 'open', left: 0, kind: 'message', closesAt: NOW + hours(47) }],
    ['used up, but she tapped the menu', spent(acts(ago(hours(1)), ago(0, 'menu_click')), 'message', 0), { state: 'open', left: 3, kind: 'menu', closesAt: NOW + minutes(1) }],
    ['one left and a tap: the longer one, the larger number', spent(acts(ago(hours(1)), ago(0, 'menu_click')), 'message', 1), { state: 'open', left: 3, kind: 'message', closesAt: NOW + hours(47) }],
    ['in the guarded minute', acts(ago(hours(48) - seconds(30))), { state: 'closed', closesAt: NOW + seconds(30), left: 0, kind: 'message' }],
    ['closed: the last one that was open', acts(ago(hours(60)), ago(hours(3), 'menu_click')), { state: 'closed', closesAt: NOW - hours(3) + minutes(1), kind: 'menu' }],
    ['closed: whatever the order', acts(ago(hours(3), 'menu_click'), ago(hours(60))), { state: 'closed', kind: 'menu' }],
  ]
  test.each(rows)('%s', (_sentence, grants, expected) => expect(windowState(counted, grants, NOW)).toMatchObject(expected))
  test('a tag for people is no window', () => expect(windowState(tagged, ledger(tagged, [ago(hours(30))]), NOW)).toMatchObject({ state: 'closed', kind: 'window' }))
  test('a better price is no window', () => expect(windowState(priced, ledger(priced, [ago(0, 'ad_entry')]), NOW)).toMatchObject({ state: 'none' }))
  test('without a guard it ends with the platform', () => expect(windowState(counted, acts(ago(hours(48) - 1)), NOW, noGuard)).toMatchObject({ state: 'open', sendBy: NOW + 1 }))
})

describe('the deadline for people at work', () => {
  const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 23, hour, minute)
  const office = [{ opensAt: at(9), closesAt: at(14) }, { opensAt: at(16), closesAt: at(19) }]
  test.each([
    ['the window ends during work', at(17, 30), office, at(17, 30)],
    ['at lunch: before lunch', at(15), office, at(14)],
    ['at night: before going home', at(23), office, at(19)],
    ['at the very minute of opening nobody has been there', at(16), office, at(14)],
    ['the order of the openings plays no part', at(23), [...office].reverse(), at(19)],
    ['before anybody comes', at(8), office, at(8)],
    ['nobody ever works', at(12), [], at(12)],
  ])('%s', (_sentence, closesAt, openings, deadline) => expect(closingDeadline(closesAt, openings)).toBe(deadline))
})
