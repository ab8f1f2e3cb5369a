import { SEARCH_FIELDS, SEARCH_HAS, SEARCH_IS, readQuestion, searchFieldOf } from '@recado/core'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { partAt, suggestionsFor } from './suggest.js'

const messages = (language: string): Record<string, string> => JSON.parse(readFileSync(new URL(`../../messages/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>
const es = messages('es')
const offered = (line: string) => suggestionsFor(line, (id) => es[id] ?? id, { label: ['VIP', 'muy urgente'], from: ['Ana García'] }).map((one) => one.insert)

describe('suggestions', () => {
  test.each([
    ['operators by their beginning', 'factura eti', ['etiqueta:']],
    ['also by their English name', 'lab', ['etiqueta:']],
    ['the values of an operator', 'tiene:im', ['tiene:imagen ']],
    ['names of the company, in quotes where they need some', 'etiqueta:', ['etiqueta:VIP ', 'etiqueta:"muy urgente" ']],
    ['a later word of a name', 'etiqueta:urg', ['etiqueta:"muy urgente" ']],
    ['what is left out stays left out', '-etiqueta:vi', ['-etiqueta:VIP ']],
    ['inside quotes', 'de:"Ana G', ['de:"Ana García" ']],
    ['nothing for a word', 'factura', []],
  ])('%s', (_sentence, line, inserts) => expect(offered(line)).toEqual(inserts))

  test('the part that is being written', () => expect([partAt('hola de:"Ana G'), partAt('hola '), partAt('hola')].map((part) => part.text)).toEqual(['de:"Ana G', '', 'hola']))
})

describe.each(['en', 'es', 'pt-BR', 'de', 'zh-CN', 'ar'])('the words offered in %s', (language) => {
  const say = messages(language)
  test('are understood as what they are offered for', () => {
    for (const field of SEARCH_FIELDS) expect(searchFieldOf(say[`search.op.${field}`] ?? ''), field).toBe(field)
    const understood = (line: string) => readQuestion(line, '2026-11-22')
    const value = (field: string, id: string) => understood(`${say[`search.op.${field}`]}:${say[`search.value.${id}`]}`).conditions[0]
    for (const id of SEARCH_HAS) expect(value('has', id)?.value, id).toBe(id)
    for (const id of SEARCH_IS) expect(value('is', id)?.value, id).toBe(id)
    expect([value('window', 'window_open')?.value, value('window', 'closed')?.value, value('in', 'note')?.value]).toEqual(['open', 'closed', 'note'])
    expect([value('from', 'me')?.value, value('from', 'customer')?.value, value('assignee', 'none')?.value]).toEqual(['me', 'customer', 'none'])
    expect(['today', 'yesterday', 'last_week', 'last_month'].map((id) => value('after', id)?.span?.from)).toEqual(['2026-11-22', '2026-11-21', '2026-11-09', '2026-10-01'])
  })
})
