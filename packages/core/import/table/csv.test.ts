import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CsvReader, csvRow, type Delimiter, DELIMITERS, detectDelimiter, type FileRow } from './csv.js'
import { readList, writeList } from './lists.js'
import { shield, unshield } from './shield.js'

const read = (text: string, delimiter: Delimiter = ',', cut = text.length): FileRow[] => {
  const reader = new CsvReader(delimiter)
  const pieces = Array.from({ length: Math.ceil(text.length / cut) }, (_, i) => text.slice(i * cut, (i + 1) * cut))
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]
}
const cells = (text: string, delimiter: Delimiter = ','): string[][] => read(text, delimiter).map((row) => row.cells)

test.each<[string, string, string[][]]>([
  ['plain rows', 'a,b\r\nc,d\r\n', [['a', 'b'], ['c', 'd']]],
  ['no line end at the end', 'a,b\nc,d', [['a', 'b'], ['c', 'd']]],
  ['line ends of old Macs', 'a,b\rc,d\r', [['a', 'b'], ['c', 'd']]],
  ['empty cells', ',\na,,\n', [['', ''], ['a', '', '']]],
  ['empty lines are none', '\n\na\n\r\n\nb\n', [['a'], ['b']]],
  ['an empty text is a cell', '""\n', [['']]],
  ['quoted delimiters', '"a,b",c\n', [['a,b', 'c']]],
  ['quoted line ends', '"a\r\nb",c\n"d\n",e', [['a\r\nb', 'c'], ['d\n', 'e']]],
  ['quotes in quotes', '"say ""hi""",""""\n', [['say "hi"', '"']]],
  ['a quote inside a plain cell', '5" pipe,6"\n', [['5" pipe', '6"']]],
  ['text behind a closing quote', '"a"b,c\n', [['ab', 'c']]],
])('%s', (_name, text, rows) => expect(cells(text)).toEqual(rows))

test('lines are counted as an editor counts them', () => {
  expect(read('a\n\n"b\r\nb\rb\nb",x\r\nc').map(({ line }) => line)).toEqual([1, 3, 7])
})

test('a quote that nobody closes costs its own line', () => {
  expect(read('a,b\n"c,d\ne,f\ng,h\n')).toEqual([{ line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['"c,d'], fault: 'quote_open' }, { line: 3, cells: ['e', 'f'] }, { line: 4, cells: ['g', 'h'] }])
  const far = `"c\n${'x,y\n'.repeat(400_000)}`
  const rows = read(far, ',', 65_536)
  expect(rows).toHaveLength(400_001)
  expect(rows[0]!.fault).toBe('quote_open')
})

const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' ', 'a', "'", '=', '+', '-', '@', '\u0000') }))
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 12 })

test('what is written is read again, however it is cut', () => {
  fc.assert(fc.property(table, fc.constantFrom(...DELIMITERS), fc.integer({ min: 1, max: 40 }), (rows, delimiter, cut) => {
    const text = rows.map((row) => csvRow(row, delimiter)).join('')
    expect(read(text, delimiter, cut).map((row) => row.cells)).toEqual(rows)
  }), { numRuns: 500 })
})

test('a shielded cell is harmless and comes back', () => {
  fc.assert(fc.property(cell, (text) => {
    // eslint-disable-next-line no-control-regex -- NUL is one of the signs
    expect(shield(text)).not.toMatch(/^[=+\-@\t\r\0]/u)
    expect(unshield(shield(text))).toBe(text)
  }), { numRuns: 1_000 })
  expect(['=1+1', "'=1", "'plain", '', '+34 600'].map(shield)).toEqual(["'=1+1", "''=1", "'plain", '', "'+34 600"])
})

test('lists come back', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom(';', '\\', ',', 'a', 'b', ' ', "'") }).map((each) => each.trim()).filter(Boolean)), (values) => {
    expect(readList(writeList(values))).toEqual(values)
    expect(readList(writeList(values), { commas: true })).toEqual(values)
  }))
  expect(readList('red, blue', { commas: true })).toEqual(['red', 'blue'])
  expect(readList('Sol, S.L.; Luna', { commas: true })).toEqual(['Sol, S.L.', 'Luna'])
})

test.each<[string, Delimiter]>([
  ['name;phone\nAna, Gil;1\nLuz, Mar;2\n', ';'], ['name,phone\nAna,1\n', ','], ['name\tphone\nAna\t1,5\n', '\t'], ['a|b|c\n1|2|3\n', '|'], ['name\nAna\n', ','], ['', ','], ['"a;b",c\n"d;e",f\n', ','],
])('%j is parted by %j', (text, delimiter) => expect(detectDelimiter(text)).toBe(delimiter))
