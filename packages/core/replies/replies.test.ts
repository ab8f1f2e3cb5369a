import { describe, expect, test } from 'vitest'
import { fillPlaces, findReplies, fillReply, openPlaces, readCsv, replyValues, snoozeUntil, SNOOZE_PRESETS, unknownPlaces, windowEndText, writeCsv } from '../index.js'

const values = replyValues({ contact: { name: 'Ana María Ruiz', attributes: { talla: 'M', name: 'hidden', 'Talla zapato': 38, nothing: null } }, agentName: 'Luis Gil', company: 'Óptica', conversationNumber: 12, windowEnd: null })

describe('places of a reply', () => {
  test.each([
    ['Hola {{contact.firstName}}', 'Hola Ana', []],
    ['Hola {{ contact.first_name }}, soy {agent.first_name} de {company}', 'Hola Ana, soy Luis de Óptica', []],
    ['N.º {{conversation.number}}, talla {{contact.talla}} y {{contact.talla_zapato}}', 'N.º 12, talla M y 38', []],
    ['{{contact.name}}', 'Ana María Ruiz', []],
    ['Hasta las {{window.end}}', 'Hasta las {{window.end}}', ['window.end']],
    ['Hasta las {{window.end|20:00}}', 'Hasta las 20:00', []],
    ['Envío {{tracking number}} y {{tracking number}}', 'Envío {{tracking number}} y {{tracking number}}', ['tracking number']],
    ['{{contact.city | }}', '{{contact.city | }}', ['contact.city']],
    ['function () { return {a: 1} }', 'function () { return {a: 1} }', []],
    ['{{contact.nothing}}', '{{contact.nothing}}', ['contact.nothing']],
  ])('%s', (text, filled, missing) => { expect(fillReply(text, values)).toEqual({ text: filled, missing }) })

  test('what still stands open is found where it stands', () => {
    const text = 'Hola {{a b}}, {contact.city}'
    expect(openPlaces(text).map(({ name, from, to }) => [name, text.slice(from, to)])).toEqual([['a b', '{{a b}}'], ['contact.city', '{contact.city}']])
  })

  test('a value is never read for places again', () => {
    expect(fillReply('{{contact.name}}', replyValues({ contact: { name: '{{agent.name}} $& $1' }, agentName: 'x', company: 'y', conversationNumber: null, windowEnd: null })).text).toBe('{{agent.name}} $& $1')
  })

  test('automatic replies know the same writing, and take nothing for granted that they cannot fill', () => {
    const of = { 'contact.name': '', 'contact.firstName': '', opening: '10:00', company: 'Óptica' }
    expect(fillPlaces('Hola {{contact.first_name|amigo}}, {company} abre {{opening}}', of)).toBe('Hola amigo, Óptica abre 10:00')
    expect(unknownPlaces('{{contact.first_name|x}} {{tracking number}} {contact.city}')).toEqual(['tracking number', 'contact.city'])
  })

  test.each([[Date.UTC(2026, 10, 22, 19, 5), '20:05'], [Date.UTC(2026, 10, 23, 9, 0), 'lunes, 10:00'], [Date.UTC(2026, 10, 22, 8), null], [null, null]])('the window ends at %s: %s', (closes, said) => {
    expect(windowEndText(closes, Date.UTC(2026, 10, 22, 9), 'Europe/Madrid', 'es')).toBe(said)
  })
})

describe('the list after /', () => {
  const replies = [
    { shortcut: 'envio', title: 'Plazos de envío', folder: 'Pedidos', text: 'Llega en 48 horas' }, { shortcut: 'horario', title: 'Horario', folder: null, text: 'Abrimos a las 10' }, { shortcut: 'gracias', title: 'Gracias', folder: null, text: 'Gracias por tu pedido' },
  ]
  test.each([['ENVÍO', ['envio']], ['pedid', ['envio', 'gracias']], ['48', ['envio']], ['hrr', ['horario']], ['envio 48', ['envio']], ['zzz', []]])('%s', (wish, found) => {
    expect(findReplies(replies, wish, () => 0).map((one) => one.shortcut)).toEqual(found)
  })
  test('without a word those she uses most come first', () => {
    expect(findReplies(replies, '', (one) => (one.shortcut === 'horario' ? 7 : 0)).map((one) => one.shortcut)).toEqual(['horario', 'envio', 'gracias'])
  })
  test('two thousand long texts are folded once, then found letter by letter', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => ({ shortcut: `s${i}`, title: `Título ${i}`, folder: 'Más', text: `${'palabra '.repeat(60)}${i}` }))
    expect(findReplies(many, 's1999', () => 0)).toHaveLength(1)
    expect(findReplies(many, 'palabra 1234', () => 0)[0]?.shortcut).toBe('s1234')
  })
})

describe('CSV', () => {
  const cells = ['=1+1', '+34', '-5', '@x', '\ty', "'=1", "''=1", "'hola'", 'a,b', 'say "x"', 'two\nlines', '', 'ñ']
  test('what is written is read back, and no cell is a formula', () => {
    const csv = writeCsv([['h', ...cells.slice(1)], cells])
    expect(readCsv(csv)[1]?.cells).toEqual(cells)
    expect(csv).not.toMatch(/(^|,|"|\n)[=+@\t-]/)
  })
  test.each([['a;b\n1;2\n\n3;4'], ['a\tb\r\n1\t2\r\n3\t4\r\n']])('%j', (text) => { expect(readCsv(text).map((row) => row.cells)).toEqual([['a', 'b'], ['1', '2'], ['3', '4']]) })
  test('a line is counted where it begins', () => { expect(readCsv('a,b\n"x\ny",1\nz,2').map((row) => row.line)).toEqual([1, 2, 4]) })
})

describe('sleep of a macro', () => {
  const MONDAY_NOON = Date.UTC(2026, 10, 23, 11)
  test.each([['later', '14:00'], ['afternoon', '12:00'], ['evening', '18:00'], ['tomorrow', '07:00'], ['saturday', '09:00'], ['monday', '07:00']] as const)('%s is %s UTC', (preset, time) => {
    expect(new Date(snoozeUntil(preset, MONDAY_NOON, 'Europe/Madrid')).toISOString().slice(11, 16)).toBe(time)
  })
  test('it always lies ahead, on every hour of a week in which clocks change', () => {
    for (let at = Date.UTC(2026, 9, 22); at < Date.UTC(2026, 9, 30); at += 3_600_000) for (const preset of SNOOZE_PRESETS) expect(snoozeUntil(preset, at, 'Europe/Madrid')).toBeGreaterThan(at)
  })
})
