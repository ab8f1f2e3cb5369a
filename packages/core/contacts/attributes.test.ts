import { expect, test } from 'vitest'
import { type AttributeRule, type AttributeType, isDay, keyFrom, readAttribute, readAttributes } from './attributes.js'

const rule = (type: AttributeType, more: Partial<AttributeRule> = {}): AttributeRule => ({
  key: 'field', name: 'Field', type, required: false, archived: false,
  options: [{ key: 's', name: 'Pequeña', archived: false }, { key: 'm', name: 'Mediana', archived: false }, { key: 'old', name: 'Antigua', archived: true }], ...more,
})

test.each<[AttributeType, unknown, unknown]>([
  ['text', '  Lima ', 'Lima'], ['text', 12, '12'], ['text', '   ', null], ['text', null, null],
  ['number', 12.5, 12.5], ['number', ' -3 ', -3], ['number', '123456789012', 123456789012], ['number', '123456789012.125', 123456789012.125], ['number', 0, 0], ['number', '', null],
  ['date', '2024-02-29', '2024-02-29'], ['date', ' 1999-12-31 ', '1999-12-31'],
  ['boolean', true, true], ['boolean', 'false', false], ['boolean', false, false],
  ['link', 'https://example.com/a?b=c', 'https://example.com/a?b=c'], ['link', 'example.com', 'https://example.com'], ['link', 'HTTP://EXAMPLE.com', 'HTTP://EXAMPLE.com'],
  ['choice', 's', 's'], ['choice', 'PEQUENA', 's'], ['choice', 'old', 'old'],
  ['choices', ['m', 's', 'm'], ['s', 'm']], ['choices', 'Mediana', ['m']], ['choices', [], null],
])('%s takes %j as %j', (type, given, value) => expect(readAttribute(rule(type), given)).toEqual({ value }))

test.each<[AttributeType, unknown, string]>([
  ['text', { a: 1 }, 'a text'], ['text', 'x'.repeat(2_001), 'longer'], ['number', '1,5', 'a number'], ['number', Number.NaN, 'a number'], ['number', Number.POSITIVE_INFINITY, 'a number'], ['number', '1234567890123', 'a number'], ['number', true, 'a number'],
  ['date', '2023-02-29', 'a date'], ['date', '29/02/2024', 'a date'], ['date', '2024-2-3', 'a date'], ['boolean', 'yes', 'true or false'], ['boolean', 1, 'true or false'],
  ['link', 'javascript:alert(1)', 'web address'], ['link', 'hola', 'web address'], ['link', 'https://exa mple.com', 'web address'], ['link', 'ftp://example.com', 'web address'],
  ['choice', 'xl', 'no choice xl'], ['choice', 'Antigua', 'no choice'], ['choice', ['s'], 'no choice'], ['choices', ['s', 'xl'], 'no choice xl'],
])('%s refuses %j', (type, given, message) => expect((readAttribute(rule(type), given) as { fault: string }).fault).toContain(message))

test('what is unknown, archived or required is said by its key', () => {
  const rules = [rule('text', { key: 'city', required: true }), rule('number', { key: 'age' }), rule('text', { key: 'fax', archived: true })]
  expect(readAttributes(rules, { city: '', age: 'x', fax: '1', size: 1 }).faults).toEqual([{ key: 'city', message: 'is required' }, { key: 'age', message: expect.any(String) }, { key: 'fax', message: 'is archived' }, { key: 'size', message: 'is no field' }])
  expect(readAttributes(rules, { age: 3, fax: null })).toEqual({ values: { age: 3 }, removed: ['fax'], faults: [] })
  expect(readAttributes(rules, { age: 3 }, { complete: true }).faults).toEqual([{ key: 'city', message: 'is required' }])
})

test.each([['Fecha de alta', 'fecha_de_alta'], ['2 Größe!', 'grosse'], ['订单', ''], ['  Año  ', 'ano'], ['x'.repeat(60), 'x'.repeat(40)]])('%s is kept as %s', (name, key) => expect(keyFrom(name)).toBe(key))
test.each([['2024-02-30', false], ['0000-01-01', false], ['2024-12-31', true], ['2024-13-01', false]])('%s is a day: %s', (text, is) => expect(isDay(text)).toBe(is))
