import type { ConversationDetail, Macro, MacroManyRun, MacroPreview, MacroRun, Message, Problem, SavedReply } from '@recado/api'
import { hours } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

const { declaration } = madeUpLoaded
/** The small channel with templates: free where the window is open, by template where it is not. */
const channel = {
  ...madeUpLoaded,
  declaration: { ...declaration, rules: { ...declaration.rules, templates: { source: 'https://example.org/templates', categories: { UTILITY: { purposes: ['notification' as const], source: 'https://example.org/templates' } } } } },
  connector: {
    ...madeUpLoaded.connector,
    checkTemplate: (template: { preview: { body: string } }, parameters: unknown) => {
      const [value] = parameters as { text?: string }[]
      return { missing: value?.text ? [] : ['1'], rendered: { body: template.preview.body.replace('{{1}}', value?.text ?? '') } }
    },
  },
}
let desk: Desk
let marta: Person
let luis: Person
let templateId: string
let n = 0

beforeAll(async () => {
  desk = await makeDesk({ channel: channel as typeof madeUpLoaded })
  marta = await desk.addPerson('agent')
  luis = await desk.addPerson('agent')
  templateId = newId()
  await desk.rows(`insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, components, preview, parameters, updated_at) values ($1, $2, $3, 'x', 'seguimos', 'es', 'UTILITY', 'approved', '[]', '{"body":"Hola {{1}}, seguimos aquí"}', '[{"component":"body","position":0,"type":"text","label":"1"}]', now())`, [desk.workspaceId, templateId, desk.account.id])
})
afterAll(() => desk.close())

const api = '/api/v1'
async function begun(name = 'Ana Ruiz'): Promise<string> {
  const phone = `3461${String(++n).padStart(7, '0')}`
  await desk.receive(desk.wrote(`begin ${n}`, 'Hola', { phone, name }))
  return desk.conversationOf(phone)
}
const replyOf = async (text: string, more: object = {}): Promise<SavedReply> => (await desk.request('POST', `${api}/saved-replies`, { shortcut: `r${++n}`, title: 'R', text, ...more })).json()
const macroOf = async (body: object): Promise<Macro> => {
  const made = await desk.request('POST', `${api}/macros`, { name: `Macro ${++n}`, ...body })
  expect(made.json()).toMatchObject({ id: expect.any(String) as string })
  return made.json()
}
const run = (macro: Macro, conversationId: string, more: object = {}, as: Person = marta) => desk.request('POST', `${api}/macros/${macro.id}/run`, { conversationId, clientId: newId(), ...more }, as)
const detail = async (id: string): Promise<ConversationDetail> => (await desk.request('GET', `${api}/conversations/${id}`)).json()
const sentIn = (id: string) => desk.rows<{ content: { text: string }; status: string }>(`select content, status from message where conversation_id = $1 and direction = 'out' order by message_id`, [id])
const template = () => ({ channelAccountId: desk.account.id, templateId, parameters: [{ component: 'body', position: 0, type: 'text', text: '{{contact.first_name|amiga}}' }] })

