/** The public profile of an account - what a customer sees when she opens it - as data: which fields a platform has, and what fits into them. */
import { type Fault, isWebLink, textFault, type Unit } from './measure.js'

export type ProfileFieldKind = 'text' | 'multiline' | 'photo' | 'links' | 'address' | 'email' | 'phone' | 'hours' | 'choice'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]
/** Opening times of a week; a day that is absent is closed. Times are the shop's own, `09:00`. */
export type WeekHours = Partial<Record<Weekday, { from: string; to: string }[]>>

export const ADDRESS_PARTS = ['street', 'zip', 'city', 'country'] as const
export type AddressPart = (typeof ADDRESS_PARTS)[number]
export type AddressParts = Partial<Record<AddressPart, string>>

/** A photo as the platform shows it (`url`), or one of ours to be put there (`mediaId`). */
export interface ProfilePhoto { url?: string; mediaId?: string }

export type ProfileValue = string | readonly string[] | WeekHours | AddressParts | ProfilePhoto | null
/** By the key of the field. A field that is absent is left as it stands on the platform; null or an empty one clears it. */
export type ProfileValues = Readonly<Record<string, ProfileValue>>

/** `Text` is a text in all languages inside a channel, in the reader's once it has left the server. */
export interface ProfileField<Text> {
  key: string
  kind: ProfileFieldKind
  label: Text
  help?: Text
  /** Cannot be empty on the platform: once set it can only be changed. */
  required?: boolean
  /** Shown here and changed elsewhere. */
  readOnly?: boolean
  maxLength?: number
  minLength?: number
  unit?: Unit
  /** Links: how many. Hours: stretches a day. */
  most?: number
  choices?: readonly { value: string; label: Text }[]
  /** An address in parts; without it the address is one line. */
  parts?: readonly AddressPart[]
  photo?: { mimes: readonly string[]; maxBytes: number; minSide: number; crop: 'circle' | 'square' }
  /** Where the customer's app shows it, for the preview. */
  place: 'photo' | 'name' | 'line' | 'category' | 'about' | 'address' | 'email' | 'phone' | 'links' | 'hours'
  source: string
}

/** Something of the profile that no interface changes, with the page where it is changed. */
export interface ElsewhereField<Text> { key: string; label: Text; how: Text; link: string }

export interface ProfileEditor<Text> {
  fields: readonly ProfileField<Text>[]
  elsewhere: readonly ElsewhereField<Text>[]
  /** When customers see a change. */
  shows?: Text
  source: string
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const phone = /^\+?[\d\s().-]{5,}$/
const time = /^([01]\d|2[0-3]):[0-5]\d$/

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value clears its field. */
export function isCleared(value: ProfileValue | undefined): boolean {
  if (value === null || value === undefined) return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every((part) => part === undefined || part === '')
}

/** Every value that the platform would refuse, before it is asked. */
export function profileFaults(editor: ProfileEditor<unknown>, values: ProfileValues): Fault[] {
  return Object.entries(values).flatMap(([key, value]): Fault[] => {
    const field = editor.fields.find((one) => one.key === key)
    if (!field || field.readOnly) return [{ path: key, code: 'not_here' }]
    if (isCleared(value)) return field.required ? [{ path: key, code: 'required' }] : []
    return faultsOf(field, value)
  })
}

function faultsOf(field: ProfileField<unknown>, value: ProfileValue): Fault[] {
  const path = field.key
  const bad: Fault[] = [{ path, code: 'bad_form' }]
  switch (field.kind) {
    case 'photo': return isObject(value) && 'mediaId' in value && typeof value.mediaId === 'string' ? [] : bad
    case 'links': {
      if (!Array.isArray(value)) return bad
      const links = value as readonly unknown[]
      if (field.most !== undefined && links.length > field.most) return [{ path, code: 'too_many', limit: field.most, length: links.length }]
      return links.flatMap((link, at) => (typeof link !== 'string' ? bad : !isWebLink(link) ? [{ path: `${path}.${at}`, code: 'not_a_link' as const }] : textFault(`${path}.${at}`, link, field) ?? []))
    }
    case 'hours': return isObject(value) ? hoursFaults(field, value) : bad
    case 'address':
      if (!field.parts) break
      if (!isObject(value) || Object.keys(value).some((part) => !(field.parts as readonly string[]).includes(part))) return bad
      return Object.entries(value).flatMap(([part, text]) => (typeof text !== 'string' ? bad : textFault(`${path}.${part}`, text, field) ?? []))
  }
  if (typeof value !== 'string') return bad
  if (field.kind === 'email' && !email.test(value)) return [{ path, code: 'not_an_email' }]
  if (field.kind === 'phone' && !phone.test(value)) return [{ path, code: 'not_a_phone' }]
  if (field.kind === 'choice' && !field.choices?.some((choice) => choice.value === value)) return [{ path, code: 'not_a_choice' }]
  const fault = textFault(path, value, field)
  return fault ? [fault] : []
}

/** Stretches of a day in order, each ending after it began and before the next begins. */
function hoursFaults(field: ProfileField<unknown>, value: Record<string, unknown>): Fault[] {
  return Object.entries(value).flatMap(([day, stretches]): Fault[] => {
    const path = `${field.key}.${day}`
    if (!(WEEKDAYS as readonly string[]).includes(day) || !Array.isArray(stretches)) return [{ path, code: 'bad_form' }]
    if (field.most !== undefined && stretches.length > field.most) return [{ path, code: 'too_many', limit: field.most, length: stretches.length }]
    let last = ''
    for (const stretch of stretches as unknown[]) {
      const { from, to } = isObject(stretch) ? stretch : {}
      if (typeof from !== 'string' || typeof to !== 'string' || !time.test(from) || !time.test(to) || from >= to || (last !== '' && from < last)) return [{ path, code: 'bad_hours' }]
      last = to
    }
    return []
  })
}
