/** Which of the topics she means when she answers the question for them. */
import { type Dictionary, wholeWord } from './words.js'
import { wholeForm } from './words-form.js'

/** What she chose: places in the list that she was shown, in its order; null where it is no answer to this question. */
export type TopicChoice = { kind: 'chosen'; places: number[] } | { kind: 'nothing' } | null

/** Words between the numbers of a list: "1, 3 y 4". */
const BETWEEN = new Set(['y', 'e', 'and', 'und', 'o', 'or', 'oder', 'ou', '和', '与', '跟', 'و', 'el', 'la', 'los', 'las', 'the', 'die', 'der', 'das', 'os', 'as', 'no', 'nr', 'nº'].map(wholeForm))

/** `titles` are the topics as she was shown them, numbered from 1. */
export function readTopics(text: string, titles: readonly string[], dictionary: Dictionary): TopicChoice {
  const form = wholeForm(text)
  if (form === '') return null
  const every = titles.map((_, place) => place)
  const named = titles.findIndex((title) => wholeForm(title) === form)
  if (named !== -1) return { kind: 'chosen', places: [named] }
  const word = wholeWord(text, dictionary, ['all', 'no', 'yes'])
  if (word?.kind === 'all') return { kind: 'chosen', places: every }
  if (word?.kind === 'no') return { kind: 'nothing' }
  // "Yes" says which one only where there is one.
  if (word?.kind === 'yes') return titles.length === 1 ? { kind: 'chosen', places: every } : null
  const places = numbers(text, form, titles.length) ?? names(form, titles)
  if (!places) return null
  return places.length === 0 ? { kind: 'nothing' } : { kind: 'chosen', places }
}

/** Nothing but numbers of the list; 0 is none of them. */
function numbers(text: string, form: string, count: number): number[] | null {
  const parts = form.replace(/(\d)([^\d ])/g, '$1 $2').replace(/([^\d ])(\d)/g, '$1 $2').split(' ').filter((part) => !BETWEEN.has(part))
  if (parts.length === 0 || parts.some((part) => !/^\d{1,2}$/.test(part))) return null
  // "13" where there are five topics is 1 and 3; "1.5" is one and five, a price is not an answer.
  const values = parts.length === 1 && Number(parts[0]) > count && count < 10 && !/[.,]\d/.test(text) ? [...parts[0]!].map(Number) : parts.map(Number) // it has one
  if (values.some((value) => value > count)) return null
  if (values.every((value) => value === 0)) return []
  return values.includes(0) ? null : [...new Set(values)].sort((a, b) => a - b).map((value) => value - 1)
}

/** Nothing but titles of the list, however they are joined. */
function names(form: string, titles: readonly string[]): number[] | null {
  const places: number[] = []
  let rest = ` ${form} `
  for (const { title, place } of titles.map((title, place) => ({ title: wholeForm(title), place })).filter(({ title }) => title !== '').sort((a, b) => b.title.length - a.title.length)) {
    const found = /\p{sc=Han}/u.test(title) ? title : ` ${title} `
    if (!rest.includes(found)) continue
    rest = rest.replace(found, '  ')
    places.push(place)
  }
  const left = rest.split(' ').filter((part) => part !== '' && !BETWEEN.has(part))
  return places.length > 0 && left.length === 0 ? places.sort((a, b) => a - b) : null
}
