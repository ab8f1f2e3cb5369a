import fc from 'fast-check'
import type { Message } from '@recado/api'
import { expect, test } from 'vitest'
import { message } from '../../../../api/testing/rows.js'
import { isOthersLine, newerLines } from './use-seen.js'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString()
const out = (id: string, minute: number, author: Message['author']) => message(id, { direction: 'out', at: at(minute), author })

test.each([
  ['the customer', message('a', {}), true],
  ['a colleague', out('a', 0, { type: 'agent', id: 'u2' }), true],
  ['a rule', out('a', 0, { type: 'automation', id: 'r1' }), true],
  ['a program', out('a', 0, { type: 'api', id: 't1' }), true],
  ['she herself', out('a', 0, { type: 'agent', id: 'u1' }), false],
  ['a note', message('a', { direction: 'note', author: { type: 'agent', id: 'u2' } }), false],
  ['an activity line', message('a', { direction: 'system' }), false],
  ['a reaction', message('a', { content: { kind: 'reaction', messageId: 'x', emoji: '👍' } }), false],
  ['what failed', { ...out('a', 0, { type: 'agent', id: 'u2' }), status: 'failed' } as Message, false],
] as const)('what counts as somebody else’s word: %s', (_name, line, expected) => expect(isOthersLine(line, 'u1')).toBe(expected))

test('older ones that scrolling brought in are no news; a late one with an earlier moment is', () => {
  const oldest = message('m5', { at: at(5) })
  const items = [message('m9', { at: at(9) }), message('late', { at: at(7) }), message('m8', { at: at(8) }), oldest, message('m1', { at: at(1) })]
  expect(newerLines(items, new Set(['m8', 'm5']), oldest, 'u1').map((line) => line.id)).toEqual(['late', 'm9'])
})

test('whatever comes in whatever order, exactly the others’ unknown lines are told, oldest first', () => {
  const line = fc.record({ minute: fc.integer({ min: 10, max: 59 }), hers: fc.boolean(), known: fc.boolean() })
  fc.assert(fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
    const items = lines.map(({ minute, hers }, n) => out(`m${n}`, minute, { type: 'agent', id: hers ? 'u1' : 'u2' }))
    const known = new Set(lines.flatMap((each, n) => (each.known ? [`m${n}`] : [])))
    const told = newerLines(items, known, message('begin', { at: at(1) }), 'u1')
    expect(told.map((each) => each.id).toSorted()).toEqual(lines.flatMap((each, n) => (each.hers || each.known ? [] : [`m${n}`])).toSorted())
    expect(told.map((each) => each.at)).toEqual(told.map((each) => each.at).toSorted())
  }))
})
