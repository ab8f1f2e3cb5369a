import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hmacHex } from '@recado/channel-kit'
import type { RawRequest } from '@recado/channel-kit'
import { readInbound, receive } from './inbound.js'
import { NOW, PAGE } from './testing/platform.js'

const vector = JSON.parse(readFileSync(new URL('./fixtures/signature.json', import.meta.url), 'utf8')) as { secret: string; rawBody: string; header: string; reSerialisedBody: string; itsDigest: string }
const settings = { pageId: PAGE, appSecret: vector.secret, verifyToken: 'OUR_TOKEN' }

const post = (body: string, header: string | undefined, secret: unknown = vector.secret) =>
  receive({ method: 'POST', path: '/webhooks/messenger/k', query: {}, headers: header === undefined ? {} : { 'x-hub-signature-256': header }, body: Buffer.from(body, 'utf8') } satisfies RawRequest, { ...settings, appSecret: secret })
const get = (query: Record<string, string>, verifyToken: unknown = 'OUR_TOKEN') =>
  receive({ method: 'GET', path: '/', query, headers: {}, body: Buffer.alloc(0) }, { ...settings, verifyToken })

describe('the signature', () => {
  it('holds for the raw body with its escaped letters, which then reads as one message', () => {
    const reception = post(vector.rawBody, vector.header)
    expect(vector.rawBody).toContain('\\u00bf')
    expect(reception).toEqual({ kind: 'accepted', payload: vector.rawBody, answer: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'EVENT_RECEIVED' } })
    expect(readInbound(vector.rawBody, { settings, arrivedAt: NOW })).toMatchObject([{ type: 'message', content: { text: 'Hola, ¿tenéis la talla 42?' } }])
  })

  it('is over bytes: the same JSON written again does not pass under the old digest, and does under its own', () => {
    expect(JSON.parse(vector.reSerialisedBody)).toEqual(JSON.parse(vector.rawBody))
    expect(post(vector.reSerialisedBody, vector.header)).toMatchObject({ kind: 'refused', status: 401, code: 'bad_signature' })
    expect(post(vector.reSerialisedBody, vector.itsDigest)).toMatchObject({ kind: 'accepted' })
  })

  it('holds for bytes that are no UTF-8', () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d])
    const signature = `sha256=${hmacHex('sha256', vector.secret, body)}`
    expect(receive({ method: 'POST', path: '/', query: {}, headers: { 'x-hub-signature-256': signature }, body }, settings)).toMatchObject({ kind: 'accepted' })
  })

  const digest = vector.header.slice(7)
  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['no algorithm', digest],
    ['the old algorithm', `sha1=${digest}`],
    ['upper-case hex', `sha256=${digest.toUpperCase()}`],
    ['upper-case algorithm', `SHA256=${digest}`],
    ['one digit changed', `sha256=${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}`],
    ['one digit missing', `sha256=${digest.slice(0, -1)}`],
    ['one digit more', `sha256=${digest}0`],
    ['a space behind', `sha256=${digest} `],
    ['two signatures', `${vector.header},${vector.header}`],
    ['another body’s digest', vector.itsDigest],
  ])('is refused: %s', (_sentence, header) => expect(post(vector.rawBody, header)).toMatchObject({ kind: 'refused', status: 401, code: 'bad_signature' }))

  it('is refused for a body with any one byte changed, one more, or none', () => {
    const bytes = Buffer.from(vector.rawBody)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(receive({ method: 'POST', path: '/', query: {}, headers: { 'x-hub-signature-256': vector.header }, body: changed }, settings).kind).toBe('refused')
    }
    for (const body of [`${vector.rawBody}\n`, vector.rawBody.slice(1), '']) expect(post(body, vector.header).kind).toBe('refused')
  })

  it('is refused for everybody while the account has no secret', () => {
    for (const secret of ['', undefined, null, {}]) expect(post(vector.rawBody, `sha256=${hmacHex('sha256', '', vector.rawBody)}`, secret)).toMatchObject({ kind: 'refused', status: 401 })
    expect(post(vector.rawBody, vector.header, 'another secret').kind).toBe('refused')
  })
})

describe('the handshake', () => {
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'OUR_TOKEN', 'hub.challenge': '1158201444' }
  it('answers the challenge as plain text', () => {
    expect(get(query)).toEqual({ kind: 'handshake', answer: { status: 200, headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' }, body: '1158201444' } })
  })
  it.each([
    ['another token', { ...query, 'hub.verify_token': 'OUR_TOKEM' }, 'OUR_TOKEN', 403],
    ['a longer token', { ...query, 'hub.verify_token': 'OUR_TOKEN1' }, 'OUR_TOKEN', 403],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, 'OUR_TOKEN', 403],
    ['an account without token, asked without token', { ...query, 'hub.verify_token': '' }, '', 403],
    ['another mode', { ...query, 'hub.mode': 'unsubscribe' }, 'OUR_TOKEN', 400],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': 'OUR_TOKEN' }, 'OUR_TOKEN', 400],
    ['a visitor', {}, 'OUR_TOKEN', 400],
  ])('is refused: %s', (_sentence, asked, token, status) => expect(get(asked, token)).toMatchObject({ kind: 'refused', status }))
  it('takes no other method', () => {
    expect(receive({ method: 'PUT', path: '/', query: {}, headers: {}, body: Buffer.alloc(0) }, settings)).toMatchObject({ kind: 'refused', status: 400, code: 'bad_webhook' })
  })
})
