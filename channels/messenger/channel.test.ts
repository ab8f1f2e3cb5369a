import { describe, expect, it } from 'vitest'
import type { Content, MediaKind } from '@recado/core'
import channel from './index.js'
import { messenger } from './channel.js'
import { toRequest } from './outbound.js'
import { outbound } from './testing/platform.js'
import { validate } from './validate.js'

// Figures written out on purpose: a declaration moved by one must meet a number that did not move with it.
const DAY = 86_400_000
const x = (length: number) => 'x'.repeat(length)

describe('the declaration', () => {
  it('opens 24 hours for anything, 24 hours or a week after an ad, and a week for people', () => {
    const grants = messenger.rules.grants.map(({ kind, withinMs, widenedBy, replies, meet, gives, tag, authors, purposes, needsSetting, guard }) => ({ kind, withinMs, widenedBy, replies, meet, gives, tag, authors, purposes, needsSetting, guard }))
    const guard = { maxMs: 300_000, share: 1 }
    const none = { tag: undefined, authors: undefined, purposes: undefined, needsSetting: undefined }
    expect(grants).toEqual([
      { kind: 'window', withinMs: 86_400_000, widenedBy: undefined, replies: null, meet: 'max', gives: 'freeform', ...none, guard },
      { kind: 'ad_window', withinMs: 86_400_000, widenedBy: { setting: 'adWindow7Days', withinMs: 604_800_000 }, replies: null, meet: 'max', gives: 'freeform', ...none, guard },
      { kind: 'human_agent', withinMs: 604_800_000, widenedBy: undefined, replies: null, meet: 'max', gives: 'tagged', tag: 'HUMAN_AGENT', authors: ['human'], purposes: ['service'], needsSetting: 'humanAgentApproved', guard },
    ])
    expect(messenger.rules.grants.map((grant) => grant.on)).toEqual([
      ['message', 'postback', 'get_started', 'referral', 'reaction'], ['ad_entry'], ['message', 'postback', 'get_started', 'referral', 'reaction', 'ad_entry'],
    ])
  })

  it('has utility templates in four countries, no price, 300 calls a second', () => {
    const { templates, price, quotas, rate, initiation, unreachable } = messenger.rules
    expect(templates?.categories).toMatchObject({ UTILITY: { purposes: ['service', 'notification'], countries: ['TH', 'PH', 'US', 'VN'] } })
    expect(Object.keys(templates?.categories ?? {})).toEqual(['UTILITY'])
    expect([price, quotas, rate?.perSecond, initiation]).toEqual([undefined, undefined, 300, 'contact-first'])
    expect(unreachable).toMatchObject([{ countries: ['CN', 'KP', 'IR', 'TM', 'RU', 'MM'], effect: 'warn' }])
  })

  it('waits for Meta as long as Meta waits for us', () => {
    expect([messenger.webhookPatienceMs, messenger.webhookDeadlineMs, messenger.mediaExpiryMs]).toEqual([3_600_000, 5_000, DAY])
    expect(Object.fromEntries(Object.entries(messenger.figures ?? {}).map(([name, figure]) => [name, figure.value]))).toEqual({ metadataLength: 999, transientRetries: 3, attachmentReuseMs: DAY, standbyLineEveryMs: DAY })
    expect(messenger.reports).toEqual(['sent', 'delivered', 'read', 'failed'])
  })

  it('names every limit of every kind', () => {
    const figures = Object.entries(messenger.capabilities).map(([kind, { support, maxLength, maxBytes, captionMaxLength, limits }]) => [kind, support, maxLength, maxBytes, captionMaxLength, limits])
    const none = undefined
    expect(figures).toEqual([
      ['text', 'native', 1_999, none, none, none],
      ['image', 'native', none, 8_000_000, 0, none],
      ['video', 'native', none, 25_000_000, 0, none],
      ['audio', 'native', none, 25_000_000, 0, none],
      ['voice', 'native', none, 25_000_000, none, none],
      ['document', 'native', none, 25_000_000, 0, none],
      ['sticker', 'converted', none, 8_000_000, 0, none],
      ['location', 'converted', none, none, none, none],
      ['contacts', 'converted', none, none, none, none],
      ['reaction', 'native', none, none, none, none],
      ['choices', 'native', 1_999, none, none, { buttons: 3, buttonTitle: 20, buttonText: 640, options: 13, optionTitle: 20, optionId: 1_000, cardTitle: 80, cardSubtitle: 80 }],
      ['link', 'native', 640, none, none, { buttonTitle: 20, cardTitle: 80, cardSubtitle: 80 }],
      ['products', 'converted', none, none, none, { cards: 10, cardTitle: 80, cardSubtitle: 80 }],
      ['template', 'native', none, none, none, none],
      ['request', 'native', 1_999, none, none, none],
      ['reply', 'native', none, none, none, none],
    ])
  })

  it('gives every figure its source and every text both languages', () => {
    for (const grant of messenger.rules.grants) expect(grant.source).toMatch(/^https:/)
    for (const [kind, capability] of Object.entries(messenger.capabilities)) expect([kind, capability.source?.startsWith('https://developers.facebook.com/')]).toEqual([kind, true])
    for (const field of messenger.setup) for (const words of [field.label, field.help]) expect([field.key, Boolean(words?.en), Boolean(words?.es)]).toEqual([field.key, true, true])
    for (const capability of Object.values(messenger.capabilities).filter((one) => one.support === 'converted')) expect([capability.becomes?.en, capability.becomes?.es].every(Boolean)).toBe(true)
  })

  it('asks for the settings of the contract, the secrets sealed', () => {
    expect(messenger.setup.filter((field) => field.required).map((field) => field.key)).toEqual(['pageId', 'pageAccessToken', 'appSecret', 'verifyToken'])
    expect(messenger.setup.filter((field) => field.confidential).map((field) => field.key)).toEqual(['pageAccessToken', 'appSecret', 'verifyToken'])
    expect(messenger.setup.map((field) => field.key)).toEqual(expect.arrayContaining(['appId', 'humanAgentApproved', 'graphVersion', 'baseUrl']))
    expect([messenger.externalIdSetting, messenger.sharedSecretSetting, messenger.address.kind, messenger.keyKinds]).toEqual(['pageId', 'appSecret', 'none', ['psid']])
  })

  it('is what the folder exports, and does what it declares', () => {
    expect(channel.declaration).toBe(messenger)
    for (const name of ['check', 'ensureSubscribed', 'fetchMedia', 'profile', 'markRead', 'typing', 'templates', 'checkTemplate'] as const) expect(channel.connector[name]).toBeTypeOf('function')
    expect([channel.connector.parseAddress?.('+34600000000'), channel.connector.countryOf?.([{ kind: 'psid', value: '34600000000' }])]).toEqual([null, null])
  })
})

