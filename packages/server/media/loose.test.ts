/** Files that were uploaded and never sent go after a day, rows and bytes; whatever is in use anywhere stays. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { days } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { looseTasks, sweepUploads } from './loose.js'
import { makeMediaStore } from './store.js'
import { keepUpload } from './upload.js'

let desk: Desk
const dataDir = mkdtempSync(join(tmpdir(), 'recado-loose-'))
beforeAll(async () => { desk = await makeDesk({ config: { dataDir }, media: makeMediaStore({ dataDir, s3Url: null }) }) })
afterAll(async () => { await desk.close(); rmSync(dataDir, { recursive: true, force: true }) })

let serial = 0
const upload = async (text = `file ${++serial}`): Promise<string> => (await keepUpload(desk.services, { kind: 'user', id: desk.owner.userId, workspaceId: desk.workspaceId } as Parameters<typeof keepUpload>[1], { bytes: Buffer.from(text), mime: 'text/plain', name: 'a.txt' })).id
const there = async (): Promise<Set<string>> => new Set((await desk.rows<{ id: string }>('select media_id as id from media')).map((row) => row.id))
const shaOf = async (id: string): Promise<Buffer> => (await desk.rows<{ sha256: Buffer }>('select sha256 from media where media_id = $1', [id]))[0]!.sha256
const sweep = () => sweepUploads(desk.services, desk.workspaceId)
/** The queue's part, done at once. */
const forget = async (...shas: Buffer[]): Promise<void> => { await looseTasks(desk.services)['media.forget_bytes']!({ workspaceId: desk.workspaceId, shas: shas.map((sha) => sha.toString('hex')) } as never, {} as never) }

test('what nobody sent goes, and what is in use anywhere stays', async () => {
  await desk.receive(desk.wrote('m1', 'Hola', { phone: '34611000001' }))
  const conversationId = await desk.conversationOf('34611000001')
  const [row] = await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [conversationId])
  const contactId = row!.contact_id
  const [loose, sent, kept, face, drafted, reply, fresh] = [await upload(), await upload(), await upload(), await upload(), await upload(), await upload(), await upload()]
  const said = await desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: 'c1', content: { kind: 'document', media: { id: sent } } })
  expect(said.statusCode, said.body).toBe(201)
  expect((await desk.request('POST', `/api/v1/contacts/${contactId}/files`, { mediaId: kept })).statusCode).toBe(201)
  await desk.rows('update contact set avatar_media_id = $2 where contact_id = $1', [contactId, face])
  await desk.rows(`insert into draft (workspace_id, user_id, conversation_id, mode, body, updated_at) values ($1, $2, $3, 'reply', $4, now())`, [desk.workspaceId, desk.owner.userId, conversationId, JSON.stringify({ text: 'x', attachments: [{ id: drafted }] })])
  await desk.rows(`insert into saved_reply (workspace_id, saved_reply_id, shortcut, title, text, attachments, created_at, updated_at) values ($1, $2, 'x', 'x', 'x', $3, now(), now())`, [desk.workspaceId, newId(), JSON.stringify([{ id: reply }])])
  expect(await sweep()).toBe(0)
  desk.wall.now += days(1) + 1
  await desk.rows('update media set created_at = $2 where media_id = $1', [fresh, new Date(desk.services.clock.now(desk.workspaceId)).toISOString()])
  const sha = await shaOf(loose)
  expect(await sweep()).toBe(1)
  const left = await there()
  expect([loose, sent, kept, face, drafted, reply, fresh].map((id) => left.has(id))).toEqual([false, true, true, true, true, true, true])
  await forget(sha, await shaOf(sent))
  await expect(desk.services.media.read(desk.workspaceId, sha)).rejects.toThrow()
  expect((await desk.services.media.read(desk.workspaceId, await shaOf(sent))).length).toBeGreaterThan(0)
  // What is in use is not looked at again the next moment; once it is in use no more, it goes in its turn.
  await desk.rows('delete from draft where user_id = $1', [desk.owner.userId])
  await desk.rows('delete from media where media_id = $1', [fresh])
  expect(await sweep()).toBe(0)
  desk.wall.now += days(31)
  expect(await sweep()).toBe(1)
  expect((await there()).has(drafted)).toBe(false)
})

test('bytes that two uploads share stay for the one that is in use', async () => {
  const [one, two] = [await upload('the very same'), await upload('the very same')]
  const sha = await shaOf(one)
  await desk.rows('update contact set avatar_media_id = $1', [two])
  desk.wall.now += days(2)
  expect(await sweep()).toBe(1)
  await forget(sha)
  expect((await desk.services.media.read(desk.workspaceId, sha)).toString()).toBe('the very same')
  expect([(await there()).has(one), (await there()).has(two)]).toEqual([false, true])
})
