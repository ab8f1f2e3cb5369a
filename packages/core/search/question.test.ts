import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayIn, spanOfDate, startOfDay } from './dates.js'
import { FIELDS, fieldOf } from './operators.js'
import { readQuestion } from './question.js'

const TODAY = '2026-11-22' // a Sunday

/** The reading as one would say it: words bare, phrases in quotes, conditions by field. */
function said(line: string): string[] {
  const { terms, conditions, hints } = readQuestion(line, TODAY)
  return [
    ...terms.map((term) => `${term.excluded ? '-' : ''}${term.phrase ? `"${term.text}"` : term.text}${term.open ? '*' : ''}`),
    ...conditions.map((one) => `${one.excluded ? '-' : ''}${one.field}=${one.span ? `${one.span.from}..${one.span.to}` : one.value}`), ...hints.map((hint) => `?${hint.code} ${hint.text}${hint.field && hint.field !== hint.text ? ` (${hint.field})` : ''}`),
  ]
}

describe('a line of the search box', () => {
  test.each([
    ['words, the last of which may go on', 'factura canción', ['factura', 'canción*']],
    ['a word that is finished', 'factura ', ['factura']],
    ['a phrase', '"no ha llegado" pedido', ['"no ha llegado"', 'pedido*']],
    ['a phrase that is still being typed', '"no ha lle', ['"no ha lle"']],
    ['quotes of other languages', '«gracias mil» 「退款」', ['"gracias mil"', '"退款"']],
    ['what is left out', 'factura -proforma -"pro forma"', ['factura', '-proforma', '-"pro forma"']],
    ['a dash alone and a dashed word are no exclusion', 'a - b-c --d', ['a', 'b-c', '--d*']],
    ['operators', 'from:me label:vip is:unread hola', ['hola*', 'from=me', 'label=vip', 'is=unread']],
    ['a value in quotes', 'label:"muy urgente" from:"Ana García"', ['label=muy urgente', 'from=Ana García']],
    ['a customer called Me, in quotes', 'from:"Me"', ['from=Me']],
    ['Spanish', 'de:yo asignado:nadie etiqueta:vip tiene:imagen es:pendiente ventana:abierta', ['from=me', 'assignee=none', 'label=vip', 'has=image', 'is=pending', 'window=open']],
    ['Spanish with accents', 'después:2026-11-20 está:sin-leer', ['after=2026-11-20..2026-11-21', 'is=unread']],
    ['Portuguese', 'responsável:ninguém rótulo:vip', ['assignee=none', 'label=vip']],
    ['German', 'von:ich bearbeiter:niemand mit:bild', ['from=me', 'assignee=none', 'has=image']],
    ['Chinese, with the colon of its keyboard', '标签：vip 状态：未读 退款', ['退款*', 'label=vip', 'is=unread']],
    ['Arabic', 'من:انا وسم:vip', ['from=me', 'label=vip']],
    ['excluded conditions', '-label:vip -is:resolved', ['-label=vip', '-is=resolved']],
    ['upper case', 'FROM:Me Is:UNREAD', ['from=me', 'is=unread']],
    ['notes', 'in:note precio en:notas', ['precio', 'in=note', 'in=note']],
    ['a note is also something to have', 'has:note', ['has=note']],
    ['dates of several words without quotes', 'after:last week factura', ['factura*', 'after=2026-11-09..2026-11-16']],
    ['the same in Spanish', 'desde:la semana pasada', ['after=2026-11-09..2026-11-16']],
    ['an unknown name is text, with a hint', 'lable:vip', ['lable:vip*', '?unknown_operator lable (label)']],
    ['one that is near nothing', 'pedido:123', ['pedido:123*', '?unknown_operator pedido']],
    ['an address of the web is no operator', 'https://example.com/x', ['https://example.com/x*']],
    ['a time is no operator', '10:30', ['10:30*']],
    ['a word that ends in a colon is none either', 'gracias: mil', ['gracias:', 'mil*']],
    ['a value that does not exist', 'is:happy hola', ['hola*', '?unknown_value happy (is)']],
    ['an operator without a value yet', 'label: hola', ['hola*', '?empty_value label']],
    ['a date with two readings', 'on:03/04/2026', ['?ambiguous_date 03/04/2026 (on)']],
    ['only what is left out', '-factura', ['-factura', '?only_excluded -factura']],
    ['marks and emoji are nothing to look for', '— 👍 !', []],
    ['nothing', '   ', []],
  ])('%s', (_sentence, line, reading) => expect(said(line)).toEqual(reading))

  test('any line is read, to its end, and never more than thirty parts of it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (line) => {
      const { terms, conditions } = readQuestion(line, TODAY)
      expect(terms.length + conditions.length).toBeLessThanOrEqual(30)
    }))
  })

  test('every field is known by its own name', () => { for (const field of FIELDS) expect(fieldOf(field)).toBe(field) })
})

describe('days', () => {
  test.each([
    ['2026-11-20', '2026-11-20', '2026-11-21'], ['2026/1/5', '2026-01-05', '2026-01-06'], ['2026-11', '2026-11-01', '2026-12-01'], ['2025', '2025-01-01', '2026-01-01'],
    ['20/11/2026', '2026-11-20', '2026-11-21'], ['11/20/2026', '2026-11-20', '2026-11-21'], ['3.4.2026', '2026-04-03', '2026-04-04'], ['5/5', '2026-05-05', '2026-05-06'], ['25/12', '2025-12-25', '2025-12-26'],
    ['hoy', '2026-11-22', '2026-11-23'], ['AYER', '2026-11-21', '2026-11-22'], ['昨天', '2026-11-21', '2026-11-22'], ['أمس', '2026-11-21', '2026-11-22'], ['gestern', '2026-11-21', '2026-11-22'],
    ['this week', '2026-11-16', '2026-11-23'], ['el mes pasado', '2026-10-01', '2026-11-01'], ['last year', '2025-01-01', '2026-01-01'],
    ['sunday', '2026-11-22', '2026-11-23'], ['lunes', '2026-11-16', '2026-11-17'], ['miércoles', '2026-11-18', '2026-11-19'],
  ])('%s', (word, from, to) => expect(spanOfDate(word, TODAY)).toEqual({ from, to }))

  test.each([['03/04', 'ambiguous'], ['31/02/2026', 'unknown'], ['2026-02-30', 'unknown'], ['2026-13', 'unknown'], ['soon', 'unknown'], ['', 'unknown']])('%s is none', (word, fault) => expect(spanOfDate(word, TODAY)).toBe(fault))

  test('a day begins at its midnight there, also when clocks change', () => {
    expect(new Date(startOfDay('2026-11-20', 'Europe/Madrid')).toISOString()).toBe('2026-11-19T23:00:00.000Z')
    expect(new Date(startOfDay('2026-03-29', 'Europe/Madrid')).toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(new Date(startOfDay('2026-07-01', 'Asia/Shanghai')).toISOString()).toBe('2026-06-30T16:00:00.000Z')
    fc.assert(fc.property(fc.constantFrom('Europe/Madrid', 'America/Sao_Paulo', 'Asia/Shanghai', 'Pacific/Apia', 'America/Santiago', 'Africa/Cairo'), fc.integer({ min: 0, max: 6_000 }), (zone, n) => {
      const date = new Date(Date.UTC(2015, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
      const start = startOfDay(date, zone)
      expect([dayIn(start, zone), dayIn(start - 1, zone) < date]).toEqual([date, true])
    }))
  })
})
