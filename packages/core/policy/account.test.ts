import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OUR_RULES, settingNumber } from './account.js'
import { factsOf } from './testing/facts.js'
import { open } from './testing/sample-rules.js'

test.each(Object.entries(OUR_RULES))('the source of our own rule "%s" is a heading that exists', (_rule, source) => {
  const [path = '', anchor] = source.split('#')
  const headings = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8').matchAll(/^#+ (.*)$/gm)
  expect([...headings].map(([, words]) => words?.toLowerCase().replaceAll(' ', '-'))).toContain(anchor)
})

test.each([
  ['a number', 5, 5], ['a number as text', ' 5 ', 5], ['nothing at all', 0, 0], ['not entered', undefined, null], ['empty', '', null], ['blank', '  ', null], ['words', 'TIER_2K', null],
  ['below nothing', -1, null], ['no end', Infinity, null], ['no number', NaN, null], ['a tick', true, null], ['a list', [5], null], ['null', null, null],
])('an amount entered in the settings: %s', (_what, entered, amount) => {
  expect(settingNumber(factsOf(open, { account: { ...factsOf(open).account, settings: { limit: entered } } }), 'limit')).toBe(amount)
})
