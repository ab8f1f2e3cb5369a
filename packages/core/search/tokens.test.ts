import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, tokensOf } from './tokens.js'

describe('tokens of a text', () => {
  test.each([
    ['Spanish loses its accents, not its ñ-words', 'La canción de Íñigo, ¿qué devolución?', ['la', 'cancion', 'de', 'inigo', 'que', 'devolucion']],
    ['a composed and a decomposed accent are one word', 'cafe\u0301 café', ['cafe']],
    ['an order number stays whole', 'Pedido P7654321, talla 38', ['pedido', 'p7654321', 'talla', '38']],
    ['Chinese becomes overlapping pairs', '退款订单', ['退款', '款订', '订单']],
    ['a two-character Chinese word is one token', '订单', ['订单']],
    ['one Chinese character stays alone', '好', ['好']],
    ['Chinese beside Latin and digits', 'iPhone手机38码', ['iphone', '手机', '38', '码']],
    ['punctuation ends a run', '你好，世界', ['你好', '世界']],
    ['Japanese runs over kanji and kana', '食べました', ['食べ', 'べま', 'まし', 'した']],
    ['the long vowel mark belongs to katakana', 'コーヒー', ['コー', 'ーヒ', 'ヒー']],
    ['half-width katakana is katakana', 'ｶﾞｲﾄﾞ', ['ガイ', 'イド']],
    ['a voiced kana is another letter', 'がん', ['がん']],
    ['Korean syllables stay whole', '환불 문의', ['환불', '문의']],
    ['Korean in pairs', '배송조회', ['배송', '송조', '조회']],
    ['full-width letters are letters', 'ＯＫ１２', ['ok12']],
    ['German, Danish and Polish letters without a decomposition', 'Straße Øresund Łódź', ['strasse', 'oresund', 'lodz']],
    ['Greek final sigma', 'ΟΔΟΣ οδός', ['οδοσ']],
    ['Arabic without its short vowels', 'مُحَمَّد', ['محمد']],
    ['Hebrew without its points', 'שָׁלוֹם', ['שלום']],
    ['Hindi keeps its vowel signs', 'किताब कतब', ['किताब', 'कतब']],
    ['Turkish dotted and dotless i', 'İstanbul ılık', ['istanbul', 'ilik']],
    ['emoji and marks alone are no words', '👍🏽 — … !', []],
    ['nothing', '', []],
    ['a word written twice is one token', 'no No NO', ['no']],
    ['a soft hyphen does not cut a word', 'devo\u00adlución', ['devolucion']],
    ['an endless word is cut', 'x'.repeat(5_000), ['x'.repeat(64)]],
  ])('%s', (_sentence, text, tokens) => expect(tokensOf(text)).toEqual(tokens))

  test('folding again changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(fold(fold(text))).toBe(fold(text)) }))
  })

  test('a document is found by each of its own words, in any case and form', () => {
    const words = fc.array(fc.constantFrom('Canción', 'pedido', '订单', '환불', 'コーヒー', 'Straße', 'P7654321', 'ñandú'), { minLength: 1 })
    fc.assert(fc.property(words, (chosen) => {
      const document = new Set(tokensOf(chosen.join(' · ')))
      for (const word of chosen)
        for (const form of [word, word.toUpperCase(), word.toLowerCase(), word.normalize('NFD')])
          for (const token of tokensOf(form)) expect(document).toContain(token)
    }))
  })

  test('any text, also broken surrogates and NUL, gives clean tokens', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const token of tokensOf(text)) expect(token).toMatch(/^[\p{L}\p{N}\p{M}]+$/u)
    }))
  })
})
