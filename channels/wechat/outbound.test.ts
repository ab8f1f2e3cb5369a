import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutboundMessage } from '@recado/channel-kit'
import type { Content, Media } from '@recado/core'
import { answer, desk, fixture, sentTo } from './fake-context.js'
import wechat from './index.js'
import { validate } from './validate.js'

const { send, typing } = wechat.connector
const documents = (JSON.parse(fixture('62-api-custom-send-all-types.json')) as { bodies: Record<string, Record<string, unknown>> }).bodies
const openid = 'oRECADOexample0000000000001a'
const SEND = '/cgi-bin/message/custom/send'
const media = (mime: string, more: Partial<Media> = {}): Media => ({ id: 'file1', url: '/f', mime, bytes: 1000, ...more })
const message = (content: Content): OutboundMessage => ({ id: 'message1', to: [{ kind: 'unionid', value: 'u' }, { kind: 'openid', value: openid }], content, as: 'freeform', author: 'human', attempt: 1 })

async function sent(content: Content, over: Record<string, unknown> = {}) {
  const { context, calls, ...rest } = desk({}, { settings: over })
  const result = await send(message(content), context)
  return { result, body: sentTo(calls, SEND).body as Record<string, unknown>, calls, ...rest }
}

const choices: Content = { kind: 'choices', style: 'buttons', text: '¿Le hemos ayudado?', footer: 'Gracias', options: [{ id: '101', title: 'Satisfecho' }, { id: '102', title: 'No satisfecho' }] }

describe('the bodies of the documents', () => {
  const { customservice: _, ...text } = documents.text ?? {}
  it.each<[string, Content, unknown, Record<string, unknown>?]>([
    ['text', { kind: 'text', text: 'Sí, queda una talla 38.' }, text],
    ['text with a link to a mini-program', { kind: 'text', text: 'Vea <a href="https://example.com" data-miniprogram-appid="wxfedcba9876543210" data-miniprogram-path="pages/index/index">la tienda</a>' }, documents.text_with_miniprogram_link],
    ['news', { kind: 'link', title: 'Catálogo', text: 'Otoño', url: 'https://example.com/catalogo', imageUrl: 'https://example.com/cover.jpg' }, documents.news],
    ['msgmenu', choices, documents.msgmenu, { verified: true }],
  ])('%s', async (_name, content, expected, over) => {
    const { body, result } = await sent(content, over)
    expect(body).toEqual(expected)
    expect(result).toEqual({ externalId: null, status: 'accepted' })
  })

  it.each<[string, Content, Record<string, unknown>]>([
    ['image', { kind: 'image', media: media('image/png') }, { msgtype: 'image', image: { media_id: 'UPLOAD2' } }],
    ['a sticker as picture', { kind: 'sticker', media: media('image/webp') }, { msgtype: 'image', image: { media_id: 'UPLOAD2' } }],
    ['voice', { kind: 'audio', media: media('audio/webm'), voice: true }, { msgtype: 'voice', voice: { media_id: 'UPLOAD2' } }],
    ['video', { kind: 'video', media: media('video/mp4', { name: 'Cómo medir el pie' }), caption: '30 s' }, { msgtype: 'video', video: { media_id: 'UPLOAD2', title: 'Cómo medir el pie', description: '30 s' } }],
  ])('%s, after its upload', async (_name, content, expected) => {
    const { body } = await sent(content)
    expect(body).toEqual({ touser: openid, ...expected })
  })
})

