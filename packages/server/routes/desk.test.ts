import type { ConversationDetail, Counts, Draft, Message, Page, SavedReply } from '@recado/api'
import { hours } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

const told: string[] = []
const channel = {
  ...madeUpLoaded,
  declaration: { ...madeUpLoaded.declaration, presence: { ...madeUpLoaded.declaration.presence, markRead: true, typingOut: true } },
  connector: { ...madeUpLoaded.connector, markRead: async (m: { externalId: string }) => { told.push(`read ${m.externalId}`) }, typing: async (state: string) => { told.push(`typing ${state}`) } },
}
let desk: Desk
let id: string
let n = 0

beforeAll(async () => { desk = await makeDesk({ channel }) })
afterAll(() => desk.close())
beforeEach(async () => {
  n++
  await desk.receive(desk.wrote(`m${n}`, `Hola ${n}`, { phone: `346000${String(n).padStart(5, '0')}` }))
  id = await desk.conversationOf(`346000${String(n).padStart(5, '0')}`)
})

const url = (path: string) => `/api/v1${path}`
const act = async <T = ConversationDetail>(path: string, body: unknown = {}) => { const answer = await desk.request('POST', url(`/conversations/${id}${path}`), body); expect(answer.statusCode, answer.body).toBeLessThan(300); return answer.json<T>() }
const text = (words: string, more: object = {}) => ({ clientId: newId(), content: { kind: 'text', text: words }, ...more })

