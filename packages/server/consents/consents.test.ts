import type { Consent, ContactConsents, Message, Verdict } from '@recado/api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
let n = 0
let contactId: string
let conversationId: string
let identityId: string

const phoneOf = (i: number) => `34622${String(i).padStart(6, '0')}`
beforeAll(async () => {
  desk = await makeDesk()
  for (const [key, name] of [['news', 'Novedades'], ['offers', 'Ofertas']]) await desk.request('POST', '/api/v1/consent-categories', { key, names: { es: name } })
})
afterAll(() => desk.close())
beforeEach(async () => {
  n++
  await desk.receive(desk.wrote(`m${n}`, 'Hola', { phone: phoneOf(n) }))
  conversationId = await desk.conversationOf(phoneOf(n))
  const [row] = await desk.rows<{ contact_id: string; identity_id: string }>('select contact_id, identity_id from conversation where conversation_id = $1', [conversationId])
  ;({ contact_id: contactId, identity_id: identityId } = row!)
  await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent' }] })
})

let serial = 0
const say = (body: Record<string, unknown> = {}) => desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: `c${++serial}`, content: { kind: 'text', text: 'Rebajas' }, purpose: 'marketing', ...body })
const notice = (body: Record<string, unknown> = {}) => desk.request('POST', '/api/v1/messages', { channelAccountId: desk.account.id, to: { contactId }, clientId: `n${++serial}`, content: { kind: 'text', text: 'Rebajas' }, purpose: 'marketing', ...body }, desk.token)
const ask = async (body: Record<string, unknown> = {}) => (await desk.request('POST', `/api/v1/conversations/${conversationId}/verdict`, { contentKind: 'text', purpose: 'marketing', ...body })).json<{ verdict: Verdict }>().verdict
const agree = (body: Record<string, unknown> = {}) => desk.request('POST', '/api/v1/consents', { contactId, purpose: 'marketing', state: 'given', source: 'agent', wording: 'Quiero recibir novedades', ...body })
const codeOf = (answer: { json(): unknown }) => (answer.json() as { code?: string }).code ?? 'sent'
const card = async () => (await desk.request('GET', `/api/v1/contacts/${contactId}/consents`)).json<ContactConsents>()

