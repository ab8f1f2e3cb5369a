import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RawRequest } from '@recado/channel-kit'
import { aesKeyOf, decrypt, encrypt, signatureOf } from './crypto.js'
import { readInbound } from './inbound.js'
import { receive } from './receive.js'

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const check = JSON.parse(fixture('01-url-verification.json'))
const vectors = JSON.parse(fixture('90-aes-vectors.json'))
const key = aesKeyOf(vectors.encoding_aes_key)!
const settings = { appId: vectors.appid, token: vectors.token, encodingAesKey: vectors.encoding_aes_key, mode: 'secure' }
const stamp = { timestamp: '1763776800', nonce: '1372623149', signature: '02f89c82dc8dca5e97d99f3e071be97f49e5f135' }

const post = (body: string, query: Record<string, string> = stamp, method = 'POST'): RawRequest => ({ method, path: '/', query, headers: {}, body: Buffer.from(body, 'utf8') })
const sealed = (envelope: string) => `<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><Encrypt><![CDATA[${envelope}]]></Encrypt></xml>`
const signed = (envelope: string) => ({ ...stamp, encrypt_type: 'aes', msg_signature: signatureOf(vectors.token, stamp.timestamp, stamp.nonce, envelope) })
const text = fixture('10-in-text.xml')

/** What a reception says, short enough for a table. */
function say(request: RawRequest, over: Record<string, unknown> = {}): string {
  const reception = receive(request, { ...settings, ...over })
  return reception.kind === 'refused' ? `${reception.status} ${reception.code}` : reception.kind
}

