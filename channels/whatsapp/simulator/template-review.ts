/** The rules a new template meets: what is refused at once, what review rejects, what it files elsewhere. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-review (2026-06). */
import { GraphRefusal } from './graph.js'
import { lengthOf, list, record, text, type Json } from './json.js'
import { badShape } from './message-shape.js'
import { placeholdersIn } from './template-send.js'
import type { TemplateRow } from './template-store.js'

const LABEL = 25
const HEADER_FORMATS = ['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']
const MOST: Readonly<Record<string, number>> = { QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1, FLOW: 1, CATALOG: 1, MPM: 1, SPM: 1, OTP: 1, VOICE_CALL: 1, CALL_PERMISSION_REQUEST: 1, REQUEST_CONTACT_INFO: 1 }
/** Words that make a "utility" marketing in Meta's reading. */
const PROMOTIONAL = /\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|regalos?|(?:on|our|big|flash|final|summer|winter|season) sale|discounts?|offers?|promo|free gift|\d+\s?% (off|de descuento))\b/i
const CODE_WORDS = /\b(c[oó]digo de (verificaci[oó]n|acceso)|verification code|one-time (code|password)|OTP)\b/i

export interface Submission { name: string; language: string; category: TemplateRow['category']; format: TemplateRow['format']; components: Json[]; ttlSeconds?: number }

const refuse = (subcode: number, details: string): GraphRefusal => new GraphRefusal(100, details, subcode)

/** What the endpoint refuses in its answer. */
export function readSubmission(body: Json): Submission {
  const name = text(body['name']) ?? ''
  if (!/^[a-z0-9_]{1,512}$/.test(name)) throw badShape('Param name may hold lower-case letters, digits and _ only, at most 512.')
  const language = text(body['language']) ?? ''
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(language)) throw badShape('Param language is not a supported language code.')
  const category = text(body['category'])?.toUpperCase()
  if (category !== 'MARKETING' && category !== 'UTILITY' && category !== 'AUTHENTICATION') throw badShape('Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}.')
  const format = text(body['parameter_format'])?.toUpperCase() ?? 'POSITIONAL'
  if (format !== 'POSITIONAL' && format !== 'NAMED') throw badShape('Param parameter_format must be one of {NAMED, POSITIONAL}.')
  const components = list(body['components']).map(record).map((one) => ({ ...one, type: text(one['type'])?.toUpperCase() }))
  const ttl = body['message_send_ttl_seconds']
  const ttlSeconds = typeof ttl === 'number' ? ttl : undefined
  if (ttlSeconds !== undefined && !ttlAllowed(category, ttlSeconds)) throw badShape('Param message_send_ttl_seconds is outside the range of the category.')
  const submission: Submission = { name, language, category, format, components: category === 'AUTHENTICATION' ? components.map((one) => fixedText(one, language)) : components, ...(ttlSeconds === undefined ? {} : { ttlSeconds }) }
  checkComponents(submission)
  return submission
}

const ttlAllowed = (category: string, ttl: number): boolean =>
  ttl === -1 || (category === 'AUTHENTICATION' ? ttl >= 30 && ttl <= 900 : category === 'UTILITY' ? ttl >= 30 && ttl <= 43_200 : ttl >= 43_200 && ttl <= 2_592_000)

