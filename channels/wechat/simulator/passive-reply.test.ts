import { describe, expect, it } from 'vitest'
import { desk, said, type Desk } from './desk-for-tests.js'
import { seal, signatureOf } from './envelope.js'
import { randomHead } from './rows.js'

describe('passive replies', () => {
  const reply = (d: { settings: Record<string, unknown>; ana: string }, inner: string): string => `<xml><ToUserName><![CDATA[${d.ana}]]></ToUserName><FromUserName><![CDATA[${String(d.settings.originalId)}]]></FromUserName><CreateTime>1</CreateTime>${inner}</xml>`
  const text = '<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[Le atiende Ana]]></Content>'
  const answering = (settings: Record<string, unknown>, body: (d: Desk) => string): Desk => {
    const d: Desk = desk(settings, () => said(body(d)))
    return d
  }
  const sealed = (d: Desk, plain: string, signature?: string): string => {
    const encrypted = seal(String(d.settings.encodingAesKey), String(d.settings.appId), plain, randomHead())
    return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature ?? signatureOf(String(d.settings.token), '5', '6', encrypted)}]]></MsgSignature><TimeStamp>5</TimeStamp><Nonce><![CDATA[6]]></Nonce></xml>`
  }

  it.each<[string, Record<string, unknown>, (d: Desk) => string, Record<string, unknown> | null]>([
    ['plain in plain mode', { mode: 'plain' }, (d) => reply(d, text), { kind: 'text', text: 'Le atiende Ana' }],
    ['plain in compatible mode', { mode: 'compatible' }, (d) => reply(d, text), { kind: 'text', text: 'Le atiende Ana' }],
    ['encrypted in compatible mode', { mode: 'compatible' }, (d) => sealed(d, reply(d, text)), { kind: 'text', text: 'Le atiende Ana' }],
    ['encrypted in secure mode', { mode: 'secure' }, (d) => sealed(d, reply(d, text)), { kind: 'text', text: 'Le atiende Ana' }],
    ['plain in secure mode', { mode: 'secure' }, (d) => reply(d, text), null],
    ['badly signed', { mode: 'secure' }, (d) => sealed(d, reply(d, text), '0'.repeat(40)), null],
    ['to somebody else', { mode: 'plain' }, (d) => reply({ ...d, ana: 'oSomebodyElse' }, text), null],
    ['a text of 2049 bytes', { mode: 'plain' }, (d) => reply(d, `<MsgType>text</MsgType><Content>${'码'.repeat(683)}</Content>`), null],
    ['two articles', { mode: 'plain' }, (d) => reply(d, '<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>a</Title></item><item><Title>b</Title></item></Articles>'), null],
    ['one article', { mode: 'plain' }, (d) => reply(d, '<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>a</Title><Description>d</Description><PicUrl></PicUrl><Url>https://example.com/</Url></item></Articles>'), { kind: 'link', title: 'a', url: 'https://example.com/' }],
    ['an unknown picture', { mode: 'plain' }, (d) => reply(d, '<MsgType>image</MsgType><Image><MediaId>nothing</MediaId></Image>'), null],
  ])('%s', async (_, settings, body, shown) => {
    const d = answering(settings, body)
    await d.act('write', { text: 'hola' })
    expect(d.screen().at(-1)).toMatchObject(shown ? { from: 'business', content: shown } : { from: 'system', content: { kind: 'error_line' } })
  })

  it('take nothing from the reply quota', async () => {
    const d = answering({ mode: 'plain' }, (one) => reply(one, text))
    await d.act('write', { text: 'hola' })
    for (const expected of [0, 0, 0, 0, 0, 45047]) expect(await d.text('x')).toBe(expected)
  })

  it('hand over to WeChat\'s own agents without a word', async () => {
    const d = answering({ mode: 'plain' }, (one) => reply(one, '<MsgType>transfer_customer_service</MsgType>'))
    await d.act('write', { text: 'hola' })
    expect(d.screen().length).toBe(1)
  })
})
