/** People as programs and colleagues make, change, find and see them. */
import type { Contact, ContactDetail } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEvents } from '../webhooks/events.js'
import { deskRoutes } from './desk.js'
import { makeHarness, type Harness, type Person } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

let h: Harness
let agent: Person
let restricted: Person
const stage: Record<string, string> = {}

const make = async (body: object) => (await h.request('POST', '/api/v1/contacts', body)).json() as ContactDetail
const list = async (query: Record<string, string>, as?: Person): Promise<{ items: Contact[]; next: string | null }> => (await h.request('GET', `/api/v1/contacts?${new URLSearchParams(query)}`, undefined, as)).json()

beforeAll(async () => {
  h = await makeHarness({ channels: [madeUpLoaded], routes: deskRoutes })
  agent = await h.addPerson('agent')
  restricted = await h.addPerson('restricted_agent')
  for (const name of ['Nueva', 'Clienta']) stage[name] = (await h.request('POST', '/api/v1/contact-stages', { name, colour: 'green' })).json().id
  for (const body of [
    { name: 'Ciudad', type: 'text' }, { name: 'Edad', type: 'number' }, { name: 'Talla', type: 'choice', options: [{ name: 'Pequeña' }, { name: 'Mediana' }] }, { name: 'Gustos', type: 'choices', options: [{ name: 'Mar' }, { name: 'Monte' }] }, { name: 'Alta', type: 'date' },
  ]) expect((await h.request('POST', '/api/v1/contact-attributes', body)).statusCode).toBe(201)
})
afterAll(() => h.close())

describe('a person made without a thread', () => {
  test('has her address as people write it, and a place guessed from it', async () => {
    const ana = await make({ name: 'Ana', addresses: [{ kind: 'phone', value: '+55 (92) 98765-4321', label: 'móvil' }, { kind: 'email', value: 'Ana@Example.com' }], attributes: { ciudad: 'Manaus', talla: 'mediana', gustos: ['Monte', 'mar'] }, stageId: stage.Nueva })
    expect(ana).toMatchObject({ name: 'Ana', country: 'BR', countryGiven: false, language: 'pt-BR', languageGiven: false, timeZone: 'America/Manaus', timeZoneGiven: false, stageId: stage.Nueva, attributes: { ciudad: 'Manaus', talla: 'mediana', gustos: ['mar', 'monte'] }, identities: [], conversations: [] })
    expect(ana.addresses.map(({ kind, value, label }) => [kind, value, label])).toEqual([['phone', '+5592987654321', 'móvil'], ['email', 'ana@example.com', '']])
  })
  test('is called by her address where nobody names her, and by neither she is not made', async () => {
    expect((await make({ addresses: [{ kind: 'phone', value: '+34600112233' }] })).name).toBe('+34 600 11 22 33')
    expect((await h.request('POST', '/api/v1/contacts', { country: 'ES' })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'name' }] })
  })
  test('is told to those who look on', async () => {
    const { id } = await make({ name: 'Berta' })
    const log = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ type: string; data: { contactId: string } }>('select type, data from event where workspace_id = $1 order by seq desc limit 1', [h.workspaceId]))
    expect(log).toEqual([{ type: 'contact.created', data: { contactId: id } }])
  })
  test('all that is wrong is said at once, by field', async () => {
    const answer = await h.request('POST', '/api/v1/contacts', { name: 'X', timeZone: 'Mars/Base', stageId: null, addresses: [{ kind: 'email', value: 'no' }], attributes: { edad: 'x', ciudad: 3, nada: 1, talla: 'enorme' } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().fields.map((one: { field: string }) => one.field).sort()).toEqual(['addresses.0.value', 'attributes.edad', 'attributes.nada', 'attributes.talla', 'timeZone'])
    expect((await h.request('POST', '/api/v1/contacts', { name: 'X', stageId: newId(), ownerId: newId(), companyId: newId() })).json().fields.map((one: { field: string }) => one.field)).toEqual(['stageId', 'ownerId', 'companyId'])
  })
})

