import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holdsPhrase, lineOf, marksIn } from './marks.js'
import { tokensOf } from './tokens.js'

const wanted = (question: string, open = false) => tokensOf(question).map((token) => ({ token, prefix: open }))
const shown = (text: string, marks: readonly (readonly [number, number])[]): string => marks.reduceRight((made, [from, to]) => `${made.slice(0, from)}[${made.slice(from, to)}]${made.slice(to)}`, text)

describe('marks', () => {
  test.each([
    ['the word as it is written', 'La canción, una CANCION', 'cancion', 'La [canción], una [CANCION]'],
    ['a decomposed accent belongs to its word', 'cafe\u0301 solo', 'café', '[cafe\u0301] solo'],
    ['no part of a word', 'facturas factura', 'factura', 'facturas [factura]'],
    ['Chinese inside a run', '我要退款订单', '退款', '我要[退款]订单'],
    ['pairs that touch are one mark', '我要退款订单', '退款订单', '我要[退款订单]'],
    ['a single character', '好 的', '好', '[好] 的'],
    ['Latin beside Chinese', 'iPhone手机壳', 'iphone', '[iPhone]手机壳'],
    ['markup is text', '<b>hola</b> & adiós', 'hola', '<b>[hola]</b> & adiós'],
    ['characters outside the plane before it', '🎉🎉 hola', 'hola', '🎉🎉 [hola]'],
    ['Arabic with short vowels', 'مُحَمَّد هنا', 'محمد', '[مُحَمَّد] هنا'],
    ['a letter in a circle', 'Piso Ⓐ00, 3㎏', 'a00', 'Piso [Ⓐ00], 3㎏'],
    ['a unit in one sign', '3㎏ de café™2', '3kg cafetm2', '[3㎏] de [café™2]'],
    ['a sign that is no letter', 'a€5 → b', 'a', '[a]€5 → b'],
    ['a German letter of two', 'Die Straße', 'strasse', 'Die [Straße]'],
  ])('%s', (_sentence, text, question, result) => expect(shown(text, marksIn(text, wanted(question)))).toBe(result))

  test('a word that may go on marks those that begin with it', () => expect(shown('fact factura', marksIn('fact factura', wanted('fact', true)))).toBe('[fact] [factura]'))

  test('every token of a text is marked in it, inside the text and in order', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
      const marks = marksIn(text, wanted(text))
      expect(marks.every(([from, to], i) => from < to && to <= text.length && from >= (marks[i - 1]?.[1] ?? 0))).toBe(true)
      for (const word of text.match(/[a-z0-9]{2,}/gi) ?? []) expect(marks.some(([from, to]) => text.slice(from, to).includes(word))).toBe(true)
    }))
  })
})

describe('the line of a hit', () => {
  test('a long text is cut around the word', () => {
    const line = lineOf(`${'una palabra tras otra '.repeat(40)}FACTURA ${'y mucho más '.repeat(40)}`, wanted('factura'))
    expect(line.text.length).toBeLessThanOrEqual(185)
    expect(line.text.startsWith('…') && line.text.endsWith('…')).toBe(true)
    expect(line.marks.map(([from, to]) => line.text.slice(from, to))).toEqual(['FACTURA'])
  })
  test('lines become one', () => expect(lineOf('hola\n\n  amiga', wanted('amiga'))).toEqual({ text: 'hola amiga', marks: [[5, 10]] }))
  test('marks always say the wanted word, and no character is cut', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('hola', '退款订单', 'canción', '👍🏽', 'x'.repeat(30), 'factura'), { maxLength: 80 }), (words) => {
      const line = lineOf(words.join(' '), wanted('factura'))
      for (const [from, to] of line.marks) expect(line.text.slice(from, to)).toBe('factura')
      expect(line.text.isWellFormed()).toBe(true)
      if (words.includes('factura')) expect(line.marks.length).toBeGreaterThan(0)
    }))
  })
})

test.each([
  ['No ha llegado mi pedido', 'ha llegado', true], ['No ha, llegado', 'HA LLEGADO', true], ['llegado ha', 'ha llegado', false], ['ha no llegado', 'ha llegado', false],
  ['我要退款订单', '退款订单', true], ['退款 和 订单', '退款和订单', true], ['订单退款', '退款订单', false], ['canción triste', 'cancion triste', true], ['anything', '…', true],
])('%s / %s', (text, phrase, holds) => expect(holdsPhrase(text, phrase)).toBe(holds))
