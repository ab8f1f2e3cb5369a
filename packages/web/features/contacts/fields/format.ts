import type { IntlShape } from 'react-intl'
import { translator } from '../../../i18n/provider.js'
import type { AttributeDefinition, AttributeValue } from '../model.js'

/** A value as the reader writes it; a choice by its name. Empty for nothing. */
export function formatAttribute(intl: IntlShape, { type, options }: Pick<AttributeDefinition, 'type' | 'options'>, value: AttributeValue | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  const named = (key: string) => options.find((option) => option.key === key)?.name ?? key
  if (Array.isArray(value)) return intl.formatList(value.map((each: unknown) => named(String(each))), { type: 'unit' })
  if (type === 'boolean') return translator(intl)(value === true ? 'context.yes' : 'context.no')
  if (type === 'number' && typeof value === 'number') return intl.formatNumber(value, { maximumFractionDigits: 10 })
  // A day is a day wherever it is read: no zone moves it.
  if (type === 'date' && /^\d{4}-\d\d-\d\d$/.test(String(value))) return intl.formatDate(`${String(value)}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' })
  return type === 'choice' ? named(String(value)) : String(value)
}
