import type { NudgeDryRun, NudgeStep, RuleAction } from '@recado/api'
import { days, hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { queueMessage } from '../sending/queue.js'
import { append } from '../ingest/others.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { DUE } from './fire.js'
import { NudgeWorker } from './worker.js'

// START is a Sunday, 10:00 in Madrid; the channel's window lasts two days.
let desk: Desk
let worker: NudgeWorker
beforeAll(async () => { desk = await makeDesk(); worker = new NudgeWorker(desk.services) })
afterAll(() => desk.close())

let serial = 0
let phone = ''
beforeEach(async () => {
  await run()
  for (const table of ['nudge_done', 'rule_timer', 'rule_place']) await desk.rows(`delete from ${table} where workspace_id = $1`, [desk.workspaceId])
  await desk.rows('update nudge_step set enabled = false, removed_at = now() where workspace_id = $1', [desk.workspaceId])
  // Nobody of an earlier test waits for anything any more.
  pass(days(4))
  phone = `346009${String(10_000 + ++serial)}`
})

const write = async (text = 'hola', from = phone): Promise<string> => { await desk.receive(desk.wrote(`r${++serial}`, text, { phone: from })); return desk.conversationOf(from) }
const pass = (ms: number) => { desk.wall.now += ms }
const answer = (id: string) => desk.services.db.inWorkspace(desk.workspaceId, (tx) => queueMessage(tx, desk.services, desk.workspaceId, { conversationId: id, clientId: `c${++serial}`, content: { kind: 'text', text: 'sí' }, purpose: 'service', author: { type: 'agent', id: desk.owner.userId } }))
const say = (text: string): RuleAction => ({ do: 'send', variants: [{ language: null, content: { kind: 'text', text } }], templates: [], purpose: 'service', category: null })
const add = async (wish: Partial<NudgeStep> & Pick<NudgeStep, 'kind' | 'minutes' | 'actions'>): Promise<NudgeStep> => {
  const made = await desk.request('POST', '/api/v1/nudges', { name: `a ${wish.kind}`, enabled: true, ...wish })
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)])
  return made.json()
}
const change = async (id: string, what: string, body: object) => { const done = await desk.request('POST', `/api/v1/conversations/${id}/${what}`, body); expect([done.statusCode, done.body]).toEqual([200, expect.any(String)]) }
const run = () => worker.runDue(desk.workspaceId)
const said = async (id: string) => (await desk.rows<{ text: string }>(`select content->>'text' as text from message where workspace_id = $1 and conversation_id = $2 and author_type = 'automation' and direction = 'out' order by at, message_id`, [desk.workspaceId, id])).map((row) => row.text)
const lines = async (id: string, event: string) => (await desk.rows<{ data: Record<string, unknown> }>(`select content->'data' as data from message where workspace_id = $1 and conversation_id = $2 and content->>'event' = $3 order by at, message_id`, [desk.workspaceId, id, event])).map((row) => row.data)
const ledger = (stepId?: string) => desk.rows<{ outcome: string; code: string | null; did: string[] }>('select outcome, code, did from nudge_done where workspace_id = $1 and ($2::uuid is null or nudge_step_id = $2) order by at, did', [desk.workspaceId, stepId ?? null])
const dryRun = async (wish: Partial<NudgeStep>, days = 7): Promise<NudgeDryRun['steps'][string]> => {
  const answered = await desk.request('POST', '/api/v1/nudges/dry-run', { days, step: { name: 'x', enabled: false, ...wish } })
  expect([answered.statusCode, answered.body]).toEqual([200, expect.any(String)])
  return answered.json<NudgeDryRun>().steps.draft!
}

