/** Members, roles, teams, inboxes and invitations: who may give what, and what becomes of her work. */
import type { Invitation, InvitationSent, Member, RoleInfo, RoleTable, Team } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOf } from '../auth/secrets.js'
import { makeMailer } from '../mail/mail.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { PASSWORD, type Person } from '../testing/harness.js'
import { type MailServer, openMailServer } from '../testing/mail-server.js'

let desk: Desk
let mail: MailServer
let letters = 0
const ask = async <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, as?: Person | string | null): Promise<{ status: number; body: T }> => {
  const answer = await desk.request(method, `/api/v1${path}`, body, as)
  return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as T }
}
const member = async (id: string): Promise<Member | undefined> => (await ask<{ items: Member[] }>('GET', '/members')).body.items.find((one) => one.id === id)
const makeRole = async (permissions: string[], reach: string): Promise<string> => (await ask<RoleInfo>('POST', '/roles', { name: newId(), permissions, reach })).body.id
const withRole = async (roleId: string): Promise<Person> => {
  const person = await desk.addPerson('agent')
  expect((await ask('PATCH', `/members/${person.userId}`, { role: 'custom', roleId })).status).toBe(200)
  return person
}

beforeAll(async () => {
  mail = await openMailServer()
  desk = await makeDesk({ mail: makeMailer({ smtpUrl: mail.url, mailFrom: 'desk@shop.example', egressAllow: [] }) })
})
afterAll(async () => { await desk.close(); await mail.close() })

describe('roles', () => {
  test.each<[string, 'admin' | 'supervisor' | 'agent', object, number]>([
    ['an admin makes admins', 'admin', { role: 'admin' }, 200],
    ['an admin makes no owners', 'admin', { role: 'owner' }, 403],
    ['a supervisor manages nobody', 'supervisor', { role: 'viewer' }, 403],
    ['an agent neither', 'agent', { role: 'viewer' }, 403],
  ])('%s', async (_what, as, change, status) => {
    const [asking, colleague] = [await desk.addPerson(as), await desk.addPerson('agent')]
    expect((await ask('PATCH', `/members/${colleague.userId}`, change, asking)).status).toBe(status)
  })

  test('nobody gives more than she has: neither permissions nor reach, nor takes them from those who stand above', async () => {
    const hers = ['members.manage', 'conversations.read', 'conversations.work', 'contacts.read', 'media.read']
    const lead = await withRole(await makeRole(hers, 'inboxes'))
    const [narrow, wide, far] = [await makeRole(['conversations.read'], 'own'), await makeRole([...hers, 'audit.read'], 'own'), await makeRole(['conversations.read'], 'all')]
    const colleague = await withRole(narrow)
    const give = async (roleId: string) => (await ask('PATCH', `/members/${colleague.userId}`, { role: 'custom', roleId }, lead)).status
    expect([await give(narrow), await give(wide), await give(far)]).toEqual([200, 403, 403])
    expect((await ask('PATCH', `/members/${desk.owner.userId}`, { active: false }, lead)).status).toBe(403)
    expect((await ask('DELETE', `/members/${(await desk.addPerson('admin')).userId}`, undefined, lead)).status).toBe(403)
    const offered = (await ask<RoleTable>('GET', '/roles', undefined, lead)).body.items.filter((role) => role.mayGive).map((role) => role.id)
    expect(offered).toContain(narrow)
    expect(offered.filter((id) => [wide, far, 'owner', 'admin', 'supervisor', 'agent'].includes(id))).toEqual([])
  })

  test('whoever does not see everything puts nobody, herself least of all, where she is not', async () => {
    const lead = await withRole(await makeRole(['members.manage', 'teams.manage', 'inboxes.manage', 'conversations.read'], 'inboxes'))
    const team = (await ask<Team>('POST', '/teams', { name: newId() })).body
    const closed = (await ask<{ id: string }>('POST', '/inboxes', { name: newId(), everybody: false })).body
    expect((await ask('PATCH', `/members/${lead.userId}`, { inboxIds: [closed.id] }, lead)).status).toBe(403)
    expect((await ask('PATCH', `/members/${lead.userId}`, { teamIds: [team.id] }, lead)).status).toBe(403)
    expect((await ask('PATCH', `/teams/${team.id}`, { memberIds: [lead.userId] }, lead)).status).toBe(403)
    expect((await ask('PATCH', `/inboxes/${closed.id}`, { everybody: true }, lead)).status).toBe(403)
    expect((await ask('PATCH', `/members/${lead.userId}`, { inboxIds: [closed.id], teamIds: [team.id] })).status).toBe(200)
    expect((await ask('PATCH', `/inboxes/${closed.id}`, { name: newId() }, lead)).status).toBe(200)
  })

  test('a role that changes counts at once; one that somebody has stays', async () => {
    const roleId = await makeRole(['audit.read'], 'own')
    const person = await withRole(roleId)
    expect((await ask('GET', '/audit', undefined, person)).status).toBe(200)
    expect((await ask('PUT', `/roles/${roleId}`, { name: newId(), permissions: ['reports.read'], reach: 'own' })).status).toBe(200)
    expect((await ask('GET', '/audit', undefined, person)).status).toBe(403)
    expect(await ask('DELETE', `/roles/${roleId}`)).toMatchObject({ status: 409, body: { code: 'role_in_use' } })
    await ask('PATCH', `/members/${person.userId}`, { role: 'viewer' })
    expect((await ask('DELETE', `/roles/${roleId}`)).status).toBe(204)
    expect(await member(person.userId)).toMatchObject({ role: 'viewer', roleId: null })
  })

  test('no role of the company’s own demands a factor, makes roles or tokens; names are taken once', async () => {
    for (const permission of ['security.manage', 'roles.manage', 'tokens.manage', 'address.manage', 'fly.away']) expect((await ask('POST', '/roles', { name: newId(), permissions: [permission], reach: 'own' })).status).toBe(400)
    const name = newId()
    expect((await ask('POST', '/roles', { name, permissions: [], reach: 'own' })).status).toBe(201)
    expect(await ask('POST', '/roles', { name: name.toUpperCase(), permissions: [], reach: 'own' })).toMatchObject({ status: 409, body: { code: 'already_exists' } })
  })
})

