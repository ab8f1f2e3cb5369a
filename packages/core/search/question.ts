/** A line of the search box, read: words, phrases, what is left out, and what narrows. Pure; what a name means is the server's to find out. */
import { datePhrases, spanOfDate, type Span } from './dates.js'
import { type Field, fieldOf, nearestField, valueOf } from './operators.js'
import { fold, tokensOf } from './tokens.js'

/** `open` = the last word, with nothing behind it: it may go on. */
export interface Term { text: string; phrase: boolean; excluded: boolean; open: boolean }
export interface Condition { field: Field; value: string; excluded: boolean; span?: Span }
export type HintCode = 'unknown_operator' | 'unknown_value' | 'ambiguous_date' | 'empty_value' | 'only_excluded'
/** What was not understood as meant: the text in question, and the field it may have meant. */
export interface Hint { code: HintCode; text: string; field: Field | null }
export interface Question { terms: Term[]; conditions: Condition[]; hints: Hint[] }

/** Nobody asks for more at once. */
const MOST_PARTS = 30
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」' }
const DATES: ReadonlySet<Field> = new Set(['before', 'after', 'on'])

/** Reads the whole line; `today` is the day it is where the company works. */
export function readQuestion(line: string, today: string): Question {
  const question: Question = { terms: [], conditions: [], hints: [] }
  for (let at = 0, parts = 0; at < line.length && parts < MOST_PARTS; parts++) {
    at = skipSpaces(line, at)
    if (at < line.length) at = readPart(line, at, today, question)
  }
  if (question.terms.length > 0 && question.terms.every((term) => term.excluded) && question.conditions.length === 0) question.hints.push({ code: 'only_excluded', text: line.trim(), field: null })
  return question
}

function skipSpaces(line: string, at: number): number {
  while (at < line.length && /\s/u.test(line[at]!)) at++ // at is inside the line
  return at
}

/** One word, phrase or condition from `at`; returns where the next one begins. */
function readPart(line: string, at: number, today: string, into: Question): number {
  const excluded = /^[-−]\S/u.test(line.slice(at)) && !/^[-−][-−\s]/u.test(line.slice(at))
  const start = excluded ? at + 1 : at
  const quoted = readQuoted(line, start)
  if (quoted) {
    addTerm(into, { text: quoted.text, phrase: true, excluded, open: false })
    return quoted.end
  }
  const [, name = ''] = /^(\p{L}[\p{L}\p{M}_-]*)[:：]/u.exec(line.slice(start)) ?? []
  const field = name ? fieldOf(name) : null
  if (name && field) return readCondition(line, start + name.length + 1, field, excluded, today, into)
  const end = endOfWord(line, start)
  const word = line.slice(start, end)
  // An address of the web has a colon too, and so has the end of a sentence.
  if (name && !/^[:：](\/\/|$)/u.test(word.slice(name.length))) into.hints.push({ code: 'unknown_operator', text: name, field: nearestField(name) })
  addTerm(into, { text: word, phrase: false, excluded, open: end === line.length && !excluded })
  return end
}

function readCondition(line: string, from: number, field: Field, excluded: boolean, today: string, into: Question): number {
  const quoted = readQuoted(line, from)
  const phrase = quoted || !DATES.has(field) ? null : datePhrase(line, from)
  const end = quoted?.end ?? phrase ?? endOfWord(line, from)
  const raw = (quoted?.text ?? line.slice(from, end)).trim()
  if (raw === '') { into.hints.push({ code: 'empty_value', text: field, field }); return end }
  if (DATES.has(field)) {
    const span = spanOfDate(raw, today)
    if (typeof span === 'string') into.hints.push({ code: span === 'ambiguous' ? 'ambiguous_date' : 'unknown_value', text: raw, field })
    else into.conditions.push({ field, value: raw, excluded, span })
    return end
  }
  const value = quoted && (field === 'from' || field === 'assignee') ? raw : valueOf(field, raw)
  if (value === null) into.hints.push({ code: 'unknown_value', text: raw, field })
  else into.conditions.push({ field, value, excluded })
  return end
}

function addTerm(question: Question, term: Term): void {
  if (tokensOf(term.text).length > 0) question.terms.push(term)
}

function endOfWord(line: string, from: number): number {
  let end = from
  while (end < line.length && !/\s/u.test(line[end]!)) end++ // end is inside the line
  return end
}

/** A phrase in quotes; one that was not closed goes to the end, as while it is typed. */
function readQuoted(line: string, at: number): { text: string; end: number } | null {
  const close = QUOTES[line[at] ?? '']
  if (!close) return null
  const end = line.indexOf(close, at + 1)
  return end < 0 ? { text: line.slice(at + 1), end: line.length } : { text: line.slice(at + 1, end), end: end + 1 }
}

/** Where "last week" without quotes ends, null when none begins here. */
function datePhrase(line: string, from: number): number | null {
  for (const phrase of datePhrases()) {
    const words = phrase.split(' ').length
    const [found] = new RegExp(`^(?:\\S+\\s+){${words - 1}}\\S+`, 'u').exec(line.slice(from)) ?? []
    if (found && fold(found).replace(/\s+/g, ' ') === phrase) return from + found.length
  }
  return null
}
