import { days, hours, minutes, seconds } from '@recado/core'
import { defineChannel } from '@recado/channel-kit'
import { setup } from './setup.js'

// Where the figures come from. The pages were read through public mirrors in November 2026; NV marks what no page confirmed.
const SEND = 'https://developers.facebook.com/docs/messenger-platform/send-messages'
const SEND_API = 'https://developers.facebook.com/docs/messenger-platform/reference/send-api'
const POLICY = 'https://developers.facebook.com/docs/messenger-platform/policy/policy-overview'
const TAGS = 'https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags'
const UTILITY = 'https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages'
const QUICK_REPLIES = 'https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies'
const BUTTONS = 'https://developers.facebook.com/docs/messenger-platform/send-messages/template/button'
const CARDS = 'https://developers.facebook.com/docs/messenger-platform/send-messages/template/generic'
const WEBHOOKS = 'https://developers.facebook.com/docs/messenger-platform/webhooks'
const CHANGES = 'https://developers.facebook.com/docs/messenger-platform/changelog'
const RATES = 'https://developers.facebook.com/docs/messenger-platform/overview#rate-limits'
const UPLOAD = 'https://developers.facebook.com/docs/messenger-platform/reference/attachment-upload-api'

/** Acts of a person that open the standard window: an ad alone, an opt-in, an edit or a taken-back reaction do not. */
const OPENING = ['message', 'postback', 'get_started', 'referral', 'reaction'] as const

/** Five minutes early: the clock that counts is Meta's, and a refused answer cannot be sent again by anybody. */
const guard = { maxMs: minutes(5), share: 1 }

const IMAGES = ['image/jpeg', 'image/png', 'image/gif']

