import { days, hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'
import { sweepWorkspace } from './cleaner.js'
import { SearchIndexer } from './search-indexer.js'
import { searchText } from './search-text.js'
import { dueWork, runDue } from './snooze.js'

let desk: Desk
let n = 0
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())
beforeEach(() => { n++ })
afterEach(() => { desk.wall.now = START })

const phone = () => `346000${String(n).padStart(5, '0')}`
async function thread(text = `Hola ${n}`): Promise<string> {
  await desk.receive(desk.wrote(`m${n}`, text, { phone: phone() }))
  return desk.conversationOf(phone())
}
const statusOf = async (id: string) => (await desk.rows<{ status: string; snoozed_until: number | null }>('select status, snoozed_until from conversation where conversation_id = $1', [id]))[0]

describe('snoozed threads', () => {
  test.each([['a moment before its time', -1, 'snoozed'], ['at its time', 0, 'open'], ['long after', hours(9), 'open']])('%s', async (_when, later, status) => {
    const id = await thread()
    const until = desk.wall.now + hours(2)
    await desk.request('POST', `/api/v1/conversations/${id}/status`, { status: 'snoozed', until: new Date(until).toISOString() })
    expect(await dueWork(desk.services, desk.workspaceId)).toBe(until)
    desk.wall.now = until + later
    await runDue(desk.services, desk.workspaceId)
    expect(await statusOf(id)).toEqual({ status, snoozed_until: status === 'open' ? null : until })
    const lines = await desk.rows<{ event: string; at: number }>(`select content->>'event' as event, at from message where conversation_id = $1 and direction = 'system' order by at, message_id`, [id])
    expect(lines.at(-1)).toEqual(status === 'open' ? { event: 'reopened', at: until } : { event: 'snoozed', at: START })
    await desk.rows(`update conversation set status = 'open', snoozed_until = null where conversation_id = $1`, [id])
  })

  test('business time wakes them, not the wall clock', async () => {
    const id = await thread()
    await desk.request('POST', `/api/v1/conversations/${id}/status`, { status: 'snoozed', until: new Date(desk.wall.now + days(30)).toISOString() })
    expect(await runDue(desk.services, desk.workspaceId)).toBe(0)
    await desk.services.clock.advanceTo(desk.workspaceId, desk.wall.now + days(31))
    expect(await runDue(desk.services, desk.workspaceId)).toBe(1)
    expect(await dueWork(desk.services, desk.workspaceId)).toBeNull()
    expect((await statusOf(id))?.status).toBe('open')
  })
})

describe('what has had its time', () => {
  test('the log is kept for an hour, raw requests for seven days, parked reports for one', async () => {
    await thread()
    const old = async (sql: string) => desk.rows(sql)
    await old(`update event set at = now() - interval '61 minutes' where seq = (select min(seq) from event)`)
    const before = await desk.rows<{ n: number }>('select count(*)::int as n from event')
    const business = desk.services.clock.now(desk.workspaceId)
    for (const [age, ms] of [['old', days(7) + 1], ['young', days(7) - minutes(1)]] as const)
      await desk.rows(`insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at) values ($1, $2, $3, $4, 'kept', $5)`, [desk.workspaceId, newId(), desk.account.id, age, new Date(business - ms).toISOString()])
    for (const [age, ms] of [['sent', days(1) + 1], ['read', days(1) - minutes(1)]] as const)
      await desk.rows(`insert into parked_status (workspace_id, account_id, ext_key, status, data, arrived_at) values ($1, $2, $3, $4, '{}', $5)`, [desk.workspaceId, desk.account.id, newId(), age, new Date(business - ms).toISOString()])
    for (const [age, ms] of [['old', days(1) + 1], ['young', days(1) - minutes(1)]] as const) {
      const at = new Date(business - ms).toISOString()
      await desk.rows(`insert into parked_change (workspace_id, account_id, ext_key, change_key, kind, at, event, arrived_at) values ($1, $2, $3, $3, 'revoke', $4, $5, $4)`, [desk.workspaceId, desk.account.id, newId(), at, JSON.stringify({ age })])
      await desk.rows(`insert into parked_watermark (workspace_id, account_id, kind, value, status, up_to, at, arrived_at) values ($1, $2, 'phone', $3, 'read', $4, $4, $4)`, [desk.workspaceId, desk.account.id, age, at])
    }
    await sweepWorkspace(desk.services, desk.workspaceId)
    expect(await desk.rows('select count(*)::int as n from event')).toEqual([{ n: before[0]!.n - 1 }])
    expect(await desk.rows('select reason from raw_request')).toEqual([{ reason: 'young' }])
    expect(await desk.rows('select status from parked_status')).toEqual([{ status: 'read' }])
    expect(await desk.rows(`select event->>'age' as age from parked_change`)).toEqual([{ age: 'young' }])
    expect(await desk.rows('select value from parked_watermark')).toEqual([{ value: 'young' }])
  })
})

