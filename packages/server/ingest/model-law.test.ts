/** What the database makes of a batch is what the pure model of the inbox makes of its events one by one: duplicates, disorder and batches included. */
import type { InboundEvent } from '@recado/channel-kit'
import { applyInbound, emptyInbox, type Grant, type IdentityKey, type InboxEvent, type InboxState, type Instant, hours, markRead, minutes, resolveCase, seconds } from '@recado/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../services.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { commitBatch } from './commit.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

const { rules } = madeUpLoaded.declaration
const PHONES = ['34600000001', '34600000002', '34600000003']

/** A person as one message names her: by phone, by alias, or by both - then two that were known apart become one. */
const keysOf = (who: number, how: 'phone' | 'alias' | 'both', alias: number): IdentityKey[] =>
  [...(how === 'alias' ? [] : [{ kind: 'phone', value: PHONES[who]! }]), ...(how === 'phone' ? [] : [{ kind: 'alias', value: `alias-${alias}` }])]

interface Piece { what: 'text' | 'reaction' | 'historic' | 'echo' | 'follow' | 'unfollow'; who: number; how: 'phone' | 'alias' | 'both'; alias: number; lateS: number; again: number }
type Rare = { kind: 'report'; of: number; status: 'sent' | 'delivered' | 'read' | 'failed'; passS: number } | { kind: 'edit' | 'revoke'; of: number; passS: number } | { kind: 'join'; who: number; alias: number; passS: number }
type Step =
  | { kind: 'batch'; pieces: Piece[]; passS: number }
  | Rare
  | { kind: 'read' | 'resolve'; who: number; passS: number }

const who = fc.integer({ min: 0, max: 2 })
const passS = fc.constantFrom(1, 40, 120, 86_400, 50 * 3_600)
const piece: fc.Arbitrary<Piece> = fc.record({
  what: fc.oneof({ weight: 6, arbitrary: fc.constant('text' as const) }, { weight: 5, arbitrary: fc.constantFrom('reaction' as const, 'historic' as const, 'echo' as const, 'follow' as const, 'unfollow' as const) }),
  who, how: fc.oneof({ weight: 8, arbitrary: fc.constant('phone' as const) }, { weight: 2, arbitrary: fc.constant('alias' as const) }), alias: who,
  lateS: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-90, 30, 3_000) }), again: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 2) }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('batch' as const), pieces: fc.array(piece, { minLength: 1, maxLength: 6 }), passS }) },
  // Who is learnt to be somebody else within a batch is that person for all of it; the model learns it in the middle. So she comes in a batch of her own.
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('batch' as const), pieces: piece.map((one) => [{ ...one, how: 'both' as const }]), passS }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('report' as const), of: fc.nat(9), status: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'failed' as const), passS }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('edit' as const, 'revoke' as const), of: fc.nat(9), passS }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('join' as const), who, alias: who, passS }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('read' as const, 'resolve' as const), who, passS }) },
)

/** One story told to both sides. */
class Story {
  model: InboxState
  now: Instant
  private n = 0
  private readonly account: Account
  constructor(account: Account, now: Instant) {
    this.account = account
    this.now = now
    this.model = emptyInbox({ [account.externalId!]: { rules, settings: account.settings } })
  }

  private event({ what, who: i, how, alias, lateS }: Piece): InboundEvent {
    const at = this.now - seconds(lateS)
    const keys = keysOf(i, how, alias)
    const id = `e${++this.n}`
    const common = { key: id, account: this.account.externalId!, at }
    if (what === 'echo') return { ...common, type: 'echo', to: { keys }, externalId: id, content: { kind: 'text', text: `eco ${id}` } }
    if (what === 'follow' || what === 'unfollow') return { ...common, type: 'act', from: { keys }, act: what, line: true, content: { kind: 'system', event: what } }
    return {
      ...common, type: 'message', from: { keys, profile: { name: `Nombre ${i}` } }, externalId: id, acts: what === 'text' ? ['message'] : [], historic: what === 'historic',
      content: what === 'reaction' ? { kind: 'reaction', messageId: 'e1', emoji: '👍' } : { kind: 'text', text: `texto ${id}` },
    }
  }

