/**
 * The records of a running installation from a real shell: the sealed log, people in and out as files, and somebody who was forgotten - also after a backup of before
 * was put back. What the database and the data directory hold is looked at past all guards.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { Contact, Conversation } from '@recado/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../tools/lib/paths.mjs'
import { OWNER, TOKEN } from '../../tools/product/start.mjs'
import { ask, Running, until } from './harness.js'

/** Everything of hers that stands nowhere else: any of it found afterwards is hers. */
const HERS = { name: 'Zenobia Quintanar', first: 'Zenobia', phone: '34655012987', email: 'zenobia.q@quintanar.example', street: 'Callejón del Azafrán 7', said: 'al llegar a casa con la bufanda morada' }
const CANARIES = [...Object.values(HERS), 'quintanar', '655 01 29 87', '655012987', '203.0.113.77'].map((one) => one.toLowerCase())

let product: Running
let desk: string
beforeAll(async () => {
  desk = mkdtempSync(join(tmpdir(), 'recado-records-'))
  product = await Running.start({ RECADO_SIMULATOR: '1' })
})
afterAll(async () => {
  await product?.close()
  rmSync(desk, { recursive: true, force: true })
})

/** As somebody types it, in the clone, beside the running server. */
function recado(...args: string[]): { code: number | null; out: string; err: string } {
  const { PATH, HOME } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'recado', ...args], { cwd: root, env: { PATH, HOME, DATA_DIR: product.dataDir }, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
  return { code: status, out: stdout, err: stderr }
}
const headIn = (out: string): string => /Head: (\d+:[0-9a-f]{64})/.exec(out)?.[1] ?? ''
const find = async (name: string): Promise<Contact | undefined> => (await product.api.all(`/api/v1/contacts?q=${encodeURIComponent(name)}`) as Contact[])[0] // the list's shape has its own tests