function checkComponents({ components, category }: Submission): void {
  const one = (type: string): Json | undefined => components.find((component) => component['type'] === type)
  const header = one('HEADER')
  if (header) {
    const format = text(header['format'])?.toUpperCase() ?? ''
    if (!HEADER_FORMATS.includes(format)) throw refuse(2388047, 'The header must be of format TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION.')
    const words = text(header['text']) ?? ''
    if (format === 'TEXT' && (words === '' || lengthOf(words) > 60)) throw refuse(2388040, 'The header text must have 1 to 60 characters.')
    if (format === 'TEXT' && new Set(placeholdersIn(words)).size > 1) throw refuse(2388047, 'The header text may hold one variable.')
  }
  const words = text(one('BODY')?.['text']) ?? ''
  if (words === '') throw refuse(2388072, 'A template needs a body.')
  if (lengthOf(words) > 1024) throw refuse(2388040, 'The body must have at most 1024 characters.')
  if (category !== 'AUTHENTICATION' && /^\s*\{\{[^}]*\}\}|\{\{[^}]*\}\}\s*[.,!?]?\s*$/.test(words)) throw refuse(2388299, 'Variables cannot be at the start or the end of the body.')
  const variables = placeholdersIn(words).length
  if (variables > 0 && words.replace(/\{\{[^}]*\}\}/g, ' ').split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length < 2 * variables + 1) throw refuse(2388293, 'The body has too many variables for its length.')
  const foot = text(one('FOOTER')?.['text'])
  if (foot !== undefined && (lengthOf(foot) > 60 || placeholdersIn(foot).length > 0)) throw refuse(2388073, 'The footer has at most 60 characters and no variable.')
  checkButtons(list(one('BUTTONS')?.['buttons']).map(record))
  const cards = one('CAROUSEL') === undefined ? undefined : list(one('CAROUSEL')?.['cards'])
  if (cards && (cards.length < 2 || cards.length > 10)) throw badShape('A carousel has 2 to 10 cards.')
  checkCards(cards?.map(record) ?? [])
  const offer = one('LIMITED_TIME_OFFER')
  if (offer) checkOffer(record(offer['limited_time_offer']), category, components)
}

/** Cards are of one shape. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/media-card-carousel-templates */
function checkCards(cards: Json[]): void {
  const shapes = cards.map((card) => {
    const parts = list(card['components']).map(record)
    const of = (type: string): Json => parts.find((part) => text(part['type'])?.toUpperCase() === type) ?? {}
    const buttons = list(of('BUTTONS')['buttons']).map(record)
    if (buttons.length < 1 || buttons.length > 2) throw badShape('A card has one or two buttons.')
    if (lengthOf(text(of('BODY')['text']) ?? '') > 160) throw refuse(2388040, 'The text of a card has at most 160 characters.')
    const format = text(of('HEADER')['format'])?.toUpperCase()
    if (format !== 'IMAGE' && format !== 'VIDEO') throw refuse(2388047, 'A card needs an image or video header.')
    checkButtons(buttons)
    return [format, ...buttons.map((button) => text(button['type'])?.toUpperCase())].join(' ')
  })
  if (new Set(shapes).size > 1) throw badShape('All cards of a carousel have the same header format and the same buttons.')
}

function checkOffer(offer: Json, category: string, components: Json[]): void {
  const words = text(offer['text']) ?? ''
  if (category !== 'MARKETING') throw badShape('A limited-time offer belongs to MARKETING.')
  if (words === '' || lengthOf(words) > 16) throw refuse(2388040, 'The text of an offer has 1 to 16 characters.')
  const of = (type: string): Json | undefined => components.find((component) => component['type'] === type)
  if (of('FOOTER')) throw badShape('A limited-time offer has no footer.')
  if (lengthOf(text(of('BODY')?.['text']) ?? '') > 600) throw refuse(2388040, 'The body beside an offer has at most 600 characters.')
  if (!list(of('BUTTONS')?.['buttons']).map(record).some((button) => text(button['type'])?.toUpperCase() === 'URL')) throw badShape('A limited-time offer needs a URL button.')
}

