/** Each limit at its edge: exact goes, one over does not, and the refusal names the limit. */
import type { Content, Media, Option, Product } from '@recado/core'
import { describe, expect, test } from 'vitest'
import { whatsapp } from './channel.js'
import { settings } from './testing.js'
import { validate } from './validate.js'

const x = (n: number): string => 'x'.repeat(n)
const MB = 1_048_576
const file = (mime: string, bytes = 1_000): Media => ({ id: 'm1', url: '/m1', mime, bytes })
const options = (n: number, more: (i: number) => Partial<Option> = () => ({})): Option[] => Array.from({ length: n }, (_, i) => ({ id: `o${i}`, title: `Opción ${i}`, ...more(i) }))
const choices = (style: 'buttons' | 'list', more: Partial<Extract<Content, { kind: 'choices' }>> = {}): Content => ({ kind: 'choices', style, text: '¿Cuál?', options: options(2), ...more })
const items = (n: number, more: Partial<Product> = {}): Product[] => Array.from({ length: n }, (_, i) => ({ sku: `s${i}`, ...more }))
const cards = (n: number, more: Partial<Product> = {}): Content => ({ kind: 'products', text: 'Mira', sections: [{ products: items(n, { title: 'Bici', url: 'https://a.example/1', imageUrl: 'https://a.example/1.jpg', ...more }) }] })
const catalogue = (more: Partial<Extract<Content, { kind: 'products' }>> = {}): Content => ({ kind: 'products', text: 'Mira', header: 'Todo', catalogId: '7', sections: [{ title: 'A', products: items(2) }], ...more })

type Edge = [what: string, at: (n: number) => Content, limit: number, code: string]

