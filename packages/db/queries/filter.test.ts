/** One tree, two readers: what SQL finds in a real database is what the core says of every row. */
import { conditionsOf, type Filter, type FilterFacts, filterFaults, matches } from '@recado/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.js'
import { newId } from '../ids.js'
import { openFreshDatabase } from '../testing.js'
import { filterSql } from './filter.js'

const NOW = Date.UTC(2026, 10, 22, 9)
const HOUR = 3_600_000
const workspace = newId()
const [me, other] = [newId(), newId()]
const inboxes = [newId(), newId()]
const accounts = [newId(), newId()]
const teams = [newId(), newId()]
const point = newId()
const stages = [newId(), newId()]
const company = newId()
const topic = newId()
let database: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const hour = fc.integer({ min: -50, max: 50 })
const maybeHour = fc.option(hour)
const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(pick(...values), { minLength: 1, maxLength: 3 })
const attributeValue = fc.oneof(pick<unknown>('oro', 'Plata', '12', '-3.5', '7x', true, false, null, 5, 12.25, [1], [], ['oro', 'x'], '2024-02-29', 123456789012, { a: 1 }), fc.integer({ min: -20, max: 20 }))

const world = fc.record({
  inbox: pick(0, 1), account: pick(0, 1), channel: pick('paper', 'radio'), status: pick('open', 'pending', 'snoozed', 'resolved'), priority: pick('none', 'low', 'urgent'),
  assignee: pick(null, me, other), team: pick(null, 0, 1), participants: fc.uniqueArray(pick(me, other), { maxLength: 2 }), labels: fc.uniqueArray(pick('vip', 'queja', 'Envío'), { maxLength: 3 }),
  unread: pick(0, 0, 2), failed: pick(0, 0, 1), waiting: maybeHour, inbound: maybeHour, activity: hour, created: hour, snoozed: maybeHour,
  closes: maybeHour, left: pick(null, 0, 3), kind: pick(null, 'day', 'week'), answer: maybeHour,
  language: pick(null, 'es', 'es-MX', 'EN', 'zh_CN', '-'), country: pick(null, 'ES', 'mx'), identityCountry: pick(null, 'DE'), attributes: fc.dictionary(pick('tier', 'age', 'ciudad'), attributeValue),
  personLabels: fc.uniqueArray(pick('vip', 'queja'), { maxLength: 2 }), marketingStopped: fc.boolean(), reachable: pick(null, true, false),
  stage: pick(null, 0, 1), owner: pick(null, me, other), company: pick(null, 0), said: fc.uniqueArray(fc.record({ topic: pick(null, 'news'), app: pick(null, 'paper', 'radio'), standing: pick('given', 'confirmed', 'withdrawn', 'pending'), lapsed: fc.boolean() }), { selector: (one) => `${one.topic} ${one.app}`, maxLength: 4 }),
  source: pick(null, 'ad', 'qr', 'direct'), draft: pick(null, me, other), mentioned: pick(null, me, other),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

const ids = <T extends string>(field: T, values: readonly string[]) => fc.record({ field: fc.constant(field), op: pick('in', 'not_in'), value: some(values) })
const condition = fc.oneof(
  ids('channel', ['paper', 'radio', 'smoke']), ids('account', [...accounts, newId()]), ids('inbox', inboxes), ids('status', ['open', 'pending', 'snoozed', 'resolved']), ids('priority', ['none', 'low', 'urgent', 'high']),
  ids('assignee', [me, other, 'me', 'none', 'somebody']), ids('team', [...teams, 'mine', 'none']), ids('participant', [me, other, 'me', 'none']), ids('window', ['open', 'closed', 'none']), ids('window_kind', ['day', 'week']),
  ids('language', ['es', 'en', 'zh']), ids('country', ['ES', 'MX', 'DE']), ids('source', ['ad', 'qr', 'direct']), ids('entry_point', [point]), ids('ad', ['ad-1', 'ad-2']),
  ids('stage', [...stages, 'none']), ids('owner', [me, other, 'me', 'none', 'somebody']), ids('company', [company, 'none']), ids('consent', ['marketing', 'marketing/news', 'service']), ids('consent_withdrawn', ['marketing', 'marketing/news', 'marketing/gone']),
  fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age', 'ciudad'), op: pick('any', 'none'), value: some(['oro', 'x', '12']) }),
  fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age', 'ciudad'), op: pick('before', 'after'), value: pick('2024-02-29', '2024-03-01', '1999-01-01') }),
  fc.record({ field: pick('labels', 'person_labels'), op: pick('any', 'all', 'none'), value: some(['vip', 'queja', 'Envío', 'nada']) }),
  fc.record({ field: pick('unread', 'waiting', 'failed', 'draft', 'mentioned', 'marketing_stopped', 'reachable'), op: fc.constant('is'), value: fc.boolean() }),
  fc.record({ field: pick('waiting_for', 'closes_within'), op: fc.constant('hours'), value: fc.oneof(fc.nat(60), pick(0, 0.5)) }),
  fc.record({ field: pick('last_inbound', 'last_activity', 'created', 'snoozed_until'), op: pick('before', 'after'), value: hour.map((h) => new Date(NOW + h * HOUR).toISOString()) }),
  fc.record({ field: pick('last_inbound', 'last_activity', 'created', 'snoozed_until'), op: pick('within', 'beyond'), value: fc.nat(60) }),
  fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age', 'ciudad'), op: pick('exists', 'missing') }),
  fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age', 'ciudad'), op: pick('above', 'below'), value: fc.integer({ min: -20, max: 20 }) }),
  fc.record({ field: fc.constant('attribute'), key: pick('tier', 'age', 'ciudad'), op: pick('is', 'is_not', 'contains'), value: pick<string | number>('oro', 'PLATA', '1', 12, 'true', 'x') }),
)
const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', maxDepth: 3 }, condition as fc.Arbitrary<Filter>,
    fc.array(tie('tree'), { maxLength: 3 }).map((all): Filter => ({ all })), fc.array(tie('tree'), { maxLength: 3 }).map((any): Filter => ({ any })), tie('tree').map((not): Filter => ({ not }))),
}))