describe('signatures', () => {
  it('agree with the vector of the platform’s own documentation', () => {
    expect(signatureOf('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
  })
  it('answer the address check with the raw echostr', () => {
    const reception = receive({ ...post('', check.query, 'GET') }, settings)
    expect(reception).toEqual({ kind: 'handshake', answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '5940283749201837465' } })
  })
})

describe('the AES envelope', () => {
  it.each<[string, number]>([['inbound text, secure mode', 9], ['padding edge: pad byte 32 (a whole block)', 32], ['padding edge: pad byte 17 (rejected by 16-byte PKCS7 un-padders)', 17], ['padding edge: pad byte 1', 1], ['passive text reply, secure mode', 25]])('opens and makes: %s', (name, pad) => {
    const vector = vectors.vectors.find((one: { name: string }) => one.name === name)
    expect(vector.pad_byte).toBe(pad)
    expect(decrypt(vector.encrypt, key)).toEqual({ message: vector.plaintext, receiveId: 'wx0123456789abcdef' })
    expect(encrypt(vector.plaintext, key, vector.receive_id, Buffer.from(vector.random16))).toBe(vector.encrypt)
    expect(signatureOf(vectors.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature)
  })
  it('does not open with another key', () => {
    expect(decrypt(vectors.vectors[0].encrypt, aesKeyOf('A'.repeat(43))!)).toBeNull()
  })
  it.each(['', 'AAAA', 'no base64 at all!', 'A'.repeat(64)])('takes %j for no envelope', (envelope) => {
    expect(decrypt(envelope, key)).toBeNull()
  })
  it.each(['', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}-`])('takes %j for no EncodingAESKey', (text) => {
    expect(aesKeyOf(text)).toBeNull()
  })
})

describe('a push', () => {
  const [good] = vectors.vectors
  const [otherApp, wrongSignature] = vectors.negative
  const query91 = { ...stamp, encrypt_type: 'aes', msg_signature: good.msg_signature }

  it('is accepted as it stands in the fixture, request line and all', () => {
    const [head = '', ...rest] = fixture('91-secure-inbound.http').split('\n\n')
    const url = new URL(head.split(' ')[1] ?? '', 'http://desk.test')
    expect(receive(post(rest.join('\n\n'), Object.fromEntries(url.searchParams)), settings)).toMatchObject({ kind: 'accepted', payload: good.plaintext })
  })

  it('is accepted in secure mode, answered with success and read decrypted', () => {
    const reception = receive(post(sealed(good.encrypt), query91), settings)
    expect(reception).toEqual({ kind: 'accepted', payload: good.plaintext, answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'success' } })
    expect(readInbound(good.plaintext, { settings, arrivedAt: 0 })).toMatchObject([{ type: 'message', externalId: '24900000000000001', content: { kind: 'text', text: '¿Tienen la talla 38? 有38码吗？😀' } }])
  })

  it('in compatible mode is read from the envelope: the plain fields beside it prove nothing', () => {
    const forged = fixture('92-compat-inbound.http').split('\n\n').slice(1).join('\n\n').replace('¿Tienen', '¿Robamos')
    expect(receive(post(forged, query91), { ...settings, mode: 'compatible' })).toMatchObject({ kind: 'accepted', payload: good.plaintext })
  })

  it('is taken as JSON too, with ids longer than a double is exact', () => {
    const body = '{"ToUserName":"gh_0a1b2c3d4e5f","FromUserName":"o1","CreateTime":1763776800,"MsgType":"text","Content":"hola","MsgId":24900000000000001}'
    expect(receive(post(body), { ...settings, mode: 'plain' })).toMatchObject({ kind: 'accepted', payload: body })
    expect(readInbound(body, { settings, arrivedAt: 0 })).toMatchObject([{ externalId: '24900000000000001', at: 1763776800000 }])
    const inside = encrypt(body, key, vectors.appid, Buffer.alloc(16, 'r'))
    expect(receive(post(JSON.stringify({ ToUserName: 'gh_0a1b2c3d4e5f', Encrypt: inside }), signed(inside)), settings)).toMatchObject({ kind: 'accepted', payload: body })
  })

  const bomb = '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><MsgType>text</MsgType><Content>&b;</Content></xml>'
  const tampered = `${good.encrypt.startsWith('c') ? 'd' : 'c'}${good.encrypt.slice(1)}`
  it.each<[string, RawRequest, Record<string, unknown>, string]>([
    ['plain, signed', post(text), { mode: 'plain' }, 'accepted'],
    ['plain, signed, on an account not yet switched over', post(text), { mode: 'compatible' }, 'accepted'],
    ['plain, signed, in secure mode', post(text), {}, '401 bad_signature'],
    ['unsigned', post(text, {}), { mode: 'plain' }, '401 bad_signature'],
    ['wrongly signed', post(text, { ...stamp, signature: '0'.repeat(40) }), { mode: 'plain' }, '401 bad_signature'],
    ['signed for another second', post(text, { ...stamp, timestamp: '1763776801' }), { mode: 'plain' }, '401 bad_signature'],
    ['signed without a token to sign with', post(text, { ...stamp, signature: signatureOf('', stamp.timestamp, stamp.nonce) }), { mode: 'plain', token: '' }, '401 bad_signature'],
    ['an address check without echostr', post('', stamp, 'GET'), {}, '400 bad_webhook'],
    ['an address check wrongly signed', post('', { ...check.query, signature: 'x' }, 'GET'), {}, '401 bad_signature'],
    ['another method', post(text, stamp, 'PUT'), { mode: 'plain' }, '400 bad_webhook'],
    ['encrypted, right', post(sealed(good.encrypt), query91), {}, 'accepted'],
    ['encrypted, without msg_signature', post(sealed(good.encrypt)), {}, '401 bad_signature'],
    ['encrypted, wrong msg_signature', post(sealed(wrongSignature.encrypt), { ...stamp, msg_signature: wrongSignature.msg_signature }), {}, '401 bad_signature'],
    ['encrypted, tampered', post(sealed(tampered), query91), {}, '401 bad_signature'],
    ['encrypted for another AppID', post(sealed(otherApp.encrypt), { ...stamp, msg_signature: otherApp.msg_signature }), {}, '401 bad_signature'],
    ['encrypted with a key that is not ours', post(sealed(good.encrypt), query91), { encodingAesKey: 'A'.repeat(43) }, '400 bad_webhook'],
    ['encrypted, no key set', post(sealed(good.encrypt), query91), { encodingAesKey: '', mode: 'plain' }, '400 bad_webhook'],
    ['compatible, no key set', post(fixture('92-compat-inbound.http').split('\n\n').slice(1).join('\n\n'), query91), { encodingAesKey: '', mode: 'plain' }, 'accepted'],
    ['compatible, no key set, in secure mode', post(fixture('92-compat-inbound.http').split('\n\n').slice(1).join('\n\n'), query91), { encodingAesKey: '' }, '400 bad_webhook'],
    ['encrypted padding vectors that hold no push', post(sealed(vectors.vectors[1].encrypt), { ...stamp, msg_signature: vectors.vectors[1].msg_signature }), {}, '400 bad_webhook'],
    ['entities', post(bomb), { mode: 'plain' }, '400 bad_webhook'],
    ['a document type written by the customer', post(text.replace('¿Tienen', '<!DOCTYPE html> ¿Tienen')), { mode: 'plain' }, 'accepted'],
    ['nested a thousand deep', post(`<xml>${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}</xml>`), { mode: 'plain' }, '400 bad_webhook'],
    ['a prototype', post('<xml><__proto__><MsgType>text</MsgType></__proto__></xml>'), { mode: 'plain' }, '400 bad_webhook'],
    ['cut off', post(text.slice(0, -20)), { mode: 'plain' }, '400 bad_webhook'],
    ['no body', post(''), { mode: 'plain' }, '400 bad_webhook'],
    ['a JSON list', post('[1]'), { mode: 'plain' }, '400 bad_webhook'],
    ['broken JSON', post('{"a":'), { mode: 'plain' }, '400 bad_webhook'],
  ])('%s', (_name, request, over, expected) => {
    expect(say(request, over)).toBe(expected)
  })
})
