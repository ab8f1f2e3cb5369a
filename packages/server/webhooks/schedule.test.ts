import { hours, minutes, seconds } from '@recado/core'
import { describe, expect, test } from 'vitest'
import { newWebhookSecret, signedHeaders } from './signature.js'
import { readRetryAfter, waitAfter } from './schedule.js'
import { wants } from './events.js'

describe('the waits between tries', () => {
  test.each([[1, seconds(5)], [2, minutes(5)], [3, minutes(30)], [4, hours(2)], [5, hours(5)], [6, hours(10)], [7, hours(10)]])('after failure %i: %i ms, a fifth to either side', (attempts, wait) => {
    expect(waitAfter(attempts, 0.5)).toBe(wait)
    expect(waitAfter(attempts, 0)).toBe(wait * 0.8)
    expect(waitAfter(attempts, 1)).toBe(wait * 1.2)
  })
  test('end with the eighth try', () => expect(waitAfter(8, 0.5)).toBeNull())
  test.each([[minutes(1), minutes(1)], [seconds(1), seconds(5)], [hours(99), hours(10)]])('honour a Retry-After of %i ms with %i', (asked, waited) => expect(waitAfter(1, 0.5, asked)).toBe(waited))
  test.each([['120', 120_000], ['Thu, 01 Jan 1970 00:02:00 GMT', 60_000], ['soon', null], [undefined, null], ['Thu, 01 Jan 1970 00:00:00 GMT', 0]])('Retry-After %s', (header, ms) => expect(readRetryAfter(header, 60_000)).toBe(ms === 120_000 ? 120_000 : ms))
})

describe('signatures', () => {
  // The example of the specification's own libraries: https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.test.ts
  test('are those of Standard Webhooks', () => {
    const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}', ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])
    expect(headers).toEqual({ 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' })
  })
  test('of two secrets stand side by side', () => {
    const [a, b] = [newWebhookSecret(), newWebhookSecret()]
    const both = signedHeaders('id', 0, 'body', [a, b])['webhook-signature']!.split(' ')
    expect(both).toEqual([signedHeaders('id', 0, 'body', [a])['webhook-signature'], signedHeaders('id', 0, 'body', [b])['webhook-signature']])
    expect(a).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  })
})

test.each([[['*'], 'contact.merged', true], [['message.*'], 'message.updated', true], [['message.*'], 'messages.updated', false], [['message.created'], 'message.updated', false], [['contact.created', 'conversation.*'], 'conversation.removed', true]])('%j asks for %s: %s', (filter, type, asked) => {
  expect(wants(filter, type)).toBe(asked)
})
