import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatImport, ImportPreview, Message } from '@recado/api'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeMediaStore } from '../media/store.js'
import { deskRoutes } from '../routes/desk.js'
import { type Harness, makeHarness } from '../testing/harness.js'
import { zip, type ZipEntry } from '../testing/zip.js'
import { commitBatch } from '../ingest/commit.js'
import type { Account } from '../services.js'
import { readEvents } from '../webhooks/events.js'
import { runImport } from './run.js'

const ANA = '34600000001'
const samplePng = sampleFile('png').bytes
const FILE = 'Chat de WhatsApp con Ana Gil.txt'
const LINES = [
  '13/01/25, 09:00 - Los mensajes y las llamadas están cifrados de extremo a extremo.',
  '13/01/25, 09:01 - Ana Gil: Hola, ¿tenéis tarta de queso?',
  '13/01/25, 09:01 - Panadería Sol: ¡Buenos días!',
  '13/01/25, 09:01 - Panadería Sol: Sí.\nDe dos tamaños',
  '13/01/25, 09:05 - Llamada perdida',
  '14/01/25, 18:30 - Ana Gil: IMG-20250114-WA0001.png (archivo adjunto)\nasí quedó',
  '14/01/25, 18:31 - Ana Gil: <Multimedia omitido>',
  '14/01/25, 18:32 - Ana Gil: Se eliminó este mensaje',
  '14/01/25, 18:33 - Panadería Sol: ¡Qué bonita! <Se editó este mensaje.>',
]

let h: Harness
let account: Account
let dataDir: string

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'recado-import-'))
  h = await makeHarness({ routes: deskRoutes, config: { dataDir }, media: makeMediaStore({ dataDir, s3Url: null }) })
  account = await connect('Panadería')
})
afterEach(async () => {
  await h.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function connect(name: string): Promise<Account> {
  const id = newId()
  await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(
    `insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, 'whatsapp', $3, $4, $5, '{}', 'ready', $6, $7)`,
    [h.workspaceId, id, name, h.inboxId, id, id, new Date(h.wall.now).toISOString()]))
  h.services.accounts.changed(h.workspaceId, id)
  return (await h.services.accounts.byId(h.workspaceId, id))!
}

const rows = <R>(sql: string): Promise<R[]> => h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<R>(sql))

function form(bytes: Buffer | string, name: string): { body: Buffer; headers: Record<string, string> } {
  const body = Buffer.concat([Buffer.from(`--xyz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`), Buffer.from(bytes as string), Buffer.from('\r\n--xyz--\r\n')])
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=xyz' } }
}