describe('when somebody goes', () => {
  test.each([['shut out', (id: string) => ask('PATCH', `/members/${id}`, { active: false })], ['removed', (id: string) => ask('DELETE', `/members/${id}`)]] as const)('%s: her open conversations go back to nobody, what is done stays hers', async (_how, go) => {
    const person = await desk.addPerson('agent')
    const ids: string[] = []
    for (const status of ['open', 'snoozed', 'resolved']) {
      const phone = `346${String(Math.random()).slice(2, 10)}`
      await desk.receive(desk.wrote(newId(), 'Hola', { phone }))
      ids.push(await desk.conversationOf(phone))
      await desk.rows('update conversation set status = $2, assignee_id = $3 where conversation_id = $1', [ids.at(-1), status, person.userId])
    }
    expect((await go(person.userId)).status).toBeLessThan(300)
    const rows = await desk.rows<{ conversation_id: string; assignee_id: string | null }>('select conversation_id, assignee_id from conversation where conversation_id = any($1)', [ids])
    expect(ids.map((id) => rows.find((row) => row.conversation_id === id)?.assignee_id)).toEqual([null, null, person.userId])
    const told = await desk.rows<{ conversation_id: string }>(`select conversation_id from event where type = 'conversation.assigned' and conversation_id = any($1)`, [ids])
    expect(told.map((row) => row.conversation_id).toSorted()).toEqual(ids.slice(0, 2).toSorted())
    expect((await ask('GET', '/session', undefined, person)).status).toBe(401)
  })

  test('the last owner stays', async () => {
    for (const change of [{ role: 'admin' }, { active: false }]) expect(await ask('PATCH', `/members/${desk.owner.userId}`, change)).toMatchObject({ status: 409, body: { code: 'last_owner' } })
    expect((await ask('DELETE', `/members/${desk.owner.userId}`)).status).toBe(409)
  })
})

