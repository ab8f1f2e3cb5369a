/** Meta's templates as ours: preview, placeholders, and what a filled one says. */
import type { Connector, PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent } from '@recado/core'
import { figures } from './channel.js'
import { compact, list, record, text, type Json } from './read.js'
import { isGiven, neutralise, valueAt, type Place } from './template-values.js'
import { lengthOf } from './validate.js'
import { statusOf } from './words.js'

const variable = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g

const namesIn = (written: string): string[] => [...new Set([...written.matchAll(variable)].map((match) => match[1]!))] // the pattern has one group

const isNumber = (name: string): boolean => /^\d+$/.test(name)

/** Examples of a component by variable, positional or named. */
function exampleOf(component: Json, key: 'header_text' | 'body_text', name: string, at: number): string | undefined {
  const example = record(component.example)
  const named = list(example[`${key}_named_params`]).map(record).find((one) => one.param_name === name)
  if (named) return text(named.example)
  const rows = list(example[key])
  return text(Array.isArray(rows[0]) ? rows[0][at] : rows[at])
}

function textPlaces(component: Json, where: Pick<Place, 'component' | 'index'>, label: (name: string, at: number) => string, key: 'header_text' | 'body_text', maxLength?: number): Place[] {
  return namesIn(text(component.text) ?? '').map((name, at) => compact<Place>({
    ...where, type: 'text', label: label(name, at), example: exampleOf(component, key, name, at), maxLength,
    ...(isNumber(name) ? { position: Number(name) - 1 } : { name }),
  }))
}

const headerFiles: Readonly<Record<string, string>> = { IMAGE: 'image', VIDEO: 'video', GIF: 'video', DOCUMENT: 'document', LOCATION: 'location', PRODUCT: 'product' }

function headerPlaces(component: Json): Place[] {
  const file = headerFiles[text(component.format) ?? '']
  if (file) return [{ component: 'header', type: file, label: 'header' }]
  return textPlaces(component, { component: 'header' }, (name) => (isNumber(name) ? `header.${name}` : name), 'header_text', figures.templateHeader.value)
}

function buttonPlaces(buttons: readonly Json[]): Place[] {
  return buttons.flatMap((button, index): Place[] => {
    const where = { component: 'button', index, label: `button.${index}` } as const
    if (button.type === 'URL' && namesIn(text(button.url) ?? '').length > 0)
      return [compact<Place>({ ...where, type: 'text', position: 0, example: text(list(button.example)[0]), maxLength: figures.templateUrl.value })]
    if (button.type === 'COPY_CODE') return [compact<Place>({ ...where, type: 'coupon_code', position: 0, example: text(button.example) ?? text(list(button.example)[0]), maxLength: figures.couponCode.value })]
    if (button.type === 'MPM') return [{ ...where, type: 'action', position: 0 }]
    return []
  })
}

function cardPlaces(card: Json, index: number): Place[] {
  return list(card.components).map(record).flatMap((component): Place[] => {
    if (component.type === 'HEADER') return headerPlaces(component).map((place) => ({ ...place, component: 'card', index, label: `card.${index}.header` }))
    if (component.type === 'BODY') return textPlaces(component, { component: 'card', index }, (name) => `card.${index}.body.${name}`, 'body_text')
    if (component.type !== 'BUTTONS') return []
    return buttonPlaces(list(component.buttons).map(record)).map(({ index: button, position: _first, ...place }) =>
      ({ ...place, component: 'card', index, name: `button.${button}`, label: `card.${index}.button.${button}` }))
  })
}

/** Every placeholder of the components, in the order in which a reader meets them. */
function placesOf(components: readonly Json[], category: string): Place[] {
  return components.flatMap((component): Place[] => {
    switch (component.type) {
      case 'HEADER':
        return headerPlaces(component)
      case 'BODY':
        if (category !== 'AUTHENTICATION') return textPlaces(component, { component: 'body' }, (name) => name, 'body_text')
        // Meta writes these itself; the code is their one variable, also where the list leaves the text out.
        return [{ component: 'body', type: 'text', position: 0, label: '1', maxLength: figures.oneTimeCode.value }]
      case 'BUTTONS':
        return buttonPlaces(list(component.buttons).map(record))
      case 'LIMITED_TIME_OFFER':
        return record(component.limited_time_offer).has_expiration === true ? [{ component: 'header', name: 'limited_time_offer', type: 'date_time', label: 'offer_ends' }] : []
      case 'CAROUSEL':
        return list(component.cards).map(record).flatMap(cardPlaces)
      default:
        return []
    }
  })
}

const headerKinds: Readonly<Record<string, NonNullable<PlatformTemplate['preview']['headerKind']>>> = { TEXT: 'text', IMAGE: 'image', VIDEO: 'video', GIF: 'video', DOCUMENT: 'document', LOCATION: 'location' }