describe('before a message leaves', () => {
  test('advertising waits for a yes, and the yes counts for what it names', async () => {
    expect(codeOf(await say())).toBe('consent_missing')
    expect((await agree({ category: 'news' })).statusCode).toBe(201)
    expect([codeOf(await say({ category: 'news' })), codeOf(await say({ category: 'offers' })), codeOf(await say())]).toEqual(['sent', 'consent_missing', 'consent_missing'])
  })

  test('composer, API and the question before it answer alike, before a yes and after a no', async () => {
    const all = async () => [codeOf(await say({ category: 'news' })), codeOf(await notice({ category: 'news' })), ((verdict) => (verdict.kind === 'deny' ? verdict.code : 'sent'))(await ask({ category: 'news' }))]
    expect(await all()).toEqual(['consent_missing', 'consent_missing', 'consent_missing'])
    await agree()
    expect(await all()).toEqual(['sent', 'sent', 'sent'])
    await agree({ state: 'withdrawn', wording: undefined })
    expect(await all()).toEqual(['opted_out', 'opted_out', 'opted_out'])
  })

  test('answers and contract notices go on after an opt-out', async () => {
    await agree({ state: 'withdrawn', wording: undefined })
    expect([codeOf(await say({ purpose: 'service' })), codeOf(await say({ purpose: 'notification' })), codeOf(await notice({ purpose: 'notification' }))]).toEqual(['sent', 'sent', 'sent'])
  })

  test('an answer costs no statement more than it did without the ledger', async () => {
    await agree()
    const before = desk.services.db.statements
    await desk.request('POST', `/api/v1/conversations/${conversationId}/verdict`, { contentKind: 'text', purpose: 'service' })
    const service = desk.services.db.statements - before
    await ask()
    expect(desk.services.db.statements - before - service).toBe(service + 1)
  })

  test('a topic the company does not have is one that nobody agreed to', async () => {
    await agree()
    const refused = await say({ category: 'no-such' })
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'consent_missing', fields: [{ field: 'category' }] }])
    const { id } = (await desk.request('POST', '/api/v1/consent-categories', { key: `gone-${n}`, names: { es: 'Viejo' } })).json<{ id: string }>()
    expect(codeOf(await say({ category: `gone-${n}` }))).toBe('sent')
    await desk.request('PATCH', `/api/v1/consent-categories/${id}`, { archived: true })
    expect(codeOf(await say({ category: `gone-${n}` }))).toBe('consent_missing')
  })

  test('the same clientId for another topic is another message', async () => {
    await agree()
    expect((await say({ clientId: 'same', category: 'news' })).statusCode).toBe(201)
    expect((await say({ clientId: 'same', category: 'news' })).statusCode).toBe(200)
    expect(codeOf(await say({ clientId: 'same', category: 'offers' }))).toBe('client_id_reused')
  })

  test('a message says its topic and the ground it rests on', async () => {
    await agree()
    expect((await say({ category: 'news' })).json<Message>()).toMatchObject({ purpose: 'marketing', category: 'news', basis: 'consent' })
    expect((await say({ purpose: 'service' })).json<Message>()).toMatchObject({ purpose: 'service', basis: 'contract' })
  })

  test('two yeses where the owner demands two', async () => {
    await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent', doubleOptIn: true }] })
    await agree()
    expect(codeOf(await say())).toBe('consent_missing')
    await agree({ state: 'confirmed' })
    expect(codeOf(await say())).toBe('sent')
  })

  test('a consent lapses after the months that the owner has set', async () => {
    await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent', monthsValid: 12 }] })
    const days = (count: number) => new Date(desk.services.clock.now(desk.workspaceId) - count * 86_400_000).toISOString()
    await agree({ at: days(366) })
    expect(codeOf(await say())).toBe('consent_missing')
    await agree({ at: days(300) })
    expect(codeOf(await say())).toBe('sent')
  })

  test('legitimate interest with its words: until she objects', async () => {
    const set = (items: Record<string, unknown>[]) => desk.request('PUT', '/api/v1/purposes', { items })
    expect((await set([{ purpose: 'marketing', basis: 'legitimate_interest' }])).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'items.0.texts' }] })
    await set([{ purpose: 'marketing', basis: 'legitimate_interest', texts: { es: 'Informamos a la prensa' } }])
    expect(codeOf(await say())).toBe('sent')
    expect(codeOf(await say({ basis: 'consent' }))).toBe('consent_missing')
    await agree({ state: 'withdrawn', wording: undefined })
    expect(codeOf(await say())).toBe('opted_out')
  })

  test('an existing customer is one by the fact that the owner names', async () => {
    const facts = [{ kind: 'attribute', key: 'cliente', value: 'sí' }, { kind: 'order' }] as const
    await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'existing_customer', texts: { es: 'Ya compró' }, customerFact: facts[0] }] })
    expect(codeOf(await say())).toBe('consent_missing')
    await desk.rows(`update contact set attributes = '{"cliente": "sí"}' where contact_id = $1`, [contactId])
    expect(codeOf(await say())).toBe('sent')
    await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'existing_customer', texts: { es: 'Ya compró' }, customerFact: facts[1] }] })
    expect(codeOf(await say())).toBe('consent_missing')
    await desk.receive(desk.wrote(`o${n}`, '', { phone: phoneOf(n), content: { kind: 'order', items: [{ sku: 'A1', quantity: 1, price: { amount: '5', currency: 'EUR' } }] } as never }))
    expect(codeOf(await say())).toBe('sent')
    await agree({ state: 'withdrawn', wording: undefined })
    expect(codeOf(await say())).toBe('opted_out')
  })
})

