import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { newId, type Tx } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sealWorkspace } from '../audit/sealer.js'
import { verifyChain } from '../audit/verify.js'
import { consentsOf } from '../consents/entries.js'
import { recordConsent } from '../consents/ledger.js'
import { keepRaw } from '../ingest/raw.js'
import { indexMessages, countWords } from '../jobs/search-rows.js'
import { makeMediaStore } from '../media/store.js'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'
import { feed } from '../webhooks/feeder.js'
import { ForgettingWorker } from '../privacy/worker.js'
import { eraseIdentity, erasePerson } from './erase.js'
import { reapplyErasures } from './erase/command.js'
import { erasureList, forgetFiles, readList } from './erase/files.js'
import { openForPerson } from './person-keys.js'
import { isSuppressed } from './suppression.js'

let desk: Desk
let dataDir: string
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'recado-erase-'))
  desk = await makeDesk({ config: { dataDir }, media: makeMediaStore({ dataDir, s3Url: null }) })
})
afterEach(async () => { await desk.close(); rmSync(dataDir, { recursive: true, force: true }) })

/** Words that nobody else says, one for every field that can hold something of hers. */
const CANARIES = ['zuqname', 'zuqnote', 'zuqattr', 'zuqmail', 'zuqtext', 'zuqedited', 'zuqbefore', 'zuqagent', 'zuqinner', 'zuqdraft', 'zuqproof', 'zuqfile', 'zuqraw', 'zuqquoted', 'zuqprofile', 'zuqanswer', 'zuqlabel', 'zuqearly', '34611222333', '34699888777'] as const
const HER = '34611222333'
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Every row of every table as text, with what is packed in it. */
async function dump(): Promise<string> {
  const client = await desk.services.db.pool.connect()
  try {
    const tables = (await client.query<{ name: string }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('public', 'graphile_worker')`)).rows
    const parts: string[] = []
    for (const { name } of tables) parts.push(`== ${name}\n${(await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row).join('\n')}`)
    for (const { body } of (await client.query<{ body: Buffer | null }>('select body from raw_request')).rows) if (body) parts.push(gunzipSync(body).toString('utf8'))
    return parts.join('\n')
  } finally { client.release() }
}

function files(dir = dataDir): string {
  return readdirSync(dir).map((name) => { const path = join(dir, name); return statSync(path).isDirectory() ? files(path) : `${path}\n${readFileSync(path).toString('latin1')}` }).join('\n')
}

const where = (text: string, word: string): string[] => text.split('\n== ').filter((part) => part.toLowerCase().includes(word)).map((part) => part.split('\n')[0]!)

/** The work that waits for the commit: bytes and the list. Runs what the queue holds. */
async function runFiles(): Promise<void> {
  const { rows } = await desk.services.db.pool.query<{ payload: Parameters<typeof forgetFiles>[1] }>(`select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'privacy.forget_files'`)
  for (const { payload } of rows) await forgetFiles(desk.services, payload)
}

interface Person { contactId: string; identityId: string; conversationId: string }

/** Somebody with something in every field that there is. */
async function canary(): Promise<Person> {
  const { services, workspaceId } = desk
  const owner = desk.owner.userId
  const at = services.clock.now(workspaceId)
  await desk.request('POST', '/api/v1/webhook-endpoints', { url: 'https://example.com/hook', events: ['*'] })
  await desk.receive(desk.wrote('c1', 'zuqtext first', { phone: HER, name: 'zuqprofile Pérez', replyTo: 'unknown', quoted: { text: 'zuqquoted' } }), desk.wrote('c2', 'zuqbefore', { phone: HER }))
  await desk.receive({ type: 'edit', key: 'e1', account: 'acc-1', at: at + 1, by: 'contact', person: { keys: [{ kind: 'phone', value: HER }] }, target: 'c2', content: { kind: 'text', text: 'zuqedited' } })
  await desk.receive({ type: 'edit', key: 'e2', account: 'acc-1', at: at + 1, by: 'contact', person: { keys: [{ kind: 'phone', value: HER }] }, target: 'not here yet', content: { kind: 'text', text: 'zuqearly' } })
  await desk.receive({ type: 'status', key: 's1', account: 'acc-1', at: at + 1, status: 'read', upTo: { person: { keys: [{ kind: 'phone', value: HER }] }, at } })
  await desk.receive(desk.wrote('x1', 'hello from somebody else'))
  const conversationId = await desk.conversationOf(HER)
  const [row] = await desk.rows<{ contact_id: string; identity_id: string }>('select contact_id, identity_id from conversation where conversation_id = $1', [conversationId])
  const { contact_id: contactId, identity_id: identityId } = row!
  await desk.request('PATCH', `/api/v1/contacts/${contactId}`, { name: 'zuqname García', notes: 'zuqnote' })
  await desk.rows(`update contact set attributes = '{"size":"zuqattr"}', labels = '{zuqlabel}' where contact_id = $1`, [contactId])
  await desk.rows(`insert into contact_address (workspace_id, contact_address_id, contact_id, origin_contact_id, kind, value, match_key, created_at) values ($1, $2, $3, $3, 'email', 'zuqmail@example.com', 'zuqmail@example.com', now()), ($1, $4, $3, $3, 'phone', '+34699888777', '+34699888777', now())`, [workspaceId, newId(), contactId, newId()])
  const sent = await desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: 'mine', content: { kind: 'text', text: 'zuqagent answer' } }, desk.owner, { 'idempotency-key': 'k1' })
  expect(sent.body).toContain('zuqagent')
  await desk.request('POST', `/api/v1/conversations/${conversationId}/notes`, { text: 'zuqinner thoughts' })
  await desk.rows(`insert into draft (workspace_id, user_id, conversation_id, mode, body, updated_at) values ($1, $2, $3, 'reply', '{"text":"zuqdraft"}', now())`, [workspaceId, owner, conversationId])
  await desk.rows(`insert into idempotency_key (workspace_id, principal, route, key, body_hash, status, answer) values ($1, 'x', 'POST /x', 'k2', '\\x00', 201, $2)`, [workspaceId, JSON.stringify({ id: newId(), conversationId, content: { text: 'zuqanswer' } })])
  await keepRaw(services, desk.account, { body: Buffer.from(`{"from":"${HER}","text":"zuqraw"}`) }, 'unknown')
  await services.db.inWorkspace(workspaceId, (tx) => recordConsent(tx, services, workspaceId, { contactId, identityId, purpose: 'marketing', state: 'given', source: 'agent', at, actor: { kind: 'user', id: owner }, evidence: { said: 'zuqproof' } }))
  const file = Buffer.concat([PNG, Buffer.from('zuqfile')])
  const saved = await services.media.save(workspaceId, file, { mime: 'application/octet-stream', name: 'zuqfile.png', keep: true })
  await desk.rows(`insert into media (workspace_id, media_id, account_id, conversation_id, state, sha256, mime, bytes, name, created_at) values ($1, $2, $3, $4, 'ready', $5, 'image/png', 80, 'zuqfile.png', now())`, [workspaceId, newId(), desk.account.id, conversationId, saved.sha256])
  await services.queue.add('notices.push', { workspaceId, userId: owner, conversationId, text: 'zuqtext' })
  const messages = await desk.rows<Parameters<typeof indexMessages>[2][number]>('select message_id, conversation_id, at, content, direction, author_id from message')
  await services.db.inWorkspace(workspaceId, async (tx) => { await indexMessages(tx, workspaceId, messages); await countWords(tx, workspaceId, messages) })
  await feed(services, workspaceId)
  await sealWorkspace(services, workspaceId)
  return { contactId, identityId, conversationId }
}

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => desk.services.db.inWorkspace(desk.workspaceId, work)

describe.each(['erase', 'anonymise'] as const)('%s', (how) => {
  test('nothing that she or anybody said of her is left in the database or on the disk', async () => {
    const { contactId } = await canary()
    const before = (await dump()).toLowerCase()
    const lost = CANARIES.filter((word) => !before.includes(word) && word !== 'zuqproof') // sealed
    expect(lost.filter((word) => word !== 'zuqfile' || !files().includes('zuqfile'))).toEqual([])
    const answer = await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=${how}`)
    expect(answer.json()).toMatchObject({ contactId, whole: true, identities: 1, files: 1 })
    await runFiles()
    const after = (await dump()).toLowerCase()
    expect(Object.fromEntries(CANARIES.map((word) => [word, where(after, word)] as const).filter(([, found]) => found.length > 0))).toEqual({})
    const disk = files()
    expect(CANARIES.filter((word) => disk.includes(word))).toEqual([])
    // The one who stays is untouched.
    expect(after).toContain('hello from somebody else')
    expect(await desk.rows(`select 1 from search_word where word = 'hello'`)).toHaveLength(1)
  })

  test('the ledger and the audit log still verify, and nothing of hers can be opened', async () => {
    const { contactId } = await canary()
    const [entry] = await inWorkspace((tx) => consentsOf(tx, desk.workspaceId, contactId))
    const { sealed, personKeyId } = entry!.evidence!
    const read = (): Promise<string | null> => inWorkspace((tx) => openForPerson(tx, desk.services, desk.workspaceId, personKeyId, 'consent.evidence', sealed))
    expect(await read()).toContain('zuqproof')
    await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=${how}`)
    expect(await read()).toBeNull()
    await sealWorkspace(desk.services, desk.workspaceId)
    const verdict = await verifyChain(desk.services, desk.workspaceId)
    expect(verdict).toMatchObject({ ok: true })
    expect(await desk.rows('select 1 from consent_entry where consent_id = $1', [entry!.id])).toHaveLength(1)
    expect(await desk.rows<{ subject: string }>('select subject from audit_entry where action = $1', [how === 'erase' ? 'contact.erased' : 'contact.anonymised'])).toEqual([{ subject: contactId }])
  })

  test('whoever was merged into her goes along', async () => {
    const { contactId } = await canary()
    await desk.receive(desk.wrote('m1', 'zuqsecond person', { phone: '34655000111', name: 'zuqother' }))
    const [other] = await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [await desk.conversationOf('34655000111')])
    expect((await desk.request('POST', `/api/v1/contacts/${contactId}/merge`, { otherId: other!.contact_id })).statusCode).toBe(200)
    // By the name of the one who is no more.
    expect((await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=${how}`)).json()).toMatchObject({ contactId, identities: 2 })
    await runFiles()
    const after = (await dump()).toLowerCase()
    expect([...CANARIES, 'zuqsecond', 'zuqother', '34655000111'].filter((word) => after.includes(word))).toEqual([])
  })
})