const iso = (h: number | null): string | null => (h === null ? null : new Date(NOW + h * HOUR).toISOString())
const ms = (h: number | null): number | null => (h === null ? null : NOW + h * HOUR)

function factsOf(w: World): FilterFacts {
  return {
    channel: w.channel, accountId: accounts[w.account]!, inboxId: inboxes[w.inbox]!, status: w.status, priority: w.priority, assigneeId: w.assignee, teamId: w.team === null ? null : teams[w.team]!, participantIds: w.participants,
    labels: w.labels, unread: w.unread, failed: w.failed, waitingSince: ms(w.waiting), lastInboundAt: ms(w.inbound), lastActivityAt: NOW + w.activity * HOUR, snoozedUntil: ms(w.snoozed), createdAt: NOW + w.created * HOUR,
    window: { kind: w.kind, closesAt: ms(w.closes), left: w.left }, answerBy: ms(w.answer) ?? ms(w.closes),
    person: { language: w.language, country: w.country ?? w.identityCountry, attributes: w.attributes, labels: w.personLabels, stageId: w.stage === null ? null : stages[w.stage]!, ownerId: w.owner, companyId: w.company === null ? null : company, consents: consentsOf(w) }, identity: { marketingStopped: w.marketingStopped, reachable: w.reachable },
    source: w.source === null ? null : { kind: w.source, entryPointId: w.source === 'qr' ? point : null, source: 'ad-1' }, hasDraft: w.draft === me, mentioned: w.mentioned === me,
  }
}

/** What the rows of consent_now mean: the most exact row that names her app and the topic. */
function consentsOf({ said, channel }: World): { given: string[]; withdrawn: string[] } {
  const app = said.some((one) => one.app === channel) ? channel : null
  const topics = (key: string | null): string | null => (key !== null && said.some((one) => one.topic === key) ? key : null)
  const of = (key: string | null) => said.filter((one) => one.app === app && one.topic === topics(key))
  const marks = [['marketing', null], ['marketing/news', 'news'], ['marketing/gone', 'gone']] as const
  return {
    given: marks.flatMap(([mark, key]) => (of(key).some((one) => (one.standing === 'given' || one.standing === 'confirmed') && !one.lapsed) ? [mark] : [])),
    withdrawn: marks.flatMap(([mark, key]) => (of(key).some((one) => one.standing === 'withdrawn') ? [mark] : [])),
  }
}

beforeAll(async () => {
  database = await openFreshDatabase()
  db = database.db
  await db.asSystem(async (tx) => {
    await tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [workspace, 'Company'])
    for (const id of [me, other]) {
      await tx.query(`insert into app_user (user_id, email, name, password_hash, language, created_at) values ($1, $2, 'A', 'x', 'en', now())`, [id, `${id}@example.org`])
      await tx.query(`insert into member (workspace_id, user_id, role, created_at) values ($1, $2, 'agent', now())`, [workspace, id])
    }
    for (const [i, id] of teams.entries()) await tx.query('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())', [workspace, id, `T${i}`])
    await tx.query('insert into team_member (workspace_id, team_id, user_id) values ($1, $2, $3)', [workspace, teams[0], me])
  })
  await db.inWorkspace(workspace, async (tx) => {
    for (const [i, id] of stages.entries()) await tx.query('insert into contact_stage (workspace_id, stage_id, name, position, created_at) values ($1, $2, $3, $4, now())', [workspace, id, `S${i}`, i])
    await tx.query(`insert into company (workspace_id, company_id, name, created_at, updated_at) values ($1, $2, 'Sur', now(), now())`, [workspace, company])
    await tx.query(`insert into consent_category (workspace_id, category_id, key, names, position, created_at) values ($1, $2, 'news', '{}', 1, now())`, [workspace, topic])
  })
})
afterAll(() => database.close())

