import { describe, expect, test } from 'vitest'
import { days, hours, minutes, seconds } from '../model/ids.js'
import { counted, priced } from '../policy/testing/sample-rules.js'
import { answered, applyInbound, markRead, queueReply, resolveCase } from './apply.js'
import type { InboxEvent } from './events.js'
import { emptyInbox, threadOf, type InboxState } from './state.js'

const T = Date.UTC(2026, 10, 23, 10)
const start = emptyInbox({ a: { rules: counted, settings: {} }, b: { rules: priced, settings: {} } })
const person = (id: string, name?: string) => ({ keys: [{ kind: 'id', value: id }], ...(name ? { profile: { name } } : {}) })

type Said = { id: string; at?: number; who?: string; kind?: string; account?: string; acts?: string[]; historic?: boolean; part?: number; name?: string }
const said = ({ id, at = T, who = 'ana', kind = 'text', account = 'a', acts = ['message'], name, ...rest }: Said): InboxEvent =>
  ({ type: 'message', account, at, from: person(who, name), externalId: id, content: { kind }, acts, ...rest })
const did = (act: string, at = T, line = true): InboxEvent => ({ type: 'act', account: 'a', at, key: `${act}${at}`, from: person('ana'), act, line, content: { kind: 'system' } })
const echo = (id: string, at: number, more: object = {}): InboxEvent => ({ type: 'echo', account: 'a', at, to: person('ana'), externalId: id, content: { kind: 'text' }, ...more })

/** Events in the order in which they arrive, each at its own time unless told otherwise. */
const after = (events: readonly InboxEvent[], state: InboxState = start, arrivedAt?: number): InboxState =>
  events.reduce((now, event) => applyInbound(now, event, arrivedAt ?? event.at), state)
const only = (state: InboxState) => state.conversations[0]! // every story below has one

