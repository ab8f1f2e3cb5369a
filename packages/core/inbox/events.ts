/** What ingest reads of a channel's events: the events of channel-kit have these shapes and more. */
import type { Instant } from '../model/ids.js'
import type { IdentityKey, MessageError, OutStatus } from '../model/message.js'

interface Person { keys: readonly IdentityKey[]; profile?: { name?: string } }
interface Common { account: string; at: Instant }
interface Content { kind: string }

export interface InboxMessageEvent extends Common { type: 'message'; from: Person; externalId: string; part?: number; content: Content; acts: readonly string[]; historic?: boolean }
export interface InboxActEvent extends Common { type: 'act'; key: string; from: Person; act: string; line: boolean; content: Content }
export interface InboxEchoEvent extends Common { type: 'echo'; to: Person; externalId: string; part?: number; content: Content; clientRef?: string; historic?: boolean; status?: OutStatus }
export interface InboxStatusEvent extends Common {
  type: 'status'
  status: OutStatus
  externalId?: string
  clientRef?: string
  upTo?: { person: Person; at: Instant }
  error?: MessageError
}
export interface InboxEditEvent extends Common { type: 'edit'; target: string; content: Content }
export interface InboxRevokeEvent extends Common { type: 'revoke'; target: string }
export interface InboxIdentityEvent extends Common { type: 'identity'; previous: readonly IdentityKey[]; next: readonly IdentityKey[] }

export type ThreadEvent = InboxMessageEvent | InboxActEvent | InboxEchoEvent
export type InboxEvent = ThreadEvent | InboxStatusEvent | InboxEditEvent | InboxRevokeEvent | InboxIdentityEvent

/** What a message or act is known by: parts of one platform message have keys of their own, an act is known by its event. */
export function externalKeyOf(event: ThreadEvent): string {
  if (event.type === 'act') return `act:${event.key}`
  return event.part ? `${event.externalId}#${event.part}` : event.externalId
}

/** True for what a person must look at: not a reaction, not a line nobody wrote, not history from before the connection. */
export function asksForAttention(event: ThreadEvent): boolean {
  return event.type === 'message' && !event.historic && event.content.kind !== 'reaction' && event.content.kind !== 'system'
}
