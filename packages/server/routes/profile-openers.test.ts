import type { AccountOpeners, AccountProfile } from '@recado/api'
import { type OpenersConnector, PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import type { Openers, ProfileValues } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LoadedChannel, MediaStore } from '../services.js'
import { makeHarness, type Harness } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

const source = 'https://platform.example'
/** One point. */
const TINY_PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const text = (en: string) => ({ en, es: `${en} (es)` })
const click = (title: string, key: string) => ({ title, type: 'click', values: { key } })
const one = (menu: Openers['sets'][number]['menu']): Openers => ({ sets: [{ audience: null, menu: menu ?? [] }] })

/** The platform as the test wishes it: what stands there, what is written, and what it refuses. */
const platform = { profile: {} as ProfileValues, openers: one([]), fault: null as Error | null, written: [] as unknown[], import: null as Awaited<ReturnType<NonNullable<OpenersConnector['import']>>> | null, imports: 0 }
const guarded = <T>(work: () => T): T => { if (platform.fault) throw platform.fault; return work() }

const tried: LoadedChannel = {
  ...madeUpLoaded,
  connector: {
    ...madeUpLoaded.connector,
    check: async () => [{ id: 'token', ok: platform.fault === null, code: 'ok', message: '' }],
    fetchMedia: async (file) => { if (file.kind === 'url') throw new Error('gone'); return { bytes: TINY_PNG, mime: 'image/png', name: 'map.png' } },
    businessProfile: {
      editor: { source, elsewhere: [{ key: 'hours', label: text('Hours'), how: text('In the app'), link: source }], fields: [
        { key: 'about', kind: 'text', label: text('About'), place: 'line', maxLength: 5, source }, { key: 'photo', kind: 'photo', label: text('Photo'), place: 'photo', required: true, source },
      ] },
      read: async () => guarded(() => platform.profile),
      write: async (values) => guarded(() => { platform.written.push(values); platform.profile = { ...platform.profile, ...values } }),
    },
    openers: {
      editor: {
        source, shows: text('At once'), notes: [text('No greeting')], lostOnConnect: { title: text('Lost'), text: text('Copy first'), late: text('Late'), source },
        menu: { most: 3, below: 5, layout: 'bar', title: { maxLength: 16, unit: 'bytes', source }, types: [{ type: 'click', label: text('Asks'), help: text(''), source, answeredBy: 'key', values: [{ key: 'key', kind: 'key', label: text('Key'), required: true, maxLength: 128, unit: 'bytes' }] }] },
        audience: { kind: 'tag', label: text('Tag'), help: text(''), parts: ['menu'] },
      },
      read: async () => guarded(() => platform.openers),
      write: async (openers) => guarded(() => { platform.written.push(openers); platform.openers = openers }),
      remove: async () => guarded(() => { platform.openers = one([]) }),
      import: async () => guarded(() => { platform.imports++; return platform.import! }),
      audiences: async () => [{ value: '2', label: 'Socios' }],
    },
  },
}

const stored = new Map<string, Buffer>()
const media: MediaStore = {
  save: async (_w, bytes) => { const sha256 = Buffer.alloc(32, stored.size + 1); stored.set(sha256.toString('hex'), bytes); return { sha256, mime: 'image/png', bytes: bytes.length, width: 1, height: 1 } },
  read: async () => Buffer.alloc(0), stream: async () => { throw new Error('not asked here') }, derived: async (_w, _s, _f, make) => make(), remove: async () => {},
}

let h: Harness
let account: string
const base = () => `/api/v1/channel-accounts/${account}`
const refusal = (code: 'platform_refused' | 'permission_missing') => new PlatformRefusal({ code, platformCode: '40018', message: 'The name of a button is too long.', sent: 'no', retry: { kind: 'never' } })

