/** What a page of the people's list costs with its column of consents, as the app's own role, beside 60,000 rows of the ledger's standing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '../database.js'
import { newId } from '../ids.js'
import { openFreshDatabase } from '../testing.js'
import { standingsOf } from './standings.js'

const workspace = newId()
const [user, account] = [newId(), newId()]
const PEOPLE = 30_000
let database: Awaited<ReturnType<typeof openFreshDatabase>>
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

beforeAll(async () => {
  database = await openFreshDatabase()
  const { db } = database
  await db.asSystem(async (tx) => {
    await tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [workspace, 'Company'])
    await tx.query(`insert into app_user (user_id, email, name, password_hash, language, created_at) values ($1, $2, 'A', 'x', 'en', now())`, [user, 'a@example.org'])
  })
  await db.inWorkspace(workspace, async (tx) => {
    await tx.query(`insert into contact (workspace_id, contact_id, name, created_at, updated_at) select $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'P' || n, now(), now() from generate_series(1, ${PEOPLE}) n`, [workspace])
    await tx.query(`insert into identity (workspace_id, identity_id, account_id, contact_id, marketing_stopped, created_at) select workspace_id, contact_id, $2, contact_id, false, now() from contact where workspace_id = $1`, [workspace, account])
    await tx.query(`insert into consent_now (workspace_id, contact_id, purpose, category_id, channel, standing, since) select c.workspace_id, c.contact_id, 'marketing', null, h.channel, case h.channel when 'paper' then 'withdrawn' else 'given' end, now() from contact c cross join (values (null), ('paper')) h(channel) where c.workspace_id = $1`, [workspace])
  })
  for (const table of ['contact', 'identity', 'consent_now', 'suppressed_contact']) await db.pool.query(`vacuum analyze ${table}`)
}, 60_000)
afterAll(() => database.close())

interface Node { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: Node[] }

test('sixty people cost sixty look-ups: nothing is read whole, and nobody else is touched', async () => {
  const ids = Array.from({ length: 60 }, (_, i) => id(1 + i * 431))
  const read = { whole: [] as string[], rows: 0 }
  const see = (node: Node): void => {
    if (node['Relation Name'] && ['consent_now', 'identity'].includes(node['Relation Name'])) {
      read.rows += (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      if (node['Node Type'] === 'Seq Scan') read.whole.push(node['Relation Name'])
    }
    node.Plans?.forEach(see)
  }
  const found = await database.db.inWorkspace(workspace, async (tx) => {
    const explained: Tx = { ...tx, query: async (text, values) => {
      const [row] = await tx.ask<{ 'QUERY PLAN': [{ Plan: Node }] }>(`explain (analyze, format json) ${text}`, values)
      see(row!['QUERY PLAN'][0].Plan) // explain answers with one row
      return tx.ask(text, values)
    } }
    return standingsOf(explained, workspace, ids)
  })
  expect([found.consents.length, found.consents.filter((row) => row.standing === 'withdrawn').every((row) => row.channel === 'paper')]).toEqual([120, true])
  expect(read.whole).toEqual([])
  expect(read.rows).toBeGreaterThan(0)
  expect(read.rows).toBeLessThanOrEqual(120 + 60 + 60)
})
