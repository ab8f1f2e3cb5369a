import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { days } from '@recado/core'
import { newId } from '@recado/db'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordConsent } from '../../consents/ledger.js'
import { keepWording } from '../../consents/wordings.js'
import { openArchive } from '../../imports/archive.js'
import { makeMediaStore } from '../../media/store.js'
import { type Desk, makeDesk } from '../../testing/desk.js'
import { copyPath, makeCopy, type PersonCopy, sweepCopies } from './copy.js'

let desk: Desk
let dataDir: string
const HER = '34611222333'
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'recado-copy-'))
  desk = await makeDesk({ config: { dataDir }, media: makeMediaStore({ dataDir, s3Url: null }) })
})
afterEach(async () => { await desk.close(); rmSync(dataDir, { recursive: true, force: true }) })

const BYTES = Buffer.from('a file of hers, as it came')

async function person(messages = 3): Promise<string> {
  const { services, workspaceId } = desk
  for (let i = 0; i < messages; i++) await desk.receive(desk.wrote(`m${i}`, i === 0 ? '=HYPERLINK("x")' : `mensaje ${i}`, { phone: HER, at: services.clock.now(workspaceId) + i }))
  const conversationId = await desk.conversationOf(HER)
  const [row] = await desk.rows<{ contact_id: string; identity_id: string }>('select contact_id, identity_id from conversation where conversation_id = $1', [conversationId])
  const saved = await services.media.save(workspaceId, BYTES, { mime: 'text/plain', name: 'nota.txt', keep: true })
  await desk.rows(`insert into media (workspace_id, media_id, account_id, conversation_id, state, sha256, mime, bytes, name, created_at) values ($1, $2, $3, $4, 'ready', $5, 'text/plain', 26, '../nota.txt', now())`, [workspaceId, newId(), desk.account.id, conversationId, saved.sha256])
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const wordingId = await keepWording(tx, services, workspaceId, { name: 'form', language: 'es', text: 'Sí, quiero ofertas', privacyUrl: 'https://example.org/p' })
    await recordConsent(tx, services, workspaceId, { contactId: row!.contact_id, identityId: row!.identity_id, purpose: 'marketing', state: 'given', source: 'widget', wordingId, at: services.clock.now(workspaceId), actor: { kind: 'contact' }, evidence: { ip: '203.0.113.7' } })
  })
  return row!.contact_id
}

async function ordered(contactId: string): Promise<PersonCopy> {
  const answer = await desk.request('POST', `/api/v1/contacts/${contactId}/copy`)
  expect(answer.statusCode).toBe(202)
  const copy = answer.json<PersonCopy>()
  await makeCopy(desk.services, desk.workspaceId, copy.id)
  return (await desk.request('GET', `/api/v1/person-copies/${copy.id}`)).json<PersonCopy>()
}

test('holds what she wrote, her files, and her consents with their proof in the clear', async () => {
  const copy = await ordered(await person(1_203))
  expect(copy).toMatchObject({ state: 'ready', messages: 1_203, files: 1 })
  const answer = await desk.request('GET', `/api/v1/person-copies/${copy.id}/file`)
  expect([answer.statusCode, answer.headers['content-type'], answer.rawPayload.length]).toEqual([200, 'application/zip', copy.bytes])
  const zip = await openArchive(copyPath(desk.services.config, desk.workspaceId, copy.id))
  const read = async (name: string): Promise<string> => (await zip.read(name, 10_000_000)).toString('utf8')
  try {
    expect(zip.names()).toEqual(['person.json', 'consents.json', 'consents.csv', 'messages.csv', 'messages.json', '0001-__nota.txt'])
    expect(JSON.parse(await read('person.json'))).toMatchObject({ contact: { name: 'Ana 33', identities: [{ keys: [{ kind: 'phone', value: HER }] }] }, conversations: [{ channel: 'made-up' }] })
    expect(JSON.parse(await read('consents.json'))).toMatchObject([{ purpose: 'marketing', state: 'given', wording: { text: 'Sí, quiero ofertas' }, evidence: { ip: '203.0.113.7' } }])
    const messages = JSON.parse(await read('messages.json')) as { content: { text: string } }[]
    expect(messages.map((one) => one.content.text)).toEqual(['=HYPERLINK("x")', ...Array.from({ length: 1_202 }, (_, i) => `mensaje ${i + 1}`)])
    const csv = await read('messages.csv')
    expect(csv.split('\r\n')).toHaveLength(1_205)
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
    expect(await read('0001-__nota.txt')).toBe(BYTES.toString())
  } finally { zip.close() }
  expect(readFileSync(copyPath(desk.services.config, desk.workspaceId, copy.id)).subarray(0, 2).toString()).toBe('PK')
})

test('is given to those who may export, for three days, and each time is written down', async () => {
  const contactId = await person()
  const copy = await ordered(contactId)
  const file = `/api/v1/person-copies/${copy.id}/file`
  expect((await desk.request('GET', file, undefined, await desk.addPerson('agent'))).statusCode).toBe(403)
  expect((await desk.request('GET', file, undefined, (await desk.addWorkspace()).owner)).statusCode).toBe(404)
  expect((await desk.request('GET', file, undefined, await desk.addPerson('privacy_officer'))).statusCode).toBe(200)
  expect((await desk.rows<{ action: string; subject: string }>(`select action, subject from audit_entry where action like 'contact.copy%' order by audit_entry_id`))).toEqual([{ action: 'contact.copy_ordered', subject: contactId }, { action: 'contact.copy_taken', subject: contactId }])
  desk.wall.now += days(3)
  expect((await desk.request('GET', file)).statusCode).toBe(404)
  await sweepCopies(desk.services, desk.workspaceId)
  expect(() => readFileSync(copyPath(desk.services.config, desk.workspaceId, copy.id))).toThrow('ENOENT')
})

test('made again after a kill it is the same, and of somebody forgotten there is none', async () => {
  const contactId = await person()
  const { id } = (await desk.request('POST', `/api/v1/contacts/${contactId}/copy`)).json<PersonCopy>()
  await desk.rows(`update person_copy set state = 'running'`)
  await makeCopy(desk.services, desk.workspaceId, id)
  expect((await desk.request('GET', `/api/v1/person-copies/${id}`)).json<PersonCopy>().state).toBe('ready')
  await desk.request('DELETE', `/api/v1/contacts/${contactId}?how=anonymise`)
  expect((await desk.request('GET', `/api/v1/person-copies/${id}`)).statusCode).toBe(404)
  expect((await desk.request('POST', `/api/v1/contacts/${contactId}/copy`)).statusCode).toBe(404)
})