describe('what WeChat cannot carry', () => {
  it.each<[string, Content, string]>([
    ['a file', { kind: 'document', media: media('application/pdf', { name: 'factura.pdf' }), caption: 'Su factura' }, 'Su factura\nfactura.pdf\nhttps://desk.test/f/file1'],
    ['a place', { kind: 'location', latitude: 40.4, longitude: -3.7, name: 'Sol', address: 'Madrid' }, `Sol\nMadrid\nhttps://apis.map.qq.com/uri/v1/marker?marker=${encodeURIComponent('coord:40.4,-3.7;title:Sol;addr:Madrid')}`],
    ['a place with its own link', { kind: 'location', latitude: 1, longitude: 2, url: 'https://map.test/1' }, 'https://map.test/1'],
    ['people', { kind: 'contacts', contacts: [{ name: 'Ana', phones: [{ value: '+34600000000' }], emails: [{ value: 'ana@example.com' }] }, { name: 'Luis', organisation: 'Recado' }] }, 'Ana\n+34600000000\nana@example.com\n\nLuis\nRecado'],
    ['choices on an account that is not verified', { ...choices, header: 'Encuesta', options: [...choices.options, { id: '3', title: 'Otro', description: 'escríbanos' }] }, 'Encuesta\n¿Le hemos ayudado?\n1. Satisfecho\n2. No satisfecho\n3. Otro - escríbanos\nGracias'],
  ])('%s goes as text', async (_name, content, expected) => {
    const { body } = await sent(content)
    expect(body).toEqual({ touser: openid, msgtype: 'text', text: { content: expected } })
  })

  it('gives a link that lives three days', async () => {
    expect((await sent({ kind: 'document', media: media('application/pdf') })).links).toEqual([259_200_000])
  })

  it('is refused before anything is sent', async () => {
    const { context, calls } = desk()
    await expect(send(message({ kind: 'reaction', messageId: 'x', emoji: '👍' }), context)).rejects.toMatchObject({ detail: { code: 'content_unsupported', sent: 'no' } })
    await expect(send({ ...message(choices), to: [{ kind: 'unionid', value: 'u' }] }, context)).rejects.toMatchObject({ detail: { code: 'recipient_unreachable', sent: 'no' } })
    expect(calls).toEqual([])
  })
})

describe('JSON on the way out', () => {
  it('is raw UTF-8 whatever is written: an escape would be refused with 40033', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: fc.oneof(fc.constantFrom('\ud83d', '\ude00', '\u0000', '\u0007', '\\', '"', '\n', '你', '\u2028'), fc.string({ unit: 'binary', maxLength: 1 })) }), async (written) => {
      const { context, calls } = desk()
      await send(message({ kind: 'text', text: `a${written}` }), context)
      const { raw, body } = sentTo(calls, SEND)
      expect(raw.replaceAll('\\\\', '')).not.toContain('\\u')
      expect(Buffer.from(raw, 'utf8').toString('utf8')).toBe(raw)
      expect((body as { text: { content: string } }).text.content.startsWith('a')).toBe(true)
    }), { numRuns: 300 })
  })
  it('keeps letters, signs and emoji as they are', async () => {
    const { calls } = await sent({ kind: 'text', text: '¿Sí? 有38码吗？😀\n"ok"' })
    expect(sentTo(calls, SEND).raw).toContain('¿Sí? 有38码吗？😀\\n\\"ok\\"')
  })
})

