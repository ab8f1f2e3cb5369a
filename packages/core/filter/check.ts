import { isDay } from '../contacts/attributes.js'
import { CHOICE_FIELDS, type Condition, type Filter, LABEL_FIELDS, ANY, ME, MINE, MOMENT_FIELDS, NONE, NUMBER_FIELDS, PEOPLE_ALONE, PEOPLE_FIELDS, SOMEBODY, SPAN_FIELDS, SWITCH_FIELDS } from './tree.js'
import { NUMBER } from './matches.js'

/** Limits of one view: deep enough for what people mean, small enough to be asked every second. */
export const MOST_DEPTH = 5
export const MOST_CONDITIONS = 40
export const MOST_VALUES = 50
const MOST_TEXT = 200
/** A century in hours. */
const MOST_HOURS = 876_600

export interface FilterFault { /** Where: `all.0.not.value` */ path: string; message: string }

const WORDS: Partial<Record<Condition['field'], readonly string[]>> = {
  status: ['open', 'pending', 'snoozed', 'resolved'], priority: ['none', 'low', 'normal', 'high', 'urgent'], window: ['open', 'closed', 'none'],
  source: ['ad', 'qr', 'link', 'menu', 'search', 'post', 'direct'],
}
/** Fields that hold ids, with the words that stand beside them. */
const IDS: Partial<Record<Condition['field'], readonly string[]>> = { account: [], inbox: [], entry_point: [], assignee: [ME, NONE, SOMEBODY], team: [MINE, NONE], participant: [ME, NONE], stage: [NONE], owner: [ME, NONE, SOMEBODY], company: [NONE],
  list: [], window_on: [], reachable_on: [], campaign_got: [ANY], campaign_read: [ANY], campaign_clicked: [ANY], campaign_replied: [ANY] }
const CURRENCY = /^[A-Z]{3}$/
const CONSENT = /^(service|notification|marketing)(\/[a-z0-9][a-z0-9_-]{0,59})?$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** What is wrong with a tree that somebody sent; none when it may be asked. */
export function filterFaults(tree: unknown, of: 'threads' | 'people' = 'threads'): FilterFault[] {
  const faults: FilterFault[] = []
  let conditions = 0
  const fault = (path: string, message: string): void => { faults.push({ path, message }) }
  const walk = (node: unknown, path: string, depth: number): void => {
    if (depth > MOST_DEPTH) return fault(path, `is nested deeper than ${MOST_DEPTH}`)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return fault(path, 'is not a condition')
    const own = Object.keys(node)
    const group = own.length === 1 ? own[0] : undefined
    const inner = (node as Record<string, unknown>)[group ?? '']
    const at = (key: string | number): string => (path ? `${path}.${key}` : String(key))
    if (group === 'all' || group === 'any') {
      if (!Array.isArray(inner)) return fault(at(group), 'is not a list')
      if (inner.length > MOST_CONDITIONS) return fault(at(group), `holds more than ${MOST_CONDITIONS} conditions`)
      return inner.forEach((each, i) => walk(each, at(`${group}.${i}`), depth + 1))
    }
    if (group === 'not') return walk(inner, at('not'), depth + 1)
    if (++conditions > MOST_CONDITIONS) return fault(path, `is one of more than ${MOST_CONDITIONS} conditions`)
    const asked = node as Record<string, unknown>
    const message = of === 'people' && oneOf(FIELDS, asked.field) && !oneOf(PEOPLE_FIELDS, asked.field) ? 'is asked of threads, not of people' : of === 'threads' && oneOf(PEOPLE_ALONE, asked.field) ? 'is asked of people, not of threads' : conditionFault(asked)
    if (message) fault(path, message)
  }
  walk(tree, '', 0)
  return faults.slice(0, 20)
}

export const isFilter = (tree: unknown): tree is Filter => filterFaults(tree).length === 0

const oneOf = (all: readonly string[], one: unknown): boolean => all.includes(one as string)
const FIELDS: readonly string[] = [...CHOICE_FIELDS, ...LABEL_FIELDS, ...SWITCH_FIELDS, ...SPAN_FIELDS, ...MOMENT_FIELDS, ...NUMBER_FIELDS, 'attribute']

function conditionFault({ field, op, value, key, ...rest }: Record<string, unknown>): string | null {
  if (Object.keys(rest).length > 0) return `knows no ${Object.keys(rest)[0]}`
  if (key !== undefined && field !== 'attribute' && field !== 'order_total') return 'knows no key'
  if (oneOf(CHOICE_FIELDS, field)) return oneOf(['in', 'not_in'], op) ? choiceFault(field as Condition['field'], value) : 'is asked by in or not_in'
  if (oneOf(LABEL_FIELDS, field)) return oneOf(['any', 'all', 'none'], op) ? textsFault(value) : 'is asked by any, all or none'
  if (oneOf(SWITCH_FIELDS, field)) return op !== 'is' ? 'is asked by is' : typeof value === 'boolean' ? null : 'wants true or false'
  if (oneOf(SPAN_FIELDS, field)) return op !== 'hours' ? 'is asked by hours' : hoursFault(value)
  if (oneOf(MOMENT_FIELDS, field)) {
    if (op === 'within' || op === 'beyond') return hoursFault(value)
    if (op !== 'before' && op !== 'after') return 'is asked by before, after, within or beyond'
    return typeof value === 'string' && INSTANT.test(value) && Number.isFinite(Date.parse(value)) ? null : 'wants an instant with its offset'
  }
  if (oneOf(NUMBER_FIELDS, field)) {
    if (field === 'order_total' && !(typeof key === 'string' && CURRENCY.test(key))) return 'wants its currency as key'
    if (op !== 'above' && op !== 'below') return 'is asked by above or below'
    return typeof value === 'number' && value >= 0 && NUMBER.test(String(value)) ? null : 'wants a number'
  }
  if (field === 'attribute') return attributeFault(key, op, value)
  return 'names no field'
}

function choiceFault(field: Condition['field'], value: unknown): string | null {
  const words = WORDS[field]
  const ids = IDS[field]
  const texts = textsFault(value)
  if (texts) return texts
  const odd = (value as string[]).find((each) => (field === 'consent' || field === 'consent_withdrawn' ? !CONSENT.test(each) : words ? !words.includes(each) : ids ? !UUID.test(each) && !ids.includes(each) : false))
  return odd === undefined ? null : `knows no ${odd}`
}

function textsFault(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return 'wants at least one value'
  if (value.length > MOST_VALUES) return `takes at most ${MOST_VALUES} values`
  return value.every(isText) ? null : 'wants short texts'
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MOST_TEXT && !value.includes('\u0000')
}

function hoursFault(value: unknown): string | null {
  return typeof value === 'number' && value >= 0 && value <= MOST_HOURS ? null : `wants hours, at most ${MOST_HOURS}`
}

function attributeFault(key: unknown, op: unknown, value: unknown): string | null {
  if (!isText(key)) return 'wants the attribute’s name'
  if (op === 'exists' || op === 'missing') return value === undefined ? null : 'takes no value'
  if (op === 'above' || op === 'below') return typeof value === 'number' && NUMBER.test(String(value)) ? null : 'wants a number'
  if (op === 'any' || op === 'none') return textsFault(value)
  if (op === 'before' || op === 'after') return typeof value === 'string' && isDay(value) ? null : 'wants a day as YYYY-MM-DD'
  if (op !== 'is' && op !== 'is_not' && op !== 'contains') return 'is asked by is, is_not, contains, exists, missing, above, below, before, after, any or none'
  return isText(value) || typeof value === 'number' && Number.isFinite(value) ? null : 'wants a value'
}
