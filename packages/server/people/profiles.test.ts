import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlatformRefusal, SilentPlatform, type Person } from '@recado/channel-kit'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeMediaStore } from '../media/store.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { ProfileWorker } from './profiles.js'

const dir = mkdtempSync(join(tmpdir(), 'recado-profiles-'))
const asked: string[] = []
let tell: () => Promise<Person['profile'] | null>
let desk: Desk
let worker: ProfileWorker
let n = 0

beforeAll(async () => {
  const channel = {
    ...madeUpLoaded, declaration: { ...madeUpLoaded.declaration, presence: { ...madeUpLoaded.declaration.presence, profile: true } },
    connector: { ...madeUpLoaded.connector, profile: async (keys: readonly { value: string }[]) => { asked.push(keys[0]!.value); return tell() } },
  }
  const { bytes } = sampleFile('png')
  desk = await makeDesk({ channel, media: makeMediaStore({ dataDir: dir, s3Url: null }), http: (request) => ({ status: request.url.endsWith('/face') ? 200 : 404, headers: {}, body: bytes, text: () => '', json: () => null }) })
  worker = new ProfileWorker(desk.services)
})
afterAll(async () => { await desk.close(); rmSync(dir, { recursive: true, force: true }) })
beforeEach(() => { n++; asked.length = 0; tell = async () => ({ name: 'Lucía Ríos', country: 'ES', language: 'es', avatarUrl: 'https://platform.example/face' }) })

const phone = () => `346000${String(n).padStart(5, '0')}`
const come = (name?: string) => desk.receive(desk.wrote(`m${n}`, 'Hola', { from: { keys: [{ kind: 'phone', value: phone() }], ...(name ? { profile: { name } } : {}) } }))
const contact = async () => (await desk.request('GET', `/api/v1/conversations/${await desk.conversationOf(phone())}`)).json<{ contact: { id: string; name: string; avatarUrl: string | null } }>().contact

test('a new person is asked for once: her name, picture, country and language', async () => {
  await come()
  await Promise.all([worker.look(desk.workspaceId), worker.look(desk.workspaceId)])
  await desk.receive(desk.wrote(`again${n}`, 'Otra', { from: { keys: [{ kind: 'phone', value: phone() }] } }))
  await worker.look(desk.workspaceId)
  expect(asked).toEqual([phone()])
  const { id, name, avatarUrl } = await contact()
  expect(name).toBe('Lucía Ríos')
  expect((await desk.request('GET', avatarUrl!)).headers['content-type']).toBe('image/webp')
  expect((await desk.request('GET', `/api/v1/contacts/${id}`)).json()).toMatchObject({ country: 'ES', language: 'es', identities: [{ profileName: 'Lucía Ríos' }] })
  expect(await desk.rows(`select data from event where type = 'contact.changed'`)).toEqual([{ data: { contactId: id } }])
})

test('a name that we typed stays', async () => {
  await come()
  const { id } = await contact()
  await desk.request('PATCH', `/api/v1/contacts/${id}`, { name: 'Doña Lucía' })
  await worker.look(desk.workspaceId)
  expect((await contact()).name).toBe('Doña Lucía')
})

test.each([
  ['knows nothing of her', async () => null], ['refuses', async () => { throw new PlatformRefusal({ code: 'permission_missing', platformCode: '10', message: 'no', sent: 'no', retry: { kind: 'never' } }) }],
  ['does not answer', async () => { throw new SilentPlatform('no', 'out of reach') }], ['tells no name', async () => ({ country: 'ES' })], ['names a picture that is none', async () => ({ avatarUrl: 'https://platform.example/nothing' })],
] as [string, () => Promise<Person['profile'] | null>][])('a platform that %s changes nothing else', async (_what, answer) => {
  tell = answer
  await come('Eva')
  await worker.look(desk.workspaceId)
  expect(await contact()).toMatchObject({ name: 'Eva', avatarUrl: null })
  expect(asked).toEqual([phone()])
})

test('a channel that cannot tell is not asked', async () => {
  const quiet = await makeDesk()
  await quiet.receive(quiet.wrote('m1', 'Hola'))
  await new ProfileWorker(quiet.services).look(quiet.workspaceId)
  expect(await quiet.rows('select profile_at from identity')).toEqual([{ profile_at: null }])
  await quiet.close()
})
