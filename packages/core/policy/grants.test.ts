import { describe, expect, test } from 'vitest'
import { days, hours, minutes, seconds } from '../model/ids.js'
import type { Grant } from '../model/verdict.js'
import { closesDoor, giveBack, grantsOpenedBy, mergeGrant, onReplyGrants, takeReply, takesFrom } from './grants.js'
import { ago, ledger, NOW } from './testing/facts.js'
import { counted, priced, tagged } from './testing/sample-rules.js'

const grant = (kind: string, change: Partial<Grant> = {}): Grant => ({ kind, act: 'message', openedAt: NOW, closesAt: NOW + hours(1), left: null, ...change })
const rule = counted.grants[0]!  // the message grant of the sample channel
const replacing = counted.grants[2]!  // its follow grant

describe('what an act opens', () => {
  test('every grant that names it, with its end and its number', () => {
    expect(grantsOpenedBy(counted, 'message', NOW, {})).toEqual([
      { kind: 'message', act: 'message', openedAt: NOW, closesAt: NOW + hours(48), left: 5 },
      { kind: 'passive', act: 'message', openedAt: NOW, closesAt: NOW + seconds(5), left: 1 },
    ])
  })
  test('nothing for an act no rule names', () => expect(grantsOpenedBy(counted, 'view', NOW, {})).toEqual([]))
  test('a longer time once the owner ticked it', () => {
    const ends = (settings: Record<string, unknown>) => grantsOpenedBy(tagged, 'ad_entry', 0, settings).map((one) => one.closesAt)
    expect(ends({})).toEqual([hours(24), days(7)])
    expect(ends({ longAdWindow: true })).toEqual([days(7), days(7)])
    expect(ends({ longAdWindow: 'yes' })).toEqual([hours(24), days(7)])
  })
  test('an act may shut the door instead', () => {
    expect([closesDoor(counted, 'unfollow'), closesDoor(counted, 'message'), closesDoor(priced, 'unfollow')]).toEqual([true, false, false])
  })
})

describe('a grant meets an older one of its kind', () => {
  const old = grant('message', { openedAt: NOW - hours(1), closesAt: NOW + hours(47), left: 2 })
  const next = grant('message', { closesAt: NOW + hours(48), left: 5 })
  const rows: [string, Grant | undefined, Grant, Partial<Grant>][] = [
    ['there is none', undefined, next, next],
    ['max: the later end and the larger number', old, next, { openedAt: NOW, closesAt: NOW + hours(48), left: 5 }],
    ['max: a shorter new one keeps the old end', { ...old, closesAt: NOW + hours(60), left: 1 }, next, { openedAt: NOW - hours(1), closesAt: NOW + hours(60), left: 5 }],
    ['max: the old number is larger', { ...old, left: 5 }, { ...next, left: 3 }, { left: 5 }],
    ['max: the old one was closed, its number is gone', { ...old, closesAt: NOW, left: 5 }, { ...next, left: 3 }, { left: 3 }],
    ['max: any number stays any number', { ...old, left: null }, next, { left: null }],
    ['max: any number comes in', old, { ...next, left: null }, { left: null }],
    ['max: an act of before comes in late and gives nothing back', { ...next, left: 1 }, { ...old, left: 5 }, { openedAt: NOW, closesAt: NOW + hours(48), left: 1 }],
    ['max: a late act with a later end', { ...next, left: 1 }, { ...old, closesAt: NOW + hours(50), left: 5 }, { closesAt: NOW + hours(50), left: 1 }],
  ]
  test.each(rows)('%s', (_sentence, before, comes, after) => expect(mergeGrant(rule, before, comes)).toMatchObject(after))
  test('replace: it starts anew, also shorter', () => expect(mergeGrant(replacing, { ...old, closesAt: NOW + hours(90) }, next)).toEqual(next))
  test('replace: an act of before changes nothing', () => expect(mergeGrant(replacing, next, old)).toEqual(next))
})

describe('what a reply takes', () => {
  const grants = [grant('message', { left: 2 }), grant('menu', { left: 0 }), grant('follow', { left: 3, closesAt: NOW }), grant('passive', { left: null }), grant('gone', { left: 4 })]
  test('one from every open counted grant, never below zero', () => {
    expect(takesFrom(grants, NOW)).toEqual(['message', 'gone'])
    expect(takeReply(counted, grants, NOW).map((one) => one.left)).toEqual([1, 0, 3, null, 4])
  })
  test('the guard plays no part: the platform still counts in the last second', () => {
    expect(takesFrom([grant('message', { left: 2, closesAt: NOW + 1 })], NOW)).toEqual(['message'])
  })
  test('and what is given back', () => {
    const after = takeReply(counted, grants, NOW)
    expect(giveBack(counted, after, takesFrom(grants, NOW), NOW)).toEqual(grants)
  })
  test.each([
    ['a grant opened since begins with its full number', grant('message', { openedAt: NOW + 1, left: 4 }), 4],
    ['never more than the full number', grant('message', { left: 5 }), 5],
    ['a kind it was not taken from', grant('menu', { left: 1 }), 1],
    ['any number stays any number', grant('message', { left: null }), null],
    ['a kind the channel no longer declares', grant('gone', { left: 1 }), 1],
  ])('%s', (_sentence, before, left) => expect(giveBack(counted, [before], ['message', 'gone'], NOW)[0]?.left).toBe(left))
  test('a kind that is not counted any more gets nothing back', () => {
    expect(giveBack(priced, [grant('service', { left: 1 })], ['service'], NOW)[0]?.left).toBe(1)
  })
})

describe('grants opened by our answer', () => {
  const entered = ledger(priced, [ago(hours(1), 'ad_entry')])
  const free: Grant = { kind: 'free_entry', act: 'reply', openedAt: NOW, closesAt: NOW + hours(72), left: null }
  test('our answer to somebody from an ad', () => expect(onReplyGrants(priced, entered, NOW)).toEqual([free]))
  test('not without an ad', () => expect(onReplyGrants(priced, ledger(priced, [ago(0)]), NOW)).toEqual([]))
  test('not a day later', () => expect(onReplyGrants(priced, ledger(priced, [ago(hours(24), 'ad_entry')]), NOW)).toEqual([]))
  test('a second answer does not prolong it', () => expect(onReplyGrants(priced, [...entered, { ...free, openedAt: NOW - minutes(5) }], NOW)).toEqual([]))
  test('a new ad begins anew', () => expect(onReplyGrants(priced, [...entered, { ...free, openedAt: NOW - days(2) }], NOW)).toEqual([free]))
})
