import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hash } from '@node-rs/argon2'
import { makeHarness, PASSWORD, type Harness } from '../testing/harness.js'

const setup = { name: 'Ana Ruiz', email: ' Ana@Example.org ', password: 'violet teapots orbit quietly', language: 'es', timeZone: 'Europe/Madrid', company: 'Teteras SL' }

describe('first run', () => {
  let h: Harness
  beforeAll(async () => { h = await makeHarness({ setUp: false }) })
  afterAll(() => h.close())

  test('says that an owner is missing', async () => {
    expect((await h.request('GET', '/api/v1/setup', undefined, null)).json()).toEqual({ needed: true })
  })

  test.each([
    ['a short password', { password: 'too short' }, 400, 'password_too_short'],
    ['a well-known password', { password: 'PasswordPassword1' }, 400, 'password_common'],
    ['a password of her own name', { password: 'anaruizanaruiz2026' }, 400, 'password_common'],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, 400, 'invalid_request'],
    ['an e-mail without @', { email: 'ana' }, 400, 'invalid_request'],
    ['a field nobody asked for', { role: 'owner' }, 400, 'invalid_request'],
  ])('refuses %s', async (_what, change, status, code) => {
    const answer = await h.request('POST', '/api/v1/setup', { ...setup, ...change }, null)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('makes the workspace once, says the recovery key once and signs the owner in', async () => {
    const [first, second] = await Promise.all([h.request('POST', '/api/v1/setup', setup, null), h.request('POST', '/api/v1/setup', { ...setup, email: 'other@example.org' }, null)])
    expect([first.statusCode, second.statusCode].sort()).toEqual([201, 409])
    const made = first.statusCode === 201 ? first : second
    const body = made.json()
    expect(body.recoveryKey).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{1,5})+$/)
    expect(body.workspace).toMatchObject({ name: 'Teteras SL', role: 'owner', timeZone: 'Europe/Madrid', demo: false, clockOffsetMs: 0 })
    const cookie = made.cookies[0]!
    expect(cookie).toMatchObject({ name: '__Host-recado', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
    const session = await h.request('GET', '/api/v1/session', undefined, { userId: '', email: '', cookie: `${cookie.name}=${cookie.value}` })
    expect(session.json()).toMatchObject({ user: { name: 'Ana Ruiz', language: 'es', preferences: {} }, workspace: { name: 'Teteras SL' } })
    const inboxes = await h.request('GET', '/api/v1/workspace', undefined, { userId: '', email: '', cookie: `${cookie.name}=${cookie.value}` })
    expect(inboxes.json().inboxes).toHaveLength(1)
    expect((await h.request('GET', '/api/v1/setup', undefined, null)).json()).toEqual({ needed: false })
    expect((await h.request('POST', '/api/v1/setup', setup, null)).json().code).toBe('already_set_up')
  })
})

describe('signing in', () => {
  let h: Harness
  beforeAll(async () => { h = await makeHarness() })
  afterAll(() => h.close())
  const signIn = (email: string, password: string, headers: Record<string, string> = {}) => h.request('POST', '/api/v1/session', { email, password }, null, headers)
  const whoIs = (cookie: string) => h.request('GET', '/api/v1/session', undefined, { userId: '', email: '', cookie })

  test('gives a new session each time; the cookie’s secret lies nowhere', async () => {
    const one = await signIn(h.owner.email.toUpperCase(), PASSWORD)
    expect(one.statusCode).toBe(200)
    expect(one.json()).toMatchObject({ user: { id: h.owner.userId }, workspace: { id: h.workspaceId, role: 'owner' }, workspaces: [{ id: h.workspaceId }] })
    const first = one.cookies[0]!
    const two = await signIn(h.owner.email, PASSWORD, { cookie: `__Host-recado=${first.value}` })
    expect(two.cookies[0]!.value).not.toBe(first.value)
    expect((await whoIs(`__Host-recado=${first.value}`)).json().code).toBe('not_signed_in')
    const kept = await h.services.db.asSystem((tx) => tx.query<{ t: string }>(`select encode(token_hash, 'hex') || coalesce(user_agent, '') as t from session`))
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.some((row) => row.t.includes(Buffer.from(two.cookies[0]!.value).toString('hex')) || row.t.includes(Buffer.from(two.cookies[0]!.value, 'base64url').toString('hex')))).toBe(false)
  })

  test('answers the unknown, the wrong and the disabled alike', async () => {
    const gone = await h.addPerson('agent')
    await h.services.db.asSystem((tx) => tx.query('update app_user set disabled_at = $2 where user_id = $1', [gone.userId, new Date(h.wall.now).toISOString()]))
    const answers = await Promise.all([signIn('nobody@example.org', PASSWORD), signIn(h.owner.email, 'not the password at all'), signIn(gone.email, PASSWORD)])
    const bodies = answers.map((a) => ({ status: a.statusCode, ...a.json(), requestId: '' }))
    expect(bodies[0]).toMatchObject({ status: 401, code: 'bad_credentials' })
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
    expect(answers.every((a) => a.cookies.length === 0)).toBe(true)
  })

  test('waits after five failures, also for the right password, and only for that account and address', async () => {
    const victim = await h.addPerson('agent')
    const tries = []
    for (let i = 0; i < 6; i++) tries.push((await signIn(victim.email, `wrong guess number ${i}`)).statusCode)
    expect(tries).toEqual([401, 401, 401, 401, 401, 429])
    const blocked = await signIn(victim.email, PASSWORD)
    expect(blocked.statusCode).toBe(429)
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    expect((await signIn(h.owner.email, PASSWORD)).statusCode).toBe(200)
    const elsewhere = await h.app.inject({ method: 'POST', url: '/api/v1/session', remoteAddress: '203.0.113.9', headers: { host: 'localhost:3000' }, payload: { email: victim.email, password: PASSWORD } })
    expect(elsewhere.statusCode).toBe(200)
  })

  test('hashes an old password anew', async () => {
    const old = await h.addPerson('agent')
    await h.services.db.asSystem((tx) => Promise.resolve(hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 })).then((weak) => tx.query('update app_user set password_hash = $2 where user_id = $1', [old.userId, weak])))
    expect((await signIn(old.email, PASSWORD)).statusCode).toBe(200)
    const [row] = await h.services.db.asSystem((tx) => tx.query<{ password_hash: string }>('select password_hash from app_user where user_id = $1', [old.userId]))
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test.each([
    ['idle for 12 hours', `seen_at = now() - interval '12 hours 1 second'`],
    ['30 days old', `expires_at = now() - interval '1 second'`],
  ])('ends a session that is %s', async (_what, change) => {
    const person = await h.addPerson('agent')
    await h.services.db.asSystem((tx) => tx.query(`update session set ${change} where user_id = $1`, [person.userId]))
    expect((await h.request('GET', '/api/v1/session', undefined, person)).statusCode).toBe(401)
  })

  test('signing out ends it, clears the cookie and what the browser kept', async () => {
    const person = await h.addPerson('agent')
    expect((await h.request('GET', '/api/v1/session', undefined, person)).statusCode).toBe(200)
    const out = await h.request('DELETE', '/api/v1/session', undefined, person)
    expect([out.statusCode, out.body, out.headers['clear-site-data']]).toEqual([204, '', '"cookies", "storage"'])
    expect(out.cookies[0]).toMatchObject({ name: '__Host-recado', value: '' })
    expect((await h.request('GET', '/api/v1/session', undefined, person)).statusCode).toBe(401)
  })

  test('uses the plain name, and says so, on plain http to another machine', async () => {
    const answer = await signIn(h.owner.email, PASSWORD, { host: 'desk.lan:3000' })
    expect(answer.cookies[0]).toMatchObject({ name: 'recado' })
    expect(answer.cookies[0]!.secure).toBeUndefined()
    expect(answer.json().insecureTransport).toBe(true)
    const seen = await h.app.inject({ method: 'GET', url: '/api/v1/session', headers: { host: 'desk.lan:3000', cookie: `recado=${answer.cookies[0]!.value}` } })
    expect(seen.statusCode).toBe(200)
  })

  test('one person, two workspaces: by header, by choice, and never a third', async () => {
    const second = await h.addWorkspace('Second')
    const third = await h.addWorkspace('Third')
    await h.services.db.asSystem((tx) => tx.query(`insert into member (workspace_id, user_id, role, created_at) values ($1, $2, 'agent', $3)`, [second.workspaceId, h.owner.userId, new Date(h.wall.now).toISOString()]))
    h.app.auth.changed()
    const by = (workspaceId: string) => h.request('GET', '/api/v1/session', undefined, h.owner, { 'recado-workspace': workspaceId })
    expect((await by(second.workspaceId)).json().workspace).toMatchObject({ id: second.workspaceId, role: 'agent' })
    expect((await by(h.workspaceId)).json().workspace).toMatchObject({ id: h.workspaceId, role: 'owner' })
    expect([(await by(third.workspaceId)).statusCode, (await by('nonsense')).statusCode]).toEqual([404, 404])
    const chosen = await h.request('POST', '/api/v1/session/workspace', { workspaceId: second.workspaceId })
    expect(chosen.json().workspace.id).toBe(second.workspaceId)
    expect((await h.request('GET', '/api/v1/session')).json().workspace.id).toBe(second.workspaceId)
    expect((await h.request('POST', '/api/v1/session/workspace', { workspaceId: third.workspaceId })).statusCode).toBe(404)
    await h.request('POST', '/api/v1/session/workspace', { workspaceId: h.workspaceId })
  })
})

