import type { IdentityKey } from '../model/message.js'
import { change, numbered, rowOf, withLastMessage, type InboxConversation, type InboxIdentity, type InboxState } from './state.js'

const sameKey = (a: IdentityKey, b: IdentityKey): boolean => a.kind === b.kind && a.value === b.value

/** Everybody on this account whom one of the keys names, the one known longest first. */
export function knownBy(state: InboxState, account: string, keys: readonly IdentityKey[]): InboxIdentity[] {
  return state.identities.filter((one) => one.account === account && one.keys.some((own) => keys.some((key) => sameKey(own, key))))
}

function withKeys(identity: InboxIdentity, keys: readonly IdentityKey[]): InboxIdentity {
  const fresh = keys.filter((key, index) => !identity.keys.some((own) => sameKey(own, key)) && keys.findIndex((one) => sameKey(one, key)) === index)
  return fresh.length > 0 ? { ...identity, keys: [...identity.keys, ...fresh] } : identity
}

/** The earlier of two moments, of which either may be missing. */
const earliest = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.min(a, b))
const latest = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.max(a, b))

/** Two identities of one account turn out to be one person: all of `lose` goes to `keep`, threads are put together. */
function join(state: InboxState, keep: InboxIdentity, lose: InboxIdentity): InboxState {
  const kinds = new Map(keep.grants.map((grant) => [grant.kind, grant]))
  for (const grant of lose.grants) {
    const own = kinds.get(grant.kind)
    if (!own || grant.closesAt > own.closesAt) kinds.set(grant.kind, grant)
  }
  const identities = change(state.identities.filter((one) => one.id !== lose.id), keep.id, (one) => ({ ...withKeys(one, lose.keys), grants: [...kinds.values()], reachable: one.reachable ?? lose.reachable }))
  const contactIsAlone = !identities.some((one) => one.contactId === lose.contactId)
  const joined = { ...state, identities, contacts: contactIsAlone ? state.contacts.filter((one) => one.id !== lose.contactId) : state.contacts }
  return joinThreads(joined, keep.id, lose.id)
}

function joinThreads(state: InboxState, keepIdentity: string, loseIdentity: string): InboxState {
  const ofKeep = state.conversations.find((one) => one.identityId === keepIdentity)
  const ofLose = state.conversations.find((one) => one.identityId === loseIdentity)
  if (!ofLose) return state
  if (!ofKeep) return { ...state, conversations: change(state.conversations, ofLose.id, (one) => ({ ...one, identityId: keepIdentity })) }
  const both = (one: InboxConversation): InboxConversation => ({
    ...one, unread: one.unread + ofLose.unread, status: ofLose.status === 'open' ? 'open' : one.status,
    waitingSince: earliest(one.waitingSince, ofLose.waitingSince), lastInboundAt: latest(one.lastInboundAt, ofLose.lastInboundAt),
  })
  const joined: InboxState = {
    ...state,
    conversations: change(state.conversations.filter((one) => one.id !== ofLose.id), ofKeep.id, both),
    cases: state.cases.filter((one) => one.conversationId !== ofLose.id),
    messages: state.messages.map((one) => (one.conversationId === ofLose.id ? { ...one, conversationId: ofKeep.id, caseId: ofKeep.caseId } : one)),
  }
  return withLastMessage(joined, ofKeep.id)
}

/** The person named by these keys, learnt keys included; null when nobody is known. Several that share the keys become one. */
export function meet(state: InboxState, account: string, keys: readonly IdentityKey[]): { state: InboxState; identity: InboxIdentity | null } {
  const [keep, ...others] = knownBy(state, account, keys)
  if (!keep) return { state, identity: null }
  let next = state
  for (const lose of others) next = join(next, rowOf(next.identities, keep.id), rowOf(next.identities, lose.id))
  next = { ...next, identities: change(next.identities, keep.id, (one) => withKeys(one, keys)) }
  return { state: next, identity: rowOf(next.identities, keep.id) }
}

/** The person named by these keys, made together with her contact when she is new. */
export function findOrMake(state: InboxState, account: string, keys: readonly IdentityKey[]): { state: InboxState; identity: InboxIdentity } {
  const met = meet(state, account, keys)
  if (met.identity) return { state: met.state, identity: met.identity }
  const contact = numbered(met.state, 'c')
  const made = numbered(contact.state, 'i')
  const identity = withKeys({ id: made.id, account, contactId: contact.id, keys: [], reachable: null, grants: [] }, keys)
  return { state: { ...made.state, contacts: [...made.state.contacts, { id: contact.id, name: null }], identities: [...made.state.identities, identity] }, identity }
}
