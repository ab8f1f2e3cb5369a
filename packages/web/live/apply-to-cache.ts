/** A frame's events on everything the cache holds. The same `apply` as in the server's tests. */
import { applyAll, applyToContact, type Colleague, type ChannelAccount, type ContactDetail, type ConversationSnapshot, type Draft, type HealthItem, type Label, type ListQuery, type ListRange, type LiveEvent, type Member, type MessageRange, type SavedReply, type Session, type Snapshot, type Viewer } from '@recado/api'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/queries.js'
import { applyToContactLists } from '../features/contacts/live.js'
import { noticeKeys } from '../features/notices/keys.js'
import { tellNotice } from '../features/notices/told.js'

/** What the socket sends events for. Everything else in the cache is read anew when it is opened. */
export interface Watched { list: ListQuery | null; conversations: readonly string[] }

/**
 * Applies a frame to what is watched. Returns false when one of the snapshots has a gap before the frame (it was read while the frame was
 * on its way): the caller then asks for the events from there on again.
 */
export function applyFrame(client: QueryClient, frame: { from: number; to: number; events: readonly LiveEvent[] }, viewer: Viewer, watched: Watched): boolean {
  const { from, to, events } = frame
  let whole = true
  const take = <S extends Snapshot>(key: readonly unknown[]) => {
    const snapshot = client.getQueryData<S>(key)
    if (!snapshot) return
    if (snapshot.seq > 0 && snapshot.seq < from) { whole = false; return }
    const after = applyAll(snapshot, events, to, viewer)
    if (after !== snapshot) client.setQueryData<S>(key, after)
  }
  if (watched.list) take<ListRange>(keys.list(watched.list))
  for (const id of watched.conversations) {
    take<MessageRange>(keys.messages(id))
    take<ConversationSnapshot>(keys.conversation(id))
  }
  for (const event of events) applyToRest(client, event, viewer)
  return whole
}

function applyToRest(client: QueryClient, event: LiveEvent, viewer: Viewer): void {
  for (const [queryKey, contact] of client.getQueriesData<ContactDetail>({ queryKey: ['contact'] }))
    if (contact) client.setQueryData(queryKey, applyToContact(contact, event))
  applyToContactLists(client, event)
  switch (event.type) {
    case 'conversation.changed':
      // The verdicts follow from the row: they are asked for again.
      return void client.invalidateQueries({ queryKey: keys.conversation(event.conversation.id) })
    case 'contact.changed': return void Promise.all([['joining'], ['contact-notes', event.contact.id], ['contact-files', event.contact.id]].map((queryKey) => client.invalidateQueries({ queryKey })))
    case 'contact.merged': return void Promise.all([['contact'], ['joining'], ['timeline']].map((queryKey) => client.invalidateQueries({ queryKey })))
    case 'channel_account.changed':
      if (!event.account.simulated) demandMayHaveChanged(client, true)
      void client.invalidateQueries({ queryKey: keys.standing(event.account.id) })
      return replace<ChannelAccount>(client, keys.accounts, event.account)
    case 'channel_account.removed':
      demandMayHaveChanged(client, false)
      return drop(client, keys.accounts, event.channelAccountId)
    case 'template.changed': return templatesChanged(client, event.template.channelAccountId)
    case 'templates.synced': return templatesChanged(client, event.channelAccountId)
    case 'label.changed': return replace<Label>(client, ['labels'], event.label)
    case 'label.removed': return drop(client, ['labels'], event.labelId)
    case 'saved_reply.changed': return replace<SavedReply>(client, keys.savedReplies, event.savedReply)
    case 'saved_reply.removed': return drop(client, keys.savedReplies, event.savedReplyId)
    case 'member.changed': return replace<Member>(client, keys.members, event.member)
    case 'member.removed': return drop(client, keys.members, event.memberId)
    case 'member.availability': return void client.setQueryData<Colleague[]>(['colleagues'], (all) => all?.map((one) => (one.userId === event.presence.userId ? { ...one, ...event.presence } : one)))
    case 'queue.changed': return void client.invalidateQueries({ queryKey: ['queue'] })
    case 'assignment.changed': return void client.invalidateQueries({ queryKey: ['assignment'] })
    case 'people.changed': return void client.invalidateQueries({ queryKey: [event.what] })
    case 'bridges.changed': return void client.invalidateQueries({ queryKey: ['bridges'] })
    case 'companies.changed': return void client.invalidateQueries({ queryKey: ['companies'] })
    case 'contact_fields.changed': return void Promise.all([['contact-attributes'], ['contact-stages']].map((queryKey) => client.invalidateQueries({ queryKey })))
    case 'macros.changed': return void client.invalidateQueries({ queryKey: keys.macros })
    case 'consent_words.changed': return void client.invalidateQueries({ queryKey: ['consent-words'] })
    case 'campaign.changed': return void Promise.all([['campaigns'], ['campaign', event.campaignId]].map((queryKey) => client.invalidateQueries({ queryKey })))
    case 'segments.changed': return void Promise.all([['segments'], ['contact-lists']].map((queryKey) => client.invalidateQueries({ queryKey })))
    case 'views.changed': return void client.invalidateQueries({ queryKey: keys.savedViews })
    case 'consent.changed': return void client.invalidateQueries({ queryKey: ['consents', event.contactId] })
    case 'post.changed': return void client.invalidateQueries({ queryKey: ['posts'] })
    case 'consent_settings.changed': return void Promise.all([client.invalidateQueries({ queryKey: ['consent-settings'] }), client.invalidateQueries({ queryKey: ['consents'] })])
    case 'token.changed': return void client.invalidateQueries({ queryKey: keys.tokens })
    case 'webhook_endpoint.changed': return void client.invalidateQueries({ queryKey: ['webhook-endpoints'] })
    case 'health.changed': return replace<HealthItem>(client, keys.health, event.item)
    case 'health.cleared': return drop(client, keys.health, event.itemId)
    case 'draft.changed':
      if (event.userId === viewer.userId) client.setQueryData<Draft | null>(keys.draft(event.conversationId, event.mode), event.draft)
      return
    case 'notice.changed':
      client.setQueryData<number>(noticeKeys.count, event.unread)
      return tellNotice(event.notice)
    case 'workspace.changed':
      return void client.setQueryData<Session>(keys.session, (session) => session && session.workspace.id === event.workspace.id ? { ...session, workspace: { ...session.workspace, ...event.workspace } } : session)
    default: // handled above or of a newer server
  }
}

/** A real account makes a second factor due; the last one that goes takes that back. The session tells. */
function demandMayHaveChanged(client: QueryClient, connected: boolean): void {
  const factor = client.getQueryData<Session>(keys.session)?.secondFactor
  if (factor && (factor.demandedBy !== null) !== connected) void client.invalidateQueries({ queryKey: keys.session })
}

function replace<T extends { id: string }>(client: QueryClient, key: readonly unknown[], row: T): void {
  client.setQueryData<T[]>(key, (rows) => rows && (rows.some((each) => each.id === row.id) ? rows.map((each) => (each.id === row.id ? row : each)) : [...rows, row]))
}

function drop(client: QueryClient, key: readonly unknown[], id: string): void {
  client.setQueryData<{ id: string }[]>(key, (rows) => rows?.filter((each) => each.id !== id))
}

/** The account's list, its drafts, and the pages of single ones that are open. */
function templatesChanged(client: QueryClient, accountId: string): void {
  for (const queryKey of [keys.templates(accountId), ['template'], ['template-drafts'], ['template-alerts']]) void client.invalidateQueries({ queryKey })
}
