/** Schemas of threads, messages and verdicts as several routes answer them. */
import { Type } from '@fastify/type-provider-typebox'
import { DIFFERENCES } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'
import { personMore } from './contact-shapes.js'
import { JoinedByShape } from './joining-shapes.js'

const words = <T extends string>(...values: T[]) => Type.Union(values.map((value) => Type.Literal(value)))

export const StatusWord = words('open', 'pending', 'snoozed', 'resolved')
export const SnoozeModeWord = words('until', 'before_close', 'reply')
export const PriorityWord = words('none', 'low', 'normal', 'high', 'urgent')
export const PurposeWord = words('service', 'notification', 'marketing')
export const BasisWord = words('contract', 'consent', 'existing_customer', 'legitimate_interest')
/** A topic of the company, by its key. */
export const TopicKey = Type.String({ minLength: 1, maxLength: 60 })
const Money = { amount: Type.String(), currency: Type.String() }
const Price = Type.Object({ ...Money, class: Type.String() })
const SendAs = words('freeform', 'template', 'tagged', 'broadcast')

export const VerdictShape = Type.Union([
  Type.Object({
    kind: Type.Literal('allow'), as: SendAs, tag: Type.Optional(Type.String()), until: Nullable(Moment), left: Nullable(Type.Integer()), of: Type.Optional(Type.Integer()), onWay: Type.Optional(Type.Integer()), price: Nullable(Price), source: Type.String(), grant: Type.Optional(Type.String()),
  }),
  Type.Object({
    kind: Type.Literal('deny'), code: Type.String(), source: Type.String(), retryAt: Nullable(Moment), onWay: Type.Optional(Type.Integer()),
    remedies: Type.Array(Type.Object({
      kind: words('template', 'other_channel', 'wait', 'ask_to_write', 'consent'), conversationId: Type.Optional(Id), contactId: Type.Optional(Id), channelAccountId: Type.Optional(Id), channel: Type.Optional(Type.String()), accountName: Type.Optional(Type.String()),
      templateIds: Type.Optional(Type.Array(Id)), until: Type.Optional(Nullable(Moment)), price: Type.Optional(Nullable(Price)),
    })),
  }),
], { title: 'Verdict' })

const Key = Type.Object({ kind: Type.String(), value: Type.String() })
export const KeysShape = Type.Array(Key)
const Named = Type.Object({ id: Id, name: Type.String() })

const row = {
  id: Id, number: Type.Integer(), channel: Type.String(), channelAccountId: Id, inboxId: Id, contact: Type.Object({ id: Id, name: Type.String(), avatarUrl: Nullable(Type.String()), companyId: Nullable(Id) }),
  identity: Type.Object({ id: Id, keys: KeysShape }), status: StatusWord, snoozedUntil: Nullable(Moment), snoozeMode: Nullable(SnoozeModeWord), priority: PriorityWord, assignee: Nullable(Named), team: Nullable(Named), participantIds: Type.Array(Id), queuedSince: Nullable(Moment),
  labels: Type.Array(Type.String()), unread: Type.Integer(), waitingSince: Nullable(Moment), lastInboundAt: Nullable(Moment), lastActivityAt: Moment,
  lastMessage: Nullable(Type.Object({ kind: Type.String(), text: Type.String(), direction: words('in', 'out'), status: Type.String(), at: Moment })), failed: Type.Integer(),
  window: Type.Object({ state: words('open', 'closed', 'none'), openedAt: Nullable(Moment), closesAt: Nullable(Moment), left: Nullable(Type.Integer()), kind: Nullable(Type.String()) }), answerBy: Nullable(Moment),
}
export const ConversationShape = Type.Object(row, { title: 'Conversation' })
const Verdicts = Type.Record(Type.String(), Nullable(VerdictShape))
export const ConversationDetailShape = Type.Object({ ...row, verdicts: Verdicts, caseId: Nullable(Id), drafts: Type.Array(Named), scheduled: Type.Optional(Type.Integer({ description: 'Messages that wait for their moment.' })), seq: Type.Integer() }, { title: 'ConversationDetail' })
/** The thread as a change left it, and under what it can be taken back for ten seconds (null: nothing changed). */
export const ChangedDetailShape = Type.Object({ ...ConversationDetailShape.properties, changeId: Nullable(Id) }, { title: 'ChangedConversation' })

