/** Every statement of this folder, asked for another workspace's rows by their very ids: it finds them there, and nothing from here. */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Tx } from '../database.js'
import { newId } from '../ids.js'
import { openFreshDatabase } from '../testing.js'
import { countPeople, type ContactQuestion, listPeople } from './contact-list.js'
import { countConversations, listConversations, type ListFilter } from './conversation-list.js'
import { conversationsById } from './conversation.js'
import { messagesById, threadPage } from './message.js'
import { standingsOf } from './standings.js'

let database: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database
const [ours, theirs, account, inbox, contact, identity, conversation, workCase, message, user] = [newId(), newId(), newId(), newId(), newId(), newId(), newId(), newId(), newId(), newId()]
const NOW = Date.UTC(2026, 10, 22, 9)

beforeAll(async () => {
  database = await openFreshDatabase()
  db = database.db
  for (const id of [ours, theirs]) await db.asSystem((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [id, id]))
  await db.inWorkspace(theirs, async (tx) => {
    await tx.query('insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, $3, now())', [theirs, inbox, 'Inbox'])
    await tx.query(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, webhook_key, created_at) values ($1, $2, 'paper', 'Shop', $3, $4, now())`, [theirs, account, inbox, newId()])
    await tx.query(`insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, 'Ana', now(), now())`, [theirs, contact])
    await tx.query('insert into identity (workspace_id, identity_id, account_id, contact_id, created_at) values ($1, $2, $3, $4, now())', [theirs, identity, account, contact])
    await tx.query(`insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_at, created_at) values ($1, $2, 1, $3, 'paper', $4, $5, $6, $7, now(), now())`, [theirs, conversation, account, inbox, identity, contact, workCase])
    await tx.query(`insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) values ($1, $2, $3, 1, now(), 'contact')`, [theirs, workCase, conversation])
    await tx.query(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at) values ($1, $2, $3, $4, $5, 'in', 'text', '{"kind":"text","text":"Hola"}', 'received', 'contact', now())`, [theirs, message, conversation, workCase, account])
  })
})
afterAll(() => database.close())

const all: ListFilter = { view: 'all', userId: user, now: NOW, soonEndsAt: NOW, reach: { kind: 'all', inboxIds: [], teamIds: [], sight: () => null }, sort: 'newest', limit: 10 } as ListFilter // what asking about saved views adds is not asked here

const people: ContactQuestion = { userId: user, now: NOW, sight: () => null }

/** How each statement is asked for what lies in `theirs`. A new one that is missing here fails. */
const asked: Readonly<Record<string, (tx: Tx) => Promise<unknown[] | number>>> = {
  conversationsById: (tx) => conversationsById(tx, theirs, [conversation]),
  messagesById: (tx) => messagesById(tx, theirs, [message]),
  threadPage: (tx) => threadPage(tx, theirs, conversation, null, 10),
  listConversations: async (tx) => (await listConversations(tx, theirs, all)).rows,
  countConversations: (tx) => countConversations(tx, theirs, all, 10),
  listPeople: async (tx) => (await listPeople(tx, theirs, people, 'name', null, 10)).ids,
  countPeople: (tx) => countPeople(tx, theirs, people, 10),
  standingsOf: async (tx) => (await standingsOf(tx, theirs, [contact])).apps,
}
/** Makes a condition and asks nothing. */
const ASKS_NOTHING = new Set(['filterSql', 'windowOpen', 'peopleFilterSql', 'labels', 'moment', 'heldBy', 'consented', 'attribute', 'ordered', 'bought', 'behaviour', 'sourceSet', 'consentedSet'])

test('every statement is tried here', async () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const found = (await Promise.all(files.map(async (name) => Object.entries((await import(`./${name}`)) as object)))).flat().filter(([, value]) => typeof value === 'function').map(([name]) => name)
  expect(found.filter((name) => !ASKS_NOTHING.has(name) && !(name in asked))).toEqual([])
  expect(found.length).toBeGreaterThan(4)
})

test.each(Object.keys(asked))('%s finds another workspace’s rows there, and nothing from here', async (name) => {
  const count = async (workspaceId: string): Promise<number> => { const got = await db.inWorkspace(workspaceId, (tx) => asked[name]!(tx)); return typeof got === 'number' ? got : got.length } // a name of the table
  expect([await count(theirs), await count(ours)]).toEqual([1, 0])
})
