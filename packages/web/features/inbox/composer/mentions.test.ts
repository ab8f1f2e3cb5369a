import { describe, expect, test } from 'vitest'
import { type Callable, mentionsIn, mentionWish } from './mentions.js'

const person = (name: string, id = name): Callable => ({ kind: 'user', id, name, hint: '' })
const all: Callable[] = [person('Ana'), person('Ana Belén'), person('José Núñez'), person('林小雨'), { kind: 'team', id: 't1', name: 'Taller', hint: '' }, { kind: 'everybody', id: null, name: 'todos', hint: '' }]

describe('where a name begins', () => {
  test.each([
    ['@', { from: 0, wish: '' }], ['Hola @An', { from: 5, wish: 'An' }], ['(@jo', { from: 1, wish: 'jo' }], ['@Ana Be', { from: 0, wish: 'Ana Be' }], ['ana@example', null], ['@Ana Belén y', null], ['sin nada', null], ['@ ', null],
  ] as const)('%j', (text, expected) => expect(mentionWish(text, text.length)).toEqual(expected))
})

describe('whom a text calls', () => {
  const told = (text: string, chosen?: Map<string, string>) => mentionsIn(text, all, chosen).map(({ kind, id, from, length }) => [kind, id, text.slice(from, from + length)])
  test.each([
    ['a name', '@Ana, mira', [['user', 'Ana', '@Ana']]],
    ['the longer name', '@Ana Belén y @ana', [['user', 'Ana Belén', '@Ana Belén'], ['user', 'Ana', '@ana']]],
    ['no part of a word', '@Anastasia', []],
    ['no mail address', 'escribe a luz@Ana', []],
    ['a team and everybody', '@Taller @todos', [['team', 't1', '@Taller'], ['everybody', null, '@todos']]],
    ['a name before Chinese text', '@林小雨请看', [['user', '林小雨', '@林小雨']]],
    ['nobody', 'a las 5 @ la tienda', []],
  ] as const)('%s', (_name, text, expected) => expect(told(text)).toEqual(expected))

  test('of two of one name the chosen one', () => {
    const two = [person('Eva', 'e1'), person('Eva', 'e2')]
    expect(mentionsIn('@Eva', two, new Map([['Eva', 'e2']]))).toEqual([{ kind: 'user', id: 'e2', from: 0, length: 4 }])
    expect(mentionsIn('@Eva', two)[0]?.id).toBe('e1')
  })
})
