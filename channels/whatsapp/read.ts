/** Tolerant reading of a platform's JSON: a value of another shape is absent, never an exception. */
import { createHash } from 'node:crypto'

export type Json = Readonly<Record<string, unknown>>

const EMPTY: Json = Object.freeze({})

export const record = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : EMPTY) // checked above

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** PostgreSQL stores neither NUL nor half a surrogate pair: they are left out where text enters. */
const storable = (value: string): string => value.replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')

const bigInteger = /[:[,]\s*-?\d{16,}\s*[,}\]]/
const stringOrInteger = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g

/** The last payload read: the door looks whether it is Meta's, and the reader behind it takes the same text. Nobody changes what was read. */
let last: { payload: string; value: unknown } = { payload: '', value: undefined }

/** JSON whose integers of 64 bits stay what they are: beyond 2^53 a number would be rounded, so they are read as text. Undefined when it is no JSON. */
export function parseJson(payload: string): unknown {
  if (last.payload !== payload) last = { payload, value: parsed(payload) }
  return last.value
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(bigInteger.test(payload) ? payload.replace(stringOrInteger, (token) => (token.startsWith('"') ? token : `"${token}"`)) : payload)
  } catch {
    return undefined
  }
}

/** Text, also of a number (ids come as both); undefined when there is none or it is empty. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  return storable(value) || undefined
}

/** A finite number, also written as text. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}

/** An instant given in seconds; `fallback` when there is none. */
export function secondsAt(value: unknown, fallback: number): number {
  const read = number(value)
  return read !== undefined && read >= 1 && read < 1e11 ? Math.round(read * 1_000) : fallback
}

/** A key for an item that brings no id of its own: the same item delivered twice gives the same key. */
export const fingerprint = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

/** The object without its undefined fields, so that expected events can be compared as they are. */
export function compact<T extends object>(value: T): T {
  const present: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value)) if (field !== undefined) present[key] = field
  return present as T // only absent fields went
}