async function send(bytes: Buffer | string, name = FILE, query = '') {
  const { body, headers } = form(bytes, name)
  return h.request('POST', `/api/v1/imports/chats${query}`, body, h.owner, headers)
}
const sent = async (bytes: Buffer | string, name = FILE): Promise<ChatImport> => {
  const answer = await send(bytes, name)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const path = (one: ChatImport, what: string): string => `/api/v1/imports/chats/${one.id}${what}`
const preview = async (one: ChatImport, answers: object = {}): Promise<ImportPreview> => (await h.request('POST', path(one, '/preview'), answers)).json()
const start = (one: ChatImport, answers: object = {}) => h.request('POST', path(one, '/start'), answers)
const look = async (one: ChatImport): Promise<ChatImport> => (await h.request('GET', path(one, ''))).json()

/** Starts it and does what the background does. */
async function whole(bytes: Buffer | string, name = FILE, answers: object = { phone: `+${ANA}` }): Promise<ChatImport> {
  const one = await sent(bytes, name)
  const answer = await start(one, answers)
  expect(answer.statusCode, answer.body).toBe(200)
  await runImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
  return look(one)
}
const thread = async (): Promise<Message[]> => {
  const [row] = await rows<{ conversation_id: string }>('select conversation_id from conversation')
  return (await h.request('GET', `/api/v1/conversations/${row!.conversation_id}/messages?limit=200`)).json().items.reverse()
}
const archive = (more: ZipEntry[] = []): Buffer => zip([{ name: 'Chat de WhatsApp con Ana Gil.txt', bytes: LINES.join('\n'), deflate: true }, { name: 'IMG-20250114-WA0001.png', bytes: samplePng }, ...more])

describe('an exported chat', () => {
  test('is read, asks what the file does not tell, and becomes history', async () => {
    const one = await sent(archive(), 'Chat de WhatsApp con Ana Gil.zip')
    expect(one).toMatchObject({ state: 'waiting', found: { layout: 'android', messages: 8, files: 1, filesMissing: 0, nameInFile: 'Ana Gil', dateOrders: ['dmy'] } })
    const dry = await preview(one)
    expect(dry).toMatchObject({ questions: ['phone'], answers: { us: 'Panadería Sol', dateOrder: 'dmy', name: 'Ana Gil', channelAccountId: account.id, timeZone: 'Europe/Madrid' } })
    expect(dry.messages[0]).toEqual({ at: '2025-01-13T08:01:00.000Z', by: 'contact', kind: 'text', text: 'Hola, ¿tenéis tarta de queso?' })
    expect((await start(one)).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'phone' }] })
    expect(await preview(one, { phone: `+${ANA}` })).toMatchObject({ questions: [], person: { name: 'Ana Gil', contactId: null } })
    expect(await rows('select 1 from message')).toEqual([])

    expect((await start(one, { phone: `+${ANA}` })).json()).toMatchObject({ state: 'running', position: 0, total: 8 })
    await runImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await look(one)).toMatchObject({ state: 'done', position: 8, added: 8, known: 0, files: 1, problemCount: 0 })
    const items = await thread()
    expect(items.map(({ direction, content }) => [direction, content.kind])).toEqual([['in', 'text'], ['out', 'text'], ['out', 'text'], ['system', 'system'], ['in', 'image'], ['in', 'unsupported'], ['in', 'text'], ['out', 'text'], ['system', 'system']])
    expect(items.slice(0, 8).every((item) => item.historic === true && item.externalId === null)).toBe(true)
    expect(items[1]).toMatchObject({ author: { type: 'outside' }, at: '2025-01-13T08:01:00.001Z' })
    expect(items[2]!.content).toEqual({ kind: 'text', text: 'Sí.\nDe dos tamaños' })
    expect(items[3]!.content).toEqual({ kind: 'system', event: 'exported_notice', data: { text: 'Llamada perdida' } })
    expect(items[4]!.content).toMatchObject({ caption: 'así quedó', media: { state: 'ready', mime: 'image/png' } })
    expect(items[6]).toMatchObject({ revokedAt: '2025-01-14T17:32:00.000Z' })
    expect(items[7]).toMatchObject({ content: { text: '¡Qué bonita!' }, editedAt: '2025-01-14T17:33:00.000Z' })
    expect(items[8]!.content).toMatchObject({ event: 'history_imported', data: { count: 8 } })
    const file = await h.request('GET', `/api/v1/media/${(items[4]!.content as { media: { id: string } }).media.id}/file`)
    expect(file.rawPayload.equals(samplePng)).toBe(true)
  })

  test('disturbs nobody: nothing unread, no window, no case to work on, no turn in the list', async () => {
    await whole(LINES.join('\n'))
    const [conversation] = (await h.request('GET', '/api/v1/conversations')).json().items
    expect(conversation).toMatchObject({ status: 'resolved', unread: 0, waitingSince: null, lastInboundAt: null, window: { state: 'none' }, contact: { name: 'Ana Gil' }, lastActivityAt: '2025-01-14T17:33:00.000Z', lastMessage: { text: '¡Qué bonita!' } })
    expect(await rows('select 1 from window_grant')).toEqual([])
    expect(await rows('select 1 from work_case where resolved_at is null')).toEqual([])
    expect(await rows('select 1 from send_job')).toEqual([])
    // Nor does anybody outside hear of it.
    const told = await readEvents(h.services, h.workspaceId, 0, 0)
    expect(told!.events.filter(({ type, data }) => type.startsWith('message.') && (data as Message).historic === true)).toEqual([])
    // Whoever writes after it begins a new case, as everybody does.
    await wrote('wamid.1', 'Buenas', h.wall.now)
    expect((await h.request('GET', '/api/v1/conversations')).json().items).toMatchObject([{ status: 'open', unread: 1, window: { state: 'open' } }])
  })

  test('sent again adds nothing; a longer one adds what is new', async () => {
    await whole(archive(), 'Chat de WhatsApp con Ana Gil.zip')
    const before = (await thread()).length
    expect(await whole(archive(), 'Chat de WhatsApp con Ana Gil.zip')).toMatchObject({ added: 0, known: 8, files: 0 })
    expect(await thread()).toHaveLength(before)
    expect(await whole([...LINES, '15/01/25, 10:00 - Ana Gil: Hasta mañana'].join('\n'))).toMatchObject({ added: 1, known: 8 })
  })

  test('of an iPhone names the same messages', async () => {
    await whole(LINES.join('\n'))
    const ios = ['[13/1/25, 9:01:12] Ana Gil: Hola, ¿tenéis tarta de queso?', '[13/1/25, 9:01:30] Panadería Sol: ¡Buenos días!', '[13/1/25, 9:02:30] Panadería Sol: Otra cosa']
    expect(await whole(ios.join('\n'), '_chat.txt', { us: 'Panadería Sol', phone: `+${ANA}` })).toMatchObject({ added: 1, known: 2 })
  })

  test('meets what came while connected', async () => {
    await wrote('wamid.1', 'Hola, ¿tenéis tarta de queso?', Date.UTC(2025, 0, 13, 8, 1, 20))
    const one = await whole(LINES.join('\n'))
    expect(one).toMatchObject({ added: 7, known: 1 })
    // A thread that was open stays as it was.
    expect((await h.request('GET', '/api/v1/conversations')).json().items).toMatchObject([{ status: 'open', unread: 1 }])
    expect((await thread()).filter(({ content }) => content.kind === 'text' && content.text.startsWith('Hola'))).toMatchObject([{ externalId: 'wamid.1' }])
  })

  test('goes to whom the number belongs, and leaves her name as it is', async () => {
    await wrote('wamid.1', 'Hola', h.wall.now)
    const one = await sent(LINES.join('\n').replaceAll('Ana Gil:', '+34 600 00 00 01:'), '_chat.txt')
    expect(await preview(one)).toMatchObject({ questions: ['us', 'phone'], person: null })
    expect(await preview(one, { us: 'Panadería Sol' })).toMatchObject({ questions: [], person: { name: 'Ana', conversationId: expect.any(String) } })
    await start(one, { us: 'Panadería Sol' })
    await runImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await rows('select name from contact')).toEqual([{ name: 'Ana' }])
    expect(await rows('select 1 from conversation')).toHaveLength(1)
  })

  test('is recognised by a name that one person of the account has', async () => {
    await wrote('wamid.1', 'Hola', h.wall.now, 'Ana Gil')
    expect(await preview(await sent(LINES.join('\n')))).toMatchObject({ questions: [], person: { phone: `+${ANA}` } })
  })

  test('asks for the account where there are two, and for the order of its dates', async () => {
    const other = await connect('Taller')
    const one = await sent('01/02/25, 10:00 - Ana: uno\n02/03/25, 10:00 - Sol: dos', '_chat.txt')
    expect((await preview(one)).questions).toEqual(['account', 'dateOrder', 'us', 'phone'])
    const said = { channelAccountId: other.id, us: 'Sol', phone: `+${ANA}`, timeZone: 'America/Mexico_City' }
    expect(await preview(one, { ...said, dateOrder: 'mdy' })).toMatchObject({ questions: [], from: '2025-01-02T16:00:00.000Z' })
    expect(await preview(one, { ...said, dateOrder: 'dmy' })).toMatchObject({ questions: [], from: '2025-02-01T16:00:00.000Z' })
    expect((await h.request('POST', path(one, '/preview'), { ...said, dateOrder: 'ymd' })).statusCode).toBe(400)
  })

  test('tells lines and files that it cannot place', async () => {
    const one = await whole(['Resumen', ...LINES, '31/02/25, 10:00 - Ana Gil: no hay tal día', '15/02/25, 10:00 - Ana Gil: nota.pdf (archivo adjunto)'].join('\n'))
    expect(one).toMatchObject({ state: 'done', added: 9, total: 9, problemCount: 4 })
    expect(one.problems.map(({ line, code }) => [line, code])).toEqual([[1, 'unreadable'], [13, 'bad_date'], [8, 'file_missing'], [14, 'file_missing']])
  })
})

