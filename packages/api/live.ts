/**
 * What a live socket says. Every logged event carries whole rows, never differences: applying one twice, or one that a snapshot already
 * holds, changes nothing. Names are past tense. A kind that a client does not know is skipped.
 */
import type { ApiToken, Counts, HealthItem, Member, SessionWorkspace } from './session.js'
import type { ChannelAccount } from './channel.js'
import type { Contact } from './contact.js'
import type { ColleaguePresence } from './assignment.js'
import type { Conversation } from './conversation.js'
import type { Label } from './label.js'
import type { ListQuery } from './query.js'
import type { Message } from './message.js'
import type { Notice } from './notice.js'
import type { Draft, SavedReply, Template } from './template.js'

/** An event of the workspace’s log. `seq` is contiguous in the log. */
export type LiveEvent = { seq: number } & (
  /** Made or changed in any way: the whole list row. */
  | { type: 'conversation.changed'; conversation: Conversation }
  | { type: 'conversation.removed'; conversationId: string }
  | { type: 'message.added'; message: Message }
  | { type: 'message.changed'; message: Message }
  | { type: 'message.removed'; messageId: string; conversationId: string }
  | { type: 'contact.changed'; contact: Contact }
  /** `otherId` went into `contactId`: rows that name it follow as `conversation.changed`. */
  | { type: 'contact.merged'; contactId: string; otherId: string }
  | { type: 'contact.removed'; contactId: string }
  | { type: 'channel_account.changed'; account: ChannelAccount }
  | { type: 'channel_account.removed'; channelAccountId: string }
  | { type: 'template.changed'; template: Template }
  | { type: 'templates.synced'; channelAccountId: string }
  | { type: 'label.changed'; label: Label }
  | { type: 'label.removed'; labelId: string }
  /** `audience`: the people it is for; told to nobody else, and taken off on the way. */
  | { type: 'saved_reply.changed'; savedReply: SavedReply; audience?: string[] }
  | { type: 'saved_reply.removed'; savedReplyId: string }
  | { type: 'member.changed'; member: Member }
  | { type: 'member.removed'; memberId: string }
  /** Somebody came, went, or said so. */
  | { type: 'member.availability'; presence: ColleaguePresence }
  /** Places in a queue moved; who shows them asks again. */
  | { type: 'queue.changed' }
  | { type: 'assignment.changed' }
  /** Roles, teams, inboxes or invitations were changed: who shows them reads them again. */
  | { type: 'people.changed'; what: PeopleKind }
  /** Fields and stages of people; companies: who shows them reads them again. */
  | { type: 'contact_fields.changed' }
  | { type: 'companies.changed' }
  /** Saved views were made, changed, ordered or removed: who shows them reads them again. */
  | { type: 'views.changed' }
  /** Segments or lists were made, changed, filled or removed. */
  | { type: 'segments.changed' }
  | { type: 'macros.changed' }
  | { type: 'bridges.changed' }
  | { type: 'consent_words.changed' }
  /** A campaign moved in any way, at most once a second: who shows it reads it again. */
  | { type: 'campaign.changed'; campaignId: string }
  /** She, or somebody for her, said yes or no: who shows her consents reads them again. */
  | { type: 'consent.changed'; contactId: string }
  /** A post to followers was made, changed, sent or reported on: who shows posts reads them again. */
  | { type: 'post.changed'; postId: string }
  /** Purposes or topics were set. */
  | { type: 'consent_settings.changed' }
  | { type: 'token.changed'; token: ApiToken }
  | { type: 'health.changed'; item: HealthItem }
  | { type: 'health.cleared'; itemId: string }
  /** An address that we tell what happens: made, changed, removed, or it stands otherwise. */
  | { type: 'webhook_endpoint.changed'; endpointId: string }
  /** Reaches only its owner's sockets: her other windows follow. */
  | { type: 'draft.changed'; userId: string; conversationId: string; mode: Draft['mode']; draft: Draft | null }
  /** Reaches only her own sockets: one came or grew (`notice`), or some were seen (null). `unread` is exact to 100. */
  | { type: 'notice.changed'; userId: string; notice: Notice | null; unread: number }
  | { type: 'workspace.changed'; workspace: Pick<SessionWorkspace, 'id' | 'name' | 'demo' | 'timeZone' | 'clockOffsetMs'> }
)

export type PeopleKind = 'roles' | 'teams' | 'inboxes' | 'invitations'

/** What passes and is never logged: lost on a reconnect, gone by itself after `forMs`. */
export type PassingEvent =
  | { type: 'contact.typing'; conversationId: string; forMs: number }
  | { type: 'agent.typing'; conversationId: string; userId: string; name: string; mode: 'reply' | 'note'; forMs: number }
  | { type: 'agent.viewing'; conversationId: string; userId: string; name: string; forMs: number }
  | { type: 'media.progressed'; mediaId: string; share: number; forMs: number }

export type ServerFrame =
  /** First frame. Another `epoch` than before: the database was restored, read everything anew. `now` is business time. */
  | { type: 'hello'; epoch: string; at: number; now?: string }
  /** Everything in (from, to]; hidden events advance `to` as well. */
  | { type: 'events'; from: number; to: number; events: LiveEvent[] }
  | { type: 'passing'; events: PassingEvent[] }
  | { type: 'counts'; counts: Counts }
  /** Read again: everything, the watched list, or one conversation. */
  | { type: 'resync'; scope: 'all' | 'list' | { conversationId: string }; at?: number }
  | { type: 'ping' }

export type ClientFrame =
  /** Says the whole interest anew each time; `after` resumes behind that seq. */
  | { type: 'watch'; list?: { query: ListQuery } | null; conversations?: string[]; after?: number; /** the page is hidden: nobody looks at what it shows */ hidden?: boolean }
  | { type: 'pong' }