const media = (kind: MediaKind, bytes: number, mime: string, more: object = {}): Content => ({ kind, media: { id: 'm', url: '/m', mime, bytes }, ...more })
const choices = (change: object): Content => ({ kind: 'choices', style: 'buttons', text: 'x', options: [{ id: 'a', title: 'A' }], ...change })
const options = (n: number, change: object = {}) => Array.from({ length: n }, (_, i) => ({ id: `${i}`, title: `${i}`, ...change }))
const link = (change: object): Content => ({ kind: 'link', text: 'x', title: 'Ver', url: 'https://shop.example', ...change })
const products = (n: number, change: object = {}): Content => ({ kind: 'products', sections: [{ products: Array.from({ length: n }, () => ({ sku: 's', ...change })) }] })
const picture = { headerMedia: { id: 'h', url: '/h', mime: 'image/png', bytes: 1 } }
const contact = (name: string): Content => ({ kind: 'contacts', contacts: [{ name }] })
const MAP = 'https://www.google.com/maps/search/?api=1&query=1,2'
const place = (name: string): Content => ({ kind: 'location', latitude: 1, longitude: 2, name })

describe('limits, at their edge', () => {
  type Row = [sentence: string, fits: Content, breaks: Content, fault: object]
  const rows: Row[] = [
    ['a text stays under 2,000 characters', { kind: 'text', text: x(1_999) }, { kind: 'text', text: x(2_000) }, { code: 'too_long', limit: 1_999, field: 'text' }],
    ['an emoji counts as the two units it is', { kind: 'text', text: `${x(1_997)}😀` }, { kind: 'text', text: `${x(1_998)}😀` }, { code: 'too_long', limit: 1_999, field: 'text' }],
    ['a place with its link', place(x(1_999 - MAP.length - 1)), place(x(1_999 - MAP.length)), { code: 'too_long', limit: 1_999, field: 'name' }],
    ['contact cards', contact(x(1_999)), contact(x(2_000)), { code: 'too_long', limit: 1_999, field: 'contacts' }],
    ['a request for her number', { kind: 'request', what: 'contact', text: x(1_999) }, { kind: 'request', what: 'contact', text: x(2_000) }, { code: 'too_long', limit: 1_999, field: 'text' }],
    ['an image has 8 MB', media('image', 8_000_000, 'image/png'), media('image', 8_000_001, 'image/png'), { code: 'media_too_large', limit: 8_000_000, field: 'media' }],
    ['a sticker is an image', media('sticker', 8_000_000, 'image/webp'), media('sticker', 8_000_001, 'image/webp'), { code: 'media_too_large', limit: 8_000_000, field: 'media' }],
    ['a video has 25 MB', media('video', 25_000_000, 'video/mp4'), media('video', 25_000_001, 'video/mp4'), { code: 'media_too_large', limit: 25_000_000, field: 'media' }],
    ['a sound has 25 MB', media('audio', 25_000_000, 'audio/mpeg'), media('audio', 25_000_001, 'audio/mpeg'), { code: 'media_too_large', limit: 25_000_000, field: 'media' }],
    ['a voice note has 25 MB', media('audio', 25_000_000, 'audio/webm', { voice: true }), media('audio', 25_000_001, 'audio/webm', { voice: true }), { code: 'media_too_large', limit: 25_000_000, field: 'media' }],
    ['a document has 25 MB', media('document', 25_000_000, 'application/x-odd'), media('document', 25_000_001, 'application/x-odd'), { code: 'media_too_large', limit: 25_000_000, field: 'media' }],
    ['no caption at all', media('image', 1, 'image/png'), media('image', 1, 'image/png', { caption: 'a' }), { code: 'too_long', limit: 0, field: 'caption' }],
    ['a caption of a voice note neither', media('audio', 1, 'audio/ogg', { voice: true }), media('audio', 1, 'audio/ogg', { voice: true, caption: 'a' }), { code: 'too_long', limit: 0, field: 'caption' }],
    ['HEIC is converted, SVG refused', media('image', 1, 'image/heic'), media('image', 1, 'image/svg+xml'), { code: 'media_type', field: 'media' }],
    ['MOV goes, AVI does not', media('video', 1, 'video/quicktime'), media('video', 1, 'video/x-msvideo'), { code: 'media_type', field: 'media' }],
    ['a sound goes under any name, a text does not', media('audio', 1, 'audio/amr; rate=8000'), media('audio', 1, 'text/plain'), { code: 'media_type', field: 'media' }],
    ['a browser’s recording may call itself a video', media('audio', 1, 'video/webm', { voice: true }), media('audio', 1, 'video/webm'), { code: 'media_type', field: 'media' }],
    ['thirteen quick replies', choices({ style: 'list', options: options(13) }), choices({ style: 'list', options: options(14) }), { code: 'too_long', limit: 13, field: 'options' }],
    ['thirteen buttons too, since they become quick replies', choices({ options: options(13) }), choices({ options: options(14) }), { code: 'too_long', limit: 13, field: 'options' }],
    ['a quick reply of 20 characters', choices({ style: 'list', options: options(2, { title: x(20) }) }), choices({ style: 'list', options: options(2, { title: x(21) }) }), { code: 'too_long', limit: 20, field: 'options.title' }],
    ['a button of 20 characters', choices({ options: options(2, { title: x(20) }) }), choices({ options: options(2, { title: x(21) }) }), { code: 'too_long', limit: 20, field: 'options.title' }],
    ['an id of 1,000 characters', choices({ options: options(1, { id: x(1_000) }) }), choices({ options: options(1, { id: x(1_001) }) }), { code: 'too_long', limit: 1_000, field: 'options.id' }],
    ['words over choices', choices({ text: x(1_999) }), choices({ text: x(2_000) }), { code: 'too_long', limit: 1_999, field: 'text' }],
    ['descriptions count', choices({ style: 'list', text: x(1_900), options: options(1, { description: x(91) }) }), choices({ style: 'list', text: x(1_900), options: options(1, { description: x(93) }) }), { code: 'too_long', limit: 1_999, field: 'text' }],
    ['three buttons under a picture', choices({ ...picture, options: options(3) }), choices({ ...picture, options: options(4) }), { code: 'too_long', limit: 3, field: 'options' }],
    ['a card’s title', choices({ ...picture, text: x(80) }), choices({ ...picture, text: x(81) }), { code: 'too_long', limit: 80, field: 'text' }],
    ['a card’s header', choices({ ...picture, header: x(80) }), choices({ ...picture, header: x(81) }), { code: 'too_long', limit: 80, field: 'header' }],
    ['a card’s subtitle', choices({ ...picture, header: 'h', text: x(80) }), choices({ ...picture, header: 'h', text: x(81) }), { code: 'too_long', limit: 80, field: 'text' }],
    ['a link’s words', link({ text: x(640) }), link({ text: x(641) }), { code: 'too_long', limit: 640, field: 'text' }],
    ['a link’s button', link({ title: x(20) }), link({ title: x(21) }), { code: 'too_long', limit: 20, field: 'title' }],
    ['ten cards', products(10), products(11), { code: 'too_long', limit: 10, field: 'sections' }],
    ['a product’s title', products(1, { title: x(80) }), products(1, { title: x(81) }), { code: 'too_long', limit: 80, field: 'sections.title' }],
    ['something to say', { kind: 'text', text: 'x' }, { kind: 'text', text: ' \n' }, { code: 'parameter_missing', field: 'text' }],
    ['something to choose', choices({}), choices({ options: [] }), { code: 'parameter_missing', field: 'options' }],
    ['a button with words', choices({}), choices({ options: [{ id: 'a', title: '' }] }), { code: 'parameter_missing', field: 'options.title' }],
    ['a card with a title', choices({ ...picture }), choices({ ...picture, text: '' }), { code: 'parameter_missing', field: 'text' }],
    ['a link with a button', link({}), link({ title: '' }), { code: 'parameter_missing', field: 'title' }],
    ['a link to the web', link({}), link({ url: 'javascript:alert(1)' }), { code: 'content_unsupported', field: 'url' }],
    ['a product at least', products(1), products(0), { code: 'parameter_missing', field: 'sections' }],
    ['a message to react to', { kind: 'reaction', messageId: 'm', emoji: null }, { kind: 'reaction', messageId: '', emoji: '👍' }, { code: 'parameter_missing', field: 'messageId' }],
    ['only her number can be asked for', { kind: 'request', what: 'contact', text: 'x' }, { kind: 'request', what: 'location', text: 'x' }, { code: 'content_unsupported', field: 'what' }],
    ['a template is checked by its placeholders', { kind: 'template', name: 'a', parameters: {} }, { kind: 'unsupported', type: 'x' }, { code: 'content_unsupported', field: 'kind' }],
  ]
  it.each(rows)('%s', (_sentence, fits, breaks, fault) => {
    expect(validate(fits)).toBeNull()
    expect(validate(breaks)).toEqual(fault)
    expect(channel.connector.validate(breaks, {})).toEqual(fault)
  })

  it('refuses every kind it declares no support for, and no other', () => {
    const refused: Content[] = [
      { kind: 'choice', id: 'a', title: 'a' }, { kind: 'form', text: 'a', title: 'a', formId: 'a' }, { kind: 'form_answer', name: 'a', values: {} }, { kind: 'order', items: [] },
      { kind: 'post', type: 'story' }, { kind: 'system', event: 'a' }, { kind: 'unsupported', type: 'a' },
    ]
    for (const content of refused) expect([content.kind, validate(content)?.code, messenger.capabilities[content.kind]]).toEqual([content.kind, 'content_unsupported', undefined])
  })

  const formOf = (content: Content) => JSON.stringify(toRequest(outbound(content), { attachmentId: 'a', links: {} })).match(/"template_type":"(\w+)"|"(quick_replies)"/)?.slice(1).find(Boolean)
  it.each([
    ['three buttons', choices({ options: options(3) }), 'button'],
    ['four buttons', choices({ options: options(4) }), 'quick_replies'],
    ['640 characters over buttons', choices({ text: x(640) }), 'button'],
    ['641 characters over buttons', choices({ text: x(641) }), 'quick_replies'],
    ['a list of one', choices({ style: 'list' }), 'quick_replies'],
    ['a picture', choices(picture), 'generic'],
    ['a link with a picture and 80 characters', link({ imageUrl: 'https://i.example/a', text: x(80) }), 'generic'],
    ['a link with a picture and 81 characters', link({ imageUrl: 'https://i.example/a', text: x(81) }), 'button'],
    ['a link with a picture and 80 more', link({ imageUrl: 'https://i.example/a', description: x(80) }), 'generic'],
    ['a link with a picture and 81 more', link({ imageUrl: 'https://i.example/a', description: x(81) }), 'button'],
    ['a link without a picture', link({}), 'button'],
  ])('%s', (_sentence, content, form) => {
    expect(validate(content)).toBeNull()
    expect(formOf(content)).toBe(form)
  })
})