describe('threads', () => {
  test('a list page carries rows, the next place and the log position', async () => {
    const page = (await desk.request('GET', url('/conversations?limit=1&sort=newest'))).json<Page<ConversationDetail> & { seq: number }>()
    expect(page.items).toHaveLength(1)
    expect(page.items[0]).toMatchObject({ id, unread: 1, status: 'open', channel: 'made-up', lastMessage: { text: `Hola ${n}`, direction: 'in', status: 'received' }, window: { state: 'open', left: 5 } })
    expect(page.seq).toBeGreaterThan(0)
    if (n === 1) return expect(page.next).toBeNull()
    const second = (await desk.request('GET', url(`/conversations?limit=1&sort=newest&cursor=${page.next}`))).json<Page<ConversationDetail>>()
    expect(second.items[0]?.id).not.toBe(id)
  })

  test.each([['/conversations?status=closed', 400], ['/conversations?cursor=abc', 400], ['/conversations?limit=201', 400], ['/conversations?inbox=x', 404], ['/conversations/x', 404], [`/conversations/${newId()}`, 404]])('%s is %i', async (path, status) => {
    expect((await desk.request('GET', url(path))).statusCode).toBe(status)
  })

  test('an opened thread says what may be sent', async () => {
    expect((await desk.request('GET', url(`/conversations/${id}`))).json<ConversationDetail>()).toMatchObject({ id, verdicts: { freeform: { kind: 'allow', left: 5 }, template: null }, caseId: expect.any(String), seq: expect.any(Number) })
  })

  test('every change answers with the thread as it then is', async () => {
    expect(await act('/assign', { userId: desk.owner.userId })).toMatchObject({ assignee: { id: desk.owner.userId } })
    expect(await act('/assign', { userId: null })).toMatchObject({ assignee: null })
    expect(await act('/labels', { add: ['vip', 'óptica'], remove: [] })).toMatchObject({ labels: ['vip', 'óptica'] })
    expect(await act('/labels', { remove: ['vip'] })).toMatchObject({ labels: ['óptica'] })
    expect(await act('/priority', { priority: 'high' })).toMatchObject({ priority: 'high' })
    expect(await act('/status', { status: 'resolved' })).toMatchObject({ status: 'resolved', waitingSince: null, caseId: null })
    const until = new Date(desk.services.clock.now(desk.workspaceId) + hours(3)).toISOString()
    expect(await act('/status', { status: 'snoozed', until })).toMatchObject({ status: 'snoozed', snoozedUntil: until })
  })

  test.each([['/status', { status: 'snoozed' }], ['/status', { status: 'snoozed', until: '2020-01-01T00:00:00.000Z' }], ['/status', { status: 'gone' }], ['/priority', {}], ['/labels', { add: [''] }], ['/notes', { text: ' ' }]])('%s with %j is refused with the field named', async (path, body) => {
    const answer = await desk.request('POST', url(`/conversations/${id}${path}`), body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid_request', fields: [{ field: expect.any(String) }] })
  })

  test('reading tells the platform once, for the newest message', async () => {
    told.length = 0
    expect(await act('/read')).toMatchObject({ unread: 0 })
    expect(await act('/read')).toMatchObject({ unread: 0 })
    await expect.poll(() => told).toEqual([`read m${n}`])
    expect(await act('/unread')).toMatchObject({ unread: 1 })
  })

  test('typing reaches the platform, a note does not, and the same again is not said at once', async () => {
    told.length = 0
    for (const [state, mode] of [['on', 'note'], ['on', 'reply'], ['on', 'reply'], ['off', 'reply']]) expect((await desk.request('POST', url(`/conversations/${id}/typing`), { state, mode })).statusCode).toBe(204)
    await expect.poll(() => told).toEqual(['typing on', 'typing off'])
  })

  test('a thread is begun by address, and found the second time', async () => {
    const to = { channelAccountId: desk.account.id, to: { address: '+34699000111' } }
    const first = await desk.request('POST', url('/conversations'), to)
    expect(first.statusCode).toBe(201)
    expect(first.json()).toMatchObject({ lastMessage: null, unread: 0, window: { state: 'none' }, verdicts: { freeform: { kind: 'deny' } } })
    expect((await desk.request('POST', url('/conversations'), to)).json<{ id: string }>().id).toBe(first.json<{ id: string }>().id)
    expect((await desk.request('POST', url('/conversations'), { ...to, to: { address: 'nobody' } })).statusCode).toBe(400)
  })
})

describe('messages', () => {
  test('201 new, 200 the same again, 409 another body under the same clientId', async () => {
    const body = text('Buenos días')
    const first = await desk.request('POST', url(`/conversations/${id}/messages`), body)
    expect([first.statusCode, first.json()]).toEqual([201, expect.objectContaining({ status: 'queued', direction: 'out', clientId: body.clientId, author: { type: 'agent', id: desk.owner.userId, name: expect.any(String) } })])
    const again = await desk.request('POST', url(`/conversations/${id}/messages`), body)
    expect([again.statusCode, again.json<Message>().id]).toEqual([200, first.json<Message>().id])
    const other = await desk.request('POST', url(`/conversations/${id}/messages`), { ...body, content: { kind: 'text', text: 'Otra' } })
    expect([other.statusCode, other.json()]).toEqual([409, expect.objectContaining({ code: 'client_id_reused' })])
  })

  test('a refusal carries the verdict and stores nothing but the writer’s draft', async () => {
    desk.wall.now += hours(49)
    try {
      const answer = await desk.request('POST', url(`/conversations/${id}/messages`), text('Demasiado tarde'))
      expect([answer.statusCode, answer.json()]).toEqual([422, expect.objectContaining({ code: 'window_closed', verdict: expect.objectContaining({ kind: 'deny', code: 'window_closed', remedies: expect.any(Array) }) })])
      expect((await desk.request('GET', url(`/conversations/${id}/messages`))).json<Page<Message>>().items).toHaveLength(1)
      expect((await desk.request('GET', url(`/conversations/${id}/draft?mode=reply`))).json<Draft>()).toMatchObject({ text: 'Demasiado tarde' })
    } finally { desk.wall.now -= hours(49) }
  })

  test.each([
    [{ kind: 'text' }, 'content.text'], [{ kind: 'text', text: '' }, 'content.text'], [{ kind: 'order', items: [] }, 'content.kind'], [{ kind: 'toString' }, 'content.kind'], ['text', 'content'],
    [{ kind: 'location', latitude: 91, longitude: 0 }, 'content.latitude'], [{ kind: 'link', text: 'x', title: 'x', url: 'javascript:alert(1)' }, 'content.url'], [{ kind: 'image', media: { id: 'x' } }, 'content.media.id'],
    [{ kind: 'choices', style: 'buttons', text: 'x', options: [] }, 'content.options'],
  ])('content %j is refused at %s', async (content, field) => {
    const answer = await desk.request('POST', url(`/conversations/${id}/messages`), { clientId: 'c1', content })
    expect([answer.statusCode, answer.json()]).toEqual([400, expect.objectContaining({ code: 'invalid_request', fields: expect.arrayContaining([expect.objectContaining({ field })]) })])
  })

  test('a program’s own additions to a content are not kept', async () => {
    const answer = await desk.request('POST', url(`/conversations/${id}/messages`), { clientId: newId(), content: { kind: 'text', text: 'Hola', onclick: 'x', nested: { a: 1 } } })
    expect(answer.json<Message>().content).toEqual({ kind: 'text', text: 'Hola' })
  })

  test('a thread is read page by page, newest first', async () => {
    for (let i = 0; i < 3; i++) await desk.request('POST', url(`/conversations/${id}/messages`), text(`Respuesta ${i}`))
    const first = (await desk.request('GET', url(`/conversations/${id}/messages?limit=2`))).json<Page<Message> & { seq: number }>()
    const rest = (await desk.request('GET', url(`/conversations/${id}/messages?limit=9&before=${first.next}`))).json<Page<Message>>()
    expect([...first.items, ...rest.items].map((m) => m.content.kind === 'text' && m.content.text)).toEqual(['Respuesta 2', 'Respuesta 1', 'Respuesta 0', `Hola ${n}`])
    expect(rest.next).toBeNull()
  })

  test('a queued one is taken back, a failed one goes again, a note is for colleagues', async () => {
    const sent = (await desk.request('POST', url(`/conversations/${id}/messages`), text('Espera'))).json<Message>()
    expect((await desk.request('POST', url(`/messages/${sent.id}/cancel`))).json()).toMatchObject({ status: 'failed', error: { code: 'cancelled' } })
    expect((await desk.request('POST', url(`/messages/${sent.id}/cancel`))).statusCode).toBe(409)
    expect((await desk.request('POST', url(`/messages/${sent.id}/retry`))).json()).toMatchObject({ status: 'queued' })
    expect((await desk.request('POST', url(`/messages/${sent.id}/resolve-unknown`), { sent: true })).statusCode).toBe(409)
    expect((await desk.request('POST', url(`/conversations/${id}/notes`), { text: 'Solo nosotros' })).json()).toMatchObject({ direction: 'note', content: { text: 'Solo nosotros' } })
  })

  test('a verdict is asked before anything is written', async () => {
    expect(await act('/verdict', { contentKind: 'text' })).toMatchObject({ verdict: { kind: 'allow', as: 'freeform' } })
    expect(await act('/verdict', { templateId: newId() })).toMatchObject({ verdict: { kind: 'deny' } })
  })

  test('POST /messages finds the thread by address; a program with scope notify may, one without may not', async () => {
    const notify = await desk.addToken(['notify'])
    const body = { channelAccountId: desk.account.id, to: { address: `+346000${String(n).padStart(5, '0')}` }, content: { kind: 'text', text: 'Su pedido está listo' }, purpose: 'notification', clientId: newId() }
    const answer = await desk.request('POST', url('/messages'), body, notify)
    expect([answer.statusCode, answer.json()]).toEqual([201, expect.objectContaining({ conversationId: id, author: expect.objectContaining({ type: 'api' }), purpose: 'notification' })])
    expect((await desk.request('POST', url('/messages'), body, notify)).statusCode).toBe(200)
    const read = await desk.addToken(['read'])
    expect((await desk.request('POST', url('/messages'), body, read)).statusCode).toBe(403)
    expect((await desk.request('POST', url('/messages'), { ...body, clientId: newId(), to: { address: '+34611222333' } }, notify)).json()).toMatchObject({ code: 'contact_must_write_first' })
    expect(await desk.rows(`select 1 from identity_key where value = '34611222333'`)).toEqual([])
  })
})

describe('drafts, texts and numbers', () => {
  test('a draft is hers alone, per mode, until she throws it away', async () => {
    const colleague = await desk.addPerson('agent')
    const path = url(`/conversations/${id}/draft`)
    expect((await desk.request('GET', `${path}?mode=reply`)).body).toBe('null')
    expect((await desk.request('PUT', path, { mode: 'reply', text: 'A medias', attachments: [], replyTo: null })).json()).toMatchObject({ text: 'A medias', mode: 'reply' })
    await desk.request('PUT', path, { mode: 'note', text: 'Ojo', attachments: [] })
    expect((await desk.request('GET', `${path}?mode=note`)).json()).toMatchObject({ text: 'Ojo' })
    expect((await desk.request('GET', `${path}?mode=reply`, undefined, colleague)).body).toBe('null')
    expect((await desk.request('DELETE', `${path}?mode=reply`)).statusCode).toBe(204)
    expect((await desk.request('GET', `${path}?mode=reply`)).body).toBe('null')
    expect((await desk.request('GET', path, undefined, desk.token)).statusCode).toBe(403)
  })

  test('saved replies are kept, found, changed, counted and removed; a shortcut stands once', async () => {
    const made = (await desk.request('POST', url('/saved-replies'), { shortcut: `hola${n}`, title: 'Saludo', text: 'Hola {{contact.firstName}}' })).json<SavedReply>()
    expect((await desk.request('POST', url('/saved-replies'), { shortcut: `HOLA${n}`, title: 'x', text: 'x' })).json()).toMatchObject({ status: 409, code: 'already_exists' })
    expect((await desk.request('PATCH', url(`/saved-replies/${made.id}`), { title: 'Bienvenida' })).json()).toEqual({ ...made, title: 'Bienvenida' })
    expect((await desk.request('POST', url(`/saved-replies/${made.id}/used`))).statusCode).toBe(204)
    expect(await desk.rows(`select used_count from saved_reply where saved_reply_id = '${made.id}'`)).toEqual([{ used_count: 1 }])
    expect((await desk.request('DELETE', url(`/saved-replies/${made.id}`))).statusCode).toBe(204)
    expect((await desk.request('GET', url('/saved-replies'))).json<Page<SavedReply>>().items.some((reply) => reply.id === made.id)).toBe(false)
  })

  test('counts follow what is open, unread, waiting and failed', async () => {
    const before = (await desk.request('GET', url('/counts'))).json<Counts>()
    await act('/assign', { userId: desk.owner.userId })
    await act('/read')
    expect((await desk.request('GET', url('/counts'))).json()).toEqual({ ...before, mine: before.mine + 1, unassigned: before.unassigned - 1, unread: before.unread - 1 })
    await act('/status', { status: 'resolved' })
    expect((await desk.request('GET', url('/counts'))).json<Counts>()).toMatchObject({ all: before.all - 1, mine: before.mine, waiting: before.waiting - 1 })
  })
})

describe('people', () => {
  test('are found by name and number, and changed; a typed name beats a profile', async () => {
    const contact = (await desk.request('GET', url(`/conversations/${id}`))).json<ConversationDetail>().contact
    expect((await desk.request('GET', url(`/contacts?q=${encodeURIComponent(String(n).padStart(5, '0'))}`))).json<Page<{ id: string }>>().items.map((one) => one.id)).toContain(contact.id)
    expect((await desk.request('PATCH', url(`/contacts/${contact.id}`), { name: 'Ana María', notes: 'Talla 52', country: 'ES' })).json()).toMatchObject({ name: 'Ana María', notes: 'Talla 52', country: 'ES', identities: [{ address: expect.stringMatching(/^\+34/) }], conversations: [{ id, verdicts: { freeform: { kind: 'allow' } } }] })
    await desk.receive(desk.wrote(`again${n}`, 'Otra vez', { phone: `346000${String(n).padStart(5, '0')}`, name: 'Nombre de perfil' }))
    expect((await desk.request('GET', url(`/contacts/${contact.id}`))).json()).toMatchObject({ name: 'Ana María' })
    expect((await desk.request('GET', url(`/contacts?q=ana%20mar`))).json<Page<{ name: string }>>().items.map((one) => one.name)).toContain('Ana María')
  })

  test('two that are one are joined by hand, and taken apart again; the timeline goes over all threads', async () => {
    const phone = `346111${String(n).padStart(5, '0')}`
    await desk.receive(desk.wrote(`o${n}`, 'Soy la misma', { phone }))
    const [one, other] = await Promise.all([id, await desk.conversationOf(phone)].map(async (at) => (await desk.request('GET', url(`/conversations/${at}`))).json<ConversationDetail>()))
    const joined = (await desk.request('POST', url(`/contacts/${one!.contact.id}/merge`), { otherId: other!.contact.id })).json<{ identities: { id: string }[]; conversations: { id: string }[] }>()
    expect([joined.identities.length, joined.conversations.length]).toEqual([2, 2])
    expect((await desk.request('GET', url(`/contacts/${other!.contact.id}`))).json()).toMatchObject({ id: one!.contact.id }) // her old address leads on
    const timeline = (await desk.request('GET', url(`/contacts/${one!.contact.id}/timeline?limit=1`))).json<Page<Message>>()
    const rest = (await desk.request('GET', url(`/contacts/${one!.contact.id}/timeline?cursor=${timeline.next}`))).json<Page<Message>>()
    // Beside them stands that the two were joined.
    expect([...timeline.items, ...rest.items].flatMap((m) => (m.content.kind === 'text' ? [m.content.text] : [])).sort()).toEqual([`Hola ${n}`, 'Soy la misma'].sort())
    const apart = (await desk.request('POST', url(`/contacts/${one!.contact.id}/split`), { identityId: other!.identity.id })).json<{ contact: { identities: unknown[] }; other: { id: string; name: string; conversations: { id: string }[] } }>()
    expect(apart.contact.identities).toHaveLength(1)
    expect(apart.other).toMatchObject({ name: `Ana ${phone.slice(-2)}`, conversations: [{ id: other!.id }] })
    expect((await desk.request('POST', url(`/contacts/${one!.contact.id}/split`), { identityId: one!.identity.id })).statusCode).toBe(400)
    expect((await desk.request('POST', url(`/contacts/${one!.contact.id}/merge`), { otherId: one!.contact.id })).statusCode).toBe(400)
  })
})

test('nothing of another workspace is there', async () => {
  const other = await desk.addWorkspace('Otra')
  const contactId = (await desk.request('GET', url(`/conversations/${id}`))).json<ConversationDetail>().contact.id
  const messageId = (await desk.request('GET', url(`/conversations/${id}/messages`))).json<Page<Message>>().items[0]!.id
  const tries: [Parameters<Desk['request']>[0], string, unknown?][] = [
    ['GET', `/conversations/${id}`], ['GET', `/conversations/${id}/messages`], ['POST', `/conversations/${id}/messages`, text('x')], ['POST', `/conversations/${id}/read`, {}], ['POST', `/conversations/${id}/unread`, {}],
    ['POST', `/conversations/${id}/assign`, { userId: null }], ['POST', `/conversations/${id}/status`, { status: 'resolved' }], ['POST', `/conversations/${id}/labels`, { add: ['x'] }], ['POST', `/conversations/${id}/priority`, { priority: 'low' }],
    ['POST', `/conversations/${id}/notes`, { text: 'x' }], ['POST', `/conversations/${id}/verdict`, {}], ['POST', `/conversations/${id}/typing`, { state: 'on' }], ['GET', `/conversations/${id}/draft`], ['PUT', `/conversations/${id}/draft`, { text: 'x' }],
    ['DELETE', `/conversations/${id}/draft`], ['GET', `/contacts/${contactId}`], ['PATCH', `/contacts/${contactId}`, { notes: 'x' }], ['POST', `/contacts/${contactId}/merge`, { otherId: newId() }], ['GET', `/contacts/${contactId}/timeline`],
    ['POST', `/contacts/${contactId}/split`, { identityId: newId() }], ['POST', `/messages/${messageId}/retry`, {}], ['POST', '/conversations', { channelAccountId: desk.account.id, to: { address: `+${ANA}` } }],
  ]
  for (const [method, path, body] of tries) expect([path, (await desk.request(method, url(path), body, other.owner)).statusCode]).toEqual([path, 404])
  expect((await desk.request('GET', url('/conversations'), undefined, other.owner)).json<Page<unknown>>().items).toEqual([])
  expect((await desk.request('GET', url('/contacts'), undefined, other.owner)).json<Page<unknown>>().items).toEqual([])
})