describe('what is refused', () => {
  const refused: [string, string, () => Buffer | string, string][] = [
    ['a group', 'chat_export_group', () => '13/01/25, 09:01 - Ana: uno\n13/01/25, 09:01 - Eva: dos\n13/01/25, 09:01 - Luz: tres', FILE],
    ['any text', 'chat_export_unreadable', () => 'Lista de la compra\n- harina', FILE],
    ['a picture', 'chat_export_unreadable', () => samplePng, 'foto.png'],
    ['an archive without a chat', 'chat_export_unreadable', () => zip([{ name: 'a.jpg', bytes: 'x' }]), 'a.zip'],
    ['an archive that is none', 'archive_unsafe', () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]), 'a.zip'],
    ['a path that climbs out', 'archive_unsafe', () => archive([{ name: '../../evil.sh', bytes: 'x' }]), 'a.zip'],
    ['an absolute path', 'archive_unsafe', () => archive([{ name: '/etc/passwd', bytes: 'x' }]), 'a.zip'],
    ['a bomb', 'archive_unsafe', () => archive([{ name: 'big.bin', bytes: Buffer.alloc(4_000_000), deflate: true }]), 'a.zip'],
    ['a chat that is larger than it says', 'archive_unsafe', () => zip([{ name: '_chat.txt', bytes: LINES.join('\n').repeat(200), deflate: true, claims: 100 }]), 'a.zip'],
    ['more than any chat holds', 'archive_unsafe', () => archive(Array.from({ length: 3 }, (_, i) => ({ name: `f${i}`, bytes: 'x', claims: 2_000_000_000 }))), 'a.zip'],
    ['a password', 'archive_unsafe', () => archive([{ name: 'a.jpg', bytes: 'x', encrypted: true }]), 'a.zip'],
    ['nothing', 'invalid_request', () => '', FILE],
  ]
  test.each(refused)('%s: %s', async (_name, code, bytes, name) => {
    const answer = await send(bytes(), name)
    expect(answer.json()).toMatchObject({ code })
    expect(await rows('select 1 from chat_import')).toEqual([])
    expect(kept()).toEqual([])
  })
  test('a number that is none', async () => expect((await h.request('POST', path(await sent(LINES.join('\n')), '/preview'), { phone: 'Ana' })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'phone' }] }))
  test('an agent, and another company', async () => {
    const one = await sent(LINES.join('\n'))
    const [agent, other] = [await h.addPerson('agent'), await h.addWorkspace()]
    expect((await h.request('GET', path(one, ''), undefined, agent)).statusCode).toBe(403)
    expect((await h.request('POST', path(one, '/start'), {}, other.owner)).statusCode).toBe(404)
  })
})