test('programs hear of her once as made, and of later changes as such', async () => {
  const seq = async () => (await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from event where workspace_id = $1', [h.workspaceId])))[0]!.seq // one row
  const heard = async (from: number) => (await readEvents(h.services, h.workspaceId, from, 0))?.events.filter((event) => event.type.startsWith('contact.')).map(({ type, key }) => [type, key !== null])
  const before = await seq()
  const { id } = await make({ name: 'Berta Gil' })
  expect(await heard(before)).toEqual([['contact.created', true]])
  const after = await seq()
  h.wall.now += 1_000
  await h.request('PATCH', `/api/v1/contacts/${id}`, { notes: 'Prefiere la tarde' })
  expect(await heard(after)).toEqual([['contact.updated', false]])
  expect(await heard(before)).toEqual([['contact.created', true]]) // as she is now
})

describe('what is typed stays', () => {
  test('and null gives it back to the guess', async () => {
    const { id } = await make({ name: 'Carla', addresses: [{ kind: 'phone', value: '+34600112244' }] })
    const patch = async (body: object) => (await h.request('PATCH', `/api/v1/contacts/${id}`, body)).json() as ContactDetail
    expect(await patch({ country: 'PT', timeZone: 'Atlantic/Azores', language: 'fr' })).toMatchObject({ country: 'PT', countryGiven: true, timeZone: 'Atlantic/Azores', timeZoneGiven: true, language: 'fr', languageGiven: true })
    expect(await patch({ country: null, timeZone: null, language: null })).toMatchObject({ country: 'ES', countryGiven: false, timeZone: 'Europe/Madrid', timeZoneGiven: false, language: 'es', languageGiven: false })
  })
  test('attributes and addresses change one by one, and the same again changes nothing', async () => {
    const { id } = await make({ name: 'Dina', attributes: { ciudad: 'Lugo', edad: 30 }, addresses: [{ kind: 'email', value: 'd@example.com' }] })
    const patch = async (body: object) => (await h.request('PATCH', `/api/v1/contacts/${id}`, body)).json() as ContactDetail
    const after = await patch({ attributes: { edad: null, alta: '2024-02-29' }, addresses: [{ kind: 'email', value: 'd@example.com', label: 'casa' }, { kind: 'phone', value: '+34600112255' }] })
    expect([after.attributes, after.addresses.map((one) => [one.value, one.label])]).toEqual([{ ciudad: 'Lugo', alta: '2024-02-29' }, [['+34600112255', ''], ['d@example.com', 'casa']]])
    const seq = () => h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query('select max(seq) as seq from event where workspace_id = $1', [h.workspaceId]))
    const before = await seq()
    expect((await patch({ attributes: { alta: '2024-02-29' }, name: 'Dina' })).updatedAt).toBe(after.updatedAt)
    expect(await seq()).toEqual(before)
  })
})

describe('by the id of another system', () => {
  const put = (id: string, body: object, query = '') => h.request('PUT', `/api/v1/contacts/by-external-id/${id}${query}`, body)
  test('the first makes her, the same again changes nothing, another source is somebody else', async () => {
    const first = await put('C-1', { name: 'Eva', labels: ['web'], addresses: [{ kind: 'email', value: 'eva@example.com' }], source: 'shop' })
    expect([first.statusCode, first.json().externalIds, first.json().labels]).toEqual([201, [{ source: 'shop', externalId: 'C-1' }], ['web']])
    const again = await put('C-1', { name: 'Eva', labels: ['web'], addresses: [{ kind: 'email', value: 'EVA@example.com' }] }, '?source=shop')
    expect([again.statusCode, again.json().id, again.json().updatedAt]).toEqual([200, first.json().id, first.json().updatedAt])
    expect((await put('C-1', { name: 'Otra' })).json()).toMatchObject({ name: 'Otra', externalIds: [{ source: 'api', externalId: 'C-1' }] })
    expect((await put('C-1', { source: 'Shop!' })).statusCode).toBe(400)
  })
  test('her company is found by domain or name, or made', async () => {
    const companyOf = async (id: string, company: object) => (await put(id, { name: id, company })).json().company
    const one = await companyOf('C-a', { name: 'Nave Sur', domain: 'nave.example' })
    const [two, three] = [await companyOf('C-b', { name: 'nave súr' }), await companyOf('C-c', { name: 'Otra', domain: 'www.nave.example' })]
    expect([one.name, two.id, three.id]).toEqual(['Nave Sur', one.id, one.id])
  })
  test('two at once make one person', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => put('CR-77', { name: `Flor ${i}` })))
    expect(new Set(answers.map((one) => one.json().id)).size).toBe(1)
    expect(answers.filter((one) => one.statusCode === 201)).toHaveLength(1)
  })
})

