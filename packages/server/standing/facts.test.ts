import type { StandingFact } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { blockedBy, frees, isTrouble, type KeptFact, mergeFacts, nextLookIn, sameFacts, worstOf } from './facts.js'

const [T0, T1, T2] = [1_000, 2_000, 3_000]
const fact = (id: string, state: StandingFact['state'], more: Partial<StandingFact> = {}): StandingFact => ({ id, state, code: state, ...more })
const first = (...told: StandingFact[]): KeptFact[] => mergeFacts([], told, T0, true)

describe('a look after another', () => {
  test('keeps since when a state lasts', () => {
    const before = first(fact('token', 'ok'), fact('quality', 'ok'))
    expect(mergeFacts(before, [fact('token', 'ok'), fact('quality', 'broken')], T1, true).map(({ id, since }) => [id, since])).toEqual([['token', T0], ['quality', T1]])
  })
  test('takes nothing back for what the platform does not tell', () => {
    const before = first(fact('token', 'broken', { code: 'invalid' }), fact('quality', 'ok'))
    expect(mergeFacts(before, [fact('token', 'unknown'), fact('quality', 'unknown')], T1, true)).toEqual(before)
  })
  test('of some facts only leaves the others', () => {
    const before = first(fact('token', 'ok'), fact('webhook', 'ok'), fact('quality', 'ok'))
    expect(mergeFacts(before, [fact('webhook', 'broken')], T1, false).map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'webhook broken', 'quality ok'])
  })
  test('forgets a fact that the channel no longer tells', () => {
    expect(mergeFacts(first(fact('token', 'ok'), fact('old', 'broken')), [fact('token', 'ok')], T1, true).map(({ id }) => id)).toEqual(['token'])
  })
})

test.each([
  [[], 'unknown'], [['unknown', 'ok'], 'ok'], [['ok', 'attention'], 'attention'], [['attention', 'broken', 'ok'], 'broken'],
] as const)('of %j the worst is %s', (states, worst) => expect(worstOf(states.map((state) => ({ state })))).toBe(worst))

describe('somebody is told', () => {
  const told = (...looks: StandingFact['state'][]) => looks.reduce<KeptFact[]>((kept, state, n) => mergeFacts(kept, [fact('payment', state)], T0 + n, true), [])
  test.each([
    ['of what is broken', ['broken'], true],
    ['of what was well and needs a look', ['ok', 'attention'], true],
    ['also after a silence of the platform', ['ok', 'unknown', 'attention'], true],
    ['as long as it lasts', ['ok', 'attention', 'attention'], true],
    ['not of what has never been set up', ['attention'], false],
    ['not of what is well again', ['broken', 'ok'], false],
    ['not of what nobody knows', ['unknown'], false],
  ] as const)('%s', (_what, looks, expected) => expect(told(...looks).some(isTrouble)).toBe(expected))
})

describe('a pause', () => {
  const dead = fact('token', 'broken', { blocks: 'token_invalid' })
  const lives = fact('token', 'ok', { frees: 'token_invalid' })
  test('begins with what blocks', () => {
    expect([blockedBy(first(dead)), blockedBy(first(fact('quality', 'broken'))), blockedBy(first(lives))]).toEqual(['token_invalid', null, null])
  })
  test.each([
    ['ends when what blocked is well', 'token_invalid', first(dead), [fact('token', 'ok')], true],
    ['ends when the platform says that nothing of the kind does', 'token_invalid', first(lives), [lives], true],
    ['of another cause goes on', 'payment_missing', first(dead), [lives], false],
    ['goes on while the platform does not answer', 'token_invalid', first(dead), [fact('token', 'unknown')], false],
    ['goes on while something else blocks for the same reason', 'token_invalid', first(dead), [lives, fact('app', 'broken', { blocks: 'token_invalid' })], false],
  ] as const)('%s', (_what, code, before, told, expected) => expect(frees(code, before, told, mergeFacts(before, told, T2, true))).toBe(expected))
})

test.each([
  ['everything is well', 'ok', 0, 60], ['something needs a hand soon', 'attention', 0, 60], ['something has just broken', 'broken', 9, 1], ['something has been broken for a while', 'broken', 10, 5],
] as const)('when %s, the next look comes in its time', (_what, state, minutesLater, inMinutes) => expect(nextLookIn(first(fact('token', state)), T0 + minutesLater * 60_000)).toBe(inMinutes * 60_000))

test('two lists say the same whatever order their fields have', () => {
  const [one] = first(fact('token', 'ok', { values: { a: 1, b: 2 } }))
  const turned = Object.fromEntries(Object.entries({ ...one!, values: { b: 2, a: 1 } }).toReversed()) as unknown as KeptFact // the same fields
  expect([sameFacts([one!], [turned]), sameFacts([one!], [{ ...one!, since: T1 }])]).toEqual([true, false])
})