const edges: Edge[] = [
  ['text', (n) => ({ kind: 'text', text: x(n) }), 4_096, 'too_long'],
  ['text of emoji', (n) => ({ kind: 'text', text: '🚲'.repeat(n) }), 4_096, 'too_long'],
  ['image bytes', (n) => ({ kind: 'image', media: file('image/jpeg', n) }), 5 * MB, 'media_too_large'],
  ['image caption', (n) => ({ kind: 'image', media: file('image/png'), caption: x(n) }), 1_024, 'too_long'],
  ['video bytes', (n) => ({ kind: 'video', media: file('video/mp4', n) }), 16 * MB, 'media_too_large'],
  ['video caption', (n) => ({ kind: 'video', media: file('video/3gpp'), caption: x(n) }), 1_024, 'too_long'],
  ['audio bytes', (n) => ({ kind: 'audio', media: file('audio/mpeg', n) }), 16 * MB, 'media_too_large'],
  ['audio caption', (n) => ({ kind: 'audio', media: file('audio/aac'), caption: x(n) }), 0, 'too_long'],
  ['voice bytes', (n) => ({ kind: 'audio', voice: true, media: file('audio/webm;codecs=opus', n) }), 16 * MB, 'media_too_large'],
  ['voice caption', (n) => ({ kind: 'audio', voice: true, media: file('audio/ogg'), caption: x(n) }), 0, 'too_long'],
  ['document bytes', (n) => ({ kind: 'document', media: file('application/pdf', n) }), 100 * MB, 'media_too_large'],
  ['document caption', (n) => ({ kind: 'document', media: file('text/plain'), caption: x(n) }), 1_024, 'too_long'],
  ['still sticker bytes', (n) => ({ kind: 'sticker', media: file('image/webp', n) }), 102_400, 'media_too_large'],
  ['moving sticker bytes', (n) => ({ kind: 'sticker', animated: true, media: file('image/webp', n) }), 512_000, 'media_too_large'],
  ['sticker caption', (n) => ({ kind: 'sticker', media: file('image/webp'), caption: x(n) }), 0, 'too_long'],
  ['latitude', (n) => ({ kind: 'location', latitude: n, longitude: 0 }), 90, 'content_unsupported'],
  ['southern latitude', (n) => ({ kind: 'location', latitude: -n, longitude: 0 }), 90, 'content_unsupported'],
  ['longitude', (n) => ({ kind: 'location', latitude: 0, longitude: n }), 180, 'content_unsupported'],
  ['contact cards', (n) => ({ kind: 'contacts', contacts: Array.from({ length: n }, () => ({ name: 'Ana' })) }), 5, 'content_unsupported'],
  ['buttons', (n) => choices('buttons', { options: options(n) }), 3, 'content_unsupported'],
  ['buttons: body', (n) => choices('buttons', { text: x(n) }), 1_024, 'too_long'],
  ['buttons: header', (n) => choices('buttons', { header: x(n) }), 60, 'too_long'],
  ['buttons: footer', (n) => choices('buttons', { footer: x(n) }), 60, 'too_long'],
  ['buttons: title', (n) => choices('buttons', { options: options(1, () => ({ title: x(n) })) }), 20, 'too_long'],
  ['buttons: id', (n) => choices('buttons', { options: options(1, () => ({ id: x(n) })) }), 256, 'too_long'],
  ['buttons: header image', (n) => choices('buttons', { headerMedia: file('image/png', n) }), 5 * MB, 'media_too_large'],
  ['buttons: header video', (n) => choices('buttons', { headerMedia: file('video/mp4', n) }), 16 * MB, 'media_too_large'],
  ['buttons: header document', (n) => choices('buttons', { headerMedia: file('application/pdf', n) }), 100 * MB, 'media_too_large'],
  ['list: body', (n) => choices('list', { text: x(n) }), 4_096, 'too_long'],
  ['list: header', (n) => choices('list', { header: x(n) }), 60, 'too_long'],
  ['list: footer', (n) => choices('list', { footer: x(n) }), 60, 'too_long'],
  ['list: button', (n) => choices('list', { buttonText: x(n) }), 20, 'too_long'],
  ['list: rows', (n) => choices('list', { options: options(n) }), 10, 'content_unsupported'],
  ['list: sections', (n) => choices('list', { options: options(n, (i) => ({ section: `S${i}` })) }), 10, 'content_unsupported'],
  ['list: section title', (n) => choices('list', { options: options(1, () => ({ section: x(n) })) }), 24, 'too_long'],
  ['list: row id', (n) => choices('list', { options: options(1, () => ({ id: x(n) })) }), 200, 'too_long'],
  ['list: row title', (n) => choices('list', { options: options(1, () => ({ title: x(n) })) }), 24, 'too_long'],
  ['list: row description', (n) => choices('list', { options: options(1, () => ({ description: x(n) })) }), 72, 'too_long'],
  ['link: body', (n) => ({ kind: 'link', text: x(n), title: 'Ver', url: 'https://a.example' }), 1_024, 'too_long'],
  ['link: button', (n) => ({ kind: 'link', text: 'Mira', title: x(n), url: 'https://a.example' }), 20, 'too_long'],
  ['link: footer', (n) => ({ kind: 'link', text: 'Mira', title: 'Ver', url: 'https://a.example', description: x(n) }), 60, 'too_long'],
  ['form: body', (n) => ({ kind: 'form', text: x(n), title: 'Ir', formId: '1' }), 1_024, 'too_long'],
  ['form: button', (n) => ({ kind: 'form', text: 'Cita', title: x(n), formId: '1' }), 20, 'too_long'],
  ['form: header', (n) => ({ kind: 'form', text: 'Cita', title: 'Ir', formId: '1', header: x(n) }), 60, 'too_long'],
  ['form: footer', (n) => ({ kind: 'form', text: 'Cita', title: 'Ir', formId: '1', footer: x(n) }), 60, 'too_long'],
  ['request: body', (n) => ({ kind: 'request', what: 'location', text: x(n) }), 1_024, 'too_long'],
  ['products: body', (n) => catalogue({ text: x(n) }), 1_024, 'too_long'],
  ['products: header', (n) => catalogue({ header: x(n) }), 60, 'too_long'],
  ['products: footer', (n) => catalogue({ footer: x(n) }), 60, 'too_long'],
  ['products: number', (n) => catalogue({ sections: [{ products: items(n) }] }), 30, 'content_unsupported'],
  ['products: sections', (n) => catalogue({ sections: Array.from({ length: n }, (_, i) => ({ title: `S${i}`, products: items(2) })) }), 10, 'content_unsupported'],
  ['products: section title', (n) => catalogue({ sections: [{ title: x(n), products: items(2) }] }), 24, 'too_long'],
  ['cards', (n) => cards(n), 10, 'content_unsupported'],
  ['cards: text', (n) => cards(2, { title: x(n) }), 160, 'too_long'],
  ['cards: line breaks', (n) => cards(2, { title: `a${'\n'.repeat(n)}b` }), 2, 'content_unsupported'],
]

describe('at the edge', () => {
  test.each(edges)('%s', (_what, at, limit, code) => {
    expect(validate(at(limit), settings)).toBeNull()
    expect(validate(at(limit + 1), settings)).toMatchObject({ code, limit })
  })
  test('cards: two at least', () => {
    expect(validate(cards(2), settings)).toBeNull()
    expect(validate(cards(1), settings)).toMatchObject({ code: 'content_unsupported', limit: 2 })
  })
})

describe('what the declaration shows the composer', () => {
  test('is every figure that has an edge above, and cannot be met in another way', () => {
    const { capabilities } = whatsapp
    expect(capabilities.choices?.limits).toEqual({ header: 60, footer: 60, buttons: 3, buttonTitle: 20, buttonId: 256, listText: 4_096, listButton: 20, listSections: 10, listSectionTitle: 24, listRows: 10, listRowId: 200, listRowTitle: 24, listRowDescription: 72 })
    expect(capabilities.products?.limits).toEqual({ header: 60, footer: 60, sections: 10, products: 30, sectionTitle: 24, cardsMin: 2, cardsMax: 10, cardText: 160, cardLineBreaks: 2, cardButton: 20 })
    expect(capabilities.form?.limits).toEqual({ header: 60, footer: 60, title: 20 })
    expect(capabilities.voice).toMatchObject({ voiceFormat: 'ogg-opus', maxBytes: 16_777_216 })
  })
})

