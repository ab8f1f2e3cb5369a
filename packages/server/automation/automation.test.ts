import type { AutomaticReply, AutomaticReplyWish } from '@recado/api'
import { days, hours, minutes } from '@recado/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { queueMessage } from '../sending/queue.js'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { AutomationEngine } from './engine.js'

// START is a Sunday, 10:00 in Madrid.
const channel = { ...madeUpLoaded, connector: { ...madeUpLoaded.connector, automation: { entry: ['follow'] } } }
const say = (text: string): AutomaticReplyWish['variants'] => [{ language: null, content: { kind: 'text', text } }]

let desk: Desk
let engine: AutomationEngine
let base = ''
beforeAll(async () => {
  desk = await makeDesk({ channel })
  engine = new AutomationEngine(desk.services)
  base = `/api/v1/channel-accounts/${desk.account.id}`
})
afterAll(() => desk.close())
let person = 0
let phone = ANA
beforeEach(async () => {
  await desk.rows('update automatic_reply set removed_at = now(), enabled = false where workspace_id = $1 returning 1', [desk.workspaceId])
  await desk.rows('delete from timetable where workspace_id = $1', [desk.workspaceId])
  await desk.rows('delete from automation_setting where workspace_id = $1', [desk.workspaceId])
  phone = `346000${String(10_000 + ++person)}`
})

let serial = 0
const write = async (text: string, more: Parameters<Desk['wrote']>[2] = {}): Promise<void> => { await desk.receive(desk.wrote(`m${++serial}`, text, { phone, ...more })) }
const did = (act: string, data: Record<string, string> = {}) => desk.receive({ type: 'act', key: `a${++serial}`, account: 'acc-1', at: desk.services.clock.now(desk.workspaceId), from: { keys: [{ kind: 'phone', value: phone }], profile: { name: 'Ana Ruiz' } }, act, line: true, content: { kind: 'system', event: act, data } })
const pass = (ms: number) => { desk.wall.now += ms }
const add = async (wish: Partial<AutomaticReplyWish> & Pick<AutomaticReplyWish, 'trigger'>): Promise<AutomaticReply> => {
  const answer = await desk.request('POST', `${base}/automatic-replies`, { name: wish.trigger.kind, variants: say(`says ${wish.trigger.kind}`), enabled: true, ...wish })
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)])
  return answer.json()
}
const week = (slots: { from: string; to: string }[]) => ({ timeZone: 'Europe/Madrid', week: Array.from({ length: 7 }, () => slots), dates: [] })
const setHours = async (slots: { from: string; to: string }[]) => expect((await desk.request('PUT', `${base}/hours`, week(slots))).statusCode).toBe(200)
/** What went to her automatically, in order. */
const said = async (): Promise<string[]> => {
  await engine.catchUp(desk.workspaceId, true)
  const conversation = await desk.conversationOf(phone)
  return (await desk.rows<{ text: string }>(`select content->>'text' as text from message where workspace_id = $1 and conversation_id = $2 and direction = 'out' and author_type = 'automation' order by message_id`, [desk.workspaceId, conversation])).map((row) => row.text)
}
const ledger = async () => desk.rows<{ outcome: string; code: string | null }>('select outcome, code from automatic_answer where workspace_id = $1 and conversation_id = $2 order by at, event_id', [desk.workspaceId, await desk.conversationOf(phone)])

