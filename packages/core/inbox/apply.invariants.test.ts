/** Duplicates, disorder and album storms (reliability goals R6 and R7) on the pure model. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { law } from '../policy/testing/invariant.js'
import { counted } from '../policy/testing/sample-rules.js'
import { applyInbound } from './apply.js'
import type { InboxEvent } from './events.js'
import { emptyInbox, threadOf, type InboxState } from './state.js'

const T = Date.UTC(2026, 10, 23)
const start = emptyInbox({ a: { rules: counted, settings: {} }, b: { rules: counted, settings: {} } })

/** Distinct moments, so that thread order does not hang on the order of arrival. */
const events = fc.array(fc.record({ who: fc.constantFrom('ana', 'bea', 'eva'), account: fc.constantFrom('a', 'b'), what: fc.constantFrom('text', 'text', 'text', 'reaction', 'follow', 'menu_click', 'historic') }), { minLength: 1, maxLength: 15 })
  .map((list) => list.map(({ who, account, what }, n): InboxEvent => {
    const common = { account, at: T + n * 1_000, from: { keys: [{ kind: 'id', value: who }] } }
    return what === 'follow' || what === 'menu_click'
      ? { ...common, type: 'act', key: `k${n}`, act: what, line: true, content: { kind: 'system' } }
      : { ...common, type: 'message', externalId: `m${n}`, content: { kind: what === 'reaction' ? 'reaction' : 'text' }, acts: ['message'], historic: what === 'historic' }
  }))
const LATER = T + 3_600_000
const play = (list: readonly InboxEvent[]): InboxState => list.reduce((state, event) => applyInbound(state, event, LATER), start)

/** What an agent sees, without the ids that hang on the order in which things were made. */
const seen = (state: InboxState) => state.conversations.map((thread) => {
  const identity = state.identities.find((one) => one.id === thread.identityId)
  const messages = threadOf(state, thread.id)
  return {
    of: identity?.keys, account: thread.account, unread: thread.unread, waitingSince: thread.waitingSince, lastInboundAt: thread.lastInboundAt, status: thread.status,
    last: messages.find((one) => one.id === thread.lastMessageId)?.externalKey, thread: messages.map((one) => [one.externalKey, one.direction, one.at]),
    grants: [...(identity?.grants ?? [])].sort((x, y) => (x.kind < y.kind ? -1 : 1)),
  }
}).sort((x, y) => (JSON.stringify([x.account, x.of]) < JSON.stringify([y.account, y.of]) ? -1 : 1))

const shuffled = fc.tuple(events, fc.infiniteStream(fc.nat(1_000_000))).map(([list, chance]) => {
  const copies = list.flatMap((event) => Array.from({ length: 1 + (chance.next().value % 3) }, () => event))
  return { list, disorder: copies.map((event) => [chance.next().value, event] as const).sort((x, y) => x[0] - y[0]).map(([, event]) => event) }
})

describe('the inbox', () => {
  law('is the same after duplicates and disorder as after each event once in order', [shuffled], ({ list, disorder }) => {
    expect(seen(play(disorder))).toEqual(seen(play(list)))
  })
  law('changes nothing when everything is delivered a second time', [events], (list) => {
    const once = play(list)
    expect(list.reduce((state, event) => applyInbound(state, event, LATER + 1), once)).toEqual(once)
  })
  law('keeps one thread per person and account, and every message in its own', [events], (list) => {
    const state = play(list)
    expect(new Set(state.conversations.map((one) => one.identityId)).size).toBe(state.conversations.length)
    for (const [n, event] of list.entries()) {
      if (event.type !== 'message' && event.type !== 'act') continue
      const message = state.messages.find((one) => one.externalKey === (event.type === 'act' ? `act:k${n}` : `m${n}`) && state.conversations.some((thread) => thread.id === one.conversationId && thread.account === event.account))
      const thread = state.conversations.find((one) => one.id === message?.conversationId)
      expect(state.identities.find((one) => one.id === thread?.identityId)).toMatchObject({ account: event.account, keys: event.from.keys })
    }
  })
  law('counts unread what a person must read, no more', [events], (list) => {
    const unread = play(list).conversations.reduce((sum, one) => sum + one.unread, 0)
    expect(unread).toBe(list.filter((event) => event.type === 'message' && !event.historic && event.content.kind === 'text').length)
  })
  law('waits exactly while something unread is unanswered', [events], (list) => {
    for (const thread of play(list).conversations) expect(thread.waitingSince !== null).toBe(thread.unread > 0)
  })
  law('joins two people into one thread without losing a message', [events], (list) => {
    const apart = play(list)
    const joined = applyInbound(apart, { type: 'identity', account: 'a', at: LATER, previous: [{ kind: 'id', value: 'ana' }], next: [{ kind: 'id', value: 'bea' }] }, LATER)
    expect(joined.messages.map((one) => one.externalKey).sort()).toEqual(apart.messages.map((one) => one.externalKey).sort())
    expect(joined.conversations.reduce((sum, one) => sum + one.unread, 0)).toBe(apart.conversations.reduce((sum, one) => sum + one.unread, 0))
    expect(joined.messages.every((one) => joined.conversations.some((thread) => thread.id === one.conversationId && joined.cases.some((work) => work.id === one.caseId && work.conversationId === thread.id)))).toBe(true)
  })
})
