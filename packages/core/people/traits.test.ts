/** Whatever is joined, written and parted: everybody gets back what is hers, and nothing is lost. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alone, type Group, join, known, part, settle } from './traits.js'
import { below, cut, type Joining } from './tree.js'

const ana = alone('a', { values: { name: 'Ana', stage: 's1', 'label:VIP': true, 'field:size': 38 }, lines: ['Prefers mornings'] })
const wei = alone('w', { values: { name: 'WeChat · 4f2a', language: 'zh', 'label:Tea': true, 'field:size': 40 }, lines: ['Pays by WeChat'] })
const both = join(ana, wei, new Set(['field:size']))
const apart = (group: Group) => [part(group, new Set(['a']), 'a'), part(group, new Set(['w']), 'w')].map(known)

describe('two people in one', () => {
  test('hers is seen, what she lacks is the other’s, and what was chosen', () => {
    expect(known(both)).toEqual({ values: { name: 'Ana', stage: 's1', language: 'zh', 'label:VIP': true, 'label:Tea': true, 'field:size': 40 }, lines: ['Prefers mornings', 'Pays by WeChat'] })
  })
  test('parted, both are as they were', () => expect(apart(both)).toEqual([known(ana), known(wei)]))
  test('what was set in between stays with the person it was set for', () => {
    const now = { values: { ...known(both).values, stage: 's2', 'label:Late': true, 'label:Deal': true }, lines: [...known(both).lines, 'Called on Monday'] }
    const [one, other] = apart(settle(both, now, (key) => (key === 'label:Deal' ? 'w' : undefined)))
    expect(one).toEqual({ values: { ...known(ana).values, stage: 's2', 'label:Late': true }, lines: ['Prefers mornings', 'Called on Monday'] })
    expect(other).toEqual({ values: { ...known(wei).values, 'label:Deal': true }, lines: ['Pays by WeChat'] })
  })
  test('what was taken away, nobody has any more', () => {
    const values = { ...known(both).values } as Record<string, unknown>
    delete values['label:Tea']
    delete values['field:size']
    const [one, other] = apart(settle(both, { values, lines: ['Pays by WeChat'] }))
    expect([one?.values['field:size'], other?.values['field:size'], other?.values['label:Tea']]).toEqual([undefined, undefined, undefined])
    expect([one?.lines, other?.lines]).toEqual([[], ['Pays by WeChat']])
  })
  test('a value changed over the other’s leaves the other hers', () => {
    const [one, other] = apart(settle(both, { ...known(both), values: { ...known(both).values, 'field:size': 41 } }))
    expect([one?.values['field:size'], other?.values['field:size']]).toEqual([41, 40])
  })
})

test('any number of joinings taken back in any order give everybody her own', () => {
  const person = fc.record({ name: fc.constantFrom('x', 'y', ''), 'label:a': fc.constantFrom(true, null), 'field:f': fc.constantFrom(1, 2, null) })
  fc.assert(fc.property(fc.array(person, { minLength: 2, maxLength: 6 }), fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 12 }), fc.infiniteStream(fc.nat(9)), (people, pairs, chance) => {
    const groups = new Map(people.map((values, i) => [`p${i}`, alone(`p${i}`, { values, lines: [`note of p${i}`] })]))
    const fresh = new Map([...groups].map(([id, group]) => [id, known(group)]))
    let joinings: Joining[] = []
    for (const [a, b] of pairs) {
      const roots = [...groups.keys()]
      const [keep, lose] = [roots[a % roots.length]!, roots[b % roots.length]!] // there is always one
      if (keep === lose) continue
      groups.set(keep, join(groups.get(keep)!, groups.get(lose)!, new Set(chance.next().value! % 2 ? ['name', 'field:f'] : []))) // both are roots
      groups.delete(lose)
      joinings.push({ id: `m${joinings.length}-${keep}-${lose}`, kept: keep, lost: lose })
    }
    while (joinings.length > 0) {
      const { lost } = joinings[chance.next().value! % joinings.length]! // not empty
      const leaving = below(joinings, lost)
      const root = [...groups].find(([, group]) => group.members.some((member) => member.id === lost))![0] // everybody is somewhere
      const group = groups.get(root)!
      const staying = new Set(group.members.flatMap((member) => (leaving.has(member.id) ? [] : [member.id])))
      const { undone, moved } = cut(joinings.filter((each) => group.members.some((member) => member.id === each.lost)), leaving, { leaving: lost, staying: root })
      expect([undone.length, moved]).toEqual([1, []])
      groups.set(root, part(group, staying, root))
      groups.set(lost, part(group, leaving, lost))
      joinings = joinings.filter((each) => !undone.includes(each.id))
    }
    for (const [id, group] of groups) expect(known(group)).toEqual(fresh.get(id))
  }))
})

test('a person taken out of the middle leaves the others together', () => {
  const joinings: Joining[] = [{ id: '1', kept: 'b', lost: 'c' }, { id: '2', kept: 'a', lost: 'b' }]
  expect(cut(joinings, new Set(['b']), { leaving: 'b', staying: 'a' })).toEqual({ undone: ['2'], moved: [{ id: '1', kept: 'a' }] })
  expect(cut(joinings, new Set(['b', 'c']), { leaving: 'b', staying: 'a' })).toEqual({ undone: ['2'], moved: [] })
})
