import type { Role } from '@recado/api'
import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { actsAsOwner, choiceOf, GROUPS, may, type Permission, permissions, permissionsOf, SCOPES } from './permissions.js'

const user = (role: Role | null) => ({ kind: 'user' as const, role, scopes: null })
const custom = (...own: string[]) => ({ kind: 'user' as const, role: 'custom' as const, scopes: null, permissions: own })
const token = (...scopes: string[]) => ({ kind: 'token' as const, role: null, scopes })

test.each<[string, ReturnType<typeof user> | ReturnType<typeof custom> | ReturnType<typeof token>, Permission, boolean]>([
  ['an agent answers customers', user('agent'), 'messages.send', true],
  ['an agent connects no channels', user('agent'), 'channels.manage', false],
  ['an agent reads no audit', user('agent'), 'audit.read', false],
  ['an admin manages members', user('admin'), 'members.manage', true],
  ['somebody without a role does nothing', user(null), 'conversations.read', false],
  ['a supervisor assigns', user('supervisor'), 'assignment.manage', true],
  ['a supervisor manages no members', user('supervisor'), 'members.manage', false],
  ['a marketer reads no conversation', user('marketer'), 'conversations.read', false],
  ['a privacy officer sends nothing', user('privacy_officer'), 'messages.send', false],
  ['a viewer writes no note', user('viewer'), 'notes.write', false],
  ['a role of the company’s own has what it says', custom('reports.read'), 'reports.read', true],
  ['and nothing else', custom('reports.read'), 'conversations.read', false],
  ['nor what none can have, whatever it says', custom('roles.manage'), 'roles.manage', false],
  ['but what everybody has', custom(), 'me.manage', true],
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

test('every permission stands in one group of the table, and has its sentence in every language', () => {
  const grouped = Object.values(GROUPS).flat() as string[]
  expect(grouped.toSorted()).toEqual(Object.keys(permissions).toSorted())
  for (const language of ['en', 'es', 'pt-BR', 'de', 'zh-CN', 'ar']) {
    const messages = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'web', 'messages', `${language}.json`), 'utf8')) as Record<string, string>
    expect([...grouped.map((name) => `permission.${name}`), ...Object.keys(GROUPS).map((group) => `permission.group.${group}`)].filter((id) => !messages[id]), language).toEqual([])
  }
})

test('what everybody needs to work at all is no choice, and what would raise its holder above her maker is none either', () => {
  const of = (choice: string) => (Object.keys(permissions) as Permission[]).filter((name) => choiceOf(name) === choice)
  expect(of('never')).toEqual(['security.manage', 'backups.manage', 'address.manage', 'roles.manage', 'tokens.manage'])
  for (const name of of('always')) for (const role of ['agent', 'viewer', 'marketer'] as const) expect(may(user(role), name), name).toBe(true)
})
