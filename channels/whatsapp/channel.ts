/** WhatsApp Business Platform (Cloud API): what it allows, carries and costs, as data. State of the documents: November 2026. */
import { defineChannel, type Capability } from '@recado/channel-kit'
import { days, hours, minutes, seconds, type RateCard } from '@recado/core'
import { chatExport } from './chat-export.js'
import { docs } from './links.js'
import { marketOf, regionOf } from './markets.js'
import { keyKinds } from './people.js'
import { setup } from './setup.js'
import { question } from './which-number.js'

const KB = 1_024
const MB = 1_024 * KB

/** We close a minute early: Meta's clock, not ours, decides. On a short grant never more than a twentieth of it. */
const guard = { maxMs: seconds(60), share: 0.05 }

/** Utility, authentication and service share one rate in every market of this card. */
const rates = (marketing: string, other: string) => ({ marketing, utility: other, authentication: other, service: other })

const october2026: RateCard = {
  currency: 'USD',
  effectiveFrom: Date.UTC(2026, 9, 1),
  source: docs.pricing,
  markets: {
    Spain: rates('0.0707', '0.0200'), Germany: rates('0.1365', '0.0550'), France: rates('0.0859', '0.0300'), Italy: rates('0.0795', '0.0300'),
    'United Kingdom': rates('0.0635', '0.0220'), Netherlands: rates('0.1597', '0.0500'), Poland: rates('0.0366', '0.0122'),
    'Rest of Western Europe': rates('0.0592', '0.0171'), 'Rest of Central & Eastern Europe': rates('0.0860', '0.0212'),
    Turkey: rates('0.0109', '0.0009'), Russia: rates('0.0802', '0.0400'), Israel: rates('0.0353', '0.0053'),
    'South Africa': rates('0.0379', '0.0095'), 'Rest of Africa': rates('0.0225', '0.0040'), 'Rest of Asia Pacific': rates('0.0842', '0.0113'),
    Brazil: rates('0.0625', '0.0068'), Mexico: rates('0.0397', '0.0085'), Argentina: rates('0.0618', '0.0260'), Chile: rates('0.0889', '0.0200'),
    Colombia: rates('0.0125', '0.0008'), Peru: rates('0.0703', '0.0300'), 'Rest of Latin America': rates('0.0740', '0.0113'),
    'North America': rates('0.0250', '0.0034'), India: rates('0.0118', '0.0014'), Indonesia: rates('0.0411', '0.0250'),
    'Saudi Arabia': rates('0.0576', '0.0107'), 'United Arab Emirates': rates('0.0576', '0.0157'), Other: rates('0.0604', '0.0077'),
  },
}

const caption = 1_024
const interactive = { header: 60, footer: 60 }

