import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, applyAll, applyToContact, compareMessages, conversationSnapshot, listRange, messageRange } from './apply.js'
import type { Conversation } from './conversation.js'
import type { LiveEvent } from './live.js'
import type { Message } from './message.js'
import { belongs, compareKeys, sortKey, type ListQuery } from './query.js'
import { at, conversation, detail, message, T0 } from './testing/rows.js'

const viewer = { userId: 'u1', now: T0 }
const changed = (row: Conversation, seq = 1): LiveEvent => ({ seq, type: 'conversation.changed', conversation: row })
const added = (row: Message, seq = 1): LiveEvent => ({ seq, type: 'message.added', message: row })

/** What the server would answer: all rows of the world that belong, in order, the first `limit` of them. */
function read(world: Map<string, Conversation>, query: ListQuery, limit: number, seq: number) {
  const rows = [...world.values()].filter((row) => belongs(query, row, viewer)).sort((a, b) => compareKeys(sortKey(query.sort, a), sortKey(query.sort, b)))
  return { items: rows.slice(0, limit), next: rows.length > limit ? 'more' : null, seq }
}

describe('a list range', () => {
  const rows = fc.record({
    id: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'), minute: fc.integer({ min: -90, max: 90 }),
    assignee: fc.constantFrom(null, 'u1', 'u2'), status: fc.constantFrom('open' as const, 'resolved' as const),
    waiting: fc.boolean(), closes: fc.option(fc.integer({ min: -20, max: 400 })), failed: fc.nat(1),
  }).map((r) => conversation(r.id, {
    lastActivityAt: at(r.minute), assignee: r.assignee ? { id: r.assignee, name: r.assignee } : null, status: r.status, failed: r.failed,
    waitingSince: r.waiting ? at(r.minute) : null,
    window: { state: r.closes === null ? 'none' : 'open', openedAt: null, closesAt: r.closes === null ? null : at(r.closes), left: null, kind: null },
  }))
  const queries = fc.record({
    view: fc.constantFrom('mine', 'unassigned', 'all', 'waiting', 'failed', 'closing_soon'), status: fc.constantFrom('open' as const, undefined),
    sort: fc.constantFrom('newest' as const, 'waiting' as const, 'closing' as const),
  })

  it('with events equals a fresh reading of the same range', () => {
    fc.assert(fc.property(fc.array(rows), fc.array(rows, { maxLength: 20 }), queries, fc.integer({ min: 1, max: 6 }), (before, acts, query, limit) => {
      const world = new Map(before.map((row) => [row.id, row]))
      const start = listRange(query, read(world, query, limit, 0))
      const events = acts.map((row, i) => changed(row, i + 1))
      for (const row of acts) world.set(row.id, row)
      const after = applyAll(start, events, events.length, viewer)
      const everything = read(world, query, Infinity, events.length).items
      const within = start.end === null ? everything : everything.filter((row) => compareKeys(sortKey(query.sort, row), start.end ?? [0, 0, '']) <= 0)
      expect(after.items).toEqual(within)
      expect(after.seq).toBe(events.length)
    }), { numRuns: 500 })
  })

  it('changes nothing by an event it already holds', () => {
    const list = listRange({ view: 'all' }, { items: [conversation('k1')], next: null, seq: 7 })
    expect(apply(list, changed(conversation('k1', { unread: 3 }), 7), viewer)).toBe(list)
    expect(apply(list, changed(conversation('k1', { unread: 3 }), 8), viewer).items[0]?.unread).toBe(3)
  })

  it('keeps the rows of a search in place and adds none', () => {
    const list = listRange({ q: 'invoice' }, { items: [conversation('k1'), conversation('k2')], next: null, seq: 0 })
    const after = applyAll(list, [changed(conversation('k2', { unread: 1, lastActivityAt: at(9) })), changed(conversation('k3'))], 2, viewer)
    expect(after.items.map((row) => [row.id, row.unread])).toEqual([['k1', 0], ['k2', 1]])
  })

  it('grows downwards by a page', () => {
    const first = listRange({}, { items: [conversation('k1', { lastActivityAt: at(5) })], next: 'p2', seq: 4 })
    const both = listRange({}, { items: [conversation('k2', { lastActivityAt: at(3) })], next: null, seq: 6 }, first)
    expect(both.items.map((row) => row.id)).toEqual(['k1', 'k2'])
    expect([both.end, both.next, both.seq]).toEqual([null, null, 4])
  })
})

