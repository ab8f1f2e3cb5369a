import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Agent, type Asked, type AssignmentRule, decideAssignee, type Decision, inQueueOrder, NO_PLAN, ruleFor } from './index.js'

const rule = (more: Partial<AssignmentRule> = {}): AssignmentRule => ({
  id: 'r', name: '', enabled: true, channels: [], accountIds: [], languages: [], methods: ['round_robin'], userIds: [], teamIds: [], skills: [], language: 'ignore', fallbackTeamId: null, onNew: true, onReopened: true, afterMinutes: null, ...more,
})
const agent = (userId: string, more: Partial<Agent> = {}): Agent => ({
  userId, availability: 'available', sees: true, teamIds: [], languages: [], skills: [], open: 0, capacity: null, channelOpen: {}, channelLimits: {}, turn: null, ...more,
})
const asked = (more: Partial<Asked> = {}): Asked => ({ channel: 'whatsapp', language: null, lastAgentId: null, teamId: null, ...more })
const said = (decision: Decision): string => (decision.kind === 'give' ? `${decision.userId} by ${decision.method}` : decision.kind === 'queue' ? decision.reason : 'leave')

const table: readonly [string, Partial<AssignmentRule>, Partial<Asked>, readonly Agent[], string][] = [
  ['a rule without a method leaves it to people', { methods: [] }, {}, [agent('a')], 'leave'],
  ['whoever never had a turn', {}, {}, [agent('a', { turn: 1 }), agent('b')], 'b by round_robin'],
  ['whoever had her turn longest ago', {}, {}, [agent('a', { turn: 5 }), agent('b', { turn: 4 })], 'b by round_robin'],
  ['whoever carries least', { methods: ['least_busy'] }, {}, [agent('a', { open: 3 }), agent('b', { open: 2 })], 'b by least_busy'],
  ['the share counts, not the number', { methods: ['least_busy'] }, {}, [agent('a', { open: 3, capacity: 10 }), agent('b', { open: 2, capacity: 4 })], 'a by least_busy'],
  ['who served her last', { methods: ['last_agent', 'least_busy'] }, { lastAgentId: 'b' }, [agent('a'), agent('b', { open: 9 })], 'b by last_agent'],
  ['else the least busy, when the last one is away', { methods: ['last_agent', 'least_busy'] }, { lastAgentId: 'b' }, [agent('a', { open: 9 }), agent('b', { availability: 'away' })], 'a by least_busy'],
  ['the last one only, and she is away', { methods: ['last_agent'] }, { lastAgentId: 'b' }, [agent('a'), agent('b', { availability: 'away' })], 'nobody'],
  ['somebody full is passed over', {}, {}, [agent('a', { open: 4, capacity: 4 }), agent('b', { turn: 9 })], 'b by round_robin'],
  ['full on this channel is full', {}, {}, [agent('a', { open: 5, channelOpen: { whatsapp: 5 }, channelLimits: { whatsapp: 5 } })], 'full'],
  ['full on another channel is not', {}, { channel: 'email' }, [agent('a', { open: 5, channelOpen: { whatsapp: 5 }, channelLimits: { whatsapp: 5 } })], 'a by round_robin'],
  ['a capacity of none takes none', {}, {}, [agent('a', { capacity: 0 })], 'full'],
  ['everybody away', {}, {}, [agent('a', { availability: 'away' }), agent('b', { availability: 'offline' })], 'nobody'],
  ['nobody has the skill', { skills: ['returns'] }, {}, [agent('a')], 'no_match'],
  ['whoever has all skills', { skills: ['returns', 'b2b'] }, {}, [agent('a', { skills: ['returns'] }), agent('b', { skills: ['b2b', 'returns'] })], 'b by round_robin'],
  ['whoever speaks it, whatever the region', { language: 'require' }, { language: 'es-MX' }, [agent('a', { languages: ['de'] }), agent('b', { languages: ['es'] })], 'b by round_robin'],
  ['nobody speaks it', { language: 'require' }, { language: 'zh' }, [agent('a', { languages: ['de'] })], 'no_match'],
  ['a colleague without it is better than nobody', { language: 'prefer' }, { language: 'zh' }, [agent('a', { languages: ['de'] })], 'a by round_robin'],
  ['an unknown language asks for nothing', { language: 'require' }, {}, [agent('a')], 'a by round_robin'],
  ['the language comes before the last agent when it is preferred', { language: 'prefer', methods: ['last_agent', 'round_robin'] }, { language: 'es', lastAgentId: 'a' }, [agent('a'), agent('b', { languages: ['es'] })], 'b by round_robin'],
  ['never to somebody who would not see it', {}, {}, [agent('a', { sees: false })], 'no_match'],
  ['only those chosen', { userIds: ['b'] }, {}, [agent('a'), agent('b', { turn: 7 })], 'b by round_robin'],
  ['members of a chosen team', { teamIds: ['t'] }, {}, [agent('a'), agent('b', { teamIds: ['t'] })], 'b by round_robin'],
  ['the team it was given to beats the rule', { userIds: ['a'] }, { teamId: 't' }, [agent('a'), agent('b', { teamIds: ['t'] })], 'b by round_robin'],
  ['the fallback team when they are full', { userIds: ['a'], fallbackTeamId: 't' }, {}, [agent('a', { capacity: 0 }), agent('b', { teamIds: ['t'] })], 'b by round_robin'],
  ['not the fallback team while one of them can', { userIds: ['a'], fallbackTeamId: 't' }, {}, [agent('a', { turn: 9 }), agent('b', { teamIds: ['t'] })], 'a by round_robin'],
]
test.each(table)('%s', (_name, of, about, agents, expected) => {
  expect(said(decideAssignee(rule(of), asked(about), agents))).toBe(expected)
})

