import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ContactImport } from '@recado/api'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isSuppressed } from '../people/suppression.js'
import { recordConsent } from '../consents/ledger.js'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'
import { form, type Importer, importer } from './testing.js'
import { contactImportTasks, runContactImport } from './run.js'

let h: Desk
let files: Importer
beforeEach(async () => { h = await makeDesk(); files = importer(h) })
afterEach(() => h.close())

const PEOPLE = [
  'Nombre,Apellidos,Teléfono,Correo electrónico,Empresa,Etiquetas,Etapa,Idioma,País,Zona horaria,Nº de socio,Fecha de alta en el club,Gasto,Notas',
  'Ana,Gil,600 00 00 11,ANA@example.com,Panadería Sol,vip; pan,Cliente,español,España,Europe/Madrid,S-1,01/02/2024,"1.234,50",Prefiere la tarde',
  '"Luz ""Lu""",Mar,+52 1 55 1234 5678,luz@example.com,panaderia sol,,Interesada,pt,Mexico,,S-2,,,',
].join('\r\n')
const mapped = (one: ContactImport) => one.suggested!.map((use, at) => (at === 10 ? { to: 'external_id' as const, source: 'club' } : use)) // the member number

describe('a file of people', () => {
  test('is read, suggests what its columns are, is looked at, checked and taken in', async () => {
    const one = await files.sent(PEOPLE)
    expect(one).toMatchObject({ state: 'waiting', purpose: 'contacts', found: { format: 'csv', encoding: 'utf-8', delimiter: ',', rows: 3 } })
    expect(one.suggested!.map(({ to }) => to)).toEqual(['first_name', 'last_name', 'phone', 'email', 'company', 'labels', 'stage', 'language', 'country', 'time_zone', 'new_attribute', 'new_attribute', 'new_attribute', 'notes'])
    expect(one.suggested!.slice(11, 13)).toEqual([{ to: 'new_attribute', name: 'Fecha de alta en el club', type: 'date' }, { to: 'new_attribute', name: 'Gasto', type: 'number' }])
    await files.map(one, { columns: mapped(one), country: 'ES' })
    const { rows, missing } = await files.preview(one)
    expect(missing).toEqual([])
    expect(rows[0]).toMatchObject({ row: 1, line: 2, outcome: 'created', contactId: null, person: { name: 'Ana Gil', phones: ['+34600000011'], emails: ['ana@example.com'], company: 'Panadería Sol', stage: 'Cliente', language: 'es', country: 'ES', labels: ['vip', 'pan'], externalIds: [{ source: 'club', id: 'S-1' }] } })
    expect(rows[0]!.person!.attributes).toEqual([{ name: 'Fecha de alta en el club', value: '2024-02-01' }, { name: 'Gasto', value: '1234.5' }])
    expect(await files.check(one)).toMatchObject({ state: 'waiting', checked: { created: 2, changed: 0, unchanged: 0, refused: 0 } })
    // Nothing of it is there yet: no person, no field, no label.
    for (const table of ['contact', 'attribute_definition', 'contact_stage', 'company', 'label', 'contact_import_problem']) expect(await h.rows(`select 1 from ${table}`), table).toEqual([])

    expect((await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)).json()).toMatchObject({ state: 'running', total: 2 })
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await files.look(one)).toMatchObject({ state: 'done', position: 2, created: 2, refused: 0, problemCount: 0 })
    const people = await h.rows<{ name: string }>(
      `select p.name, p.name_given, p.language, p.country, p.time_zone, p.notes, p.attributes, p.labels, s.name as stage, c.name as company, (select array_agg(a.value order by a.kind) from contact_address a where a.contact_id = p.contact_id) as addresses,
         (select array_agg(x.source || ':' || x.external_id) from contact_external x where x.contact_id = p.contact_id) as ids from contact p left join contact_stage s on s.stage_id = p.stage_id left join company c on c.company_id = p.company_id order by p.name`)
    expect(people).toEqual([
      { name: 'Ana Gil', name_given: true, language: 'es', country: 'ES', time_zone: 'Europe/Madrid', notes: 'Prefiere la tarde', attributes: { fecha_de_alta_en_el_club: '2024-02-01', gasto: 1234.5 }, labels: ['pan', 'vip'], stage: 'Cliente', company: 'Panadería Sol', addresses: ['ana@example.com', '+34600000011'], ids: ['club:S-1'] },
      { name: 'Luz "Lu" Mar', name_given: true, language: 'pt', country: 'MX', time_zone: null, notes: '', attributes: {}, labels: [], stage: 'Interesada', company: 'Panadería Sol', addresses: ['luz@example.com', '+525512345678'], ids: ['club:S-2'] },
    ])
    expect((await h.rows<{ type: string }>('select type from event order by seq')).filter(({ type }) => type === 'contact.created')).toHaveLength(2)
    expect((await h.rows<{ action: string }>(`select action from audit_entry where action like 'contact_import.%' order by audit_entry_id`)).map(({ action }) => action)).toEqual(['contact_import.uploaded', 'contact_import.started'])
    expect(existsSync(join(h.services.config.dataDir, 'contact-imports', h.workspaceId, one.id))).toBe(false)
  })

  test('again changes nothing', async () => {
    const first = await files.sent(PEOPLE)
    await files.whole(PEOPLE, { columns: mapped(first), country: 'ES' })
    const again = await files.sent(PEOPLE)
    const before = await h.rows('select * from contact order by contact_id')
    // By now the fields are there, and columns are theirs.
    expect(again.suggested!.slice(11, 13)).toEqual([{ to: 'attribute', key: 'fecha_de_alta_en_el_club' }, { to: 'attribute', key: 'gasto' }])
    expect(await files.whole(PEOPLE, { columns: mapped(again), country: 'ES' })).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
    expect(await h.rows('select * from contact order by contact_id')).toEqual(before)
  })

  test.each<['update' | 'fill' | 'skip', object, object]>([
    ['update', { changed: 1 }, { name: 'Ana Nueva', language: 'de', notes: 'antes\nahora', attributes: { plan: 'pro' } }],
    ['fill', { changed: 1 }, { name: 'Ana Vieja', language: 'es', notes: 'antes', attributes: { plan: 'pro' } }],
    ['skip', { unchanged: 1 }, { name: 'Ana Vieja', language: 'es', notes: 'antes', attributes: {} }],
  ])('who is here already: %s', async (existing, counts, after) => {
    await files.whole('name,phone,language,notes\nAna Vieja,+34600000011,es,antes\n')
    expect(await files.whole('name,phone,language,notes,Plan\nAna Nueva,600 000 011,de,ahora,pro\n', { existing, country: 'ES' })).toMatchObject({ created: 0, refused: 0, ...counts })
    expect(await h.rows('select name, language, notes, attributes from contact')).toEqual([after])
  })

  test('knows people by other systems’ ids, by phone in another form, by an app’s number, by e-mail', async () => {
    await h.receive(h.wrote('m1', 'Hola'))
    await files.whole('name,phone,email,external id: shop\nJoão,+55 11 98765-4321,,\nEva,,eva@example.com,\nPía,,,77\n')
    const [ana] = await h.rows<{ contact_id: string }>(`select d.contact_id from identity d`)
    const one = await files.whole(`name,phone,email,external id: shop\nJoão S,+55 11 8765-4321,,\nEva S,,EVA@example.com,\nPía S,,,77\nAna S,+${ANA},,\nNueva,+34600000099,,\n`)
    expect(one).toMatchObject({ created: 1, changed: 4, refused: 0 })
    expect((await h.rows<{ name: string }>('select name from contact order by name')).map(({ name }) => name)).toEqual(['Ana S', 'Eva S', 'João S', 'Nueva', 'Pía S'])
    expect(await h.rows('select name from contact where contact_id = $1', [ana!.contact_id])).toEqual([{ name: 'Ana S' }])
  })

  test('rows that mean one person meet, in one batch and over batches', async () => {
    expect(await files.whole('name,phone,email\nAna,+34600000011,\nAna G,+34600000011,ana@example.com\nAna Gil,,ana@example.com\n')).toMatchObject({ created: 1, changed: 2 })
    expect(await h.rows('select name from contact')).toEqual([{ name: 'Ana Gil' }])
  })

  test('tells every refused row with its line, column and reason, and gives them back as a file', async () => {
    await files.whole('name,email\nUno,a@example.com\nDos,b@example.com\n')
    const rows = ['name,phone,email,Edad,country,owner', 'Mal teléfono,12,,,,', '=1+1,+34600000021,no-mail,x,Atlantis,nadie', ',,,5,,', 'Bien,+34600000022,,5,,', '"abierta,+34600000023,,,,', 'Dos veces,,a@example.com; b@example.com,,,']
    const one = await files.sent(rows.join('\n'))
    const columns = [{ to: 'name' as const }, { to: 'phone' as const }, { to: 'email' as const }, { to: 'new_attribute' as const, name: 'Edad', type: 'number' as const }, { to: 'country' as const }, { to: 'owner' as const }]
    await files.map(one, { columns })
    expect(await files.check(one)).toMatchObject({ checked: { created: 1, refused: 5 }, problemCount: 0 })
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await files.look(one)).toMatchObject({ state: 'done', created: 1, refused: 5, problemCount: 5 })
    const { items } = (await h.request('GET', `/api/v1/contact-imports/${one.id}/problems`)).json()
    expect(items.map(({ line, problems }: { line: number; problems: { column: number; code: string; value: string }[] }) => [line, problems.map(({ column, code, value }) => [column, code, value])])).toEqual([
      [2, [[1, 'phone_wrong', '12']]], [3, [[2, 'email_wrong', 'no-mail'], [3, 'number_wrong', 'x'], [4, 'country_unknown', 'Atlantis'], [5, 'owner_unknown', 'nadie']]], [4, [[null, 'nobody', '']]], [6, [[null, 'unreadable', '"abierta,+34600000023,,,,']]], [7, [[null, 'several_found', '']]],
    ])
    const errors = (await files.errors(one)).split('\r\n')
    expect(errors[0]).toBe('\uFEFFname,phone,email,Edad,country,owner,recado line,recado reason')
    expect(errors[2]).toBe(`'=1+1,'+34600000021,no-mail,x,Atlantis,nadie,3,email_wrong (email): no-mail; number_wrong (Edad): x; country_unknown (country): Atlantis; owner_unknown (owner): nadie`)
    // Mended, it goes in as it is.
    const mended = errors.slice(0, 3).join('\r\n').replace('no-mail', 'm@example.com').replace(',x,Atlantis,nadie', ',7,Chile,')
    const two = await files.sent(mended)
    expect(two.suggested!.slice(6)).toEqual([{ to: 'skip' }, { to: 'skip' }])
    expect(await files.whole(mended)).toMatchObject({ created: 1, refused: 1 })
    expect(await h.rows(`select name from contact where country = 'CL'`)).toEqual([{ name: '=1+1' }])
  })
})

