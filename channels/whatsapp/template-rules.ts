/**
 * What WhatsApp takes in a template, and what its reviewers find fault with.
 * Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/ (components, template-management, template-review, template-pausing; 2025-10 .. 2026-06).
 */
import type { TemplateBuilder } from '@recado/channel-kit'
import { figures } from './channel.js'

const DOCS = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/templates'
const REVIEW = `${DOCS}/template-review`
const CATEGORIES = `${DOCS}/template-categorization`
const MB = 1024 * 1024
const hour = 3_600_000

/** Words that make a notice marketing in Meta's reading: it would be approved under the dearer category. */
export const SELLS = String.raw`\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|promociones|regalos?|cup[oó]n|liquidaci[oó]n|black friday|(?:on|our|big|flash|final|summer|winter|season) sale|discounts?|offers?|promos?|free gift|coupon|voucher|rabatt|sonderangebot|gutschein|desconto|promoç(?:ão|ões)|cupom|brinde|\d+\s?%\s?(off|de descuento|menos|de desconto|rabatt))\b|优惠|折扣|促销|特价|赠品|免费领取|خصم|عرض خاص|مجان[اًي]`
const CODES = String.raw`\b(c[oó]digo de (verificaci[oó]n|acceso|verifica[cç][aã]o)|verification code|one-time (code|password)|best[aä]tigungscode|OTP)\b|验证码|رمز التحقق`
const SHORTENED = String.raw`\b(bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|cutt\.ly|ow\.ly|rebrand\.ly|shorturl\.at|rb\.gy)\b`
const OPT_OUT = String.raw`\b(baja|darse de baja|no más|stop|unsubscribe|opt.?out|abmelden|keine (angebote|werbung)|parar|sair|cancelar)\b|退订|إلغاء|أوقف|توقف`

