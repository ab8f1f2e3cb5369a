/**
 * What a keyword of a template may hold, by the kind its name begins with. Old free templates (keyword1, first, remark) know no kinds.
 * Source: https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg.html
 */
type Rule = (value: string) => boolean

const characters = (value: string): number => [...value].length
const isDateTime: Rule = (value) => /^\d{4}(?:年\d{1,2}月\d{1,2}日|[-/]\d{1,2}[-/]\d{1,2})(?: +([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?$/.test(value)
const isClock: Rule = (value) => /^([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(value)
/** A span such as 10:00~12:00 is allowed for times. */
const spanOf = (rule: Rule): Rule => (value) => value.split('~').length <= 2 && value.split('~').every((part) => rule(part.trim()))

const RULES: Readonly<Record<string, Rule>> = {
  thing: (value) => characters(value) <= 20,
  number: (value) => /^-?\d+(?:\.\d+)?$/.test(value) && value.replace(/\D/g, '').length <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => characters(value) <= 5 && !/[\p{L}\p{N}]/u.test(value),
  character_string: (value) => /^[\x20-\x7e]{1,32}$/.test(value),
  time: spanOf((value) => isDateTime(value) || isClock(value)),
  date: spanOf(isDateTime),
  amount: (value) => /^[\p{Sc}]?\d{1,10}(?:\.\d+)?元?$/u.test(value) && value.replace(/\D/g, '').length <= 10,
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  car_number: (value) => characters(value) <= 8,
  name: (value) => (/\p{Script=Han}/u.test(value) ? characters(value) <= 10 : characters(value) <= 20),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
}

/** Whether the platform takes this value for this keyword ("thing2", "character_string1" …). An empty one it never takes. */
export function isFit(keyword: string, value: string): boolean {
  if (value.trim() === '') return false
  const rule = RULES[keyword.replace(/\d+$/, '')]
  return rule ? rule(value) : true
}