export const MessageShape = Type.Object({
  id: Id, conversationId: Id, caseId: Nullable(Id), direction: words('in', 'out', 'note', 'system'), content: Type.Object({ kind: Type.String() }, { additionalProperties: true }),
  status: words('received', 'queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown'),
  error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String(), platformCode: Type.Optional(Type.String()) })), externalId: Nullable(Type.String()), clientId: Nullable(Type.String()),
  author: Type.Object({ type: words('contact', 'agent', 'api', 'automation', 'campaign', 'outside'), id: Type.Optional(Type.String()), name: Type.Optional(Type.String()) }),
  replyTo: Type.Optional(Id), quoted: Type.Optional(Type.Object({ from: Type.Optional(Type.String()), text: Type.Optional(Type.String()) })), origin: Type.Optional(Type.Object({}, { additionalProperties: true })),
  question: Type.Optional(Type.Object({ kind: Type.Literal('end_marketing'), state: words('open', 'yes', 'no'), word: Type.String(), by: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })), at: Type.Optional(Moment) }, { description: 'What the agents are asked about it: whether she wants no more advertising.' })),
  forwarded: Type.Optional(words('once', 'often')), historic: Type.Optional(Type.Boolean()), editedAt: Type.Optional(Moment), revokedAt: Type.Optional(Moment), purpose: Type.Optional(PurposeWord), category: Type.Optional(Type.String()), basis: Type.Optional(BasisWord), withdrawnAt: Type.Optional(Moment), at: Moment, platformAt: Nullable(Moment),
  statusAt: Type.Optional(Type.Record(Type.String(), Moment)), leavesAt: Type.Optional(Moment), retryAt: Type.Optional(Nullable(Moment)), attempts: Type.Optional(Type.Integer()),
  price: Type.Optional(Type.Object({ ...Money, class: Type.String(), estimated: Type.Boolean(), difference: Type.Optional(Type.Union(DIFFERENCES.map((one) => Type.Literal(one)))), estimate: Type.Optional(Type.Object({ ...Money, class: Type.String() })) })), verdict: Type.Optional(VerdictShape),
}, { title: 'Message' })

export const MediaShape = Type.Object({
  id: Id, url: Type.String(), mime: Type.String(), bytes: Type.Integer(), name: Type.Optional(Type.String()), width: Type.Optional(Type.Integer()), height: Type.Optional(Type.Integer()),
  durationMs: Type.Optional(Type.Integer()), state: Type.Optional(words('pending', 'ready', 'failed')), waveform: Type.Optional(Type.Array(Type.Integer())),
}, { title: 'Media' })

const identity = Type.Object({
  id: Id, channel: Type.String(), channelAccountId: Id, accountName: Type.String(), keys: KeysShape, profileName: Nullable(Type.String()), address: Nullable(Type.String()),
  reachable: Nullable(Type.Boolean()), lastInboundAt: Nullable(Moment), joinedBy: JoinedByShape,
})
const person = {
  id: Id, name: Type.String(), avatarUrl: Nullable(Type.String()), language: Nullable(Type.String()), country: Nullable(Type.String()), notes: Type.String(), labels: Type.Array(Type.String()), identities: Type.Array(identity), ...personMore, createdAt: Moment,
}
export const ContactShape = Type.Object(person, { title: 'Contact' })
export const ContactDetailShape = Type.Object({ ...person, conversations: Type.Array(Type.Object({ ...row, verdicts: Type.Optional(Verdicts) })) })

/** Whom a message or a new thread is for: a contact, or an address as people write it. */
export const Recipient = Type.Union([Type.Object({ contactId: Type.String({ maxLength: 100 }) }, { additionalProperties: false }), Type.Object({ address: Type.String({ minLength: 1, maxLength: 300 }) }, { additionalProperties: false })])