describe('answers', () => {
  it('greets once, with her name and the company’s, and she goes on waiting for a person', async () => {
    const rule = await add({ trigger: { kind: 'greeting', afterDays: null }, variants: say('Hola, {{contact.firstName}}: {{company}}') })
    await write('hola', { name: 'Ana Ruiz' })
    expect(await said()).toEqual(['Hola, Ana: Company'])
    await write('¿hay alguien?')
    expect(await said()).toEqual(['Hola, Ana: Company'])
    const [row] = await desk.rows<{ waiting: boolean; author_id: string; status: string; purpose: string }>(
      `select c.waiting_since is not null as waiting, m.author_id, m.status, m.purpose from message m join conversation c on c.conversation_id = m.conversation_id where m.conversation_id = $1 and m.direction = 'out'`, [await desk.conversationOf(phone)])
    expect(row).toEqual({ waiting: true, author_id: rule.id, status: 'queued', purpose: 'service' })
    const messages = (await desk.request('GET', `/api/v1/conversations/${await desk.conversationOf(phone)}/messages`)).json()
    expect(messages.items.find((one: { direction: string }) => one.direction === 'out').author).toEqual({ type: 'automation', id: rule.id, name: 'greeting' })
  })

  it('is away once per closed stretch, and says when it opens', async () => {
    await setHours([{ from: '11:00', to: '14:00' }])
    await add({ trigger: { kind: 'away' }, variants: say('Gracias por tu mensaje, volvemos {{opening}}') })
    await write('hola')
    await write('¿hola?')
    expect(await said()).toEqual(['Gracias por tu mensaje, volvemos hoy a las 11:00'])
    pass(hours(2)) // 12:00: open
    await write('¿y ahora?')
    expect(await said()).toHaveLength(1)
    pass(hours(3)) // 15:00: closed again
    await write('¿tarde?')
    expect(await said()).toEqual(['Gracias por tu mensaje, volvemos hoy a las 11:00', 'Gracias por tu mensaje, volvemos mañana a las 11:00'])
  })

  it('a keyword in Chinese, a menu key, a scanned scene and a follow, each its own', async () => {
    await add({ trigger: { kind: 'keyword', match: 'word', words: ['营业时间'] } })
    await add({ trigger: { kind: 'menu', keys: ['HOURS', 'poster'] } })
    await add({ trigger: { kind: 'follow' } })
    await did('follow')
    expect(await said()).toEqual(['says follow'])
    await did('menu_click', { key: 'HOURS' })
    await did('scan', { scene: 'poster' })
    await did('menu_click', { key: 'OTHER' })
    await write('请问营业时间是几点？')
    expect(await said()).toEqual(['says follow', 'says menu', 'says menu', 'says keyword'])
  })

  it('speaks her language where it is told, and otherwise the one for everybody', async () => {
    await add({ trigger: { kind: 'greeting', afterDays: null }, variants: [{ language: 'es', content: { kind: 'text', text: 'Hola' } }, { language: 'zh', content: { kind: 'text', text: '你好' } }, { language: null, content: { kind: 'text', text: 'Hello' } }] })
    await write('你们好')
    expect(await said()).toEqual(['你好'])
    phone = `${phone}9`
    await write('hola', { from: { keys: [{ kind: 'phone', value: phone }], profile: { name: 'Ana', language: 'es-MX' } } })
    expect(await said()).toEqual(['Hola'])
  })

  it('says a saved reply, sets labels and closes the case; a rule without words lets the next one speak', async () => {
    const saved = (await desk.request('POST', '/api/v1/saved-replies', { shortcut: `h${person}`, title: 'Horario', text: 'De 9 a 18, {{contact.firstName}}' })).json()
    await add({ trigger: { kind: 'keyword', match: 'contains', words: ['horario'] }, name: 'label only', variants: [], labels: ['info'] })
    await add({ trigger: { kind: 'keyword', match: 'contains', words: ['horario'] }, variants: [{ language: null, savedReplyId: saved.id }], labels: ['horario'], status: 'resolved' })
    await write('¿Vuestro horario?', { name: 'Ana Ruiz' })
    expect(await said()).toEqual(['De 9 a 18, Ana'])
    const [row] = await desk.rows('select labels, status, waiting_since from conversation where conversation_id = $1', [await desk.conversationOf(phone)])
    expect(row).toEqual({ labels: ['horario', 'info'], status: 'resolved', waiting_since: null })
    expect((await ledger()).map((one) => one.outcome).sort()).toEqual(['acted', 'answered'])
    await desk.request('DELETE', `/api/v1/saved-replies/${saved.id}`)
    pass(minutes(1))
    await write('horario')
    expect(await said()).toHaveLength(1)
    expect((await ledger()).filter((one) => one.outcome === 'refused')).toEqual([{ outcome: 'refused', code: 'saved_reply_gone' }])
    expect((await desk.request('GET', `${base}/automatic-replies`)).json().items).toMatchObject([{ problem: null }, { problem: 'saved_reply_gone', lately: { count: 1, refused: { code: 'saved_reply_gone' } } }])
  })
})

