/** The files of a person: kept with her, and of her threads, as far as the asker sees those. */
import type { ContactFile, Page } from '@recado/api'
import { minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
let contactId = ''
let conversationId = ''
beforeAll(async () => {
  desk = await makeDesk()
  await desk.receive(desk.wrote('f0', 'Hola', { phone: '34611000888' }))
  conversationId = await desk.conversationOf('34611000888')
  contactId = (await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [conversationId]))[0]!.contact_id
})
afterAll(() => desk.close())

async function media(mime: string, name: string): Promise<string> {
  const id = newId()
  await desk.rows(`insert into media (workspace_id, media_id, state, sha256, mime, bytes, name, created_at, created_by) values ($1, $2, 'ready', '\\x00', $3, 4, $4, now(), $5)`, [desk.workspaceId, id, mime, name, desk.owner.userId])
  return id
}

/** A message of her thread that carries these files, a minute after the one before. */
async function sent(kind: string, files: { mime: string; name: string }[], { direction = 'in', revoked = false } = {}): Promise<string> {
  desk.wall.now += minutes(1)
  const at = new Date(desk.services.clock.now(desk.workspaceId)).toISOString()
  const id = newId()
  const ids: string[] = []
  for (const { mime, name } of files) ids.push(await media(mime, name))
  await desk.rows(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at, revoked_at) select $1, $2, conversation_id, case_id, account_id, $4, $5, $6, 'delivered', 'contact', $7, $8 from conversation where workspace_id = $1 and conversation_id = $3`,
    [desk.workspaceId, id, conversationId, direction, kind, JSON.stringify(kind === 'template' ? { kind } : { kind, media: { id: ids[0] } }), at, revoked ? at : null])
  if (direction === 'out') for (const one of ids) await desk.rows('insert into media_use (workspace_id, media_id, message_id) values ($1, $2, $3)', [desk.workspaceId, one, id])
  return id
}

async function walk(query = '', limit = 2, as?: Parameters<Desk['request']>[3]): Promise<ContactFile[]> {
  const all: ContactFile[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await desk.request('GET', `/api/v1/contacts/${contactId}/files?limit=${limit}${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, undefined, as)
    expect(answer.statusCode, answer.body).toBe(200)
    const page: Page<ContactFile> = answer.json()
    all.push(...page.items)
    cursor = page.next
  }
  return all
}

test('what came, what went and what is kept stand in one list, newest first, page by page', async () => {
  const image = await sent('image', [{ mime: 'image/jpeg', name: 'gafas.jpg' }])
  await sent('document', [{ mime: 'application/pdf', name: 'presupuesto.pdf' }], { direction: 'out' })
  await sent('image', [{ mime: 'image/png', name: 'retirada.png' }], { revoked: true })
  await sent('template', [{ mime: 'application/pdf', name: 'factura.pdf' }, { mime: 'image/png', name: 'logo.png' }], { direction: 'out' })
  desk.wall.now += minutes(1)
  expect((await desk.request('POST', `/api/v1/contacts/${contactId}/files`, { mediaId: await media('application/pdf', 'contrato.pdf') })).statusCode).toBe(201)
  await sent('audio', [{ mime: 'audio/ogg', name: 'nota.ogg' }])
  const all = await walk()
  expect(all.map((one) => one.name).slice(0, 2)).toEqual(['nota.ogg', 'contrato.pdf'])
  expect(all.map((one) => one.name).slice(2, 4).sort()).toEqual(['factura.pdf', 'logo.png'])
  expect(all.map((one) => one.name).slice(4)).toEqual(['presupuesto.pdf', 'gafas.jpg'])
  expect(all.at(-1)!.place).toEqual({ conversationId, messageId: image, channel: 'made-up', channelAccountId: desk.account.id, direction: 'in' })
  expect(all[1]!.place).toBeNull()
  for (const limit of [1, 3, 50]) expect((await walk('', limit)).map((one) => one.mediaId)).toEqual(all.map((one) => one.mediaId))
})

test.each([['image', ['logo.png', 'gafas.jpg']], ['document', ['contrato.pdf', 'factura.pdf', 'presupuesto.pdf']], ['audio', ['nota.ogg']], ['video', []]])('only %s', async (kind, names) => {
  expect((await walk(`&kind=${kind}`)).map((one) => one.name)).toEqual(names)
})

test('of an app only what went there; somebody who does not see the thread sees what is kept alone', async () => {
  expect((await walk('&channel=made-up')).map((one) => one.name)).not.toContain('contrato.pdf')
  expect(await walk('&channel=another')).toEqual([])
  const marketer = await desk.addPerson('marketer')
  expect((await walk('', 2, marketer)).map((one) => one.name)).toEqual(['contrato.pdf'])
})
