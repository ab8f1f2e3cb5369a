import type { ChannelCapabilities, Media, Template } from '@recado/api'
import { describe, expect, it } from 'vitest'
import { contentsOf, judgeFile, lengthIn } from './attachments.js'
import { squeeze } from './recorder.js'
import { slashWish } from './slash.js'
import { fillPreview, missingPlaces, toParameters } from './template-values.js'
import { openVariables } from './variables.js'

const capabilities: ChannelCapabilities = {
  text: { support: 'native', maxLength: 20 },
  image: { support: 'native', maxBytes: 1000, mimes: ['image/jpeg'], captionMaxLength: 10 },
  document: { support: 'native', maxBytes: 5000 },
  video: { support: 'rejected' },
}
const file = (type: string, size: number) => ({ type, size })
const media = (id: string, mime: string): Media => ({ id, url: '', mime, bytes: 100 })

describe('a file before it is sent', () => {
  it.each([
    ['a picture', file('image/jpeg', 1000), { ok: true, kind: 'image' }],
    ['one that the server converts', file('image/heic', 900), { ok: true, kind: 'image' }],
    ['a picture over the limit goes as a document', file('image/jpeg', 1001), { ok: true, kind: 'document' }],
    ['a picture over both limits', file('image/jpeg', 5001), { ok: false, code: 'media_too_large', limit: 5000 }],
    ['a film where films are refused', file('video/mp4', 10), { ok: true, kind: 'document' }],
    ['a file without a type', file('', 10), { ok: true, kind: 'document' }],
  ])('%s', (_, input, expected) => {
    expect(judgeFile(input, capabilities)).toMatchObject(expected)
  })
  it('is refused where nothing of its kind is carried', () => {
    expect(judgeFile(file('application/pdf', 1), { text: { support: 'native' } })).toEqual({ ok: false, code: 'content_unsupported' })
    expect(judgeFile(file('application/zip', 1), { document: { support: 'native', mimes: ['application/pdf'] } })).toEqual({ ok: false, code: 'media_type' })
  })
})

describe('text and files as messages', () => {
  it('puts short words under the first picture, long ones behind, and never loses them', () => {
    expect(contentsOf('hola', [media('a', 'image/jpeg'), media('b', 'image/jpeg')], capabilities)).toMatchObject([{ kind: 'image', caption: 'hola' }, { kind: 'image' }])
    expect(contentsOf('hola a todas y todos', [media('a', 'image/jpeg')], capabilities)).toMatchObject([{ kind: 'image' }, { kind: 'text', text: 'hola a todas y todos' }])
    expect(contentsOf('hola', [media('a', 'application/pdf')], capabilities).map((content) => content.kind)).toEqual(['document', 'text'])
    expect(contentsOf('  ', [], capabilities)).toEqual([])
  })
  it('counts as the channel counts', () => {
    expect([lengthIn('bytes', '你好'), lengthIn('characters', '你好'), lengthIn(undefined, '👍🏽')]).toEqual([6, 2, 2])
  })
})

describe('saved replies', () => {
  it.each([
    ['at the start', '/hor', 4, { from: 0, wish: 'hor' }],
    ['after a space', 'hola /g', 7, { from: 5, wish: 'g' }],
    ['on a new line', 'a\n/', 3, { from: 2, wish: '' }],
    ['inside a word it is a slash', 'y/o', 3, null],
    ['in an address too', 'https://a', 9, null],
    ['behind the caret it is text', '/hor', 0, null],
  ])('%s', (_, text, caret, expected) => {
    expect(slashWish(text, caret)).toEqual(expected)
  })
  it('fill in what is known and leave the rest to see', () => {
    expect(openVariables('{{a}} y {{a}} {b}')).toEqual(['a'])
  })
})

describe('a template', () => {
  const template: Template = {
    id: 't1', channelAccountId: 'a1', name: 'n', language: 'es', category: 'utility', status: 'approved',
    preview: { header: 'Pedido {{1}}', body: 'Hola {{name}}, {{name}}: {{1}}', buttons: [{ type: 'url', text: 'Ver', url: 'https://example.com/{{1}}' }] },
    parameters: [{ component: 'header', position: 0, type: 'text', label: 'a' }, { component: 'body', name: 'name', type: 'text', label: 'b' }, { component: 'button', index: 0, position: 0, type: 'text', label: 'c' }, { component: 'header', index: 1, type: 'image', label: 'd' }],
  }
  const filled = { texts: { 'header  0': ' 44 ', 'body  name': 'Ana', 'button 0 0': 'x9' }, files: {} }
  it('shows what will be read, each placeholder by its own component', () => {
    expect(fillPreview(template, filled)).toMatchObject({ header: 'Pedido 44', body: 'Hola Ana, Ana: {{1}}', buttons: [{ url: 'https://example.com/x9' }] })
  })
  it('says what is missing and sends what is there', () => {
    expect(missingPlaces(template, filled).map((place) => place.label)).toEqual(['d'])
    expect(toParameters(template, { ...filled, files: { 'header 1 ': media('m9', 'image/png') } })).toEqual([
      { component: 'header', position: 0, type: 'text', text: '44' }, { component: 'body', name: 'name', type: 'text', text: 'Ana' },
      { component: 'button', index: 0, position: 0, type: 'text', text: 'x9' }, { component: 'header', index: 1, type: 'image', mediaId: 'm9' },
    ])
  })
  it('reads money and places as the platform wants them', () => {
    const one = (type: string, text: string) => toParameters({ ...template, parameters: [{ component: 'body', position: 0, type, label: '' }] }, { texts: { 'body  0': text }, files: {} })[0]
    expect(one('currency', '12,50 eur')).toMatchObject({ currency: { code: 'EUR', amount1000: 12_500 } })
    expect(one('location', '40.4168, -3.7038 Puerta del Sol')).toMatchObject({ location: { latitude: 40.4168, longitude: -3.7038, name: 'Puerta del Sol' } })
  })
})

it('keeps the loudest of each part of a recording', () => {
  expect(squeeze([1, 9, 2, 3], 2)).toEqual([9, 3])
  expect(squeeze([], 4)).toEqual([])
})
