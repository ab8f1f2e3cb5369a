/** A price card out of a file, as the platform publishes it or as JSON. Every fault is told by its row; a card with faults is no card. */
import type { PriceRule, RateTier } from '../model/rules.js'
import { isDay } from '../contacts/attributes.js'
import { compareAmounts, formatAmount } from '../policy/money.js'
import { readCsv } from '../replies/csv.js'

export interface CardFault { row: number; code: 'no_header' | 'unknown_market' | 'twice' | 'bad_amount' | 'unknown_class' | 'bad_tier' | 'currencies' | 'bad_currency' | 'bad_date' | 'empty' | 'unreadable'; value: string }

export interface CardDraft {
  /** As the file says them; null = somebody has to. */
  currency: string | null
  effectiveOn: string | null
  markets: Record<string, Record<string, string>>
  tiers: Record<string, Record<string, RateTier[]>>
}

export interface ReadCard { card: CardDraft; faults: CardFault[]; /** Columns that are no price, and were left out. */ ignored: string[] }

const MOST_FAULTS = 100

const words = (text: string): string => text.trim().toLowerCase().replaceAll(/[\s-]+/g, '_')
/** "and" and "&", spaces and points: a market's name is written in more than one way. */
const nameKey = (text: string): string => text.toLowerCase().replaceAll('&', 'and').replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()

/** The classes that a card of this rule may price. */
export function classesOf(rule: PriceRule): string[] {
  return [...new Set([rule.classOf.freeform, ...Object.values(rule.classOf.template), ...Object.values(rule.reported?.classes ?? {})])]
}

/** "$0.0707", "0,0707 EUR" or ".07" as decimal text; null for what is no amount, '' for a cell that says there is none. */
export function readAmount(cell: string): string | null {
  const bare = cell.replaceAll(/[\s\p{Sc}]|[A-Za-z]{3}(?=$|[\s\d.])/gu, '')
  if (bare === '' || /^(n\/?a|-+|–|—)$/i.test(cell.trim())) return ''
  const point = /^\d*,\d+$/.test(bare) ? bare.replace(',', '.') : bare
  return /^\d*\.?\d+$/.test(point) ? formatAmount(point) : null
}

class Reading {
  readonly faults: CardFault[] = []
  readonly ignored: string[] = []
  readonly card: CardDraft = { currency: null, effectiveOn: null, markets: {}, tiers: {} }
  private readonly names: Map<string, string>
  private readonly classes: Set<string>

  constructor(rule: PriceRule) {
    this.names = new Map(Object.values(rule.marketOf).map((market) => [nameKey(market), market]))
    this.classes = new Set(classesOf(rule))
  }

  fault(row: number, code: CardFault['code'], value: string): void { if (this.faults.length < MOST_FAULTS) this.faults.push({ row, code, value: value.slice(0, 80) }) }

  market(row: number, cell: string): string | null {
    const market = this.names.get(nameKey(cell))
    if (market === undefined) this.fault(row, 'unknown_market', cell)
    return market ?? null
  }

  priceClass(cell: string): string | null {
    const name = words(cell)
    return this.classes.has(name) ? name : null
  }

  currency(row: number, cell: string): void {
    const currency = cell.trim().toUpperCase()
    if (currency === '') return
    if (!/^[A-Z]{3}$/.test(currency)) return this.fault(row, 'bad_currency', cell)
    if (this.card.currency !== null && this.card.currency !== currency) return this.fault(row, 'currencies', cell)
    this.card.currency = currency
  }

  amount(row: number, market: string, priceClass: string, cell: string): void {
    const amount = readAmount(cell)
    if (amount === null) return this.fault(row, 'bad_amount', cell)
    if (amount === '') return
    const rates = (this.card.markets[market] ??= {})
    if (rates[priceClass] !== undefined) return this.fault(row, 'twice', `${market}, ${priceClass}`)
    rates[priceClass] = amount
  }