function checkButtons(buttons: Json[]): void {
  if (buttons.length > 10) throw badShape('A template has at most 10 buttons.')
  const types = buttons.map((button) => text(button['type'])?.toUpperCase() ?? '')
  for (const [index, type] of types.entries()) {
    const most = MOST[type]
    if (most === undefined) throw badShape(`Button type ${type} is not known.`)
    if (types.filter((other) => other === type).length > most) throw badShape(`A template has at most ${most} buttons of type ${type}.`)
    const button = buttons[index] ?? {}
    const label = text(button['text'])
    if (label !== undefined && lengthOf(label) > LABEL) throw refuse(2388040, `A button label has at most ${LABEL} characters.`)
    const url = text(button['url'])
    if (type === 'URL' && (url === undefined || lengthOf(url) > 2000 || placeholdersIn(url).length > 1 || (url.includes('{{') && !url.endsWith('}}')))) throw badShape('A button URL has at most 2000 characters and one variable at its end.')
  }
  const first = types.indexOf('QUICK_REPLY')
  if (first >= 0 && types.slice(first, types.lastIndexOf('QUICK_REPLY') + 1).some((type) => type !== 'QUICK_REPLY')) throw badShape('Quick replies must stand together.')
}

/** Authentication texts are Meta's own. */
function fixedText(component: Json, language: string): Json {
  const es = language.startsWith('es')
  if (component['type'] === 'BODY') return { ...component, text: `${es ? '*{{1}}* es tu código de verificación.' : '*{{1}}* is your verification code.'}${component['add_security_recommendation'] === true ? (es ? ' Por tu seguridad, no lo compartas.' : ' For your security, do not share this code.') : ''}` }
  if (component['type'] !== 'FOOTER') return component
  const minutes = Number(component['code_expiration_minutes'])
  if (!(minutes >= 1 && minutes <= 90)) throw badShape('Param code_expiration_minutes must be between 1 and 90.')
  return { ...component, text: es ? `Este código caduca en ${minutes} minutos.` : `This code expires in ${minutes} minutes.` }
}

export interface Verdict { status: 'APPROVED' | 'REJECTED'; reason: string; category: TemplateRow['category']; explanation?: string }

/** What review makes of it. A utility that reads as marketing is approved as marketing; codes under another name are rejected. */
export function review(submission: Submission): Verdict {
  const rejected = (reason: string, explanation: string): Verdict => ({ status: 'REJECTED', reason, category: submission.category, explanation })
  const body = submission.components.find((one) => one['type'] === 'BODY')
  const words = text(body?.['text']) ?? ''
  if (submission.category !== 'AUTHENTICATION') {
    if (/\}\}\s*\{\{/.test(words)) return rejected('INVALID_FORMAT', 'Two parameters stand next to each other without text between them.')
    const names = [...new Set(placeholdersIn(words))]
    if (submission.format === 'POSITIONAL' && names.some((name, index) => name !== String(index + 1))) return rejected('INVALID_FORMAT', 'The parameters are not numbered one after another.')
    if (submission.format === 'NAMED' && names.some((name) => !/^[a-z_][a-z0-9_]*$/.test(name))) return rejected('INVALID_FORMAT', 'Named parameters hold lower-case letters, digits and _ only.')
    if (!hasExamples(body ?? {}, names.length)) return rejected('INVALID_FORMAT', 'Every parameter needs an example.')
    if (CODE_WORDS.test(words)) return rejected('INCORRECT_CATEGORY', 'One-time codes belong to the category AUTHENTICATION.')
    if (/\b(bit\.ly|tinyurl\.com|t\.co|goo\.gl)\b/i.test(JSON.stringify(submission.components))) return rejected('SCAM', 'Shortened links are not allowed.')
  }
  return { status: 'APPROVED', reason: 'NONE', category: filedAs(submission) }
}

/** The category under which it is accepted, known when it is submitted already. */
export function filedAs(submission: Submission): TemplateRow['category'] {
  const words = JSON.stringify(submission.components.map((one) => [one['text'], one['buttons']]))
  return submission.category === 'UTILITY' && PROMOTIONAL.test(words) ? 'MARKETING' : submission.category
}

function hasExamples(body: Json, variables: number): boolean {
  if (variables === 0) return true
  const example = record(body['example'])
  const named = list(example['body_text_named_params'])
  const positional = list(list(example['body_text'])[0])
  return Math.max(named.length, positional.length) >= variables
}
