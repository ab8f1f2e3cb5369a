import { randomInt } from 'node:crypto'
import type { ChannelDeclaration, SettingField } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'

type Values = Record<string, unknown>
interface Fault { field: string; message: string }

/** A filled-in set-up form: what lies open, what is sealed, and what Recado made up for it. */
export interface Form { open: Values; confidential: Values; /** said once, to be pasted into the platform's console */ generated: Record<string, string> }

const LONGEST_VALUE = 4_000
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const letters = (count: number, from = ALPHANUMERIC): string => Array.from({ length: count }, () => from[randomInt(from.length)]).join('')

/** Values that an owner may leave to us. An AES key is 32 bytes in base64 without padding, so its last letter carries four bits only. */
const made: Record<NonNullable<SettingField['generate']>, () => string> = {
  token: () => letters(32),
  aes43: () => letters(42) + letters(1, 'AEIMQUYcgkosw048'),
}

/**
 * Reads a form against the channel's declaration. `kept` are the values of before: a confidential field left blank keeps its own, an open one
 * left blank is emptied, one not mentioned stays. Throws invalid_request with every field that is wrong.
 */
export function readForm(declaration: ChannelDeclaration, given: Values, kept: { open: Values; confidential: Values } = { open: {}, confidential: {} }): Form {
  const faults: Fault[] = []
  const form: Form = { open: {}, confidential: {}, generated: {} }
  const known = new Set(declaration.setup.map((field) => field.key))
  for (const key of Object.keys(given)) if (!known.has(key)) faults.push({ field: `settings.${key}`, message: 'is not a setting of this channel' })
  for (const field of declaration.setup) {
    const before = field.confidential ? kept.confidential[field.key] : kept.open[field.key]
    const value = Object.hasOwn(given, field.key) ? readValue(field, given[field.key], faults) : before
    const settled = value ?? (field.confidential ? before : undefined) ?? generate(field, form)
    if (settled !== undefined) (field.confidential ? form.confidential : form.open)[field.key] = settled
    else if (field.required && field.default === undefined && isAsked(declaration, field, { ...kept.open, ...given })) faults.push({ field: `settings.${field.key}`, message: 'is required' })
  }
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults })
  return form
}

/** Whether the form asks for it at all: some fields belong to a choice made in another. */
function isAsked({ setup }: ChannelDeclaration, { onlyWhen }: SettingField, values: Values): boolean {
  return !onlyWhen || (values[onlyWhen.key] ?? setup.find((field) => field.key === onlyWhen.key)?.default) === onlyWhen.is
}

/** The value as the field wants it; undefined for a blank. */
function readValue(field: SettingField, value: unknown, faults: Fault[]): unknown {
  const wrong = (message: string): undefined => { faults.push({ field: `settings.${field.key}`, message }) }
  if (value === null || value === undefined) return undefined
  if (field.type === 'boolean') return typeof value === 'boolean' ? value : wrong('is yes or no')
  if (field.type === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : wrong('is a number')
  if (typeof value !== 'string') return wrong('is a text')
  const text = value.trim()
  if (text === '') return undefined
  if (text.length > LONGEST_VALUE) return wrong(`is longer than ${LONGEST_VALUE} characters`)
  // eslint-disable-next-line no-control-regex -- a header or a URL is made of these values
  if (/[\u0000-\u001f\u007f]/.test(text) || !text.isWellFormed()) return wrong('holds a character that cannot be written')
  if (field.type === 'choice' && !field.choices?.includes(text)) return wrong(`is one of ${field.choices?.join(', ')}`)
  return text
}

function generate(field: SettingField, form: Form): string | undefined {
  if (!field.generate || !field.required) return undefined
  return (form.generated[field.key] = made[field.generate]())
}

/** What is shown of a secret. A short one is not half given away. */
export function masked(secret: unknown): string {
  const text = String(secret)
  return text.length >= 12 ? `••••${text.slice(-4)}` : '••••'
}
