import type { ConversationDetail, Draft, Message, Problem } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

const { declaration } = madeUpLoaded
const RACES = 1_000
/** Any number of replies: here the people are in each other's way, not the platform. */
const channel = { ...madeUpLoaded, declaration: { ...declaration, rules: { ...declaration.rules, grants: declaration.rules.grants.map((grant) => (grant.kind === 'message' ? { ...grant, replies: null } : grant)) } } }
let desk: Desk
let marta: Person
let luis: Person
let people = 0

beforeAll(async () => { desk = await makeDesk({ channel }); marta = await desk.addPerson('agent'); luis = await desk.addPerson('agent') })
afterAll(() => desk.close())

async function begun(): Promise<string> {
  const phone = `3460${String(++people).padStart(7, '0')}`
  await desk.receive(desk.wrote(`begin ${people}`, 'Hola', { phone }))
  return desk.conversationOf(phone)
}
const readBy = async (person: Person, id: string): Promise<number> => (await desk.request('GET', `/api/v1/conversations/${id}/messages`, undefined, person)).json<{ seq: number }>().seq
const send = (person: Person | string, id: string, text: string, more: object = {}) => desk.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text }, ...more }, person)

describe('the check at sending', () => {
  test('a colleague’s answer is shown and asked about once; nothing is lost', async () => {
    const id = await begun()
    const seen = await readBy(luis, id)
    expect((await send(marta, id, 'Abrimos a las 10', { seen })).statusCode).toBe(201)
    const refused = await send(luis, id, 'A las diez', { seen })
    expect(refused.statusCode).toBe(409)
    const problem = refused.json<Problem>()
    expect(problem).toMatchObject({ code: 'moved_on', lines: [{ direction: 'out', content: { text: 'Abrimos a las 10' }, author: { id: marta.userId } }] })
    expect((await desk.request('GET', `/api/v1/conversations/${id}/draft`, undefined, luis)).json<Draft>().text).toBe('A las diez')
    expect((await send(luis, id, 'A las diez', { seen: problem.seq })).statusCode).toBe(201)
    expect(await desk.rows(`select from message where conversation_id = $1 and direction = 'out'`, [id])).toHaveLength(2)
  })

  test('so is what the customer wrote, whatever moment her app gave it', async () => {
    const id = await begun()
    const seen = await readBy(luis, id)
    await desk.receive(desk.wrote('late', 'Mejor mañana', { phone: `3460${String(people).padStart(7, '0')}`, at: desk.services.clock.now(desk.workspaceId) - 60_000 }))
    expect((await send(luis, id, 'Hecho', { seen })).json()).toMatchObject({ code: 'moved_on', lines: [{ direction: 'in', content: { text: 'Mejor mañana' } }] })
  })

  test('the last message’s id serves programs that follow no log', async () => {
    const id = await begun()
    const [last] = (await desk.request('GET', `/api/v1/conversations/${id}/messages`)).json<{ items: Message[] }>().items
    await send(marta, id, 'Uno')
    expect((await send(luis, id, 'Dos', { seen: last!.id })).json()).toMatchObject({ code: 'moved_on', lines: [{ content: { text: 'Uno' } }] })
    expect((await send(luis, id, 'Dos', { seen: newId() })).statusCode).toBe(400)
  })

  test.each([
    ['nothing happened', async () => {}],
    ['only a note was written', async (id: string) => { await desk.request('POST', `/api/v1/conversations/${id}/notes`, { text: 'Ojo' }, marta) }],
    ['only her own line went', async (id: string) => { await send(luis, id, 'Un momento') }],
    ['it was assigned and labelled', async (id: string) => { await desk.request('POST', `/api/v1/conversations/${id}/labels`, { add: ['vip'] }, marta) }],
    ['somebody else’s thread moved', async () => { await send(marta, await begun(), 'Otra') }],
  ])('nobody is asked when %s', async (_name, happened) => {
    const id = await begun()
    const seen = await readBy(luis, id)
    await happened(id)
    expect((await send(luis, id, 'Hola', { seen })).statusCode).toBe(201)
  })

  test('who does not say what she has read is not asked; nor who says anyway, nor the same message again', async () => {
    const id = await begun()
    const seen = await readBy(luis, id)
    const clientId = newId()
    expect((await send(luis, id, 'Uno', { clientId, seen })).statusCode).toBe(201)
    await send(marta, id, 'Dos')
    expect((await send(luis, id, 'Uno', { clientId, seen })).statusCode).toBe(200)
    expect((await send(luis, id, 'Tres', { seen, anyway: true })).statusCode).toBe(201)
    expect((await send(desk.token, id, 'Cuatro')).statusCode).toBe(201)
  })

  test(`in ${RACES} races of two agents one is always told before she sends`, async () => {
    const threads = await Promise.all(Array.from({ length: 10 }, begun))
    for (let race = 0; race < RACES; race += threads.length) {
      await Promise.all(threads.map(async (id) => {
        const seen = await readBy(marta, id)
        const answers = await Promise.all([send(marta, id, `m ${race}`, { seen }), send(luis, id, `l ${race}`, { seen })])
        expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409])
        expect(answers.find((answer) => answer.statusCode === 409)!.json<Problem>().lines).toHaveLength(1)
      }))
    }
    const [sent] = await desk.rows<{ n: number }>(`select count(*)::int as n from message where conversation_id = any($1) and direction = 'out'`, [threads])
    expect(sent!.n).toBe(RACES)
  }, 240_000)
})