describe('keeps silent', () => {
  const greeting = () => add({ trigger: { kind: 'keyword', match: 'contains', words: ['a'] }, variants: say('auto') })
  it('for ten minutes after a colleague wrote here or on the phone, and not after them', async () => {
    await greeting()
    await write('hola')
    await engine.catchUp(desk.workspaceId, true)
    expect((await desk.request('POST', `/api/v1/conversations/${await desk.conversationOf(phone)}/messages`, { clientId: `c${serial}`, content: { kind: 'text', text: 'Dime' } })).statusCode).toBe(201)
    pass(minutes(9))
    await write('una pregunta')
    expect(await said()).toEqual(['auto'])
    pass(minutes(2))
    await write('otra')
    expect(await said()).toEqual(['auto', 'auto'])
    await desk.receive({ type: 'echo', key: `e${++serial}`, account: 'acc-1', at: desk.wall.now, to: { keys: [{ kind: 'phone', value: phone }] }, externalId: `e${serial}`, content: { kind: 'text', text: 'desde el móvil' } })
    await write('gracias')
    expect(await said()).toHaveLength(2)
    await desk.request('PUT', `${base}/automatic-replies/settings`, { quietMinutes: 0 })
    await write('nada')
    expect(await said()).toHaveLength(3)
  })

  it('about history, old messages, echoes, reactions and what came before it was on', async () => {
    await write('antes de la regla')
    pass(minutes(10))
    await greeting()
    await write('antigua', { at: desk.wall.now - days(1) })
    await write('importada, más nueva que todo lo vivo', { historic: true })
    expect(await said()).toEqual([])
    await write('1')
    pass(minutes(10))
    await write('2')
    await write('importada, entre lo demás', { historic: true, at: desk.wall.now - minutes(5) })
    await write('de antes de la regla, tarde', { at: desk.wall.now - minutes(15) })
    await desk.receive({ ...desk.wrote(`r${++serial}`, '', { phone }), content: { kind: 'reaction', messageId: `m${serial - 1}`, emoji: 'a' } })
    await desk.receive({ type: 'echo', key: `e${++serial}`, account: 'acc-1', at: desk.wall.now - hours(2), to: { keys: [{ kind: 'phone', value: phone }] }, externalId: `e${serial}`, content: { kind: 'text', text: 'aaa' } })
    expect(await said()).toEqual([])
    await write('hola')
    expect(await said()).toEqual(['auto'])
  })

  it('after three automatic messages in a row, until she does something', async () => {
    await write('hola')
    const conversationId = await desk.conversationOf(phone)
    const send = (n: number) => desk.services.db.inWorkspace(desk.workspaceId, (tx) => queueMessage(tx, desk.services, desk.workspaceId, { conversationId, clientId: `row-${serial}-${n}`, content: { kind: 'text', text: `n${n}` }, purpose: 'service', author: { type: 'automation' } }))
    expect([(await send(1)).kind, (await send(2)).kind, (await send(3)).kind]).toEqual(['queued', 'queued', 'queued'])
    expect(await send(4)).toMatchObject({ kind: 'refused', verdict: { code: 'human_only' } })
    expect(await desk.rows('select automation_stopped from conversation where conversation_id = $1', [conversationId])).toEqual([{ automation_stopped: true }])
    await did('menu_click', { key: 'X' })
    expect((await send(5)).kind).toBe('queued')
    expect(await desk.rows('select automation_stopped from conversation where conversation_id = $1', [conversationId])).toEqual([{ automation_stopped: false }])
  })

  it('before another bot: its answers come faster than anybody types, or are our own words', async () => {
    await greeting()
    for (let round = 0; round < 8; round++) {
      await write(`ja ${round}`)
      await engine.catchUp(desk.workspaceId, true)
      pass(1_000)
    }
    expect(await said()).toHaveLength(3)
    phone = `${phone}8`
    await write('hola')
    await said()
    pass(minutes(1))
    await write('auto')
    expect(await said()).toEqual(['auto'])
  })

  it('when the window does not allow it, and says why', async () => {
    await add({ trigger: { kind: 'menu', keys: ['K'] } })
    await did('scan_only', { key: 'K' }) // opens nothing on this channel
    expect(await said()).toEqual([])
    expect(await ledger()).toEqual([{ outcome: 'refused', code: 'contact_must_write_first' }])
  })
})