test('her addresses are on the list of those who are not taken in again, however they are written', async () => {
  const { contactId } = await canary()
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`)
  const asked = [{ kind: 'phone', value: '+34 611 22 23 33' }, { kind: 'phone', value: '699888777', country: 'ES' }, { kind: 'email', value: 'ZuqMail@Example.com' }, { kind: 'phone', value: `+${ANA}` }]
  expect(await inWorkspace((tx) => isSuppressed(tx, desk.services, desk.workspaceId, asked))).toEqual(new Set(['+34 611 22 23 33', '699888777', 'ZuqMail@Example.com']))
})

test('made anonymous, her cases and counts stay; no list has her any more', async () => {
  const { contactId, conversationId } = await canary()
  const listed = async (): Promise<string[]> => (await desk.request('GET', '/api/v1/contacts')).json<{ items: { id: string }[] }>().items.map((item) => item.id)
  expect(await listed()).toContain(contactId)
  const counts = () => desk.rows<{ direction: string; n: number }>(`select direction, count(*)::int as n from message where conversation_id = $1 and direction in ('in', 'out') group by 1 order by 1`, [conversationId])
  const before = await counts()
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=anonymise`)
  expect(await counts()).toEqual(before)
  expect(await listed()).not.toContain(contactId)
  expect(await desk.rows('select status, unread, last_text from conversation where conversation_id = $1', [conversationId])).toEqual([{ status: 'resolved', unread: 0, last_text: '' }])
  expect(await desk.rows('select name, erased_at is not null as erased from contact where contact_id = $1', [contactId])).toEqual([{ name: 'Anonymised person', erased: true }])
  expect(await desk.rows('select 1 from work_case where conversation_id = $1', [conversationId])).toHaveLength(1)
})

