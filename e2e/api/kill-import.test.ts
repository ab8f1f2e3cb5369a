import type { ContactImport } from '@recado/api'
import { afterEach, expect, test } from 'vitest'
import { ask, Running, until } from './harness.js'
import { TOKEN } from '../../tools/product/start.mjs'

const opened: (() => Promise<void>)[] = []
afterEach(async () => { for (const close of opened.splice(0).reverse()) await close() })

const ROWS = 6_000
/** Every fortieth row has a number that is none; every ninth is the person of the row before. */
const rowOf = (n: number): string => `Person ${n},${n % 40 === 39 ? 'none' : `+346${String(10_000_000 + (n % 9 === 8 ? n - 1 : n))}`},vip`
const FILE = ['name,phone,labels', ...Array.from({ length: ROWS }, (_, n) => rowOf(n))].join('\n')

async function send(recado: Running): Promise<ContactImport> {
  const form = new FormData()
  form.set('file', new Blob([FILE]), 'people.csv')
  const answer = await fetch(`${recado.url}/api/v1/contact-imports`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: form })
  expect(answer.status).toBe(201)
  return answer.json() as Promise<ContactImport>
}

const state = (recado: Running) => ask(recado.dataDir, `select p.name, p.labels, a.value from contact p left join contact_address a on a.contact_id = p.contact_id order by a.value, p.name`)

test('kill -9 of everything in the middle of an import: it goes on at the very row, and nobody is there twice or missing', async () => {
  const recado = await Running.start()
  opened.push(() => recado.close())
  const one = await send(recado)
  const look = (): Promise<ContactImport> => recado.api.want('GET', `/api/v1/contact-imports/${one.id}`)
  await recado.api.want('PUT', `/api/v1/contact-imports/${one.id}/mapping`, { columns: one.suggested, headings: true, existing: 'update' })
  await recado.api.want('POST', `/api/v1/contact-imports/${one.id}/start`)
  const before = await until(look, ({ position }) => position >= 1_000, { what: 'the first rows', withinMs: 60_000 })
  expect(before.state).toBe('running')
  await recado.killAndRestart()
  const done = await until(look, (now) => now.state !== 'running', { what: 'the end of the import', withinMs: 120_000 })

  const taken = Array.from({ length: ROWS }, (_, n) => n).filter((n) => n % 40 !== 39)
  const last = new Map(taken.map((n) => [rowOf(n).split(',')[1]!, `Person ${n}`])) // every row has a number
  expect(done).toMatchObject({ state: 'done', position: ROWS, created: last.size, changed: taken.length - last.size, unchanged: 0, refused: ROWS - taken.length, problemCount: ROWS - taken.length })
  expect(await state(recado)).toEqual([...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, name]) => ({ name, labels: ['vip'], value })))
  const refused = await ask(recado.dataDir, 'select row_number from contact_import_problem order by row_number')
  expect(refused.map((row) => row.row_number)).toEqual(Array.from({ length: ROWS }, (_, n) => n).filter((n) => n % 40 === 39).map((n) => n + 1))
})