beforeAll(async () => {
  h = await makeHarness({ channels: [tried], media, http: () => ({ status: 200, headers: {}, body: TINY_PNG, text: () => '', json: () => ({}) }) })
})
afterAll(() => h.close())
let count = 0
beforeEach(async () => {
  Object.assign(platform, { profile: {}, openers: one([]), fault: new SilentPlatform('no', 'away'), written: [], import: null, imports: 0 })
  account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: `acc-${++count}`, secret: 'a shared secret' } })).json().id
  platform.fault = null
})
const rows = <R>(sql: string, ...values: unknown[]) => h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<R>(sql, [h.workspaceId, ...values]))

describe('the profile', () => {
  const put = (values: object) => h.request('PUT', `${base()}/profile`, { values })
  test('is the platform’s own, with labels in the reader’s language and a photo through us', async () => {
    platform.profile = { about: 'Hola', photo: { url: 'https://pps.example/1.jpg?sig=secret' } }
    const shown: AccountProfile = (await h.request('GET', `${base()}/profile?language=es`)).json()
    expect(shown).toMatchObject({ problem: null, values: { about: 'Hola', photo: { url: expect.stringMatching(new RegExp(`^${base()}/profile/photo`)) as string } }, editor: { fields: [{ key: 'about', label: 'About (es)', maxLength: 5 }, { key: 'photo' }], elsewhere: [{ how: 'In the app (es)', link: source }] } })
    expect(JSON.stringify(shown)).not.toContain('sig=secret')
    const photo = await h.request('GET', `${base()}/profile/photo`)
    expect([photo.statusCode, photo.headers['content-type'], photo.rawPayload.equals(TINY_PNG)]).toEqual([200, 'image/png', true])
    expect(h.calls.at(-1)).toMatchObject({ url: 'https://pps.example/1.jpg?sig=secret' })
  })
  test('is written field by field, read back, and who did it is written down', async () => {
    platform.profile = { about: 'Hola', photo: { url: 'https://pps.example/1.jpg' } }
    const answer = await put({ about: 'Gafas' })
    expect([answer.statusCode, answer.json().values.about, platform.written]).toEqual([200, 'Gafas', [{ about: 'Gafas' }]])
    expect(await rows(`select data->'fields' as fields from audit_entry where workspace_id = $1 and action = 'channel_account.profile_changed' and subject = $2`, account)).toEqual([{ fields: ['about'] }])
  })
  test('with a text too long is not sent, and says what fits', async () => {
    const answer = await put({ about: 'Zapatos' })
    expect([answer.statusCode, answer.json().fields, platform.written]).toEqual([400, [{ field: 'values.about', message: 'has 7 characters, at most 5' }], []])
  })
  test.each([['photo', { photo: null }, 'values.photo'], ['field it lacks', { hours: {} }, 'values.hours']])('without its %s is not sent', async (_s, values, field) => {
    const answer = await put(values)
    expect([answer.statusCode, answer.json().fields[0].field, platform.written]).toEqual([400, field, []])
  })
  test('that the platform refuses comes back with the platform’s reason', async () => {
    platform.fault = refusal('platform_refused')
    const answer = await put({ about: 'Gafas' })
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: 'change_refused', fields: [{ field: 'platform', message: 'The name of a button is too long. (40018)' }] }])
  })
  test.each([['away', () => new SilentPlatform('no', 'x'), 'platform_unavailable'], ['forbidding', () => refusal('permission_missing'), 'permission_missing']])('of a platform that is %s says so beside the fields', async (_s, fault, code) => {
    platform.fault = fault()
    expect((await h.request('GET', `${base()}/profile`)).json()).toMatchObject({ values: null, problem: { code }, editor: { fields: [{ key: 'about' }, { key: 'photo' }] } })
  })
  test('has no photo where there is none, or none that is a picture', async () => {
    expect((await h.request('GET', `${base()}/profile/photo`)).statusCode).toBe(404)
  })
  test('is not there for a channel without one', async () => {
    const whatever = { ...madeUpLoaded, declaration: { ...madeUpLoaded.declaration, id: 'bare' } }
    const other = await makeHarness({ channels: [whatever] })
    const id = (await other.request('POST', '/api/v1/channel-accounts', { channel: 'bare', name: 'Shop', settings: { accountId: 'a', secret: 'a shared secret' } })).json().id
    expect((await Promise.all(['profile', 'openers'].map((part) => other.request('GET', `/api/v1/channel-accounts/${id}/${part}`)))).map((answer) => answer.statusCode)).toEqual([404, 404])
    await other.close()
  })
})

