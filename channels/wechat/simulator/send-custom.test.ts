import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, type Desk } from './desk-for-tests.js'

const SECOND = 1000

describe('sending', () => {
  const send = (d: Desk, msgtype: string, object: unknown, touser = d.ana): Promise<unknown> => d.errcode('/cgi-bin/message/custom/send', { touser, msgtype, [msgtype]: object })

  it.each<[string, (d: Desk) => Promise<unknown>, unknown]>([
    ['2048 bytes', (d) => send(d, 'text', { content: '码'.repeat(682) + 'ab' }), 0],
    ['2049 bytes', (d) => send(d, 'text', { content: '码'.repeat(683) }), 45002],
    ['nothing', (d) => send(d, 'text', { content: '' }), 44004],
    ['an unknown type', (d) => send(d, 'smell', {}), 40008],
    ['to nobody', (d) => send(d, 'text', { content: 'x' }, 'oNobody'), 40003],
    ['one article', (d) => send(d, 'news', { articles: [{ title: 'a', url: 'https://example.com/' }] }), 0],
    ['two articles', (d) => send(d, 'news', { articles: [{ title: 'a' }, { title: 'b' }] }), 45008],
    ['no article', (d) => send(d, 'news', { articles: [] }), 44003],
    ['a picture nobody uploaded', (d) => send(d, 'image', { media_id: 'x' }), 40007],
    ['a menu', (d) => send(d, 'msgmenu', { head_content: '?', list: [{ id: '1', content: 'a' }] }), 0],
    ['an agent who is not there', (d) => d.errcode('/cgi-bin/message/custom/send', { touser: d.ana, msgtype: 'text', text: { content: 'x' }, customservice: { kf_account: 'ana@x' } }), 65401],
    ['escapes instead of UTF-8', (d) => d.errcode('/cgi-bin/message/custom/send', `{"touser":"${d.ana}","msgtype":"text","text":{"content":"\\u4f60"}}`), 40033],
    ['a backslash before a u, as text', (d) => d.errcode('/cgi-bin/message/custom/send', `{"touser":"${d.ana}","msgtype":"text","text":{"content":"C:\\\\u4f60"}}`), 0],
    ['no JSON', (d) => d.errcode('/cgi-bin/message/custom/send', '{'), 47001],
    ['an empty body', (d) => d.errcode('/cgi-bin/message/custom/send', ''), 44002],
  ])('%s', async (_, sending, errcode) => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    expect(await sending(d)).toBe(errcode)
  })

  it('shows her what was sent, links by their words', async () => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    await d.text('Vea <a href="https://example.com">la tienda</a>')
    expect(d.screen()).toEqual([{ from: 'me', content: { kind: 'text', text: 'hola' } }, { from: 'business', content: { kind: 'text', text: 'Vea la tienda' } }])
  })

  it.each<[string, [string, Record<string, unknown>?][], number]>([
    ['unfollowed', [['write', { text: 'x' }], ['unfollow']], 45015],
    ['followed again: only the follow counts', [['write', { text: 'x' }], ['unfollow'], ['follow']], 0],
    ['refuses messages', [['write', { text: 'x' }], ['block']], 48002],
    ['takes them again', [['write', { text: 'x' }], ['block'], ['unblock']], 0],
  ])('to somebody who %s', async (_, acts, errcode) => {
    const d = desk()
    for (const [action, content] of acts) await d.act(action, content)
    expect(await d.text('hola')).toBe(errcode)
  })

  it('to the blacklist', async () => {
    const d = desk()
    await d.act('write', { text: 'x' })
    expect(await d.errcode('/cgi-bin/tags/members/batchblacklist', { openid_list: [d.ana] })).toBe(0)
    expect(await d.text('hola')).toBe(43019)
  })

  it.each([
    ['an unverified account', { verified: false }, 48001],
    ['an overseas account', { overseas: true }, 0],
    ['a test account', { testAccount: true }, 0],
  ])('%s', async (_, settings, errcode) => {
    const d = desk(settings)
    await d.act('write', { text: 'x' })
    expect(await d.text('hola')).toBe(errcode)
  })

  it('grants and takes away by verification, region and kind of account', async () => {
    const d = desk({ testAccount: true })
    await d.act('write', { text: 'x' })
    expect(await send(d, 'msgmenu', { list: [{ id: '1', content: 'a' }] })).toBe(48008)
    expect(await d.errcode('/cgi-bin/message/mass/sendall', {})).toBe(48001)
    expect(await desk({ overseas: true }).errcode('/wxaapi/newtmpl/gettemplate')).toBe(48001)
    expect(await desk({ verified: false }).errcode('/cgi-bin/getcallbackip')).toBe(0)
  })

  it('typing needs a recent exchange and is not said twice', async () => {
    const d = desk()
    const say = (command: string): Promise<unknown> => d.errcode('/cgi-bin/message/custom/typing', { touser: d.ana, command })
    await d.act('write', { text: 'x' })
    const typingNow = (): unknown => simulator.customers(d.world, d.account)[0]?.state.typing
    expect([await say('Typing'), typingNow(), await say('Typing'), await say('CancelTyping'), typingNow(), await say('Shouting')]).toEqual([0, true, 45081, 0, false, 45072])
    await d.world.advance(30 * SECOND + 1)
    expect(await say('Typing')).toBe(45080)
  })

  it('waits for a phone that is offline', async () => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    await d.act('offline')
    await d.text('¿sigues ahí?')
    expect(d.screen().length).toBe(1)
    await expect(d.act('write', { text: 'no' })).rejects.toThrow('offline')
    await d.act('online')
    expect(d.screen().map((item) => item.from)).toEqual(['me', 'business'])
  })

  it.each(['react', 'call', 'stop_marketing'])('%s: the app has no such thing', async (action) => {
    await expect(desk().act(action)).rejects.toThrow('WeChat has no')
  })
})
