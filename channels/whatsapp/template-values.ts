/** Which value stands at which place of a template, from a list of parameters or from a plain name -> text record. */
import type { PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent, TemplateParameter } from '@recado/core'
import { list, record, text, type Json } from './read.js'

export type Place = PlatformTemplate['parameters'][number]

export interface Filled { place: Pick<Place, 'component' | 'index' | 'position' | 'name'>; value: TemplateParameter }

const files = new Set(['image', 'video', 'document', 'product'])

/** Buttons of the template, or of one of its cards. */
export function buttonsOf(template: PlatformTemplate | undefined, card?: number): Json[] {
  const components = list(template?.components).map(record)
  const where = card === undefined ? components : list(record(list(components.find((one) => one.type === 'CAROUSEL')?.cards)[card]).components).map(record)
  return list(where.find((one) => one.type === 'BUTTONS')?.buttons).map(record)
}

const sameKind = (value: TemplateParameter, place: Place): boolean => files.has(value.type) === files.has(place.type)

/** True when the value was meant for this place. */
function fits(value: TemplateParameter, place: Place): boolean {
  if (value.component !== place.component || (value.index ?? 0) !== (place.index ?? 0)) return false
  if (place.name !== undefined || value.name !== undefined) return value.name === place.name
  return (value.position ?? 0) === (place.position ?? 0) && sameKind(value, place)
}

/** A text given under the place's label, as the value its type wants. */
function fromText(place: Place, written: string): TemplateParameter {
  const value: TemplateParameter = { component: place.component, type: place.type as TemplateParameter['type'], text: written } // labels come from `placesOf`, which writes only these types
  if (place.type === 'location') {
    const [latitude, longitude, ...name] = written.split(',')
    return { ...value, location: { latitude: Number(latitude), longitude: Number(longitude), ...(name.length > 0 ? { name: name.join(',').trim() } : {}) } }
  }
  return files.has(place.type) && place.type !== 'product' ? { component: place.component, type: value.type, mediaId: written } : value
}

/** The value for one place, or undefined. */
export function valueAt(place: Place, parameters: TemplateContent['parameters']): TemplateParameter | undefined {
  if (Array.isArray(parameters)) return parameters.find((value) => fits(value, place))
  const given = parameters as Record<string, string> // the union has these two members
  const written = [place.label, place.name].flatMap((key) => (key !== undefined && Object.hasOwn(given, key) ? [given[key]] : []))[0]
  return typeof written === 'string' ? fromText(place, written) : undefined
}

/** A value that says something: a text with letters, a file, a place on the map, an action. */
export function isGiven(value: TemplateParameter | undefined): value is TemplateParameter {
  if (!value) return false
  if (value.type === 'location') return Number.isFinite(value.location?.latitude) && Number.isFinite(value.location?.longitude)
  if (value.type === 'image' || value.type === 'video' || value.type === 'document') return Boolean(value.mediaId)
  return value.value !== undefined || (value.text ?? '').trim() !== ''
}

/** One-time codes go into the body and into the button that copies them. */
function codeButtons(template: PlatformTemplate, filled: readonly Filled[]): Filled[] {
  const code = filled.find((one) => one.place.component === 'body')
  return buttonsOf(template).flatMap((button, index) => {
    const taken = filled.some((one) => one.place.component === 'button' && one.place.index === index)
    return text(button.type) === 'OTP' && code && !taken ? [{ place: { component: 'button' as const, index }, value: { ...code.value, component: 'button' as const, index } }] : []
  })
}

/** Every value with its place, in the template's order; then those that no placeholder asked for (payloads of quick replies, flow tokens). */
export function filledOf(template: PlatformTemplate | undefined, parameters: TemplateContent['parameters']): Filled[] {
  const given: readonly TemplateParameter[] = Array.isArray(parameters) ? parameters : []
  if (!template) return given.map((value) => ({ place: value, value }))
  const filled = template.parameters.flatMap((place) => {
    const value = valueAt(place, parameters)
    return value ? [{ place, value }] : []
  })
  const extras = given.filter((value) => !filled.some((one) => one.value === value) && (value.component === 'button' || value.component === 'card'))
  const all = [...filled, ...extras.map((value) => ({ place: value, value }))]
  return [...all, ...codeButtons(template, all)]
}

const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' }

/** Marks that WhatsApp would read as bold, italic, struck or code: a pair around words is replaced by marks that look alike, a single one stays. */
export const neutralise = (value: string): string =>
  value.replace(/(?<![\p{L}\p{N}])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, (_all, mark: string, inside: string) => `${lookAlikes[mark]}${inside}${lookAlikes[mark]}`)
