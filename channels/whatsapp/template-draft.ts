/**
 * Drafts of ours as Meta's templates, and Meta's rules on them.
 * Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management and .../template-review (2026-06).
 */
import type { CallContext, DraftFault, PlatformTemplate, TemplateCreation, TemplateDraft, TemplateDraftButton } from '@recado/channel-kit'
import { figures } from './channel.js'
import { callGraph, setting } from './graph.js'
import { compact, text, type Json } from './read.js'
import { templateOf } from './templates.js'
import { lengthOf } from './validate.js'

const SOURCE = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-review'
const FOOTER = 60
const LABEL = 25
const BUTTONS = 10
const URLS = 2
const HOLE = /\{\{\s*([a-z_][a-z0-9_]*)\s*\}\}/g
/** Words that make a notice marketing in Meta's reading: it would be approved under the dearer category. */
const SELLS = /\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|promociones|regalos?|cup[oó]n|sale|discounts?|offers?|promos?|free gift|coupon|\d+\s?%\s?(off|de descuento|menos))\b|优惠|折扣|促销|特价|赠品|免费领取/i
const CODES = /\b(c[oó]digo de (verificaci[oó]n|acceso)|verification code|one-time (code|password)|OTP)\b|验证码/i
const SHORTENED = /\b(bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|cutt\.ly)\b/i

const LANGUAGES: Readonly<Record<string, string>> = { zh: 'zh_CN', pt: 'pt_BR' }

const holes = (words: string): string[] => [...new Set([...words.matchAll(HOLE)].map((match) => match[1]!))] // the pattern has one group

export function languageOf(language: string): string { return LANGUAGES[language] ?? language.replace('-', '_') }

export function check(draft: TemplateDraft): DraftFault[] {
  const faults: DraftFault[] = []
  const say = (field: DraftFault['field'], code: DraftFault['code'], limit?: number): void => { faults.push(compact<DraftFault>({ field, code, limit, source: SOURCE })) }
  const { name, header, body, footer, buttons = [], examples } = draft
  if (!/^[a-z0-9_]{1,512}$/.test(name)) say('name', 'name_form')
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(languageOf(draft.language))) say('language', 'language_not_taken')
  if (body.trim() === '') say('body', 'empty')
  if (lengthOf(body) > figures.templateBody.value) say('body', 'too_long', figures.templateBody.value)
  if (/^\s*\{\{[^}]*\}\}|\{\{[^}]*\}\}[\s\p{P}]*$/u.test(body)) say('body', 'variable_at_edge')
  if (/\}\}\s*\{\{/.test(body)) say('body', 'variables_adjacent')
  // Meta wants more words than a little over twice the variables; where words are not spaced, every stretch between them counts as one.
  if (holes(body).length > 0 && body.replace(HOLE, ' ').split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length < 2 * holes(body).length + 1) say('body', 'too_many_variables')
  if (header !== undefined && (header.trim() === '' || lengthOf(header) > figures.templateHeader.value)) say('header', header.trim() === '' ? 'empty' : 'too_long', figures.templateHeader.value)
  if (header !== undefined && holes(header).length > 1) say('header', 'too_many_variables', 1)
  if (footer !== undefined && lengthOf(footer) > FOOTER) say('footer', 'too_long', FOOTER)
  if (footer !== undefined && holes(footer).length > 0) say('footer', 'variable_not_allowed')
  for (const one of [...holes(`${header ?? ''} ${body}`), ...buttons.flatMap((button) => (button.type === 'url' ? holes(button.url) : []))]) if (!examples[one]?.trim()) { say('examples', 'example_missing'); break }
  const all = [header, body, footer, ...buttons.map((button) => button.text)].join('\n')
  if (draft.category === 'utility' && SELLS.test(all)) say('category', 'reads_as_marketing')
  if (CODES.test(all)) say('category', 'reads_as_code')
  if (SHORTENED.test(JSON.stringify([body, buttons]))) say('body', 'short_link')
  checkButtons(buttons, say)
  return faults
}

function checkButtons(buttons: readonly TemplateDraftButton[], say: (field: 'buttons', code: DraftFault['code'], limit?: number) => void): void {
  if (buttons.length > BUTTONS) say('buttons', 'too_many_buttons', BUTTONS)
  if (buttons.filter((one) => one.type === 'url').length > URLS) say('buttons', 'too_many_buttons', URLS)
  if (buttons.filter((one) => one.type === 'phone').length > 1) say('buttons', 'too_many_buttons', 1)
  if (buttons.some((one) => one.text.trim() === '')) say('buttons', 'empty')
  if (buttons.some((one) => lengthOf(one.text) > LABEL)) say('buttons', 'too_long', LABEL)
  if (buttons.some((one) => one.type === 'url' && (!/^https?:\/\//.test(one.url) || holes(one.url).length > 1 || (one.url.includes('{{') && !one.url.endsWith('}}'))))) say('buttons', 'button_form')
  const quick = buttons.map((one) => one.type === 'quick_reply')
  if (quick.slice(quick.indexOf(true), quick.lastIndexOf(true) + 1).some((one) => !one) && quick.includes(true)) say('buttons', 'button_form')
}

/** Meta's components of a draft. An address takes its variable by position. */
export function componentsOf(draft: TemplateDraft): Json[] {
  const named = (key: string, words: string): Json => (holes(words).length === 0 ? {} : { example: { [key]: holes(words).map((param_name) => ({ param_name, example: draft.examples[param_name] ?? '' })) } })
  return [
    ...(draft.header === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: draft.header, ...named('header_text_named_params', draft.header) }]),
    { type: 'BODY', text: draft.body, ...named('body_text_named_params', draft.body) },
    ...(draft.footer === undefined ? [] : [{ type: 'FOOTER', text: draft.footer }]),
    ...(draft.buttons?.length ? [{ type: 'BUTTONS', buttons: draft.buttons.map((button) => buttonOf(button, draft.examples)) }] : []),
  ]
}

function buttonOf(button: TemplateDraftButton, examples: TemplateDraft['examples']): Json {
  if (button.type === 'quick_reply') return { type: 'QUICK_REPLY', text: button.text }
  if (button.type === 'phone') return { type: 'PHONE_NUMBER', text: button.text, phone_number: button.phone }
  const [hole] = holes(button.url)
  return { type: 'URL', text: button.text, url: button.url.replace(HOLE, '{{1}}'), ...(hole ? { example: [button.url.replace(HOLE, examples[hole] ?? '')] } : {}) }
}

/** Hands the draft in for review. Meta may file it under another category than asked: the answer says so. */
async function create(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const body = { name: draft.name, language: languageOf(draft.language), category: draft.category.toUpperCase(), parameter_format: 'NAMED', components: componentsOf(draft) }
  const answer = await callGraph(context, { method: 'POST', path: `${setting(context.settings, 'wabaId')}/message_templates`, body })
  return templateOf({ ...body, id: text(answer.id), status: text(answer.status) ?? 'PENDING', category: text(answer.category) ?? body.category })
}

export const templateCreation: TemplateCreation = { from: 'drafts', languageOf, check, create, missing: (settings) => (setting(settings, 'wabaId') ? [] : ['wabaId']) }