const refused: [string, Content, string, string][] = [
  ['no text', { kind: 'text', text: ' \n' }, 'content_unsupported', 'text'],
  ['a GIF as image', { kind: 'image', media: file('image/gif') }, 'media_type', 'media'],
  ['a QuickTime film', { kind: 'video', media: file('video/quicktime') }, 'media_type', 'media'],
  ['WAV as audio', { kind: 'audio', media: file('audio/wav') }, 'media_type', 'media'],
  ['a picture as voice note', { kind: 'audio', voice: true, media: file('image/png') }, 'media_type', 'media'],
  ['an archive as document', { kind: 'document', media: file('application/zip') }, 'media_type', 'media'],
  ['PNG as sticker', { kind: 'sticker', media: file('image/png') }, 'media_type', 'media'],
  ['HEIC as sticker', { kind: 'sticker', media: file('image/heic') }, 'media_type', 'media'],
  ['no number for a place', { kind: 'location', latitude: Number.NaN, longitude: 0 }, 'content_unsupported', 'latitude'],
  ['a card without a name', { kind: 'contacts', contacts: [{ name: '' }] }, 'content_unsupported', 'name'],
  ['no card', { kind: 'contacts', contacts: [] }, 'content_unsupported', 'contacts'],
  ['an empty reaction', { kind: 'reaction', messageId: 'w', emoji: '' }, 'content_unsupported', 'emoji'],
  ['no button', choices('buttons', { options: [] }), 'content_unsupported', 'options'],
  ['two buttons of one title', choices('buttons', { options: [{ id: 'a', title: 'Sí' }, { id: 'b', title: 'Sí' }] }), 'content_unsupported', 'options'],
  ['two buttons of one id', choices('buttons', { options: [{ id: 'a', title: 'Sí' }, { id: 'a', title: 'No' }] }), 'content_unsupported', 'options'],
  ['a button with a description', choices('buttons', { options: [{ id: 'a', title: 'Sí', description: 'claro' }] }), 'content_unsupported', 'description'],
  ['two headers', choices('buttons', { header: 'H', headerMedia: file('image/png') }), 'content_unsupported', 'header'],
  ['a picture over a list', choices('list', { headerMedia: file('image/png') }), 'content_unsupported', 'headerMedia'],
  ['sections of which one has no title', choices('list', { options: [{ id: 'a', title: 'A', section: 'S' }, { id: 'b', title: 'B' }] }), 'content_unsupported', 'section'],
  ['a row twice', choices('list', { options: [{ id: 'a', title: 'A' }, { id: 'a', title: 'B' }] }), 'content_unsupported', 'options'],
  ['a link to a script', { kind: 'link', text: 'Mira', title: 'Ver', url: 'javascript:alert(1)' }, 'content_unsupported', 'url'],
  ['a link to nowhere', { kind: 'link', text: 'Mira', title: 'Ver', url: 'aquí' }, 'content_unsupported', 'url'],
  ['a form without id', { kind: 'form', text: 'Cita', title: 'Ir', formId: '' }, 'content_unsupported', 'formId'],
  ['products without catalogue or links', { kind: 'products', text: 'Mira', sections: [{ products: items(2) }] }, 'content_unsupported', 'catalogId'],
  ['a product list without header', { kind: 'products', text: 'Mira', catalogId: '7', sections: [{ products: items(2) }] }, 'content_unsupported', 'header'],
  ['a header over one product', { kind: 'products', header: 'H', catalogId: '7', sections: [{ products: items(1) }] }, 'content_unsupported', 'header'],
  ['a template without a name', { kind: 'template', parameters: [] }, 'content_unsupported', 'templateId'],
  ['what only customers send', { kind: 'choice', id: 'a', title: 'A' }, 'content_unsupported', 'kind'],
  ['a system line', { kind: 'system', event: 'x' }, 'content_unsupported', 'kind'],
]

describe('refused', () => {
  test.each(refused)('%s', (_what, content, code, field) => expect(validate(content, settings)).toMatchObject({ code, field }))
})

describe('goes', () => {
  test.each<[string, Content]>([
    ['an iPhone’s photograph, made into JPEG on the way', { kind: 'image', media: file('image/heic') }],
    ['a type with parameters', { kind: 'audio', media: file('audio/ogg; codecs=opus') }],
    ['taking a reaction back', { kind: 'reaction', messageId: 'w', emoji: null }],
    ['products by the account’s own catalogue', { kind: 'products', text: 'Mira', header: 'H', sections: [{ products: items(2) }] }],
  ])('%s', (_what, content) => expect(validate(content, { ...settings, catalogId: '7' })).toBeNull())
})
