import { describe, expect, test } from 'vitest'
import type { PriceRule } from '../model/rules.js'
import { compareCards, readAmount, readCardFile } from './card-file.js'

const RULE: PriceRule = { cards: [], source: 's', marketOf: { ES: 'Spain', CZ: 'Rest of Central & Eastern Europe', '*': 'Other' }, classOf: { freeform: 'service', template: { MARKETING: 'marketing', UTILITY: 'utility' } }, reported: { free: {}, classes: { authentication_international: 'authentication_international' } } }
const read = (text: string) => readCardFile(text, RULE)

test.each([['$0.0707', '0.0707'], ['.02', '0.0200'], ['0,0707', '0.0707'], ['€ 0.05', '0.0500'], ['0.05 USD', '0.0500'], ['n/a', ''], ['--', ''], ['', ''], ['about two', null], ['-0.02', null], ['1.2.3', null]])('"%s" is the amount %s', (cell, amount) => expect(readAmount(cell)).toBe(amount))

describe('a table as the platform publishes it', () => {
  test('with a preamble, other names of markets, columns that are no price and cells that have none', () => {
    const { card, faults, ignored } = read('Rates in USD,,\nEffective October 1\nMarket,Currency,Marketing,Utility,Authentication-International,Note\nSPAIN,USD,$0.0707,$0.0200,n/a,x\n"Rest of Central and Eastern Europe",USD,0.0860,0.0212,n/a,\n')
    expect(faults).toEqual([])
    expect(ignored).toEqual(['Note'])
    expect(card).toMatchObject({ currency: 'USD', markets: { Spain: { marketing: '0.0707', utility: '0.0200' }, 'Rest of Central & Eastern Europe': { marketing: '0.0860', utility: '0.0212' } } })
  })

  test('with semicolons and decimal commas, below a line without any', () => {
    expect(read('Preise\nMarket;Utility\nSpain;0,0200\n').card.markets).toEqual({ Spain: { utility: '0.0200' } })
  })

  test('with volume steps: the first is the rate, the others begin after what came before', () => {
    const { card, faults } = read('market,category,from,rate\nSpain,Utility,5001,0.0150\nSpain,Utility,1,0.0200\nSpain,utility,1001:5000,0.0180\n')
    expect(faults).toEqual([])
    expect(card).toMatchObject({ markets: { Spain: { utility: '0.0200' } }, tiers: { Spain: { utility: [{ after: 1_000, amount: '0.0180' }, { after: 5_000, amount: '0.0150' }] } } })
  })

  test.each([
    ['no header', 'a,b\n1,2\n', { row: 1, code: 'no_header' }], ['no class', 'Market,Colour\nSpain,red\n', { row: 1, code: 'no_header' }], ['an unknown market', 'Market,Utility\nAtlantis,0.02\n', { row: 2, code: 'unknown_market', value: 'Atlantis' }],
    ['a market twice', 'Market,Utility\nSpain,0.02\nSpain,0.03\n', { row: 3, code: 'twice' }], ['two currencies', 'Market,Currency,Utility\nSpain,USD,0.02\nOther,EUR,0.02\n', { row: 3, code: 'currencies' }], ['a strange currency', 'Market,Currency,Utility\nSpain,Dollars,0.02\n', { row: 2, code: 'bad_currency' }],
    ['an unknown category', 'market,category,rate\nSpain,Hugs,0.02\n', { row: 2, code: 'unknown_class' }], ['a step that is none', 'market,category,from,rate\nSpain,utility,many,0.02\n', { row: 2, code: 'bad_tier' }], ['steps without a first rate', 'market,category,from,rate\nSpain,utility,1001,0.02\n', { row: 0, code: 'bad_tier' }],
    ['no price', 'Market,Utility\nSpain,n/a\n', { code: 'empty' }], ['broken JSON', '{"markets":', { code: 'unreadable' }], ['a day that does not exist', '{"effectiveOn":"2027-02-30","markets":{"Spain":{"utility":"0.02"}}}', { code: 'bad_date' }],
  ])('with %s is told by its row', (_, text, fault) => expect(read(text).faults[0]).toMatchObject(fault))
})

test('JSON says its currency and day itself', () => {
  const { card, faults } = read(JSON.stringify({ currency: 'eur', effectiveOn: '2027-01-01', markets: { Spain: { utility: 0.02 } }, tiers: { Spain: { utility: [{ after: 100, amount: '0.01' }] } } }))
  expect(faults).toEqual([])
  expect(card).toEqual({ currency: 'EUR', effectiveOn: '2027-01-01', markets: { Spain: { utility: '0.0200' } }, tiers: { Spain: { utility: [{ after: 100, amount: '0.0100' }] } } })
})

test('only what differs between two cards is a change', () => {
  expect(compareCards({ Spain: { utility: '.02', marketing: '.07' }, Other: { utility: '.01' } }, { Spain: { utility: '0.0200', marketing: '.08' }, India: { utility: '.03' } }))
    .toEqual([{ market: 'India', priceClass: 'utility', before: null, after: '0.0300' }, { market: 'Other', priceClass: 'utility', before: '0.0100', after: null }, { market: 'Spain', priceClass: 'marketing', before: '0.0700', after: '0.0800' }])
})
