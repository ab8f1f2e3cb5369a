import { defineChannel } from '@recado/channel-kit'
import { days, hours, minutes, seconds } from '@recado/core'
import { setup } from './setup.js'
import { SOURCES } from './sources.js'

// WeChat writes "MB" and does not say which; the decimal one is the smaller, so it is never too much.
const MB = 1_000_000
const TEXT_BYTES = 2048
const SHANGHAI = 'Asia/Shanghai'
const guard = { maxMs: seconds(60), share: 0.05 }

/**
 * WeChat Official Accounts, the Service Account kind. Each act of the customer allows a number of replies for a time. The kinds do not add up and
 * a later act of a kind raises what is left to the limit again, so every grant meets its elder with `max`.
 */
export const wechat = defineChannel({
  id: 'wechat',
  name: 'WeChat',
  colour: '#07c160',
  rules: {
    initiation: 'contact-first',
    grants: [
      { kind: 'message', on: ['message'], replies: 5, withinMs: hours(48), meet: 'max', guard, gives: 'freeform', source: SOURCES.replies },
      { kind: 'menu_click', on: ['menu_click'], replies: 3, withinMs: minutes(1), meet: 'max', guard, gives: 'freeform', source: SOURCES.replies },
      { kind: 'follow', on: ['follow'], replies: 3, withinMs: minutes(1), meet: 'max', guard, gives: 'freeform', source: SOURCES.replies },
      { kind: 'scan', on: ['scan'], replies: 3, withinMs: minutes(1), meet: 'max', guard, gives: 'freeform', source: SOURCES.replies },
      { kind: 'passive', on: ['push'], replies: 1, withinMs: seconds(5), meet: 'replace', guard, gives: 'passive', source: SOURCES.passive },
    ],
    templates: {
      categories: {
        template_message: { purposes: ['service', 'notification'], source: SOURCES.template },
        subscription_once: { purposes: ['service', 'notification'], needsPermission: 'one_off', needsFollow: false, source: SOURCES.subscription },
        subscription_long_term: { purposes: ['service', 'notification'], needsPermission: 'long_term', needsFollow: false, source: SOURCES.subscription },
      },
      needsFollow: true,
      source: SOURCES.template,
    },
    quotas: [
      { id: 'templates_per_day', scope: 'account', counts: 'template', amount: 100_000, period: 'day', timeZone: SHANGHAI, then: 'deny', source: SOURCES.template },
      { id: 'broadcasts_per_month', scope: 'identity', counts: 'broadcast', amount: 4, period: 'month', timeZone: SHANGHAI, then: 'deny', source: SOURCES.broadcasts },
      { id: 'replies_per_day', scope: 'account', counts: 'freeform', amount: 500_000, period: 'day', timeZone: SHANGHAI, then: 'deny', source: SOURCES.limits },
    ],
    closedBy: ['unfollow'],
    source: SOURCES.replies,
  },
  capabilities: {
    text: { support: 'native', maxLength: TEXT_BYTES, unit: 'bytes', source: SOURCES.customSend },
    image: { support: 'native', maxBytes: 2 * MB, mimes: ['image/jpeg', 'image/png', 'image/gif'], captionMaxLength: 0, source: SOURCES.media },
    video: { support: 'native', maxBytes: 10 * MB, mimes: ['video/mp4'], captionMaxLength: TEXT_BYTES, unit: 'bytes', source: SOURCES.media },
    audio: { support: 'native', maxBytes: 2 * MB, mimes: ['audio/mpeg', 'audio/amr'], maxDurationMs: seconds(60), voiceFormat: 'mp3', captionMaxLength: 0, source: SOURCES.media },
    voice: { support: 'native', maxBytes: 2 * MB, mimes: ['audio/mpeg', 'audio/amr'], maxDurationMs: seconds(60), voiceFormat: 'mp3', captionMaxLength: 0, source: SOURCES.media },
    document: {
      support: 'converted', source: SOURCES.media,
      becomes: { en: 'A line with the file’s name and a link that works for three days', es: 'Una línea con el nombre del archivo y un enlace que vale tres días' },
    },
    sticker: {
      support: 'converted', maxBytes: 2 * MB, mimes: ['image/png', 'image/jpeg', 'image/gif'], captionMaxLength: 0, source: SOURCES.media,
      becomes: { en: 'A picture', es: 'Una imagen' },
    },
    location: { support: 'converted', becomes: { en: 'Text with the place and a link to the map', es: 'Texto con el lugar y un enlace al mapa' }, source: SOURCES.customSend },
    contacts: { support: 'converted', becomes: { en: 'Text with names, telephones and e-mail', es: 'Texto con nombres, teléfonos y correos' }, source: SOURCES.customSend },
    choices: {
      support: 'converted', maxLength: TEXT_BYTES, unit: 'bytes', source: SOURCES.customSend,
      becomes: { en: 'On verified accounts a list to tap, on others numbered lines', es: 'En cuentas verificadas, una lista que se pulsa; en las demás, líneas numeradas' },
    },
    link: { support: 'native', limits: { articles: 1 }, source: SOURCES.customSend },
    template: { support: 'native', source: SOURCES.template },
    reaction: { support: 'rejected', source: SOURCES.customSend },
    reply: { support: 'dropped', source: SOURCES.customSend },
  },
  reports: ['accepted', 'delivered', 'failed'],
  presence: { typingOut: true, markRead: false, typingIn: false, profile: true, edits: false },
  setup,
  externalIdSetting: 'appId',
  sharedSecretSetting: 'appSecret',
  webhookPatienceMs: seconds(15),
  webhookRetries: { tries: 3, everyMs: seconds(5), source: 'https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Receiving_standard_messages.html' },
  webhookDeadlineMs: seconds(5),
  mediaExpiryMs: days(3),
  address: { kind: 'none', keyKind: 'openid', example: 'oRECADOexample0000000000001a' },
  keyKinds: ['openid', 'unionid'],
  sharedKeyKinds: ['unionid'], // one per person and open platform: https://developers.weixin.qq.com/doc/oplatform/developers/dev/platform.html
  figures: {
    openidLength: { value: 28, source: SOURCES.receiving },
    tokenLeast: { value: 3, source: SOURCES.encryption },
    tokenMost: { value: 32, source: SOURCES.encryption },
    textBytes: { value: TEXT_BYTES, source: SOURCES.customSend },
    // Temporary uploads live three days; a link to a file that WeChat cannot carry lives as long.
    uploadLifeMs: { value: days(3), source: SOURCES.media },
    linkLifeMs: { value: days(3), source: SOURCES.media },
    linkReserveBytes: { value: 512, source: SOURCES.customSend },
    downloadMaxBytes: { value: 20 * MB, source: SOURCES.media },
    thing: { value: 20, source: SOURCES.values },
    number: { value: 32, source: SOURCES.values },
    letter: { value: 32, source: SOURCES.values },
    symbol: { value: 5, source: SOURCES.values },
    character_string: { value: 32, source: SOURCES.values },
    amount: { value: 10, source: SOURCES.values },
    phone_number: { value: 17, source: SOURCES.values },
    car_number: { value: 8, source: SOURCES.values },
    nameChinese: { value: 10, source: SOURCES.values },
    nameLatin: { value: 20, source: SOURCES.values },
    phrase: { value: 5, source: SOURCES.values },
  },
})

