/** Filling a template: every placeholder once, of the right kind, and nothing else. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview (2026-06). */
import type { World } from '@recado/channel-kit'
import type { Media, TemplateContent } from '@recado/core'
import { GraphRefusal } from './graph.js'
import { lengthOf, list, number, record, text, type Json } from './json.js'
import { mediaFor } from './media.js'
import { badShape, missing, needList, needRecord, needText } from './message-shape.js'
import type { TapOption } from './state.js'
import { templateNamed, type TemplateRow } from './template-store.js'

const BODY_LONGEST = 1024
const HEADER_LONGEST = 60
const CODE_LONGEST = 15

export interface Filled { template: TemplateRow; content: TemplateContent & { headerMedia?: Media }; options: TapOption[] }

/** Finds the template by exact name and language, approved and in use. No language falls back to another. */
export function findTemplate(world: World, wabaId: string, body: Json): { template: TemplateRow; components: Json[] } {
  const part = needRecord(body, 'template')
  const name = needText(part, 'name', 'template.name', 512)
  const language = needText(needRecord(part, 'language', 'template.language'), 'code', 'template.language.code', 20)
  const template = templateNamed(world, wabaId, name, language)
  if (!template || template.status === 'PENDING' || template.status === 'REJECTED' || template.status === 'ARCHIVED') throw new GraphRefusal(132001, `template name (${name}) does not exist in ${language}`)
  if (template.status === 'DISABLED') throw new GraphRefusal(132016, 'Template has been paused too many times due to low quality and is now permanently disabled.')
  return { template, components: part['components'] === undefined ? [] : needList(part, 'components', 'template.components').map(record) }
}

/** Checks all parameters and returns what she will read. */
export function fillTemplate(world: World, account: string, template: TemplateRow, given: Json[]): Filled {
  for (const component of given) if (!['header', 'body', 'button', 'carousel', 'limited_time_offer'].includes(text(component['type'])?.toLowerCase() ?? '')) throw badShape('Param template.components.type must be one of {header, body, button, carousel, limited_time_offer}.')
  const parametersOf = (type: string): Json[] => given.filter((one) => text(one['type'])?.toLowerCase() === type).flatMap((one) => list(one['parameters']).map(record))
  const defined = (type: string): Json | undefined => template.components.find((one) => one['type'] === type)
  const bodyText = text(defined('BODY')?.['text']) ?? ''
  const body = fillText('body', bodyText, parametersOf('body'), template, BODY_LONGEST)
  const header = fillHeader(world, account, template, defined('HEADER'), parametersOf('header'))
  const footer = text(defined('FOOTER')?.['text'])
  const options = fillButtons(list(defined('BUTTONS')?.['buttons']).map(record), given.filter((one) => text(one['type'])?.toLowerCase() === 'button'))
  checkOffer(world, record(defined('LIMITED_TIME_OFFER')?.['limited_time_offer']), parametersOf('limited_time_offer'))
  fillCards(world, account, template, defined('CAROUSEL'), given.find((one) => text(one['type'])?.toLowerCase() === 'carousel'))
  return {
    template, options,
    content: {
      kind: 'template', name: template.name, language: template.language, parameters: [], text: body, ...header, ...(footer ? { footer } : {}),
      ...(options.length > 0 ? { buttons: options.map((option) => option.title) } : {}), ...linkOf(options),
    },
  }
}

const linkOf = (options: TapOption[]): { link?: string } => {
  const url = options.find((option) => option.kind === 'url')?.id
  return url === undefined ? {} : { link: url }
}

export const placeholdersIn = (words: string): string[] => [...words.matchAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g)].map((match) => match[1] ?? '')

