import { readFileSync, readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '@recado/channel-kit'
import { fixture } from './fake-context.js'
import { readInbound } from './inbound.js'
import { readPush, text, type Field } from './push.js'

interface Manifest { settings: Record<string, string>; files: Record<string, { events?: InboundEvent[]; test?: string; ignored?: string }> }
const manifest = JSON.parse(fixture('index.json')) as Manifest
const context = { settings: manifest.settings, arrivedAt: 1 }
const read = Object.entries(manifest.files).filter(([, file]) => file.events)

describe('the payloads', () => {
  it('are all in the manifest, each with what becomes of it', () => {
    const here = readdirSync(new URL('fixtures', import.meta.url)).filter((name) => name !== 'index.json')
    const files = Object.entries(manifest.files)
    expect(files.filter(([, file]) => !file.ignored).map(([name]) => name).sort()).toEqual(here.sort())
    for (const [name, file] of files) {
      expect([file.events, file.test, file.ignored].filter(Boolean), name).toHaveLength(1)
      if (file.test) expect(readFileSync(new URL(file.test, import.meta.url), 'utf8'), `${file.test} does not use it`).toContain(name)
    }
    const count = (what: 'events' | 'test' | 'ignored') => files.filter(([, file]) => file[what]).length
    const events = read.flatMap(([, file]) => file.events ?? [])
    console.log(`wechat: ${files.length} payloads: ${count('events')} pushes become ${events.length} events, ${count('test')} are checked as requests, answers and vectors, ${count('ignored')} are ignored with a reason`)
  })

  it.each(read.map(([name, file]) => [name, file.events] as const))('%s', (name, events) => {
    expect(readInbound(fixture(name), context)).toEqual(events)
  })

  it.each(read.map(([name, file]) => [name, file.events] as const))('%s as JSON', (name, events) => {
    expect(readInbound(asJson(readPush(fixture(name)) ?? {}), context)).toEqual(events)
  })
})

/** The JSON form of a push: the same names, whole numbers bare, even those longer than a double is exact. */
function asJson(field: Field): string {
  if (typeof field === 'string') return /^[1-9]\d*$/.test(field) ? field : JSON.stringify(field)
  if (Array.isArray(field)) return `[${field.map(asJson).join(',')}]`
  return `{${Object.entries(field).map(([name, value]) => `${JSON.stringify(name)}:${asJson(value as Field)}`).join(',')}}`
}

const push = (fields: string, common = '<ToUserName>gh_0a1b2c3d4e5f</ToUserName><FromUserName>o1</FromUserName><CreateTime>1763776800</CreateTime>') => `<xml>${common}${fields}</xml>`
const event = (name: string, more = '') => push(`<MsgType>event</MsgType><Event>${name}</Event>${more}`)

describe('a push', () => {
  it('goes to the account of the AppID unless its original id is another one', () => {
    const payload = push('<MsgType>text</MsgType><Content>a</Content><MsgId>1</MsgId>')
    const account = (settings: Record<string, string>) => readInbound(payload, { settings, arrivedAt: 0 })[0]?.account
    expect(account({ appId: 'wx1' })).toBe('wx1')
    expect(account({ appId: 'wx1', originalId: 'gh_0a1b2c3d4e5f' })).toBe('wx1')
    expect(account({ appId: 'wx1', originalId: 'gh_other' })).toBe('gh_0a1b2c3d4e5f')
  })

  it('delivered again carries the same key; another second, sender, event, menu key or withdrawn datum another one', () => {
    const key = (payload: string) => readInbound(payload, context)[0]?.key
    const click = event('CLICK', '<EventKey>A</EventKey>')
    const others = [
      event('CLICK', '<EventKey>B</EventKey>'), event('SCAN', '<EventKey>A</EventKey>'), click.replace('1763776800', '1763776801'), click.replace('>o1<', '>o2<'),
      event('user_authorization_revoke', '<RevokeInfo>205</RevokeInfo>'), event('user_authorization_revoke', '<RevokeInfo>206</RevokeInfo>'),
      event('TEMPLATESENDJOBFINISH', '<MsgID>1</MsgID><Status>success</Status>'), event('TEMPLATESENDJOBFINISH', '<MsgID>2</MsgID><Status>success</Status>'),
    ]
    expect(key(click)).toBe(key(`${click}`))
    expect(new Set([click, ...others].map(key)).size).toBe(others.length + 1)
    expect(key(event('VIEW', `<EventKey>https://x.test/${'a'.repeat(2000)}</EventKey>`))?.length).toBeLessThan(120)
  })

  it('without a time is as old as its arrival', () => {
    expect(readInbound(push('<MsgType>text</MsgType><Content>a</Content><MsgId>1</MsgId>', '<FromUserName>o1</FromUserName>'), { ...context, arrivedAt: 77 })).toMatchObject([{ at: 77 }])
  })

  it.each<[string, string, object]>([
    ['menu entry of type pic_photo_or_album', event('pic_photo_or_album', '<EventKey>K</EventKey>'), { act: 'menu_photo', line: false }],
    ['agent tool closing a session', event('kf_close_session'), { type: 'ignored' }],
    ['profile changed', event('user_info_modified'), { act: 'profile_changed', line: false }],
    ['notice allowed again', event('subscribe_msg_change_event', '<SubscribeMsgChangeEvent><List><TemplateId>T</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgChangeEvent>'), { type: 'preference', state: 'resumed', subject: { kind: 'template', externalId: 'T' } }],
    ['notice answered in an article', event('subscribe_msg_popup_event', '<SubscribeMsgPopupEvent><List><TemplateId>T</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>'), { state: 'granted_once', content: { data: { place: 'article' } } }],
    ['article refused', event('PUBLISHJOBFINISH', '<PublishEventInfo><publish_id>9</publish_id><publish_status>2</publish_status></PublishEventInfo>'), { type: 'status', status: 'failed', externalId: 'publish:9' }],
    ['article still at work', event('PUBLISHJOBFINISH', '<PublishEventInfo><publish_id>9</publish_id><publish_status>1</publish_status></PublishEventInfo>'), { status: 'accepted' }],
    ['yearly renewal', event('annual_renew'), { type: 'account', severity: 'warning' }],
    ['qualification verified', event('qualification_verify_success'), { severity: 'info' }],
    ['qualification refused', event('qualification_verify_fail'), { severity: 'warning' }],
    ['name verified', event('naming_verify_success'), { severity: 'info' }],
    ['notices answered without saying which', event('subscribe_msg_popup_event'), { type: 'kept' }],
    ['shop of 2014', event('merchant_order'), { type: 'ignored' }],
    ['event named like a member of every object', event('toString'), { type: 'kept' }],
    ['event without a sender', event('CLICK').replace('<FromUserName>o1</FromUserName>', ''), { type: 'kept' }],
    ['message without a sender', push('<MsgType>text</MsgType><Content>a</Content>', ''), { type: 'kept' }],
    ['message type named like a member of every object', push('<MsgType>valueOf</MsgType><MsgId>1</MsgId>'), { content: { kind: 'unsupported', type: 'valueOf' } }],
    ['no push at all', 'hello', { type: 'kept' }],
    ['message without a type', push(''), { type: 'kept' }],
    ['empty text', push('<MsgType>text</MsgType><Content></Content><MsgId>1</MsgId>'), { content: { kind: 'unsupported', type: 'text' } }],
    ['place without coordinates', push('<MsgType>location</MsgType><Location_X>north</Location_X><Location_Y>1</Location_Y><MsgId>1</MsgId>'), { content: { kind: 'unsupported', type: 'location' } }],
    ['link to a script', push('<MsgType>link</MsgType><Title>T</Title><Url>javascript:alert(1)</Url><MsgId>1</MsgId>'), { content: { kind: 'text', text: 'T\njavascript:alert(1)' } }],
    ['picture with an address only', push('<MsgType>image</MsgType><PicUrl>https://x.test/p</PicUrl><MsgId>1</MsgId>'), { content: { kind: 'image', media: { source: { kind: 'url', url: 'https://x.test/p' } } } }],
    ['picture without anything', push('<MsgType>image</MsgType><MsgId>1</MsgId>'), { content: { kind: 'unsupported', type: 'image' } }],
    ['voice in an unnamed format', push('<MsgType>voice</MsgType><MediaId>M</MediaId><Format>weird</Format><MsgId>1</MsgId>'), { content: { kind: 'audio', media: { source: { kind: 'id', id: 'M' } }, voice: true } }],
    ['message without an id', push('<MsgType>text</MsgType><Content>a</Content>'), { type: 'message', key: 'o1:1763776800:text' }],
  ])('%s', (_name, payload, expected) => {
    expect(readInbound(payload, context)[0]).toMatchObject(expected)
  })
})

/** Everything but control characters; tab and line ends may stay. */
const isPrintable = (character: string): boolean => '\t\n\r'.includes(character) || (character >= ' ' && character !== '\u007f')

describe('whatever arrives', () => {
  it('is read without throwing, with distinct keys, and never loses that there was something', () => {
    const words = fc.constantFrom('text', 'image', 'voice', 'location', 'link', 'file', 'event', 'CLICK', 'subscribe', 'TEMPLATESENDJOBFINISH', 'subscribe_msg_popup_event', 'PUBLISHJOBFINISH', '__proto__', 'constructor', '205')
    const names = fc.constantFrom('ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'Event', 'EventKey', 'Content', 'MsgId', 'MediaId', 'Location_X', 'Location_Y', 'SubscribeMsgPopupEvent', 'List', 'PublishEventInfo', 'SendPicsInfo', 'MsgID', '__proto__')
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, words, fc.string({ unit: 'binary' }), fc.double(), fc.bigInt().map(Number), fc.constant(null), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(names, tie('value'), { maxKeys: 6 })),
    })).value
    fc.assert(fc.property(fc.dictionary(names, value, { maxKeys: 12 }), (fields) => {
      const events = readInbound(JSON.stringify(fields), context)
      const shown = JSON.stringify(events)
      expect(events.length).toBeGreaterThan(0)
      expect(new Set(events.map((one) => one.key)).size).toBe(events.length)
      expect(shown).not.toMatch(/\\u0000|\\ud[89a-f]/)
    }), { numRuns: 2000 })
  })

  it('keeps any text of a customer as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (written) => {
      const body = `<xml><Content><![CDATA[${written.replaceAll(']]>', ']]]]><![CDATA[>')}]]></Content></xml>`
      // Line ends are XML's own business: every reader makes one of them.
      expect(text(readPush(body) ?? {}, 'Content').replace(/\r\n?/g, '\n')).toBe([...written].filter(isPrintable).join('').replace(/\r\n?/g, '\n'))
    }), { numRuns: 1000 })
  })
})
