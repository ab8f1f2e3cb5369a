import type { Message } from '@recado/api'
import { hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AutomationEngine } from '../../automation/engine.js'
import { queueMessage } from '../../sending/queue.js'
import { type Desk, makeDesk } from '../../testing/desk.js'
import { madeUpLoaded } from '../../testing/made-up-channel.js'
import { consentsOf } from '../entries.js'
import { ConsentWords } from './worker.js'

const channel = {
  ...madeUpLoaded,
  declaration: { ...madeUpLoaded.declaration, capabilities: { ...madeUpLoaded.declaration.capabilities, choices: { support: 'native' as const } } },
  connector: { ...madeUpLoaded.connector, consent: { lines: { marketing_stopped: 'withdrawn', marketing_resumed: 'resumed', marketing_granted: 'given' }, topicFrom: 'topic', source: 'https://example.org' } as const },
}
const PRIVACY = 'https://optica.example/privacidad'

let desk: Desk
let words: ConsentWords
let engine: AutomationEngine
beforeAll(async () => {
  desk = await makeDesk({ channel })
  words = new ConsentWords(desk.services)
  engine = new AutomationEngine(desk.services)
})
afterAll(() => desk.close())
let person = 0
let phone = ''
beforeEach(async () => {
  phone = `346000${String(20_000 + ++person)}`
  await desk.rows(`update workspace set language = 'es', name = 'Óptica Sol' where workspace_id = $1 returning 1`, [desk.workspaceId])
  for (const table of ['consent_word_setting', 'consent_keyword', 'privacy_notice', 'purpose_setting']) await desk.rows(`delete from ${table} where workspace_id = $1`, [desk.workspaceId])
  await desk.rows(`update consent_category set archived_at = now() where workspace_id = $1 returning 1`, [desk.workspaceId])
  await desk.rows('update automatic_reply set removed_at = now(), enabled = false where workspace_id = $1 returning 1', [desk.workspaceId])
})

let serial = 0
const write = async (text: string, more: Parameters<Desk['wrote']>[2] = {}): Promise<void> => { desk.wall.now += 1_000; await desk.receive(desk.wrote(`w${++serial}`, text, { phone, ...more })) }
const tap = (id: string, title: string) => write('', { content: { kind: 'choice', id, title }, acts: ['message'] })
const line = async (event: string, data: Record<string, string> = {}, act = event): Promise<void> => {
  desk.wall.now += 1_000
  await desk.receive({ type: 'act', key: `l${++serial}`, account: 'acc-1', at: desk.services.clock.now(desk.workspaceId), from: { keys: [{ kind: 'phone', value: phone }], profile: { name: 'Ana Ruiz' } }, act, line: true, content: { kind: 'system', event, data } })
}
const catchUp = async () => { await words.catchUp(desk.workspaceId); await engine.catchUp(desk.workspaceId, true) }
interface Out { message_id: string; kind: string; text: string; author_type: string; purpose: string; options: { id: string; title: string }[] | null }
const sent = async (): Promise<Out[]> => {
  await catchUp()
  return desk.rows<Out>(`select message_id, kind, content->>'text' as text, author_type, purpose, content->'options' as options from message where workspace_id = $1 and conversation_id = $2 and direction = 'out' order by message_id`, [desk.workspaceId, await desk.conversationOf(phone)])
}
const texts = async (): Promise<string[]> => (await sent()).map((one) => one.text)
const contactOf = async (): Promise<string> => (await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [await desk.conversationOf(phone)]))[0]!.contact_id // it is there
const ledger = async () => {
  await catchUp()
  const contactId = await contactOf()
  return (await desk.services.db.inWorkspace(desk.workspaceId, (tx) => consentsOf(tx, desk.workspaceId, contactId))).map(({ state, source, category, channel: on, identityId }) => ({ state, source, category, channel: on, own: identityId !== null }))
}
const lines = async () => (await desk.rows<{ event: string; data: Record<string, string> }>(`select content->>'event' as event, content->'data' as data from message where workspace_id = $1 and conversation_id = $2 and direction = 'system' order by message_id`, [desk.workspaceId, await desk.conversationOf(phone)]))
const marketing = async (text = 'Rebajas') => desk.services.db.inWorkspace(desk.workspaceId, async (tx) => queueMessage(tx, desk.services, desk.workspaceId, { conversationId: await desk.conversationOf(phone), clientId: newId(), content: { kind: 'text', text }, purpose: 'marketing', author: { type: 'api' } }))
const topic = async (key: string, names: Record<string, string>): Promise<string> => {
  const id = newId()
  await desk.rows(`insert into consent_category (workspace_id, category_id, key, names, position, created_at) values ($1, $2, $3, $4, $5, now()) returning 1`, [desk.workspaceId, id, `${key}-${++serial}`, JSON.stringify(names), serial])
  return id
}
const patch = async (path: string, body: object) => { const answer = await desk.request('PATCH', `/api/v1/${path}`, body); expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]); return answer.json() }
const messages = async (): Promise<Message[]> => { await catchUp(); return (await desk.request('GET', `/api/v1/conversations/${await desk.conversationOf(phone)}/messages`)).json().items }
const twoTopics = () => Promise.all([topic('offers', { es: 'Ofertas', en: 'Offers' }), topic('news', { es: 'Novedades', en: 'News' })])

