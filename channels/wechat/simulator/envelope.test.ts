import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, said } from './desk-for-tests.js'
import { seal, signatureOf, unseal } from './envelope.js'

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

describe('the envelope', () => {
  const vectors = JSON.parse(fixture('90-aes-vectors.json')) as { token: string; encoding_aes_key: string; appid: string; vectors: { name: string; random16: string; plaintext: string; encrypt: string; timestamp: string; nonce: string; msg_signature: string }[]; negative: { encrypt: string }[] }

  it.each(vectors.vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    expect(seal(vectors.encoding_aes_key, vectors.appid, vector.plaintext, Buffer.from(vector.random16))).toBe(vector.encrypt)
    expect(unseal(vectors.encoding_aes_key, vectors.appid, vector.encrypt)).toBe(vector.plaintext)
    expect(signatureOf(vectors.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature)
  })

  it('refuses a foreign receive id, and agrees with the official signature vector', () => {
    expect(unseal(vectors.encoding_aes_key, vectors.appid, vectors.negative[0]?.encrypt ?? '')).toBeNull()
    expect(signatureOf('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
  })

  it.each([
    ['plain', 'xml', ['<MsgType>'], ['<Encrypt>']],
    ['compatible', 'xml', ['<MsgType>', '<Encrypt>'], []],
    ['secure', 'xml', ['<ToUserName>', '<Encrypt>'], ['<MsgType>', '<FromUserName>']],
    ['plain', 'json', ['"MsgType":"text"', '"MsgId":24900000000000001'], ['Encrypt']],
    ['compatible', 'json', ['"MsgType":"text"', '"Encrypt":"'], []],
    ['secure', 'json', ['"ToUserName":"', '"Encrypt":"'], ['MsgType']],
  ])('%s mode in %s', async (mode, dataFormat, holds, lacks) => {
    const d = desk({ mode, dataFormat })
    await d.act('write', { text: '¿Tienen 38码? ]]> 😀' })
    const request = d.world.posted[0]?.request ?? { body: '', headers: {} as Record<string, string> }
    for (const part of holds) expect(request.body).toContain(part)
    for (const part of lacks) expect(request.body).not.toContain(part)
    expect(request.headers['content-type']).toBe(dataFormat === 'json' ? 'application/json' : 'text/xml')
    expect(d.pushes()[0]).toMatchObject({ ToUserName: d.settings.originalId, FromUserName: d.ana, MsgType: 'text', Content: '¿Tienen 38码? ]]> 😀' })
  })

  it('the console checks the address by an echo', async () => {
    const echo = desk({}, (post) => said(post.query?.echostr ?? ''))
    expect(await simulator.connect(echo.world, echo.account)).toEqual({ ok: true })
    const [{ request } = { request: { query: {} as Record<string, string> } }] = echo.world.posted
    expect(request.query?.signature).toBe(signatureOf(String(echo.settings.token), request.query?.timestamp ?? '', request.query?.nonce ?? ''))
    const deaf = desk({}, () => said('hello'))
    expect(await simulator.connect(deaf.world, deaf.account)).toMatchObject({ ok: false })
  })
})