describe('finding people and threads', () => {
  test('the first message makes contact, identity, thread, case and message', () => {
    const state = after([said({ id: 'm1', name: ' Ana ' })])
    expect(state).toMatchObject({
      contacts: [{ name: 'Ana' }], identities: [{ keys: [{ kind: 'id', value: 'ana' }], reachable: true, grants: [{ kind: 'message', left: 5 }, { kind: 'passive' }] }],
      conversations: [{ status: 'open', unread: 1, waitingSince: T, lastInboundAt: T }], cases: [{ ordinal: 1 }],
      messages: [{ direction: 'in', author: 'contact', status: 'received', externalKey: 'm1' }],
    })
    expect(only(state).lastMessageId).toBe(state.messages[0]?.id)
  })
  test('a second message finds them', () => {
    const state = after([said({ id: 'm1' }), said({ id: 'm2', at: T + 1 })])
    expect([state.contacts.length, state.conversations.length, only(state).unread]).toEqual([1, 1, 2])
  })
  test('the same message again changes nothing, also years later', () => {
    const once = after([said({ id: 'm1' })])
    expect(after([said({ id: 'm1' })], once, T + days(900))).toEqual(once)
  })
  test('the same id on another account is another message', () => {
    expect(after([said({ id: 'm1' }), said({ id: 'm1', account: 'b' })]).messages).toHaveLength(2)
  })
  test('parts of one message are kept apart', () => {
    expect(after([said({ id: 'm1', part: 0 }), said({ id: 'm1', part: 1 }), said({ id: 'm1', part: 1 })]).messages.map((one) => one.externalKey)).toEqual(['m1', 'm1#1'])
  })
  test('nobody’s message comes under another’s name', () => {
    const state = after([said({ id: 'm1', who: 'ana' }), said({ id: 'm2', who: 'bea' }), said({ id: 'm3', who: 'ana' })])
    expect(state.conversations.map((thread) => threadOf(state, thread.id).map((one) => one.externalKey))).toEqual([['m1', 'm3'], ['m2']])
  })
  test('an unknown account is nobody’s inbox', () => expect(after([said({ id: 'm1', account: 'nowhere' })])).toBe(start))
  test('a new key of a known person is learnt', () => {
    const state = after([said({ id: 'm1' }), { ...said({ id: 'm2' }), from: { keys: [{ kind: 'id', value: 'ana' }, { kind: 'union', value: 'u1' }] } } as InboxEvent, said({ id: 'm3' })])
    expect(state.identities.map((one) => one.keys.length)).toEqual([2])
  })
  test('two people turn out to be one: threads, unread, waiting and ledger are put together', () => {
    const two = after([said({ id: 'm1', who: 'ana', at: T + 5 }), said({ id: 'm2', who: 'phone', at: T }), said({ id: 'm3', who: 'phone', at: T + 9 })])
    const state = after([{ type: 'identity', account: 'a', at: T + 10, previous: [{ kind: 'id', value: 'phone' }], next: [{ kind: 'id', value: 'ana' }] }], two)
    expect([state.contacts.length, state.identities.length, state.conversations.length, state.cases.length]).toEqual([1, 1, 1, 1])
    expect(only(state)).toMatchObject({ unread: 3, waitingSince: T, lastInboundAt: T + 9 })
    expect(threadOf(state, only(state).id).map((one) => one.externalKey)).toEqual(['m2', 'm1', 'm3'])
    expect(state.messages.find((one) => one.id === only(state).lastMessageId)?.externalKey).toBe('m3')
    expect(state.identities[0]?.grants[0]).toMatchObject({ kind: 'message', openedAt: T + 9 })
  })
  test('a resolved thread joined to an open one leaves it open, and nobody else’s is touched', () => {
    const three = after([said({ id: 'm1', who: 'ana' }), said({ id: 'm2', who: 'phone' }), said({ id: 'm3', who: 'bea' })])
    const state = after([{ type: 'identity', account: 'a', at: T, previous: [{ kind: 'id', value: 'phone' }], next: [{ kind: 'id', value: 'ana' }] }], resolveCase(three, three.conversations[1]!.id, T)) // three people wrote
    expect(state.conversations.map((one) => [one.status, threadOf(state, one.id).length])).toEqual([['open', 2], ['open', 1]])
    const other = after([{ type: 'identity', account: 'a', at: T, previous: [{ kind: 'id', value: 'phone' }], next: [{ kind: 'id', value: 'ana' }] }], resolveCase(three, three.conversations[0]!.id, T)) // as above
    expect(only(other).status).toBe('open')
  })
  test('a changed number is a further key of the same person', () => {
    const state = after([said({ id: 'm1' }), { type: 'identity', account: 'a', at: T, previous: [{ kind: 'id', value: 'ana' }], next: [{ kind: 'id', value: 'ana2' }] }, said({ id: 'm2', who: 'ana2' })])
    expect(state.identities).toHaveLength(1)
  })
  test('a changed number of nobody we know makes nobody', () => {
    expect(after([{ type: 'identity', account: 'a', at: T, previous: [{ kind: 'id', value: 'x' }], next: [{ kind: 'id', value: 'y' }] }]).identities).toEqual([])
  })
  test('the joined person who never had a thread gets the other’s', () => {
    const known = after([did('view', T, false), said({ id: 'm1', who: 'phone' })])
    const withoutThread = { ...known, identities: [{ id: 'i00000000', account: 'a', contactId: 'c0', keys: [{ kind: 'id', value: 'ana' }], reachable: null, grants: [] }, ...known.identities] }
    const state = after([{ type: 'identity', account: 'a', at: T, previous: [{ kind: 'id', value: 'phone' }], next: [{ kind: 'id', value: 'ana' }] }], withoutThread)
    expect(state.conversations).toMatchObject([{ identityId: 'i00000000' }])
  })
})

describe('unread, waiting and the last line', () => {
  const rows: [string, InboxEvent[], { unread: number; waitingSince: number | null; lastInboundAt: number | null }, last: string | null][] = [
    ['a reaction is no unread message', [said({ id: 'm1', kind: 'reaction' })], { unread: 0, waitingSince: null, lastInboundAt: T }, 'm1'],
    ['a system line is not', [said({ id: 'm1', kind: 'system' })], { unread: 0, waitingSince: null, lastInboundAt: T }, null],
    ['history from before the connection is not', [said({ id: 'm1', historic: true })], { unread: 0, waitingSince: null, lastInboundAt: null }, 'm1'],
    ['an act leaves unread alone', [did('follow')], { unread: 0, waitingSince: null, lastInboundAt: null }, null],
    ['an unsupported message counts', [said({ id: 'm1', kind: 'unsupported' })], { unread: 1, waitingSince: T, lastInboundAt: T }, 'm1'],
    ['she waits since the first unanswered message', [said({ id: 'm1' }), said({ id: 'm2', at: T + 9 })], { unread: 2, waitingSince: T, lastInboundAt: T + 9 }, 'm2'],
    ['an answer typed elsewhere ends the waiting', [said({ id: 'm1' }), echo('e1', T + 5)], { unread: 1, waitingSince: null, lastInboundAt: T }, 'e1'],
    ['imported answers end nothing', [said({ id: 'm1' }), echo('e1', T - 5, { historic: true })], { unread: 1, waitingSince: T, lastInboundAt: T }, 'm1'],
    ['and she waits again', [said({ id: 'm1' }), echo('e1', T + 5), said({ id: 'm2', at: T + 7 })], { unread: 2, waitingSince: T + 7, lastInboundAt: T + 7 }, 'm2'],
    ['an older message that comes in late counts, but is not the last', [said({ id: 'm2', at: T + 9 }), said({ id: 'm1' })], { unread: 2, waitingSince: T, lastInboundAt: T + 9 }, 'm2'],
  ]
  test.each(rows)('%s', (_sentence, events, head, last) => {
    const state = after(events)
    expect(only(state)).toMatchObject(head)
    expect(state.messages.find((one) => one.id === only(state).lastMessageId)?.externalKey ?? null).toBe(last)
  })
  test('reading takes unread away, not the waiting', () => {
    expect(only(markRead(after([said({ id: 'm1' })]), after([said({ id: 'm1' })]).conversations[0]!.id))).toMatchObject({ unread: 0, waitingSince: T })
  })
  test('a clock that runs ahead puts nothing into the future', () => {
    const state = after([said({ id: 'm1', at: T + hours(9) })], start, T)
    expect(state.messages[0]).toMatchObject({ at: T, platformAt: T + hours(9) })
    expect(state.identities[0]?.grants[0]?.closesAt).toBe(T + hours(48))
  })
  test('the thread is in order of platform time, then of arrival', () => {
    const state = after([said({ id: 'late', at: T + 2 }), said({ id: 'one' }), said({ id: 'two' }), echo('mine', T + 1)])
    expect(threadOf(state, only(state).id).map((one) => one.externalKey)).toEqual(['one', 'two', 'mine', 'late'])
  })
})

