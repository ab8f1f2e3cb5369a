/** A push of WeChat as a tree of texts, whether it came as XML or as JSON. Nothing in it is trusted or interpreted here. */
import { readXml } from '@recado/channel-kit'
import { cleanText, parseJson } from './json.js'

export interface Fields { readonly [name: string]: Field }
export type Field = string | Fields | readonly Field[]

const MAX_DEPTH = 20

/** The fields of a push; null when the body is neither WeChat's XML nor a JSON object. */
export function readPush(body: string): Fields | null {
  const text = body.replace(/^\ufeff/, '').trim()
  if (text.startsWith('{')) return fieldsOf(toField(readJson(text), 0))
  // A body cut off half-way still parses: only the closing tag tells that it is whole.
  const root = text.endsWith('</xml>') ? readXml(text) : null
  return typeof root === 'object' && root !== null && 'xml' in root ? fieldsOf(toField(root.xml, 0)) : null
}

function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}

function toField(value: unknown, depth: number): Field {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return ''
  if (Array.isArray(value)) return value.map((item) => toField(item, depth + 1))
  const fields: Record<string, Field> = Object.create(null)
  for (const [name, item] of Object.entries(value)) if (name !== '#text') fields[name] = toField(item, depth + 1)
  return fields
}

const fieldsOf = (field: Field): Fields | null => (typeof field === 'object' && !Array.isArray(field) ? (field as Fields) : null) // arrays are excluded in this line

/** The text under a path of names; empty when it is not there or is no text. */
export function text(fields: Fields, ...path: string[]): string {
  const last = path.reduce<Field | undefined>((at, name) => (at === undefined ? at : fieldsOf(at)?.[name]), fields)
  return typeof last === 'string' ? last : ''
}

/** The number under a path; null when there is none. */
export function number(fields: Fields, ...path: string[]): number | null {
  const written = text(fields, ...path).trim()
  const value = Number(written)
  return written !== '' && Number.isFinite(value) ? value : null
}

/** The elements under a path, which may come once or many times. */
export function list(fields: Fields, ...path: string[]): Fields[] {
  const last = path.reduce<Field | undefined>((at, name) => (at === undefined ? at : fieldsOf(at)?.[name]), fields)
  const items = last === undefined ? [] : Array.isArray(last) ? (last as readonly Field[]) : [last as Field]
  return items.map(fieldsOf).filter((item) => item !== null)
}
