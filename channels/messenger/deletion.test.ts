import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RawRequest } from '@recado/channel-kit'
import { deletion } from './deletion.js'
import { bench } from './simulator/desk-for-tests.js'
import { answer, PAGE, platform, settings } from './testing/platform.js'

const SECRET = 'app-secret'
const encode = (payload: unknown): string => Buffer.from(JSON.stringify(payload)).toString('base64url')
const sign = (payload: string, secret = SECRET): string => createHmac('sha256', secret).update(payload).digest('base64url')
const signed = (said: unknown, secret = SECRET): string => { const payload = encode(said); return `${sign(payload, secret)}.${payload}` }
const request = (body: string): RawRequest => ({ method: 'POST', path: '/', query: {}, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: Buffer.from(body) })
const form = (value: string): RawRequest => request(new URLSearchParams({ signed_request: value }).toString())
const said = { algorithm: 'HMAC-SHA256', issued_at: 1_291_836_800, expires: 1_291_840_400, user_id: '218471' }

describe('a signed request', () => {
  test('names whom it is about', () => expect(deletion.read(form(signed(said)), settings)).toEqual({ kind: 'accepted', person: '218471' }))

  test.each<[string, RawRequest, number]>([
    ['another secret', form(signed(said, 'other')), 401],
    ['a payload changed by one letter', form(`${sign(encode(said))}.${encode({ ...said, user_id: '218472' })}`), 401],
    ['no signature', form(`.${encode(said)}`), 400],
    ['no form field', request('hello=1'), 400],
    ['a third part', form(`${signed(said)}.x`), 400],
    ['another algorithm', form(signed({ ...said, algorithm: 'none' })), 400],
    ['nobody', form(signed({ ...said, user_id: undefined })), 400],
    ['no id', form(signed({ ...said, user_id: '../../etc' })), 400],
  ])('%s is refused', (_, raw, status) => expect(deletion.read(raw, settings)).toMatchObject({ kind: 'refused', status }))

  test('an account without a secret takes none', () => expect(deletion.read(form(signed(said, '')), { ...settings, appSecret: '' })).toMatchObject({ kind: 'refused', status: 401 }))
})

test('the answer is what Meta reads', () => {
  const { status, body } = deletion.answer({ url: 'https://desk.example/deletion/ab12', code: 'ab12' })
  expect([status, JSON.parse(String(body))]).toEqual([200, { url: 'https://desk.example/deletion/ab12', confirmation_code: 'ab12' }])
})

describe('whom the id means', () => {
  test('her Page-scoped ids, asked for with the app’s own token', async () => {
    const { context, calls } = platform(() => answer(200, { data: [{ id: '73', page: { id: PAGE } }] }))
    expect(await deletion.keysOf('10', context)).toEqual([{ kind: 'psid', value: '10' }, { kind: 'psid', value: '73' }])
    expect(calls[0]).toMatchObject({ method: 'GET', query: { page: PAGE } })
    expect(calls[0]!.path).toMatch(/\/10\/ids_for_pages$/)
    expect(calls[0]!.request.headers).toMatchObject({ authorization: 'Bearer 1234567890|app-secret' })
    expect(calls[0]!.query.appsecret_proof).toBe(createHmac('sha256', SECRET).update('1234567890|app-secret').digest('hex'))
  })

  test('without the app’s id, or where Meta knows nobody by it, the id itself', async () => {
    expect(await deletion.keysOf('10', platform(() => { throw new Error('asked') }, { settings: { ...settings, appId: '' } }).context)).toEqual([{ kind: 'psid', value: '10' }])
    expect(await deletion.keysOf('10', platform(() => answer(400, { error: { code: 100, error_subcode: 33, message: 'does not exist' } })).context)).toEqual([{ kind: 'psid', value: '10' }])
  })

  test('a platform that is away is asked again later', async () => {
    await expect(deletion.keysOf('10', platform(() => answer(500, { error: { code: 2, message: 'Service temporarily unavailable' } })).context)).rejects.toThrow()
  })
})

describe('the platform’s side', () => {
  test('posts a genuine request below the webhook’s address and shows what it was told', async () => {
    const b = await bench()
    await b.write()
    let heard: RawRequest | null = null
    b.world.onPost((_, post) => {
      if (post.path !== '/deletion') return { status: 200, body: '', ms: 1 }
      heard = request(post.body)
      return { status: 200, body: JSON.stringify({ url: 'https://desk.example/deletion/ab12', confirmation_code: 'ab12' }), ms: 1 }
    })
    await b.act('delete_data')
    const reception = deletion.read(heard!, b.settings)
    expect(reception).toMatchObject({ kind: 'accepted' })
    const asid = (reception as { person: string }).person
    expect(asid).not.toBe(b.customer.address)
    const { body } = await b.call('GET', `/v25.0/${asid}/ids_for_pages?page=${b.account}&appsecret_proof=${createHmac('sha256', String(b.settings.appSecret)).update(`${String(b.settings.appId)}|${String(b.settings.appSecret)}`).digest('hex')}`, undefined, `${String(b.settings.appId)}|${String(b.settings.appSecret)}`)
    expect(body).toMatchObject({ data: [{ id: b.customer.address, page: { id: b.account } }] })
  })

  test('an app that confirms nothing is told to her', async () => {
    const b = await bench()
    await b.write()
    b.world.onPost(() => ({ status: 200, body: 'ok', ms: 1 }))
    await expect(b.act('delete_data')).rejects.toThrow('did not confirm')
  })
})