const media = {
  image: { mimes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  video: { mimes: ['video/mp4'], maxBytes: 16 * MB },
  document: { mimes: ['application/pdf'], maxBytes: 100 * MB },
} as const

/** Language codes Meta lists for templates (https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages). */
const languages = 'es es_ES es_AR es_MX es_CO es_CL es_PE en en_US en_GB pt_BR pt_PT de fr it ca zh_CN zh_HK zh_TW ar nl pl ro ru uk tr el cs da sv nb fi hu bg hr sk sl sr lt lv et he hi id ja ko ms fil th vi ur fa bn ta te af sq az ga ka kk sw zu'.split(' ')

export const builder: TemplateBuilder = {
  source: `${DOCS}/components`, reviewSource: REVIEW,
  name: { pattern: '^[a-z0-9_]{1,512}$', most: 512 }, languages,
  categories: [
    { id: 'utility', components: ['header', 'body', 'footer', 'buttons', 'carousel', 'ttl'], source: CATEGORIES },
    { id: 'marketing', components: ['header', 'body', 'footer', 'buttons', 'offer', 'carousel'], source: CATEGORIES },
    { id: 'authentication', components: ['code', 'ttl'], source: `${DOCS}/authentication-templates` },
  ],
  formats: ['named', 'positional'],
  header: { kinds: ['text', 'image', 'video', 'document', 'location'], most: figures.templateHeader.value, variables: 1, media },
  body: { most: figures.templateBody.value }, footer: { most: 60 },
  buttons: {
    most: 10, label: 25, url: figures.templateUrl.value, code: figures.couponCode.value, phone: 20,
    kinds: [
      { type: 'quick_reply', most: 10 }, { type: 'url', most: 2 }, { type: 'phone', most: 1 }, { type: 'copy_code', most: 1, categories: ['marketing', 'utility'] }, { type: 'flow', most: 1 },
      { type: 'catalog', most: 1, categories: ['marketing'], alone: true }, { type: 'products', most: 1, categories: ['marketing'], alone: true }, { type: 'call', most: 1 },
    ],
  },
  carousel: { least: 2, most: 10, body: 160, buttons: 2, kinds: ['quick_reply', 'url', 'phone'], media: { image: media.image, video: media.video } },
  offer: { most: 16, body: 600 },
  code: { minutes: [1, 90], label: 25, apps: 5, buttons: ['copy_code', 'one_tap', 'zero_tap'] },
  ttl: { authentication: [30, 900], utility: [30, 43_200] },
  edits: { statuses: ['approved', 'rejected', 'paused'], perDay: 1, per30Days: 10, category: false, source: `${DOCS}/template-management` },
  deletion: { nameBlockedDays: 30, source: `${DOCS}/template-management` },
  pausesMs: [3 * hour, 6 * hour],
  rules: [
    { check: 'variable_at_edge', level: 'error', ignores: String.raw`[\s\p{P}]*`, source: REVIEW },
    { check: 'variables_adjacent', level: 'warning', source: REVIEW },
    // Meta wants more words than a little over twice the variables (2388293).
    { check: 'too_many_variables', level: 'error', perVariable: 2, plus: 1, source: REVIEW },
    { check: 'variable_form', level: 'error', pattern: '^[a-z_][a-z0-9_]*$', source: `${DOCS}/overview` },
    { check: 'variables_not_numbered', level: 'warning', source: REVIEW },
    { check: 'example_missing', level: 'warning', source: REVIEW },
    { check: 'example_form', level: 'warning', pattern: String.raw`[\n\r\t]| {5,}|\{\{`, source: REVIEW },
    { check: 'pattern', code: 'reads_as_marketing', level: 'warning', categories: ['utility'], fields: ['header', 'body', 'footer', 'buttons', 'cards'], says: 'category', pattern: SELLS, flags: 'iu', source: CATEGORIES },
    { check: 'pattern', code: 'reads_as_code', level: 'warning', categories: ['utility', 'marketing'], fields: ['header', 'body', 'footer', 'buttons', 'cards'], says: 'category', pattern: CODES, flags: 'iu', source: CATEGORIES },
    { check: 'pattern', code: 'short_link', level: 'warning', fields: ['body', 'buttons', 'cards'], says: 'body', pattern: SHORTENED, flags: 'i', source: REVIEW },
    { check: 'pattern', code: 'chat_link', level: 'error', fields: ['buttons', 'cards'], pattern: String.raw`https?://(wa\.me|(api\.|web\.)?whatsapp\.com)/`, flags: 'i', source: REVIEW },
    { check: 'pattern', code: 'emoji', level: 'error', fields: ['header', 'buttons'], pattern: String.raw`\p{Extended_Pictographic}`, flags: 'u', source: `${DOCS}/components` },
    { check: 'pattern', code: 'line_break', level: 'error', fields: ['header', 'footer', 'buttons'], pattern: String.raw`[\n\r]`, flags: '', source: `${DOCS}/components` },
    { check: 'pattern', code: 'formatting', level: 'error', fields: ['header'], pattern: String.raw`(^|\s)([*_~])\S.*\S?\2(\s|$)`, flags: '', source: `${DOCS}/components` },
    { check: 'pattern', code: 'blank_lines', level: 'hint', fields: ['body'], pattern: String.raw`\n\s*\n\s*\n`, flags: '', most: 2, source: REVIEW },
    { check: 'pattern', code: 'spaces', level: 'error', fields: ['body'], pattern: ' {5,}', flags: '', most: 4, source: REVIEW },
    { check: 'duplicate_text', level: 'warning', source: REVIEW },
    { check: 'buttons_mixed', level: 'error', type: 'quick_reply', source: `${DOCS}/components` },
    { check: 'button_twice', level: 'error', source: `${DOCS}/components` },
    { check: 'cards_unlike', level: 'error', source: `${DOCS}/marketing-templates/media-card-carousel-templates` },
    { check: 'offer_needs_code', level: 'error', source: `${DOCS}/marketing-templates/limited-time-offer-templates` },
    { check: 'no_opt_out', level: 'hint', categories: ['marketing'], pattern: OPT_OUT, source: `${DOCS}/template-quality` },
  ],
}
