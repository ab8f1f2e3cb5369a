import { randomBytes } from 'node:crypto'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskRoutes } from './desk.js'
import type { RecadoError } from '@recado/core'
import { checkSecondFactor } from '../auth/second-factor/check.js'
import { FACTOR_GRACE_HOURS } from '../auth/sessions.js'
import { makeHarness, PASSWORD, type Harness, type Person } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

let h: Harness
beforeAll(async () => { h = await makeHarness({ channels: [madeUpLoaded], routes: deskRoutes }) })
afterAll(() => h.close())

const STEP = 30_000
const codeNow = (seed: string, steps = 0): string => generateSync({ secret: seed, epoch: Math.floor(h.wall.now / 1000) + steps * 30 })
const signIn = (email: string, code?: string, ip = '192.0.2.10') => h.app.inject({ method: 'POST', url: '/api/v1/session', remoteAddress: ip, headers: { host: 'localhost:3000' }, payload: { email, password: PASSWORD, ...(code === undefined ? {} : { code }) } })
const asCookie = (person: Person, answer: Awaited<ReturnType<typeof signIn>>): Person => ({ ...person, cookie: `__Host-recado=${answer.cookies[0]!.value}` })
const system = <R extends object>(sql: string, values: unknown[] = []) => h.services.db.asSystem((tx) => tx.query<R>(sql, values))
const actions = async (subject: string): Promise<string[]> => (await h.request('GET', `/api/v1/audit?subject=${subject}`)).json().items.map((entry: { action: string }) => entry.action)

/** What becomes of a code after the right password: how it passed, or the refusal. */
const check = (person: Person, code: string, ip: string): Promise<string> => checkSecondFactor(h.services, { userId: person.userId, ip, nowMs: h.wall.now }, code).catch((error: RecadoError) => error.code)

/** Sets one up with the codes of a seed; time moves a step, since no code counts twice. */
async function setUp(person: Person): Promise<{ seed: string; codes: string[] }> {
  const { seed } = (await h.request('POST', '/api/v1/me/second-factor', {}, person)).json()
  const done = await h.request('POST', '/api/v1/me/second-factor/confirm', { code: codeNow(seed) }, person)
  expect(done.statusCode).toBe(200)
  h.wall.now += STEP
  return { seed, codes: done.json().recoveryCodes }
}
let accounts = 0
const connect = async (at = h.token): Promise<string> => (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: `acc${++accounts}`, secret: 's' } }, at)).json().id

