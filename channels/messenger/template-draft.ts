/** Utility messages of a Page: drafts of ours as Meta takes them. Source: https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages (2026-03); names of fields NV. */
import type { CallContext, DraftFault, PlatformTemplate, TemplateCreation, TemplateDraft } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { object, text, type Json } from './json.js'
import { readTemplate } from './templates.js'

const SOURCE = 'https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages'
const BODY = 1024
const HEADER = 60
const FOOTER = 60
const LABEL = 20
const BUTTONS = 3
const HOLE = /\{\{\s*([a-z_][a-z0-9_]*)\s*\}\}/g
/** A notice that sells is rejected. */
const SELLS = /\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|promociones|sale|discounts?|offers?|promos?|free gift)\b|优惠|折扣|促销|特价/i

const holes = (words: string): string[] => [...new Set([...words.matchAll(HOLE)].map((match) => match[1]!))] // the pattern has one group
const languageOf = (language: string): string => ({ zh: 'zh_CN', pt: 'pt_BR' })[language] ?? language.replace('-', '_')

export function check({ name, category, header, body, footer, buttons = [], examples }: TemplateDraft): DraftFault[] {
  const faults: DraftFault[] = []
  const say = (field: DraftFault['field'], code: DraftFault['code'], limit?: number): void => { faults.push({ field, code, ...(limit === undefined ? {} : { limit }), source: SOURCE }) }
  const long = (field: 'header' | 'body' | 'footer', words: string | undefined, most: number): void => { if (words !== undefined && [...words].length > most) say(field, 'too_long', most) }
  if (!/^[a-z0-9_]{1,512}$/.test(name)) say('name', 'name_form')
  if (category !== 'utility') say('category', 'category_not_taken')
  if (body.trim() === '') say('body', 'empty')
  long('header', header, HEADER)
  long('body', body, BODY)
  long('footer', footer, FOOTER)
  if (/^\s*\{\{[^}]*\}\}|\{\{[^}]*\}\}[\s\p{P}]*$/u.test(body)) say('body', 'variable_at_edge')
  if (footer !== undefined && holes(footer).length > 0) say('footer', 'variable_not_allowed')
  if (holes(`${header ?? ''} ${body}`).some((one) => !examples[one]?.trim())) say('examples', 'example_missing')
  if (SELLS.test([header, body, footer, ...buttons.map((button) => button.text)].join('\n'))) say('category', 'reads_as_marketing')
  if (buttons.length > BUTTONS) say('buttons', 'too_many_buttons', BUTTONS)
  if (buttons.some((one) => [...one.text].length > LABEL)) say('buttons', 'too_long', LABEL)
  if (buttons.some((one) => one.type === 'phone')) say('buttons', 'button_form')
  return faults
}

export function componentsOf(draft: TemplateDraft): Json[] {
  const named = (key: string, words: string): Json => (holes(words).length === 0 ? {} : { example: { [key]: holes(words).map((param_name) => ({ param_name, example: draft.examples[param_name] ?? '' })) } })
  return [
    ...(draft.header === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: draft.header, ...named('header_text_named_params', draft.header) }]),
    { type: 'BODY', text: draft.body, ...named('body_text_named_params', draft.body) },
    ...(draft.footer === undefined ? [] : [{ type: 'FOOTER', text: draft.footer }]),
    ...(draft.buttons?.length ? [{ type: 'BUTTONS', buttons: draft.buttons.map((button) => (button.type === 'url' ? { type: 'URL', text: button.text, url: button.url.replace(HOLE, '{{1}}') } : { type: 'POSTBACK', text: button.text })) }] : []),
  ]
}

async function create(draft: TemplateDraft, context: CallContext): Promise<PlatformTemplate> {
  const body = { name: draft.name, language: languageOf(draft.language), category: 'UTILITY', parameter_format: 'NAMED', components: componentsOf(draft) }
  const answer = object(bodyOf(await graph(context, { method: 'POST', path: 'message_templates', body })))
  const made = readTemplate({ ...body, id: text(answer.id), status: text(answer.status) ?? 'PENDING' })
  if (!made) throw new PlatformRefusal({ code: 'platform_refused', platformCode: 'no_id', message: 'The answer names no template.', sent: 'unknown', retry: { kind: 'never' } })
  return made
}

export const templateCreation: TemplateCreation = { from: 'drafts', languageOf, check, create }
