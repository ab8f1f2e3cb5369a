/** One timeline over all threads: what was said, sent by a campaign, agreed to, ordered and noted, in the order in which it happened. */
import type { Message, Page } from '@recado/api'
import { minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../../testing/desk.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

const kindOf = (one: Message): string => (one.content.kind === 'system' ? one.content.event : `${one.direction}:${one.author.type}`)

test('everything stands in the order in which it happened, page by page; an app shows its own alone', async () => {
  const phone = '34611000777'
  const step = () => { desk.wall.now += minutes(1); return new Date(desk.services.clock.now(desk.workspaceId)).toISOString() }
  await desk.receive(desk.wrote('t1', 'Hola', { phone }))
  const conversationId = await desk.conversationOf(phone)
  const [row] = await desk.rows<{ contact_id: string; case_id: string }>('select contact_id, case_id from conversation where conversation_id = $1', [conversationId])
  const { contact_id: contactId, case_id: caseId } = row!
  step()
  await desk.request('POST', '/api/v1/consents', { contactId, purpose: 'marketing', state: 'given', source: 'agent', wording: 'Sí' })
  const campaignAt = step()
  await desk.rows(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at) values ($1, $2, $3, $4, $5, 'out', 'text', '{"kind":"text","text":"Rebajas"}', 'delivered', 'campaign', $7, $6)`, [desk.workspaceId, newId(), conversationId, caseId, desk.account.id, campaignAt, newId()])
  const orderedAt = step()
  await desk.rows(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, number, at, amount, currency, status, told_at, created_at, updated_at) values ($1, $2, 'shop', '7', $3, $3, '1007', $4, 12.5, 'EUR', 'paid', $4, $4, $4)`, [desk.workspaceId, newId(), contactId, orderedAt])
  step()
  expect((await desk.request('POST', `/api/v1/contacts/${contactId}/notes`, { text: 'Prefiere por la tarde' })).statusCode).toBe(201)
  step()
  await desk.receive(desk.wrote('t2', 'Gracias', { phone, at: desk.services.clock.now(desk.workspaceId) }))
  const walk = async (query: string): Promise<Message[]> => {
    const all: Message[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Message> = (await desk.request('GET', `/api/v1/contacts/${contactId}/timeline?limit=2${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)).json()
      all.push(...page.items)
      cursor = page.next
    }
    return all.reverse()
  }
  const all = await walk('')
  expect(all.map(kindOf)).toEqual(['in:contact', 'consent_given', 'out:campaign', 'ordered', 'note:agent', 'in:contact'])
  expect(all.find((one) => kindOf(one) === 'ordered')!.content).toMatchObject({ data: { mode: 'paid', label: '1007 · 12.5 EUR' } })
  expect(all.find((one) => one.direction === 'note')).toMatchObject({ content: { text: 'Prefiere por la tarde' }, author: { name: expect.any(String) } })
  expect((await walk('&channel=made-up')).map(kindOf)).toEqual(['in:contact', 'out:campaign', 'in:contact'])
  expect((await walk('&channel=another')).map(kindOf)).toEqual([])
})