describe('files as they come', () => {
  test.each<[string, Buffer, object]>([
    ['UTF-8 with its mark', Buffer.from('\uFEFFname;phone\nMuñoz;+34600000011\n'), { encoding: 'utf-8', delimiter: ';' }],
    ['UTF-16 of a spreadsheet', Buffer.from('\uFEFFname\tphone\nMuñoz\t+34600000011\n', 'utf16le'), { encoding: 'utf-16le', delimiter: '\t' }],
    ['UTF-16 the other way', Buffer.from('\uFEFFname\tphone\nMuñoz\t+34600000011\n', 'utf16le').swap16(), { encoding: 'utf-16be', delimiter: '\t' }],
    ['old Windows', Buffer.from('name;phone\nMuñoz;+34600000011\n', 'latin1'), { encoding: 'windows-1252', delimiter: ';' }],
    ['a sheet that names its delimiter', Buffer.from('sep=;\r\nname;phone\r\nMuñoz;+34600000011\r\n'), { encoding: 'utf-8', delimiter: ';' }],
    ['a card', Buffer.from('BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=\r\n=B1oz;;;;\r\nTEL;CELL:+34 600 000 011\r\nEND:VCARD\r\n'), { format: 'vcard' }],
  ])('%s', async (_name, bytes, found) => {
    const one = await files.sent(bytes)
    expect(one.found).toMatchObject(found)
    expect(await files.whole(bytes)).toMatchObject({ created: 1, refused: 0 })
    expect(await h.rows('select p.name, a.value from contact p join contact_address a on a.contact_id = p.contact_id')).toEqual([{ name: 'Muñoz', value: '+34600000011' }])
  })

  test.each<[string, Buffer | string, string]>([['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 0, 0, 0, 5]), 'table_unreadable'], ['a workbook', Buffer.from('PK\x03\x04\x14\x00\x06\x00\x08\x00', 'latin1'), 'table_unreadable'], ['nothing', '', 'invalid_request']])('%s is refused and forgotten', async (_name, bytes, code) => {
    expect((await files.send(bytes)).json()).toMatchObject({ code })
    expect(await h.rows('select 1 from contact_import')).toEqual([])
    const dir = join(h.services.config.dataDir, 'contact-imports', h.workspaceId)
    expect(existsSync(dir) ? readdirSync(dir) : []).toEqual([])
  })

  test('come in parts, and go on behind a connection that broke', async () => {
    const bytes = Buffer.from(PEOPLE)
    const one: ContactImport = (await files.send(bytes.subarray(0, 100), { query: `?size=${bytes.length}` })).json()
    expect(one).toMatchObject({ state: 'receiving', received: 100, found: null })
    const put = (from: number, to: number) => { const { body, headers } = form(bytes.subarray(from, to), 'part'); return h.request('PUT', `/api/v1/contact-imports/${one.id}/file?offset=${from}`, body, h.owner, headers) }
    expect((await put(150, 200)).statusCode).toBe(400)
    expect((await put(100, 200)).json()).toMatchObject({ received: 200 })
    expect((await put(100, bytes.length)).json()).toMatchObject({ state: 'waiting', found: { rows: 3 } })
  })
})

describe('marketing', () => {
  const consent = { given: 'columns' as const, source: 'Feria de Sevilla', wording: { text: 'Quiero recibir ofertas', language: 'es', privacyUrl: 'https://example.com/privacidad' } }
  const topic = (key: string) => h.rows('insert into consent_category (workspace_id, category_id, key, names, position, created_at) values ($1, $2, $3, $4, 1, now())', [h.workspaceId, newId(), key, JSON.stringify({ es: 'Ofertas' })])
  const ledger = () => h.rows<{ name: string; state: string }>(`select p.name, e.state, e.source, e.source_detail, g.key, w.text, e.at from consent_entry e join contact p on p.contact_id = e.contact_id left join consent_category g on g.category_id = e.category_id left join consent_wording w on w.wording_id = e.wording_id order by p.name, g.key`)

  test('asks for source, words and day, and assumes nothing', async () => {
    const one = await files.sent('name,phone,opt-in\nAna,+34600000011,yes\n')
    expect(one.suggested![2]).toEqual({ to: 'consent' })
    const missing = async (wish: object) => { await files.map(one, wish); return (await files.preview(one)).missing.map(({ field }) => field) }
    expect(await missing({})).toEqual(['consent'])
    expect(await missing({ consent: { ...consent, source: ' ', wording: { text: '', language: '', privacyUrl: null } } })).toEqual(['consent.source', 'consent.wording.text', 'consent.wording.language'])
    expect(await missing({ consent: { ...consent, given: 'all' } })).toEqual(['consent.date'])
    expect(await missing({ consent: { ...consent, date: '2999-01-01' } })).toEqual(['consent.date'])
    expect(await missing({ consent: { ...consent, categories: ['nope'] } })).toEqual(['consent.categories'])
    expect((await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'consent.categories' }] })
    expect(await missing({ consent: null })).toEqual([])
    // Whoever says no to the question takes people in without a word about marketing.
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await files.look(one)).toMatchObject({ created: 1, consents: 0 })
    expect(await ledger()).toEqual([])
  })

  test('is recorded with source, wording and each row’s own day', async () => {
    await topic('ofertas')
    const csv = 'name,phone,ofertas,consent date\nAna,+34600000011,sí,01/02/2024\nEva,+34600000012,no,01/02/2024\nLuz,+34600000013,,\nMar,+34600000014,quizás,01/02/2024\nPía,+34600000015,x,\nSol,+34600000016,x,01/02/2100\nZoe,+34600000017,x,32/02/2024\n'
    const one = await files.whole(csv, { consent })
    expect(one).toMatchObject({ created: 3, refused: 4, consents: 1 })
    expect(await ledger()).toEqual([{ name: 'Ana', state: 'given', source: 'import', source_detail: 'Feria de Sevilla · people.csv:2', key: 'ofertas', text: 'Quiero recibir ofertas', at: Date.UTC(2024, 1, 1, 11) }])
    const { items } = (await h.request('GET', `/api/v1/contact-imports/${one.id}/problems`)).json()
    expect(items.map((item: { problems: { code: string }[] }) => item.problems.map(({ code }) => code))).toEqual([['consent_unclear'], ['consent_date_missing'], ['consent_in_future'], ['consent_date_wrong']])
    // The same file again is the same consent.
    expect(await files.whole(csv, { consent })).toMatchObject({ consents: 0, unchanged: 3 })
  })

  test('for everybody by one day; a no is a withdrawal where that is said', async () => {
    await topic('ofertas')
    expect(await files.whole('name,phone\nAna,+34600000011\n', { consent: { ...consent, given: 'all', categories: ['ofertas'], date: '2024-02-01', confirmed: true } })).toMatchObject({ consents: 1 })
    expect(await files.whole('name,phone,ofertas\nEva,+34600000012,no\n', { consent: { ...consent, date: '2024-02-01', no: 'withdrawn' } })).toMatchObject({ consents: 1 })
    expect((await ledger()).map(({ name, state }) => [name, state])).toEqual([['Ana', 'confirmed'], ['Eva', 'withdrawn']])
  })

  test('does not bring back who has withdrawn here', async () => {
    await files.whole('name,phone\nAna,+34600000011\n')
    const [ana] = await h.rows<{ contact_id: string }>('select contact_id from contact')
    await h.services.db.inWorkspace(h.workspaceId, (tx) => recordConsent(tx, h.services, h.workspaceId, { contactId: ana!.contact_id, purpose: 'marketing', state: 'withdrawn', source: 'keyword', at: Date.UTC(2024, 5, 1), actor: { kind: 'contact' } }))
    const one = await files.whole('name,phone\nAna Gil,+34600000011\n', { consent: { ...consent, given: 'all', date: '2024-12-01' } })
    expect(one).toMatchObject({ changed: 1, refused: 0, consents: 0, problemCount: 1 })
    expect((await h.request('GET', `/api/v1/contact-imports/${one.id}/problems`)).json().items).toMatchObject([{ refused: false, problems: [{ code: 'withdrawn_here' }] }])
    // A yes with a later day of its own is one.
    expect(await files.whole('name,phone,consent,consent date\nAna Gil,+34600000011,yes,2024-12-01\n', { consent })).toMatchObject({ consents: 1 })
  })

  test('a list of those who must never be written to', async () => {
    await files.whole('name,phone\nAna,+34600000011\n')
    const one = await files.whole('phone,email\n600000011,\n+34600000012,otra@example.com\nx,tercera@example.com\n', { country: 'ES' }, { query: '?purpose=exclusion' })
    expect(one).toMatchObject({ state: 'done', changed: 1, created: 1, refused: 1, consents: 1 })
    expect((await ledger()).map(({ name, state }) => [name, state])).toEqual([['Ana', 'withdrawn']])
    expect(await h.rows('select 1 from contact')).toHaveLength(1)
    const values = [{ kind: 'phone', value: '+34600000012' }, { kind: 'email', value: 'otra@example.com' }, { kind: 'email', value: 'tercera@example.com' }, { kind: 'phone', value: '+34600000011' }]
    expect(await h.services.db.inWorkspace(h.workspaceId, (tx) => isSuppressed(tx, h.services, h.workspaceId, values))).toEqual(new Set(values.slice(0, 3).map(({ value }) => value)))
    const next = await files.whole('name,phone,email\nNueva,+34600000012,\nOtra,,otra@example.com\nBien,+34600000013,\n')
    expect(next).toMatchObject({ created: 1, refused: 2 })
    expect((await h.request('GET', `/api/v1/contact-imports/${next.id}/problems`)).json().items.map((item: { problems: object[] }) => item.problems[0])).toMatchObject([{ column: 1, code: 'excluded' }, { code: 'excluded' }])
  })
})