  async tell(step: Step): Promise<void> {
    this.now += seconds(step.passS)
    if ('who' in step && step.kind !== 'join') return this.handle(step.kind, step.who)
    // An edit of what never came is a message of its own in the database, since its text would be lost; the model knows nothing of it.
    if ((step.kind === 'edit' || step.kind === 'revoke') && !this.model.messages.some((one) => one.direction === 'in')) return
    // Some events of a batch are repeated in it, at its end: as a platform does that heard no answer.
    const events = step.kind === 'batch' ? step.pieces.map((one) => ({ event: this.event(one), again: one.again })) : [{ event: this.rare(step), again: step.kind === 'report' ? 1 : 0 }]
    const batch = [...events.map((one) => one.event), ...events.flatMap((one) => Array.from({ length: one.again }, () => one.event))]
    await commitBatch({ ...desk.services, clock: { ...desk.services.clock, now: () => this.now } }, this.account.workspaceId, batch.map((event) => ({ account: this.account, channel: madeUpLoaded, event, arrivedAt: this.now })))
    for (const event of batch) this.model = applyInbound(this.model, event as InboxEvent, this.now)
  }

  private rare(step: Rare): InboundEvent {
    const common = { key: `k${++this.n}`, account: this.account.externalId!, at: this.now }
    if (step.kind === 'join') return { ...common, type: 'identity', previous: [{ kind: 'phone', value: PHONES[step.who]! }], next: [{ kind: 'alias', value: `alias-${step.alias}` }], content: { kind: 'system', event: 'identity_joined' } }
    const wanted = this.model.messages.filter((one) => (step.kind === 'report' ? one.direction === 'out' : one.direction === 'in'))
    const target = wanted[step.of % Math.max(1, wanted.length)]?.externalKey ?? 'nobody'
    const person = { keys: [{ kind: 'phone', value: PHONES[0]! }] }
    if (step.kind === 'report') return { ...common, type: 'status', status: step.status, externalId: target, ...(step.status === 'failed' ? { error: { code: 'platform_refused', message: 'no' } } : {}) }
    return step.kind === 'edit' ? { ...common, type: 'edit', by: 'contact', person, target, content: { kind: 'text', text: `corregido ${this.n}` } } : { ...common, type: 'revoke', by: 'contact', person, target }
  }

  /** What colleagues do between two batches. */
  private async handle(what: 'read' | 'resolve', i: number): Promise<void> {
    const identity = this.model.identities.find((one) => one.keys.some((key) => key.value === PHONES[i]))
    const thread = this.model.conversations.find((one) => one.identityId === identity?.id)
    if (!thread) return
    const where = `from identity_key k where k.workspace_id = c.workspace_id and k.account_id = c.account_id and c.identity_id = k.identity_id and c.account_id = $1 and k.value = $2`
    if (what === 'read') {
      this.model = markRead(this.model, thread.id)
      await desk.rows(`update conversation c set unread = 0 ${where}`, [this.account.id, PHONES[i]])
    } else {
      this.model = resolveCase(this.model, thread.id, this.now)
      await desk.rows(`update conversation c set status = 'resolved', waiting_since = null ${where}`, [this.account.id, PHONES[i]])
    }
  }
}

const sorted = (keys: readonly IdentityKey[]): string => keys.map((key) => `${key.kind}=${key.value}`).sort().join(' ')
const ledger = (grants: readonly Grant[]): Grant[] => [...grants].sort((a, b) => (a.kind < b.kind ? -1 : 1))

interface Told { people: unknown[]; threads: unknown[]; messages: unknown[] }

