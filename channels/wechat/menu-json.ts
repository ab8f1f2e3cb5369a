/** Reads WeChat's answers field by field: whatever their shape, nothing throws, and ids stay text. */
export type Json = Readonly<Record<string, unknown>>

export const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}) // an object, by the checks of this line

/** A list, also where WeChat wraps it as `{list: []}`. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : Array.isArray(objectOf(value).list) ? (objectOf(value).list as unknown[]) : []) // a list, by the check before it

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
