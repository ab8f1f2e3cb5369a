import { existsSync } from 'node:fs'
import { csvRow, shield, writeList } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importer } from '../contact-imports/testing.js'
import { suppress } from '../people/suppression.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { expireExport, exportPath, runExport } from './run.js'

let h: Desk
beforeAll(async () => { h = await makeDesk() })
afterAll(() => h.close())

interface Place { workspaceId: string; owner: Person }
const here = (): Place => ({ workspaceId: h.workspaceId, owner: h.owner })

/** Exports a list and gives back the file. */
async function exported(place: Place, wish: object, as: Person | string = place.owner): Promise<string> {
  const begun = await h.request('POST', '/api/v1/exports', wish, as)
  expect(begun.statusCode, begun.body).toBe(201)
  const { id } = begun.json()
  expect((await h.request('GET', `/api/v1/exports/${id}/file`, undefined, as)).json()).toMatchObject({ code: 'export_not_ready' })
  await runExport(h.services, { workspaceId: place.workspaceId, exportId: id })
  const file = await h.request('GET', `/api/v1/exports/${id}/file`, undefined, as)
  expect(file.statusCode, file.body).toBe(200)
  return file.body
}
const consent = { given: 'columns' as const, source: 'Formulario', wording: { text: 'Sí, quiero', language: 'es', privacyUrl: null } }
const rowsIn = <R>(place: Place, sql: string, values: readonly unknown[] = []): Promise<R[]> => h.services.db.inWorkspace(place.workspaceId, (tx) => tx.query<R>(sql, values))
const topics = (place: Place) => rowsIn(place, `insert into consent_category (workspace_id, category_id, key, names, position, created_at) values ($1, $2, 'news', '{"en":"News"}', 1, now())`, [place.workspaceId, newId()])

const text = fc.string({ unit: fc.constantFrom(...'aB1é ñ汉;,"\'=+-@\\\n\t[]:|ש😀'), minLength: 1, maxLength: 14 })
const person = fc.record({
  name: text, phones: fc.uniqueArray(fc.integer({ min: 600_000_000, max: 600_000_004 }), { maxLength: 2 }), label: text, email: fc.option(fc.integer({ min: 0, max: 2 })), company: fc.option(text), stage: fc.option(fc.constantFrom('Lead', 'Cliente; bueno')),
  labels: fc.array(fc.constantFrom('vip', 'a;b', 'x,y', '=1', 'ñ'), { maxLength: 3 }), language: fc.option(fc.constantFrom('es', 'pt-BR', 'zh-CN')), country: fc.option(fc.constantFrom('ES', 'BR', 'CN')), zone: fc.option(fc.constant('Europe/Madrid')),
  id: fc.option(fc.integer({ min: 0, max: 60 })), notes: fc.option(text), plan: fc.option(fc.constantFrom('pro', 'Año, completo', '+1')), age: fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((n) => Math.round(n * 100) / 100)), born: fc.option(fc.constantFrom('2001-02-03', '1999-12-31')),
  vip: fc.option(fc.boolean()), likes: fc.option(fc.uniqueArray(fc.constantFrom('té', 'café; solo', 'pan'), { minLength: 1 })), all: fc.option(fc.constantFrom('given 2024-01-02T03:04:05.678Z', 'withdrawn 2024-05-06T00:00:00.000Z')), news: fc.option(fc.constantFrom('confirmed 2024-03-04T05:06:07.008Z', 'given 2023-01-01T00:00:00.000Z')),
})
/** Ids are one person's each; addresses are shared as they are in life: a family's phone, a shop's mail box. */
const apart = (people: readonly (typeof person extends fc.Arbitrary<infer P> ? P : never)[]): typeof people => people.map((one, at) => ({ ...one, id: one.id === null ? null : one.id + at * 100 }))
const HEADINGS = ['name', 'phones', 'emails', 'company', 'stage', 'labels', 'language', 'country', 'time zone', 'external ids', 'notes', 'field: plan (choice) El plan', 'field: age (number) Edad', 'field: born (date) Nacida', 'field: vip (boolean) VIP', 'field: likes (choices) Gustos', 'consent: *', 'consent: news']
const csvOf = (people: readonly (typeof person extends fc.Arbitrary<infer P> ? P : never)[]): string => [HEADINGS, ...people.map((one) => [
  one.name, writeList(one.phones.map((phone, at) => `+34${phone}${at === 0 && one.label.replace(/[[\]\n]/gu, '').trim() ? ` [${one.label.replace(/[[\]\n]/gu, '').trim()}]` : ''}`)), one.email === null ? '' : `p${one.email}@example.com`, one.company ?? '', one.stage ?? '', writeList(one.labels), one.language ?? '', one.country ?? '', one.zone ?? '',
  one.id === null ? '' : `shop:${one.id}`, one.notes ?? '', one.plan ?? '', one.age === null ? '' : String(one.age), one.born ?? '', one.vip === null ? '' : one.vip ? 'yes' : 'no', writeList(one.likes ?? []), one.all ?? '', one.news ?? '',
])].map((cells) => csvRow(cells.map(shield))).join('')

