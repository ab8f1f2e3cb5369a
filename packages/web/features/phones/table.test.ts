import { expect, test } from 'vitest'
import { afterPress, firstPhones } from './table.js'
import type { PhoneCustomer } from './types.js'

const person = (customerId: string, channel: string): PhoneCustomer => ({ customerId, channel, channelAccountId: 'a', address: '', name: customerId, state: {} })

test('one phone of each app to begin with', () => expect(firstPhones([person('ana', 'x'), person('li', 'y'), person('eva', 'x')])).toEqual(['ana', 'li']))

test.each([
  ['another phone is laid beside', ['ana'], 'li', false, ['ana', 'li']],
  ['a phone is taken away', ['ana', 'li'], 'ana', false, ['li']],
  ['the last one stays', ['ana'], 'ana', false, ['ana']],
  ['on a narrow table another one comes to the front', ['ana', 'li'], 'li', true, ['li', 'ana']],
  ['and a new one, too', ['ana'], 'li', true, ['li', 'ana']],
])('%s', (_, shown, pressed, isNarrow, expected) => expect(afterPress(shown, pressed, isNarrow)).toEqual(expected))