describe('on its way', () => {
  const many = (count: number): string => ['name,phone,email', ...Array.from({ length: count }, (_, i) => `Persona ${i},${i % 50 === 7 ? 'x' : `+346${String(10_000_000 + i)}`},p${i % (count - 5)}@example.com`)].join('\n')
  const state = () => h.rows(`select p.name, (select array_agg(a.value order by a.value) from contact_address a where a.contact_id = p.contact_id) as addresses from contact p order by p.name, 2`)

  test('goes on where a killed server stopped, and comes to the same', async () => {
    const one = await files.map(await files.sent(many(2_500)))
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    let batches = 0
    await expect(runContactImport({ ...h.services, stopping: () => batches++ > 0 }, { workspaceId: h.workspaceId, importId: one.id })).rejects.toThrow('stopping')
    expect(await files.look(one)).toMatchObject({ state: 'running', position: 1_000 })
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    const done = await files.look(one)
    expect(done).toMatchObject({ state: 'done', position: 2_500, refused: 50, problemCount: 50 })
    expect(done.created + done.changed + done.unchanged + done.refused).toBe(2_500)
    const killed = await state()
    // The job may come twice.
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await state()).toEqual(killed)
    const checked = await files.check(await files.map(await files.sent(many(2_500))))
    expect(checked.checked).toMatchObject({ created: 0, refused: 50 })
    const other = await makeDesk()
    try {
      const whole = await importer(other).whole(many(2_500))
      expect({ ...whole, id: '', name: '', createdAt: '', startedAt: '', finishedAt: '' }).toEqual({ ...done, id: '', name: '', createdAt: '', startedAt: '', finishedAt: '' })
      expect(await other.rows(`select p.name, (select array_agg(a.value order by a.value) from contact_address a where a.contact_id = p.contact_id) as addresses from contact p order by p.name, 2`)).toEqual(killed)
    } finally { await other.close() }
  })

  test('a dry run counts as the run does, rows of one person in different batches too', async () => {
    const one = await files.map(await files.sent(many(1_200)))
    const { checked } = await files.check(one)
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    const done = await files.look(one)
    expect({ created: checked!.created, refused: checked!.refused }).toEqual({ created: done.created, refused: done.refused })
  })

  test('is stopped by hand; who is in stays', async () => {
    const one = await files.map(await files.sent(many(2_500)))
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    let batches = 0
    await expect(runContactImport({ ...h.services, stopping: () => batches++ > 0 }, { workspaceId: h.workspaceId, importId: one.id })).rejects.toThrow('stopping')
    expect((await h.request('POST', `/api/v1/contact-imports/${one.id}/cancel`)).json()).toMatchObject({ state: 'cancelled', position: 1_000 })
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect((await state()).length).toBe((await files.look(one)).created)
  })

  test('runs by itself once started', async () => {
    await h.services.queue.start(contactImportTasks(h.services), true)
    const done = new Promise<void>((resolve) => { h.services.signals.on('events', () => resolve()) })
    const one = await files.map(await files.sent('name,phone\nAna,+34600000011\n'))
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    await done
    expect(await files.look(one)).toMatchObject({ state: 'done', created: 1 })
  })

  test('tells when its file is gone', async () => {
    const one = await files.map(await files.sent('name,phone\nAna,+34600000011\n'))
    await h.request('POST', `/api/v1/contact-imports/${one.id}/start`)
    rmSync(join(h.services.config.dataDir, 'contact-imports'), { recursive: true })
    await runContactImport(h.services, { workspaceId: h.workspaceId, importId: one.id })
    expect(await files.look(one)).toMatchObject({ state: 'failed', error: 'not_found' })
  })

  test('whoever may not make fields or labels is told so, and nobody else’s company is touched', async () => {
    const one = await files.sent('name,labels\nAna,vip\n')
    const [agent, marketer, other] = [await h.addPerson('agent'), await h.addPerson('marketer'), await h.addWorkspace()]
    const path = `/api/v1/contact-imports/${one.id}`
    expect((await h.request('GET', path, undefined, agent)).statusCode).toBe(403)
    expect((await h.request('GET', path, undefined, other.owner)).statusCode).toBe(404)
    expect((await h.request('PUT', `${path}/mapping`, { columns: [{ to: 'name' }, { to: 'labels' }], headings: true, existing: 'update' }, marketer)).statusCode).toBe(200)
    const { rows } = (await h.request('POST', `${path}/preview`, undefined, marketer)).json()
    expect(rows[0]).toMatchObject({ outcome: 'refused', problems: [{ column: 1, code: 'label_unknown', value: 'vip' }] })
  })
})