describe('the list', () => {
  test('answers in three orders, page by page, without hole or double', async () => {
    for (let n = 0; n < 25; n++) await make({ name: `Zoe ${String.fromCharCode(97 + (n * 7) % 25)}`, stageId: stage.Clienta })
    for (const sort of ['name', 'newest', 'heard']) {
      const ids: string[] = []
      let cursor: string | null = null
      do {
        const page: { items: Contact[]; next: string | null } = await list({ sort, limit: '7', ...(cursor ? { cursor } : {}) })
        ids.push(...page.items.map((one) => one.id))
        cursor = page.next
      } while (cursor)
      expect(new Set(ids).size).toBe(ids.length)
      const all = await list({ sort, limit: '200' })
      expect(ids).toEqual(all.items.map((one) => one.id))
    }
    const names = (await list({ q: 'zoe', limit: '200' })).items.map((one) => one.name)
    expect(names).toEqual([...names].sort())
    expect(names).toHaveLength(25)
  })
  test.each<[object, string[]]>([
    [{ field: 'attribute', key: 'gustos', op: 'any', value: ['mar'] }, ['Ana']], [{ field: 'attribute', key: 'alta', op: 'before', value: '2024-03-01' }, ['Dina']], [{ field: 'country', op: 'in', value: ['BR'] }, ['Ana']],
    [{ field: 'attribute', key: 'ciudad', op: 'is', value: 'Lugo' }, ['Dina']], [{ field: 'language', op: 'in', value: ['pt'] }, ['Ana']], [{ field: 'person_labels', op: 'any', value: ['web'] }, ['Eva']], [{ all: [{ field: 'stage', op: 'in', value: [] as string[] }] }, []],
  ])('%j finds %j', async (filter, names) => {
    const answer = await h.request('GET', `/api/v1/contacts?${new URLSearchParams({ filter: JSON.stringify(filter) })}`)
    expect(answer.statusCode === 200 ? answer.json().items.map((one: Contact) => one.name) : []).toEqual(names)
  })
  test('finds by part of a name, a number in any writing, an e-mail and a foreign id, and counts', async () => {
    const names = async (q: string) => (await list({ q })).items.map((one) => one.name)
    expect([await names('an'), await names('92 98765'), await names('eva@exa'), await names('CR-77')]).toEqual([['Ana'], ['Ana'], ['Eva'], [expect.stringContaining('Flor')]])
    expect((await h.request('GET', `/api/v1/contacts/count?${new URLSearchParams({ filter: JSON.stringify({ field: 'stage', op: 'in', value: [stage.Clienta] }) })}`)).json()).toEqual({ count: 25, capped: false })
  })
  test('refuses what only threads have, and cursors of another order', async () => {
    expect((await h.request('GET', `/api/v1/contacts?${new URLSearchParams({ filter: JSON.stringify({ field: 'unread', op: 'is', value: true }) })}`)).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'filter', message: 'is asked of threads, not of people' }] })
    const { next } = await list({ limit: '1' })
    expect((await h.request('GET', `/api/v1/contacts?sort=newest&cursor=${next}`)).statusCode).toBe(400)
  })
})

describe('who sees her', () => {
  test('who has no thread is everybody’s who works in inboxes; whoever sees only her own sees whom she owns', async () => {
    const { id } = await make({ name: 'Gala' })
    expect((await h.request('GET', `/api/v1/contacts/${id}`, undefined, agent)).statusCode).toBe(200)
    expect((await h.request('GET', `/api/v1/contacts/${id}`, undefined, restricted)).statusCode).toBe(404)
    expect((await h.request('PATCH', `/api/v1/contacts/${id}`, { ownerId: restricted.userId })).statusCode).toBe(200)
    expect((await h.request('GET', `/api/v1/contacts/${id}`, undefined, restricted)).statusCode).toBe(200)
    const own = (await h.request('POST', '/api/v1/contacts', { name: 'Hilda' }, restricted)).json()
    expect(own).toMatchObject({ name: 'Hilda', ownerId: restricted.userId })
    expect((await list({}, restricted)).items.map((one) => one.name)).toEqual(['Gala', 'Hilda'])
  })
  test('a program’s id of somebody unseen changes nobody', async () => {
    await h.request('PUT', '/api/v1/contacts/by-external-id/far', { name: 'Lejos' })
    expect((await h.request('PUT', '/api/v1/contacts/by-external-id/far', { name: 'Cerca' }, restricted)).statusCode).toBe(404)
    expect((await list({ q: 'lejos' })).items).toHaveLength(1)
  })
})