/** Both sides in the same words: people by their keys, messages by what the platform calls them. */
function ofModel(state: InboxState): Told {
  const name = new Map(state.identities.map((one) => [one.id, sorted(one.keys)]))
  const thread = new Map(state.conversations.map((one) => [one.id, name.get(one.identityId)]))
  const key = new Map(state.messages.map((one) => [one.id, one.externalKey]))
  const ordinal = new Map(state.cases.map((one) => [one.id, one.ordinal]))
  return {
    people: state.identities.map((one) => ({ keys: sorted(one.keys), reachable: one.reachable, grants: ledger(one.grants) })),
    threads: state.conversations.map((one) => ({
      who: name.get(one.identityId), status: one.status, unread: one.unread, waitingSince: one.waitingSince, lastInboundAt: one.lastInboundAt, last: one.lastMessageId === null ? null : key.get(one.lastMessageId), work: ordinal.get(one.caseId),
    })),
    // A line without a name of its own on the platform is known by its text alone.
    messages: state.messages.map((one) => ({ key: one.externalKey?.startsWith('act:') ? 'act' : one.externalKey, thread: thread.get(one.conversationId), direction: one.direction, status: one.status, at: one.at, text: one.revoked ? '' : (one.content as { text?: string }).text ?? null, revoked: one.revoked, edited: one.edited && !one.revoked, failed: one.error !== null })),
  }
}

async function ofDatabase(account: Account): Promise<Told> {
  const keys = `(select string_agg(k.kind || '=' || k.value, ' ' order by k.kind || '=' || k.value collate "C") from identity_key k where k.workspace_id = d.workspace_id and k.identity_id = d.identity_id)`
  const people = await desk.rows<{ keys: string; reachable: boolean | null; grants: Grant[] }>(
    `select ${keys} as keys, d.reachable, (select coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'act', g.act, 'openedAt', round(extract(epoch from g.opened_at) * 1000), 'closesAt', round(extract(epoch from g.closes_at) * 1000), 'left', g.replies_left)), '[]')
       from window_grant g where g.workspace_id = d.workspace_id and g.identity_id = d.identity_id) as grants from identity d where d.account_id = $1`, [account.id])
  const threads = await desk.rows<{ who: string; status: string; unread: number; waiting_since: number | null; last_inbound_at: number | null; last: string | null; work: number }>(
    `select ${keys} as who, c.status, c.unread, c.waiting_since, c.last_inbound_at, m.external_id as last, w.ordinal as work from conversation c join identity d on d.workspace_id = c.workspace_id and d.identity_id = c.identity_id
     join work_case w on w.workspace_id = c.workspace_id and w.case_id = c.case_id left join message m on m.workspace_id = c.workspace_id and m.message_id = c.last_message_id where c.account_id = $1`, [account.id])
  const messages = await desk.rows<{ external_id: string | null; thread: string; direction: string; status: string; at: number; text: string | null; revoked: boolean; edited: boolean; failed: boolean; event: string | null }>(
    `select m.external_id, ${keys} as thread, m.direction, m.status, m.at, m.content->>'text' as text, m.revoked_at is not null as revoked, m.edited_at is not null and m.revoked_at is null as edited, m.error is not null as failed, m.content->>'event' as event
     from message m join conversation c on c.workspace_id = m.workspace_id and c.conversation_id = m.conversation_id join identity d on d.workspace_id = c.workspace_id and d.identity_id = c.identity_id
     where m.account_id = $1`, [account.id])
  return {
    people: people.map((one) => ({ ...one, grants: ledger(one.grants) })),
    threads: threads.map(({ waiting_since: waitingSince, last_inbound_at: lastInboundAt, ...one }) => ({ ...one, waitingSince, lastInboundAt })),
    // That two people were joined is a line in the database's thread; the model keeps no such lines.
    messages: messages.filter((one) => one.event !== 'identity_joined').map(({ external_id: key, event: _event, ...one }) => ({ key: key ?? 'act', ...one })),
  }
}

const canonical = (told: Told): Record<string, string[]> => Object.fromEntries(Object.entries(told).map(([part, rows]) => [part, (rows as object[]).map((row) => JSON.stringify(row, Object.keys(row).sort().concat(['kind', 'act', 'openedAt', 'closesAt', 'left']))).sort()]))

let stories = 0

test('a batch in the database and its events in the model end in the same inbox', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
    const account = await desk.connect(`law-${++stories}`)
    const story = new Story(account, desk.wall.now - hours(1))
    for (const one of steps) await story.tell(one)
    expect(canonical(await ofDatabase(account))).toEqual(canonical(ofModel(story.model)))
  }), { numRuns: Number(process.env.RECADO_RUNS ?? 150) })
}, minutes(4))
