/**
 * What Meta refuses in a utility template at once, and what its review turns down.
 * Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages (2026-03-13). Lengths and the number of buttons are not published there: those of the Send API.
 */
import { badParameter } from './graph.js'
import { lengthOf, list, record, text, type Json } from './json.js'

export interface Submission { format: 'POSITIONAL' | 'NAMED'; components: Json[] }
export type Verdict = { status: 'APPROVED'; reason: 'NONE' } | { status: 'REJECTED'; reason: 'INCORRECT_PARAMS' | 'PARAMS_TO_WORD_RATIO_EXCEED_LIMIT' | 'TAG_SHOULD_BE_MARKETING' }

const TYPES = ['HEADER', 'BODY', 'BUTTONS']
const PROMOTIONAL = /\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|(?:on|our|big|flash|final|summer|winter|season) sale|discounts?|offers?|promo|free gift)\b/i
const HOLE = /\{\{\s*([^{}]*?)\s*\}\}/g

export const placeholders = (words: string): string[] => [...new Set([...words.matchAll(HOLE)].map((match) => match[1] ?? ''))]
const part = (components: readonly Json[], type: string): Json => components.find((one) => one['type'] === type) ?? {}

/** The parts of a template as they are handed in, of a new one or of one that is changed. `isPicture`: whether a handle is that of an uploaded picture. */
export function readSubmission(body: Json, isPicture: (handle: string) => boolean): Submission {
  const format = text(body['parameter_format'])?.toUpperCase() ?? 'POSITIONAL'
  if (format !== 'NAMED' && format !== 'POSITIONAL') throw badParameter('Param parameter_format must be one of {NAMED, POSITIONAL}.')
  const components = list(body['components']).map(record).map((one): Json => ({ ...one, type: text(one['type'])?.toUpperCase() }))
  const strange = components.findIndex((one) => !TYPES.includes(String(one['type'])))
  if (strange >= 0) throw badParameter(`Param components[${strange}][type] must be one of {${TYPES.join(', ')}}.`)
  const words = text(part(components, 'BODY')['text']) ?? ''
  if (words.trim() === '' || lengthOf(words) > 1024) throw badParameter('The body must have 1 to 1024 characters.')
  // "Dangling parameters are not allowed. In this case, the template will not be able to be created."
  if (/^\s*\{\{[^{}]*\}\}|\{\{[^{}]*\}\}[\s\p{P}]*$/u.test(words)) throw badParameter('The message template cannot start or end with a parameter.')
  readHeader(components.find((one) => one['type'] === 'HEADER'), isPicture)
  readButtons(list(part(components, 'BUTTONS')['buttons']).map(record))
  return { format, components }
}

function readHeader(header: Json | undefined, isPicture: (handle: string) => boolean): void {
  if (!header) return
  const format = text(header['format'])?.toUpperCase()
  const title = text(header['text'])
  if (format !== 'TEXT' && format !== 'IMAGE') throw badParameter('Param format of a header must be one of {TEXT, IMAGE}.')
  if (format === 'TEXT' && !title) throw badParameter('A text header needs its text.')
  if (title !== undefined && (lengthOf(title) > 60 || /[\n\r]/.test(title) || placeholders(title).length > 1)) throw badParameter('The header has one line of at most 60 characters with one parameter.')
  if (format === 'IMAGE' && !isPicture(text(list(record(header['example'])['header_handle'])[0]) ?? '')) throw badParameter('An image header needs example[header_handle]: the handle of an image from the Resumable Upload API.')
}

function readButtons(buttons: readonly Json[]): void {
  if (buttons.length > 3) throw badParameter('At most 3 buttons are allowed.')
  for (const button of buttons) {
    const type = text(button['type'])?.toUpperCase()
    const label = text(button['text']) ?? ''
    if (label === '' || lengthOf(label) > 20 || /[\n\r]/.test(label)) throw badParameter('The text of a button has 1 to 20 characters.')
    if (type === 'URL') {
      const url = text(button['url']) ?? ''
      if (!/^https?:\/\/[^\s/?#]+\.[^\s/?#]+/.test(url.replace(HOLE, 'x')) || placeholders(url).length > 1 || (url.includes('{{') && !url.endsWith('}}'))) throw badParameter('The url of a button is an address that may end with one parameter.')
      if (url.includes('{{') && !text(record(button['example'])['url_suffix_example'])) throw badParameter('A url with a parameter needs example[url_suffix_example].')
    } else if (type !== 'POSTBACK') throw badParameter('The type of a button must be one of {URL, POSTBACK}.')
    else if (!text(button['payload'])) throw badParameter('A POSTBACK button needs its payload.')
  }
}

/** Seconds later: by the reasons that Meta lists. */
export function review({ format, components }: Submission): Verdict {
  const reject = (reason: Exclude<Verdict['reason'], 'NONE'>): Verdict => ({ status: 'REJECTED', reason } as Verdict)
  const body = text(part(components, 'BODY')['text']) ?? ''
  const texts = [text(part(components, 'HEADER')['text']) ?? '', body]
  const form = format === 'NAMED' ? /^[a-z_][a-z0-9_]*$/ : /^\d+$/
  for (const [index, words] of texts.entries()) {
    const names = placeholders(words)
    if (/[{}]/.test(words.replace(HOLE, '')) || names.some((name) => !form.test(name)) || (format === 'POSITIONAL' && names.some((_, at) => !names.includes(String(at + 1))))) return reject('INCORRECT_PARAMS')
    const example = record((part(components, index === 0 ? 'HEADER' : 'BODY'))['example'])
    const kind = index === 0 ? 'header' : 'body'
    const given = format === 'NAMED' ? list(example[`${kind}_text_named_params`]).map(record).filter((one) => text(one['example'])).map((one) => text(one['param_name'])) : (kind === 'body' ? list(list(example['body_text'])[0]) : list(example['header_text'])).filter((one) => text(one)).map((_, at) => String(at + 1))
    if (names.some((name) => !given.includes(name))) return reject('INCORRECT_PARAMS')
  }
  // "Too many variable parameters relative to the message length": no figure is published; more words than twice the parameters and one.
  const spoken = body.replace(HOLE, ' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
  if (placeholders(body).length > 0 && spoken < placeholders(body).length * 2 + 1) return reject('PARAMS_TO_WORD_RATIO_EXCEED_LIMIT')
  const labels = list(part(components, 'BUTTONS')['buttons']).map((one) => text(record(one)['text']) ?? '')
  return [...texts, ...labels].some((words) => PROMOTIONAL.test(words)) ? reject('TAG_SHOULD_BE_MARKETING') : { status: 'APPROVED', reason: 'NONE' }
}
