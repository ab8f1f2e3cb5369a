/** Tens of thousands of people are judged as sets: nothing is looked up for every one of them. */
import { join } from 'node:path'
import { type AudienceSpec, type Filter, nobody } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { loadChannels } from '../channels/registry.js'
import type { LoadedChannel } from '../services.js'
import { audienceRows } from './index.js'

const PEOPLE = Number(process.env.RECADO_PEOPLE ?? 20_000)
let desk: Desk
let priced: LoadedChannel
beforeAll(async () => {
  // A real channel with prices, windows and countries, whichever it is.
  priced = (await loadChannels([join(import.meta.dirname, '..', '..', '..', 'channels')], { development: true })).all().find((one) => one.declaration.rules.price && one.declaration.rules.templates)!
  desk = await makeDesk({ channel: priced })
  await desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
    const put = (sql: string, ...more: unknown[]) => tx.query(sql, [desk.workspaceId, ...more])
    await put(`insert into contact (workspace_id, contact_id, name, country, language, labels, created_at, updated_at) select $1, md5('c' || n)::uuid, 'Ana ' || n, 'ES', 'es', case when n % 3 = 0 then '{vip}'::text[] else '{}' end, now(), now() from generate_series(1, ${PEOPLE}) n`)
    await put(`insert into identity (workspace_id, identity_id, account_id, contact_id, country, created_at) select $1, md5('i' || n)::uuid, $2, md5('c' || n)::uuid, case when n % 10 = 0 then 'US' else 'ES' end, now() from generate_series(1, ${PEOPLE}) n where n % 20 > 0`, desk.account.id)
    await put(`insert into consent_now (workspace_id, contact_id, purpose, standing, since) select $1, md5('c' || n)::uuid, 'marketing', case when n % 7 = 0 then 'withdrawn' else 'given' end, now() from generate_series(1, ${PEOPLE}) n where n % 11 > 0`)
    await put(`insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_inbound_at, last_at, created_at) select $1, md5('k' || n)::uuid, n, $2, $3, $4, md5('i' || n)::uuid, md5('c' || n)::uuid, md5('k' || n)::uuid, now() - n * interval '1 minute', now(), now() from generate_series(1, ${PEOPLE}) n where n % 20 > 0`, desk.account.id, priced.declaration.id, desk.inboxId)
    await put(`insert into campaign_recipient (workspace_id, campaign_id, contact_id, state, accepted_at) select $1, $2, md5('c' || n)::uuid, 'read', now() from generate_series(1, ${PEOPLE}) n where n % 2 = 0`, newId())
    await put(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, at, amount, currency, status, told_at, created_at, updated_at) select $1, md5('o' || n)::uuid, 'shop', n::text, md5('c' || n)::uuid, md5('c' || n)::uuid, now(), 10, 'EUR', 'paid', now(), now(), now() from generate_series(1, ${PEOPLE}, 4) n`)
  })
  for (const table of ['contact', 'identity', 'consent_now', 'conversation', 'campaign_recipient', 'contact_order']) await desk.services.db.pool.query(`analyze ${table}`)
}, 120_000)
afterAll(() => desk.close())

interface Node { 'Node Type': string; 'Actual Loops': number; 'Actual Rows': number; 'Subplan Name'?: string; Plans?: Node[] }

const filters: [string, Filter][] = [
  ['everybody', { all: [] }], ['a label, or heard lately', { any: [{ field: 'person_labels', op: 'any', value: ['vip'] }, { field: 'last_inbound', op: 'within', value: 100 }] }],
  ['consent and silence', { any: [{ all: [{ field: 'consent', op: 'in', value: ['marketing'] }, { field: 'silent_for', op: 'hours', value: 24 }] }, { field: 'campaign_read', op: 'in', value: ['any'] }] }],
  ['orders', { not: { any: [{ field: 'order_total', key: 'EUR', op: 'above', value: 5 }, { field: 'order_count', op: 'below', value: 1 }] } }],
]
test.each(filters)('%s: no step runs once for every person', async (_name, filter) => {
  const spec: AudienceSpec = { include: { ...nobody, filter }, exclude: nobody, purpose: 'marketing', category: null, routes: [{ accountId: desk.account.id, as: 'template', priceClass: null }, { accountId: desk.account.id, as: 'freeform', priceClass: null }], choose: 'cheapest', cap: { messages: 2, days: 7 } }
  const [server] = await desk.rows<{ version: number }>(`select current_setting('server_version_num')::int as version`)
  // Before 16 the planner takes the index once for every one of the set; the answer is the same, and the newest is held to the plan.
  const most = server!.version >= 160_000 ? 100 : PEOPLE
  const often: string[] = []
  let top: (Node & { 'Actual Total Time': number }) | null = null
  await desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
    const { text, values } = await audienceRows(tx, desk.services, desk.workspaceId, spec, desk.services.clock.now(desk.workspaceId))
    const [row] = await tx.ask<{ 'QUERY PLAN': [{ Plan: Node & { 'Actual Total Time': number } }] }>(`explain (analyze, format json) select count(*) from (${text}) a`, values)
    top = row!['QUERY PLAN'][0].Plan // explain answers with one row
    const see = (node: Node): void => { // The few routes beside each address are no look-up.
      if (node['Actual Loops'] > most && !(node['Node Type'] === 'Materialize' && node['Actual Rows'] <= 20)) often.push(`${node['Node Type']} ${node['Subplan Name'] ?? ''}: ${node['Actual Loops']}`); node.Plans?.forEach(see) }
    see(top)
  })
  if (process.env.RECADO_PEOPLE) console.log(_name, top!['Actual Total Time'])
  expect(often).toEqual([])
}, 120_000)
