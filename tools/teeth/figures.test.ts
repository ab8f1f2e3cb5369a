import { describe, expect, test } from 'vitest'
import { figuresOf, moveByOne, withMoved } from './figures.mjs'

test.each([['48', '49'], ['9', '10'], ['0', '1'], ['0.05', '0.06'], ['0.0199', '0.0200'], ['.99', '1.00'], ['2_000_000', '2000001'], ['999', '1000'], ['1e3', '1001']])('%s is moved to %s', (text, moved) => {
  expect(moveByOne(text)).toBe(moved)
})

const moved = (source: string) => figuresOf(source).map(({ name, line, text, moved: to }) => `${name} ${line} ${text} -> ${to}`)

describe('what counts as a figure', () => {
  test('numbers, their units, and prices written as text', () => {
    expect(moved(`const minute = 60_000
export const one = defineChannel({ rules: {
  grants: [{ kind: 'message', replies: 5, withinMs: hours(48) }, { on: [], replies: 3 }],
  price: { from: Date.UTC(2026, 9, 1), Spain: { service: '0.0200' } },
} } as const satisfies Shape)`)).toEqual([
      'minute 1 60_000 -> 60001',
      'one.rules.grants.message.replies 3 5 -> 6', 'one.rules.grants.message.withinMs 3 48 -> 49', 'one.rules.grants.1.replies 3 3 -> 4',
      'one.rules.price.from.0 4 2026 -> 2027', 'one.rules.price.from.1 4 9 -> 10', 'one.rules.price.from.2 4 1 -> 2', "one.rules.price.Spain.service 4 '0.0200' -> '0.0201'",
    ])
  })
  test('not addresses, versions, telephones, names, places in lists, fallbacks, types', () => {
    expect(moved(`import x from './2.5.js'
const source = 'https://example.com/2.5'
const version = { default: 'v26.0', phone: '+34600000317', 12: 'twelve' }
const first = list[0] ?? 0
const cut = text.slice(0, 3).at(-1)
type Three = 3
const limits: Record<1 | 2, string> = {}`)).toEqual([])
  })
})

test('a moved figure changes nothing else', () => {
  const source = "const a = hours(24) // '0.05'\nconst b = '0.05'"
  const [first, second] = figuresOf(source)
  expect(withMoved(source, first!)).toBe("const a = hours(25) // '0.05'\nconst b = '0.05'") // two figures stand there
  expect(withMoved(source, second!)).toBe("const a = hours(24) // '0.05'\nconst b = '0.06'") // as above
})

test('a text that is no TypeScript is said to be none', () => expect(() => figuresOf('const = 3')).toThrow('cannot be read'))