/** Facebook Messenger as Recado sees it: who may write, until when, and what the app can carry. */
export const messenger = defineChannel({
  id: 'messenger',
  name: 'Messenger',
  colour: '#6a3df0',
  rules: {
    initiation: 'contact-first',
    grants: [
      { kind: 'window', on: OPENING, replies: null, withinMs: hours(24), meet: 'max', guard, gives: 'freeform', source: SEND },
      {
        // "May last up to 7 days" for a first message from an ad (policy page, 28 Sep 2026): 24 h unless an admin takes the longer reading.
        kind: 'ad_window', on: ['ad_entry'], replies: null, withinMs: hours(24), meet: 'max', guard, gives: 'freeform',
        widenedBy: { setting: 'adWindow7Days', withinMs: days(7) }, source: POLICY,
      },
      {
        kind: 'human_agent', on: [...OPENING, 'ad_entry'], replies: null, withinMs: days(7), meet: 'max', guard, gives: 'tagged', tag: 'HUMAN_AGENT',
        authors: ['human'], purposes: ['service'], needsSetting: 'humanAgentApproved', source: TAGS,
      },
    ],
    templates: {
      // The country list comes from one source only and is NV; Meta publishes none.
      categories: { UTILITY: { purposes: ['service', 'notification'], countries: ['TH', 'PH', 'US', 'VN'], source: UTILITY } },
      source: UTILITY,
    },
    rate: { perSecond: 300, source: RATES },
    // Shut out by law or network. A person who wrote from there did reach us, hence a warning and no refusal.
    unreachable: [{ countries: ['CN', 'KP', 'IR', 'TM', 'RU', 'MM'], effect: 'warn', source: POLICY }],
    source: SEND,
  },
  capabilities: {
    // "Under 2,000 characters": 2,000 itself is already refused. Counted in UTF-16 units, the largest of the possible readings.
    text: { support: 'native', maxLength: 1_999, unit: 'characters', source: SEND_API },
    // A text beside a file is a second message on this platform: no caption. 8 MB is the cautious figure (NV), all else 25 MB.
    image: { support: 'native', maxBytes: 8_000_000, mimes: IMAGES, captionMaxLength: 0, source: UPLOAD },
    video: { support: 'native', maxBytes: 25_000_000, mimes: ['video/mp4', 'video/quicktime'], captionMaxLength: 0, source: UPLOAD },
    audio: { support: 'native', maxBytes: 25_000_000, mimes: ['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/x-m4a', 'audio/wav'], captionMaxLength: 0, source: UPLOAD },
    voice: { support: 'native', maxBytes: 25_000_000, voiceFormat: 'mp3', source: UPLOAD },
    document: { support: 'native', maxBytes: 25_000_000, captionMaxLength: 0, source: UPLOAD },
    sticker: {
      support: 'converted', maxBytes: 8_000_000, captionMaxLength: 0,
      becomes: { en: 'Arrives as a picture.', es: 'Llega como una imagen.' }, source: UPLOAD,
    },
    location: { support: 'converted', becomes: { en: 'Arrives as a text with a link to the map.', es: 'Llega como un texto con un enlace al mapa.' }, source: SEND_API },
    contacts: { support: 'converted', becomes: { en: 'Arrives as a text with names, numbers and addresses.', es: 'Llega como un texto con nombres, números y direcciones.' }, source: SEND_API },
    reaction: { support: 'native', source: CHANGES },
    choices: {
      support: 'native', maxLength: 1_999, unit: 'characters',
      limits: { buttons: 3, buttonTitle: 20, buttonText: 640, options: 13, optionTitle: 20, optionId: 1_000, cardTitle: 80, cardSubtitle: 80 },
      becomes: { en: 'A list, or more than three buttons, arrives as quick replies under the text.', es: 'Una lista, o más de tres botones, llega como respuestas rápidas bajo el texto.' },
      source: QUICK_REPLIES,
    },
    link: { support: 'native', maxLength: 640, unit: 'characters', limits: { buttonTitle: 20, cardTitle: 80, cardSubtitle: 80 }, source: BUTTONS },
    products: {
      // Ten cards is NV.
      support: 'converted', limits: { cards: 10, cardTitle: 80, cardSubtitle: 80 },
      becomes: { en: 'Arrives as a row of cards without a shopping cart.', es: 'Llega como una fila de tarjetas sin carrito.' }, source: CARDS,
    },
    template: { support: 'native', source: UTILITY },
    request: { support: 'native', maxLength: 1_999, unit: 'characters', becomes: { en: 'Only a phone number can be asked for.', es: 'Solo se puede pedir un número de teléfono.' }, source: QUICK_REPLIES },
    reply: { support: 'native', source: CHANGES },
  },
  reports: ['sent', 'delivered', 'read', 'failed'],
  presence: { typingOut: true, markRead: true, typingIn: false, profile: true, edits: true },
  setup,
  externalIdSetting: 'pageId',
  sharedSecretSetting: 'appSecret',
  webhookPatienceMs: hours(1),
  webhookRetries: { disabledAfterMs: hours(1), source: 'https://developers.facebook.com/docs/messenger-platform/webhooks' },
  webhookDeadlineMs: seconds(5),
  // CDN links expire at a moment nobody publishes (NV): a day is the cautious reading, and files are fetched at once anyway.
  mediaExpiryMs: days(1),
  address: { kind: 'none', keyKind: 'psid' },
  linkPreviewAgents: ['facebookexternalhit', 'facebot', 'facebookcatalog'], // https://developers.facebook.com/docs/sharing/webmasters/web-crawlers; its own browser says FBAN or FBAV
  keyKinds: ['psid'],
  figures: {
    /** message.metadata must stay under 1,000 characters. */
    metadataLength: { value: 999, source: SEND_API },
    /** "Transient: retry 3 times" for codes 1, 2 and 1200. */
    transientRetries: { value: 3, source: 'https://developers.facebook.com/docs/messenger-platform/error-codes' },
    /** How long an uploaded attachment_id is used again (NV: Meta names no end). */
    attachmentReuseMs: { value: days(1), source: UPLOAD },
    /** One line a day says that another app holds the thread (an ad flow's control lasts 24 h). */
    standbyLineEveryMs: { value: days(1), source: WEBHOOKS },
  },
})
