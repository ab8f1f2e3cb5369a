import { expect, test } from 'vitest'
import type { LoadedChannel } from '../services.js'
import { nameFor, readableName } from './names.js'

const channel = (name: string, kind: 'phone' | 'none', keyKinds: string[]) => ({ declaration: { name, address: { kind, keyKind: keyKinds[0] }, keyKinds } }) as unknown as LoadedChannel // names ask for no more
const openid = 'oLVPpjqs9BhvzwPj5A-vTYAX3GLc'

test.each<[string, LoadedChannel, { kind: string; value: string }[], string]>([
  ['a number as people write it', channel('WhatsApp', 'phone', ['phone', 'user_id']), [{ kind: 'phone', value: '34600112233' }], '+34 600 11 22 33'],
  ['WhatsApp without a number', channel('WhatsApp', 'phone', ['phone', 'user_id']), [{ kind: 'user_id', value: 'ES.13491208655302741918' }], 'WhatsApp · 1918'],
  ['a follower', channel('WeChat', 'none', ['openid', 'unionid']), [{ kind: 'unionid', value: 'o6_bmasdasdsad6_2sgVt7hMZOPfL' }, { kind: 'openid', value: openid }], 'WeChat · 3GLc'],
  ['a page’s visitor', channel('Messenger', 'none', ['psid']), [{ kind: 'psid', value: '24601357911131517' }], 'Messenger · 1517'],
])('%s', (_what, of, keys, name) => {
  expect(nameFor(of, keys)).toBe(name)
  expect(nameFor(of, keys).length).toBeLessThan(24)
})

const keys = [{ kind: 'openid', value: openid }, { kind: 'phone', value: '34600112233' }]
test.each<[{ name?: string; username?: string } | null, string | null]>([
  [{ name: '  Lucía   Ríos ' }, 'Lucía Ríos'], [{ name: openid }, null], [{ name: 'oAAAAjqs9BhvzwPj5A-vTYAX0000' }, null], [{ name: '34600112233' }, null], [{ name: '小明' }, '小明'], [{ name: 'Bartholomew-Featherstonehaugh' }, 'Bartholomew-Featherstonehaugh'], [{ name: 'Ana María 2 de la Torre y Ruiz' }, 'Ana María 2 de la Torre y Ruiz'],
  [{ username: '@ana.lentillas' }, '@ana.lentillas'], [{ name: openid, username: 'ana' }, '@ana'], [{ name: ' ' }, null], [null, null], [{}, null],
])('a profile that says %j is called %j', (profile, name) => expect(readableName(profile, keys)).toBe(name))