function fillText(where: string, words: string, parameters: Json[], template: TemplateRow, longest: number): string {
  const names = [...new Set(placeholdersIn(words))]
  if (parameters.length !== names.length) throw new GraphRefusal(132000, `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`)
  const values = new Map<string, string>()
  for (const [index, parameter] of parameters.entries()) {
    const name = template.format === 'NAMED' ? text(parameter['parameter_name']) : String(index + 1)
    if (name === undefined || !names.includes(name) || values.has(name)) throw new GraphRefusal(132012, `${where}: Parameter name is missing or does not match the template (expected ${names.map((one) => `{{${one}}}`).join(', ')})`)
    values.set(name, valueOf(where, parameter))
  }
  const filled = words.replace(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g, (_, name: string) => values.get(name) ?? '')
  if (lengthOf(filled) > longest) throw new GraphRefusal(132005, `Translated text too long: ${where} has ${lengthOf(filled)} characters, the limit is ${longest}`)
  return filled
}

/** The value of a text-like parameter; its form is checked as Meta does: no line break, tab, or more than four spaces in a row. */
function valueOf(where: string, parameter: Json): string {
  const type = text(parameter['type'])
  if (type === 'currency' || type === 'date_time') {
    const part = needRecord(parameter, type, `${where}.${type}`)
    if (type === 'currency' && (number(part['amount_1000']) === undefined || !/^[A-Z]{3}$/.test(text(part['code']) ?? ''))) throw new GraphRefusal(132012, `${where}: currency needs code and amount_1000`)
    return needText(part, 'fallback_value', `${where}.${type}.fallback_value`, BODY_LONGEST)
  }
  if (type !== 'text') throw new GraphRefusal(132012, `${where}: Format mismatch, expected TEXT, received ${type?.toUpperCase() ?? 'UNKNOWN'}`)
  const value = needText(parameter, 'text', `${where}.text`, 32_768)
  if (/[\n\r\t]| {5,}/.test(value)) throw new GraphRefusal(132008, `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`)
  return value
}

function fillHeader(world: World, account: string, template: TemplateRow, defined: Json | undefined, parameters: Json[]): { header?: string; headerMedia?: Media } {
  const format = text(defined?.['format'])?.toUpperCase()
  if (!defined || format === undefined) {
    if (parameters.length > 0) throw new GraphRefusal(132000, `header: number of localizable_params (${parameters.length}) does not match the expected number of params (0)`)
    return {}
  }
  if (format === 'TEXT') return { header: fillText('header', text(defined['text']) ?? '', parameters, template, HEADER_LONGEST) }
  const kind = format.toLowerCase()
  const [parameter, ...more] = parameters
  if (!parameter || more.length > 0) throw new GraphRefusal(132012, `header: Format mismatch, expected ${format}, received ${parameters.length === 0 ? 'UNKNOWN' : `${parameters.length} parameters`}`)
  if (text(parameter['type']) !== kind) throw new GraphRefusal(132012, `header: Format mismatch, expected ${format}, received ${text(parameter['type'])?.toUpperCase() ?? 'UNKNOWN'}`)
  if (kind === 'location') {
    const place = needRecord(parameter, 'location', 'header.location')
    return { header: needText(place, 'name', 'header.location.name', 1000) }
  }
  const content = mediaFor(world, account, parameter, kind)
  return { headerMedia: content.media }
}