describe('teams and inboxes', () => {
  test('whoever joins a team sees its conversations at once, and no longer when she leaves', async () => {
    const person = await desk.addPerson('restricted_agent')
    await desk.receive(desk.wrote(newId(), 'Hola', { phone: '34611111111' }))
    const id = await desk.conversationOf('34611111111')
    const team = (await ask<Team>('POST', '/teams', { name: 'Ventas' })).body
    await desk.rows('update conversation set team_id = $2 where conversation_id = $1', [id, team.id])
    const sees = async () => (await ask('GET', `/conversations/${id}`, undefined, person)).status
    expect(await sees()).toBe(404)
    await ask('PATCH', `/teams/${team.id}`, { memberIds: [person.userId] })
    expect([await sees(), (await member(person.userId))?.teamIds]).toEqual([200, [team.id]])
    await ask('PATCH', `/members/${person.userId}`, { teamIds: [] })
    expect([await sees(), (await ask<{ items: Team[] }>('GET', '/teams')).body.items.find((one) => one.id === team.id)?.memberIds]).toEqual([404, []])
    expect((await ask('POST', '/teams', { name: 'ventas' })).status).toBe(409)
    expect((await ask('DELETE', `/teams/${team.id}`)).status).toBe(204)
    expect(await desk.rows('select team_id from conversation where conversation_id = $1', [id])).toEqual([{ team_id: null }])
  })

  test('an account moves with its conversations or without; an inbox goes only when it is empty', async () => {
    const account = await desk.connect('acc-moving')
    await desk.receive(desk.wrote(newId(), 'Hola', { phone: '34622222222' }))
    const id = await desk.conversationOf('34622222222')
    await desk.rows('update conversation set account_id = $2 where conversation_id = $1', [id, account.id])
    const [old] = await desk.rows<{ inbox_id: string }>('select inbox_id from conversation where conversation_id = $1', [id])
    const fresh = (await ask<{ id: string }>('POST', '/inboxes', { name: 'Soporte' })).body.id
    const inboxOf = async () => (await desk.rows<{ inbox_id: string }>('select inbox_id from conversation where conversation_id = $1', [id]))[0]?.inbox_id
    expect((await ask('PUT', `/channel-accounts/${account.id}/inbox`, { inboxId: fresh, conversations: 'stay' })).body).toMatchObject({ id: fresh, accountIds: [account.id], used: false })
    expect([await inboxOf(), (await desk.services.accounts.byId(desk.workspaceId, account.id))?.inboxId]).toEqual([old!.inbox_id, fresh])
    expect((await ask('PUT', `/channel-accounts/${account.id}/inbox`, { inboxId: fresh, conversations: 'follow' })).body).toMatchObject({ used: true })
    expect(await inboxOf()).toBe(fresh)
    expect(await ask('DELETE', `/inboxes/${fresh}`)).toMatchObject({ status: 409, body: { code: 'inbox_in_use' } })
    expect((await ask('DELETE', `/inboxes/${fresh}?moveTo=${old!.inbox_id}`)).status).toBe(204)
    expect([await inboxOf(), (await desk.services.accounts.byId(desk.workspaceId, account.id))?.inboxId]).toEqual([old!.inbox_id, old!.inbox_id])
  })

  test('an inbox for some is closed to the others', async () => {
    const [inside, outside, through] = [await desk.addPerson('agent'), await desk.addPerson('agent'), await desk.addPerson('viewer')]
    const team = (await ask<Team>('POST', '/teams', { name: newId(), memberIds: [through.userId] })).body
    const inbox = (await ask<{ id: string; everybody: boolean }>('POST', '/inboxes', { name: newId(), memberIds: [inside.userId], teamIds: [team.id] })).body
    expect(inbox.everybody).toBe(false)
    await desk.receive(desk.wrote(newId(), 'Hola', { phone: '34633333333', name: 'Zoraida Quintana' }))
    const id = await desk.conversationOf('34633333333')
    await desk.rows('update conversation set inbox_id = $2 where conversation_id = $1', [id, inbox.id])
    expect(await Promise.all([inside, outside, through].map(async (person) => (await ask('GET', `/conversations/${id}`, undefined, person)).status))).toEqual([200, 404, 200])
    const named = async (person: Person) => (await ask<{ items: unknown[] }>('GET', '/contacts?q=Zoraida', undefined, person)).body.items.length
    expect([await named(inside), await named(outside)]).toEqual([1, 0])
  })

  test('the last inbox stays', async () => {
    const { workspaceId, owner } = await desk.addWorkspace()
    const [only] = (await ask<{ items: { id: string }[] }>('GET', '/inboxes', undefined, owner)).body.items
    expect([workspaceId !== desk.workspaceId, await ask('DELETE', `/inboxes/${only!.id}`, undefined, owner)]).toMatchObject([true, { status: 409, body: { code: 'last_inbox' } }])
  })
})