describe('openers', () => {
  const get = async (): Promise<AccountOpeners> => (await h.request('GET', `${base()}/openers`)).json()
  const put = (openers: Openers | null, draft?: boolean) => h.request('PUT', `${base()}/openers`, { openers, ...(draft ? { draft } : {}) })

  test('are published, read back, and their taps are known by name from then on, also after the button is gone', async () => {
    const answer = await put(one([click('Horario', 'H')]))
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { published: one([click('Horario', 'H')]), draft: null, publishedAt: new Date(h.wall.now).toISOString(), audiences: [{ value: '2', label: 'Socios' }] }])
    await put(one([click('Tienda', 'T')]))
    expect((await h.services.accounts.byId(h.workspaceId, account))?.openerTitles).toEqual({ H: 'Horario', T: 'Tienda' })
    expect(await rows(`select action from audit_entry where workspace_id = $1 and action like 'channel_account.openers%' and subject = $2`, account)).toHaveLength(2)
  })
  test('with a fault are not sent', async () => {
    const answer = await put(one([click('联系我们好吗', 'H'), { title: '', type: 'dance' }]))
    expect([answer.statusCode, answer.json().fields, platform.written]).toEqual([400, [
      { field: 'openers.sets.0.menu.0.title', message: 'has 18 bytes, at most 16' }, { field: 'openers.sets.0.menu.1.title', message: 'must not be empty' }, { field: 'openers.sets.0.menu.1.type', message: 'is not one of the choices' },
    ], []])
  })
  test('that the platform refuses leave the draft and the names as they were', async () => {
    await put(one([click('Borrador', 'B')]), true)
    platform.fault = refusal('platform_refused')
    const answer = await put(one([click('Horario', 'H')]))
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'change_refused'])
    platform.fault = null
    expect(await get()).toMatchObject({ draft: { openers: one([click('Borrador', 'B')]), from: 'edit' }, publishedAt: null })
    expect((await h.services.accounts.byId(h.workspaceId, account))?.openerTitles).toEqual({})
  })
  test('can wait as a draft with faults, which publishing ends', async () => {
    const unfinished = one([{ title: '', type: 'click', values: {} }])
    expect((await put(unfinished, true)).json()).toMatchObject({ draft: { openers: unfinished, from: 'edit', notes: [] }, published: one([]) })
    expect(platform.written).toEqual([])
    expect((await put(one([click('Horario', 'H')]))).json().draft).toBeNull()
  })
  test('a draft can be thrown away; nothing cannot be published', async () => {
    await put(one([]), true)
    expect([(await put(null, true)).json().draft, (await put(null)).statusCode]).toEqual([null, 400])
  })
  test('are taken away', async () => {
    await put(one([click('Horario', 'H')]))
    expect((await h.request('DELETE', `${base()}/openers`)).statusCode).toBe(204)
    expect(await get()).toMatchObject({ published: one([]), publishedAt: null })
  })
  test('are shown with their draft while the platform is away', async () => {
    await put(one([click('Borrador', 'B')]), true)
    platform.fault = new SilentPlatform('unknown', 'x')
    expect(await get()).toMatchObject({ published: null, problem: { code: 'platform_unavailable' }, draft: { from: 'edit' } })
  })

  const found = {
    openers: one([click('地图', 'MENU_1')]), notes: [{ code: 'became_key' as const, title: '地图', was: 'img' }],
    replies: [
      { on: { kind: 'key' as const, key: 'MENU_1', title: '地图' }, name: '地图', active: true, mode: 'all' as const, say: [{ kind: 'image' as const, media: { kind: 'id' as const, id: 'TEMP' } }] },
      { on: { kind: 'follow' as const }, name: 'follow', active: true, mode: 'all' as const, say: [{ kind: 'text' as const, text: '感谢关注' }, { kind: 'video' as const, media: { kind: 'url' as const, url: 'https://dead.example' } }] },
    ],
  }
  test('made by another tool are imported with their files, what is lost is named, and nothing is published', async () => {
    platform.import = found
    const answer: AccountOpeners = (await h.request('POST', `${base()}/openers/import`)).json()
    expect(answer).toMatchObject({
      draft: { from: 'import', openers: found.openers, notes: [...found.notes, { code: 'file_lost', title: 'follow', was: 'video' }] }, importedAt: new Date(h.wall.now).toISOString(),
      replies: [{ on: { kind: 'key', key: 'MENU_1' }, say: [{ kind: 'image', media: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }] }, { on: { kind: 'follow' }, say: [{ kind: 'text', text: '感谢关注' }] }],
    })
    expect(platform.written).toEqual([])
    const media = answer.replies[0]!.say[0] as { media: string }
    expect(await rows('select mime from media where workspace_id = $1 and media_id = $2', media.media)).toEqual([{ mime: 'image/png' }])
  })

  test('made by another tool are known by name as soon as they have been looked at, and there is nothing to publish again', async () => {
    platform.openers = one([click('Antiguo', 'OLD')])
    platform.import = { openers: one([{ values: { key: 'OLD' }, type: 'click', title: 'Antiguo' }]), notes: [], replies: [] }
    expect((await h.request('POST', `${base()}/openers/import`, {})).json()).toMatchObject({ draft: null, importedAt: expect.any(String) as string })
    expect((await h.services.accounts.byId(h.workspaceId, account))?.openerTitles).toEqual({ OLD: 'Antiguo' })
    platform.openers = one([click('Nuevo', 'OLD'), click('Otro', 'B')])
    await get()
    expect((await h.services.accounts.byId(h.workspaceId, account))?.openerTitles).toEqual({ OLD: 'Nuevo', B: 'Otro' })
  })
  test('are followed by its replies: those that were on go on where that is wished, but for the one to anything else', async () => {
    platform.import = { ...found, replies: [
      ...found.replies, { on: { kind: 'otherwise' }, name: 'otherwise', active: true, mode: 'all', say: [{ kind: 'text', text: 'Uno' }] }, { on: { kind: 'key', key: 'MENU_8', title: 'x' }, name: 'x', active: false, mode: 'all', say: [{ kind: 'text', text: 'Dos' }] },
    ] }
    await h.request('POST', `${base()}/openers/import`, {})
    await h.request('POST', `${base()}/openers/replies`, { enable: true })
    expect(await rows(`select trigger->>'kind' as kind, enabled from automatic_reply where workspace_id = $1 and account_id = $2 order by 1, 2`, account)).toEqual([{ kind: 'follow', enabled: true }, { kind: 'greeting', enabled: false }, { kind: 'menu', enabled: false }, { kind: 'menu', enabled: true }])
  })
  test('are followed by the replies of the other tool, switched off; what the app would refuse stays', async () => {
    platform.import = { ...found, replies: [
      ...found.replies, { on: { kind: 'keywords', words: [{ text: '时间', match: 'contains' }, { text: '1', match: 'equals' }] }, name: 'horario', active: true, mode: 'all', say: [{ kind: 'text', text: '10–20' }, { kind: 'text', text: 'https://a.es' }] },
      { on: { kind: 'otherwise' }, name: 'otherwise', active: true, mode: 'one', say: [{ kind: 'text', text: 'Uno' }, { kind: 'text', text: 'Dos' }] }, { on: { kind: 'key', key: 'MENU_9', title: '长' }, name: '长', active: true, mode: 'all', say: [{ kind: 'text', text: 'x'.repeat(1001) }] },
    ] }
    await h.request('POST', `${base()}/openers/import`, {})
    expect((await h.request('POST', `${base()}/openers/replies?language=es`, {})).json()).toEqual({ added: 5, left: 1 })
    const rules = (await rows<{ name: string; enabled: boolean; trigger: object; variants: { content: { kind: string; text?: string } }[] }>('select name, enabled, trigger, variants from automatic_reply where workspace_id = $1 and account_id = $2 order by name', account))
      .map(({ name, enabled, trigger, variants }) => [name, enabled, trigger, variants[0]?.content.text ?? variants[0]?.content.kind])
    expect(rules).toHaveLength(5)
    expect(rules).toEqual(expect.arrayContaining([
      ['地图', false, { kind: 'menu', keys: ['MENU_1'] }, 'image'], ['Al seguir la cuenta', false, { kind: 'follow' }, '感谢关注'], ['horario', false, { kind: 'keyword', match: 'contains', words: ['时间'] }, '10–20\n\nhttps://a.es'],
      ['horario', false, { kind: 'keyword', match: 'exact', words: ['1'] }, '10–20\n\nhttps://a.es'], ['A cualquier otro mensaje', false, { kind: 'greeting', afterDays: 1 }, 'Uno'],
    ]))
    expect((await get()).replies.map((reply) => reply.name)).toEqual(['长'])
    expect((await h.request('POST', `${base()}/openers/replies`, {})).json()).toEqual({ added: 0, left: 1 })
  })

  describe('of a platform that switches its own off when webhooks come', () => {
    const check = () => h.request('POST', `${base()}/check`)
    beforeEach(() => { platform.import = found })
    test('are copied by themselves as soon as the credentials work, once', async () => {
      expect((await get()).draft).toBeNull()
      await check()
      expect(await get()).toMatchObject({ draft: { from: 'import' }, replies: [{}, {}] })
      await put(null, true)
      await check()
      expect([platform.imports, (await get()).draft]).toEqual([1, null])
    })
    test('are not copied over somebody’s draft, nor once webhooks come', async () => {
      await put(one([click('Mío', 'M')]), true)
      await check()
      expect((await get()).draft).toMatchObject({ from: 'edit' })
      await put(null, true)
      await rows('update channel_account set first_webhook_at = now() where workspace_id = $1 and account_id = $2', account)
      h.services.accounts.changed(h.workspaceId, account)
      await rows('delete from account_openers where workspace_id = $1 and account_id = $2', account)
      await check()
      expect(platform.imports).toBe(0)
    })
    test('do not stand in the way when they cannot be read', async () => {
      platform.import = null
      expect((await check()).statusCode).toBe(200)
    })
  })

  test.each(['agent', 'stranger'] as const)('are none of the business of an %s', async (who) => {
    const person = who === 'agent' ? await h.addPerson('agent') : (await h.addWorkspace('Elsewhere')).owner
    const asked = await Promise.all([h.request('GET', `${base()}/openers`, undefined, person), h.request('PUT', `${base()}/openers`, { openers: one([]) }, person), h.request('DELETE', `${base()}/openers`, undefined, person), h.request('POST', `${base()}/openers/import`, {}, person), h.request('PUT', `${base()}/profile`, { values: {} }, person)])
    expect(asked.map((answer) => answer.statusCode)).toEqual(Array.from({ length: 5 }, () => (who === 'agent' ? 403 : 404)))
    expect((await h.request('GET', `/api/v1/channel-accounts/${newId()}/openers`)).statusCode).toBe(404)
  })
})
