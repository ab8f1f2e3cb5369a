/** Fields of a company's own: what a value of each type looks like, and what somebody may have meant by what she typed. */

export const ATTRIBUTE_TYPES = ['text', 'number', 'date', 'boolean', 'choice', 'choices', 'link'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

/** One of the answers of a choice. Values hold the key, which never changes; people read the name. */
export interface AttributeOption { key: string; name: string; archived: boolean }

/** What decides about a value. */
export interface AttributeRule { key: string; name: string; type: AttributeType; options: readonly AttributeOption[]; required: boolean; archived: boolean }

/** A stored value. */
export type AttributeValue = string | number | boolean | readonly string[]

export const MOST_TEXT = 2_000
/** As many digits as are compared exactly, in the database as here. */
const DIGITS = /^-?(\d{1,9}([.]\d{1,6})?|\d{10,12}([.]\d{1,3})?)$/
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/

export type Reading = { value: AttributeValue | null } | { fault: string }

/** A value as it is stored, or what is wrong with it. Null takes the value away, and so does a text of nothing. */
export function readAttribute(rule: AttributeRule, given: unknown): Reading {
  if (given === null || given === undefined || (typeof given === 'string' && given.trim() === '') || (Array.isArray(given) && given.length === 0)) return { value: null }
  switch (rule.type) {
    case 'text': return typeof given === 'string' || typeof given === 'number' ? limited(String(given).trim()) : { fault: 'wants a text' }
    case 'number': return number(given)
    case 'date': return typeof given === 'string' && isDay(given.trim()) ? { value: given.trim() } : { fault: 'wants a date as YYYY-MM-DD' }
    case 'boolean': return given === true || given === 'true' ? { value: true } : given === false || given === 'false' ? { value: false } : { fault: 'wants true or false' }
    case 'link': return link(given)
    case 'choice': {
      const option = optionOf(rule, given)
      return option ? { value: option } : { fault: `knows no choice ${shown(given)}` }
    }
    case 'choices': {
      const all = Array.isArray(given) ? given : [given]
      const odd = all.find((one) => optionOf(rule, one) === null)
      if (odd !== undefined) return { fault: `knows no choice ${shown(odd)}` }
      // In the order of the definition, each once: the same answers are the same value.
      const keys = new Set(all.map((one) => optionOf(rule, one)))
      return { value: rule.options.map((option) => option.key).filter((key) => keys.has(key)) }
    }
  }
}

export interface AttributeFault { key: string; message: string }

/**
 * What somebody wishes to write into a person's attributes, read by the definitions. An unknown key, an archived field and a value that does not
 * fit are faults; a required field may not be emptied, and with `complete` (somebody types a new person in) it has to be there.
 */
export function readAttributes(rules: readonly AttributeRule[], wish: Readonly<Record<string, unknown>>, options: { complete?: boolean } = {}): { values: Record<string, AttributeValue>; removed: string[]; faults: AttributeFault[] } {
  const values: Record<string, AttributeValue> = {}
  const removed: string[] = []
  const faults: AttributeFault[] = []
  const byKey = new Map(rules.map((rule) => [rule.key, rule]))
  for (const [key, given] of Object.entries(wish)) {
    const rule = byKey.get(key)
    if (!rule) { faults.push({ key, message: 'is no field' }); continue }
    const reading = readAttribute(rule, given)
    if ('fault' in reading) faults.push({ key, message: reading.fault })
    else if (reading.value === null) { if (rule.required && !rule.archived) faults.push({ key, message: 'is required' }); else removed.push(key) }
    else if (rule.archived) faults.push({ key, message: 'is archived' })
    else values[key] = reading.value
  }
  if (options.complete) for (const rule of rules) if (rule.required && !rule.archived && !(rule.key in wish)) faults.push({ key: rule.key, message: 'is required' })
  return { values, removed, faults }
}

/** A key made of what people call it: small Latin letters, digits and underlines; empty where nothing of it is left. */
export function keyFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/ß/g, 'ss').replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '')
  return plain.slice(0, 40).replace(/_+$/, '')
}

/** Whether it is a day of the calendar. */
export function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? []
  if (!year || !month || !day) return false
  const date = new Date(`${text}T00:00:00Z`)
  return Number(year) >= 1 && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day)
}

const limited = (text: string): Reading => (text.length > MOST_TEXT ? { fault: `is longer than ${MOST_TEXT} characters` } : { value: text })
const shown = (given: unknown): string => (typeof given === 'string' ? given.slice(0, 60) : typeof given)

function number(given: unknown): Reading {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : ''
  return DIGITS.test(text) ? { value: Number(text) } : { fault: 'wants a number of at most 12 digits' }
}

function link(given: unknown): Reading {
  if (typeof given !== 'string') return { fault: 'wants a web address' }
  const text = given.trim()
  const address = /^https?:\/\//i.test(text) ? text : /^[\w-]+(\.[\w-]+)+(\/|$|\?|#)/.test(text) ? `https://${text}` : null
  if (!address || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol) || /\s/.test(address)) return { fault: 'wants a web address' }
  return limited(address)
}

const folded = (text: string): string => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().trim()

/** By key, else by name: case and accents do not count. One that was put away is still read by its key: a value that stands may be written again. */
function optionOf(rule: AttributeRule, given: unknown): string | null {
  if (typeof given !== 'string') return null
  const exact = rule.options.find((option) => option.key === given)
  return (exact ?? rule.options.find((option) => !option.archived && folded(option.name) === folded(given)))?.key ?? null
}