const capabilities = {
  text: { support: 'native', maxLength: 4_096, unit: 'characters', source: docs.text },
  image: { support: 'native', maxBytes: 5 * MB, mimes: ['image/jpeg', 'image/png'], captionMaxLength: caption, source: docs.image },
  video: { support: 'native', maxBytes: 16 * MB, mimes: ['video/mp4', 'video/3gpp'], captionMaxLength: caption, source: docs.video },
  audio: { support: 'native', maxBytes: 16 * MB, mimes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], captionMaxLength: 0, source: docs.audio },
  voice: { support: 'native', maxBytes: 16 * MB, voiceFormat: 'ogg-opus', captionMaxLength: 0, source: docs.audio },
  document: {
    support: 'native', maxBytes: 100 * MB, captionMaxLength: caption, source: docs.document,
    mimes: [
      'text/plain', 'application/pdf', 'application/msword', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.ms-excel',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.ms-powerpoint', 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
  },
  sticker: { support: 'native', maxBytes: 100 * KB, mimes: ['image/webp'], captionMaxLength: 0, limits: { animatedBytes: 500 * KB }, source: docs.sticker },
  location: { support: 'native', limits: { latitude: 90, longitude: 180 }, source: docs.location },
  // The reference names 257, Meta's published schema 5: the smaller one surely goes.
  contacts: { support: 'native', limits: { contacts: 5 }, source: docs.contacts },
  reaction: { support: 'native', source: docs.reaction },
  reply: { support: 'native', source: docs.sending },
  choices: {
    support: 'native', maxLength: 1_024, unit: 'characters', source: docs.buttons,
    limits: {
      ...interactive, buttons: 3, buttonTitle: 20, buttonId: 256,
      listText: 4_096, listButton: 20, listSections: 10, listSectionTitle: 24, listRows: 10, listRowId: 200, listRowTitle: 24, listRowDescription: 72,
    },
  },
  link: { support: 'native', maxLength: 1_024, unit: 'characters', limits: { title: 20, footer: 60 }, source: docs.link },
  // 20 by the reference, 30 by the schema.
  form: { support: 'native', maxLength: 1_024, unit: 'characters', limits: { ...interactive, title: 20 }, source: docs.form },
  products: {
    support: 'native', maxLength: 1_024, unit: 'characters', source: docs.products,
    limits: { ...interactive, sections: 10, products: 30, sectionTitle: 24, cardsMin: 2, cardsMax: 10, cardText: 160, cardLineBreaks: 2, cardButton: 20 },
  },
  request: { support: 'native', maxLength: 1_024, unit: 'characters', source: docs.locationRequest },
  template: { support: 'native', source: docs.templates },
  choice: { support: 'rejected' }, form_answer: { support: 'rejected' }, order: { support: 'rejected' }, post: { support: 'rejected' },
  system: { support: 'rejected' }, unsupported: { support: 'rejected' },
} as const satisfies Record<string, Capability>

/** Figures that the channel's own code uses. */
export const figures = {
  /** Longest value of `biz_opaque_callback_data`. */
  callbackData: { value: 512, source: docs.sending },
  /** An uploaded file is kept 30 days; we take a new id a day before. */
  uploadLifeMs: { value: days(30), source: docs.media },
  uploadMarginMs: { value: days(1), source: docs.media },
  /** Waiting time after error 131056: 4^n seconds. */
  pairBackoffBase: { value: 4, source: docs.throughput },
  /** 4^6 s is more than twice the largest debt that 45 lent messages can make. */
  pairBackoffMost: { value: 6, source: docs.throughput },
  /** Number in maintenance while its throughput is raised (131057). */
  maintenanceMs: { value: minutes(1), source: docs.errors },
  /** Registrations of one number are blocked this long after too many (133016). */
  registrationBlockMs: { value: hours(72), source: docs.errors },
  /** Management calls are counted by the hour (4, 80007, 613). */
  managementPeriodMs: { value: hours(1), source: docs.throughput },
  /** Filled template texts, and values that go into buttons. */
  templateHeader: { value: 60, source: docs.templateComponents },
  templateBody: { value: 1_024, source: docs.templateComponents },
  templateUrl: { value: 2_000, source: docs.templateComponents },
  couponCode: { value: 15, source: docs.templateComponents },
  oneTimeCode: { value: 15, source: docs.templateComponents },
  /** A value with more spaces in a row is refused (132008). */
  spacesInARow: { value: 4, source: docs.errors },
  templatesPerPage: { value: 100, source: docs.templates },
  /** A hundred templates with ten cards each, in JSON. */
  templatePageBytes: { value: 8 * MB, source: docs.templates },
  /** Every check is one call; all run side by side and must end within ten seconds. */
  checkTimeoutMs: { value: seconds(8), source: docs.sending },
} as const