describe('an opt-out word', () => {
  it('ends all advertising on every app, is answered once in her language and leaves a line', async () => {
    await write('¿Tenéis gafas?')
    await write('Baja.')
    const [answer] = await sent()
    expect(answer).toMatchObject({ author_type: 'automation', purpose: 'service', text: 'Hecho. Óptica Sol no te enviará más publicidad en ninguna aplicación. Seguiremos contestando a tus mensajes y avisándote de tus pedidos. Si cambias de idea, escribe ALTA.' })
    expect(await ledger()).toEqual([{ state: 'withdrawn', source: 'keyword', category: null, channel: null, own: true }])
    expect(await lines()).toEqual([{ event: 'consent_withdrawn', data: { word: 'baja', scope: 'everywhere', channel: 'Made-up' } }])
    await write('BAJA')
    expect(await sent()).toHaveLength(1)
  })

  it('refuses marketing from then on, and lets an order notice and an answer go', async () => {
    await write('hola')
    expect(await marketing()).toMatchObject({ kind: 'refused', verdict: { code: 'consent_missing' } })
    await write('STOP!!')
    await catchUp()
    expect(await marketing()).toMatchObject({ kind: 'refused', verdict: { code: 'opted_out' } })
    const conversation = await desk.conversationOf(phone)
    for (const purpose of ['service', 'notification']) expect((await desk.request('POST', `/api/v1/conversations/${conversation}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Tu pedido está listo' }, purpose })).statusCode, purpose).toBe(201)
  })

  it.each([['退訂', {}, '已办理'], ['STOP', { language: 'de-AT' }, 'Erledigt'], ['STOP', {}, 'Hecho'], ['إلغاء', {}, 'تم.'], ['Sair', { language: 'fr' }, 'Pronto'], ['unsubscribe', {}, 'Done']] as const)('"%s" of somebody who speaks %o is answered "%s"', async (text, profile, begins) => {
    await write(text, { from: { keys: [{ kind: 'phone', value: phone }], profile: { name: 'Ana', ...profile } } })
    expect((await texts())[0]).toContain(begins)
  })

  it('she who waited for this alone waits no longer; she who had asked something still does', async () => {
    const waiting = async () => (await desk.rows<{ waiting: boolean }>('select waiting_since is not null as waiting from conversation where conversation_id = $1', [await desk.conversationOf(phone)]))[0]!.waiting
    await write('Baja')
    await catchUp()
    expect(await waiting()).toBe(false)
    phone = `${phone}1`
    await write('¿Está mi pedido?')
    await write('Baja')
    await catchUp()
    expect(await waiting()).toBe(true)
  })

  it('no other automatic answer goes to it, whoever looks first', async () => {
    const rule = await desk.request('POST', `/api/v1/channel-accounts/${desk.account.id}/automatic-replies`, { name: 'all', trigger: { kind: 'keyword', match: 'contains', words: ['baja', 'hola'] }, variants: [{ language: null, content: { kind: 'text', text: 'auto' } }], enabled: true })
    expect(rule.statusCode).toBe(201)
    await write('Baja.')
    await engine.catchUp(desk.workspaceId, true)
    expect((await texts()).map((text) => text.slice(0, 5))).toEqual(['Hecho'])
    await write('hola, planta baja')
    expect(await texts()).toContain('auto')
  })

  it('is obeyed once, however often the log is read and by however many nodes', async () => {
    await write('Baja')
    const other = new ConsentWords(desk.services)
    await Promise.all([words.catchUp(desk.workspaceId), other.catchUp(desk.workspaceId), new ConsentWords(desk.services).catchUp(desk.workspaceId)])
    await desk.rows('update consent_word_place set seq = 0 where workspace_id = $1 returning 1', [desk.workspaceId])
    await new ConsentWords(desk.services).catchUp(desk.workspaceId)
    expect([await sent(), await ledger(), await lines()].map((rows) => rows.length)).toEqual([1, 1, 1])
  })

  it('counts however late it is read, and is then not answered', async () => {
    await write('Baja')
    desk.wall.now += hours(30)
    expect(await texts()).toEqual([])
    expect(await ledger()).toMatchObject([{ state: 'withdrawn' }])
  })

  it('waits behind a log that the cleaner may not clear before it was read', async () => {
    await write('Baja')
    await desk.rows(`update event set at = now() - interval '3 hours' where workspace_id = $1 returning 1`, [desk.workspaceId])
    const { sweepWorkspace } = await import('../../jobs/cleaner.js')
    await sweepWorkspace(desk.services, desk.workspaceId)
    expect(await ledger()).toMatchObject([{ state: 'withdrawn' }])
  })
})

describe('a word that means something else', () => {
  const question = async (): Promise<Message['question']> => (await messages()).find((one) => one.question)?.question
  it.each(['planta baja', 'quiero dar de baja el pedido', 'stop by tomorrow', 'Cancelar'])('"%s" ends nothing and asks the agents once', async (text) => {
    await write(text)
    expect(await question()).toMatchObject({ kind: 'end_marketing', state: 'open' })
    expect([await ledger(), await sent(), await lines()]).toEqual([[], [], []])
  })

  it('yes ends it at the colleague’s word, tells her, and is settled for everybody', async () => {
    await write('dejad de enviarme tanta publicidad')
    const asked = (await messages()).find((one) => one.question)!
    const agent = await desk.addPerson('agent')
    const yes = await desk.request('POST', `/api/v1/messages/${asked.id}/question`, { answer: 'yes' })
    expect(yes.json()).toMatchObject({ question: { state: 'yes', by: { id: desk.owner.userId } }, told: true })
    expect(await ledger()).toEqual([{ state: 'withdrawn', source: 'agent', category: null, channel: null, own: true }])
    expect((await texts())[0]).toContain('no te enviará más publicidad')
    const late = await desk.request('POST', `/api/v1/messages/${asked.id}/question`, { answer: 'no' }, agent)
    expect(late.json()).toMatchObject({ question: { state: 'yes' }, told: null })
    expect(await ledger()).toHaveLength(1)
  })

  it('what she writes later settles what was asked before', async () => {
    await write('planta baja')
    await write('¿y stop qué significa?')
    await write('BAJA')
    expect((await messages()).flatMap((one) => (one.question ? [one.question] : []))).toEqual([1, 2].map(() => ({ kind: 'end_marketing', state: 'yes', word: expect.any(String), at: expect.any(String) })))
  })

  it('no changes nothing, and the same word asks nobody again that day', async () => {
    await write('planta baja')
    const asked = (await messages()).find((one) => one.question)!
    expect((await desk.request('POST', `/api/v1/messages/${asked.id}/question`, { answer: 'no' })).json()).toMatchObject({ question: { state: 'no' }, told: null })
    await write('sí, la planta baja')
    expect((await messages()).filter((one) => one.question)).toHaveLength(1)
    expect([await ledger(), await sent()]).toEqual([[], []])
    expect((await desk.request('POST', `/api/v1/messages/${(await messages())[0]!.id}/question`, { answer: 'no' })).statusCode).toBe(404)
  })

  it('an answer to a menu or to a colleague’s question asks, the bare word after anything else counts', async () => {
    await write('hola')
    await catchUp()
    const conversation = await desk.conversationOf(phone)
    await desk.request('POST', `/api/v1/conversations/${conversation}/messages`, { clientId: newId(), content: { kind: 'text', text: '¿La tienda de la planta alta o la baja?' } })
    await write('baja')
    expect([(await question())?.state, await ledger()]).toEqual(['open', []])
    await desk.request('POST', `/api/v1/conversations/${conversation}/messages`, { clientId: newId(), content: { kind: 'choices', style: 'list', text: '¿Dónde?', options: [{ id: 'a', title: 'Planta baja' }, { id: 'b', title: 'Sótano' }] } })
    await write('Baja')
    expect(await ledger()).toEqual([])
    await desk.request('POST', `/api/v1/conversations/${conversation}/messages`, { clientId: newId(), content: { kind: 'text', text: 'De acuerdo' } })
    await write('Baja')
    expect(await ledger()).toHaveLength(1)
  })
})

describe('the opt-in word', () => {
  it('asks which topics, takes one after the other, and keeps the wording she was shown', async () => {
    const [offers, news] = await twoTopics()
    await patch('consent-words', { privacyUrl: PRIVACY })
    await write('Baja')
    await write('ALTA')
    const question = (await sent()).at(-1)!
    expect(question).toMatchObject({ kind: 'choices', text: expect.stringContaining(`Privacidad: ${PRIVACY}`) })
    expect(question.options!.map((one) => one.title)).toEqual(['Ofertas', 'Novedades', 'Todo'])
    await tap(question.options![0]!.id, 'Ofertas')
    expect((await texts()).at(-1)).toBe('Hecho. Óptica Sol te escribirá por Made-up sobre: Ofertas. Para dejarlo, escribe BAJA.')
    await tap(question.options![1]!.id, 'Novedades')
    expect((await ledger()).slice(1)).toEqual([offers, news].map((category) => ({ state: 'given', source: 'keyword', category, channel: 'made-up', own: true })))
    const [wording] = await desk.rows<{ text: string; privacy_url: string }>(`select w.text, w.privacy_url from consent_wording w join consent_entry e on e.wording_id = w.wording_id where e.contact_id = $1 limit 1`, [await contactOf()])
    expect(wording).toEqual({ text: `${question.text}\n1. Ofertas\n2. Novedades`, privacy_url: PRIVACY })
    expect((await lines()).map((one) => one.event)).toEqual(['consent_withdrawn', 'consent_given', 'consent_given'])
  })

  it.each([['2', 1], ['1 y 2', 2], ['todo', 2], ['Ofertas', 1]] as const)('"%s" typed under the question is her choice', async (text, count) => {
    await twoTopics()
    await write('Alta')
    await catchUp()
    await write(text)
    expect(await ledger()).toHaveLength(count)
  })

  it('what is no answer is an ordinary message, and a number behind other words is none', async () => {
    await twoTopics()
    await write('Alta')
    await catchUp()
    await write('¿Abrís mañana?')
    await desk.request('POST', `/api/v1/conversations/${await desk.conversationOf(phone)}/messages`, { clientId: newId(), content: { kind: 'text', text: '¿Cuántas quieres?' } })
    await write('2')
    expect([await ledger(), (await sent()).length]).toEqual([[], 2])
  })

  it('"no" ends it without a line in the ledger', async () => {
    await twoTopics()
    await write('Alta')
    await catchUp()
    await write('no, gracias')
    expect([await ledger(), (await texts()).at(-1)]).toEqual([[], expect.stringContaining('no cambia nada')])
  })

  it('without topics asks for all advertising, yes or no', async () => {
    await write('Alta')
    expect((await sent())[0]!.options!.map((one) => one.title)).toEqual(['Sí', 'No'])
    await write('Sí')
    expect(await ledger()).toMatchObject([{ state: 'given', category: null }])
  })

  it.each([['1', 1], ['2', 0], ['no', 0], ['sí', 1]] as const)('"%s" answers a yes or no that an app shows as lines', async (text, count) => {
    await write('Alta')
    await catchUp()
    await write(text)
    expect([(await ledger()).length, (await sent()).length]).toEqual([count, 2])
  })

  it('waits for a second yes where the owner demands it; marketing goes only then', async () => {
    await desk.rows(`insert into purpose_setting (workspace_id, purpose, basis, double_opt_in, updated_at) values ($1, 'marketing', 'consent', true, now()) returning 1`, [desk.workspaceId])
    await write('Alta')
    await catchUp()
    await write('sí')
    expect(await ledger()).toMatchObject([{ state: 'pending' }])
    expect((await sent()).at(-1)).toMatchObject({ kind: 'choices', text: expect.stringContaining('confirma') })
    expect(await marketing()).toMatchObject({ kind: 'refused', verdict: { code: 'consent_missing' } })
    await write('SÍ')
    expect(await ledger()).toMatchObject([{ state: 'pending' }, { state: 'confirmed', source: 'double_opt_in' }])
    expect(await marketing()).toMatchObject({ kind: 'queued' })
  })

  it('a tap on a question that is over asks anew', async () => {
    await twoTopics()
    await write('Alta')
    const first = (await sent())[0]!
    desk.wall.now += hours(25)
    await tap(first.options![0]!.id, 'Ofertas')
    expect([await ledger(), (await sent()).filter((one) => one.kind === 'choices').length]).toEqual([[], 2])
  })
})

describe('keywords of the company', () => {
  it('sign up for their topics with the wording beside them', async () => {
    const [offers] = await twoTopics()
    expect((await desk.request('POST', '/api/v1/consent-keywords', { words: ['OFERTAS SOL'], wording: { es: 'Escribe OFERTAS SOL' } })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'privacyUrl' }] })
    await patch('consent-words', { privacyUrl: PRIVACY })
    const made = await desk.request('POST', '/api/v1/consent-keywords', { words: ['OFERTAS SOL'], categoryIds: [offers], wording: { es: 'Escribe OFERTAS SOL y te mandamos ofertas por WhatsApp.' } })
    expect(made.statusCode).toBe(201)
    for (const [word, field] of [['baja', 'words.0'], ['Alta!', 'words.0'], ['sí', 'words.0'], ['7', 'words.0'], ['ofertas sol', 'words.0']] as const) expect((await desk.request('POST', '/api/v1/consent-keywords', { words: [word], wording: { es: 'x' } })).json(), word).toMatchObject({ fields: [{ field }] })
    await write('ofertas sol!')
    expect(await ledger()).toEqual([{ state: 'given', source: 'keyword', category: offers, channel: 'made-up', own: true }])
    expect(await texts()).toEqual(['Hecho. Óptica Sol te escribirá por Made-up sobre: Ofertas. Para dejarlo, escribe BAJA.'])
    expect((await desk.request('GET', '/api/v1/consent-keywords')).json().items).toMatchObject([{ used: 1 }])
  })
})

describe('the platforms', () => {
  it('stop and leaving end advertising on that channel alone; lifting the stop brings back what stood before, and makes nothing new', async () => {
    await write('Alta')
    await catchUp()
    await write('sí')
    await catchUp()
    await line('marketing_stopped', {}, 'preference')
    expect((await ledger()).at(-1)).toEqual({ state: 'withdrawn', source: 'platform', category: null, channel: 'made-up', own: true })
    await line('marketing_resumed', {}, 'preference')
    expect((await ledger()).map((one) => `${one.state} ${one.source}`)).toEqual(['given keyword', 'withdrawn platform', 'given platform'])
    await write('Baja')
    await line('marketing_resumed', {}, 'preference')
    expect((await ledger()).at(-1)).toMatchObject({ state: 'withdrawn', source: 'keyword' })
    phone = `${phone}7`
    await line('marketing_stopped', {}, 'preference')
    await line('marketing_resumed', {}, 'preference')
    expect((await ledger()).map((one) => one.state)).toEqual(['withdrawn'])
  })

  it('an unfollow ends it, a new follow begins nothing', async () => {
    await line('follow')
    await line('unfollow')
    await line('follow')
    expect(await ledger()).toEqual([{ state: 'withdrawn', source: 'platform', category: null, channel: 'made-up', own: true }])
  })

  it('a sign-up counts for the topic it names and for nothing else', async () => {
    const [offers] = await twoTopics()
    await line('marketing_granted', { topic: 'ofertas' }, 'preference')
    await line('marketing_granted', { topic: 'Bolsa' }, 'preference')
    expect(await ledger()).toEqual([{ state: 'given', source: 'platform', category: offers, channel: 'made-up', own: true }])
  })

  it('a refusal because she stopped is written down, and stops the next one here', async () => {
    await write('Alta')
    await catchUp()
    await write('sí')
    await catchUp()
    const queued = await marketing()
    if (queued.kind !== 'queued') throw new Error('it goes')
    const conversation = await desk.conversationOf(phone)
    await desk.rows(`update message set status = 'failed', error = '{"code":"opted_out","message":"x","platformCode":"131050"}' where message_id = $1 returning 1`, [queued.messageId])
    await desk.rows('delete from send_job where message_id = $1 returning 1', [queued.messageId])
    await desk.rows('select append_events($1)', [JSON.stringify([{ type: 'message.updated', conversationId: conversation, messageIds: [queued.messageId] }])])
    expect((await ledger()).at(-1)).toEqual({ state: 'withdrawn', source: 'platform', category: null, channel: 'made-up', own: true })
    expect(await marketing()).toMatchObject({ kind: 'refused', verdict: { code: 'opted_out' } })
  })

  it('a template’s button ends it on its channel', async () => {
    await write('hola')
    await catchUp()
    await desk.rows(
      `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at) select $1, $2, conversation_id, case_id, account_id, 'out', 'template', $4, 'sent', 'api', $5 from conversation where conversation_id = $3 returning 1`,
      [desk.workspaceId, newId(), await desk.conversationOf(phone), JSON.stringify({ kind: 'template', parameters: {}, text: 'Rebajas', buttons: ['Ver', 'Baja'] }), new Date(desk.services.clock.now(desk.workspaceId)).toISOString()])
    await tap('STOP_OFFERS', 'Baja')
    expect(await ledger()).toEqual([{ state: 'withdrawn', source: 'keyword', category: null, channel: 'made-up', own: true }])
    expect(await texts()).toContain('Hecho. Óptica Sol no te enviará más publicidad por Made-up. Seguiremos contestando a tus mensajes y avisándote de tus pedidos. Si cambias de idea, escribe ALTA.')
  })
})

describe('the privacy notice', () => {
  it('comes at a person’s first message, once for each version, in her language', async () => {
    await write('antes de que se encienda')
    await catchUp()
    const early = phone
    desk.wall.now += minutes(1)
    expect((await desk.request('PATCH', '/api/v1/privacy-notice', { enabled: true })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'url' }] })
    await patch('privacy-notice', { enabled: true, url: PRIVACY })
    await write('sigo aquí')
    expect(await texts()).toEqual([])
    phone = `${phone}2`
    await write('hola', { from: { keys: [{ kind: 'phone', value: phone }], profile: { name: 'Kim', language: 'en' } } })
    await write('anyone?')
    expect(await texts()).toEqual([`Óptica Sol uses the data of this chat to answer you. What we do with it and what your rights are: ${PRIVACY}`])
    expect(await patch('privacy-notice', { texts: { en: 'New: {{privacy}}' } })).toMatchObject({ version: 2, shown: [{ version: 1, people: 1 }] })
    await write('and now?')
    expect(await texts()).toHaveLength(1)
    await patch('privacy-notice', { again: true })
    await write('again')
    await write('and again')
    expect((await texts()).slice(1)).toEqual([`New: ${PRIVACY}`])
    phone = early
    await write('yo también')
    expect(await texts()).toEqual([expect.stringContaining('usa los datos de este chat')])
  })

  it('is not shown again when two addresses turn out to be one', async () => {
    await patch('privacy-notice', { enabled: true, url: PRIVACY })
    const alias = { kind: 'alias', value: `alias-${phone}` }
    await write('hola')
    await catchUp()
    await write('hola', { from: { keys: [alias], profile: { name: 'Ana' } } })
    await catchUp()
    await write('soy la misma', { from: { keys: [{ kind: 'phone', value: phone }, alias], profile: { name: 'Ana' } } })
    await catchUp()
    const shown = await desk.rows('select 1 from privacy_notice_shown s where s.workspace_id = $1 and exists (select from identity_key k where k.identity_id = s.identity_id and k.value = any($2))', [desk.workspaceId, [phone, alias.value]])
    expect(shown).toHaveLength(1)
    expect((await texts()).filter((text) => text.includes(PRIVACY))).toHaveLength(2)
  })

  it('waits where she only ended advertising', async () => {
    await patch('privacy-notice', { enabled: true, url: PRIVACY })
    await write('Baja')
    expect((await texts()).map((text) => text.slice(0, 5))).toEqual(['Hecho'])
    await write('¿Abrís hoy?')
    expect((await texts())[1]).toContain(PRIVACY)
  })
})

describe('settings', () => {
  it('add and take away words, change a text, and refuse what would leave her without a way out', async () => {
    await patch('consent-words', { own: [{ kind: 'opt_out', language: 'es', text: 'Fuera' }], without: [{ kind: 'opt_in', language: 'es', text: 'volver' }], texts: { optOut: { es: '{{company}}: fuera publicidad. {{in}} para volver.' } } })
    await write('volver')
    expect(await sent()).toEqual([])
    await write('¡Fuera!')
    expect(await texts()).toEqual(['Óptica Sol: fuera publicidad. ALTA para volver.'])
    for (const [body, field] of [
      [{ without: [{ kind: 'opt_out', language: 'es', text: 'baja' }] }, 'without.0.text'], [{ without: [{ kind: 'opt_out', language: 'en', text: 'STOP' }] }, 'without.0.text'], [{ own: [{ kind: 'opt_out', language: 'es', text: '¡¡!!' }] }, 'own.0.text'], [{ own: [{ kind: 'opt_in', language: 'es', text: 'baja' }] }, 'own.0.text'],
      [{ texts: { optOut: { es: 'Vale {{in}}' } } }, 'texts.optOut.es'], [{ texts: { optOut: { es: '{{company}} {{in}} {{order}}' } } }, 'texts.optOut.es'], [{ privacyUrl: 'http://x.example' }, 'privacyUrl'],
    ] as const) expect((await desk.request('PATCH', '/api/v1/consent-words', body)).json(), JSON.stringify(body)).toMatchObject({ code: 'invalid_request', fields: [{ field }] })
  })

  it('say what a text would do', async () => {
    const kind = async (text: string) => (await desk.request('POST', '/api/v1/consent-words/try', { text })).json().kind
    expect([await kind('Baja.'), await kind('planta baja'), await kind('hola'), await kind('ayuda'), await kind('ALTA')]).toEqual(['opt_out', 'ask', 'none', 'none', 'opt_in'])
    await patch('consent-words', { help: true, ask: false })
    expect([await kind('planta baja'), await kind('ayuda')]).toEqual(['none', 'help'])
    await write('ayuda')
    expect((await texts())[0]).toContain('BAJA')
  })
})
