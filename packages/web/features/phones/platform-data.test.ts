import { expect, test } from 'vitest'
import { outcomeOf } from './platform-data.js'

test.each<[string, Parameters<typeof outcomeOf>[0], string, boolean]>([
  ['a good one', { answer: { status: 200, body: { errcode: 0 } } }, '200', true],
  ['a code inside a 200', { answer: { status: 200, body: { errcode: 45015 } } }, '45015', false],
  ['an error object', { answer: { status: 400, body: { error: { code: 131047 } } } }, '131047', false],
  ['a status alone', { answer: { status: 500, body: 'ill' } }, '500', false],
  ['no answer', { answer: { status: null, body: null } }, '—', false],
  ['an answer that was cut', { answer: { status: 200, body: {} }, fault: 'cut_reply' }, '—', false],
  ['a picture', { answer: { status: 200, body: null } }, '200', true],
])('%s', (_, call, text, ok) => expect(outcomeOf(call)).toEqual({ text, ok }))
