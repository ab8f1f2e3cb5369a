/** Lists and the numbers at them: what is counted is what is listed, for whoever asks, and a shared view shows each colleague what she sees. */
import type { Conversation, Counts, ListQuery, Page, SavedView } from '@recado/api'
import { belongs, compareKeys, sortKey } from '@recado/api'
import { hours } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'

let desk: Desk
let agent: Person
let restricted: Person
let lead: Person
const inboxes: string[] = []
const teams = [newId(), newId()]

const list = async (query: ListQuery, as: Person, limit = 200): Promise<Conversation[]> => {
  const items: Conversation[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const search = new URLSearchParams({ ...(query as Record<string, string>), limit: String(limit), ...(cursor ? { cursor } : {}) })
    const answer = await desk.request('GET', `/api/v1/conversations?${search}`, undefined, as)
    expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, ''])
    const page: Page<Conversation> = answer.json()
    items.push(...page.items)
    cursor = page.next
  }
  return items
}
const save = async (as: Person, body: object): Promise<SavedView> => (await desk.request('POST', '/api/v1/views', { name: 'Vista', filter: { all: [] }, ...body }, as)).json()
const counts = async (as: Person): Promise<Counts> => {
  const answer = await desk.request('GET', '/api/v1/counts', undefined, as)
  expect(answer.statusCode === 200 ? '' : answer.body).toBe('')
  return answer.json()
}

beforeAll(async () => {
  desk = await makeDesk()
  agent = await desk.addPerson('agent')
  restricted = await desk.addPerson('restricted_agent')
  lead = await desk.addPerson('supervisor')
  const { workspaceId } = desk
  await desk.rows(`update inbox set everybody = false where workspace_id = $1`, [workspaceId])
  for (const name of ['Norte', 'Sur', 'Este']) {
    const id = newId()
    inboxes.push(id)
    await desk.rows(`insert into inbox (workspace_id, inbox_id, name, everybody, created_at) values ($1, $2, $3, false, now())`, [workspaceId, id, name])
  }
  for (const id of inboxes.slice(0, 2)) await desk.rows('insert into inbox_member (workspace_id, inbox_id, user_id) values ($1, $2, $3)', [workspaceId, id, agent.userId])
  for (const [i, id] of teams.entries()) await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())', [workspaceId, id, `Equipo ${i}`])
  for (const user of [agent, restricted]) await desk.rows('insert into team_member (workspace_id, team_id, user_id) values ($1, $2, $3)', [workspaceId, teams[0], user.userId])
  // One person of each kind to begin with; the rest are made by the stories.
  await fill(60, 7)
})
afterAll(() => desk.close())