describe('her own account', () => {
  let h: Harness
  beforeAll(async () => { h = await makeHarness() })
  afterAll(() => h.close())

  test('keeps choices, name and language', async () => {
    const changed = await h.request('PATCH', '/api/v1/me', { name: 'Eva', language: 'es', theme: 'dark', preferences: { sendKey: 'enter', own: { deep: [1] } } })
    expect([changed.statusCode, changed.json()]).toMatchObject([200, { name: 'Eva', language: 'es', theme: 'dark', preferences: { sendKey: 'enter', own: { deep: [1] } } }])
    expect((await h.request('GET', '/api/v1/session')).json().user).toEqual(changed.json())
  })

  test('a new password wants the current one and ends every other session', async () => {
    const next = 'seven slow herons wade'
    const other = await h.request('POST', '/api/v1/session', { email: h.owner.email, password: PASSWORD }, null)
    const otherCookie = { ...h.owner, cookie: `__Host-recado=${other.cookies[0]!.value}` }
    expect((await h.request('GET', '/api/v1/session', undefined, otherCookie)).statusCode).toBe(200)
    expect((await h.request('PATCH', '/api/v1/me', { password: { current: 'not this one, surely', next } })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'password.current' }] })
    expect((await h.request('PATCH', '/api/v1/me', { password: { current: PASSWORD, next: 'short' } })).json().code).toBe('password_too_short')
    expect((await h.request('PATCH', '/api/v1/me', { password: { current: PASSWORD, next } })).statusCode).toBe(200)
    expect((await h.request('GET', '/api/v1/session')).statusCode).toBe(200)
    expect((await h.request('GET', '/api/v1/session', undefined, otherCookie)).statusCode).toBe(401)
    expect((await h.request('POST', '/api/v1/session', { email: h.owner.email, password: next }, null)).statusCode).toBe(200)
  })
})