describe('the search index', () => {
  const found = async (q: string): Promise<string[]> => (await desk.request('GET', `/api/v1/conversations?q=${encodeURIComponent(q)}`)).json<{ items: { id: string }[] }>().items.map((one) => one.id)
  const indexed = async (settled = Date.now() + 10_000) => { const indexer = new SearchIndexer(desk.services, () => settled); return indexer.catchUp(desk.workspaceId) }

  test('finds what was said, without accents, in any script, by all words', async () => {
    const spanish = await thread('¿Tienen la montura Alhambra en color café?')
    n++
    const chinese = await thread('请问几点开门？我想配眼镜')
    expect(await found('alhambra cafe')).toEqual([])
    await indexed()
    expect(await found('alhambra cafe')).toEqual([spanish])
    expect(await found('眼镜')).toEqual([chinese])
    expect(await found('alhambra rojo')).toEqual([])
  })

  test('goes on where it stopped, and leaves the newest until they have settled', async () => {
    await indexed()
    const id = await thread('Palabra singular')
    expect(await indexed(Date.now() - 60_000)).toBe(0)
    expect(await found('singular')).toEqual([])
    expect(await indexed()).toBe(1)
    expect(await indexed()).toBe(0)
    expect(await found('singular')).toEqual([id])
  })

  test('takes notes in, and lines that nobody wrote not', async () => {
    const id = await thread()
    await desk.request('POST', `/api/v1/conversations/${id}/notes`, { text: 'Cliente quisquillosa' })
    await desk.request('POST', `/api/v1/conversations/${id}/assign`, { userId: desk.owner.userId })
    await indexed()
    expect(await found('quisquillosa')).toEqual([id])
    expect(await desk.rows(`select 1 from message_search s join message m using (workspace_id, message_id) where m.direction = 'system'`)).toEqual([])
  })

  test.each([
    [{ kind: 'image', media: { id: '1', url: '', mime: 'image/png', bytes: 1, name: 'receta.png' }, caption: 'mi receta' }, 'mi receta receta.png'],
    [{ kind: 'contacts', contacts: [{ name: 'Eva', phones: [{ value: '+34600' }], emails: [{ value: 'eva@x.es' }] }] }, 'Eva +34600 eva@x.es'],
    [{ kind: 'choices', style: 'list', text: 'Elija', options: [{ id: '1', title: 'Lunes', description: 'mañana' }] }, 'Elija Lunes mañana'],
    [{ kind: 'order', items: [{ sku: 'G-52', quantity: 1, price: null, title: 'Gafas' }] }, 'Gafas G-52'],
    [{ kind: 'form_answer', name: 'cita', values: { dia: 'martes', hora: 5, extra: { a: 1 } } }, 'cita martes 5'],
    [{ kind: 'system', event: 'assigned' }, ''],
  ] as const)('reads the words of %j', (content, words) => {
    expect(searchText(content as unknown as Parameters<typeof searchText>[0])).toBe(words)
  })
})
