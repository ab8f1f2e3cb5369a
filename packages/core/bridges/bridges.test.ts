import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BridgedValue, sameValue, syncStep, takeNews, type Told } from './index.js'

const value = fc.constantFrom<BridgedValue>('Ana', 'Ana García', 'Berta', null)

describe('news of an object', () => {
  const story = fc.array(fc.record({ at: fc.integer({ min: 1, max: 4 }), tie: fc.constantFrom('a', 'b', 'c'), name: value, city: fc.option(value, { nil: undefined }) }), { maxLength: 8 })
    // One version of an object is one text.
    .map((all) => [...new Map(all.map((one) => [`${one.at} ${one.tie}`, one])).values()])
  const play = (news: readonly { at: number; tie: string; name: BridgedValue; city: BridgedValue | undefined }[]): Record<string, Told> =>
    news.reduce<Record<string, Told>>((known, { at, tie, name, city }) => takeNews(known, { name, ...(city === undefined ? {} : { city }) }, at, tie).known, {})

  test('that come late, repeated and in any order lead to the same', () => {
    fc.assert(fc.property(story, fc.array(fc.nat()), (news, shuffle) => {
      const again = [...news, ...news].map((one, i) => ({ one, key: shuffle[i % Math.max(1, shuffle.length)] ?? i })).sort((a, b) => a.key - b.key).map(({ one }) => one)
      expect(play(again)).toEqual(play(news))
    }))
  })

  test.each<[string, Record<string, Told>, BridgedValue, number, string[]]>([
    ['the first word of a field is news', {}, 'Ana', 5, ['name']],
    ['a newer one is', { name: { value: 'Ana', at: 4, tie: '' } }, 'Berta', 5, ['name']],
    ['an older one is not', { name: { value: 'Ana', at: 6, tie: '' } }, 'Berta', 5, []],
    ['the same said again is not', { name: { value: 'Ana', at: 4, tie: '' } }, 'Ana', 5, []],
  ])('%s', (_said, known, name, at, changed) => { expect(takeNews(known, { name }, at, 'x').changed).toEqual(changed) })
})

describe('a field on both sides', () => {
  const base = { direction: 'both', agreed: { value: 'Ana' }, here: 'Ana', hereAt: 10, there: 'Ana', thereAt: 10 } as const
  test.each([
    ['nothing is otherwise', {}, { write: false, push: false }],
    ['changed there', { there: 'Berta' }, { write: true, push: false }],
    ['changed here', { here: 'Berta' }, { write: false, push: true }],
    ['changed on both sides, here later', { here: 'B', hereAt: 11, there: 'C' }, { write: false, push: true }],
    ['changed on both sides, there later', { here: 'B', there: 'C', thereAt: 11 }, { write: true, push: false }],
    ['changed on both sides at one instant', { here: 'B', there: 'C' }, { write: true, push: false }],
    ['emptied there', { there: null }, { write: true, push: false }],
    ['empty there from the start', { agreed: null, there: null }, { write: false, push: true }],
    ['only from there, changed here', { direction: 'in', here: 'B' }, { write: false, push: false }],
    ['only to there, changed there', { direction: 'out', there: 'C' }, { write: false, push: true }],
    ['our own word that comes back', { agreed: { value: 'B' }, here: 'B', there: 'B', thereAt: 99 }, { write: false, push: false }],
  ] as const)('%s', (_said, change, step) => { expect(syncStep({ ...base, ...change })).toEqual(step) })

  test('both sides come to the newest value and then rest, whoever changed what when', () => {
    const edit = fc.record({ side: fc.constantFrom('here', 'there'), value, look: fc.boolean() })
    fc.assert(fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const world = { here: null as BridgedValue, hereAt: 0, there: null as BridgedValue, thereAt: 0, agreed: null as { value: BridgedValue } | null }
      let moves = 0
      const look = (at: number): void => {
        const step = syncStep({ direction: 'both', agreed: world.agreed, here: world.here, hereAt: world.hereAt, there: world.there, thereAt: world.thereAt })
        if (step.write) { world.here = world.there; world.hereAt = at; moves++ }
        if (step.push) { world.there = world.here; world.thereAt = at; moves++ }
        world.agreed = { value: world.there }
      }
      let newest: BridgedValue = null
      edits.forEach(({ side, value: said, look: looked }, i) => {
        const at = (i + 1) * 10
        if (!sameValue(world[side as 'here'], said)) { world[side as 'here'] = said; world[`${side as 'here'}At`] = at; newest = said }
        if (looked) look(at + 1)
      })
      look(1_000)
      const settled = moves
      look(1_001)
      look(1_002)
      expect(moves).toBe(settled)
      expect(sameValue(world.here, world.there)).toBe(true)
      if (edits.every((one) => one.look)) expect(sameValue(world.here, newest)).toBe(true)
    }))
  })
})
