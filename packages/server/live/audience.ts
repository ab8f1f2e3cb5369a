/**
 * Who is told what over the live socket. Every kind of event names the permission it wants; a kind that is missing here does not compile.
 * Threads, messages and people reach only those whose reach holds them.
 */
import type { LiveEvent } from '@recado/api'
import { may, type Permission } from '../auth/permissions.js'
import { sees } from '../auth/reach.js'
import type { Principal } from '../services.js'

/** What somebody needs to hear of it. */
export const HEARD_WITH = {
  'conversation.changed': 'conversations.read', 'conversation.removed': 'conversations.read', 'message.added': 'conversations.read', 'message.changed': 'conversations.read', 'message.removed': 'conversations.read',
  'contact_fields.changed': 'contacts.read', 'companies.changed': 'contacts.read', 'contact.changed': 'contacts.read', 'contact.merged': 'contacts.read', 'contact.removed': 'contacts.read',
  'channel_account.changed': 'channels.read', 'channel_account.removed': 'channels.read', 'template.changed': 'templates.read', 'templates.synced': 'templates.read',
  'label.changed': 'workspace.read', 'label.removed': 'workspace.read', 'saved_reply.changed': 'saved_replies.read', 'saved_reply.removed': 'saved_replies.read', 'member.changed': 'members.read', 'member.removed': 'members.read', 'people.changed': 'members.read',
  'views.changed': 'conversations.read', 'segments.changed': 'segments.read', 'macros.changed': 'saved_replies.read', 'bridges.changed': 'bridges.manage', 'campaign.changed': 'campaigns.read', 'consent_words.changed': 'consents.read', 'consent.changed': 'consents.read', 'consent_settings.changed': 'consents.read', 'token.changed': 'tokens.manage', 'health.changed': 'health.read', 'health.cleared': 'health.read', 'webhook_endpoint.changed': 'webhooks.read', 'post.changed': 'posts.manage', 'draft.changed': 'drafts.own', 'assignment.changed': 'members.read', 'member.availability': 'members.read', 'queue.changed': 'conversations.read', 'notice.changed': 'notifications.own', 'workspace.changed': 'workspace.read',
} as const satisfies Record<LiveEvent['type'], Permission>

/** Whether she may look at threads, and sees all of them. */
export const watchesAll = (principal: Principal): boolean => principal.reach.kind === 'all' && may(principal, 'conversations.read')

const permitted = new WeakMap<readonly LiveEvent[], Map<string, readonly LiveEvent[]>>()

/** Those of a stretch that her permissions let her hear at all: the same for everybody with the same role, and asked once for them. */
function mayHear(principal: Principal, events: readonly LiveEvent[]): readonly LiveEvent[] {
  let known = permitted.get(events)
  if (!known) permitted.set(events, (known = new Map()))
  const rights = `${principal.kind} ${principal.role} ${principal.permissions?.join() ?? ''} ${principal.scopes?.join() ?? ''}`
  let heard = known.get(rights)
  if (!heard) known.set(rights, (heard = events.filter((event) => may(principal, HEARD_WITH[event.type]))))
  return heard
}

export interface Heard { events: LiveEvent[]; /** watched threads that she no longer sees */ lost: string[] }

/**
 * A stretch's events as one socket hears them: rows of the whole workspace, messages of the threads it watches, drafts of its own person. A row
 * that she does not see tells nothing but that it is not there: it may have been hers a moment ago. A stretch names the row of every thread
 * whose messages or person it tells, so the rows decide for them.
 */
export function heardBy(principal: Principal, events: readonly LiveEvent[], watched: ReadonlySet<string>): Heard {
  const seen = new Map<string, boolean>()
  const people = new Set<string>()
  const threaded = new Set<string>()
  const all = principal.reach.kind === 'all'
  if (!all) for (const event of events) {
    if (event.type !== 'conversation.changed') continue
    const { conversation } = event
    const visible = sees(principal.reach, principal.id, conversation)
    seen.set(conversation.id, visible)
    threaded.add(conversation.contact.id)
    if (visible) people.add(conversation.contact.id)
  }
  const heard: LiveEvent[] = []
  for (const event of mayHear(principal, events)) {
    switch (event.type) {
      case 'conversation.changed': heard.push(all || seen.get(event.conversation.id) ? event : notThere(event)); break
      case 'message.added': case 'message.changed': if (watched.has(event.message.conversationId) && seen.get(event.message.conversationId) !== false) heard.push(event); break
      case 'message.removed': if (watched.has(event.conversationId)) heard.push(event); break
      // As auth/sight.ts has it: her thread is seen, she is somebody's own, or has no thread yet and so lies in no inbox.
      case 'contact.changed': if (all || people.has(event.contact.id) || event.contact.ownerId === principal.id || (principal.reach.kind === 'inboxes' && !threaded.has(event.contact.id))) heard.push(event); break
      case 'saved_reply.changed': {
        const { audience, ...said } = event
        const hers = !audience || audience.includes(principal.id) || (event.savedReply.scope !== 'mine' && (principal.kind === 'token' || may(principal, 'saved_replies.share')))
        heard.push(hers ? said : { seq: event.seq, type: 'saved_reply.removed', savedReplyId: event.savedReply.id })
        break
      }
      case 'draft.changed': case 'notice.changed': if (event.userId === principal.id) heard.push(event); break
      default: heard.push(event)
    }
  }
  return { events: heard, lost: seen.size === 0 ? [] : [...watched].filter((id) => seen.get(id) === false) }
}

type RowChanged = Extract<LiveEvent, { type: 'conversation.changed' }>
const gone = new WeakMap<RowChanged, LiveEvent>()

/** The same for everybody who does not see the row, so that it is written out once. */
function notThere(event: RowChanged): LiveEvent {
  let told = gone.get(event)
  if (!told) gone.set(event, (told = { seq: event.seq, type: 'conversation.removed', conversationId: event.conversation.id }))
  return told
}
