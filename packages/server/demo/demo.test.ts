import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CampaignRecipient, Colleague, Conversation, Inbox, Label, Member, Message, Notice, SavedView, Session, Team, Wallboard } from '@recado/api'
import { freshDatabase } from '@recado/db/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot, type Running } from '../boot.js'
import { readConfig } from '../config.js'
import { company } from '../../../seeds/company.js'
import { peopleFor } from './story.js'
import { childrenFirst, wipeDemo } from './wipe.js'

const [EMAIL, PASSWORD] = ['elena@optica.example', 'una-clave-larga-de-verdad']
let database: Awaited<ReturnType<typeof freshDatabase>>
let dataDir: string
let recado: Running
let cookie: string

/** As her browser: with her cookie, from our own page. */
async function ask<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; body: T; cookie: string | undefined }> {
  const answer = await fetch(recado.url + path, { method, headers: { ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T, cookie: answer.headers.get('set-cookie')?.split(';')[0] }
}
const session = async (): Promise<Session> => (await ask<Session>('GET', '/api/v1/session')).body

beforeAll(async () => {
  database = await freshDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'recado-demo-'))
  recado = await boot(readConfig({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: database.url, RECADO_OWNER_EMAIL: EMAIL, RECADO_OWNER_PASSWORD: PASSWORD }, null))
  cookie = (await ask('POST', '/api/v1/session', { email: EMAIL, password: PASSWORD })).cookie ?? ''
  await ask('PATCH', '/api/v1/me', { name: 'Elena', language: 'es' })
})
afterAll(async () => {
  await recado?.close()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a demo workspace', () => {
  let real: string
  let demo: string
  let inbox: Map<string, Conversation>

  beforeAll(async () => {
    real = (await session()).workspace.id
    // Two presses of the button at once are one wish.
    const [first, second] = await Promise.all([ask<{ workspaceId: string }>('POST', '/api/v1/demo', {}), ask<{ workspaceId: string }>('POST', '/api/v1/demo', {})])
    expect([first.status, second.body.workspaceId]).toEqual([201, first.body.workspaceId])
    demo = first.body.workspaceId
    const { body } = await ask<{ items: Conversation[] }>('GET', '/api/v1/conversations')
    inbox = new Map(body.items.map((conversation) => [conversation.contact.name, conversation]))
  }, 60_000)

  test('is entered at once, is hers, and its clock shows the present', async () => {
    const { workspace, workspaces } = await session()
    expect(workspace).toMatchObject({ id: demo, demo: true, name: company.name, role: 'owner' })
    expect(Math.abs(workspace.clockOffsetMs)).toBeLessThan(5_000)
    expect(workspaces.map(({ id }) => id).sort()).toEqual([demo, real].sort())
  })

  test('has one simulated account of every app that has a simulator', async () => {
    const { body: { items } } = await ask<{ items: { channel: string; simulated: boolean; state: string }[] }>('GET', '/api/v1/channel-accounts')
    const simulated = recado.services.channels.all().filter(({ simulator, phone }) => simulator && phone).map(({ declaration }) => declaration.id)
    expect(items.map(({ channel, simulated: isSimulated, state }) => [channel, isSimulated, state]).sort()).toEqual(simulated.map((id) => [id, true, 'ready']).sort())
  })

  test('everybody of the stories has written, under her own name', () => expect([...inbox.keys()].sort()).toEqual(company.people.map(({ name }) => name).sort()))

  test('some wait since minutes, some are answered, two threads are done', () => {
    const waiting = [...inbox.values()].filter(({ waitingSince }) => waitingSince)
    expect(waiting.length).toBeGreaterThanOrEqual(3)
    for (const { waitingSince, unread } of waiting) {
      expect(Date.now() - Date.parse(waitingSince ?? '')).toBeLessThan(3 * 3_600_000)
      expect(unread).toBeGreaterThan(0)
    }
    expect([...inbox.values()].filter(({ unread }) => unread === 0).length).toBeGreaterThanOrEqual(3)
    expect([...inbox.values()].filter(({ status }) => status === 'resolved')).toHaveLength(2)
  })

  test('one window has closed, so that a template can be tried', () => expect(inbox.get('Carmen Ortiz')?.window).toMatchObject({ state: 'closed' }))

  test('a photo has come through the platform and can be seen', async () => {
    const { body } = await ask<{ items: Message[] }>('GET', `/api/v1/conversations/${inbox.get('Lucía Ferrer')?.id}/messages`)
    const photo = body.items.find(({ content }) => content.kind === 'image')?.content
    expect(photo).toMatchObject({ kind: 'image', media: { mime: 'image/jpeg', state: 'ready' }, caption: expect.stringContaining('patilla') as string })
  })

  test('an answer has reached the phone and was read', async () => {
    const { body } = await ask<{ items: Message[] }>('GET', `/api/v1/conversations/${inbox.get('Iker Salas')?.id}/messages`)
    expect(body.items.filter(({ direction, author }) => direction === 'out' && author?.type !== 'campaign').map(({ status }) => status)).toEqual(['read', 'read'])
  })

  test('colleagues have their own, in every state of work', () => {
    const of = (name: string): Conversation | undefined => inbox.get(name)
    expect([of('Paula Crespo')?.assignee?.name, of('刘洋')?.assignee?.name, of('Claire Dubois')?.assignee?.name]).toEqual(['Javier Soto', '陈静', 'Javier Soto'])
    expect(of('Beatriz Lago')).toMatchObject({ status: 'pending', assignee: { name: 'Sofía Navarro' }, team: { name: 'Taller' } })
    expect(of('Óscar Peña')).toMatchObject({ status: 'snoozed', snoozeMode: 'until' })
    expect(of('Andrés Molina')).toMatchObject({ priority: 'urgent', labels: ['arreglo', 'queja'], assignee: { name: 'Elena' } })
  })

  test('a colleague calls her in a note, and the bell says so', async () => {
    const told = async (): Promise<Notice | undefined> => (await ask<{ items: Notice[] }>('GET', '/api/v1/notices')).body.items.find(({ kind }) => kind === 'mention')
    await expect.poll(told, { timeout: 10_000 }).toMatchObject({ conversationId: inbox.get('Andrés Molina')?.id, by: { name: 'Nuria Campos' } })
  })

  test('people, teams, inboxes, labels and views stand in her language', async () => {
    const list = async <T>(path: string): Promise<T[]> => (await ask<{ items: T[] }>('GET', path)).body.items
    expect((await list<Member>('/api/v1/members')).map(({ name, role }) => `${name}: ${role}`).sort()).toEqual(['Elena: owner', ...company.desk.colleagues.map(({ name, role }) => `${name}: ${role}`)].sort())
    expect((await list<Team>('/api/v1/teams')).map(({ name, memberIds }) => [name, memberIds.length])).toEqual([['Taller', 2], ['Tienda', 4]])
    expect((await list<Inbox>('/api/v1/inboxes')).map(({ name, everybody }) => [name, everybody])).toEqual([['Calle de Atocha', true], ['Redes sociales', false]])
    expect((await list<Label>('/api/v1/labels')).map(({ name, colour }) => [name, colour])).toEqual([['pedido', 'blue'], ['arreglo', 'orange'], ['revisión', 'teal'], ['queja', 'red']])
    const views = await list<SavedView>('/api/v1/views')
    const counts = await Promise.all(views.map(async ({ filter }) => (await ask<{ count: number }>('POST', '/api/v1/views/count', { filter })).body.count))
    expect(views.map(({ name, scope }, index) => [name, scope, counts[index]])).toEqual([['Con cuidado', 'private', 1], ['Arreglos en curso', 'all', 3], ['Chino', 'all', 3]])
  })

  test('what is known of people is put down, of those too who have not written', async () => {
    const topics = (await ask<{ items: { key: string }[] }>('GET', '/api/v1/consent-categories')).body.items
    expect(topics.map(({ key }) => key)).toEqual(company.consent.topics.map(({ key }) => key))
    expect((await ask<{ items: unknown[] }>('GET', '/api/v1/consents')).body.items).toHaveLength(company.consent.said.length)
    const [people, fields, stages] = await Promise.all(['contacts?limit=100', 'contact-attributes', 'contact-stages'].map(async (path) => (await ask<{ items: Record<string, unknown>[] }>('GET', `/api/v1/${path}`)).body.items))
    expect(stages!.map(({ name }) => name)).toEqual(['Nuevo', 'Cliente', 'Convenio', 'Inactivo']) // three lists were asked for
    expect(fields!.map(({ key }) => key)).toEqual(company.contacts.fields.map(({ key }) => key)) // three lists were asked for
    const one = (name: string) => people!.find((person) => person.name === name) // three lists were asked for
    expect(one('Carmen Ortiz')).toMatchObject({ stageId: stages![2]!.id, company: { name: 'Academia Prado' }, attributes: { lens: 'progressive', spent: 415.5 }, addresses: [{ kind: 'email', value: 'carmen.ortiz@prado.example' }], timeZone: 'Europe/Madrid' }) // just compared
    for (const { name } of company.contacts.others) expect(one(name)).toMatchObject({ identities: [] })
    expect(one('Diego Navas')).toMatchObject({ country: 'MX', timeZone: 'America/Mexico_City' })
    for (const { name } of company.contacts.known) expect(Object.keys((one(name)?.attributes ?? {}) as object).length).toBeGreaterThan(0)
  })

  test('colleagues are at work, away and gone, and the wallboard counts them', async () => {
    const { body: { items } } = await ask<{ items: Colleague[] }>('GET', '/api/v1/colleagues')
    expect(Object.fromEntries(items.filter(({ name }) => name !== 'Elena').map(({ name, availability }) => [name, availability]))).toEqual(Object.fromEntries(company.desk.colleagues.map(({ name, state }) => [name, state])))
    const { body } = await ask<Wallboard>('GET', '/api/v1/wallboard')
    expect(body).toMatchObject({ waiting: [...inbox.values()].filter(({ waitingSince, status }) => waitingSince && status === 'open').length })
  })

  test('a reminder and rules are prepared, and nothing is switched on', async () => {
    const { body: nudges } = await ask<{ items: { enabled: boolean }[] }>('GET', '/api/v1/nudges')
    expect(nudges.items.map(({ enabled }) => enabled)).toEqual([false])
    const { body: plans } = await ask<{ items: { plan: { enabled: boolean; rules: unknown[] } }[] }>('GET', '/api/v1/assignment')
    expect(plans.items.map(({ plan }) => [plan.enabled, plan.rules.length])).toEqual([[false, 2], [false, 0]])
  })

  test('a notice has gone out: each of its people has it on her phone, and somebody wrote back', async () => {
    const { body: { items: [notice] } } = await ask<{ items: { id: string; startedAt: string }[] }>('GET', '/api/v1/campaigns?state=done')
    const { body: { items } } = await ask<{ items: CampaignRecipient[] }>('GET', `/api/v1/campaigns/${notice!.id}/recipients?limit=200`)
    const reached = items.filter(({ state }) => state !== 'excluded')
    expect(reached.length).toBeGreaterThan(2)
    for (const { messageId, conversationId } of reached) expect([messageId, conversationId]).not.toContain(null)
    const answered = reached.find(({ repliedAt }) => repliedAt !== null)!
    const { body: { items: thread } } = await ask<{ items: Message[] }>('GET', `/api/v1/conversations/${answered.conversationId}/messages?limit=200`)
    expect(thread.find(({ id }) => id === answered.messageId)).toMatchObject({ status: 'read', author: { type: 'campaign' }, content: { kind: 'text', text: expect.stringContaining(answered.name.split(' ')[0]!) } })
    expect(thread.find(({ at }) => at === answered.repliedAt)).toMatchObject({ direction: 'in' })
    const [from, to] = [-7, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
    expect((await ask<{ topics: object[] }>('GET', `/api/v1/reports/subscribers?from=${from}&to=${to}`)).body.topics).toMatchObject([{ purpose: 'notification', topic: null, campaigns: 1, replied: reached.filter(({ repliedAt }) => repliedAt !== null).length }])
  })

  test('its colleagues cannot sign in, and a real workspace knows nothing of them', async () => {
    const { body: { items } } = await ask<{ items: Member[] }>('GET', '/api/v1/members')
    const { email } = items.find(({ name }) => name === 'Nuria Campos')!
    expect(email).toMatch(/\.example$/)
    expect((await ask('POST', '/api/v1/session', { email, password: '' })).status).toBeGreaterThanOrEqual(400)
    expect((await ask('POST', '/api/v1/session', { email, password: PASSWORD })).status).toBe(401)
    expect((await rowsOf(real)).member).toBe(1)
  })

  test('asked for again it is the same one', async () => expect(await ask('POST', '/api/v1/demo', {})).toMatchObject({ status: 200, body: { workspaceId: demo } }))

  test('wiped, nothing of it is left: no row, no world, and she is back where she came from', async () => {
    expect((await ask('DELETE', '/api/v1/demo')).status).toBe(204)
    expect((await session()).workspace.id).toBe(real)
    expect(await rowsOf(demo)).toEqual({})
    expect(existsSync(join(dataDir, 'simulator', 'worlds', demo))).toBe(false)
    expect(Object.keys(await rowsOf(real))).toContain('inbox')
    expect(await peopleLeft()).toEqual([EMAIL])
  })

  test('where there is none there is nothing to wipe, and a real workspace never is', async () => {
    expect((await ask('DELETE', '/api/v1/demo')).status).toBe(404)
    const silent = { services: recado.services, host: {} as never, ingest: {} as never, sender: null }
    await expect(wipeDemo(silent, real)).rejects.toMatchObject({ code: 'not_found' })
    expect(Object.keys(await rowsOf(real))).toContain('member')
  })
})

/** Rows of a workspace by table, as the database's owner sees them. */
async function rowsOf(workspaceId: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(`select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'`)
    const counted: Record<string, number> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "${name}" where workspace_id = $1`, [workspaceId])
      if (rows[0] && rows[0].n > 0) counted[name] = rows[0].n
    }
    return counted
  } finally { await client.end() }
}

async function peopleLeft(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try { return (await client.query<{ email: string }>('select email from app_user')).rows.map(({ email }) => email) } finally { await client.end() }
}

describe('the company', () => {
  test('a channel that no story knows gets a stranger, one that is not there nobody', () => {
    expect(peopleFor(company, new Map([['made-up', 'a']])).map(({ channel, name, story }) => [channel, name, story.length])).toEqual([['made-up', company.stranger.name, 0]])
  })
  test('nobody acts before the beginning, answers a silent person, or is there twice', () => {
    for (const { story } of company.people) {
      expect(story.every(({ minutesAgo }) => minutesAgo < company.beginsMinutesAgo && minutesAgo > 0)).toBe(true)
      expect('act' in (story[0] ?? {})).toBe(true)
      expect(story.map(({ minutesAgo }) => minutesAgo)).toEqual(story.map(({ minutesAgo }) => minutesAgo).sort((a, b) => b - a))
    }
    expect(new Set(company.people.map(({ name }) => name)).size).toBe(company.people.length)
  })
  test('shortcuts of saved replies are one of a kind in their language', () => {
    const shortcuts = company.savedReplies.map(({ shortcut, language }) => `${language}/${shortcut}`)
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })
})

test.each([
  ['a chain', ['contact', 'identity', 'conversation'], [['identity', 'contact'], ['conversation', 'identity']], ['conversation', 'identity', 'contact']],
  ['two parents', ['a', 'b', 'child'], [['child', 'a'], ['child', 'b']], ['child', 'a', 'b']],
  ['a link to a table that is not ours', ['a'], [['a', 'elsewhere']], ['a']],
])('tables are emptied from the children up: %s', (_, tables, links, expected) => expect(childrenFirst(tables, links.map(([child = '', parent = '']) => ({ child, parent })))).toEqual(expected))