describe('the last reply', () => {
  let counted: Desk
  beforeAll(async () => { counted = await makeDesk() })
  afterAll(() => counted.close())

  test('two agents at the same instant: one gets it, the other is told at once what to do instead', async () => {
    const [ana, eva] = [await counted.addPerson('agent'), await counted.addPerson('agent')]
    await counted.receive(counted.wrote('w1', 'Hola'))
    const id = await counted.conversationOf()
    const say = (person: Person, text: string) => counted.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text } }, person)
    const chip = async () => (await counted.request('GET', `/api/v1/conversations/${id}`)).json<ConversationDetail>().verdicts.freeform
    expect(await chip()).toMatchObject({ kind: 'allow', left: 5, of: 5, onWay: 0 })
    for (const n of [1, 2, 3, 4]) expect((await say(ana, `${n}`)).statusCode).toBe(201)
    expect(await chip()).toMatchObject({ kind: 'allow', left: 1, of: 5, onWay: 4 })
    const answers = await Promise.all([say(ana, 'La última'), say(eva, 'No, la mía')])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 422])
    const refused = answers.find((answer) => answer.statusCode === 422)!.json<Problem>()
    expect(refused).toMatchObject({ code: 'replies_exhausted', verdict: { code: 'replies_exhausted', remedies: [{ kind: 'ask_to_write' }] } })
    const loser = answers[0]!.statusCode === 422 ? ana : eva
    expect((await counted.request('GET', `/api/v1/conversations/${id}/draft`, undefined, loser)).json<Draft>().text).not.toBe('')
    expect(await chip()).toMatchObject({ kind: 'deny', code: 'replies_exhausted', onWay: 5 })
  })

  test('a reply that was taken back is there again', async () => {
    const phone = '34600000777'
    await counted.receive(counted.wrote('w2', 'Hola', { phone }))
    const id = await counted.conversationOf(phone)
    const sent: Message[] = []
    for (const n of [1, 2, 3, 4, 5]) sent.push((await counted.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text: `${n}` } })).json<Message>())
    expect((await counted.request('POST', `/api/v1/conversations/${id}/verdict`, {})).json()).toMatchObject({ verdict: { code: 'replies_exhausted' } })
    expect((await counted.request('POST', `/api/v1/messages/${sent[4]!.id}/cancel`)).statusCode).toBe(200)
    expect((await counted.request('POST', `/api/v1/conversations/${id}/verdict`, {})).json()).toMatchObject({ verdict: { kind: 'allow', left: 1 } })
  })
})