describe('23 hours since her last message and no answer', () => {
  const rule = () => ({ kind: 'her_message' as const, minutes: 23 * 60, unless: ['we_wrote' as const, 'resolved' as const], actions: [say('Seguimos con ello, {{contact.firstName|hola}}.'), { do: 'remind' as const, whom: 'leads' as const }, { do: 'assign' as const, to: 'user' as const, id: desk.owner.userId }] })

  it('sends, reminds and assigns at that moment, once, with a line in the thread; two nodes do it once', async () => {
    const step = await add(rule())
    const id = await write()
    expect(await worker.nextDue(desk.workspaceId)).toBe(desk.wall.now + hours(23))
    pass(hours(23) - 1)
    expect([await run(), await said(id)]).toEqual([0, []])
    pass(1)
    const acted = await Promise.all([run(), new NudgeWorker(desk.services).runDue(desk.workspaceId)])
    expect(acted.reduce((a, b) => a + b)).toBe(1)
    expect(await said(id)).toEqual(['Seguimos con ello, Ana.'])
    expect((await desk.request('GET', `/api/v1/conversations/${id}`)).json()).toMatchObject({ assignee: { id: desk.owner.userId } })
    expect(await lines(id, 'rule_ran')).toEqual([{ name: 'a her_message', did: 'send,remind,assign', depth: 0 }])
    expect(await ledger()).toEqual([{ outcome: 'sent', code: null, did: ['send', 'remind', 'assign'] }])
    expect(await run()).toBe(0)
    const runs = (await desk.request('GET', `/api/v1/nudges/${step.id}/runs`)).json()
    expect(runs.items).toMatchObject([{ conversationId: id, outcome: 'sent', did: ['send', 'remind', 'assign'], code: null }])
  })

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['we answered', answer],
    ['it was resolved', (id) => change(id, 'status', { status: 'resolved' })],
  ])('does nothing where %s', async (_what, happens) => {
    await add(rule())
    const id = await write()
    pass(hours(22))
    await happens(id)
    pass(hours(2))
    expect([await run(), await said(id), await ledger()]).toEqual([0, [], []])
  })

  it('counts anew from what she writes later', async () => {
    await add(rule())
    const id = await write()
    pass(hours(20))
    await write('¿hola?')
    pass(hours(4))
    expect([await run(), await said(id)]).toEqual([0, []])
    pass(hours(19))
    expect(await run()).toBe(1)
  })

  it('finds who waits already when it is switched on, and makes up for nobody whose time was over', async () => {
    const [over, still] = [await write(), phone]
    pass(hours(3))
    phone = `346009${String(10_000 + ++serial)}`
    const late = await write()
    pass(hours(20) + 1)
    await add(rule())
    expect([still === phone, await run()]).toEqual([false, 0])
    pass(hours(3))
    expect(await run()).toBe(1)
    expect([await said(over), (await said(late)).length]).toEqual([[], 1])
  })

  it('is refused with its reason where the window has closed by then, and does the rest', async () => {
    await add({ ...rule(), minutes: 49 * 60 })
    const id = await write()
    pass(hours(49))
    expect(await run()).toBe(1)
    expect([await said(id), await ledger()]).toEqual([[], [{ outcome: 'done', code: 'window_closed', did: ['remind', 'assign'] }]])
    expect((await desk.request('GET', '/api/v1/nudges')).json().items.find((one: NudgeStep) => one.kind === 'her_message').lately).toMatchObject({ count: 1, refusals: 1, refused: { code: 'window_closed' } })
  })

  it('asks its condition when the time has come', async () => {
    await add({ ...rule(), condition: { field: 'priority', op: 'in', value: ['urgent'] } })
    const [one] = [await write()]
    phone = `346009${String(10_000 + ++serial)}`
    const other = await write()
    await change(other, 'priority', { priority: 'urgent' })
    pass(hours(23))
    expect(await run()).toBe(1)
    expect([await said(one), (await said(other)).length]).toEqual([[], 1])
  })
})

describe('rules that cause each other', () => {
  it('never start themselves, and stop in a circle', async () => {
    for (const name of ['ping', 'pong']) await desk.rows('insert into label (workspace_id, label_id, name, position, created_at) values ($1, $2, $3, 1, now()) on conflict do nothing', [desk.workspaceId, newId(), name])
    const swap = (from: string, to: string) => add({ kind: 'label_added', about: from, minutes: 1, name: from, actions: [{ do: 'label', add: [to], remove: [from] }] })
    const [ping, pong] = [await swap('ping', 'pong'), await swap('pong', 'ping')]
    const id = await write()
    await change(id, 'labels', { add: ['ping'] })
    for (let i = 0; i < 10; i++) { pass(minutes(1)); await run() }
    expect((await ledger(ping.id)).map((row) => row.code)).toEqual([null, null, 'rules_in_a_circle'])
    expect((await ledger(pong.id)).map((row) => row.code)).toEqual([null, null])
  })

  it('act in one thread six times an hour at most', async () => {
    for (let i = 0; i < 7; i++) await add({ kind: 'her_message', minutes: 1, name: `n${i}`, actions: [{ do: 'note', text: 'x' }] })
    await write()
    pass(minutes(2))
    await run()
    expect((await ledger()).filter((row) => row.code !== null).map((row) => row.code)).toEqual(['rules_too_often'])
    expect(await ledger()).toHaveLength(7)
  })
})

