import { describe, expect, it } from 'vitest'
import wechatChannel from './index.js'
import { limits, wechat } from './channel.js'

// Every figure of channel.ts once more, written out by hand from the fact sheet: moving one there by one unit fails here.
const MINUTE = 60_000
const guard = { maxMs: 60_000, share: 0.05 }
const figure = (name: string): number | undefined => wechat.figures?.[name]?.value

describe('what WeChat allows', () => {
  it.each([
    ['message', ['message'], 5, 172_800_000, 'max', 'freeform'],
    ['menu_click', ['menu_click'], 3, MINUTE, 'max', 'freeform'],
    ['follow', ['follow'], 3, MINUTE, 'max', 'freeform'],
    ['scan', ['scan'], 3, MINUTE, 'max', 'freeform'],
    ['passive', ['push'], 1, 5_000, 'replace', 'passive'],
  ])('%s', (kind, on, replies, withinMs, meet, gives) => {
    expect(wechat.rules.grants.find((grant) => grant.kind === kind)).toMatchObject({ kind, on, replies, withinMs, meet, gives, guard, source: expect.stringMatching(/^https:/) })
  })

  it('and nothing else: other menu entries, payment and locations open no reply', () => {
    expect(wechat.rules.grants.flatMap((grant) => grant.on)).toEqual(['message', 'menu_click', 'follow', 'scan', 'push'])
    expect(wechat.rules.closedBy).toEqual(['unfollow'])
    expect(wechat.rules.initiation).toBe('contact-first')
  })

  it('templates for service and notices only', () => {
    expect(wechat.rules.templates).toMatchObject({
      needsFollow: true,
      categories: {
        template_message: { purposes: ['service', 'notification'] },
        subscription_once: { purposes: ['service', 'notification'], needsPermission: 'one_off', needsFollow: false },
        subscription_long_term: { purposes: ['service', 'notification'], needsPermission: 'long_term', needsFollow: false },
      },
    })
    expect(Object.keys(wechat.rules.templates?.categories ?? {})).toHaveLength(3)
  })

  it.each([
    ['templates_per_day', 'account', 'template', 100_000, 'day'],
    ['broadcasts_per_month', 'identity', 'broadcast', 4, 'month'],
    ['replies_per_day', 'account', 'freeform', 500_000, 'day'],
  ])('%s', (id, scope, counts, amount, period) => {
    expect(wechat.rules.quotas?.find((quota) => quota.id === id)).toMatchObject({ scope, counts, amount, period, timeZone: 'Asia/Shanghai', then: 'deny' })
  })
})

describe('what WeChat carries', () => {
  it.each([
    ['text', { support: 'native', maxLength: 2048, unit: 'bytes' }],
    ['image', { support: 'native', maxBytes: 2_000_000, mimes: ['image/jpeg', 'image/png', 'image/gif'], captionMaxLength: 0 }],
    ['video', { support: 'native', maxBytes: 10_000_000, mimes: ['video/mp4'], captionMaxLength: 2048, unit: 'bytes' }],
    ['audio', { support: 'native', maxBytes: 2_000_000, mimes: ['audio/mpeg', 'audio/amr'], maxDurationMs: 60_000, voiceFormat: 'mp3', captionMaxLength: 0 }],
    ['voice', { support: 'native', maxBytes: 2_000_000, mimes: ['audio/mpeg', 'audio/amr'], maxDurationMs: 60_000, voiceFormat: 'mp3', captionMaxLength: 0 }],
    ['sticker', { support: 'converted', maxBytes: 2_000_000, captionMaxLength: 0 }],
    ['document', { support: 'converted' }],
    ['location', { support: 'converted' }],
    ['contacts', { support: 'converted' }],
    ['choices', { support: 'converted', maxLength: 2048, unit: 'bytes' }],
    ['link', { support: 'native', limits: { articles: 1 } }],
    ['template', { support: 'native' }],
    ['reaction', { support: 'rejected' }],
    ['reply', { support: 'dropped' }],
  ] as const)('%s', (kind, expected) => {
    expect(wechat.capabilities[kind]).toMatchObject(expected)
  })

  it('says in both languages what becomes of the converted', () => {
    for (const capability of Object.values(wechat.capabilities)) {
      if (capability.support === 'converted') expect(Object.values(capability.becomes ?? {}).filter(Boolean)).toHaveLength(2)
    }
  })
})

describe('the declaration', () => {
  it('names its times', () => {
    expect([wechat.webhookPatienceMs, wechat.webhookDeadlineMs, wechat.mediaExpiryMs]).toEqual([15_000, 5_000, 259_200_000])
  })

  it.each([
    ['openidLength', 28], ['tokenLeast', 3], ['tokenMost', 32], ['textBytes', 2048], ['uploadLifeMs', 259_200_000], ['linkLifeMs', 259_200_000], ['linkReserveBytes', 512], ['downloadMaxBytes', 20_000_000],
    ['thing', 20], ['number', 32], ['letter', 32], ['symbol', 5], ['character_string', 32], ['amount', 10], ['phone_number', 17], ['car_number', 8], ['nameChinese', 10], ['nameLatin', 20], ['phrase', 5],
  ])('figure %s', (name, value) => {
    expect(figure(name)).toBe(value)
  })

  it('declares no figure that nobody has written out here', () => {
    expect(Object.keys(wechat.figures ?? {})).toHaveLength(19)
    expect(() => limits.value('unheard_of')).toThrow('unheard_of')
  })

  it('asks for the settings of the contract, confidential ones marked', () => {
    expect(wechat.setup.map((field) => `${field.key}${field.required ? '' : '?'}${field.confidential ? ' (confidential)' : ''}`)).toEqual([
      'appId', 'appSecret (confidential)', 'token (confidential)', 'encodingAesKey (confidential)', 'mode', 'originalId?', 'verified?', 'overseas?', 'baseUrl?',
    ])
    expect(wechat.setup.find((field) => field.key === 'mode')?.choices).toEqual(['plain', 'compatible', 'secure'])
    for (const field of wechat.setup) expect([field.label.en, field.label.es, field.help?.en, field.help?.es].every(Boolean)).toBe(true)
    expect([wechat.externalIdSetting, wechat.sharedSecretSetting]).toEqual(['appId', 'appSecret'])
  })

  it('reports what WeChat tells, and no more', () => {
    expect(wechat.reports).toEqual(['accepted', 'delivered', 'failed'])
    expect(wechat.presence).toEqual({ typingOut: true, markRead: false, typingIn: false, profile: true, edits: false })
    expect(Object.keys(wechatChannel.connector)).not.toContain('markRead')
  })
})