  tier(row: number, market: string, priceClass: string, from: string, cell: string): void {
    // The platform counts from 1: a step "25000001" begins after 25,000,000 charged ones.
    const first = Number(from.replaceAll(/[\s.,_']/g, ''))
    const amount = readAmount(cell)
    if (!Number.isSafeInteger(first) || first < 0) return this.fault(row, 'bad_tier', from)
    if (!amount) return this.fault(row, 'bad_amount', cell)
    if (first <= 1) return this.amount(row, market, priceClass, cell)
    const steps = ((this.card.tiers[market] ??= {})[priceClass] ??= [])
    if (steps.some((step) => step.after === first - 1)) return this.fault(row, 'twice', `${market}, ${priceClass}, ${from}`)
    steps.push({ after: first - 1, amount })
  }

  done(): ReadCard {
    for (const market of Object.values(this.card.tiers)) for (const steps of Object.values(market)) steps.sort((a, b) => a.after - b.after)
    for (const [market, classes] of Object.entries(this.card.tiers)) for (const priceClass of Object.keys(classes)) if (this.card.markets[market]?.[priceClass] === undefined) this.fault(0, 'bad_tier', `${market}, ${priceClass}`)
    if (this.faults.length === 0 && Object.keys(this.card.markets).length === 0) this.fault(0, 'empty', '')
    return { card: this.card, faults: this.faults, ignored: this.ignored }
  }
}

/**
 * Reads a card: CSV with one row per market and a column per class (as the platform publishes its rates), or one row per market, class and volume
 * step (`market, category, from, rate`); or JSON `{currency, effectiveOn, markets, tiers}`. Lines above the header are a preamble.
 */
export function readCardFile(text: string, rule: PriceRule): ReadCard {
  const reading = new Reading(rule)
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start.startsWith('{')) readJson(reading, start)
  else readTable(reading, text)
  return reading.done()
}

const MARKET = new Set(['market', 'country', 'country_or_region', 'region'])
const CLASS = new Set(['class', 'category', 'message_type', 'price_class'])
const FROM = new Set(['from', 'tier', 'volume_tier', 'from_volume', 'lower_bound'])
const RATE = new Set(['rate', 'amount', 'price'])

function readTable(reading: Reading, text: string): void {
  // The separator is told by the header, not by what stands above it.
  const raw = text.split('\n')
  const above = Math.max(0, raw.findIndex((line) => line.split(/[,;\t]/).some((cell) => MARKET.has(words(cell.replaceAll('"', ''))))))
  const lines = readCsv(raw.slice(above).join('\n')).map(({ line, cells }) => ({ line: line + above, cells }))
  const at = lines.findIndex(({ cells }) => cells.some((cell) => MARKET.has(words(cell))))
  const header = lines[at]
  if (!header) return reading.fault(lines[0]?.line ?? 1, 'no_header', lines[0]?.cells.join(', ') ?? '')
  const names = header.cells.map(words)
  const column = (known: ReadonlySet<string>): number => names.findIndex((name) => known.has(name))
  const [market, kind, from, rate, currency] = [column(MARKET), column(CLASS), column(FROM), column(RATE), names.indexOf('currency')]
  const priced = names.flatMap((name, index) => (reading.priceClass(name) ? [{ index, priceClass: name }] : []))
  const long = kind >= 0 && rate >= 0
  const used = new Set([market, currency, ...(long ? [kind, from, rate] : priced.map((one) => one.index))])
  reading.ignored.push(...header.cells.filter((cell, index) => cell.trim() !== '' && !used.has(index)))
  if (!long && priced.length === 0) return reading.fault(header.line, 'no_header', header.cells.join(', '))
  for (const { line, cells } of lines.slice(at + 1)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const name = reading.market(line, cells[market] ?? '')
    if (currency >= 0) reading.currency(line, cells[currency] ?? '')
    if (name === null) continue
    if (!long) { for (const { index, priceClass } of priced) reading.amount(line, name, priceClass, cells[index] ?? ''); continue }
    const priceClass = reading.priceClass(cells[kind] ?? '')
    if (priceClass === null) reading.fault(line, 'unknown_class', cells[kind] ?? '')
    else if (from >= 0 && (cells[from] ?? '').trim() !== '') reading.tier(line, name, priceClass, (cells[from] ?? '').split(':')[0] ?? '', cells[rate] ?? '')
    else reading.amount(line, name, priceClass, cells[rate] ?? '')
  }
}

const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {})

function readJson(reading: Reading, text: string): void {
  let file: Record<string, unknown>
  try { file = record(JSON.parse(text)) } catch { return reading.fault(1, 'unreadable', text) }
  if (typeof file.currency === 'string') reading.currency(0, file.currency)
  if (typeof file.effectiveOn === 'string') {
    if (isDay(file.effectiveOn)) reading.card.effectiveOn = file.effectiveOn
    else reading.fault(0, 'bad_date', file.effectiveOn)
  }
  let row = 0
  for (const [name, rates] of Object.entries(record(file.markets))) {
    const market = reading.market(++row, name)
    for (const [cell, amount] of Object.entries(record(rates))) {
      const priceClass = reading.priceClass(cell)
      if (priceClass === null) reading.fault(row, 'unknown_class', cell)
      else if (market) reading.amount(row, market, priceClass, String(amount))
    }
  }
  for (const [name, classes] of Object.entries(record(file.tiers))) {
    const market = reading.market(++row, name)
    for (const [cell, steps] of Object.entries(record(classes))) {
      const priceClass = reading.priceClass(cell)
      if (priceClass === null) { reading.fault(row, 'unknown_class', cell); continue }
      for (const step of Array.isArray(steps) ? steps.map(record) : []) if (market) reading.tier(row, market, priceClass, String(Number(step.after) + 1), String(step.amount))
    }
  }
}

export interface CardChange { market: string; priceClass: string; before: string | null; after: string | null }

/** What a new card changes against the one in force of its currency: only what differs, by market and class. */
export function compareCards(before: Readonly<Record<string, Record<string, string>>>, after: Readonly<Record<string, Record<string, string>>>): CardChange[] {
  const found: CardChange[] = []
  for (const market of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort((a, b) => (a < b ? -1 : 1))) {
    for (const priceClass of new Set([...Object.keys(before[market] ?? {}), ...Object.keys(after[market] ?? {})])) {
      const [was, is] = [before[market]?.[priceClass], after[market]?.[priceClass]]
      if (was === undefined || is === undefined || compareAmounts(was, is) !== 0) found.push({ market, priceClass, before: was === undefined ? null : formatAmount(was), after: is === undefined ? null : formatAmount(is) })
    }
  }
  return found
}