test('she writes again: a new person, of whom nothing is known', async () => {
  const { contactId } = await canary()
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=anonymise`)
  await desk.receive(desk.wrote('again', 'hola otra vez', { phone: HER, name: 'Eva' }))
  const [row] = await desk.rows<{ contact_id: string; name: string }>('select c.contact_id, p.name from conversation c join contact p using (workspace_id, contact_id) where c.conversation_id = $1', [await desk.conversationOf(HER)])
  expect(row).toMatchObject({ name: 'Eva' })
  expect(row!.contact_id).not.toBe(contactId)
})

test('one identity goes, the person stays with the others', async () => {
  const { contactId, identityId } = await canary()
  await desk.connect('acc-2')
  const done = await inWorkspace((tx) => eraseIdentity(tx, desk.services, desk.workspaceId, identityId, { kind: 'system' }, 'erase'))
  expect(done).toMatchObject({ contactId, whole: false, identities: 1 }) // she has addresses of her own
  await runFiles()
  const after = (await dump()).toLowerCase()
  expect(['zuqtext', 'zuqedited', 'zuqagent', 'zuqprofile', HER].filter((word) => after.includes(word))).toEqual([])
  expect(['zuqnote', 'zuqmail', 'zuqattr'].filter((word) => !after.includes(word))).toEqual([])
})

test('the list outside the database names her by ids and hashes, once', async () => {
  const { contactId } = await canary()
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`)
  await runFiles()
  await runFiles()
  expect(await readList(erasureList(desk.services.config, desk.workspaceId))).toMatchObject([{ contactId, whole: true, how: 'erase' }])
})

