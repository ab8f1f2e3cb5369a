import { describe, expect, it } from 'vitest'
import { inboxQuery } from './inbox/inbox-query.js'
import { parseMarkdown, parseSpans } from './markdown.js'
import { rank } from './palette/rank.js'
import { chooseLanguage, localeOf } from '../i18n/languages.js'
import { reconnectDelayMs } from '../live/backoff.js'
import { initials } from '../ui/initials.js'

describe('a guide', () => {
  it('becomes a tree', () => {
    expect(parseMarkdown('# Set-up\n\nOpen the **console**.\n\n1. First\n2. Second\n   - inner\n\n| A | B |\n|---|---|\n| `x` | y |\n\n```\ncode *as is*\n```\n> a word')).toEqual([
      { type: 'heading', level: 1, spans: [{ type: 'text', text: 'Set-up' }] },
      { type: 'paragraph', spans: [{ type: 'text', text: 'Open the ' }, { type: 'strong', spans: [{ type: 'text', text: 'console' }] }, { type: 'text', text: '.' }] },
      { type: 'list', ordered: true, start: 1, items: [[{ type: 'paragraph', spans: [{ type: 'text', text: 'First' }] }], [{ type: 'paragraph', spans: [{ type: 'text', text: 'Second' }] }, { type: 'list', ordered: false, start: 1, items: [[{ type: 'paragraph', spans: [{ type: 'text', text: 'inner' }] }]] }]] },
      { type: 'table', head: [[{ type: 'text', text: 'A' }], [{ type: 'text', text: 'B' }]], rows: [[[{ type: 'code', text: 'x' }], [{ type: 'text', text: 'y' }]]] },
      { type: 'code', text: 'code *as is*' },
      { type: 'quote', blocks: [{ type: 'paragraph', spans: [{ type: 'text', text: 'a word' }] }] },
    ])
  })
  it('keeps HTML as text and names with underscores whole', () => {
    expect(parseSpans('<b>x</b> app_secret_key')).toEqual([{ type: 'text', text: '<b>x</b> app_secret_key' }])
    expect(parseSpans('[a](https://x.example/y_(z)) and https://b.example.')).toEqual([
      { type: 'link', url: 'https://x.example/y_(z)', spans: [{ type: 'text', text: 'a' }] }, { type: 'text', text: ' and ' }, { type: 'link', url: 'https://b.example', spans: [{ type: 'text', text: 'https://b.example' }] }, { type: 'text', text: '.' },
    ])
  })
})

describe('the list an address asks for', () => {
  it.each([
    [{}, { view: 'all', status: 'open', sort: 'waiting' }],
    [{ view: 'closing_soon' }, { view: 'closing_soon', status: 'open', sort: 'closing' }],
    [{ view: 'failed' }, { view: 'failed', sort: 'newest' }],
    [{ q: 'luz', compose: 'new' as const }, { view: 'all', q: 'luz', sort: 'newest' }],
    [{ status: 'any' as const, sort: 'newest' as const }, { view: 'all', sort: 'newest' }],
    [{ status: 'resolved' as const }, { view: 'all', status: 'resolved', sort: 'waiting' }],
  ])('%j', (search, query) => { expect(inboxQuery(search)).toEqual(query) })
})

it('finds without accents, beginnings first', () => {
  expect(rank(['Nueva campaña', 'Campana', 'Escampar', 'Camino'], 'campan', (each) => each)).toEqual(['Campana', 'Nueva campaña'])
  expect(rank(['Resolver', 'Escribir una respuesta'], 'er', (each) => each)).toEqual(['Resolver', 'Escribir una respuesta'])
})

it.each([
  [['es-MX'], 'es'], [['pt-PT'], 'pt-BR'], [['zh-TW'], 'zh-CN'], [['zh-Hant-HK'], 'zh-CN'], [['de-AT', 'en'], 'de'], [['ar-EG'], 'ar'], [['EN-us'], 'en'],
  [['fr', 'es'], 'es'], [['fr', 'nl'], 'en'], [[null, undefined, 'zh-CN'], 'zh-CN'], [[], 'en'], [['esperanto', 'argentina'], 'en'],
])('of %j it speaks %s', (wishes, language) => { expect(chooseLanguage(wishes)).toBe(language) })

it.each(['es', 'en', 'pt-BR', 'de', 'zh-CN', 'ar'] as const)('writes numbers and times of %s with the digits that customers and platforms use', (language) => {
  const noon = new Date(2026, 10, 22, 14, 5)
  expect(new Intl.NumberFormat(localeOf(language)).format(1234567).replace(/\D/g, '')).toBe('1234567')
  expect(new Intl.DateTimeFormat(localeOf(language), { hour: '2-digit', minute: '2-digit' }).format(noon)).toMatch(/\b(14|0?2)\D05/)
})

it('waits longer after each lost connection, half a minute at most', () => {
  expect([0, 3, 20].map((tries) => reconnectDelayMs(tries, 1))).toEqual([500, 4000, 30_000])
  expect(reconnectDelayMs(20, 0)).toBe(15_000)
})

it('shortens names of every script', () => {
  expect(['Lucía Ortega Marín', '林小雨', '  ', '👩 Ana', 'نور حداد', '+34 600 12 39 87'].map(initials)).toEqual(['LM', '林', '', 'A', 'نح', '#'])
})