describe('a person’s own', () => {
  test('is asked for after the password, takes each code once and keeps no seed in the clear', async () => {
    const eva = await h.addPerson('agent')
    expect((await h.request('GET', '/api/v1/me/second-factor', undefined, eva)).json()).toEqual({ enabled: false, demandedBy: null, dueAt: null, overdue: false, enabledAt: null, recoveryCodesLeft: 0 })
    const begun = (await h.request('POST', '/api/v1/me/second-factor', {}, eva)).json()
    expect(begun.uri).toContain(`secret=${begun.seed}`)
    expect((await signIn(eva.email)).statusCode).toBe(200)
    expect((await h.request('POST', '/api/v1/me/second-factor/confirm', { code: '000000' }, eva)).json().code).toBe('bad_code')

    const other = asCookie(eva, await signIn(eva.email))
    const code = codeNow(begun.seed)
    const done = await h.request('POST', '/api/v1/me/second-factor/confirm', { code: `${code.slice(0, 3)} ${code.slice(3)}` }, eva)
    expect(done.json().recoveryCodes).toHaveLength(10)
    expect(new Set(done.json().recoveryCodes).size).toBe(10)
    expect((await h.request('GET', '/api/v1/session', undefined, other)).statusCode).toBe(401)
    expect((await h.request('GET', '/api/v1/session', undefined, eva)).json().secondFactor).toMatchObject({ enabled: true })

    expect((await signIn(eva.email)).json()).toMatchObject({ status: 401, code: 'second_factor_required' })
    expect((await signIn(eva.email, code)).json()).toMatchObject({ status: 401, code: 'bad_code' })
    h.wall.now += STEP
    const fresh = codeNow(begun.seed)
    const first = await signIn(eva.email, fresh)
    expect([first.statusCode, first.cookies.length]).toEqual([200, 1])
    const again = await signIn(eva.email, fresh)
    expect([again.statusCode, again.cookies.length]).toEqual([401, 0])

    const [row] = await system<{ sealed: Buffer; all: string }>('select sealed, f::text as all from second_factor f where user_id = $1', [eva.userId])
    expect(row!.all).not.toContain(begun.seed)
    expect(await h.services.sealer.openOwn(`second-factor/${eva.userId}`, row!.sealed)).toBe(begun.seed)
    await expect(h.services.sealer.openOwn(`second-factor/${h.owner.userId}`, row!.sealed)).rejects.toThrow()
    expect(await actions(eva.userId)).toEqual(expect.arrayContaining(['second_factor.enabled', 'session.refused']))
  })

  test('of five who enter the same code at the same instant one gets in', async () => {
    const eva = await h.addPerson('agent')
    const { seed, codes } = await setUp(eva)
    const outcomes = (code: string, ip: string) => Promise.all(Array.from({ length: 5 }, () => check(eva, code, ip))).then((all) => all.sort())
    expect(await outcomes(codeNow(seed), '192.0.2.31')).toEqual(['bad_code', 'bad_code', 'bad_code', 'bad_code', 'code'])
    expect(await outcomes(codes[0]!, '192.0.2.32')).toEqual(['bad_code', 'bad_code', 'bad_code', 'bad_code', 'recovery_code'])
  })

  test('a wrong password says nothing of a second factor', async () => {
    const eva = await h.addPerson('agent')
    const { seed } = await setUp(eva)
    const answer = await h.app.inject({ method: 'POST', url: '/api/v1/session', headers: { host: 'localhost:3000' }, payload: { email: eva.email, password: 'not hers at all, surely', code: codeNow(seed) } })
    expect(answer.json().code).toBe('bad_credentials')
  })

  test('after five wrong codes one may be tried every six seconds, at that address', async () => {
    const eva = await h.addPerson('agent')
    const { seed } = await setUp(eva)
    const tries = []
    for (let i = 0; i < 6; i++) tries.push((await signIn(eva.email, '123-45', '::ffff:198.51.100.7')).statusCode)
    expect(tries).toEqual([401, 401, 401, 401, 401, 429])
    const right = await signIn(eva.email, codeNow(seed), '198.51.100.7')
    expect(right.statusCode).toBe(429)
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(right.headers['retry-after'])).toBeLessThanOrEqual(6)
    await system(`update sign_in_failure set blocked_until = blocked_until - interval '6 seconds'`)
    expect((await signIn(eva.email, 'once more', '198.51.100.7')).statusCode).toBe(401)
    expect((await signIn(eva.email, 'and again', '198.51.100.7')).statusCode).toBe(429)
    expect((await signIn(eva.email, codeNow(seed), '198.51.100.8')).statusCode).toBe(200)
  })

  test('a thousand addresses get no further than one that is patient', async () => {
    const eva = await h.addPerson('agent')
    await setUp(eva)
    const codes = []
    for (let i = 0; i < 51; i++) codes.push(await check(eva, 'guess', `198.18.0.${i}`))
    expect(codes.filter((code) => code === 'bad_code')).toHaveLength(50)
    expect(codes.at(-1)).toBe('too_many_requests')
  })

  test('a recovery code opens once, however it is typed; new ones end the old ones', async () => {
    const eva = await h.addPerson('agent')
    const { codes } = await setUp(eva)
    const [first, second] = codes as [string, string]
    expect((await signIn(eva.email, first.toLowerCase().replaceAll('-', ' '))).statusCode).toBe(200)
    expect((await signIn(eva.email, first)).json().code).toBe('bad_code')
    const back = asCookie(eva, await signIn(eva.email, codes[2]))
    expect((await h.request('GET', '/api/v1/me/second-factor', undefined, back)).json()).toMatchObject({ enabled: true, recoveryCodesLeft: 8 })
    const renewed = await h.request('POST', '/api/v1/me/recovery-codes', {}, back)
    expect([renewed.statusCode, renewed.json().recoveryCodes.length]).toEqual([201, 10])
    expect((await signIn(eva.email, second)).json().code).toBe('bad_code')
    expect((await signIn(eva.email, renewed.json().recoveryCodes[9])).statusCode).toBe(200)
    const kept = await system<{ code_hash: string }>('select code_hash from recovery_code where user_id = $1', [eva.userId])
    expect(kept.every((row) => row.code_hash.startsWith('$argon2id$'))).toBe(true)
  })

  test('a second set-up leaves the first at work until it is confirmed, and can be given up', async () => {
    const eva = await h.addPerson('agent')
    const { seed } = await setUp(eva)
    const begun = (await h.request('POST', '/api/v1/me/second-factor', {}, eva)).json()
    expect((await signIn(eva.email, codeNow(begun.seed))).statusCode).toBe(401)
    expect((await signIn(eva.email, codeNow(seed))).statusCode).toBe(200)
    await system(`update second_factor set pending_at = now() - interval '61 minutes' where user_id = $1`, [eva.userId])
    expect((await h.request('POST', '/api/v1/me/second-factor/confirm', { code: codeNow(begun.seed) }, eva)).json().code).toBe('second_factor_not_started')
    expect((await h.request('DELETE', '/api/v1/me/second-factor', undefined, eva)).statusCode).toBe(204)
    expect((await signIn(eva.email)).statusCode).toBe(200)
  })
})