describe('invitations', () => {
  const tokenIn = (text: string): string => /\/join#(\S+)/.exec(text)![1]!
  const invite = async (wish: object = {}): Promise<{ invitation: Invitation; token: string; text: string; subject: string }> => {
    const { status, body } = await ask<InvitationSent>('POST', '/invitations', { email: `${newId()}@example.org`, role: 'agent', ...wish })
    expect([status, body.sent, body.link]).toEqual([201, 'sent', null])
    const { text, subject } = (await mail.arrived(++letters))[letters - 1]!
    return { invitation: body.invitation, token: tokenIn(text), text, subject }
  }
  const join = (token: string, more: object = {}) => ask<{ user: { name: string; email: string; language: string }; workspace: { id: string; role: string }; code: string }>('POST', '/join', { token, password: PASSWORD, name: 'Nueva Colega', ...more }, null)

  test.each([['en', 'invites you'], ['es', 'te invita'], ['pt-BR', 'convida você'], ['de', 'lädt dich'], ['zh-CN', '邀请你'], ['ar', 'تدعوك']])('the letter speaks %s', async (language, words) => {
    expect((await invite({ language })).subject).toContain(words)
  })

  test('the link brings her in once, with role, teams and inboxes; only its hash is kept', async () => {
    const team = (await ask<Team>('POST', '/teams', { name: newId() })).body
    const inbox = (await ask<{ id: string }>('POST', '/inboxes', { name: newId(), everybody: false })).body
    const roleId = await makeRole(['conversations.read'], 'own')
    const { invitation, token } = await invite({ role: 'custom', roleId, teamIds: [team.id], inboxIds: [inbox.id], language: 'es' })
    const kept = await desk.services.db.asSystem((tx) => tx.query<{ hash: string; row: string }>(`select encode(token_hash, 'hex') as hash, to_jsonb(i)::text as row from invitation i where invitation_id = $1`, [invitation.id]))
    expect([kept[0]?.hash, kept[0]?.row.includes(token)]).toEqual([hashOf(token).toString('hex'), false])
    expect((await ask('POST', '/join/look', { token }, null)).body).toMatchObject({ workspace: 'Company', email: invitation.email, known: false, role: 'custom', language: 'es' })
    const tries = await Promise.all([join(token, { language: 'de' }), join(token, { language: 'de' })])
    expect(tries.map((one) => one.status).toSorted()).toEqual([200, 404])
    const { body } = tries.find((one) => one.status === 200)!
    expect(body).toMatchObject({ user: { name: 'Nueva Colega', email: invitation.email, language: 'de' }, workspace: { id: desk.workspaceId, role: 'custom' } })
    expect((await ask<{ items: Member[] }>('GET', '/members')).body.items.find((one) => one.email === invitation.email)).toMatchObject({ role: 'custom', roleId, teamIds: [team.id], inboxIds: [inbox.id] })
    expect((await join(token)).body.code).toBe('invitation_over')
    expect((await ask<{ items: Invitation[] }>('GET', '/invitations')).body.items.map((one) => one.id)).not.toContain(invitation.id)
  })

  test('sent again, the old link no longer works; taken back or after seven days, none does', async () => {
    const { invitation, token } = await invite()
    expect((await ask('POST', `/invitations/${invitation.id}/send-again`, {})).status).toBe(429)
    const later = (sql: string) => desk.services.db.asSystem((tx) => tx.query(`update invitation set ${sql} where invitation_id = $1`, [invitation.id]))
    await later(`sent_at = now() - interval '2 minutes'`)
    expect((await ask('POST', `/invitations/${invitation.id}/send-again`, {})).status).toBe(200)
    const again = tokenIn((await mail.arrived(++letters))[letters - 1]!.text)
    const look = async (secret: string) => (await ask('POST', '/join/look', { token: secret }, null)).status
    expect([await look(token), await look(again)]).toEqual([404, 200])
    await later(`expires_at = now() - interval '1 second'`)
    expect([await look(again), (await ask<{ items: Invitation[] }>('GET', '/invitations')).body.items.find((one) => one.id === invitation.id)?.state]).toEqual([404, 'expired'])
    await later(`expires_at = now() + interval '1 hour'`)
    expect([await look(again), (await ask('DELETE', `/invitations/${invitation.id}`)).status, await look(again)]).toEqual([200, 204, 404])
  })

  test('somebody who signs in here already joins with her own password, and keeps her name', async () => {
    const { owner } = await desk.addWorkspace('Another company')
    const { token } = await invite({ email: owner.email.toUpperCase() })
    expect((await join(token, { password: 'not the right words at all' })).body.code).toBe('bad_credentials')
    const { status, body } = await join(token)
    expect([status, body.user.email, body.user.name === 'Nueva Colega', body.workspace.id]).toEqual([200, owner.email, false, desk.workspaceId])
    expect(await ask('POST', '/invitations', { email: owner.email, role: 'agent' })).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  })

  test('a link is no better than who sent it, and guessing links is slowed down', async () => {
    const admin = await desk.addPerson('admin')
    expect((await ask('POST', '/invitations', { email: 'boss@example.org', role: 'owner' }, admin)).status).toBe(403)
    const wrong: number[] = []
    for (let i = 0; i < 8; i++) wrong.push((await ask('POST', '/join/look', { token: newId() }, null)).status)
    expect(wrong).toContain(429)
  })

  test('where no letters go the link is told once, to be handed over', async () => {
    const silent = await makeDesk()
    try {
      const sent = (await silent.request('POST', '/api/v1/invitations', { email: 'a@example.org', role: 'viewer' })).json<InvitationSent>()
      expect([sent.sent, tokenIn(sent.link ?? '').length]).toEqual(['off', 43])
      const listed = (await silent.request('GET', '/api/v1/invitations')).body
      expect([listed.includes('a@example.org'), listed.includes(tokenIn(sent.link ?? ''))]).toEqual([true, false])
    } finally { await silent.close() }
  })
})
