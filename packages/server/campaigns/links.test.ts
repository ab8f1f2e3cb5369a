import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, makeHarness } from '../testing/harness.js'
import { isPerson } from './links.js'

let h: Harness
beforeAll(async () => { h = await makeHarness() })
afterAll(() => h.close())

test.each([
  ['a browser', 'GET', { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140' }, true], ['nobody says anything', 'GET', {}, false], ['a mail scanner', 'GET', { 'user-agent': 'Barracuda Sentinel (EE)' }, false],
  ['a prefetch', 'GET', { 'user-agent': 'Mozilla/5.0 Chrome/140', 'sec-purpose': 'prefetch' }, false], ['only the head', 'HEAD', { 'user-agent': 'Mozilla/5.0 Chrome/140' }, false],
  ['a browser inside an app', 'GET', { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.62 Language/zh_CN' }, true],
  ['another app that reads ahead', 'GET', { 'user-agent': 'TelegramBot (like TwitterBot)' }, false],
])('%s', (_what, method, headers, person) => expect(isPerson(h.services.channels, method, headers as Record<string, string>)).toBe(person))

test('what a channel says its previews are called is nobody', () => {
  const named = h.services.channels.all().flatMap(({ declaration }) => declaration.linkPreviewAgents ?? [])
  expect(named.length).toBeGreaterThan(0)
  for (const name of named) expect(isPerson(h.services.channels, 'GET', { 'user-agent': `Mozilla/5.0 ${name}2.2` }), name).toBe(false)
})
