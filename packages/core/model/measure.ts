/** How platforms count a text: characters as a reader sees them in code points, or bytes of UTF-8, in which one Chinese character is three. */
export type Unit = 'characters' | 'bytes'

/** The length of a text in the platform's unit. */
export function lengthIn(text: string, unit: Unit): number {
  let length = 0
  for (const letter of text) {
    const point = letter.codePointAt(0)! // a letter of a string has one
    length += unit === 'characters' ? 1 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return length
}

/** What is wrong with one value, in a form that every language can put into a sentence. */
export interface Fault {
  /** Where: `about`, `sets.0.menu.1.below.2.title`. */
  path: string
  code: 'required' | 'too_long' | 'too_short' | 'too_many' | 'not_a_link' | 'not_an_email' | 'not_a_phone' | 'not_a_choice' | 'bad_hours' | 'bad_name' | 'twice' | 'default_missing' | 'too_many_hosts' | 'not_here' | 'bad_form' | 'no_emoji'
  limit?: number
  unit?: Unit
  length?: number
}

export const isWebLink = (text: string): boolean => /^https?:\/\/[^\s/?#]+[^\s]*$/i.test(text)

/** The fault of a text against its limits, if there is one. */
export function textFault(path: string, text: string, limit: { maxLength?: number; minLength?: number; unit?: Unit }): Fault | null {
  const unit = limit.unit ?? 'characters'
  const length = lengthIn(text, unit)
  if (limit.maxLength !== undefined && length > limit.maxLength) return { path, code: 'too_long', limit: limit.maxLength, unit, length }
  if (limit.minLength !== undefined && length < limit.minLength) return { path, code: 'too_short', limit: limit.minLength, unit, length }
  return null
}
