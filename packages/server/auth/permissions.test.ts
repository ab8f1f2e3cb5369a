import type { Role } from '@recado/api'
import { expect, test } from 'vitest'
import { actsAsOwner, may, type Permission, permissions, permissionsOf, SCOPES } from './permissions.js'

const user = (role: Role | null) => ({ kind: 'user' as const, role, scopes: null })
const token = (...scopes: string[]) => ({ kind: 'token' as const, role: null, scopes })

test.each<[string, ReturnType<typeof user> | ReturnType<typeof token>, Permission, boolean]>([
  ['an agent answers customers', user('agent'), 'messages.send', true],
  ['an agent connects no channels', user('agent'), 'channels.manage', false],
  ['an agent reads no audit', user('agent'), 'audit.read', false],
  ['an admin manages members', user('admin'), 'members.manage', true],
  ['somebody without a role does nothing', user(null), 'conversations.read', false],
  ['a token without scopes does nothing', token(), 'conversations.read', false],
  ['`notify` sends notices', token('notify'), 'messages.notify', true],
  ['`notify` reads no threads', token('notify'), 'conversations.read', false],
  ['`read` sends nothing', token('read'), 'messages.send', false],
  ['`all` does everything a program may', token('all'), 'simulator.use', true],
  ['`all` is still no person', token('all'), 'me.manage', false],
  ['the simulator opens to no single scope', token(...SCOPES), 'simulator.use', false],
])('%s', (_what, principal, permission, expected) => { expect(may(principal, permission)).toBe(expected) })

test('roles stand above each other: whatever an agent may, an admin and an owner may', () => {
  for (const permission of permissionsOf('agent')) expect(permissionsOf('admin')).toContain(permission)
  for (const permission of permissionsOf('admin')) expect(permissionsOf('owner')).toContain(permission)
})

test('every scope opens something and every permission opens to an owner', () => {
  const used = new Set(Object.values(permissions).flatMap((rule) => rule.scopes as readonly string[]))
  expect(SCOPES.filter((scope) => !used.has(scope))).toEqual([])
  expect(permissionsOf('owner')).toEqual(Object.keys(permissions))
})

test('owners and `all` tokens stand above admins', () => {
  expect([actsAsOwner(user('owner')), actsAsOwner(user('admin')), actsAsOwner(token('all')), actsAsOwner(token('members', 'tokens'))]).toEqual([true, false, true, false])
})
