/** Careful reading of what a caller sent: nothing about its shape is believed. */

export type Json = Record<string, unknown>

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or an empty one. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {})

/** The array, or an empty one. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The text, or nothing. Numbers count as text, since Graph takes `"index": 0` and `"index": "0"` alike. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined)

export const number = (value: unknown): number | undefined => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}

/** Length as a person counts it: one per character, also beyond the basic plane. */
export const lengthOf = (value: string): number => [...value].length

/**
 * JSON as Graph writes it: ASCII with `\u00e9` escapes and `\/`, so that whoever re-serialises a body before checking its signature is found out.
 * Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started (signature is over the escaped form).
 */
export function graphJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\//g, '\\/')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