describe('what goes out comes in again', () => {
  test.each(['csv', 'vcard'] as const)('the same, through %s', async (format) => {
    await fc.assert(fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 12 }).map(apart), async (people) => {
      const [first, second] = [await h.addWorkspace(), await h.addWorkspace()]
      await topics(first)
      await topics(second)
      const [one, two] = [importer({ ...h, ...first, request: (method, url, body, _as, headers) => h.request(method, url, body, first.owner, headers) }), importer({ ...h, ...second, request: (method, url, body, _as, headers) => h.request(method, url, body, second.owner, headers) })]
      await one.whole(csvOf(people), { consent })
      const before = await exported(first, { kind: 'contacts', format })
      if (before === '') return
      // Where nobody said anything, the file has no column of consents.
      const done = await two.whole(before, /consent/iu.test(before) ? { consent } : {}, { name: `people.${format}` })
      expect(done.problemCount === 0 ? [] : (await two.problems(done))).toEqual([])
      expect(done).toMatchObject({ state: 'done', refused: 0, problemCount: 0, changed: 0, unchanged: 0 })
      expect((await exported(second, { kind: 'contacts', format })).split('\r\n')).toEqual(before.split('\r\n'))
    }), { numRuns: 12, endOnFailure: true })
  })
})

describe('an export', () => {
  test('of people is what the list shows, safe for spreadsheets', async () => {
    await importer(h).whole(['name,phone,country', '=cmd(),+34600000001,', '"Eva ""la"" Gil",+55 11 98765-4321,', '@luz,+34600000003,'].join('\n'))
    await h.receive(h.wrote('m1', 'Hola', { phone: '34600000099', name: 'Pía' }))
    const all = await exported(here(), { kind: 'contacts' })
    expect(all.split('\r\n').map((line) => line.split(',').slice(0, 2).join(','))).toEqual(['\uFEFFname,phones', `'=cmd(),'+34600000001`, `'@luz,'+34600000003`, `"Eva ""la"" Gil",'+5511987654321`, `Pía,'+34600000099`, ''])
    const narrowed = await exported(here(), { kind: 'contacts', query: { filter: { field: 'country', op: 'in', value: ['BR'] } } })
    expect(narrowed.split('\r\n')).toHaveLength(3)
    expect(narrowed).toContain('Eva')
    expect((await exported(here(), { kind: 'contacts', query: { q: 'luz' } })).split('\r\n')).toHaveLength(3)
  })

  test('of those who were chosen, or of all but some, is no more than that', async () => {
    const place = { workspaceId: h.workspaceId, owner: h.owner }
    await importer(h).whole(['name,phone', '=uno,+34600007001', 'Dos,+34600007002', 'Tres,+34600007003'].join('\n'))
    const idOf = async (name: string): Promise<string> => (await h.rows<{ id: string }>('select contact_id as id from contact where name = $1', [name]))[0]!.id
    const [one, two, three] = [await idOf('=uno'), await idOf('Dos'), await idOf('Tres')]
    const names = (file: string): string[] => file.split('\r\n').slice(1, -1).map((line) => line.split(',')[0]!)
    // In the order in which they were chosen, whatever the list is narrowed to; a spreadsheet runs nothing of it.
    expect(names(await exported(place, { kind: 'contacts', query: { ids: [three, one, three, newId()], q: 'nobody' } }))).toEqual(['Tres', `'=uno`])
    expect(names(await exported(place, { kind: 'contacts', query: { q: '+346000070', except: [two] } })).sort()).toEqual([`'=uno`, 'Tres'].sort())
    await h.rows('update contact set merged_into = $2 where contact_id = $1', [one, two])
    expect(names(await exported(place, { kind: 'contacts', query: { ids: [one, two] } }))).toEqual(['Dos'])
    const [entry] = await h.rows<{ data: object }>(`select data from audit_entry where action = 'export.started' order by audit_entry_id desc limit 1`)
    expect(entry!.data).toMatchObject({ kind: 'contacts', narrowed: true, chosen: 2 })
    expect((await h.request('POST', '/api/v1/exports', { kind: 'conversations', query: { ids: [one] } })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'query.ids' }] })
    // Nobody takes out whom she does not see.
    const other = await h.addWorkspace()
    expect(names(await exported({ workspaceId: other.workspaceId, owner: other.owner }, { kind: 'contacts', query: { ids: [two] } }))).toEqual([])
  })

  test('of threads, of the ledger and of those who must not be taken in', async () => {
    await h.receive(h.wrote('m2', '=HYPERLINK("x")', { phone: '34600000098', name: 'Sol' }))
    expect(await exported(here(), { kind: 'conversations' })).toContain(`"'=HYPERLINK(""x"")"`)
    await importer(h).whole('name,phone,consent\nIda,+34600000055,given 2024-01-02T03:04:05.678Z\n', { consent })
    expect(await exported(here(), { kind: 'consents' })).toMatch(/,Ida,marketing,\*,\*,given,import,Formulario · people\.csv:2,Formulario \(es 1\),"?Sí, quiero"?,2024-01-02T03:04:05\.678Z,/)
    await h.services.db.inWorkspace(h.workspaceId, (tx) => suppress(tx, h.services, h.workspaceId, { kind: 'phone', value: '+34600000077' }, 'exclusion_list'))
    const list = await exported(here(), { kind: 'suppression' })
    expect(list).toMatch(/^\uFEFFhash,reason,since\r\n[0-9a-f]{64},exclusion_list,/)
    expect(list).not.toContain('600000077')
  })

  test('is for whoever may, while its link holds, and every fetching is written down', async () => {
    const { id } = (await h.request('POST', '/api/v1/exports', { kind: 'contacts' })).json()
    await runExport(h.services, { workspaceId: h.workspaceId, exportId: id })
    const file = `/api/v1/exports/${id}/file`
    const [agent, officer, other] = [await h.addPerson('agent'), await h.addPerson('privacy_officer'), await h.addWorkspace()]
    expect((await h.request('GET', file, undefined, null)).statusCode).toBe(401)
    expect((await h.request('GET', file, undefined, agent)).statusCode).toBe(403)
    expect((await h.request('GET', file, undefined, other.owner)).statusCode).toBe(404)
    expect((await h.request('GET', file, undefined, officer)).statusCode).toBe(200)
    expect(await h.rows(`select actor->>'id' as who from audit_entry where action = 'export.downloaded' and subject = $1`, [id])).toEqual([{ who: officer.userId }])
    expect((await h.request('GET', `/api/v1/exports/${id}`)).json()).toMatchObject({ state: 'ready', url: file, expiresAt: expect.any(String) })
    const path = exportPath(h.services.config, h.workspaceId, id)
    expect(existsSync(path)).toBe(true)
    await expireExport(h.services, { workspaceId: h.workspaceId, exportId: id })
    expect(existsSync(path)).toBe(false)
    expect((await h.request('GET', file)).json()).toMatchObject({ code: 'export_not_ready' })
    expect((await h.request('GET', `/api/v1/exports/${id}`)).json()).toMatchObject({ state: 'expired', url: null })
  })

  test('refuses what cannot be, is stopped by hand, and begins anew after a kill', async () => {
    expect((await h.request('POST', '/api/v1/exports', { kind: 'conversations', format: 'vcard' })).json()).toMatchObject({ code: 'invalid_request' })
    expect((await h.request('POST', '/api/v1/exports', { kind: 'contacts', query: { filter: { all: [{ field: 'nope' }] } } })).json()).toMatchObject({ code: 'invalid_request' })
    const { id } = (await h.request('POST', '/api/v1/exports', { kind: 'contacts' })).json()
    await expect(runExport({ ...h.services, stopping: () => true }, { workspaceId: h.workspaceId, exportId: id })).rejects.toThrow('stopping')
    await runExport(h.services, { workspaceId: h.workspaceId, exportId: id })
    const first = (await h.request('GET', `/api/v1/exports/${id}/file`)).body
    expect(first).toBe(await exported(here(), { kind: 'contacts' }))
    const two = (await h.request('POST', '/api/v1/exports', { kind: 'contacts' })).json()
    expect((await h.request('POST', `/api/v1/exports/${two.id}/cancel`)).json()).toMatchObject({ state: 'cancelled' })
    await runExport(h.services, { workspaceId: h.workspaceId, exportId: two.id })
    expect((await h.request('GET', `/api/v1/exports/${two.id}`)).json()).toMatchObject({ state: 'cancelled', bytes: 0 })
  })
})