describe('a run', () => {
  test('says, does, notes and follows in one step; undone within ten seconds nothing of it is left', async () => {
    const id = await begun()
    const before = await detail(id)
    await desk.request('POST', `${api}/labels`, { name: 'envío' })
    const reply = await replyOf('Hola {{contact.firstName}}, soy {{agent.name}}', { variants: [{ language: 'es', text: 'Buenas, {{contact.firstName}}' }] })
    const macro = await macroOf({ savedReplyId: reply.id, actions: { status: { status: 'pending' }, assign: { to: 'me' }, addLabels: ['envío'], priority: 'high', note: { text: 'Ojo con {{contact.name}}, @Person' , mentions: [{ kind: 'user', id: luis.userId, name: 'Person' }] }, follow: true } })
    const done = await run(macro, id, { delaySeconds: 20 })
    expect(done.json()).toMatchObject({ as: 'freeform', messages: [{ content: { kind: 'text' } }], noteId: expect.any(String) as string })
    expect((await sentIn(id)).map((row) => row.content.text)).toEqual([expect.stringMatching(/^(Hola Ana, soy Person|Buenas, Ana)/)])
    const changed = await detail(id)
    expect(changed).toMatchObject({ status: 'pending', assignee: { id: marta.userId }, labels: ['envío'], priority: 'high' })
    expect(changed.participantIds).toEqual(expect.arrayContaining([marta.userId, luis.userId]))
    const undone = await desk.request('POST', `${api}/changes/${done.json<MacroRun>().changeId}/undo`, undefined, marta)
    expect(undone.json()).toMatchObject({ undone: [id], messages: { takenBack: 1, left: 0 } })
    const after = await detail(id)
    expect(after).toMatchObject({ status: before.status, assignee: null, labels: [], priority: before.priority, failed: 0, waitingSince: before.waitingSince })
    expect(after.participantIds).not.toContain(marta.userId)
    expect(await desk.rows(`select from message where conversation_id = $1 and direction = 'note' and revoked_at is null`, [id])).toHaveLength(0)
    expect(await desk.rows(`select from send_job where conversation_id = $1`, [id])).toHaveLength(0)
    // Doing it again answers the same.
    expect((await desk.request('POST', `${api}/changes/${done.json<MacroRun>().changeId}/undo`, undefined, marta)).json()).toEqual(undone.json())
  })

  test('a message that has left stays, and undoing says so', async () => {
    const id = await begun()
    const macro = await macroOf({ savedReplyId: (await replyOf('Hecho')).id, actions: { status: { status: 'resolved' } } })
    const { changeId, messages } = (await run(macro, id)).json<MacroRun>()
    await desk.rows(`update send_job set state = 'sending' where message_id = $1`, [messages[0]!.id])
    expect((await desk.request('POST', `${api}/changes/${changeId}/undo`, undefined, marta)).json()).toMatchObject({ undone: [id], messages: { takenBack: 0, left: 1 } })
    expect((await detail(id)).status).toBe('open')
  })

  test('the same clientId is the same run, however many ask at once; for another thread it is refused', async () => {
    const id = await begun()
    const macro = await macroOf({ savedReplyId: (await replyOf('Una vez')).id, actions: { addLabels: [], priority: 'urgent' } })
    const clientId = newId()
    const answers = await Promise.all(Array.from({ length: 8 }, () => run(macro, id, { clientId })))
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200]))
    expect(new Set(answers.map((answer) => answer.json<MacroRun>().changeId)).size).toBe(1)
    expect(await sentIn(id)).toHaveLength(1)
    expect((await run(macro, await begun(), { clientId })).json()).toMatchObject({ code: 'client_id_reused' })
  })

  test('two colleagues at once: the second sees what the first said and is asked', async () => {
    const id = await begun()
    const { seq: seen } = (await desk.request('GET', `${api}/conversations/${id}/messages`)).json<{ seq: number }>()
    const macro = await macroOf({ savedReplyId: (await replyOf('Ya vamos')).id, actions: { assign: { to: 'me' } } })
    const [one, two] = await Promise.all([run(macro, id, { seen }, marta), run(macro, id, { seen }, luis)])
    expect([one.statusCode, two.statusCode].sort()).toEqual([200, 409])
    const [winner, loser, refused] = one.statusCode === 200 ? [marta, luis, two] : [luis, marta, one]
    expect(refused.json<Problem>()).toMatchObject({ code: 'moved_on', lines: [{ content: { text: 'Ya vamos' } }] })
    expect((await detail(id)).assignee?.id).toBe(winner.userId)
    expect((await run(macro, id, { seen, anyway: true }, loser)).statusCode).toBe(200)
    expect((await detail(id)).assignee?.id).toBe(loser.userId)
  })

  test('a missing value refuses all of it and is named; a fallback does not', async () => {
    const id = await begun()
    const macro = await macroOf({ savedReplyId: (await replyOf('Tu paquete {{tracking number}} para {{contact.city|tu ciudad}}')).id, actions: { status: { status: 'resolved' } } })
    const refused = await run(macro, id)
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({ code: 'parameter_missing', fields: [{ field: 'tracking number' }] })
    expect(await sentIn(id)).toHaveLength(0)
    expect(await detail(id)).toMatchObject({ status: 'open' })
    expect((await desk.request('POST', `${api}/macros/${macro.id}/preview`, { conversationId: id }, marta)).json<MacroPreview>()).toMatchObject({ missing: ['tracking number'], text: 'Tu paquete {{tracking number}} para tu ciudad' })
  })

  test('where the window is closed it sends its template, and says so before; without one nothing happens', async () => {
    const id = await begun()
    const reply = await replyOf('Libre')
    const withTemplate = await macroOf({ savedReplyId: reply.id, actions: { priority: 'high' }, templates: [template()] })
    const without = await macroOf({ savedReplyId: reply.id, actions: { priority: 'urgent' } })
    const preview = async () => (await desk.request('POST', `${api}/macros/${withTemplate.id}/preview`, { conversationId: id }, marta)).json<MacroPreview>()
    expect(await preview()).toMatchObject({ as: 'freeform', text: 'Libre', verdict: { kind: 'allow' } })
    desk.wall.now += hours(49)
    expect(await preview()).toMatchObject({ as: 'template', text: 'Hola Ana, seguimos aquí', verdict: { kind: 'allow', as: 'template' } })
    expect((await run(without, id)).json()).toMatchObject({ code: 'window_closed', verdict: { kind: 'deny' } })
    expect(await detail(id)).toMatchObject({ priority: 'none' })
    expect((await run(withTemplate, id)).json()).toMatchObject({ as: 'template', messages: [{ content: { kind: 'template', text: 'Hola Ana, seguimos aquí' } }] })
    expect(await detail(id)).toMatchObject({ priority: 'high' })
  })

  test('a snooze that cannot be leaves everything as it is', async () => {
    const id = await begun()
    desk.wall.now += hours(49)
    const macro = await macroOf({ actions: { status: { status: 'snoozed', sleep: { mode: 'before_close' } }, note: { text: 'x' } } })
    expect((await run(macro, id)).json()).toMatchObject({ code: 'window_too_short' })
    expect(await desk.rows(`select from message where conversation_id = $1 and direction = 'note'`, [id])).toHaveLength(0)
  })

  test('a colleague who does not see the thread finds none', async () => {
    const restricted = await desk.addPerson('restricted_agent')
    const macro = await macroOf({ actions: { priority: 'high' } })
    expect((await run(macro, await begun(), {}, restricted)).statusCode).toBe(404)
  })
})