/** Buttons with something to fill in need their component; the others may have one. */
function fillButtons(defined: Json[], given: Json[]): TapOption[] {
  for (const component of given) {
    const index = number(component['index'])
    if (index === undefined || index < 0 || index > 9) throw missing('template.components.index')
    if (!defined[index]) throw new GraphRefusal(132000, `buttons: there is no button at index ${index}`)
  }
  return defined.map((button, index): TapOption => {
    const component = given.find((one) => number(one['index']) === index)
    const parameter = record(list(component?.['parameters'])[0])
    const type = text(button['type'])?.toUpperCase() ?? ''
    const title = text(button['text']) ?? (type === 'COPY_CODE' ? 'Copy offer code' : type)
    const need = (key: string, longest: number): string => {
      if (!component) throw new GraphRefusal(131008, `Required parameter is missing: buttons: Button at index ${index} of type ${type} requires a parameter`)
      return needText(parameter, key, `buttons[${index}].${key}`, longest)
    }
    const subType = text(component?.['sub_type'])?.toLowerCase()
    const expected = type === 'OTP' ? 'url' : type.toLowerCase()
    if (component && subType !== undefined && subType !== expected) throw new GraphRefusal(132012, `buttons: Button at index ${index} is ${type}, received ${subType}`)
    switch (type) {
      case 'URL': {
        const url = text(button['url']) ?? ''
        const code = button['otp_type'] !== undefined
        if (!url.includes('{{')) return { id: url, title, kind: 'url' }
        return { id: url.replace(/\{\{[^}]*\}\}/, need('text', code ? CODE_LONGEST : 2000)), title, kind: 'url' }
      }
      case 'OTP': return { id: `code:${need('text', CODE_LONGEST)}`, title, kind: 'url' }
      case 'COPY_CODE': return { id: `code:${need('coupon_code', CODE_LONGEST)}`, title, kind: 'url' }
      case 'PHONE_NUMBER': return { id: `tel:${text(button['phone_number']) ?? ''}`, title, kind: 'url' }
      case 'FLOW': return { id: 'flow', title, kind: 'flow' }
      case 'QUICK_REPLY': return { id: text(parameter['payload']) ?? title, title, kind: 'template' }
      case 'REQUEST_CONTACT_INFO': return { id: 'share_contact', title, kind: 'contact' }
      case 'CALL_PERMISSION_REQUEST': return { id: 'accept', title, kind: 'permission' }
      default: return { id: title, title, kind: 'url' }
    }
  })
}

/** An offer with a countdown needs its end, which has not come yet. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/limited-time-offer-templates */
function checkOffer(world: World, defined: Json, given: Json[]): void {
  const counts = defined['has_expiration'] === true
  if (!counts && given.length > 0) throw new GraphRefusal(132000, 'limited_time_offer: number of localizable_params (1) does not match the expected number of params (0)')
  if (!counts) return
  const endsAt = number(record(record(given[0])['limited_time_offer'])['expiration_time_ms'])
  if (endsAt === undefined) throw new GraphRefusal(131008, 'Required parameter is missing: limited_time_offer.expiration_time_ms')
  if (endsAt <= world.now()) throw new GraphRefusal(132012, 'limited_time_offer: expiration_time_ms has passed')
}

function fillCards(world: World, account: string, template: TemplateRow, defined: Json | undefined, given: Json | undefined): void {
  const expected = list(defined?.['cards']).map(record)
  const cards = list(given?.['cards']).map(record)
  if (cards.length !== expected.length) throw new GraphRefusal(132000, `carousel: number of cards (${cards.length}) does not match the expected number of cards (${expected.length})`)
  for (const [index, card] of cards.entries()) {
    if (number(card['card_index']) !== index) throw new GraphRefusal(132012, `carousel: card_index must be ${index}`)
    const parts = list(card['components']).map(record)
    const of = (type: string): Json[] => parts.filter((one) => text(one['type'])?.toLowerCase() === type)
    const kept = (type: string): Json | undefined => list(expected[index]?.['components']).map(record).find((one) => one['type'] === type)
    const parameter = record(list(of('header')[0]?.['parameters'])[0])
    const kind = text(parameter['type'])
    if (kind !== text(kept('HEADER')?.['format'])?.toLowerCase() || (kind !== 'image' && kind !== 'video')) throw new GraphRefusal(132012, `carousel: card ${index} needs an image or video header`)
    mediaFor(world, account, parameter, kind)
    fillText(`carousel.${index}.body`, text(kept('BODY')?.['text']) ?? '', of('body').flatMap((one) => list(one['parameters']).map(record)), template, BODY_LONGEST)
    fillButtons(list(kept('BUTTONS')?.['buttons']).map(record), of('button'))
  }
}