/** The figure of this name; a misspelt one is found at load, not at the customer's message. */
function figure(name: string): number {
  const found = wechat.figures?.[name]
  if (!found) throw new Error(`channel wechat declares no figure "${name}"`)
  return found.value
}

/** What may be uploaded as this kind; complete in the declaration above, or nobody could send it. */
function uploadLimit(kind: 'image' | 'video' | 'voice') {
  const { maxBytes, mimes, maxDurationMs = Number.POSITIVE_INFINITY } = wechat.capabilities[kind] ?? {}
  if (maxBytes === undefined || mimes === undefined) throw new Error(`channel wechat declares no limits for ${kind}`)
  return { maxBytes, mimes, maxDurationMs }
}

/** The declared limits in the form in which the code of this folder reads them. */
export const limits = {
  textBytes: figure('textBytes'),
  image: uploadLimit('image'),
  video: uploadLimit('video'),
  voice: uploadLimit('voice'),
  openidLength: figure('openidLength'),
  uploadLifeMs: figure('uploadLifeMs'),
  linkLifeMs: figure('linkLifeMs'),
  linkReserveBytes: figure('linkReserveBytes'),
  downloadBytes: figure('downloadMaxBytes'),
  tokenLengths: { least: figure('tokenLeast'), most: figure('tokenMost') },
  value: figure,
}