describe('password and code again', () => {
  const grow = (person: Person) => system(`update session set confirmed_at = now() - interval '10 minutes 1 second' where user_id = $1`, [person.userId])

  test('is asked for after ten minutes before anything delicate, and given once for all of it', async () => {
    const owner = await h.addPerson('owner')
    const agent = await h.addPerson('agent')
    const { seed } = await setUp(owner)
    const delicate: [string, Parameters<Harness['request']>[0], string, unknown][] = [
      ['a new second factor', 'POST', '/api/v1/me/second-factor', {}], ['new recovery codes', 'POST', '/api/v1/me/recovery-codes', {}], ['doing without', 'DELETE', '/api/v1/me/second-factor', undefined],
      ['another e-mail', 'PATCH', '/api/v1/me', { email: 'new@example.org' }], ['another password', 'PATCH', '/api/v1/me', { password: { current: PASSWORD, next: 'eleven grey umbrellas sing' } }],
      ['an API token', 'POST', '/api/v1/tokens', { name: 'x', scopes: ['read'] }], ['a colleague’s password', 'PATCH', `/api/v1/members/${agent.userId}`, { password: 'eleven grey umbrellas sing' }],
      ['a colleague’s second factor', 'DELETE', `/api/v1/members/${agent.userId}/second-factor`, undefined], ['what is demanded', 'PUT', '/api/v1/workspace/second-factor', { demandedOf: 'owners_and_admins' }],
    ]
    for (const [what, method, url, body] of delicate) {
      await grow(owner)
      expect([what, (await h.request(method, url, body, owner)).json().code]).toEqual([what, 'confirmation_required'])
    }
    const confirm = (body: object) => h.request('POST', '/api/v1/session/confirm', body, owner)
    expect((await confirm({ password: 'not hers, surely not', code: codeNow(seed) })).json().code).toBe('bad_credentials')
    expect((await confirm({ password: PASSWORD })).json().code).toBe('second_factor_required')
    expect((await confirm({ password: PASSWORD, code: '1' })).json().code).toBe('bad_code')
    expect((await h.request('POST', '/api/v1/tokens', { name: 'x', scopes: ['read'] }, owner)).statusCode).toBe(403)
    expect((await confirm({ password: PASSWORD, code: codeNow(seed) })).statusCode).toBe(204)
    for (const [what, method, url, body] of delicate.filter(([what]) => what !== 'doing without')) expect([what, (await h.request(method, url, body, owner)).statusCode < 300]).toEqual([what, true])
    expect((await h.request('GET', '/api/v1/session', undefined, owner)).json().user.email).toBe('new@example.org')
  })

  test('programs are not asked: their token is their proof', async () => {
    expect((await h.request('POST', '/api/v1/tokens', { name: 'by a program', scopes: ['read'] }, h.token)).statusCode).toBe(201)
  })

  test('an e-mail that somebody has stays hers', async () => {
    const agent = await h.addPerson('agent')
    expect((await h.request('PATCH', '/api/v1/me', { email: h.owner.email.toUpperCase() }, agent)).json().code).toBe('email_taken')
    expect((await h.request('PATCH', '/api/v1/me', { email: ' Moved@Example.org ' }, agent)).json().email).toBe('moved@example.org')
    expect((await signIn('moved@example.org')).statusCode).toBe(200)
  })
})