describe('before it is switched on', () => {
  it('says how often, for whom, with which words, and what would have been refused', async () => {
    const id = await write()
    pass(hours(50))
    const soon = await dryRun({ kind: 'her_message', minutes: 60, unless: ['we_wrote'], actions: [say('¿Sigues ahí, {{contact.firstName}}?')] })
    expect(soon.examples.find((one) => one.conversationId === id)).toMatchObject({ says: '¿Sigues ahí, Ana?', code: null })
    const late = await dryRun({ kind: 'her_message', minutes: 49 * 60, unless: ['we_wrote'], actions: [say('tarde')] })
    expect(late.examples.find((one) => one.conversationId === id)).toMatchObject({ code: 'window_closed' })
    expect(late.refused.find((one) => one.code === 'window_closed')?.count).toBeGreaterThan(0)
    expect(await ledger()).toEqual([])
  })

  it.each<[string, object, string]>([
    ['does nothing', { actions: [] }, 'actions'],
    ['says nothing', { actions: [{ do: 'send', variants: [], templates: [], purpose: 'service', category: null }] }, 'actions[0].variants'],
    ['goes to a team of another workspace', { actions: [{ do: 'assign', to: 'team', id: newId() }] }, 'actions[0].id'],
    ['asks who looks', { actions: [{ do: 'resolve' }], condition: { field: 'assignee', op: 'in', value: ['me'] } }, 'condition'],
    ['asks what nobody knows', { actions: [{ do: 'resolve' }], condition: { field: 'colour', op: 'in', value: ['red'] } }, 'condition'],
    ['waits for an order without one', { actions: [{ do: 'resolve' }], unless: ['order_moved'] }, 'unless'],
    ['puts on a label that is not there', { actions: [{ do: 'label', add: ['no such'], remove: [] }] }, 'actions[0]'],
  ])('a rule is refused that %s', async (_name, wish, field) => {
    const refused = await desk.request('POST', '/api/v1/nudges', { name: 'x', kind: 'her_message', minutes: 5, ...wish })
    expect([refused.statusCode, refused.json().fields?.[0]?.field]).toEqual([400, field])
  })
})

describe('what happens beside messages', () => {
  it('an order that is placed and not paid is asked about; one that moves on is not', async () => {
    const step = await add({ kind: 'order', about: 'placed', minutes: 60, unless: ['order_moved'], actions: [say('Tu pedido espera.')] })
    const placed = async (number: string): Promise<string> => {
      const [row] = await desk.rows<{ contact_id: string }>('select contact_id from conversation where workspace_id = $1 and conversation_id = $2', [desk.workspaceId, await desk.conversationOf(phone)])
      const at = new Date(desk.wall.now).toISOString()
      const id = newId()
      await desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
        await tx.query(`insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, at, status, told_at, created_at, updated_at) values ($1, $2, 'shop', $3, $4, $4, $5, 'placed', $5, $5, $5)`, [desk.workspaceId, id, number, row!.contact_id, at])
        await append(tx, [{ type: 'contact.ordered', data: { contactId: row!.contact_id, orderId: id } }])
      })
      return id
    }
    const id = await write()
    const [first, second] = [await placed(`a${serial}`), await placed(`b${serial}`)]
    await run()
    expect(await desk.rows('select 1 from rule_timer where nudge_step_id = $1', [step.id])).toHaveLength(2)
    pass(minutes(30))
    await desk.rows(`update contact_order set status = 'paid', told_at = $2, updated_at = $2 where order_id = $1`, [first, new Date(desk.wall.now).toISOString()])
    pass(minutes(30))
    expect([await run(), await said(id), (await ledger(step.id)).length]).toEqual([1, ['Tu pedido espera.'], 1])
    expect((await dryRun({ kind: 'order', about: 'placed', minutes: 60, unless: ['order_moved'], actions: [say('x')] })).count).toBe(1)
    expect(second).not.toBe(first)
  })

  it('a process that dies in the middle has done it or not: the next does it, once', async () => {
    await add({ kind: 'her_message', minutes: 5, actions: [say('una vez'), { do: 'note', text: 'hecho' }] })
    const id = await write()
    pass(minutes(5))
    const dying = new NudgeWorker({ ...desk.services, db: Object.assign(Object.create(desk.services.db) as typeof desk.services.db, {
      inWorkspace: (workspaceId: string, work: Parameters<typeof desk.services.db.inWorkspace>[1]) => desk.services.db.inWorkspace(workspaceId, async (tx) => {
        const answer = await work(tx)
        if ((await tx.query('select 1 from nudge_done where workspace_id = $1', [desk.workspaceId])).length > 0) throw new Error('killed before the commit')
        return answer
      }),
    }) })
    expect([await dying.runDue(desk.workspaceId), await said(id), await ledger()]).toEqual([0, [], []])
    expect([await run(), await said(id), (await ledger()).length]).toEqual([1, ['una vez'], 1])
  })
})

