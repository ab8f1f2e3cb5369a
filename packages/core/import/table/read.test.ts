import { describe, expect, test } from 'vitest'
import type { DateOrder } from '../whatsapp-dates.js'
import { cardCells } from './card-cells.js'
import { suggestColumns } from './suggest.js'
import { readDay, readMoment, readNumber } from './values.js'
import { CardReader } from './vcard.js'
import { readCountry, readLanguage, readTimeZone, readYesNo } from './words.js'

const cards = (text: string, cut = 7): Record<string, string>[] => {
  const reader = new CardReader()
  const pieces = Array.from({ length: Math.ceil(text.length / cut) }, (_, i) => text.slice(i * cut, (i + 1) * cut))
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()].map((card) => Object.fromEntries(cardCells(card)))
}

describe('cards, however they are cut', () => {
  test.each<[string, string, Record<string, string>[]]>([
    ['2.1 with quoted-printable over lines', 'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=\r\n=B1oz;Jos=C3=A9\r\nTEL;HOME:1\r\nEND:VCARD\r\n', [{ name: 'José Muñoz', phone: '1 [HOME]' }]],
    ['3.0 folded, with a group and escaped signs', 'BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n  Gil\nitem1.TEL;TYPE=CELL,VOICE:+34 600\nORG:Sol\\, S.L.;Ventas\nNOTE:uno\\ndos\\;\nEND:VCARD\n', [{ name: 'Ana Gil', phone: '+34 600', company: 'Sol, S.L.', notes: 'uno\ndos;' }]],
    ['4.0 with uris and the preferred one first', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Eva\r\nTEL;VALUE=uri;TYPE=work:tel:+1-2\r\nTEL;PREF=1:tel:+3\r\nCATEGORIES:a\\,b,c\r\nLANG:es\r\nEND:VCARD', [{ name: 'Eva', phone: '+3', 'phone 2': '+1-2 [work]', labels: 'a,b; c', language: 'es' }]],
    ['photographs and cards within cards are left out', 'BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:AAAA\n BBBB\nBEGIN:VCARD\nFN:B\nEND:VCARD\nEMAIL:a@b.c\nEND:VCARD\nnoise\nBEGIN:VCARD\nFN:C\nEND:VCARD\n', [{ name: 'A', email: 'a@b.c' }, { name: 'C' }]],
  ])('%s', (_name, text, found) => { for (const cut of [1, 7, text.length]) expect(cards(text, cut)).toEqual(found) })
})

test.each<[string, DateOrder, string | null]>([
  ['01/02/2024', 'dmy', '2024-02-01'], ['01/02/2024', 'mdy', '2024-01-02'], ['2024-02-01', 'mdy', '2024-02-01'], ['1.2.24', 'dmy', '2024-02-01'], ['31/02/2024', 'dmy', null], ['2024年2月1日', 'dmy', '2024-02-01'], ['٠١/٠٢/٢٠٢٤', 'dmy', '2024-02-01'],
  ['20240201', 'dmy', '2024-02-01'], ['13/02/2024', 'mdy', null], ['hoy', 'dmy', null], ['1/2/2024 10:30', 'dmy', '2024-02-01'],
])('%s read %s is the day %s', (text, order, day) => expect(readDay(text, order)).toBe(day))

test.each<[string, number | null]>([
  ['2024-02-01T10:00:00Z', Date.UTC(2024, 1, 1, 10)], ['01/02/2024 10:00', Date.UTC(2024, 1, 1, 9)], ['01/02/2024', Date.UTC(2024, 1, 1, 11)], ['01/02/2024 3:05 PM', Date.UTC(2024, 1, 1, 14, 5)], ['2024-02-01 10:00 +02:00', Date.UTC(2024, 1, 1, 8)], ['2024-02-01T25:00:00', null], ['ayer', null],
])('%s is the moment %s, an hour east', (text, at) => expect(readMoment(text, 'dmy', (wall) => wall - 3_600_000)).toBe(at))

test.each<[string, number | null]>([['1.234,50', 1234.5], ['1,234.50', 1234.5], ['1 234', 1234], ['-3', -3], ['12 %', 12], ['€ 5', 5], ['1.234.567', 1234567], ['0,5', 0.5], ['a', null], ['', null], ['1-2', null]])('%s is the number %s', (text, value) => expect(readNumber(text)).toBe(value))

test.each<[string, boolean | null]>([['Sí', true], ['SIM', true], ['✓', true], ['是', true], ['نعم', true], ['nein', false], ['NÃO', false], ['لا', false], ['0', false], ['quizás', null], ['', null]])('%s is %s', (text, value) => expect(readYesNo(text)).toBe(value))

test('countries, languages and zones by name or code', () => {
  expect(['es', 'España', 'Alemanha', 'Deutschland', '中国', 'البرازيل', 'UK', 'Atlantis'].map(readCountry)).toEqual(['ES', 'ES', 'DE', 'DE', 'CN', 'BR', 'GB', null])
  expect(['es', 'español', 'Deutsch', 'pt_BR', '中文', 'klingon'].map(readLanguage)).toEqual(['es', 'es', 'de', 'pt-BR', 'zh', null])
  expect(['Europe/Madrid', 'Europe/Nowhere', '+01:00'].map(readTimeZone)).toEqual(['Europe/Madrid', null, null])
})

test.each<[string, string[], string[]]>([
  ['German', ['Vorname', 'Nachname', 'Handynummer', 'E-Mail-Adresse', 'Kundennummer'], ['first_name', 'last_name', 'phone', 'email', 'external_id']],
  ['Portuguese', ['Nome', 'Celular', 'Empresa', 'Observações'], ['name', 'phone', 'company', 'notes']],
  ['Chinese', ['姓名', '手机号码', '公司', '标签'], ['name', 'phone', 'company', 'labels']],
  ['Arabic', ['الاسم الكامل', 'رقم الجوال', 'البريد الإلكتروني', 'البلد'], ['name', 'phone', 'email', 'country']],
  ['numbered', ['Name', 'Phone 1', 'Phone 2', 'E-mail (work)'], ['name', 'phone', 'phone', 'email']],
])('%s headings', (_name, headings, uses) => expect(suggestColumns(headings.map((heading) => ({ heading, samples: ['x'] })), []).map(({ to }) => to)).toEqual(uses))

test('what stands in a column tells where its heading does not', () => {
  expect(suggestColumns([{ heading: 'A', samples: ['a@b.co', 'c@d.es'] }, { heading: 'B', samples: ['+34 600 000 000'] }, { heading: 'C', samples: ['1', '22'] }, { heading: 'D', samples: ['007'] }, { heading: 'E', samples: [''] }], []))
    .toEqual([{ to: 'email' }, { to: 'phone' }, { to: 'new_attribute', name: 'C', type: 'number' }, { to: 'new_attribute', name: 'D', type: 'text' }, { to: 'skip' }])
})
