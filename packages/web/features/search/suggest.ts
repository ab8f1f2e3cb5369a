/** What may be written next: operators, and the values of the one that is being written. Pure. */
import { SEARCH_FIELDS, SEARCH_HAS, SEARCH_IS, fold, searchFieldOf, type SearchField } from '@recado/core'
import type { MessageId } from '../../i18n/provider.js'

/** `insert` stands for the part of the line that is being written; an operator goes on, a value is followed by a space. */
export interface Suggestion { key: string; insert: string; label: string; help?: MessageId }

/** The names that stand behind an operator. */
export type Values = Partial<Record<SearchField, readonly string[]>>

const MOST = 8
const WORDS: Partial<Record<SearchField, readonly string[]>> = {
  has: SEARCH_HAS, is: SEARCH_IS, in: ['note'], window: ['window_open', 'closed'], from: ['me', 'customer'], assignee: ['me', 'none'], team: ['none'],
  before: ['today', 'yesterday', 'last_week', 'last_month'], after: ['today', 'yesterday', 'last_week', 'last_month'], on: ['today', 'yesterday'],
}

/** The part of the line that ends at the caret and has not been finished. */
export function partAt(line: string): { start: number; text: string } {
  const quoted = /(?:^|\s)(-?[\p{L}_-]+[:：]"[^"]*)$/u.exec(line)
  const text = quoted?.[1] ?? /\S*$/u.exec(line)?.[0] ?? ''
  return { start: line.length - text.length, text }
}

const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name)

/** `word` gives a message of the reader's language; `values` what the company calls its own things. */
export function suggestionsFor(line: string, word: (id: MessageId) => string, values: Values): Suggestion[] {
  const { text } = partAt(line)
  const minus = text.startsWith('-') ? '-' : ''
  const bare = text.slice(minus.length)
  const [, name, rest] = /^([\p{L}_-]+)[:：]"?(.*)$/u.exec(bare) ?? []
  const field = name ? searchFieldOf(name) : null
  if (name && field) {
    const wanted = fold(rest ?? '')
    const known = (WORDS[field] ?? []).map((id) => word(`search.value.${id}` as MessageId))
    return [...known.map((value) => (/^(before|after|on)$/.test(field) ? value : quoted(value))), ...(values[field] ?? []).map(quoted)]
      .filter((value) => { const folded = fold(value).replace(/"/g, ''); return folded.startsWith(wanted) || folded.includes(` ${wanted}`) }).slice(0, MOST)
      .map((value) => ({ key: value, insert: `${minus}${name}:${value} `, label: value.replace(/"/g, '') }))
  }
  return SEARCH_FIELDS.map((each) => ({ each, label: word(`search.op.${each}`) })).filter(({ each, label }) => bare === '' || fold(label).startsWith(fold(bare)) || each.startsWith(fold(bare)))
    .slice(0, bare === '' ? SEARCH_FIELDS.length : MOST).map(({ each, label }) => ({ key: each, insert: `${minus}${label}:`, label: `${label}:`, help: `search.op_help.${each}` as MessageId }))
}