describe('an id says who somebody is, an address only how she is reached', () => {
  const fresh = async () => { const place = await h.addWorkspace(); return { place, files: importer({ ...h, ...place, request: (method, url, body, _as, headers) => h.request(method, url, body, place.owner, headers) }) } }
  const people = async (workspaceId: string) => h.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ name: string; ids: string[] | null }>(
    `select p.name, (select array_agg(x.source || ':' || x.external_id order by x.source, x.external_id) from contact_external x where x.workspace_id = $1 and x.contact_id = p.contact_id) as ids from contact p where p.workspace_id = $1 order by p.name`, [workspaceId]))
  const [one, two, three] = ['11111111-1111-7111-8111-111111111111', '22222222-2222-7222-8222-222222222222', '33333333-3333-7333-8333-333333333333']

  test('two who share a phone stay two, in one batch and brought in again', async () => {
    const { place, files } = await fresh()
    const file = `name,phone,recado id\nAna,+34600008001,${one}\nEva,+34600008001,${two}\n`
    const found = await files.map(await files.sent(file))
    expect(found.suggested!.map(({ to }) => to)).toEqual(['name', 'phone', 'contact_id'])
    expect((await files.check(found)).checked).toMatchObject({ created: 2, changed: 0, refused: 0 })
    expect(await files.whole(file)).toMatchObject({ created: 2, changed: 0, refused: 0 })
    expect(await files.whole(file)).toMatchObject({ created: 0, changed: 0, unchanged: 2, refused: 0 })
    expect(await people(place.workspaceId)).toEqual([{ name: 'Ana', ids: [`recado:${one}`] }, { name: 'Eva', ids: [`recado:${two}`] }])
    // A file without ids does not know which of the two it means.
    expect(await files.whole('name,phone\nQuién,+34600008001\n')).toMatchObject({ refused: 1 })
  })
  test('whoever was here before is met by her phone, once; the next one with that phone is somebody else', async () => {
    const { place, files } = await fresh()
    await files.whole('name,phone\nAna,+34600008002\n')
    expect(await files.whole(`name,phone,recado id\nAna,+34600008002,${one}\nEva,+34600008002,${two}\n`)).toMatchObject({ created: 1, changed: 1 })
    expect((await people(place.workspaceId)).map(({ name }) => name)).toEqual(['Ana', 'Eva'])
  })
  test('another shop number at the same phone is another customer', async () => {
    const { place, files } = await fresh()
    await files.whole('name,phone,external id: shop\nAna,+34600008003,1\nEva,+34600008003,2\nAna,+34600008003,1\n')
    expect(await people(place.workspaceId)).toEqual([{ name: 'Ana', ids: ['shop:1'] }, { name: 'Eva', ids: ['shop:2'] }])
  })
  test('an id that is hers here leads to her whatever else the row says; one of nobody needs a name', async () => {
    const { place, files } = await fresh()
    await files.whole('name,phone\nAna,+34600008004\nEva,+34600008005\n')
    const [ana] = await h.services.db.inWorkspace(place.workspaceId, (tx) => tx.query<{ id: string }>(`select contact_id as id from contact where workspace_id = $1 and name = 'Ana'`, [place.workspaceId]))
    expect(await files.whole(`name,phone,recado id\nAna María,+34600008005,${ana!.id}\n`)).toMatchObject({ created: 0, changed: 1 })
    expect(await people(place.workspaceId)).toEqual([{ name: 'Ana María', ids: null }, { name: 'Eva', ids: null }])
    expect(await files.whole(`recado id,labels\n${ana!.id},vip\n${three},vip\n`)).toMatchObject({ created: 0, changed: 1, refused: 1 })
    expect(await files.whole('name,recado id\nX,no id\n')).toMatchObject({ refused: 1 })
  })
})