const kept = (): string[] => { try { return readdirSync(join(dataDir, 'imports', h.workspaceId)) } catch { return [] } }

describe('on its way', () => {
  test('comes in parts, and goes on behind a connection that broke', async () => {
    const bytes = archive()
    const first = (await send(bytes.subarray(0, 100), 'Chat de WhatsApp con Ana Gil.zip', `?size=${bytes.length}`)).json() as ChatImport
    expect(first).toMatchObject({ state: 'receiving', received: 100, found: null })
    const put = async (from: number, to: number) => { const { body, headers } = form(bytes.subarray(from, to), 'part'); return h.request('PUT', path(first, `/file?offset=${from}`), body, h.owner, headers) }
    expect((await put(150, 200)).statusCode).toBe(400)
    expect((await put(100, 180)).json()).toMatchObject({ received: 180 })
    expect((await put(100, bytes.length)).json()).toMatchObject({ state: 'waiting', received: bytes.length, found: { messages: 8 } })
    expect((await put(100, 180)).json()).toMatchObject({ code: 'import_not_ready' })
  })

  test('goes on where a killed server stopped', async () => {
    const lines = Array.from({ length: 250 }, (_, i) => `13/01/25, 10:${String(i % 60).padStart(2, '0')} - ${i % 2 ? 'Ana Gil' : 'Sol'}: mensaje ${i}`)
    const one = await sent(lines.join('\n'))
    await start(one, { phone: `+${ANA}` })
    // It dies behind the first batch.
    let batches = 0
    const dying = { ...h.services, stopping: () => batches++ > 0 }
    await expect(runImport(dying, { workspaceId: h.workspaceId, importId: one.id })).rejects.toThrow('stopping')
    expect(await look(one)).toMatchObject({ state: 'running', position: 100, added: 100 })
    await runImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await look(one)).toMatchObject({ state: 'done', position: 250, added: 250, known: 0 })
    const items = await rows<{ content: { text: string } }>(`select content from message where direction <> 'system' order by at, message_id`)
    expect(new Set(items.map(({ content }) => content.text)).size).toBe(250)
    expect(kept()).toEqual([])
    // The job may come twice.
    await runImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await rows(`select 1 from message where kind = 'system'`)).toHaveLength(1)
  })

  test('runs by itself once started', async () => {
    const { importTasks } = await import('./run.js')
    const done = new Promise<void>((resolve) => { h.services.signals.on('stored', () => resolve()) })
    await h.services.queue.start(importTasks(h.services), true)
    const one = await sent(LINES.join('\n'))
    await start(one, { phone: `+${ANA}` })
    await done
    expect(await look(one)).toMatchObject({ state: 'done', added: 8 })
  })

  test('is stopped by hand, and its file forgotten', async () => {
    const one = await sent(LINES.join('\n'))
    expect(kept()).toEqual([one.id])
    expect((await h.request('POST', path(one, '/cancel'))).json()).toMatchObject({ state: 'cancelled' })
    expect(kept()).toEqual([])
    expect((await start(one, { phone: `+${ANA}` })).json()).toMatchObject({ code: 'import_not_ready' })
    expect((await h.request('GET', '/api/v1/imports/chats')).json()).toMatchObject({ items: [{ id: one.id }], next: null })
  })

  test('tells when its file is gone', async () => {
    const one = await sent(LINES.join('\n'))
    await start(one, { phone: `+${ANA}` })
    rmSync(join(dataDir, 'imports'), { recursive: true })
    await runImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await look(one)).toMatchObject({ state: 'failed', error: 'not_found' })
  })
})

async function wrote(id: string, text: string, at: number, name = 'Ana'): Promise<void> {
  await commitBatch(h.services, h.workspaceId, [{ account, channel: h.services.channels.get('whatsapp'), arrivedAt: at, event: { type: 'message', key: id, account: account.externalId!, at, externalId: id, from: { keys: [{ kind: 'wa_id', value: ANA }], profile: { name } }, content: { kind: 'text', text }, acts: ['message'] } }])
}