describe('a withdrawal', () => {
  const statuses = async () => (await desk.rows<{ status: string; code: string | null }>(`select status, error->>'code' as code from message where conversation_id = $1 and direction = 'out' order by message_id`, [conversationId])).map((row) => [row.status, row.code])
  const take = (body: Record<string, unknown> = {}) => agree({ state: 'withdrawn', wording: undefined, ...body })

  test('ends what is queued for her about what it names, and nothing else', async () => {
    await agree()
    await say({ category: 'news' })
    await say({ category: 'offers' })
    await say({ purpose: 'service' })
    await take({ category: 'news' })
    expect(await statuses()).toEqual([['failed', 'opted_out'], ['queued', null], ['queued', null]])
    await take()
    expect(await statuses()).toEqual([['failed', 'opted_out'], ['failed', 'opted_out'], ['queued', null]])
    expect(await desk.rows('select failed_count::int as failed from conversation where conversation_id = $1', [conversationId])).toEqual([{ failed: 0 }])
  })

  test('on another app ends nothing here; on this one it does', async () => {
    await agree()
    await say()
    expect(codeOf(await take({ channel: 'whatsapp' }))).toBe('sent')
    expect(await statuses()).toEqual([['queued', null]])
    await take({ channel: desk.channel.declaration.id, identityId })
    expect(await statuses()).toEqual([['failed', 'opted_out']])
  })

  test('written down late, from before her newer yes, ends nothing', async () => {
    const at = new Date(desk.services.clock.now(desk.workspaceId) - 60_000).toISOString()
    await agree()
    await say()
    await take({ at })
    expect(await statuses()).toEqual([['queued', null]])
  })

  test('what the platform had taken is shown with both moments', async () => {
    await agree()
    const { id } = (await say()).json<Message>()
    const accepted = new Date(desk.services.clock.now(desk.workspaceId) - 2_000).toISOString()
    await desk.rows(`with gone as (delete from send_job where message_id = $1) update message set status = 'accepted', accepted_at = $2 where message_id = $1`, [id, accepted])
    const consent = (await take()).json<Consent>()
    const [message] = (await desk.request('GET', `/api/v1/conversations/${conversationId}/messages`)).json<{ items: Message[] }>().items
    expect(message).toMatchObject({ id, status: 'accepted', statusAt: { accepted }, withdrawnAt: consent.at })
  })

  test('with 1,000 advertisements queued by API ends hers within the second and nobody else’s', async () => {
    await agree()
    await desk.receive(desk.wrote(`z${n}`, 'Hola', { phone: phoneOf(90_000 + n) }))
    const other = await desk.conversationOf(phoneOf(90_000 + n))
    // 500 each by rows: what the API writes, without a thousand requests.
    await say()
    for (const thread of [conversationId, other]) {
      await desk.rows(
        `with m as (insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, purpose, basis, at)
           select $1, gen_random_uuid(), c.conversation_id, c.case_id, c.account_id, 'out', 'text', '{"kind":"text","text":"Rebajas"}', 'queued', 'api', 'marketing', 'consent', c.last_at from conversation c, generate_series(1, $3::int) where c.conversation_id = $2 returning message_id, account_id, conversation_id, at)
         insert into send_job (workspace_id, message_id, account_id, conversation_id, class, state, due_at, queued_at) select $1, message_id, account_id, conversation_id, 1, 'queued', at, at from m`, [desk.workspaceId, thread, thread === conversationId ? 499 : 500])
    }
    await take()
    const count = async (thread: string) => (await desk.rows<{ state: string; n: number }>(`select status as state, count(*)::int as n from message where conversation_id = $1 and direction = 'out' group by 1`, [thread]))
    expect([await count(conversationId), await count(other)]).toEqual([[{ state: 'failed', n: 500 }], [{ state: 'queued', n: 500 }]])
    expect(await desk.rows('select 1 from send_job where conversation_id = $1', [conversationId])).toEqual([])
  })
})

