/** What somebody filled into a template, as its preview and as the parameters that are sent. */
import type { TemplateParameter } from '@recado/core'
import type { Media, Template, TemplatePlaceholder, TemplatePreview } from '@recado/api'

/** Values by placeholder key; a file's value is the uploaded media. */
export interface Filled { texts: Record<string, string>; files: Record<string, Media> }

export const keyOf = ({ component, index, position, name }: TemplatePlaceholder): string => `${component} ${index ?? ''} ${name ?? position ?? ''}`
export const isFile = (place: TemplatePlaceholder): boolean => ['image', 'video', 'document'].includes(place.type)

/** The end of an offer: a moment that the platform counts down to, not words. */
export const isMoment = (place: TemplatePlaceholder): boolean => place.type === 'date_time' && place.name === 'limited_time_offer'

/** As an input of the browser gives it, in the zone of whoever types; with its zone from here on. */
export function momentOf(typed: string): string {
  const at = new Date(typed)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}

/** What is there says nothing: half a place, no moment, no product. */
const says = (place: TemplatePlaceholder, text: string): boolean =>
  text !== '' && (place.type !== 'location' || readLocation(text).location !== undefined) && (!isMoment(place) || momentOf(text) !== '') && (place.type !== 'action' || readProducts(text).value !== undefined)

/** The placeholders that have no value yet. */
export function missingPlaces(template: Template, filled: Filled): TemplatePlaceholder[] {
  return template.parameters.filter((place) => (isFile(place) ? !filled.files[keyOf(place)] : !says(place, filled.texts[keyOf(place)]?.trim() ?? '')))
}

/** The template as the customer will read it; what is not filled in stays as its placeholder. */
export function fillPreview({ preview, parameters }: Template, filled: Filled): TemplatePreview {
  const fill = (text: string, component: TemplatePlaceholder['component'], index?: number) => text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (place, name: string) => {
    const found = parameters.find((each) => each.component === component && (index === undefined || each.index === index) && (each.name ? each.name === name : String((each.position ?? 0) + 1) === name))
    return (found && filled.texts[keyOf(found)]?.trim()) || place
  })
  return {
    ...preview,
    ...(preview.header ? { header: fill(preview.header, 'header') } : {}),
    body: fill(preview.body, 'body'),
    ...(preview.cards ? { cards: preview.cards.map((card, at) => ({ ...card, body: fill(card.body, 'card', at) })) } : {}),
    ...(preview.buttons ? { buttons: preview.buttons.map((button, index) => ({ ...button, text: fill(button.text, 'button', index), ...(button.url ? { url: fill(button.url, 'button', index) } : {}) })) } : {}),
  }
}

/** As they are sent. */
export function toParameters(template: Template, filled: Filled): TemplateParameter[] {
  return template.parameters.map((place) => {
    const { component, index, position, name } = place
    const base = { component, ...(index === undefined ? {} : { index }), ...(position === undefined ? {} : { position }), ...(name === undefined ? {} : { name }) }
    const text = filled.texts[keyOf(place)]?.trim() ?? ''
    const type = place.type as TemplateParameter['type'] // a channel names its placeholders with the core's words; an unknown one goes as text below
    const file = filled.files[keyOf(place)]
    if (isFile(place)) return { ...base, type, ...(file ? { mediaId: file.id } : {}) }
    if (type === 'currency') return { ...base, type, text, ...readCurrency(text) }
    if (type === 'location') return { ...base, type, ...readLocation(text) }
    if (isMoment(place)) return { ...base, type, text: momentOf(text) }
    if (type === 'action') return { ...base, type, ...readProducts(text) }
    return { ...base, type, text }
  })
}

// "12.50 EUR": the platform wants thousandths.
function readCurrency(text: string): { currency?: { code: string; amount1000: number } } {
  const [, amount, code] = /^([\d.,]+)\s*([A-Za-z]{3})$/.exec(text) ?? []
  return amount && code ? { currency: { code: code.toUpperCase(), amount1000: Math.round(Number(amount.replace(',', '.')) * 1000) } } : {}
}

// "40.4168, -3.7038 Puerta del Sol"
function readLocation(text: string): { location?: { latitude: number; longitude: number; name?: string } } {
  const [, latitude, longitude, name] = /^(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*(.*)$/.exec(text) ?? []
  return latitude && longitude ? { location: { latitude: Number(latitude), longitude: Number(longitude), ...(name ? { name } : {}) } } : {}
}

// "SKU-1, SKU-2": the first one gives the picture of the list.
function readProducts(text: string): { value?: { thumbnail_product_retailer_id: string; sections: { title: string; product_items: { product_retailer_id: string }[] }[] } } {
  const [first, ...rest] = text.split(/[,;\n]/).map((one) => one.trim()).filter(Boolean)
  if (first === undefined) return {}
  return { value: { thumbnail_product_retailer_id: first, sections: [{ title: first, product_items: [first, ...rest].map((id) => ({ product_retailer_id: id })) }] } }
}
