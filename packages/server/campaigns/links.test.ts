import { expect, test } from 'vitest'
import { isPerson } from './links.js'

test.each([
  ['a browser', 'GET', { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140' }, true], ['nobody says anything', 'GET', {}, false], ['a preview', 'GET', { 'user-agent': 'facebookexternalhit/1.1' }, false],
  ['a prefetch', 'GET', { 'user-agent': 'Mozilla/5.0 Chrome/140', 'sec-purpose': 'prefetch' }, false], ['only the head', 'HEAD', { 'user-agent': 'Mozilla/5.0 Chrome/140' }, false],
])('%s', (_what, method, headers, person) => expect(isPerson(method, headers as Record<string, string>)).toBe(person))
