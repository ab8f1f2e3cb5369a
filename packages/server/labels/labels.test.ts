/** One vocabulary for threads and people: what is meant by a name, and what a new name does to everything that carries the old one. */
import { type ContactDetail, type ConversationDetail, type Label, type LabelUse, labelKey } from '@recado/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { renamedIn } from './rename.js'

let desk: Desk
let id: string
beforeAll(async () => {
  desk = await makeDesk()
  await desk.receive(desk.wrote('m1', 'Hola'))
  id = await desk.conversationOf()
})
afterAll(() => desk.close())

const call = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: unknown, as: Parameters<Desk['request']>[3] = desk.owner) => {
  const answer = await desk.request(method, `/api/v1${path}`, body, as)
  return { status: answer.statusCode, body: answer.json<T & { code?: string; labels?: string[] }>() }
}
const thread = async () => (await call<ConversationDetail>('GET', `/conversations/${id}`)).body
const person = async () => (await call<ContactDetail>('GET', `/contacts/${(await thread()).contact.id}`)).body
const labels = async () => (await call<{ items: Label[] }>('GET', '/labels')).body.items
const make = async (name: string, more: object = {}) => (await call<Label>('POST', '/labels', { name, ...more })).body
const put = (add: string[], remove: string[] = [], as: Parameters<Desk['request']>[3] = desk.owner) => call<ConversationDetail>('POST', `/conversations/${id}/labels`, { add, remove }, as)

test('the database and the browser compare names alike', async () => {
  const name = fc.oneof(fc.constantFrom('Envío', 'ENVIO', 'envi\u0301o', '  Straße ', 'İstanbul', '送货', 'ﬁn', 'مرحبا'), fc.string({ unit: 'grapheme-ascii', maxLength: 12 }))
  await fc.assert(fc.asyncProperty(name, name, async (a, b) => {
    const [row] = await desk.rows<{ same: boolean }>('select label_key($1) = label_key($2) as same', [a, b])
    expect([a, b, row!.same]).toEqual([a, b, labelKey(a) === labelKey(b)])
  }), { numRuns: 60 })
})

describe('a name', () => {
  test('is one label whatever its case and accents', async () => {
    await make('Envío', { colour: 'teal', description: 'Where is it?' })
    expect((await put(['ENVIO'])).body.labels).toEqual(['Envío'])
    expect(await call('POST', '/labels', { name: 'envio' })).toMatchObject({ status: 409, body: { code: 'already_exists' } })
  })
  test('that nobody knows is made by who may, and refused to others', async () => {
    const agent = await desk.addPerson('agent')
    expect(await put(['Nunca vista'], [], agent)).toMatchObject({ status: 422, body: { code: 'unknown_label', labels: ['Nunca vista'] } })
    expect((await thread()).labels).toEqual(['Envío'])
    expect((await put(['Pedido'], [], await desk.addToken(['conversations']))).body.labels).toEqual(['Envío', 'Pedido'])
    expect((await put(['pedido'], ['Envío'], agent)).body.labels).toEqual(['Pedido'])
  })
  test('of a label put away is not put on anew, and stays where it is', async () => {
    const label = await make('Antigua')
    await put(['Antigua'])
    await call('PATCH', `/labels/${label.id}`, { archived: true })
    expect((await thread()).labels).toContain('Antigua')
    expect(await put(['Antigua'])).toMatchObject({ status: 422, body: { code: 'label_archived' } })
    expect((await call<Label>('PATCH', `/labels/${label.id}`, { archived: false })).body.archivedAt).toBeNull()
  })
})