describe('our own messages', () => {
  const written = after([said({ id: 'm1' })])
  const reply = queueReply(written, only(written).id, { kind: 'text', content: {}, author: 'agent', at: T + seconds(5) })

  test('a queued reply is the last line; she waits until the platform has it', () => {
    expect(only(reply.state)).toMatchObject({ waitingSince: T, lastMessageId: reply.id })
    expect(only(answered(reply.state, reply.id, 'p1')).waitingSince).toBeNull()
  })
  const status = (change: object): InboxEvent => ({ type: 'status', account: 'a', at: T, status: 'delivered', externalId: 'p1', ...change } as InboxEvent)
  const statusOf = (state: InboxState) => state.messages.find((one) => one.id === reply.id)
  const accepted = answered(reply.state, reply.id, 'p1')
  const rows: [string, InboxState, InboxEvent[], object][] = [
    ['a report by the platform’s id', accepted, [status({})], { status: 'delivered' }],
    ['a report by ours', accepted, [status({ externalId: undefined, clientRef: reply.id })], { status: 'delivered' }],
    ['a report by ours teaches the platform’s id', reply.state, [status({ clientRef: reply.id })], { status: 'delivered', externalKey: 'p1' }],
    ['a late lower one changes nothing', accepted, [status({ status: 'read' }), status({ status: 'sent' })], { status: 'read' }],
    ['read implies delivered', accepted, [status({ status: 'read' }), status({})], { status: 'read' }],
    ['failed with its reason', accepted, [status({ status: 'failed', error: { code: 'window_closed', message: 'x' } })], { status: 'failed', error: { code: 'window_closed' } }],
    ['delivered beats failed, and its reason goes', accepted, [status({ status: 'failed', error: { code: 'x', message: 'x' } }), status({})], { status: 'delivered', error: null }],
    ['all up to a moment', accepted, [status({ externalId: undefined, upTo: { person: person('ana'), at: T + seconds(5) } })], { status: 'delivered' }],
    ['not what came after it', accepted, [status({ externalId: undefined, upTo: { person: person('ana'), at: T } })], { status: 'accepted' }],
    ['not somebody else’s', accepted, [status({ externalId: undefined, upTo: { person: person('bea'), at: T + days(1) } })], { status: 'accepted' }],
    ['not on another account', accepted, [status({ account: 'b' })], { status: 'accepted' }],
  ]
  test.each(rows)('%s', (_sentence, state, events, expected) => expect(statusOf(after(events, state))).toMatchObject(expected))

  test('a report that comes before the answer to the send waits for it, once', () => {
    const early = after([status({}), status({}), status({ status: 'read' })], reply.state)
    expect([early.parked.length, statusOf(early)?.status]).toEqual([2, 'queued'])
    const late = answered(early, reply.id, 'p1')
    expect([late.parked.length, statusOf(late)?.status]).toEqual([0, 'read'])
  })
  test('a report that names nothing we could ever know is dropped', () => expect(after([status({ externalId: undefined, clientRef: 'nobody' })], reply.state).parked).toEqual([]))
  test('a report never touches what she wrote', () => expect(after([status({ externalId: 'm1' })], written).messages[0]?.status).toBe('received'))
  test('the echo of one of ours is no second message', () => {
    const state = after([echo('p1', T + seconds(6), { clientRef: reply.id })], reply.state)
    expect(state.messages).toHaveLength(2)
    expect(statusOf(state)).toMatchObject({ status: 'sent', externalKey: 'p1' })
  })
  test('an echo that names nothing of ours is a colleague’s', () => {
    expect(after([echo('p9', T + 6, { clientRef: 'elsewhere', status: 'read' })], reply.state).messages.at(-1)).toMatchObject({ direction: 'out', author: 'outside', status: 'read' })
  })
})