describe('her card', () => {
  test('says for every topic and app whether, since when and by which words', async () => {
    const consent = (await agree({ category: 'news', wording: { name: 'Boletín', language: 'es', text: 'Sí, novedades', privacyUrl: 'https://tienda.example/privacidad' }, evidence: { form: 'web' } })).json<Consent>()
    const { standing, history } = await card()
    const marketing = standing.filter((one) => one.purpose === 'marketing')
    expect(marketing.find((one) => one.category === 'news')).toMatchObject({ allowed: true, code: null, state: 'given', since: consent.at, proofId: consent.id, identityId, channel: desk.channel.declaration.id, basis: 'consent' })
    expect(marketing.find((one) => one.category === 'offers')).toMatchObject({ allowed: false, code: 'consent_missing', state: 'none', proofId: null })
    expect(standing.filter((one) => one.purpose !== 'marketing')).toMatchObject([{ purpose: 'service', allowed: true, basis: 'contract' }, { purpose: 'notification', allowed: true, basis: 'contract' }])
    expect(history).toMatchObject([{ id: consent.id, wording: { name: 'Boletín', version: 1, text: 'Sí, novedades' }, evidence: { form: 'web' }, evidenceState: 'readable', actor: { kind: 'user', name: 'Person 1' } }])
  })

  test('keeps the words she saw when the wording changes', async () => {
    const words = (text: string) => desk.request('POST', '/api/v1/wordings', { name: `W${n}`, language: 'es', text, privacyUrl: 'https://tienda.example/p' })
    const first = (await words('Antes')).json<{ id: string }>()
    await agree({ wording: first.id })
    await words('Después')
    expect((await card()).history[0]?.wording).toMatchObject({ id: first.id, text: 'Antes', version: 1 })
  })

  test('shows what proves it to those who may write the ledger only', async () => {
    await agree({ evidence: 'Lo dijo por teléfono' })
    const viewer = await desk.addPerson('viewer')
    const seen = (await desk.request('GET', `/api/v1/contacts/${contactId}/consents`, undefined, viewer)).json<ContactConsents>()
    expect(seen.history[0]).toMatchObject({ evidence: null, evidenceState: 'hidden' })
    expect((await card()).history[0]).toMatchObject({ evidence: { note: 'Lo dijo por teléfono' }, evidenceState: 'readable' })
  })
})

describe('what is refused', () => {
  test.each([
    ['a yes without words', { wording: undefined }, 'wording'], ['an app that is none', { channel: 'carrier-pigeon' }, 'channel'], ['a moment to come', { at: '2099-01-01T00:00:00.000Z' }, 'at'],
    ['somebody else’s address', { identityId: '018f0000-0000-7000-8000-000000000000' }, 'identityId'], ['a wording that is not there', { wording: '018f0000-0000-7000-8000-000000000000' }, 'wording'],
  ])('%s', async (_what, body, field) => {
    const answer = await agree(body)
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'invalid_request', fields: [{ field }] }])
    expect((await card()).history).toEqual([])
  })

  test('the same line again answers with the one that is there', async () => {
    const at = new Date(desk.services.clock.now(desk.workspaceId)).toISOString()
    const [first, second] = [await agree({ at }), await agree({ at })]
    expect([first.statusCode, second.statusCode, second.json<Consent>().id]).toEqual([201, 200, first.json<Consent>().id])
  })

  test('an outside system keeps its own word for where it comes from', async () => {
    expect((await desk.request('POST', '/api/v1/consents', { contactId, purpose: 'marketing', state: 'given', source: 'caja de la tienda', wording: 'Sí' }, desk.token)).json()).toMatchObject({ source: 'api', sourceDetail: 'caja de la tienda' })
    expect((await agree({ source: 'import', category: 'offers' })).json()).toMatchObject({ source: 'import', sourceDetail: null })
  })
})

describe('in a list', () => {
  const glance = async (ids: string[], as?: Parameters<typeof desk.request>[3]) => (await desk.request('GET', `/api/v1/contacts/marketing?ids=${ids.join(',')}`, undefined, as)).json<{ items: { contactId: string; word: string | null; partly: boolean; rows: unknown[] }[] }>().items
  test('says in a word where each stands, and follows what she says', async () => {
    const word = async () => { const [one] = await glance([contactId]); return [one?.word, one?.partly] }
    expect(await word()).toEqual([null, false])
    await agree({ state: 'pending' })
    expect(await word()).toEqual(['asked', false])
    await agree({ category: 'news' })
    expect(await word()).toEqual(['yes', true])
    await agree({ state: 'withdrawn', wording: undefined })
    expect(await word()).toEqual(['no', false])
    await desk.rows('update identity set marketing_stopped = true where identity_id = $1', [identityId])
    expect((await glance([contactId]))[0]!.rows).toContainEqual({ category: null, channel: 'made-up', word: 'no', onPlatform: true })
  })
  test('only of those whom the asker sees, and of a hundred at the most', async () => {
    expect(await glance([contactId], (await desk.addWorkspace()).owner)).toEqual([])
    expect((await desk.request('GET', `/api/v1/contacts/marketing?ids=${Array.from({ length: 101 }, () => contactId).join(',')}`)).statusCode).toBe(400)
    expect((await desk.request('GET', '/api/v1/contacts/marketing?ids=x')).statusCode).toBe(400)
  })
})