/** Conversations of every kind, by a seed. */
async function fill(count: number, seed: number): Promise<void> {
  const people = [null, null, agent.userId, restricted.userId, lead.userId, desk.owner.userId]
  const hour = fc.option(fc.integer({ min: -60, max: 60 }))
  const rows = fc.sample(fc.record({
    inbox: fc.nat(2), status: fc.constantFrom('open', 'open', 'open', 'pending', 'snoozed', 'resolved'), assignee: fc.constantFrom(...people), team: fc.constantFrom(null, null, ...teams),
    follows: fc.uniqueArray(fc.constantFrom(agent.userId, restricted.userId), { maxLength: 1 }), waiting: hour, closes: hour, left: fc.constantFrom(null, null, 0, 2), failed: fc.constantFrom(0, 0, 0, 1), unread: fc.constantFrom(0, 1),
    priority: fc.constantFrom('none', 'none', 'high', 'urgent'), labels: fc.uniqueArray(fc.constantFrom('vip', 'queja'), { maxLength: 2 }), last: fc.integer({ min: -90, max: 0 }), answer: hour,
    draft: fc.constantFrom(null, null, agent.userId), mention: fc.constantFrom(null, null, agent.userId, restricted.userId), mentionSeen: fc.boolean(),
  }), { numRuns: count, seed })
  const now = desk.services.clock.now(desk.workspaceId)
  const at = (h: number | null): string | null => (h === null ? null : new Date(now + hours(h)).toISOString())
  for (const row of rows) {
    const [contact, identity, id] = [newId(), newId(), newId()]
    await desk.rows('insert into contact (workspace_id, contact_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [desk.workspaceId, contact, 'Ana'])
    await desk.rows('insert into identity (workspace_id, identity_id, account_id, contact_id, created_at) values ($1, $2, $3, $4, now())', [desk.workspaceId, identity, desk.account.id, contact])
    await desk.rows(
      `insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, status, assignee_id, team_id, participant_ids, waiting_since, window_kind, window_opened_at, window_closes_at, window_left, failed_count, unread, priority, labels, last_at, created_at)
       values ($1, $2, (select coalesce(max(number), 0) + 1 from conversation where workspace_id = $1), $3, $4, $5, $6, $7, $2, $8, $9, $10, $11, $12, 'message', $13, $14, $15, $16, $17, $18, $19, $20, now())`,
      [desk.workspaceId, id, desk.account.id, desk.account.channel, inboxes[row.inbox], identity, contact, row.status, row.assignee, row.team, row.follows, row.status === 'resolved' ? null : at(row.waiting), row.closes === null ? null : at(row.closes - 24), at(row.closes), row.left, row.failed, row.unread, row.priority, row.labels, at(row.last)])
    await desk.rows('update conversation set answer_by = $3 where workspace_id = $1 and conversation_id = $2', [desk.workspaceId, id, row.closes === null || row.answer === null ? null : at(Math.min(row.answer, row.closes))])
    if (row.draft) await desk.rows(`insert into draft (workspace_id, user_id, conversation_id, mode, body, updated_at) values ($1, $2, $3, 'reply', '{}', now())`, [desk.workspaceId, row.draft, id])
    if (row.mention) await desk.rows('insert into mention (workspace_id, user_id, conversation_id, message_id, at, seen_at) values ($1, $2, $3, $4, now(), $5)', [desk.workspaceId, row.mention, id, newId(), row.mentionSeen ? at(0) : null])
  }
}

const everybody = (): [string, Person][] => [['owner', desk.owner], ['supervisor', lead], ['agent', agent], ['restricted agent', restricted]]

describe('counts', () => {
  test('say how long each list is, whoever asks', async () => {
    for (const [who, person] of everybody()) {
      const own = await counts(person)
      const length = async (query: ListQuery): Promise<number> => (await list(query, person)).length
      const listed = {
        mine: await length({ view: 'mine', status: 'open' }), myTeams: await length({ view: 'my_teams', status: 'open' }), unassigned: await length({ view: 'unassigned', status: 'open' }), all: await length({ status: 'open' }),
        participating: await length({ view: 'participating', status: 'open' }), drafts: await length({ view: 'drafts' }), waiting: await length({ view: 'waiting', status: 'open' }), closingSoon: await length({ view: 'closing_soon', status: 'open' }),
        failed: await length({ view: 'failed' }), snoozed: await length({ view: 'snoozed' }), unread: (await list({ status: 'open' }, person)).filter((row) => row.unread > 0).length,
      }
      const { mentions, views: _views, ...rest } = own
      expect([who, rest]).toEqual([who, listed])
      const unseen = await desk.rows<{ conversation_id: string }>('select distinct conversation_id from mention where user_id = $1 and seen_at is null', [person.userId])
      const mentioned = new Set((await list({ view: 'mentions' }, person)).map((row) => row.id))
      expect([who, mentions]).toEqual([who, unseen.filter((row) => mentioned.has(row.conversation_id)).length])
    }
    // The stories hold something of everything, so that no two empty lists agree by chance.
    expect(Object.entries(await counts(agent)).filter(([, n]) => n === 0)).toEqual([])
  }, 60_000)

  test('of a saved view are its list’s length', async () => {
    const tree = { all: [{ field: 'status', op: 'in', value: ['open', 'pending'] }, { any: [{ field: 'labels', op: 'any', value: ['vip'] }, { field: 'assignee', op: 'in', value: ['me'] }] }] }
    const view = await save(desk.owner, { scope: 'all', filter: tree, sort: 'waiting' })
    const lengths: number[] = []
    for (const [who, person] of everybody()) {
      const rows = await list({ view: view.id }, person)
      lengths.push(rows.length)
      expect([who, (await counts(person)).views?.[view.id]]).toEqual([who, rows.length])
      expect([who, (await desk.request('POST', '/api/v1/views/count', { filter: tree }, person)).json<{ count: number }>().count]).toEqual([who, rows.length])
    }
    expect(new Set(lengths).size).toBeGreaterThan(1)
  })
})

describe('lists', () => {
  const queries: ListQuery[] = [{}, { status: 'open' }, { status: 'snoozed' }, { view: 'mine' }, { view: 'my_teams' }, { view: 'unassigned', status: 'open' }, { view: 'unassigned' }, { view: 'waiting' }, { view: 'waiting', status: 'open' }, { view: 'closing_soon' }, { view: 'closing_soon', status: 'open' },
    { view: 'failed' }, { view: 'participating' }, { view: 'snoozed' }, { view: 'resolved' }, { label: 'vip' }, { label: 'vip', status: 'open' }]
  const sorts = ['newest', 'waiting', 'closing', 'priority'] as const

  test('hold what the shared rule says, in its order, a page at a time', async () => {
    const all = await list({}, desk.owner)
    expect(all.length).toBe(60)
    const now = desk.services.clock.now(desk.workspaceId)
    const seen: Record<string, Set<string>> = {}
    for (const [who, person] of everybody()) seen[who] = new Set((await list({}, person)).map((row) => row.id))
    expect([seen.agent!.size < all.length, seen['restricted agent']!.size < seen.agent!.size, seen.supervisor!.size]).toEqual([true, true, all.length])
    for (const [who, person] of everybody()) {
      const teamIds = person === agent || person === restricted ? [teams[0]!] : []
      for (const query of queries) for (const sort of sorts) {
        const asked = { ...query, sort }
        const expected = all.filter((row) => seen[who]!.has(row.id) && belongs(asked, row, { userId: person.userId, now, teamIds })).sort((a, b) => compareKeys(sortKey(sort, a), sortKey(sort, b)))
        expect([who, asked, (await list(asked, person, 7)).map((row) => row.number)]).toEqual([who, asked, expected.map((row) => row.number)])
      }
    }
  }, 120_000)

  test('of an inbox somebody does not belong to hold what is hers there', async () => {
    const rows = await list({ inbox: inboxes[2]! }, agent)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row.assignee?.id === agent.userId || row.participantIds.includes(agent.userId))).toBe(true)
  })

  test('of a view that is not there are empty', async () => {
    expect(await list({ view: newId() }, desk.owner)).toEqual([])
    expect(await list({ view: 'sonstwas' }, desk.owner)).toEqual([])
  })
})