describe('demanded', () => {
  test('of owner and admin once a real account is connected, in any of their workspaces; of agents and tokens not', async () => {
    const one = await h.addWorkspace('Real one')
    const token = await h.addToken(['all'], one.workspaceId)
    const [admin, agent] = [await h.addPerson('admin', one.workspaceId), await h.addPerson('agent', one.workspaceId)]
    const [outsider] = [await h.addPerson('admin')]
    await system(`insert into member (workspace_id, user_id, role, created_at) values ($1, $2, 'admin', now())`, [one.workspaceId, outsider.userId])
    expect((await signIn(one.owner.email)).json().secondFactor).toEqual({ enabled: false, demandedBy: null, dueAt: null, overdue: false })
    const account = await connect(token)

    for (const person of [one.owner, admin, outsider]) {
      const answer = await signIn(person.email)
      expect(answer.statusCode).toBe(200)
      expect(answer.json().secondFactor).toMatchObject({ enabled: false, demandedBy: 'real_account', overdue: true })
      const limited = asCookie(person, answer)
      const refused = await h.request('GET', '/api/v1/conversations', undefined, limited)
      expect(refused.json()).toMatchObject({ status: 403, code: 'second_factor_setup_required' })
      expect(refused.json().next).toContain('/api/v1/me/second-factor')
      expect((await h.request('GET', '/api/v1/live', undefined, limited)).json().code).toBe('second_factor_setup_required')
      expect((await h.request('GET', '/api/v1/session', undefined, limited)).statusCode).toBe(200)
    }
    expect((await signIn(agent.email)).json().secondFactor).toMatchObject({ demandedBy: null, overdue: false })
    expect((await h.request('GET', '/api/v1/conversations', undefined, token)).statusCode).toBe(200)

    // Set up, the same session does everything; without it nothing can be given up again.
    const limited = asCookie(one.owner, await signIn(one.owner.email))
    await setUp(limited)
    expect((await h.request('GET', '/api/v1/conversations', undefined, limited)).statusCode).toBe(200)
    expect((await h.request('DELETE', '/api/v1/me/second-factor', undefined, limited)).json().code).toBe('second_factor_demanded')
    await h.request('DELETE', `/api/v1/channel-accounts/${account}`, undefined, token)
    expect((await h.request('DELETE', '/api/v1/me/second-factor', undefined, limited)).statusCode).toBe(204)
    expect((await signIn(admin.email)).json().secondFactor.overdue).toBe(false)
  })

  test('a simulated account demands nothing', async () => {
    const one = await h.addWorkspace('Practice')
    await h.services.db.inWorkspace(one.workspaceId, (tx) => tx.query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, simulated, webhook_key, created_at) values ($1, $1, 'made-up', 'Play', $2, true, 'k', now())`, [one.workspaceId, one.inboxId]))
    expect((await signIn(one.owner.email)).json().secondFactor.demandedBy).toBeNull()
  })

  test('a session that was open before goes on for a day, then it sets one up first', async () => {
    const one = await h.addWorkspace('Grace')
    expect((await h.request('GET', '/api/v1/session', undefined, one.owner)).json().secondFactor.dueAt).toBeNull()
    const account = await connect(await h.addToken(['all'], one.workspaceId))
    const during = await h.request('GET', '/api/v1/session', undefined, one.owner)
    expect(during.json().secondFactor).toMatchObject({ demandedBy: 'real_account', overdue: false })
    const [row] = await system<{ left: number }>('select extract(epoch from factor_due_at - now())::float / 3600 as left from session where user_id = $1', [one.owner.userId])
    expect(row!.left).toBeGreaterThan(FACTOR_GRACE_HOURS - 1)
    expect((await h.request('GET', '/api/v1/conversations', undefined, one.owner)).statusCode).toBe(200)
    await system(`update session set factor_due_at = now() where user_id = $1`, [one.owner.userId])
    h.app.auth.changed()
    expect((await h.request('GET', '/api/v1/conversations', undefined, one.owner)).json().code).toBe('second_factor_setup_required')
    expect((await h.request('POST', '/api/v1/me/second-factor', {}, one.owner)).statusCode).toBe(201)
    await h.request('DELETE', `/api/v1/channel-accounts/${account}`, undefined, await h.addToken(['all'], one.workspaceId))
    expect((await h.request('GET', '/api/v1/conversations', undefined, one.owner)).statusCode).toBe(200)
  })

  test('of everybody when the owner says so, and only the owner says so', async () => {
    const one = await h.addWorkspace('Strict')
    const [admin, agent] = [await h.addPerson('admin', one.workspaceId), await h.addPerson('agent', one.workspaceId)]
    const put = (as: Person | string) => h.request('PUT', '/api/v1/workspace/second-factor', { demandedOf: 'everybody' }, as)
    expect([(await put(admin)).statusCode, (await put(agent)).statusCode, (await put(await h.addToken(['all'], one.workspaceId))).statusCode]).toEqual([403, 403, 403])
    expect((await put(one.owner)).json()).toMatchObject({ demandedOf: 'everybody', realAccount: false, members: expect.arrayContaining([expect.objectContaining({ id: agent.userId, enabled: false })]) })
    expect((await signIn(agent.email)).json().secondFactor).toMatchObject({ demandedBy: 'everybody', overdue: true })
    await h.request('PUT', '/api/v1/workspace/second-factor', { demandedOf: 'owners_and_admins' }, one.owner)
    expect((await signIn(agent.email)).json().secondFactor.demandedBy).toBeNull()
  })
})

describe('reset', () => {
  test('by an owner: her sessions end and the password is enough again; written down', async () => {
    const agent = await h.addPerson('agent')
    await setUp(agent)
    const admin = await h.addPerson('admin')
    expect((await h.request('DELETE', `/api/v1/members/${agent.userId}/second-factor`, undefined, admin)).statusCode).toBe(403)
    expect((await signIn(agent.email)).statusCode).toBe(401)
    expect((await h.request('DELETE', `/api/v1/members/${agent.userId}/second-factor`)).statusCode).toBe(204)
    expect((await h.request('GET', '/api/v1/session', undefined, agent)).statusCode).toBe(401)
    expect((await signIn(agent.email)).statusCode).toBe(200)
    expect(await actions(agent.userId)).toContain('second_factor.reset')
  })

  test('not of somebody who is higher elsewhere, nor of a stranger', async () => {
    const elsewhere = await h.addWorkspace('Hers')
    await system(`insert into member (workspace_id, user_id, role, created_at) values ($1, $2, 'agent', now())`, [h.workspaceId, elsewhere.owner.userId])
    await setUp(elsewhere.owner)
    expect((await h.request('DELETE', `/api/v1/members/${elsewhere.owner.userId}/second-factor`)).statusCode).toBe(403)
    const stranger = await h.addWorkspace('Another')
    expect((await h.request('DELETE', `/api/v1/members/${stranger.owner.userId}/second-factor`)).statusCode).toBe(404)
    expect((await signIn(elsewhere.owner.email)).json().code).toBe('second_factor_required')
  })
})

test('nothing but a code of hers opens: random ones do not', async () => {
  const eva = await h.addPerson('agent')
  await setUp(eva)
  for (const code of ['', ' ', '000000', randomBytes(9).toString('hex'), 'ABCD-EFGH-JKLM']) expect((await signIn(eva.email, code, `203.0.113.${code.length}`)).statusCode).toBe(401)
})
