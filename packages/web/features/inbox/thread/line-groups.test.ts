import type { Message } from '@recado/api'
import { expect, test } from 'vitest'
import { message } from '../../../../api/testing/rows.js'
import { threadEntries } from './entries.js'
import { groupLines } from './line-groups.js'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString()
const line = (id: string, minute: number, type: 'agent' | 'contact' = 'agent'): Message => message(id, { direction: 'system', at: at(minute), content: { kind: 'system', event: 'assigned', data: {} }, author: { type } })
const shape = (messages: Message[]) => groupLines(threadEntries(messages, null)).flatMap((entry) => (entry.type === 'day' || entry.type === 'new' ? [] : entry.type === 'lines' ? [entry.messages.map((each) => each.id).join('+')] : [entry.key]))

test.each([
  ['two stand for themselves', [line('a', 0), line('b', 1)], ['a', 'b']],
  ['three are folded', [line('a', 0), line('b', 1), line('c', 2)], ['a+b+c']],
  ['a message ends a run', [line('a', 0), line('b', 1), message('m', { at: at(2) }), line('c', 3), line('d', 4), line('e', 5)], ['a', 'b', 'm', 'c+d+e']],
  ['half an hour ends one, too', [line('a', 0), line('b', 1), line('c', 2), line('d', 40)], ['a+b+c', 'd']],
  ['what her app tells is news each time', [line('a', 0, 'contact'), line('b', 1, 'contact'), line('c', 2, 'contact')], ['a', 'b', 'c']],
] as const)('%s', (_name, messages, expected) => expect(shape([...messages])).toEqual(expected))

test('nothing is lost or doubled', () => {
  const messages = Array.from({ length: 40 }, (_, n) => (n % 7 === 3 ? message(`m${n}`, { at: at(n) }) : line(`l${n}`, n)))
  expect(shape(messages).flatMap((key) => key.split('+'))).toEqual(messages.map((each) => each.id))
})