describe('cases, doors, edits', () => {
  test('a resolved thread she writes in becomes a new case; her message belongs to it', () => {
    const done = resolveCase(after([said({ id: 'm1' })]), after([said({ id: 'm1' })]).conversations[0]!.id, T + 1)
    expect(only(done)).toMatchObject({ status: 'resolved', waitingSince: null })
    const again = after([said({ id: 'm2', at: T + days(1) })], done)
    expect(again.cases.map((one) => [one.ordinal, one.resolvedAt])).toEqual([[1, T + 1], [2, null]])
    expect(only(again)).toMatchObject({ status: 'open', caseId: again.cases[1]?.id })
    expect(again.messages.at(-1)?.caseId).toBe(again.cases[1]?.id)
  })
  test.each([['a reaction', said({ id: 'm2', kind: 'reaction' })], ['an act', did('follow')], ['history', said({ id: 'm2', historic: true })], ['a colleague’s message', echo('e', T + 1)]])('%s does not reopen it', (_name, event) => {
    const written = after([said({ id: 'm1' })])
    expect(only(after([event], resolveCase(written, only(written).id, T))).status).toBe('resolved')
  })
  test('an unfollow shuts the door and takes every grant; writing opens it again', () => {
    const gone = after([said({ id: 'm1' }), did('unfollow', T + 1)])
    expect(gone.identities[0]).toMatchObject({ reachable: false, grants: [] })
    expect(after([said({ id: 'm2', at: T + minutes(1) })], gone).identities[0]).toMatchObject({ reachable: true, grants: [{ kind: 'message' }, { kind: 'passive' }] })
  })
  test('what proves nothing opens no door', () => {
    const gone = after([said({ id: 'm1' }), did('unfollow', T + 1)])
    expect(after([did('preference', T + 2)], gone).identities[0]?.reachable).toBe(false)
    expect(after([did('preference')]).identities[0]?.reachable).toBeNull()
  })
  test('a channel without a door says nothing of it', () => expect(after([said({ id: 'm1', account: 'b' })]).identities[0]?.reachable).toBeNull())
  test('history opens nothing', () => expect(after([said({ id: 'm1', historic: true })]).identities[0]).toMatchObject({ grants: [], reachable: null }))
  test('a noted act makes nobody, but opens what it opens for somebody known', () => {
    expect(after([did('menu_click', T, false)])).toEqual(start)
    const known = after([said({ id: 'm1' }), did('menu_click', T + 1, false)])
    expect(known.identities[0]?.grants.map((one) => one.kind)).toContain('menu')
    expect(known.messages).toHaveLength(1)
  })
  test('an act makes the thread with a system line', () => {
    expect(after([did('follow')])).toMatchObject({ conversations: [{ unread: 0 }], messages: [{ direction: 'system', author: 'automation' }] })
  })
  test('a reply is taken from what the same kind of act opens anew', () => {
    expect(after([did('follow'), did('follow', T + seconds(30))]).identities[0]?.grants).toEqual([{ kind: 'follow', act: 'follow', openedAt: T + seconds(30), closesAt: T + seconds(90), left: 3 }])
  })
  test('an edit changes the text, a revoke takes it back for good', () => {
    const edited = after([said({ id: 'm1' }), { type: 'edit', account: 'a', at: T, target: 'm1', content: { kind: 'image' } }])
    expect(edited.messages[0]).toMatchObject({ kind: 'image', edited: true, revoked: false })
    const revoked = after([{ type: 'revoke', account: 'a', at: T, target: 'm1' }, { type: 'edit', account: 'a', at: T, target: 'm1', content: { kind: 'text' } }], edited)
    expect(revoked.messages[0]).toMatchObject({ kind: 'image', revoked: true })
  })
  test('an edit of what we never had changes nothing', () => {
    const state = after([said({ id: 'm1' })])
    expect(after([{ type: 'edit', account: 'a', at: T, target: 'm9', content: { kind: 'text' } }], state)).toBe(state)
  })
})
