import type { SearchAnswer } from '@recado/api'
import { days, hours } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SearchIndexer } from '../jobs/search-indexer.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'

let desk: Desk
const phones = { ana: '34600000001', eva: '34611222333', li: '8613800138000' }
const conversations: Record<string, string> = {}

const ask = async (q: string, more = '', as?: Parameters<Desk['request']>[3]): Promise<SearchAnswer> => (await desk.request('GET', `/api/v1/search?q=${encodeURIComponent(q)}${more}`, undefined, as)).json<SearchAnswer>()
/** The lines found, newest first, with their marks in brackets. */
const lines = async (q: string, as?: Parameters<Desk['request']>[3]): Promise<string[]> => (await ask(q, '', as)).items.map(({ line, conversation }) => (line ? line.marks.reduceRight((text, [from, to]) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`, line.text) : `thread of ${conversation.contact.name}`))
const index = () => new SearchIndexer(desk.services, () => Date.now() + 10_000).catchUp(desk.workspaceId)

beforeAll(async () => {
  desk = await makeDesk()
  const { ana, eva, li } = phones
  const at = (ms: number): number => START - ms
  await desk.receive(
    desk.wrote('1', 'La canción no ha llegado', { phone: ana, name: 'Ana García', at: at(days(200)) }),
    desk.wrote('2', 'Mi factura, por favor', { phone: ana, name: 'Ana García', at: at(days(40)) }),
    desk.wrote('3', 'Ha llegado la FACTURA: https://example.com/f', { phone: eva, name: 'Eva Núñez', at: at(days(2)) }),
    desk.wrote('4', '我要退款订单', { phone: li, name: '李华', at: at(hours(5)) }),
    desk.wrote('5', '', { phone: eva, name: 'Eva Núñez', at: at(hours(1)), content: { kind: 'image', media: { source: { kind: 'id', id: '7' }, mime: 'image/jpeg' }, caption: 'foto de la factura' } }),
  )
  for (const [name, phone] of Object.entries(phones)) conversations[name] = await desk.conversationOf(phone)
  await desk.request('POST', `/api/v1/conversations/${conversations.ana}/notes`, { text: 'Cliente VIP, cuidado con la factura' })
  await desk.rows(`insert into label (workspace_id, label_id, name, position, created_at) values ($1, $2, 'Urgente', 1, now()), ($1, $3, 'Devolución', 2, now())`, [desk.workspaceId, newId(), newId()])
  await desk.rows(`update conversation set labels = '{Urgente}', assignee_id = $2, unread = 0 where conversation_id = $1`, [conversations.eva, desk.owner.userId])
  await desk.rows(`update conversation set status = 'resolved' where conversation_id = $1`, [conversations.li])
  await index()
})
afterAll(() => desk.close())

describe('search', () => {
  test.each([
    ['accents do not matter', 'CANCION', ['La [canción] no ha llegado']],
    ['the last word may go on', 'can', ['La [canción] no ha llegado']],
    ['newest first, over weeks and months', 'factura ', ['Cliente VIP, cuidado con la [factura]', 'foto de la [factura]', 'Ha llegado la [FACTURA]: https://example.com/f', 'Mi [factura], por favor']],
    ['every word', 'factura llegado', ['Ha [llegado] la [FACTURA]: https://example.com/f']],
    ['a phrase', '"no ha llegado"', ['La canción [no] [ha] [llegado]']],
    ['another order is another phrase', '"llegado ha"', []],
    ['Chinese inside a sentence', '退款', ['我要[退款]订单']],
    ['one Chinese character while the next is typed', '退', ['我要[退]款订单']],
    ['a word left out', 'factura -foto -cliente', ['Ha llegado la [FACTURA]: https://example.com/f', 'Mi [factura], por favor']],
    ['a phrase left out', 'llegado -"no ha llegado"', ['Ha [llegado] la FACTURA: https://example.com/f']],
    ['files', 'has:image', ['foto de la factura']],
    ['files in Spanish', 'factura tiene:imagen', ['foto de la [factura]']],
    ['no files', 'factura -has:file -in:note', ['Ha llegado la [FACTURA]: https://example.com/f', 'Mi [factura], por favor']],
    ['links', 'has:link', ['Ha llegado la FACTURA: https://example.com/f']],
    ['notes', 'in:note', ['Cliente VIP, cuidado con la factura']],
    ['what I wrote', 'from:me', ['Cliente VIP, cuidado con la factura']],
    ['what a customer wrote', 'from:eva factura', ['foto de la [factura]', 'Ha llegado la [FACTURA]: https://example.com/f']],
    ['a full name in quotes', 'from:"Ana García"', ['Mi factura, por favor', 'La canción no ha llegado']],
    ['dates', 'after:2026-10-01 before:2026-11-01 factura', ['Mi [factura], por favor']],
    ['a day', 'on:2026-11-20', ['Ha llegado la FACTURA: https://example.com/f']],
    ['assignee and label of the thread', 'assignee:me label:urgente llegado', ['Ha [llegado] la FACTURA: https://example.com/f']],
    ['conditions alone are threads', 'label:urgente', ['thread of Eva Núñez']],
    ['states', 'is:resolved', ['thread of 李华']],
    ['excluded conditions', '-is:resolved -label:urgente', ['thread of Ana García']],
    ['by channel', `channel:${'made'} 退款`, ['我要[退款]订单']],
    ['nobody of that name', 'from:zoe factura', []],
    ['words nobody said', 'inexistente', []],
    ['quotes and marks of SQL are text', `o'hara \\ ' & | ! <-> :*`, []],
  ])('%s: %s', async (_sentence, q, found) => expect(await lines(q)).toEqual(found))

  test('window:open and window:closed share the threads between them', async () => {
    const [open, closed] = [await lines('window:open'), await lines('window:closed')]
    expect([...open, ...closed].sort()).toEqual(['thread of Ana García', 'thread of Eva Núñez', 'thread of 李华'].sort())
  })

  test('people by a part of the name without accents, by part of the number, with the mark where it is', async () => {
    const named = (await ask('nunez')).people
    expect(named.map((person) => [person.name, person.marks, person.conversationId])).toEqual([['Eva Núñez', [[4, 9]], conversations.eva]])
    expect((await ask('arci')).people.map((person) => person.name)).toEqual(['Ana García'])
    expect((await ask('李')).people.map((person) => person.name)).toEqual(['李华'])
    expect((await ask('611 222')).people.map((person) => [person.name, person.address])).toEqual([['Eva Núñez', phones.eva]])
  })

  test('labels and the conversation of a number', async () => {
    expect((await ask('devol')).labels).toEqual([{ name: 'Devolución', colour: 'grey', marks: [[0, 10]] }])
    const { number } = (await desk.request('GET', `/api/v1/conversations/${conversations.ana}`)).json<{ number: number }>()
    expect((await ask(`#${number}`)).conversations.map((row) => row.id)).toEqual([conversations.ana])
  })

  test('what was not understood is said, and who was meant', async () => {
    expect((await ask('lable:vip hola')).hints).toEqual([{ code: 'unknown_operator', text: 'lable', field: 'label' }])
    expect((await ask('label:nada')).hints).toEqual([{ code: 'unknown_value', text: 'nada', field: 'label' }])
    expect((await ask('from:eva')).meant).toEqual([{ field: 'from', value: 'eva', names: ['Eva Núñez'] }])
  })

  test('pages go on where the last one ended, without people again', async () => {
    const first = await ask('factura ', '&limit=3')
    const second = await ask('factura ', `&limit=3&cursor=${first.next}`)
    expect([first.items.length, second.items.length, second.next, second.people]).toEqual([3, 1, null, []])
    expect(new Set([...first.items, ...second.items].map((hit) => hit.message?.id)).size).toBe(4)
    const threads = await ask('-is:snoozed', '&limit=2')
    expect([threads.items.length, (await ask('-is:snoozed', `&limit=2&cursor=${threads.next}`)).items.length]).toEqual([2, 1])
  })

  test('the list takes the same question', async () => {
    const listed = async (q: string) => (await desk.request('GET', `/api/v1/conversations?q=${encodeURIComponent(q)}`)).json<{ items: { id: string }[] }>().items.map((row) => row.id)
    expect(await listed('cancion')).toEqual([conversations.ana])
    expect(await listed('label:urgente')).toEqual([conversations.eva])
    expect(await listed('李华')).toEqual([conversations.li])
  })

  test('nobody finds what she does not see: messages, notes, people, numbers', async () => {
    const restricted = await desk.addPerson('restricted_agent')
    expect(await lines('factura ', restricted)).toEqual([])
    expect((await ask('nunez', '', restricted)).people).toEqual([])
    expect((await ask('#1', '', restricted)).conversations).toEqual([])
    await desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [conversations.eva, restricted.userId])
    expect(await lines('factura ', restricted)).toEqual(['foto de la [factura]', 'Ha llegado la [FACTURA]: https://example.com/f'])
    expect((await ask('nunez', '', restricted)).people.map((person) => person.name)).toEqual(['Eva Núñez'])
    expect(await lines('is:open', restricted)).toEqual(['thread of Eva Núñez'])
    const other = await desk.addWorkspace('Other')
    expect([await lines('factura ', other.owner), (await ask('nunez', '', other.owner)).people]).toEqual([[], []])
  })

  test('whoever may not read conversations may not search them', async () => expect((await desk.request('GET', '/api/v1/search?q=x', undefined, await desk.addPerson('marketer'))).statusCode).toBe(403))

  test('a thread that is joined takes what is found in it along', async () => {
    const [moved, kept] = [await desk.conversationOf(phones.li), conversations.ana]
    await desk.rows('update message set conversation_id = $2 where conversation_id = $1', [moved, kept])
    expect((await ask('退款')).items.map((hit) => hit.conversation.id)).toEqual([kept])
  })
})