describe('a saved view', () => {
  const get = (id: string, as: Person) => desk.request('GET', `/api/v1/views/${id}`, undefined, as)

  test('is its owner’s alone until it is shared, then a team’s or everybody’s', async () => {
    const own = await save(agent, { name: ' Los míos ', icon: 'star', colour: 'teal', columns: ['labels'], filter: { field: 'assignee', op: 'in', value: ['me'] } })
    expect(own).toMatchObject({ name: 'Los míos', scope: 'private', editable: true, owner: { id: agent.userId }, team: null, sort: 'newest' })
    expect([(await get(own.id, agent)).statusCode, (await get(own.id, desk.owner)).statusCode, (await list({ view: own.id }, desk.owner)).length]).toEqual([200, 404, 0])
    // An agent shares nothing; the supervisor's are shared with the team, whose members see but do not change them.
    expect((await desk.request('PATCH', `/api/v1/views/${own.id}`, { scope: 'all' }, agent)).statusCode).toBe(403)
    const shared = await save(lead, { scope: 'team', teamId: teams[0] })
    expect([(await get(shared.id, agent)).json<SavedView>().editable, (await get(shared.id, lead)).json<SavedView>().editable]).toEqual([false, true])
    expect((await desk.request('PATCH', `/api/v1/views/${shared.id}`, { name: 'x' }, agent)).statusCode).toBe(403)
    expect((await desk.request('DELETE', `/api/v1/views/${shared.id}`, undefined, agent)).statusCode).toBe(403)
    const stranger = await desk.addPerson('viewer')
    expect((await get(shared.id, stranger)).statusCode).toBe(404)
    expect((await desk.request('PATCH', `/api/v1/views/${shared.id}`, { scope: 'all' }, lead)).json()).toMatchObject({ scope: 'all', team: null })
    expect((await get(shared.id, stranger)).statusCode).toBe(200)
    expect((await desk.request('DELETE', `/api/v1/views/${shared.id}`, undefined, lead)).statusCode).toBe(204)
    expect((await get(shared.id, lead)).statusCode).toBe(404)
  })

  test('says where its question is wrong', async () => {
    const answer = await desk.request('POST', '/api/v1/views', { name: 'x', filter: { all: [{ field: 'status', op: 'in', value: ['asleep'] }, { not: { field: 'waiting_for', op: 'hours', value: -1 } }] } }, agent)
    expect([answer.statusCode, answer.json<{ fields: { field: string }[] }>().fields.map((each) => each.field)]).toEqual([400, ['filter.all.0', 'filter.all.1.not']])
  })

  test('keeps the order that somebody gives her own', async () => {
    const [a, b] = [await save(restricted, { name: 'A' }), await save(restricted, { name: 'B' })]
    await desk.request('PUT', '/api/v1/views/order', { ids: [b.id, a.id] }, restricted)
    const names = (await desk.request('GET', '/api/v1/views', undefined, restricted)).json<{ items: SavedView[] }>().items.filter((view) => view.scope === 'private').map((view) => view.name)
    expect(names).toEqual(['B', 'A'])
  })

  test('brings its own order to the list, unless another is asked for', async () => {
    const view = await save(lead, { filter: { field: 'priority', op: 'not_in', value: ['low'] }, sort: 'priority' })
    const order = (rows: Conversation[], sort: 'priority' | 'newest') => rows.toSorted((x, y) => compareKeys(sortKey(sort, x), sortKey(sort, y))).map((row) => row.id)
    const [own, asked] = [await list({ view: view.id }, lead, 9), await list({ view: view.id, sort: 'newest' }, lead, 9)]
    expect(own.map((row) => row.id)).toEqual(order(own, 'priority'))
    expect(asked.map((row) => row.id)).toEqual(order(asked, 'newest'))
    expect(own.map((row) => row.id)).not.toEqual(asked.map((row) => row.id))
  })
})