describe('many at once', () => {
  const many = (macro: Macro, ids: readonly string[], more: object = {}) => desk.request('POST', `${api}/macros/${macro.id}/run-many`, { ids, clientId: newId(), ...more }, marta)

  test('free text is refused', async () => {
    const macro = await macroOf({ savedReplyId: (await replyOf('Hola a todos')).id, templates: [template()] })
    const answer = await many(macro, [await begun()])
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([422, 'macro_text_to_many'])
  })

  test('templates and actions go to each or are left out with a reason; one undo takes all back', async () => {
    const ids = [await begun(), await begun(), await begun()]
    await desk.rows(`update identity set reachable = false where identity_id = (select identity_id from conversation where conversation_id = $1)`, [ids[2]])
    const macro = await macroOf({ actions: { status: { status: 'pending' }, note: { text: 'Avisado' } }, templates: [template()] })
    const clientId = newId()
    const answer = (await many(macro, [...ids, newId()], { clientId })).json<MacroManyRun>()
    expect(answer).toMatchObject({ done: 2, sent: 2 })
    expect(answer.skipped.map((each) => each.code).sort()).toContain('not_found')
    expect(answer.skipped).toHaveLength(2)
    expect((await detail(ids[2]!)).status).toBe('open')
    expect(await desk.rows(`select from message where conversation_id = $1 and direction = 'note'`, [ids[2]])).toHaveLength(0)
    expect((await many(macro, [...ids], { clientId })).json()).toMatchObject({ code: 'client_id_reused' })
    expect((await desk.request('POST', `${api}/changes/${answer.changeId}/undo`, undefined, marta)).json()).toMatchObject({ messages: { takenBack: 2, left: 0 } })
    expect((await detail(ids[0]!)).status).toBe('open')
  })
})

