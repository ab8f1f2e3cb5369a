/** The values WeChat accepts in a template field: its name, without the number at its end, says of which kind it is. */
import type { TemplateParameter } from '@recado/core'
import { limits } from './channel.js'

const signs: Readonly<Record<string, string>> = { CNY: '¥', JPY: '¥', USD: '$', EUR: '€', GBP: '£' }

const characters = (value: string): number => [...value].length
const digits = (value: string): number => value.replace(/\D/g, '').length
const isChinese = (value: string): boolean => /\p{Script=Han}/u.test(value)

const within = (name: string) => (value: string): number | null => (characters(value) > limits.value(name) ? limits.value(name) : null)
const shaped = (shape: RegExp, tooLong: (value: string) => number | null) => (value: string): number | null => (shape.test(value) ? tooLong(value) : 0)

/** By kind of field: the limit a value breaks, 0 when its form is wrong, null when it is right. */
const rules: Readonly<Record<string, (value: string) => number | null>> = {
  thing: within('thing'),
  number: shaped(/^-?\d+(\.\d+)?$/, (value) => (digits(value) > limits.value('number') ? limits.value('number') : null)),
  letter: shaped(/^[A-Za-z]+$/, within('letter')),
  symbol: within('symbol'),
  character_string: within('character_string'),
  // 24-hour clock with or without a day; a day with or without a time. Years as 2025年11月22日, 2025-11-22 or 2025/11/22.
  time: shaped(/(?<!\d)([01]?\d|2[0-3]):[0-5]\d/, () => null),
  date: shaped(/^\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|\/\d{1,2}\/\d{1,2})/u, () => null),
  amount: shaped(/^\D?\d+(\.\d+)?元?$/u, (value) => (digits(value) > limits.value('amount') ? limits.value('amount') : null)),
  phone_number: within('phone_number'),
  car_number: within('car_number'),
  name: (value) => within(isChinese(value) ? 'nameChinese' : 'nameLatin')(value),
  phrase: within('phrase'),
}

const kindOf = (field: string): string => field.replace(/\d+$/, '')
const ruleOf = (field: string) => (Object.hasOwn(rules, kindOf(field)) ? rules[kindOf(field)] : undefined)

/** What WeChat would refuse about a value (47003), in words; null when it would take it. */
export function valueFault(field: string, value: string): string | null {
  const limit = ruleOf(field)?.(value) ?? null
  if (limit === null) return null
  return limit === 0 ? `${field}: not in the form of ${kindOf(field)}` : `${field}: longer than ${limit}`
}

/** Longest value of a field in characters, where the form can show it; digits and names are judged when checked. */
export function maxLengthOf(field: string): number | undefined {
  const kind = kindOf(field)
  return ['thing', 'letter', 'symbol', 'character_string', 'phone_number', 'car_number', 'phrase'].includes(kind) ? limits.value(kind) : undefined
}

/** A parameter as the text WeChat shows. */
export function textOf(parameter: TemplateParameter): string {
  if (parameter.text !== undefined) return parameter.text
  if (parameter.currency) return `${signs[parameter.currency.code] ?? ''}${(parameter.currency.amount1000 / 1000).toFixed(2)}`
  if (parameter.location) return [parameter.location.name, parameter.location.address].filter(Boolean).join(' ')
  return typeof parameter.value === 'string' || typeof parameter.value === 'number' ? String(parameter.value) : ''
}