export const whatsapp = defineChannel({
  id: 'whatsapp',
  name: 'WhatsApp',
  colour: '#1d9b5e',
  rules: {
    initiation: 'template-first',
    source: docs.windows,
    grants: [
      // Counted from the platform's time of her last message or call; a late webhook must not shorten it.
      { kind: 'customer_service', on: ['message', 'call', 'reaction'], replies: null, withinMs: hours(24), meet: 'max', guard, gives: 'freeform', source: docs.windows },
      // She came from an ad; the first answer within this time opens the free entry point and is itself free.
      { kind: 'ad_entry', on: ['ad_entry'], replies: null, withinMs: hours(24), meet: 'max', guard, gives: 'price_only', source: docs.pricing },
      // Makes everything free but does not widen what may be sent. The platform's own end, told with the first status, wins when it is later.
      { kind: 'free_entry_point', on: [], replies: null, withinMs: hours(72), meet: 'max', guard, gives: 'price_only', onReply: { whileOpen: 'ad_entry' }, source: docs.pricing },
    ],
    templates: {
      source: docs.templates,
      categories: {
        // No marketing templates to American numbers since 1 April 2025.
        MARKETING: { purposes: ['marketing'], exceptCountries: ['US'], source: docs.marketing },
        UTILITY: { purposes: ['service', 'notification'], source: docs.templates },
        AUTHENTICATION: { purposes: ['service', 'notification'], source: docs.templates },
      },
    },
    quotas: [
      // oxlint-disable unicorn/no-thenable -- `then` is the quota rule's word for what follows; nobody awaits a rule
      { id: 'unique_people', scope: 'portfolio', counts: 'unique_identity', amount: 250, amountSetting: 'messagingLimit', period: hours(24), outsideWindowOnly: true, then: 'deny', source: docs.limits },
      { id: 'free_service_messages', scope: 'account', counts: 'freeform', amount: 1_000, period: 'month', then: 'pay', source: docs.serviceCharge },
      // oxlint-enable unicorn/no-thenable
    ],
    pairRate: { everyMs: seconds(6), burst: 45, source: docs.throughput },
    // 80 a second, 1,000 once Meta has raised the number; 20 for one that is in the app on a phone, too.
    rate: { perSecond: 80, perSecondSetting: 'messagesPerSecond', countsInbound: true, source: docs.throughput },
    price: {
      cards: [october2026],
      marketOf,
      regionOf,
      classOf: { freeform: 'service', template: { MARKETING: 'marketing', UTILITY: 'utility', AUTHENTICATION: 'authentication' } },
      freeformChargedFrom: Date.UTC(2026, 9, 1),
      freeInsideWindowBefore: ['UTILITY'],
      freeKinds: ['reaction'],
      freeDuring: ['free_entry_point'],
      allowanceQuota: 'free_service_messages',
      reported: {
        free: { free_customer_service: 'free_window', free_group_customer_service: 'free_window', free_entry_point: 'free_entry_point' },
        classes: { marketing_lite: 'marketing', authentication_international: 'authentication_international', group_marketing: 'marketing', group_utility: 'utility', group_service: 'service' },
      },
      source: docs.pricing,
    },
    unreachable: [
      // Sanctioned places: the platform neither serves firms there nor reaches people there.
      { countries: ['CU', 'IR', 'KP', 'SY'], effect: 'deny', source: docs.policy },
      // Blocked at home, yet numbers of these countries are used abroad.
      { countries: ['CN', 'RU'], effect: 'warn', source: docs.policy },
    ],
  },
  capabilities,
  reports: ['accepted', 'sent', 'delivered', 'read', 'failed'],
  presence: { typingOut: true, markRead: true, typingIn: false, profile: false, edits: true },
  setup,
  chatExport,
  question,
  externalIdSetting: 'phoneNumberId',
  sharedSecretSetting: 'appSecret',
  // Meta's pages name 36 hours and 7 days; what is relied upon is the shorter, duplicates are expected for the longer.
  webhookPatienceMs: hours(36),
  webhookRetries: { longestMs: days(7), source: 'https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks' },
  webhookDeadlineMs: seconds(10),
  mediaExpiryMs: days(7),
  address: { kind: 'phone', keyKind: 'wa_id', example: '+34600000317' },
  keyKinds,
  linkPreviewAgents: ['WhatsApp/'], // links open in the phone's own browser: the name stands in the preview's alone
  sharedKeyKinds: ['bsuid', 'parent_bsuid'], // one per person and business portfolio
  figures,
})

/** The capabilities with their exact figures, for `validate`. */
export { capabilities }
