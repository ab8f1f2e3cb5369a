import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
const letters: { to: { email: string }; subject: string; text: string }[] = []
beforeEach(async () => {
  letters.length = 0
  desk = await makeDesk({ mail: { on: true, send: async (letter) => { letters.push(letter); return 'sent' }, close: () => {} } })
  await desk.receive(desk.wrote('a', 'hola'))
})
afterEach(() => desk.close())

const get = async <T>(path: string, as: Parameters<Desk['request']>[3] = desk.owner): Promise<T> => (await desk.request('GET', path, undefined, as)).json<T>()
interface Item { action: string; subject: string | null; subjectName: string | null; actor: { kind: string; id?: string; name: string | null }; seq: number | null }
const contactId = async (): Promise<string> => (await desk.rows<{ contact_id: string }>('select contact_id from contact limit 1'))[0]!.contact_id

test('who did what to whom, by every filter', async () => {
  const id = await contactId()
  const officer = await desk.addPerson('privacy_officer')
  await desk.request('PATCH', `/api/v1/contacts/${id}`, { name: 'Ana María' })
  await desk.request('POST', `/api/v1/contacts/${id}/copy`, undefined, officer)
  await desk.request('POST', '/api/v1/audit/verify', {})
  const names = async (query: string): Promise<string[]> => (await get<{ items: Item[] }>(`/api/v1/audit?${query}`, officer)).items.map((item) => item.action)
  expect(await names(`subject=${id}`)).toEqual(['contact.copy_ordered', 'contact.changed'])
  expect(await names('action=contact.*')).toEqual(['contact.copy_ordered', 'contact.changed'])
  expect(await names('action=contact.changed')).toEqual(['contact.changed'])
  expect(await names(`actor=${officer.userId}`)).toEqual(['contact.copy_ordered'])
  expect(await names(`from=${new Date(desk.wall.now + 1).toISOString()}`)).toEqual([])
  const [item] = (await get<{ items: Item[] }>(`/api/v1/audit?action=contact.changed`)).items
  expect(item).toMatchObject({ subject: id, subjectName: 'Ana María', actor: { kind: 'user', id: desk.owner.userId, name: 'Person 1' }, seq: expect.any(Number) })
  expect((await get<{ items: string[] }>('/api/v1/audit/actions')).items).toContain('contact.copy_ordered')
})

test('verified now: the state stays to be seen, and a noted head is held against it', async () => {
  await desk.request('PATCH', `/api/v1/contacts/${await contactId()}`, { name: 'Ana María' })
  const verdict = (await desk.request('POST', '/api/v1/audit/verify', {})).json<{ ok: boolean; links: number; head: { seq: number; hash: string } }>()
  expect(verdict).toMatchObject({ ok: true, faults: [] })
  expect(await get('/api/v1/audit/chain')).toMatchObject({ head: verdict.head, checkedAt: new Date(desk.wall.now).toISOString(), checked: { ok: true, links: verdict.links } })
  const noted = `${verdict.head.seq}:${verdict.head.hash}`
  expect((await desk.request('POST', '/api/v1/audit/verify', { head: noted })).json()).toMatchObject({ ok: true })
  expect((await desk.request('POST', '/api/v1/audit/verify', { head: `${verdict.head.seq}:${'0'.repeat(64)}` })).json()).toMatchObject({ ok: false, faults: [{ kind: 'head_mismatch', seq: verdict.head.seq }] })
  expect((await desk.request('POST', '/api/v1/audit/verify', { head: 'nothing' })).statusCode).toBe(400)
})

test('the head goes by letter to whoever asks', async () => {
  await desk.request('PATCH', `/api/v1/contacts/${await contactId()}`, { name: 'Ana María' })
  expect((await desk.request('POST', '/api/v1/audit/head/mail', {})).json()).toEqual({ to: desk.owner.email })
  const { head } = await get<{ head: { seq: number; hash: string } }>('/api/v1/audit/chain')
  expect(letters).toMatchObject([{ to: { email: desk.owner.email }, text: expect.stringContaining(`${head.seq}:${head.hash}`) }])
})

test('the export is lines that verify at home, and it is written down who took it', async () => {
  await desk.request('PATCH', `/api/v1/contacts/${await contactId()}`, { name: 'Ana María' })
  const answer = await desk.request('GET', '/api/v1/audit/export')
  expect(answer.headers['content-type']).toContain('application/jsonl')
  const lines = answer.body.trim().split('\n').map((line) => JSON.parse(line) as { seq: number; entry: string })
  expect(lines.map((line) => line.seq)).toEqual(lines.map((_, i) => i + 1))
  expect(lines.map((line) => (JSON.parse(line.entry) as { action: string }).action)).toContain('audit.exported')
})

test('only those who answer for it read it', async () => {
  for (const path of ['/api/v1/audit', '/api/v1/audit/chain', '/api/v1/audit/export', '/api/v1/audit/actions']) expect((await desk.request('GET', path, undefined, await desk.addPerson('agent'))).statusCode).toBe(403)
  expect((await desk.request('POST', '/api/v1/audit/verify', {}, await desk.addPerson('supervisor'))).statusCode).toBe(403)
})