describe('what was tried is what happens', () => {
  const history = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 900 }), what: fc.constantFrom('hers', 'ours', 'resolved', 'hers') }), { minLength: 3, maxLength: 8 })
  const rule = fc.record({ minutes: fc.constantFrom(20, 300, 1_500, 2_881), unless: fc.subarray<'we_wrote' | 'resolved'>(['we_wrote', 'resolved']), kind: fc.constantFrom('her_message' as const, 'first_message' as const) })

  /** As the simulated clock does it: a stop at every moment that something falls due. */
  const until = async (end: number): Promise<void> => {
    for (;;) {
      const due = await worker.nextDue(desk.workspaceId)
      if (due === null || due > end) break
      desk.wall.now = Math.max(desk.wall.now, due)
      await run()
    }
    desk.wall.now = end
  }

  const lived = async (whole: Partial<NudgeStep>, step: NudgeStep, steps: readonly { minutes: number; what: string }[]): Promise<void> => {
    let id = await write()
    for (const one of steps) {
      await until(desk.wall.now + minutes(one.minutes))
      if (one.what === 'hers') id = await write()
      else if (one.what === 'ours') await answer(id)
      else await change(id, 'status', { status: 'resolved' })
    }
    await until(desk.wall.now + minutes(3_000))
    // How many replies an app still allowed at a moment of the past is not kept: the trial judges by what it allows now, and says so.
    const rows = (await ledger(step.id)).map((row) => (row.code === 'replies_exhausted' ? null : row.code)).sort()
    const told = await dryRun(whole, 30)
    const refused = told.refused.flatMap(({ code, count }) => (code === 'replies_exhausted' ? [] : Array.from({ length: count }, () => code)))
    expect([told.count, [...refused, ...Array.from({ length: told.count - refused.length }, () => null)].sort()]).toEqual([rows.length, rows])
  }

  it('the dry run over a history tells the ledger of the rule that ran in it', async () => {
    await fc.assert(fc.asyncProperty(rule, history, async (wish, steps) => {
      pass(days(31))
      phone = `346009${String(10_000 + ++serial)}`
      const whole = { ...wish, actions: [say('¿Sigues ahí?')] }
      const step = await add(whole)
      try { await lived(whole, step, steps) } finally { await desk.request('DELETE', `/api/v1/nudges/${step.id}`) }
    }), { numRuns: 6 })
  })
})

it('finds what is due along its index, however much waits', async () => {
  const step = await add({ kind: 'her_message', minutes: 5, actions: [{ do: 'note', text: 'x' }] })
  const id = await write()
  await desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
    await tx.query(`insert into rule_timer (workspace_id, nudge_step_id, conversation_id, slot, key, since, due_at, depth) select $1, $2, $3, i::text, i::text, $4, $4::timestamptz + i * interval '1 minute', 0 from generate_series(1, 5000) i`, [desk.workspaceId, step.id, id, new Date(desk.wall.now + days(1)).toISOString()])
    await tx.query(`select set_config('enable_seqscan', 'off', true)`) // whether the index serves, not what the last statistics say
    const plan = (await tx.query<{ 'QUERY PLAN': string }>(`explain ${DUE}`, [desk.workspaceId, new Date(desk.wall.now).toISOString()])).map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('rule_timer_due')
    expect(plan).not.toContain('Seq Scan')
    await tx.query('delete from rule_timer where workspace_id = $1', [desk.workspaceId])
  })
})