test('after a restore she is forgotten again, by the list', async () => {
  const { contactId } = await canary()
  const tables = ['contact', 'identity', 'identity_key', 'conversation', 'work_case', 'message']
  const kept: Record<string, string[]> = {}
  for (const table of tables) kept[table] = (await desk.rows<{ row: string }>(`select row_to_json(t)::text as row from ${table} t`)).map(({ row }) => row)
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`)
  await runFiles()
  const worker = new ForgettingWorker(desk.services)
  expect(await reapplyErasures(desk.services.db, desk.services.config, null, () => {})).toBe(0)
  // The backup knows nothing of it.
  const columns = await desk.rows<{ table: string; names: string }>(`select table_name as table, string_agg(quote_ident(column_name), ', ') as names from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' and table_name = any($1) group by 1`, [tables])
  for (const table of tables) for (const row of kept[table]!) { const { names } = columns.find((one) => one.table === table)!; await desk.rows(`insert into ${table} (${names}) select ${names} from json_populate_record(null::${table}, $1::json) on conflict do nothing`, [row]) }
  await desk.rows('delete from suppression')
  expect(await desk.rows('select 1 from contact where contact_id = $1', [contactId])).toHaveLength(1)
  expect(await reapplyErasures(desk.services.db, desk.services.config, null, () => {})).toBe(1)
  expect(await reapplyErasures(desk.services.db, desk.services.config, null, () => {})).toBe(0)
  desk.wall.now = Date.now() + 60_000 // the command goes by the clock of the machine
  await worker.runDue(desk.workspaceId)
  expect(await desk.rows('select 1 from contact where contact_id = $1', [contactId])).toHaveLength(0)
  expect(await inWorkspace((tx) => isSuppressed(tx, desk.services, desk.workspaceId, [{ kind: 'email', value: 'zuqmail@example.com' }]))).toEqual(new Set(['zuqmail@example.com']))
})

test('lists that hold her end: exports at once, and rows an import refused', async () => {
  const { contactId } = await canary()
  const [ready, running, refused] = [newId(), newId(), newId()]
  for (const [id, state] of [[ready, 'ready'], [running, 'running']]) await desk.rows(`insert into list_export (workspace_id, list_export_id, kind, format, seen_by, language, state, created_by, created_at) values ($1, $2, 'contacts', 'csv', '{}', 'en', $3, '{}', now())`, [desk.workspaceId, id, state])
  await desk.rows(`insert into contact_import (workspace_id, contact_import_id, purpose, name, bytes, state, found, created_by, created_at) values ($1, $2, 'contacts', 'a.csv', 1, 'done', '{"sample":["+34699888777"]}', '{}', now())`, [desk.workspaceId, refused])
  await desk.rows(`insert into contact_import_problem (workspace_id, contact_import_id, row_number, line, refused, cells, problems) values ($1, $2, 1, 2, true, '{zuqmail@example.com,+34699888777}', '[]'), ($1, $2, 2, 3, true, '{other@example.com}', '[]')`, [desk.workspaceId, refused])
  mkdirSync(join(dataDir, 'exports', desk.workspaceId), { recursive: true })
  writeFileSync(join(dataDir, 'exports', desk.workspaceId, ready), 'zuqname')
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`)
  await runFiles()
  expect(await desk.rows('select state from list_export order by state')).toEqual([{ state: 'cancelled' }, { state: 'expired' }])
  expect(await desk.rows('select cells from contact_import_problem')).toEqual([{ cells: ['other@example.com'] }])
  expect(CANARIES.filter((word) => files().includes(word))).toEqual([])
  const after = (await dump()).toLowerCase()
  expect(CANARIES.filter((word) => after.includes(word))).toEqual([])
})

test('a file that somebody else has too stays', async () => {
  const { contactId } = await canary()
  const [file] = await desk.rows<{ sha256: Buffer }>('select sha256 from media limit 1')
  await desk.rows(`insert into media (workspace_id, media_id, account_id, conversation_id, state, sha256, mime, bytes, created_at) values ($1, $2, $3, $4, 'ready', $5, 'image/png', 80, now())`, [desk.workspaceId, newId(), desk.account.id, await desk.conversationOf(), file!.sha256])
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`)
  await runFiles()
  expect((await desk.services.media.read(desk.workspaceId, file!.sha256)).length).toBeGreaterThan(0)
})

test('who may not, does not; and nobody is forgotten twice', async () => {
  const { contactId } = await canary()
  expect((await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`, undefined, await desk.addPerson('agent'))).statusCode).toBe(403)
  expect((await desk.request('DELETE', `/api/v1/contacts/${newId()}?how=erase`)).statusCode).toBe(404)
  const other = await desk.addWorkspace()
  expect((await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=erase`, undefined, other.owner)).statusCode).toBe(404)
  expect((await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=anonymise`, undefined, await desk.addPerson('privacy_officer'))).statusCode).toBe(200)
  expect(await inWorkspace((tx) => erasePerson(tx, desk.services, desk.workspaceId, contactId, { kind: 'system' }, 'erase'))).toBeNull()
})