/** Puts the rows in, asks, and takes everything away again. */
async function found(rows: readonly World[], filters: readonly Filter[]): Promise<Set<string>[]> {
  const answers: Set<string>[] = []
  const undo = new Error('undone')
  await db.inWorkspace(workspace, async (tx) => {
    for (const [i, w] of rows.entries()) {
      const [contact, identity, conversation] = [newId(), newId(), newId()]
      await tx.query('insert into contact (workspace_id, contact_id, name, language, country, attributes, labels, stage_id, owner_id, company_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), now())',
        [workspace, contact, String(i), w.language, w.country, JSON.stringify(w.attributes), w.personLabels, w.stage === null ? null : stages[w.stage], w.owner, w.company === null ? null : company])
      for (const one of w.said) await tx.query(`insert into consent_now (workspace_id, contact_id, purpose, category_id, channel, standing, since, until) values ($1, $2, 'marketing', $3, $4, $5, now(), $6)`, [workspace, contact, one.topic ? topic : null, one.app, one.standing, one.lapsed ? iso(-1) : null])
      await tx.query('insert into identity (workspace_id, identity_id, account_id, contact_id, country, reachable, marketing_stopped, created_at) values ($1, $2, $3, $4, $5, $6, $7, now())', [workspace, identity, accounts[w.account], contact, w.identityCountry, w.reachable, w.marketingStopped])
      await tx.query(
        `insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, status, snoozed_until, priority, assignee_id, team_id, participant_ids, labels, unread, waiting_since, last_inbound_at, last_at, window_kind, window_closes_at, window_left, failed_count, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
        [workspace, conversation, i, accounts[w.account], w.channel, inboxes[w.inbox], identity, contact, w.status, iso(w.snoozed), w.priority, w.assignee, w.team === null ? null : teams[w.team], w.participants, w.labels, w.unread, iso(w.waiting), iso(w.inbound), iso(w.activity), w.kind, iso(w.closes), w.left, w.failed, iso(w.created)])
      // What the database makes of it by itself is another matter.
      await tx.query('update conversation set answer_by = $3 where workspace_id = $1 and conversation_id = $2', [workspace, conversation, iso(w.answer)])
      // The oldest entry says how she came first; a later one of another kind does not count.
      if (w.source) for (const [kind, at] of [[w.source, '2026-01-01'], ['menu', '2026-02-01']] as const) {
        await tx.query('insert into entry (workspace_id, entry_id, conversation_id, contact_id, account_id, kind, source, entry_point_id, starts, at) values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)', [workspace, newId(), conversation, contact, accounts[w.account], kind, 'ad-1', kind === 'qr' ? point : null, at])
      }
      if (w.mentioned) await tx.query('insert into mention (workspace_id, user_id, conversation_id, message_id, at) values ($1, $2, $3, $4, now())', [workspace, w.mentioned, conversation, newId()])
      if (w.draft) await tx.query(`insert into draft (workspace_id, user_id, conversation_id, mode, body, updated_at) values ($1, $2, $3, 'reply', '{}', now())`, [workspace, w.draft, conversation])
    }
    for (const filter of filters) {
      const values: unknown[] = [workspace]
      const condition = filterSql(filter, { userId: me, now: NOW }, (value) => `$${values.push(value)}`)
      const hits = await tx.query<{ number: number; so: boolean | null }>(`select c.number, ${condition} as so from conversation c where c.workspace_id = $1`, values)
      expect(hits.filter((row) => row.so === null)).toEqual([])
      answers.push(new Set(hits.filter((row) => row.so).map((row) => String(row.number))))
    }
    throw undo
  }).catch((error: unknown) => { if (error !== undo) throw error })
  return answers
}

test('the database and the core give the same rows, whatever is asked', async () => {
  let asked = 0
  const fields = new Set<string>()
  await fc.assert(fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 8 }), fc.array(tree, { minLength: 4, maxLength: 12 }), async (rows, filters) => {
    const valid = filters.filter((filter) => filterFaults(filter).length === 0)
    const answers = await found(rows, valid)
    for (const [i, filter] of valid.entries()) {
      asked++
      for (const each of conditionsOf(filter)) fields.add(each.field)
      const expected = new Set(rows.flatMap((row, n) => (matches(filter, factsOf(row), { userId: me, now: NOW, teamIds: [teams[0]!] }) ? [String(n)] : [])))
      expect([filter, [...answers[i]!].sort()]).toEqual([filter, [...expected].sort()])
    }
  }), { numRuns: Number(process.env.RECADO_RUNS ?? 120) })
  expect(asked).toBeGreaterThan(300)
  expect(fields.size).toBeGreaterThanOrEqual(33)
}, 120_000)