describe('limits, at their edge', () => {
  const text = (length: number): Content => ({ kind: 'text', text: 'a'.repeat(length) })
  const file = (kind: 'image' | 'video' | 'audio' | 'sticker', mime: string, more: Partial<Media> = {}): Content => ({ kind, media: media(mime, more) })
  const captioned = (kind: 'image' | 'audio' | 'sticker' | 'video', mime: string, caption: string): Content => ({ kind, media: media(mime), caption })
  it.each<[string, Content, unknown]>([
    ['2,048 bytes', text(2048), null],
    ['2,049 bytes', text(2049), { code: 'too_long', limit: 2048, field: 'text' }],
    ['682 Chinese characters and two letters', { kind: 'text', text: `${'有'.repeat(682)}ab` }, null],
    ['683 Chinese characters', { kind: 'text', text: '有'.repeat(683) }, { code: 'too_long', limit: 2048, field: 'text' }],
    ['512 emoji', { kind: 'text', text: '😀'.repeat(512) }, null],
    ['513 emoji', { kind: 'text', text: '😀'.repeat(513) }, { code: 'too_long', limit: 2048, field: 'text' }],
    ['nothing but blanks', { kind: 'text', text: ' \n' }, { code: 'content_unsupported', field: 'text' }],
    ['a picture of 2 MB', file('image', 'image/jpeg', { bytes: 2_000_000 }), null],
    ['a picture one byte over', file('image', 'image/jpeg', { bytes: 2_000_001 }), { code: 'media_too_large', limit: 2_000_000, field: 'bytes' }],
    ['a GIF', file('image', 'image/gif'), null],
    ['a HEIC picture, which is converted', file('image', 'image/heic', { bytes: 9_000_000 }), null],
    ['a drawing', file('image', 'image/svg+xml'), { code: 'media_type', field: 'mime' }],
    ['a picture with words', captioned('image', 'image/jpeg', 'mire'), { code: 'too_long', limit: 0, field: 'caption' }],
    ['a sticker with words', captioned('sticker', 'image/webp', 'mire'), { code: 'too_long', limit: 0, field: 'caption' }],
    ['a WebP sticker', file('sticker', 'image/webp'), null],
    ['a video of 10 MB', file('video', 'video/mp4', { bytes: 10_000_000, durationMs: 600_000 }), null],
    ['a video one byte over', file('video', 'video/mp4', { bytes: 10_000_001 }), { code: 'media_too_large', limit: 10_000_000, field: 'bytes' }],
    ['a video in another form', file('video', 'video/webm'), { code: 'media_type', field: 'mime' }],
    ['a video with 2,048 bytes of words', captioned('video', 'video/mp4', 'a'.repeat(2048)), null],
    ['a video with one more', captioned('video', 'video/mp4', 'a'.repeat(2049)), { code: 'too_long', limit: 2048, field: 'caption' }],
    ['a recording of 60 s', file('audio', 'audio/webm', { durationMs: 60_000 }), null],
    ['a recording one millisecond over', file('audio', 'audio/webm', { durationMs: 60_001 }), { code: 'media_too_large', limit: 60_000, field: 'durationMs' }],
    ['an MP3 of 2 MB', file('audio', 'audio/mpeg', { bytes: 2_000_000 }), null],
    ['an MP3 one byte over', file('audio', 'audio/mpeg', { bytes: 2_000_001 }), { code: 'media_too_large', limit: 2_000_000, field: 'bytes' }],
    ['a customer’s own AMR', file('audio', 'audio/amr'), null],
    ['a film sent as sound', file('audio', 'video/mp4'), { code: 'media_type', field: 'mime' }],
    ['a voice note with words', captioned('audio', 'audio/mpeg', 'oiga'), { code: 'too_long', limit: 0, field: 'caption' }],
    ['a file with words that leave room for the link', { kind: 'document', media: media('application/pdf'), caption: 'a'.repeat(2048 - 512 - 5) }, null],
    ['a file with one word too many', { kind: 'document', media: media('application/pdf'), caption: 'a'.repeat(2048 - 512 - 4) }, { code: 'too_long', limit: 1536, field: 'text' }],
    ['choices', choices, null],
    ['choices without options', { ...choices, options: [] }, { code: 'content_unsupported', field: 'options' }],
    ['choices longer than a text', { ...choices, footer: 'a'.repeat(2048) }, { code: 'too_long', limit: 2048, field: 'text' }],
    ['a place', { kind: 'location', latitude: 1, longitude: 2 }, null],
    ['people', { kind: 'contacts', contacts: [{ name: 'Ana' }] }, null],
    ['nobody', { kind: 'contacts', contacts: [] }, { code: 'content_unsupported', field: 'text' }],
    ['a link', { kind: 'link', text: '', title: 'T', url: 'https://x.test' }, null],
    ['a link to a script', { kind: 'link', text: '', title: 'T', url: 'javascript:alert(1)' }, { code: 'content_unsupported', field: 'url' }],
    ['a template', { kind: 'template', parameters: {}, link: 'https://x.test' }, null],
    ['a reaction', { kind: 'reaction', messageId: 'm', emoji: '👍' }, { code: 'content_unsupported' }],
    ['a form', { kind: 'form', text: 'f', title: 't', formId: '1' }, { code: 'content_unsupported' }],
  ])('%s', (_name, content, fault) => {
    expect(validate(content, {})).toEqual(fault)
  })

  it('a link in a template of an overseas account', () => {
    const template: Content = { kind: 'template', parameters: {}, link: 'https://x.test' }
    expect(validate(template, { overseas: true })).toEqual({ code: 'content_unsupported', field: 'link' })
    expect(validate({ kind: 'template', parameters: {} }, { overseas: true })).toBeNull()
  })
})

describe('typing', () => {
  const documented = JSON.parse(fixture('64-api-custom-typing.json')) as { body: object; also: object }
  const to = { externalId: null, to: [{ kind: 'openid', value: openid }] }
  it('is shown and taken away as documented', async () => {
    const { context, calls } = desk()
    await typing('on', to, context)
    expect(sentTo(calls, '/cgi-bin/message/custom/typing').body).toEqual(documented.body)
    await typing('off', to, context)
    expect(sentTo(calls, '/cgi-bin/message/custom/typing').body).toEqual({ ...documented.body, ...documented.also })
  })
  it.each([[45080, true], [45081, true], [45072, false], [48001, false]])('refused with %i is harmless: %s', async (errcode, harmless) => {
    const { context } = desk({ '/cgi-bin/message/custom/typing': answer({ errcode, errmsg: 'no' }) })
    const done = typing('on', to, context)
    await (harmless ? expect(done).resolves.toBeUndefined() : expect(done).rejects.toThrow('no'))
  })
})