describe('circles', () => {
  test('what is hers nobody else sees; what is shared only some change', async () => {
    const own = (await desk.request('POST', `${api}/saved-replies`, { shortcut: `own${++n}`, title: 'T', text: 'Mía' }, marta)).json<SavedReply>()
    expect(own).toMatchObject({ scope: 'mine', ownerId: marta.userId })
    const listOf = async (person: Person) => (await desk.request('GET', `${api}/saved-replies`, undefined, person)).json<{ items: SavedReply[] }>().items.map((reply) => reply.id)
    expect(await listOf(marta)).toContain(own.id)
    expect(await listOf(luis)).not.toContain(own.id)
    expect((await desk.request('DELETE', `${api}/saved-replies/${own.id}`, undefined, luis)).statusCode).toBe(404)
    // The same shortcut is free for everybody's.
    expect((await desk.request('POST', `${api}/saved-replies`, { shortcut: own.shortcut, title: 'T', text: 'De todos' })).statusCode).toBe(201)
    expect((await desk.request('POST', `${api}/saved-replies`, { shortcut: 'x', title: 'T', text: 'x', scope: 'all' }, marta)).statusCode).toBe(403)
    const shared = await replyOf('De todos')
    expect((await desk.request('PATCH', `${api}/saved-replies/${shared.id}`, { title: 'Otra' }, marta)).statusCode).toBe(403)
    expect((await desk.request('POST', `${api}/macros`, { name: `M${n}`, savedReplyId: own.id, scope: 'all' })).json()).toMatchObject({ code: 'invalid_request' })
  })

  test('a team’s reply is the team’s; counts are everybody’s and hers', async () => {
    const { id: teamId } = (await desk.request('POST', `${api}/teams`, { name: `T${++n}`, memberIds: [luis.userId] })).json<{ id: string }>()
    const reply = await replyOf('Del equipo', { scope: 'team', teamId })
    const sees = async (person: Person) => (await desk.request('GET', `${api}/saved-replies`, undefined, person)).json<{ items: SavedReply[] }>().items.some((one) => one.id === reply.id)
    expect([await sees(luis), await sees(marta), await sees(desk.owner)]).toEqual([true, false, true])
    for (let i = 0; i < 2; i++) await desk.request('POST', `${api}/saved-replies/${reply.id}/used`, undefined, luis)
    await desk.request('POST', `${api}/saved-replies/${reply.id}/used`)
    expect((await desk.request('GET', `${api}/saved-replies/uses`, undefined, luis)).json<{ items: object[] }>().items).toContainEqual(expect.objectContaining({ id: reply.id, uses: 3, mine: 2 }))
    expect((await desk.request('POST', `${api}/saved-replies/${reply.id}/used`, undefined, marta)).statusCode).toBe(404)
  })

  test('a file goes out and comes in the same; lines that cannot be kept are named', async () => {
    const csv = 'shortcut,title,language,text\nflete,Flete,es,Llega mañana\nflete,Flete,en,Arrives tomorrow\nbad one,x,,x\nsum,Sum,,\'=1+1\n'
    const load = async (body: object, as?: Person) => (await desk.request('POST', `${api}/saved-replies/import`, body, as)).json<object>()
    expect(await load({ csv, dryRun: true })).toMatchObject({ created: 2, changed: 0, refused: [{ line: 4, field: 'shortcut' }] })
    expect(await load({ csv })).toMatchObject({ created: 2 })
    expect(await load({ csv })).toMatchObject({ created: 0, changed: 2 })
    const kept = (await desk.request('GET', `${api}/saved-replies`)).json<{ items: SavedReply[] }>().items
    expect(kept.find((reply) => reply.shortcut === 'flete')).toMatchObject({ language: 'es', text: 'Llega mañana', variants: [{ language: 'en', text: 'Arrives tomorrow' }] })
    expect(kept.find((reply) => reply.shortcut === 'sum')).toMatchObject({ text: '=1+1' })
    const out = (await desk.request('GET', `${api}/saved-replies.csv`)).body
    expect(out).toContain("'=1+1")
    expect(await load({ csv: out })).toMatchObject({ created: 0, refused: [] })
    // An agent who may not share keeps them as her own.
    expect(await load({ csv }, marta)).toMatchObject({ created: 2 })
  })
})

test('messages of the thread are told once', async () => {
  const id = await begun()
  const macro = await macroOf({ savedReplyId: (await replyOf('Uno')).id, actions: {} })
  await run(macro, id)
  const { items } = (await desk.request('GET', `${api}/conversations/${id}/messages`)).json<{ items: Message[] }>()
  expect(items.filter((message) => message.direction === 'out')).toHaveLength(1)
})