/** All rows of all tables as a dump would write them, and what is packed in them opened; the places where something of hers stands. */
async function whereSheStands(): Promise<string[]> {
  const tables = await ask(product.dataDir, `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`)
  const found: string[] = []
  for (const { name } of tables) {
    for (const row of await ask(product.dataDir, `select to_jsonb(t) as row from ${String(name)} t`)) if (readable(JSON.stringify(row.row))) found.push(`${String(name)}: ${JSON.stringify(row.row).slice(0, 300)}`)
  }
  // The simulated phone is hers, and PostgreSQL's own files were read above.
  for (const file of readdirSync(product.dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name)
    const inside = path.slice(product.dataDir.length + 1)
    if (file.isFile() && !/^(postgres|simulator)\//.test(inside) && readable(readFileSync(path).toString('latin1') + readFileSync(path, 'utf8'))) found.push(inside)
  }
  return found
}

function readable(text: string): boolean {
  const opened = [...text.matchAll(/\\\\x([0-9a-f]{20,})/g)].map(([, hex]) => unpacked(Buffer.from(hex ?? '', 'hex')))
  return [text, ...opened].some((one) => CANARIES.some((canary) => one.toLowerCase().includes(canary)))
}

function unpacked(bytes: Buffer): string {
  for (const open of [gunzipSync, inflateSync, inflateRawSync]) try { return open(bytes).toString('utf8') } catch { /* packed another way, or not at all */ }
  return bytes.toString('utf8')
}

test('people go in and out as files, row by row', () => {
  const file = join(desk, 'people.csv')
  writeFileSync(file, `name,phone,email,notes\n${HERS.name},+${HERS.phone},${HERS.email},"${HERS.street}"\nBruno Paz,+34655012988,bruno@example.com,\nNadie,none,,\n`)
  const dry = recado('import', 'contacts', file, '--country', 'ES', '--dry-run', '--url', product.url)
  expect([dry.code, dry.err]).toEqual([0, expect.not.stringMatching(/error/i)])
  const done = recado('import', 'contacts', file, '--country', 'ES', '--errors', join(desk, 'refused.csv'), '--url', product.url)
  expect(done, done.err).toMatchObject({ code: 0 })
  expect(readFileSync(join(desk, 'refused.csv'), 'utf8')).toMatch(/Nadie[^\n]*,4,[^\n]*phone/i)
  const exported = recado('export', 'contacts', '--format', 'csv', '--out', join(desk, 'out.csv'), '--url', product.url)
  expect(exported, exported.err).toMatchObject({ code: 0 })
  const out = readFileSync(join(desk, 'out.csv'), 'utf8')
  for (const word of [HERS.name, HERS.email, HERS.street, 'Bruno Paz']) expect(out).toContain(word)
  expect(out).not.toContain('Nadie')
})

test('the log verifies, also after she was forgotten, and nothing of hers can be read', async () => {
  const account = await product.connect('whatsapp', 'Óptica', {}, true)
  const { customerId } = await product.api.want('POST', '/simulator/control/customers', { channel: 'whatsapp', channelAccountId: account.id, name: HERS.name, phone: `+${HERS.phone}`, language: 'es' }) as { customerId: string } // CONTRACT
  await product.api.want('POST', `/simulator/control/customers/${customerId}/act`, { action: 'write', content: { kind: 'text', text: `Me pasó ${HERS.said}` } })
  const thread: Conversation = await product.onlyConversation(account.id)
  await product.api.want('POST', '/api/v1/consents', {
    contactId: thread.contact.id, purpose: 'marketing', state: 'given', source: 'agent', evidence: { note: `Lo dijo ${HERS.first} en ${HERS.street}`, ip: '203.0.113.77' }, wording: { name: 'mostrador', language: 'es', text: '¿Podemos escribirte?', privacyUrl: 'https://optica.example/p' },
  })
  await product.reply(thread.id, `Claro, ${HERS.first}`)
  expect((await whereSheStands()).length).toBeGreaterThan(3)

  const before = recado('audit', 'verify')
  expect(before, before.err).toMatchObject({ code: 0, out: expect.stringContaining('all as they were sealed') })
  const log = recado('audit', 'export')
  expect(log.code).toBe(0)
  expect(log.out).not.toContain(HERS.first)
  writeFileSync(join(desk, 'audit.jsonl'), log.out)
  expect(recado('audit', 'verify', '--file', join(desk, 'audit.jsonl'))).toMatchObject({ code: 0 })

  await product.process.stop()
  cpSync(product.dataDir, join(desk, 'backup'), { recursive: true })
  await product.restart()
  for (const one of await product.api.all(`/api/v1/contacts?q=${HERS.first}`) as Contact[]) await product.api.want('DELETE', `/api/v1/contacts/${one.id}?how=erase`) // by file and by app she may be two
  await until(whereSheStands, (places) => places.length === 0, { withinMs: 30_000, what: 'nothing of hers' })

  const after = recado('audit', 'verify', '--head', headIn(before.out))
  expect(after, after.out).toMatchObject({ code: 0, out: expect.stringContaining('all as they were sealed') })
  const [ledger] = await ask(product.dataDir, `select count(*)::int as lines, count(*) filter (where evidence_sealed is not null)::int as sealed from consent_entry`)
  expect(ledger).toEqual({ lines: 1, sealed: 1 })
  expect(await ask(product.dataDir, 'select 1 from consent_entry e join person_key k on k.workspace_id = e.workspace_id and k.person_key_id = e.person_key_id where k.wrapped is not null')).toEqual([])
})

test('a backup of before her wish forgets her again', async () => {
  const list = readdirSync(join(product.dataDir, 'erasures')).map((name) => join(product.dataDir, 'erasures', name))
  expect(list).toHaveLength(1)
  cpSync(list[0]!, join(desk, 'list.jsonl')) // one, just counted
  await product.process.stop()
  rmSync(product.dataDir, { recursive: true, force: true })
  cpSync(join(desk, 'backup'), product.dataDir, { recursive: true })
  await product.restart()
  expect(await find(HERS.name)).toBeDefined()
  const again = recado('erasures', 'reapply', '--file', join(desk, 'list.jsonl'))
  expect(again, again.err).toMatchObject({ code: 0 })
  await until(whereSheStands, (places) => places.length === 0, { withinMs: 30_000, what: 'nothing of hers' })
  expect(await find('Bruno Paz')).toBeDefined()
  expect(recado('audit', 'verify')).toMatchObject({ code: 0 })
})

test('one row touched past all guards is found and named', async () => {
  expect(recado('audit', 'verify')).toMatchObject({ code: 0 })
  const [row] = await ask(product.dataDir, `select audit_entry_id as id from audit_entry where action = 'consent.recorded' limit 1`)
  await ask(product.dataDir, `do $$ begin set local session_replication_role = replica; update audit_entry set action = 'consent.nothing' where audit_entry_id = '${String(row?.id)}'; end $$`)
  const found = recado('audit', 'verify')
  expect(found.code).toBe(1)
  expect(found.out).toContain(String(row?.id))
  expect(found.out).toMatch(/changed after it was sealed/)
})

test('the commands say what they need', () => {
  expect(recado('audit', 'verify', '--workspace', 'Nobody')).toMatchObject({ code: 1, err: expect.stringContaining('There is no workspace Nobody') })
  expect([OWNER.email, TOKEN].every((secret) => !recado('audit', 'export').out.includes(secret))).toBe(true)
})