function previewOf(components: readonly Json[], category: string): PlatformTemplate['preview'] {
  const of = (type: string): Json => components.find((one) => one.type === type) ?? {}
  const minutes = text(of('FOOTER').code_expiration_minutes)
  const shown = (all: unknown) => list(all).map(record).map((button) => compact({ type: (text(button.type) ?? 'unknown').toLowerCase(), text: text(button.text) ?? '', url: text(button.url) }))
  const buttons = shown(of('BUTTONS').buttons)
  const cards = list(of('CAROUSEL').cards).map((card) => {
    const inside = (type: string): Json => list(record(card).components).map(record).find((one) => one.type === type) ?? {}
    return { headerKind: inside('HEADER').format === 'VIDEO' ? 'video' as const : 'image' as const, body: text(inside('BODY').text) ?? '', buttons: shown(inside('BUTTONS').buttons) }
  })
  return compact<PlatformTemplate['preview']>({
    header: text(of('HEADER').text), headerKind: headerKinds[text(of('HEADER').format) ?? ''],
    body: text(of('BODY').text) ?? (category === 'AUTHENTICATION' ? '{{1}}' : ''),
    footer: text(of('FOOTER').text) ?? (minutes ? `${minutes} min` : undefined),
    offer: text(record(of('LIMITED_TIME_OFFER').limited_time_offer).text), buttons: buttons.length > 0 ? buttons : undefined, cards: cards.length > 0 ? cards : undefined,
  })
}

/** One row of Meta's list. */
export function templateOf(row: Json): PlatformTemplate {
  const components = list(row.components).map(record)
  const category = text(row.category) ?? 'MARKETING'
  const reason = text(row.rejected_reason)
  return compact<PlatformTemplate>({
    externalId: text(row.id) ?? '', name: text(row.name) ?? '', language: text(row.language) ?? '', category,
    status: statusOf(row.status) ?? (text(row.status) ?? 'unknown').toLowerCase(),
    quality: text(record(row.quality_score).score)?.toLowerCase(), reason: reason === 'NONE' ? undefined : reason,
    preview: previewOf(components, category), parameters: placesOf(components, category), components,
  })
}

const spaces = new RegExp(` {${figures.spacesInARow.value + 1},}`)

/** What Meta would refuse in a value (132008, 132005), by name. */
function badness(place: Place, written: string): string | null {
  if (/[\n\r\t]/.test(written)) return 'line_break'
  if (spaces.test(written)) return 'spaces'
  return place.maxLength !== undefined && lengthOf(written) > place.maxLength ? 'too_long' : null
}

const fill = (written: string, valueOf: (name: string) => string | undefined): string => written.replace(variable, (whole, name: string) => valueOf(name) ?? whole)

/** Placeholders without a value, a value Meta would refuse, and the text as the customer will read it. */
export const checkTemplate: NonNullable<Connector['checkTemplate']> = (template, parameters) => {
  const given = (Array.isArray(parameters) ? parameters : record(parameters)) as TemplateContent['parameters'] // values are looked at one by one below
  const values = template.parameters.map((place) => ({ place, value: valueAt(place, given) }))
  const missing = values.filter(({ value }) => !isGiven(value)).map(({ place }) => place.label)
  const textOf = (component: Place['component'], name: string): string | undefined => {
    const found = values.find(({ place }) => place.component === component && (isNumber(name) ? place.position === Number(name) - 1 && place.type !== 'image' : place.name === name))
    const written = isGiven(found?.value) ? found.value.text : undefined
    return written !== undefined && component === 'body' ? neutralise(written) : written
  }
  const { preview } = template
  const rendered = compact({
    header: preview.header === undefined ? undefined : fill(preview.header, (name) => textOf('header', name)),
    body: fill(preview.body, (name) => textOf('body', name)),
    footer: preview.footer, buttons: preview.buttons?.map((button) => button.text),
  })
  const bad = values.flatMap(({ place, value }) => {
    const fault = typeof value?.text === 'string' ? badness(place, value.text) : null
    return fault ? [`${place.label}:${fault}`] : []
  })
  if (lengthOf(rendered.body) > figures.templateBody.value) bad.push('body:too_long')
  if (rendered.header !== undefined && lengthOf(rendered.header) > figures.templateHeader.value) bad.push('header:too_long')
  const address = preview.buttons?.findIndex((button, index) => button.url !== undefined && lengthOf(fill(button.url, () => values.find(({ place }) => place.component === 'button' && place.index === index)?.value?.text)) > figures.templateUrl.value) ?? -1
  if (address >= 0) bad.push(`button.${address}:too_long`)
  return compact({ missing, badValue: bad[0], rendered })
}