describe('once', () => {
  it('with two nodes at once, and with the same event again', async () => {
    await add({ trigger: { kind: 'keyword', match: 'contains', words: ['a'] }, variants: say('auto') })
    const other = new AutomationEngine(desk.services)
    const phones = Array.from({ length: 12 }, (_, i) => `${phone}${i}`)
    for (const one of phones) await desk.receive(desk.wrote(`two-${one}`, 'hola', { phone: one }))
    await Promise.all([engine.catchUp(desk.workspaceId, true), other.catchUp(desk.workspaceId, true)])
    for (const one of phones) await desk.receive(desk.wrote(`two-${one}`, 'hola', { phone: one }))
    for (const one of phones) { phone = one; expect(await said()).toEqual(['auto']) }
  })

  it('by a process that starts where another one died: the place in the log is written last', async () => {
    await add({ trigger: { kind: 'keyword', match: 'contains', words: ['a'] }, variants: say('auto') })
    const [{ seq }] = await desk.rows<{ seq: number }>('select seq from automation_place where workspace_id = $1', [desk.workspaceId]) as [{ seq: number }]
    await write('hola')
    expect(await said()).toEqual(['auto'])
    await desk.rows('update automation_place set seq = $2 where workspace_id = $1 returning 1', [desk.workspaceId, seq])
    await write('hola otra vez')
    await new AutomationEngine(desk.services).catchUp(desk.workspaceId, true)
    expect(await said()).toEqual(['auto', 'auto'])
  })
})