test('the first rule whose conditions hold decides', () => {
  const plan = { ...NO_PLAN, enabled: true, rules: [rule({ id: 'off', enabled: false }), rule({ id: 'mail', channels: ['email'] }), rule({ id: 'es', languages: ['es'] }), rule({ id: 'rest' })] }
  const of = (channel: string, language: string | null) => ruleFor(plan, { channel, accountId: 'x', language })?.id
  expect([of('email', 'es'), of('whatsapp', 'es-AR'), of('whatsapp', null), of('whatsapp', 'de')]).toEqual(['mail', 'es', 'rest', 'rest'])
  expect(ruleFor({ ...plan, enabled: false }, { channel: 'email', accountId: 'x', language: null })).toBeNull()
})

const anyAgent = (i: number): fc.Arbitrary<Agent> => fc.record({
  userId: fc.constant(`u${i}`), availability: fc.constantFrom('available' as const, 'away' as const, 'offline' as const), sees: fc.boolean(), teamIds: fc.subarray(['t', 'f']), languages: fc.subarray(['es', 'de', 'zh']),
  skills: fc.subarray(['s']), open: fc.nat(6), capacity: fc.option(fc.nat(6)), channelOpen: fc.record({ whatsapp: fc.nat(3) }), channelLimits: fc.oneof(fc.constant({}), fc.record({ whatsapp: fc.nat(3) })), turn: fc.option(fc.nat(20)),
})
const anyRule = fc.record({ methods: fc.shuffledSubarray(['last_agent', 'least_busy', 'round_robin'] as const), teamIds: fc.subarray(['t']), skills: fc.subarray(['s']), language: fc.constantFrom('ignore' as const, 'prefer' as const, 'require' as const), fallbackTeamId: fc.option(fc.constant('f')) })
const anyAgents = fc.nat(6).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyAgent(i))))
const anyAsked = fc.record({ channel: fc.constant('whatsapp'), language: fc.option(fc.constantFrom('es', 'zh-CN')), lastAgentId: fc.option(fc.constantFrom('u0', 'u3')), teamId: fc.option(fc.constant('t')) })

test('never to somebody away, full or without sight of it; and the order of the colleagues changes nothing', () => {
  fc.assert(fc.property(anyRule, anyAsked, anyAgents, (of, about, agents) => {
    const decision = decideAssignee(rule(of), about, agents)
    expect(decideAssignee(rule(of), about, [...agents].reverse())).toEqual(decision)
    if (decision.kind !== 'give') return
    const her = agents.find((one) => one.userId === decision.userId)!
    expect(her.availability).toBe('available')
    expect(her.sees).toBe(true)
    expect(her.capacity === null || her.open < her.capacity).toBe(true)
    expect((her.channelLimits as Record<string, number>).whatsapp ?? Infinity).toBeGreaterThan(her.channelOpen.whatsapp ?? 0)
  }), { numRuns: 1500 })
})

test('taking turns is fair: after any number of conversations nobody has had two more than another', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 40 }), (people, conversations) => {
    let agents = Array.from({ length: people }, (_, i) => agent(`u${i}`))
    const got = new Map(agents.map((one) => [one.userId, 0]))
    for (let turn = 1; turn <= conversations; turn++) {
      const decision = decideAssignee(rule(), asked(), agents)
      if (decision.kind !== 'give') throw new Error('somebody is there')
      got.set(decision.userId, got.get(decision.userId)! + 1)
      agents = agents.map((one) => (one.userId === decision.userId ? { ...one, turn } : one))
    }
    expect(Math.max(...got.values()) - Math.min(...got.values())).toBeLessThanOrEqual(1)
  }))
})

test('while somebody can take it, it never waits', () => {
  fc.assert(fc.property(anyAgents, (agents) => {
    const decision = decideAssignee(rule({ methods: ['last_agent', 'least_busy'] }), asked(), agents)
    const able = agents.some((one) => one.sees && one.availability === 'available' && (one.capacity === null || one.open < one.capacity) && ((one.channelLimits as Record<string, number>).whatsapp ?? Infinity) > (one.channelOpen.whatsapp ?? 0))
    expect(decision.kind).toBe(able ? 'give' : 'queue')
  }))
})

test('the queue: the most urgent first, then the longest waiting, and whoever joins later overtakes nobody of her urgency', () => {
  const anyQueued = fc.record({ conversationId: fc.uuid(), priority: fc.constantFrom('urgent', 'high', 'normal', 'none', 'low'), queuedAt: fc.nat(50) })
  fc.assert(fc.property(fc.array(anyQueued, { maxLength: 12 }), (waiting) => {
    const order = inQueueOrder(waiting)
    expect(inQueueOrder([...waiting].reverse())).toEqual(order)
    for (const [i, one] of order.entries()) for (const later of order.slice(i + 1)) if (one.priority === later.priority) expect(one.queuedAt).toBeLessThanOrEqual(later.queuedAt)
  }))
  const one = (conversationId: string, priority: string, queuedAt: number) => ({ conversationId, priority, queuedAt })
  expect(inQueueOrder([one('a', 'none', 1), one('b', 'urgent', 9), one('c', 'low', 0), one('d', 'high', 3), one('e', 'none', 0)]).map((each) => each.conversationId).join('')).toBe('bdcea')
})