test('whoever went into somebody else is nowhere by herself, and her id leads on', async () => {
  const [one, other] = [await make({ name: 'Irma', addresses: [{ kind: 'phone', value: '+34600998877' }] }), await make({ name: 'Irma Soto' })]
  await h.services.db.inWorkspace(h.workspaceId, async (tx) => {
    await tx.query('update contact set merged_into = $3 where workspace_id = $1 and contact_id = $2', [h.workspaceId, one.id, other.id])
    await tx.query('update contact_address set contact_id = $3 where workspace_id = $1 and contact_id = $2', [h.workspaceId, one.id, other.id])
  })
  expect((await list({ q: 'irma' })).items.map((each) => each.id)).toEqual([other.id])
  expect((await list({ q: '600998877' })).items.map((each) => each.id)).toEqual([other.id])
  expect((await h.request('GET', `/api/v1/contacts/${one.id}`)).json().id).toBe(other.id)
  expect((await h.request('GET', `/api/v1/contacts/${one.id}`, undefined, agent)).json().id).toBe(other.id)
  expect((await h.request('PATCH', `/api/v1/contacts/${one.id}`, { notes: 'hola' })).json()).toMatchObject({ id: other.id, notes: 'hola' })
  expect((await h.request('GET', '/api/v1/search?q=irma')).json().contacts?.map((each: { id: string }) => each.id) ?? [other.id]).toEqual([other.id])
})

describe('many at once', () => {
  const zoes = { q: 'zoe' }
  test('labels, stage and owner go to all that a list holds, and come back together', async () => {
    const before = (await list({ ...zoes, limit: '200' })).items
    const answer = (await h.request('POST', '/api/v1/contacts/bulk', { query: zoes, except: [before[0]!.id], change: { labels: { add: ['feria'] }, stageId: null, ownerId: agent.userId } })).json()
    expect(answer).toMatchObject({ changed: 24, skipped: [], more: false })
    const after = (await list({ ...zoes, limit: '200' })).items
    expect(after.map((one) => [one.labels, one.stageId, one.ownerId])).toEqual([[[], stage.Clienta, null], ...Array.from({ length: 24 }, () => [['feria'], null, agent.userId])])
    await h.request('POST', `/api/v1/contacts/${before[1]!.id}/labels`, { add: ['aparte'] })
    const undone = (await h.request('POST', `/api/v1/contact-changes/${answer.changeId}/undo`)).json()
    expect([undone.undone.length, undone.kept]).toEqual([23, [before[1]!.id]]) // touched since
    expect((await h.request('POST', `/api/v1/contact-changes/${answer.changeId}/undo`)).json()).toEqual(undone)
    expect((await list({ ...zoes, limit: '200' })).items.slice(2).map((one) => [one.labels, one.stageId, one.ownerId])).toEqual(before.slice(2).map((one) => [one.labels, one.stageId, one.ownerId]))
  })
  test('who is unseen is skipped, a settled change stays, somebody else’s is not hers', async () => {
    const [one] = (await list({ q: 'zoe' })).items
    expect((await h.request('POST', '/api/v1/contacts/bulk', { ids: [one!.id], change: { stageId: null } }, restricted)).json()).toMatchObject({ changed: 0, skipped: [{ id: one!.id, code: 'not_found' }] })
    const { changeId } = (await h.request('POST', '/api/v1/contacts/bulk', { ids: [one!.id], change: { stageId: stage.Nueva } })).json()
    expect((await h.request('POST', `/api/v1/contact-changes/${changeId}/undo`, undefined, agent)).statusCode).toBe(404)
    h.wall.now += 10_000
    expect((await h.request('POST', `/api/v1/contact-changes/${changeId}/undo`)).json().code).toBe('change_settled')
    expect((await h.request('POST', '/api/v1/contacts/bulk', { ids: [one!.id], change: { ownerId: newId() } })).json().fields).toEqual([{ field: 'change.ownerId', message: 'names none' }])
  })
  test('goes on where it ended, however many there are, and counts them beforehand', async () => {
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(
      `insert into contact (workspace_id, contact_id, name, created_at, updated_at) select $1, md5('many' || n)::uuid, 'Multitud ' || n, now() + n * interval '1 millisecond', now() from generate_series(1, 4105) n`, [h.workspaceId]))
    const filter = { field: 'created', op: 'after', value: new Date(Date.now() - 86_400_000).toISOString() }
    const changed: number[] = []
    const countTo = async (most: string) => (await h.request('GET', `/api/v1/contacts/count?filter=${encodeURIComponent(JSON.stringify(filter))}${most}`)).json()
    expect(await countTo('')).toEqual({ count: 999, capped: true })
    const { count: everybody, capped } = await countTo('&most=100000')
    for (let cursor: string | undefined, more = true; more;) {
      const answer = (await h.request('POST', '/api/v1/contacts/bulk', { query: { filter, ...(cursor ? { cursor } : {}) }, change: { stageId: stage.Nueva } })).json()
      changed.push(answer.changed)
      expect(answer.more).toBe(answer.next !== null)
      more = answer.more
      cursor = answer.next ?? undefined
    }
    expect(changed).toHaveLength(3)
    const [left] = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ n: number }>(`select count(*)::int as n from contact where workspace_id = $1 and stage_id = $2 and name like 'Multitud %'`, [h.workspaceId, stage.Nueva]))
    expect([left!.n, everybody >= 4_105, capped]).toEqual([4_105, true, false])
    expect((await h.request('POST', '/api/v1/contacts/bulk', { query: { filter, cursor: 'none' }, change: { stageId: null } })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'cursor' }] })
  })
})

