import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { denials, errors, failures, requestErrors } from './errors.js'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

/** The page's rows under one heading. */
function rowsUnder(heading: string): string[] {
  const [, section = ''] = page.split(`## ${heading}\n`)
  return (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
}

test.each([
  ['Refusals before sending', denials],
  ['What a platform refuses', failures],
  ['Requests', requestErrors],
])('docs/errors.md lists "%s" as the code has it', (heading, table) => {
  expect(rowsUnder(heading)).toEqual(Object.entries(table).map(([code, { kind, sentence, next }]) => `| \`${code}\` | ${kind} | ${sentence} | ${next} |`))
})

test('every code is written once, in lower snake case, with two whole sentences', () => {
  const codes = [denials, failures, requestErrors].flatMap((table) => Object.keys(table))
  expect(new Set(codes).size).toBe(codes.length)
  for (const [code, { sentence, next }] of Object.entries(errors)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    for (const words of [sentence, next]) expect(words).toMatch(/^[A-Z].*[.]$/s)
  }
})
