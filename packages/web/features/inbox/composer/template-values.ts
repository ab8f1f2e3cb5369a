/** What somebody filled into a template, as its preview and as the parameters that are sent. */
import type { TemplateParameter } from '@recado/core'
import type { Media, Template, TemplatePlaceholder, TemplatePreview } from '@recado/api'

/** Values by placeholder key; a file's value is the uploaded media. */
export interface Filled { texts: Record<string, string>; files: Record<string, Media> }

export const keyOf = ({ component, index, position, name }: TemplatePlaceholder): string => `${component} ${index ?? ''} ${name ?? position ?? ''}`
export const isFile = (place: TemplatePlaceholder): boolean => ['image', 'video', 'document'].includes(place.type)

/** The placeholders that have no value yet. */
export function missingPlaces(template: Template, filled: Filled): TemplatePlaceholder[] {
  return template.parameters.filter((place) => (isFile(place) ? !filled.files[keyOf(place)] : !filled.texts[keyOf(place)]?.trim()))
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