test('a message to her number begins her own thread, not another person’s', async () => {
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc', secret: 'a shared secret' } })).json()
  const nora = await make({ name: 'Nora', addresses: [{ kind: 'phone', value: '+34600445566' }] })
  const begun = await h.request('POST', '/api/v1/conversations', { channelAccountId: account.id, to: { contactId: nora.id } })
  expect([begun.statusCode, begun.json().contact?.id]).toEqual([expect.any(Number), nora.id])
  expect((await h.request('GET', `/api/v1/contacts/${nora.id}`)).json().identities.map((one: { keys: unknown }) => one.keys)).toEqual([[{ kind: 'phone', value: '34600445566' }]])
})

describe('fields, companies and files', () => {
  test('a field is renamed and its choices change without anybody losing what she has', async () => {
    const all = (await h.request('GET', '/api/v1/contact-attributes')).json().items
    const talla = all.find((one: { key: string }) => one.key === 'talla')
    const changed = (await h.request('PATCH', `/api/v1/contact-attributes/${talla.id}`, { name: 'Tamaño', options: [{ key: 'pequena', name: 'S' }, { name: 'Grande' }] })).json()
    expect([changed.key, changed.options]).toEqual(['talla', [{ key: 'pequena', name: 'S', archived: false }, { key: 'grande', name: 'Grande', archived: false }, { key: 'mediana', name: 'Mediana', archived: true }]])
    expect((await list({ q: 'ana' })).items[0]?.attributes.talla).toBe('mediana')
    expect((await h.request('POST', '/api/v1/contact-attributes', { name: 'CIUDAD', type: 'text' })).json()).toMatchObject({ code: 'already_exists' })
  })
  test('a required field is asked of colleagues, not of programs', async () => {
    const { id } = (await h.request('POST', '/api/v1/contact-attributes', { name: 'NIF', type: 'text', required: true })).json()
    expect((await h.request('POST', '/api/v1/contacts', { name: 'Julia' })).json().fields).toEqual([{ field: 'attributes.nif', message: 'is required' }])
    expect((await h.request('PUT', '/api/v1/contacts/by-external-id/nif', { name: 'Julia' })).statusCode).toBe(201)
    await h.request('PATCH', `/api/v1/contact-attributes/${id}`, { archived: true })
    expect((await h.request('POST', '/api/v1/contacts', { name: 'Julia' })).statusCode).toBe(201)
  })
  test('a company has people, one domain, and leaves them behind', async () => {
    const company = (await h.request('POST', '/api/v1/companies', { name: 'Óptica Sur', domain: 'https://www.Sur.example/x' })).json()
    expect(company).toMatchObject({ name: 'Óptica Sur', domain: 'sur.example', people: 0 })
    expect((await h.request('POST', '/api/v1/companies', { name: 'Otra', domain: 'sur.example' })).json().code).toBe('already_exists')
    const kim = await make({ name: 'Kim', companyId: company.id })
    expect(kim.company).toEqual({ id: company.id, name: 'Óptica Sur' })
    expect((await h.request('GET', '/api/v1/companies?q=optica')).json().items).toMatchObject([{ id: company.id, people: 1 }])
    expect((await h.request('DELETE', `/api/v1/companies/${company.id}`)).statusCode).toBe(204)
    expect((await h.request('GET', `/api/v1/contacts/${kim.id}`)).json().company).toBeNull()
  })
  test('two entries of one company become one: people and a missing domain come along', async () => {
    const [kept, twin] = [(await h.request('POST', '/api/v1/companies', { name: 'Óptica Norte' })).json(), (await h.request('POST', '/api/v1/companies', { name: 'Optica Norte SL', domain: 'norte.example' })).json()]
    const leo = await make({ name: 'Leo', companyId: twin.id })
    expect((await h.request('POST', `/api/v1/companies/${kept.id}/merge`, { otherId: kept.id })).statusCode).toBe(400)
    expect((await h.request('POST', `/api/v1/companies/${kept.id}/merge`, { otherId: twin.id })).json()).toMatchObject({ id: kept.id, name: 'Óptica Norte', domain: 'norte.example', people: 1 })
    expect((await h.request('GET', `/api/v1/contacts/${leo.id}`)).json().company).toEqual({ id: kept.id, name: 'Óptica Norte' })
    expect((await h.request('GET', `/api/v1/companies/${twin.id}`)).statusCode).toBe(404)
    expect((await h.request('POST', `/api/v1/companies/${kept.id}/merge`, { otherId: twin.id })).statusCode).toBe(404)
  })
  test('a file is seen by whoever sees the person', async () => {
    const lola = await make({ name: 'Lola' })
    const media = newId()
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`insert into media (workspace_id, media_id, state, sha256, mime, bytes, name, created_at) values ($1, $2, 'ready', '\\x00', 'application/pdf', 4, 'a.pdf', now())`, [h.workspaceId, media]))
    expect((await h.request('POST', `/api/v1/contacts/${lola.id}/files`, { mediaId: media }, agent)).statusCode).toBe(404) // she does not see it
    const file = (await h.request('POST', `/api/v1/contacts/${lola.id}/files`, { mediaId: media, name: 'Contrato' })).json()
    expect(file).toMatchObject({ mediaId: media, name: 'Contrato', mime: 'application/pdf', bytes: 4, addedBy: { id: h.owner.userId } })
    expect((await h.request('GET', `/api/v1/contacts/${lola.id}/files`, undefined, agent)).json().items).toHaveLength(1)
    expect((await h.request('POST', `/api/v1/contacts/${(await make({ name: 'Mara' })).id}/files`, { mediaId: media }, agent)).statusCode).toBe(201) // by now she does
    expect((await h.request('DELETE', `/api/v1/contacts/${lola.id}/files/${file.id}`)).statusCode).toBe(204)
    expect((await h.request('GET', `/api/v1/contacts/${lola.id}/files`)).json().items).toEqual([])
  })
  test('notes keep who wrote them and when; another’s is left alone, and they go with her when she is merged', async () => {
    const lola = await make({ name: 'Lola' })
    const note = (await h.request('POST', `/api/v1/contacts/${lola.id}/notes`, { text: ' Prefiere la mañana. ' }, agent)).json()
    expect(note).toMatchObject({ text: 'Prefiere la mañana.', author: { id: agent.userId }, editedAt: null, mine: true })
    expect((await h.request('POST', `/api/v1/contacts/${lola.id}/notes`, { text: '   ' }, agent)).statusCode).toBe(400)
    const owns = (await h.request('POST', `/api/v1/contacts/${lola.id}/notes`, { text: 'VIP' })).json()
    expect((await h.request('GET', `/api/v1/contacts/${lola.id}/notes?limit=1`, undefined, agent)).json()).toMatchObject({ items: [{ id: owns.id, mine: false }], next: expect.any(String) })
    for (const method of ['PATCH', 'DELETE'] as const) expect((await h.request(method, `/api/v1/contacts/${lola.id}/notes/${owns.id}`, method === 'PATCH' ? { text: 'mine now' } : undefined, agent)).statusCode).toBe(403)
    expect((await h.request('PATCH', `/api/v1/contacts/${lola.id}/notes/${note.id}`, { text: 'Prefiere la tarde.' }, agent)).json()).toMatchObject({ text: 'Prefiere la tarde.', editedAt: expect.any(String) })
    const mara = await make({ name: 'Mara' })
    expect((await h.request('POST', `/api/v1/contacts/${mara.id}/merge`, { otherId: lola.id })).statusCode).toBeLessThan(300)
    expect((await h.request('GET', `/api/v1/contacts/${mara.id}/notes`)).json().items.map((one: { text: string }) => one.text)).toEqual(['VIP', 'Prefiere la tarde.'])
    expect((await h.request('DELETE', `/api/v1/contacts/${mara.id}/notes/${note.id}`)).statusCode).toBe(204)
    expect((await h.request('GET', `/api/v1/contacts/${lola.id}/notes`)).json().items).toHaveLength(1)
  })
})
