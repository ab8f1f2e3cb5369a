import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMember } from '../auth/members.js'
import { makeHarness, PASSWORD, type Harness } from '../testing/harness.js'

const NEW = 'nine brass owls listen'
let h: Harness
beforeAll(async () => { h = await makeHarness() })
afterAll(() => h.close())

/** The log's entries of a type, as they name rows. */
const logged = (type: string) => h.services.db.inWorkspace(h.workspaceId, async (tx) => (await tx.query<{ data: Record<string, unknown> }>('select data from event where type = $1 order by seq', [type])).map((row) => row.data))
const audited = async (action: string) => (await h.request('GET', `/api/v1/audit?action=${action}`)).json().items as { subject: string; actor: object; data: object }[]

describe('members', () => {
  test('a colleague is added, signs in, and is told live and in the audit', async () => {
    const answer = await h.request('POST', '/api/v1/members', { name: 'Eva', email: 'Eva@Example.org', role: 'agent', password: NEW, language: 'es' })
    const member = answer.json()
    expect([answer.statusCode, member]).toMatchObject([201, { name: 'Eva', email: 'eva@example.org', role: 'agent', active: true, lastSeenAt: null }])
    expect((await h.request('GET', '/api/v1/members')).json().items).toEqual(expect.arrayContaining([expect.objectContaining({ id: h.owner.userId, role: 'owner', lastSeenAt: expect.any(String) }), member]))
    expect((await h.request('POST', '/api/v1/session', { email: 'eva@example.org', password: NEW }, null)).json().user).toMatchObject({ id: member.id, language: 'es' })
    expect(await logged('member.changed')).toContainEqual({ memberId: member.id })
    expect(await audited('member.added')).toEqual([expect.objectContaining({ subject: member.id, actor: expect.objectContaining({ kind: 'user', id: h.owner.userId }) })])
    expect((await h.request('POST', '/api/v1/members', { name: 'Other', email: 'eva@example.org', role: 'agent', password: NEW })).json().code).toBe('email_taken')
  })

  test('somebody who signs in here already keeps her own password', async () => {
    const other = await h.addWorkspace('Sister company')
    const added = await h.request('POST', '/api/v1/members', { name: 'Ignored', email: other.owner.email, role: 'agent', password: NEW })
    expect([added.statusCode, added.json().id]).toEqual([201, other.owner.userId])
    expect((await h.request('POST', '/api/v1/session', { email: other.owner.email, password: NEW }, null)).statusCode).toBe(401)
    const session = (await h.request('POST', '/api/v1/session', { email: other.owner.email, password: PASSWORD }, null)).json()
    expect(session.workspaces.map((w: { id: string }) => w.id).sort()).toEqual([h.workspaceId, other.workspaceId].sort())
  })

  test('a colleague shut out is out at once; let in again she signs in anew', async () => {
    const agent = await h.addPerson('agent')
    expect((await h.request('GET', '/api/v1/session', undefined, agent)).statusCode).toBe(200)
    expect((await h.request('PATCH', `/api/v1/members/${agent.userId}`, { active: false })).json().active).toBe(false)
    expect((await h.request('GET', '/api/v1/session', undefined, agent)).statusCode).toBe(401)
    expect((await h.request('POST', '/api/v1/session', { email: agent.email, password: PASSWORD }, null)).statusCode).toBe(401)
    expect((await h.request('PATCH', `/api/v1/members/${agent.userId}`, { active: true })).json().active).toBe(true)
    expect((await h.request('POST', '/api/v1/session', { email: agent.email, password: PASSWORD }, null)).statusCode).toBe(200)
  })

  test('a role changes what she may do at once', async () => {
    const agent = await h.addPerson('agent')
    expect((await h.request('GET', '/api/v1/audit', undefined, agent)).statusCode).toBe(403)
    await h.request('PATCH', `/api/v1/members/${agent.userId}`, { role: 'admin' })
    expect((await h.request('GET', '/api/v1/audit', undefined, agent)).statusCode).toBe(200)
  })

  test('a new password from an admin ends her sessions', async () => {
    const agent = await h.addPerson('agent')
    expect((await h.request('PATCH', `/api/v1/members/${agent.userId}`, { password: 'short' })).json().code).toBe('password_too_short')
    expect((await h.request('PATCH', `/api/v1/members/${agent.userId}`, { password: NEW })).statusCode).toBe(200)
    expect((await h.request('GET', '/api/v1/session', undefined, agent)).statusCode).toBe(401)
    expect((await h.request('POST', '/api/v1/session', { email: agent.email, password: NEW }, null)).statusCode).toBe(200)
  })

  test('nobody reaches into another company through a shared person', async () => {
    const other = await h.addWorkspace('Sister company')
    await h.request('POST', '/api/v1/members', { name: 'x', email: other.owner.email, role: 'agent', password: NEW })
    for (const as of [h.owner, h.token]) expect((await h.request('PATCH', `/api/v1/members/${other.owner.userId}`, { password: NEW }, as)).statusCode).toBe(403)
    expect((await h.request('PATCH', `/api/v1/members/${other.owner.userId}`, { role: 'admin' })).statusCode).toBe(200)
  })

  test('admins do not make, change or remove owners', async () => {
    const admin = await h.addPerson('admin')
    const owner = await h.addPerson('owner')
    const agent = await h.addPerson('agent')
    const statuses = [
      await h.request('POST', '/api/v1/members', { name: 'x', email: 'new-owner@example.org', role: 'owner', password: NEW }, admin), await h.request('PATCH', `/api/v1/members/${owner.userId}`, { role: 'agent' }, admin),
      await h.request('PATCH', `/api/v1/members/${owner.userId}`, { password: NEW }, admin), await h.request('PATCH', `/api/v1/members/${agent.userId}`, { role: 'owner' }, admin), await h.request('DELETE', `/api/v1/members/${owner.userId}`, undefined, admin),
    ].map((answer) => answer.json().code)
    expect(statuses).toEqual(Array.from({ length: 5 }, () => 'not_permitted'))
    expect((await h.request('PATCH', `/api/v1/members/${agent.userId}`, { role: 'admin' }, admin)).statusCode).toBe(200)
  })

  test('taken off, her open conversations belong to nobody', async () => {
    const agent = await h.addPerson('agent')
    expect((await h.request('DELETE', `/api/v1/members/${agent.userId}`)).statusCode).toBe(204)
    expect((await h.request('GET', '/api/v1/session', undefined, agent)).statusCode).toBe(401)
    expect((await h.request('DELETE', `/api/v1/members/${agent.userId}`)).statusCode).toBe(404)
    expect(await logged('member.removed')).toContainEqual({ memberId: agent.userId })
  })

  test('a workspace keeps an owner, also when two resign at the same instant', async () => {
    const { workspaceId, owner: first } = await h.addWorkspace('Two owners')
    const second = await h.addPerson('owner', workspaceId)
    const alone = async (id: string, body: object) => (await h.request('PATCH', `/api/v1/members/${id}`, body, first)).json().code
    const resign = await Promise.all([h.request('PATCH', `/api/v1/members/${first.userId}`, { role: 'agent' }, first), h.request('PATCH', `/api/v1/members/${second.userId}`, { active: false }, second)])
    expect(resign.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
    const left = await h.services.db.asSystem((tx) => tx.query<{ user_id: string }>(`select user_id from member where workspace_id = $1 and role = 'owner' and disabled_at is null`, [workspaceId]))
    expect(left).toHaveLength(1)
    if (left[0]!.user_id === first.userId) {
      expect([await alone(first.userId, { role: 'admin' }), await alone(first.userId, { active: false }), (await h.request('DELETE', `/api/v1/members/${first.userId}`, undefined, first)).json().code]).toEqual(['last_owner', 'last_owner', 'last_owner'])
    }
    expect(await h.services.db.asSystem((tx) => readMember(tx, workspaceId, left[0]!.user_id))).toMatchObject({ role: 'owner', active: true })
  })
})

describe('tokens', () => {
  test('work until they are revoked; the secret is said once and lies nowhere', async () => {
    const made = (await h.request('POST', '/api/v1/tokens', { name: 'Shop', scopes: ['read', 'read', 'notify'] })).json()
    expect(made).toMatchObject({ token: expect.stringMatching(/^rcd_[\w-]{43}$/), scopes: ['read', 'notify'], expiresAt: null })
    expect((await h.request('GET', '/api/v1/workspace', undefined, made.token)).statusCode).toBe(200)
    const [listed] = (await h.request('GET', '/api/v1/tokens')).json().items
    expect(listed).toEqual({ id: made.id, name: 'Shop', scopes: ['read', 'notify'], createdAt: expect.any(String), expiresAt: null, lastUsedAt: listed.lastUsedAt })
    await expect.poll(async () => (await h.request('GET', '/api/v1/tokens')).json().items[0].lastUsedAt).toEqual(expect.any(String))
    const rows = await h.services.db.asSystem((tx) => tx.query<{ all: string }>(`select t::text as all from api_token t`))
    expect(rows.some((row) => row.all.includes(made.token.slice(4)))).toBe(false)
    expect((await h.request('DELETE', `/api/v1/tokens/${made.id}`)).statusCode).toBe(204)
    expect((await h.request('GET', '/api/v1/workspace', undefined, made.token)).json().code).toBe('not_signed_in')
    expect((await h.request('GET', '/api/v1/tokens')).json().items.map((t: { id: string }) => t.id)).not.toContain(made.id)
    expect((await audited('token.created'))[0]).toMatchObject({ subject: made.id, data: { scopes: ['read', 'notify'] } })
    expect((await audited('token.revoked'))[0]).toMatchObject({ subject: made.id })
  })

  test('end on their day', async () => {
    expect((await h.request('POST', '/api/v1/tokens', { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' })).json().fields).toEqual([{ field: 'expiresAt', message: 'is in the past' }])
    const made = (await h.request('POST', '/api/v1/tokens', { name: 'x', scopes: ['read'], expiresAt: '2999-01-01T00:00:00Z' })).json()
    expect(made.expiresAt).toBe('2999-01-01T00:00:00.000Z')
    await h.services.db.asSystem((tx) => tx.query(`update api_token set expires_at = now() - interval '1 second' where token_id = $1`, [made.id]))
    expect((await h.request('GET', '/api/v1/workspace', undefined, made.token)).statusCode).toBe(401)
  })

  test.each([['no scope', []], ['an unknown scope', ['everything']]])('%s is refused', async (_what, scopes) => {
    expect((await h.request('POST', '/api/v1/tokens', { name: 'x', scopes })).json().code).toBe('invalid_request')
  })

  test('nobody hands out more than she has', async () => {
    const admin = await h.addPerson('admin')
    const weak = await h.addToken(['tokens', 'read'])
    const make = async (scopes: string[], as: typeof admin | string) => (await h.request('POST', '/api/v1/tokens', { name: 'x', scopes }, as)).statusCode
    expect([await make(['all'], admin), await make(['members'], admin), await make(['all'], weak), await make(['members'], weak), await make(['read'], weak), await make(['all'], h.token)]).toEqual([403, 201, 403, 403, 201, 201])
  })

  test('do not reach another workspace', async () => {
    const other = await h.addWorkspace()
    expect((await h.request('GET', '/api/v1/workspace', undefined, h.token, { 'recado-workspace': other.workspaceId })).statusCode).toBe(404)
  })

  test.each([['an empty header', ''], ['Basic', 'Basic YTpi'], ['a token of nobody', 'Bearer rcd_nobody'], ['a long one', `Bearer ${'x'.repeat(5000)}`]])('%s signs nobody in', async (_what, authorization) => {
    expect((await h.request('GET', '/api/v1/workspace', undefined, null, { authorization })).statusCode).toBe(401)
  })
})

describe('the workspace', () => {
  test('is told and changed', async () => {
    const changed = await h.request('PATCH', '/api/v1/workspace', { name: 'Teteras SL', timeZone: 'America/Bogota', currency: 'COP' })
    expect(changed.json()).toMatchObject({ id: h.workspaceId, name: 'Teteras SL', timeZone: 'America/Bogota', currency: 'COP', language: 'en', inboxes: [{ id: h.inboxId, name: 'Inbox' }] })
    expect((await h.request('GET', '/api/v1/session')).json().workspace).toMatchObject({ name: 'Teteras SL', timeZone: 'America/Bogota', currency: 'COP' })
    expect((await h.request('PATCH', '/api/v1/workspace', { timeZone: 'Mars/Olympus' })).json().fields[0].field).toBe('timeZone')
    expect((await logged('workspace.changed')).length).toBe(1)
  })
})

describe('health and quarantine', () => {
  test('an item is open until somebody looks after it', async () => {
    await h.services.health(h.workspaceId, { kind: 'unknown_account', subject: '999', severity: 'warning', data: { externalId: '999' } })
    await h.services.health(h.workspaceId, { kind: 'unknown_account', subject: '999', severity: 'warning', data: { externalId: '999' } })
    const [item] = (await h.request('GET', '/api/v1/health-items')).json().items
    expect(item).toMatchObject({ code: 'unknown_account', severity: 'warning', count: 2, channelAccountId: null, message: expect.stringContaining('not connected') })
    expect((await h.request('POST', `/api/v1/health-items/${item.id}/resolve`)).statusCode).toBe(204)
    expect((await h.request('POST', `/api/v1/health-items/${item.id}/resolve`)).statusCode).toBe(204)
    expect((await h.request('GET', '/api/v1/health-items')).json().items).toEqual([])
    expect(await logged('health.cleared')).toEqual([{ itemId: item.id }])
  })
})

test('lists come page by page and refuse pages that are not theirs', async () => {
  const seen: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const page: { items: { id: string }[]; next: string | null } = (await h.request('GET', `/api/v1/audit?limit=7${next ? `&cursor=${next}` : ''}`)).json()
    expect(page.items.length).toBeLessThanOrEqual(7)
    seen.push(...page.items.map((entry) => entry.id))
    next = page.next
  }
  expect(seen.length).toBeGreaterThan(20)
  expect(seen).toEqual([...new Set(seen)].sort().reverse())
  for (const bad of ['limit=0', 'limit=201', 'limit=x', 'cursor=x', `cursor=${Buffer.from('["not an id"]').toString('base64url')}`]) expect([bad, (await h.request('GET', `/api/v1/audit?${bad}`)).json().code]).toEqual([bad, 'invalid_request'])
})
