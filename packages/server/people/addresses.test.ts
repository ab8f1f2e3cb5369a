import { expect, test } from 'vitest'
import { countryOfPhone, matchKeyOfPhone, normalEmail, normalPhone } from './addresses.js'

test.each<[string, string | undefined, string | null]>([
  ['+34 600 11 22 33', undefined, '+34600112233'], ['600 11 22 33', 'ES', '+34600112233'], ['0034600112233', undefined, '+34600112233'], ['＋３４ ６００ １１ ２２ ３３', undefined, '+34600112233'],
  ['(11) 98765-4321', 'BR', '+5511987654321'], ['+55 11 8765-4321', undefined, '+551187654321'], ['+55 (11) 98765-4321', undefined, '+5511987654321'],
  ['+521 55 1234 5678', undefined, '+525512345678'], ['+5215512345678', undefined, '+525512345678'], ['55 1234 5678', 'MX', '+525512345678'], ['044 55 1234 5678', 'MX', '+525512345678'], ['+52 55 1234 5678', undefined, '+525512345678'],
  ['011 15-2345-6789', 'AR', '+5491123456789'], ['+54 9 11 2345-6789', undefined, '+5491123456789'], ['+54 11 2345-6789', undefined, '+541123456789'],
  ['+44 20 7946 0018 ext. 12', undefined, '+442079460018'], ['600 11 22 33', undefined, null], ['+34 600', undefined, null], ['hola', 'ES', null], ['', 'ES', null], ['+34 600 11 22 33; drop', undefined, null], ['600112233', 'es', null],
])('%s (%s) is %s', (text, country, phone) => expect(normalPhone(text, country)).toBe(phone))

test.each([
  ['+5511987654321', '+551187654321', true], ['+5511987654321', '+5511987654322', false], ['+5511947654321', '+551147654321', false], // 4: never a mobile without its ninth digit
  ['+5215512345678', '+525512345678', true], ['+525512345678', '+525512345679', false], ['+5491123456789', '+541123456789', true], ['+5491123456789', '+541123456780', false], ['+34600112233', '34600112233', true],
  ['+5493511234567', '+543511234567', true],
])('%s and %s are one number: %s', (one, other, same) => expect(matchKeyOfPhone(one) === matchKeyOfPhone(other)).toBe(same))

test.each([[' Ana@Example.COM ', 'ana@example.com'], ['a.b+c@sub.example.co', 'a.b+c@sub.example.co'], ['ana@example', null], ['ana', null], ['a b@example.com', null], ['ana@@example.com', null], ['<ana@example.com>', null], ['@example.com', null]])('%s is %s', (text, email) => expect(normalEmail(text)).toBe(email))
test.each([['+34600112233', 'ES'], ['+525512345678', 'MX'], ['+5511987654321', 'BR']])('%s is of %s', (phone, country) => expect(countryOfPhone(phone)).toBe(country))
