import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Principal } from '../services.js'
import { type Reach, reachSql, sees, type Sightable } from './reach.js'
import { seen } from './sight.js'

let desk: Desk
const [me, other, mine, theirs] = [newId(), newId(), newId(), newId()]
let inboxes: string[]
const rows: { id: string; row: Sightable }[] = []

beforeAll(async () => {
  desk = await makeDesk()
  const second = newId()
  inboxes = [desk.inboxId, second]
  await desk.rows('insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, $3, now())', [desk.workspaceId, second, 'Second'])
  for (const [id, name] of [[mine, 'Mine'], [theirs, 'Theirs']]) await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())', [desk.workspaceId, id, name])
  let n = 0
  for (const inboxId of inboxes) for (const assignee of [null, me, other]) for (const team of [null, mine, theirs]) for (const participantIds of [[], [me], [other]]) {
    const phone = `3460000${1000 + n++}`
    await desk.receive(desk.wrote(`m${n}`, 'Hola', { phone }))
    const id = await desk.conversationOf(phone)
    await desk.rows('update conversation set inbox_id = $2, assignee_id = $3, team_id = $4, participant_ids = $5 where conversation_id = $1', [id, inboxId, assignee, team, participantIds])
    rows.push({ id, row: { inboxId, assignee: assignee ? { id: assignee } : null, team: team ? { id: team } : null, participantIds } })
  }
})
afterAll(() => desk.close())

const reaches = (): Reach[] => [{ kind: 'all' }, { kind: 'inboxes', inboxIds: [] }, { kind: 'inboxes', inboxIds: [inboxes[1]!] }, { kind: 'inboxes', inboxIds: inboxes }, { kind: 'own', teamIds: [] }, { kind: 'own', teamIds: [mine] }, { kind: 'own', teamIds: [mine, theirs] }]

test('the condition in SQL finds exactly the rows that `sees` sees', async () => {
  for (const reach of reaches()) {
    const values: unknown[] = []
    const condition = reachSql(reach, me, (value) => `$${values.push(value)}`) ?? 'true'
    const found = await desk.rows<{ id: string }>(`select c.conversation_id as id from conversation c where ${condition} order by 1`, values)
    const expected = rows.filter(({ row }) => sees(reach, me, row)).map(({ id }) => id).toSorted()
    expect(found.map(({ id }) => id), JSON.stringify(reach)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(0) // her own and those she follows are seen in any case
  }
})

test('a message, a person and a file are seen with their thread', async () => {
  const { id } = rows[0]! // nobody's, in the first inbox
  const [{ message_id: messageId, contact_id: contactId } = { message_id: '', contact_id: '' }] = await desk.rows<{ message_id: string; contact_id: string }>('select m.message_id, c.contact_id from message m join conversation c using (conversation_id) where c.conversation_id = $1', [id])
  const [camein, sent, face, uploaded, kept] = [newId(), newId(), newId(), newId(), newId()]
  for (const [mediaId, conversationId, by] of [[camein, id, null], [sent, null, other], [face, null, null], [uploaded, null, other], [kept, null, other]])
    await desk.rows(`insert into media (workspace_id, media_id, conversation_id, created_by, state, mime, created_at) values ($1, $2, $3, $4, 'ready', 'image/png', now())`, [desk.workspaceId, mediaId, conversationId, by])
  await desk.rows('insert into media_use (workspace_id, media_id, message_id) values ($1, $2, $3)', [desk.workspaceId, sent, messageId])
  await desk.rows('update contact set avatar_media_id = $2 where contact_id = $1', [contactId, face])
  await desk.rows(`insert into saved_reply (workspace_id, saved_reply_id, shortcut, title, text, attachments, created_at, updated_at) values ($1, $2, 'x', 'X', 'x', $3, now(), now())`, [desk.workspaceId, newId(), JSON.stringify([kept])])
  const asked = async (reach: Reach, role: Principal['role'] = 'agent', as = me) => {
    const principal: Principal = { kind: 'user', id: as, name: '', workspaceId: desk.workspaceId, role, permissions: null, reach, scopes: null, language: 'en' }
    return desk.services.db.inWorkspace(desk.workspaceId, async (tx) => [
      (await seen(tx, principal, 'conversation', [id])).size, (await seen(tx, principal, 'message', [messageId])).size, (await seen(tx, principal, 'contact', [contactId])).size,
      ...await Promise.all([camein, sent, face, uploaded, kept].map(async (file) => (await seen(tx, principal, 'media', [file])).size)),
    ])
  }
  const [first] = inboxes
  expect(await asked({ kind: 'inboxes', inboxIds: [first!] })).toEqual([1, 1, 1, 1, 1, 1, 0, 1])
  expect(await asked({ kind: 'inboxes', inboxIds: [inboxes[1]!] })).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  expect(await asked({ kind: 'own', teamIds: [mine] })).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  // Whoever may read no threads sees her own files, faces and what is kept for all, but none of a thread.
  expect((await asked({ kind: 'all' }, 'marketer')).slice(3)).toEqual([0, 0, 1, 0, 1])
  expect((await asked({ kind: 'inboxes', inboxIds: [] }, 'agent', other)).slice(3)).toEqual([0, 1, 0, 1, 1])
})
