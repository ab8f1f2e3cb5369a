import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OUR_RULES } from './account.js'

test.each(Object.entries(OUR_RULES))('the source of our own rule "%s" is a heading that exists', (_rule, source) => {
  const [path = '', anchor] = source.split('#')
  const headings = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8').matchAll(/^#+ (.*)$/gm)
  expect([...headings].map(([, words]) => words?.toLowerCase().replaceAll(' ', '-'))).toContain(anchor)
})