describe('a message range', () => {
  const messages = fc.record({ id: fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6'), minute: fc.integer({ min: 0, max: 9 }), unread: fc.boolean() })
    .map((r) => message(r.id, { at: at(r.minute), status: r.unread ? 'received' : 'read' }))

  it('with events equals a fresh reading of the same range', () => {
    fc.assert(fc.property(fc.array(messages), fc.array(messages, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (before, acts, limit) => {
      const world = new Map(before.map((row) => [row.id, row]))
      const sorted = () => [...world.values()].sort(compareMessages)
      const page = sorted()
      const start = messageRange('k1', { items: page.slice(0, limit), next: page.length > limit ? 'more' : null, seq: 0 })
      for (const row of acts) world.set(row.id, row)
      const after = applyAll(start, acts.map((row, i) => added(row, i + 1)), acts.length, viewer)
      expect(after.items).toEqual(sorted().filter((row) => start.end === null || compareMessages(row, start.end) <= 0))
    }), { numRuns: 500 })
  })

  it('puts the stored message in the place of the painted one', () => {
    const painted = message('local', { clientId: 'x1', direction: 'out', status: 'queued', at: at(3) })
    const range = messageRange('k1', { items: [painted, message('m1')], next: null, seq: 0 })
    const after = apply(range, added(message('m2', { clientId: 'x1', direction: 'out', status: 'sent', at: at(4) })), viewer)
    expect(after.items.map((item) => [item.id, item.status])).toEqual([['m2', 'sent'], ['m1', 'received']])
  })

  it('does not touch another thread', () => {
    const range = messageRange('k2', { items: [], next: null, seq: 0 })
    expect(apply(range, added(message('m1')), viewer)).toBe(range)
  })

  it('loses what was erased', () => {
    const range = messageRange('k1', { items: [message('m1')], next: null, seq: 0 })
    expect(apply(range, { seq: 1, type: 'message.removed', messageId: 'm1', conversationId: 'k1' }, viewer).items).toEqual([])
  })
})

describe('one conversation', () => {
  it('takes the row and keeps its verdicts', () => {
    const snapshot = conversationSnapshot(detail('k1', { seq: 3 }))
    const after = apply(snapshot, changed(conversation('k1', { status: 'resolved' }), 4), viewer)
    expect(after.conversation.status).toBe('resolved')
    expect(after.conversation.verdicts).toBe(snapshot.conversation.verdicts)
  })
})

describe('a contact', () => {
  const contact = { id: 'c-k1', name: 'Ana', avatarUrl: null, language: null, country: null, notes: '', labels: [], identities: [], timeZone: null, languageGiven: false, countryGiven: false, timeZoneGiven: false, stageId: null, ownerId: null, company: null, attributes: {}, addresses: [], externalIds: [], createdAt: at(0), updatedAt: at(0), conversations: [conversation('k1')] }
  it('gains a thread that was joined to her and loses one that was split off', () => {
    const gained = applyToContact(contact, changed(conversation('k2', { contact: { id: 'c-k1', name: 'Ana', avatarUrl: null, companyId: null }, lastActivityAt: at(9) })))
    expect(gained.conversations.map((row) => row.id)).toEqual(['k2', 'k1'])
    expect(applyToContact(gained, changed(conversation('k2'))).conversations.map((row) => row.id)).toEqual(['k1'])
  })
})
