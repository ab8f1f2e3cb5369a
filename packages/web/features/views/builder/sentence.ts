import type { Condition, Filter } from '@recado/core'
import type { IntlShape } from 'react-intl'
import type { Translate } from '../../../i18n/provider.js'
import { inDays, isNumber } from './draft.js'
import type { Options } from './names.js'

interface Words { t: Translate; intl: IntlShape; options: Options }

/** What a view holds, in one plain sentence. */
export function sentenceOf(filter: Filter, words: Words): string {
  const { t } = words
  if ('all' in filter && filter.all.length === 0) return t('filter.say_all')
  if ('any' in filter && filter.any.length === 0) return t('filter.say_none')
  return t('filter.say', { what: say(filter, words, true) })
}

/** Whom a segment or a list of contacts holds, in one plain sentence. */
export function peopleSentenceOf(filter: Filter, words: Words): string {
  const { t } = words
  if ('all' in filter && filter.all.length === 0) return t('filter.people_all')
  if ('any' in filter && filter.any.length === 0) return t('filter.people_none')
  return t('filter.people', { what: say(filter, words, true) })
}

function say(filter: Filter, words: Words, top = false): string {
  const { t, intl } = words
  if ('not' in filter) return t('filter.say_not', { what: say(filter.not, words, true) })
  if (!('all' in filter || 'any' in filter)) return sayCondition(filter, words)
  const [parts, type] = 'all' in filter ? [filter.all, 'conjunction' as const] : [filter.any, 'disjunction' as const]
  if (parts.length === 0) return type === 'conjunction' ? t('filter.say_all') : t('filter.say_none')
  const what = intl.formatList(parts.map((each) => say(each, words)), { type })
  return top || parts.length === 1 ? what : t('filter.say_group', { what })
}

/** One condition: its field, how it is compared, and with what. */
export function sayCondition(condition: Condition, { t, intl, options }: Words): string {
  const { op } = condition
  const field = t(`filter.field.${condition.field}`)
  const hours = (count: number) => (inDays(condition.field) ? intl.formatNumber(count / 24, { style: 'unit', unit: 'day', unitDisplay: 'long' }) : t('filter.say_hours', { count }))
  if (condition.field === 'attribute') {
    const known = options('attribute')?.find((one) => one.id === condition.key)
    const named = known?.name || condition.key || field
    if (condition.op === 'exists' || condition.op === 'missing') return t('filter.say_bare', { field: named, op: t(`filter.op.${condition.op}`) })
    const said = (value: string) => known?.definition?.options.find((one) => one.key === value)?.name ?? value
    const value = Array.isArray(condition.value) ? condition.value.map((one: string) => quoted(said(one))).join(', ') || '…' : known?.definition?.type === 'boolean' ? t(condition.value === 'true' ? 'filter.yes' : 'filter.no') : quoted(said(String(condition.value ?? '')))
    return t('filter.say_op', { field: named, op: t(`filter.op.${condition.op}`), value })
  }
  if (typeof condition.value === 'boolean') return t('filter.say_switch', { field, value: t(condition.value ? 'filter.yes' : 'filter.no') })
  if (isNumber(condition.field)) return t('filter.say_op', { field, op: t(`filter.op.${op}` as 'filter.op.above'), value: condition.field === 'order_total' && /^[A-Z]{3}$/.test(condition.key ?? '') ? intl.formatNumber(Number(condition.value), { style: 'currency', currency: condition.key! }) : intl.formatNumber(Number(condition.value)) }) // it was just compared
  if (op === 'hours') return t('filter.say_bare', { field, op: hours(Number(condition.value)) })
  if (typeof condition.value === 'number') return t('filter.say_op', { field, op: t(`filter.op.${op}` as 'filter.op.within'), value: hours(condition.value) })
  if (typeof condition.value === 'string') return t('filter.say_op', { field, op: t(`filter.op.${op}` as 'filter.op.before'), value: condition.value ? intl.formatDate(condition.value, { dateStyle: 'medium', timeStyle: 'short' }) : '…' })
  const names = options(condition.field)
  const value = condition.value.map((id) => names?.find((one) => one.id === id)?.name ?? id)
  return t('filter.say_op', { field, op: t(`filter.op.${op}` as 'filter.op.in'), value: value.length > 0 ? intl.formatList(value, { type: op === 'all' ? 'conjunction' : 'disjunction' }) : '…' })
}

const quoted = (text: string): string => (text ? `“${text}”` : '…')
