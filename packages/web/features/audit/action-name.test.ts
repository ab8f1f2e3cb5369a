/** What the audit log tells is told in words: every action that the server's source names has a sentence. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import words from '../../messages/en.json' with { type: 'json' }
import { AREAS } from './areas.js'

const SERVER = join(import.meta.dirname, '../../../server')
/** As entries are written: `audit(tx, …, { action: 'inbox.made' …` and the arguments of helpers that pass it on. */
const ACTION = /\baction: '([a-z_]+\.[a-z_.]+)'/g
/** In a file that writes entries, what a helper of its own is handed: `change(services, principal, 'nudge.added', …`. Live events stand behind their `type:`. */
const HANDED = /(?<!type: )'((?!message\.)[a-z_]+\.(?:added|changed|created|deleted|edited|made|merged|ordered|removed|resumed|revoked|scheduled|sent_again|taken_back|unscheduled))'/g

const actionsOfTheSource = (): string[] => {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/(^|\/)(dist|node_modules|testing)\//.test(file))
  return [...new Set(files.flatMap((file) => {
    const source = readFileSync(join(SERVER, file), 'utf8')
    return [ACTION, ...(/\baudit\(/.test(source) ? [HANDED] : [])].flatMap((pattern) => [...source.matchAll(pattern)]).map(([, action]) => action!)
  }))]
}

test('every action of the audit log has its words', () => {
  const actions = actionsOfTheSource()
  expect(actions.length).toBeGreaterThan(130)
  expect(actions.filter((action) => !(`auditlog.action.${action}` in words)).sort()).toEqual([])
})

test('every family of actions has its place in the filter, and one only', () => {
  const places = Object.values(AREAS).flat<readonly (readonly string[])[]>()
  expect([...new Set(actionsOfTheSource().map((action) => action.split('.')[0]!))].filter((family) => !places.includes(family))).toEqual([])
  expect(new Set(places).size).toBe(places.length)
})