describe('renaming', () => {
  test('goes to threads, people, rules and undone changes, and the old name is understood', async () => {
    const label = await make('Queja')
    const { body } = await put(['Queja'])
    await call('POST', `/contacts/${body.contact.id}/labels`, { add: ['queja'] })
    const taken = (await put([], ['Queja'])).body as ConversationDetail & { changeId: string }
    await desk.request('POST', `/api/v1/channel-accounts/${desk.account.id}/automatic-replies`, { name: 'r', trigger: { kind: 'greeting', afterDays: null }, variants: [{ language: null, content: { kind: 'text', text: 'Hola' } }], labels: ['Queja'] })
    expect((await call<Label>('PATCH', `/labels/${label.id}`, { name: 'Reclamación' })).body).toMatchObject({ name: 'Reclamación', renaming: false })
    await call('POST', `/changes/${taken.changeId}/undo`)
    expect([(await thread()).labels.includes('Reclamación'), (await person()).labels]).toEqual([true, ['Reclamación']])
    expect(await desk.rows('select labels from automatic_reply')).toEqual([{ labels: ['Reclamación'] }])
    expect((await put([], ['queja'])).body.labels).not.toContain('Reclamación')
    expect((await put(['Queja'])).body.labels).toContain('Reclamación')
  })
  test('of more than can be done at once goes on in the background, step by step', async () => {
    const label = await make('Muchas')
    await desk.rows(`insert into contact (workspace_id, contact_id, name, labels, created_at, updated_at) select $1, gen_random_uuid(), 'P' || n, '{Muchas}', now(), now() from generate_series(1, 1200) n`, [desk.workspaceId])
    expect((await call<Label>('PATCH', `/labels/${label.id}`, { name: 'Pocas' })).body.renaming).toBe(true)
    const { labelTasks } = await import('./rename.js')
    await labelTasks(desk.services)['labels.rename']!({ workspaceId: desk.workspaceId } as never, { signal: new AbortController().signal, attempt: 1, maxAttempts: 1, jobId: '1' })
    expect(await desk.rows(`select labels, count(*)::int as n from contact where labels <> '{}' and name like 'P%' group by 1`)).toEqual([{ labels: ['Pocas'], n: 1200 }])
    expect((await labels()).find((one) => one.id === label.id)).toMatchObject({ name: 'Pocas', renaming: false })
  })
  test('there and back again ends under the name it has last', async () => {
    const label = await make('Uno')
    await put(['Uno'])
    for (const name of ['Dos', 'Uno', 'UNO']) await call('PATCH', `/labels/${label.id}`, { name })
    expect((await thread()).labels).toContain('UNO')
  })
  test('in the conditions of a saved view changes the label and nothing else', () => {
    const filter = { all: [{ field: 'labels', op: 'any', value: ['a', 'b'] }, { not: { field: 'person_labels', op: 'all', value: ['a'] } }, { field: 'channel', op: 'in', value: ['a'] }] }
    expect(renamedIn(filter, 'a', 'b')).toEqual({ all: [{ field: 'labels', op: 'any', value: ['b'] }, { not: { field: 'person_labels', op: 'all', value: ['b'] } }, { field: 'channel', op: 'in', value: ['a'] }] })
  })
})

test('joining two leaves one, everywhere', async () => {
  const [lost, kept] = [await make('Factura'), await make('Facturación')]
  await put(['Factura', 'Facturación'])
  await call('POST', `/contacts/${(await thread()).contact.id}/labels`, { add: ['Factura'] })
  await call('POST', `/labels/${lost.id}/merge`, { intoId: kept.id })
  expect((await thread()).labels.filter((name) => name.startsWith('Factura'))).toEqual(['Facturación'])
  expect((await person()).labels).toContain('Facturación')
  expect((await put(['factura'])).status).toBe(200)
  expect((await labels()).filter((one) => one.name.startsWith('Factura')).map((one) => one.id)).toEqual([kept.id])
  const uses = (await call<{ items: LabelUse[] }>('GET', '/labels/uses')).body.items
  expect(uses.find((use) => use.labelId === kept.id)).toEqual({ labelId: kept.id, conversations: 1, people: 1, capped: false })
})
test('the order is the one given, new ones after', async () => {
  const wanted = (await labels()).map((one) => one.id).reverse()
  await call('PUT', '/labels/order', { ids: wanted })
  expect((await labels()).map((one) => one.id)).toEqual(wanted)
  const fresh = await make('Última')
  expect((await labels()).at(-1)?.id).toBe(fresh.id)
})
test('another workspace has its own', async () => {
  const other = await desk.addWorkspace('Other')
  expect((await call<{ items: Label[] }>('GET', '/labels', undefined, other.owner)).body.items).toEqual([])
  expect((await call('PATCH', `/labels/${(await labels())[0]!.id}`, { name: 'x' }, other.owner)).status).toBe(404)
})