describe('the API', () => {
  it('keeps rules in the place of their kind, reorders, switches and removes', async () => {
    const greeting = await add({ trigger: { kind: 'greeting', afterDays: 30 }, enabled: false })
    const away = await add({ trigger: { kind: 'away' }, enabled: false })
    const word = await add({ trigger: { kind: 'keyword', match: 'exact', words: [' sí ', 'sí'] }, enabled: false })
    const order = async () => (await desk.request('GET', `${base}/automatic-replies`)).json().items.map((one: AutomaticReply) => one.id)
    expect(await order()).toEqual([word.id, away.id, greeting.id])
    expect(word.trigger).toEqual({ kind: 'keyword', match: 'exact', words: ['sí'] })
    expect(away.problem).toBe('no_hours')
    expect((await desk.request('PUT', `${base}/automatic-replies/order`, { ids: [greeting.id, word.id] })).statusCode).toBe(400)
    expect((await desk.request('PUT', `${base}/automatic-replies/order`, { ids: [greeting.id, word.id, away.id] })).statusCode).toBe(204)
    expect(await order()).toEqual([greeting.id, word.id, away.id])
    expect((await desk.request('PATCH', `${base}/automatic-replies/${word.id}`, { enabled: true, name: 'Sí' })).json()).toMatchObject({ enabled: true, enabledAt: new Date(Math.floor(desk.wall.now / 1000) * 1000).toISOString(), name: 'Sí' })
    expect((await desk.request('DELETE', `${base}/automatic-replies/${word.id}`)).statusCode).toBe(204)
    expect(await order()).toEqual([greeting.id, away.id])
    expect((await desk.request('PATCH', `${base}/automatic-replies/${word.id}`, { enabled: true })).statusCode).toBe(404)
  })

  it.each<[string, Partial<AutomaticReplyWish>, string]>([
    ['a place nobody fills', { variants: say('{{order}}') }, 'variants[0].content'],
    ['words the app refuses', { variants: say('x'.repeat(1001)) }, 'variants[0].content'],
    ['a template', { variants: [{ language: null, content: { kind: 'template', name: 't', parameters: [] } }] }, 'variants[0].content.kind'],
    ['one language twice', { variants: [...say('a'), ...say('b')] }, 'variants[0].language'],
    ['a saved reply that is not there', { variants: [{ language: null, savedReplyId: '00000000-0000-7000-8000-000000000000' }] }, 'variants[0].savedReplyId'],
    ['no words to look for', { trigger: { kind: 'keyword', match: 'word', words: [' '] } }, 'trigger.words'],
  ])('refuses %s', async (_name, wish, field) => {
    const answer = await desk.request('POST', `${base}/automatic-replies`, { name: 'x', trigger: { kind: 'away' }, variants: say('y'), ...wish })
    const fields = answer.json().fields as { field: string }[]
    expect([answer.statusCode, field === 'variants[0].language' ? fields[0]!.field.replace('1', '0') : fields[0]!.field]).toEqual([400, field])
  })

  it('proposes office hours until somebody sets them, and names what is wrong', async () => {
    expect((await desk.request('GET', `${base}/hours`)).json()).toMatchObject({ set: false, timeZone: 'Europe/Madrid', now: { open: false } })
    const bad = await desk.request('PUT', `${base}/hours`, { ...week([{ from: '10:00', to: '12:00' }, { from: '11:00', to: '13:00' }]), timeZone: 'Mars/Base' })
    expect([bad.statusCode, bad.json().fields.map((one: { field: string; message: string }) => `${one.field} ${one.message}`)]).toEqual([400, expect.arrayContaining(['week[0][1] overlap', 'timeZone zone'])])
    const good = await desk.request('PUT', `${base}/hours`, { ...week([{ from: '00:00', to: '24:00' }]), dates: [{ date: '2026-12-25', slots: [], name: 'Navidad' }] })
    expect(good.json()).toMatchObject({ set: true, now: { open: true, until: '2026-12-24T23:00:00.000Z' } })
  })

  it('tries rules out: who answers, with what, why not the others', async () => {
    await setHours([{ from: '11:00', to: '14:00' }])
    const away = await add({ trigger: { kind: 'away' }, variants: say('Te respondemos {{opening}}, {{contact.firstName}}'), labels: ['fuera'] })
    const greeting = await add({ trigger: { kind: 'greeting', afterDays: null }, enabled: false })
    const ask = async (body: object) => (await desk.request('POST', `${base}/automatic-replies/preview`, body)).json()
    const night = new Date(START + hours(12)).toISOString()
    expect(await ask({ text: 'hola', at: night, person: { name: 'Ana Ruiz' } })).toMatchObject({
      silence: null, ruleId: away.id, contents: [{ kind: 'text', text: 'Te respondemos mañana a las 11:00, Ana' }], labels: ['fuera'], fault: null, passive: false, price: { amount: '0.0000' },
      judgements: [{ ruleId: away.id, applies: true, reason: null }, { ruleId: greeting.id, applies: false, reason: 'off' }], hours: { open: false, opensAt: '2026-11-23T10:00:00.000Z' },
    })
    expect(await ask({ text: 'hola', at: new Date(START + hours(2)).toISOString() })).toMatchObject({ ruleId: null, contents: [], judgements: [{ reason: 'open_now' }, { reason: 'off' }] })
    expect(await ask({ key: 'A', rule: { name: 'new', trigger: { kind: 'menu', keys: ['A'] }, variants: say('A!') } })).toMatchObject({ ruleId: 'draft', contents: [{ text: 'A!' }], judgements: [{ reason: 'not_this' }, { reason: 'off' }, { ruleId: 'draft', reason: null }] })
    expect(await desk.rows('select 1 from automatic_answer a join automatic_reply r on r.automatic_reply_id = a.automatic_reply_id where r.removed_at is null')).toEqual([])
  })

  it('estimates from what was really written', async () => {
    await write('precio')
    await write('el precio, por favor')
    const word = await add({ trigger: { kind: 'keyword', match: 'word', words: ['precio'] }, enabled: false })
    const answer = (await desk.request('POST', `${base}/automatic-replies/estimate`, {})).json()
    expect(answer).toMatchObject({ answers: 0, cost: null, cut: false, adds: { [word.id]: { answers: 2, more: 2, cost: null } } })
    expect(answer.occasions).toBeGreaterThan(2)
  })

  it('agents read, only owners and admins change', async () => {
    const agent = await desk.addPerson('agent')
    expect((await desk.request('GET', `${base}/automatic-replies`, undefined, agent)).statusCode).toBe(200)
    for (const [method, path, body] of [['PUT', '/hours', week([])], ['POST', '/automatic-replies', { name: 'x', trigger: { kind: 'away' }, variants: [] }], ['PUT', '/automatic-replies/settings', { quietMinutes: 1 }]] as const)
      expect((await desk.request(method, `${base}${path}`, body, agent)).statusCode).toBe(403)
  })
})
