import type { Channel, Message } from '@recado/api'

/** A free entry point of somebody who came by an ad: open until a moment, or to be had by answering in time. */
export type FreeEntry = { state: 'open'; until: string } | { state: 'offered'; answerBy: string; forMs: number }

const REACHED = new Set(['accepted', 'sent', 'delivered', 'read'])

/**
 * What the thread itself tells of it, by the channel's own rules: an ad invites, our first answer while the invitation lasts opens it. `messages`
 * oldest first; `now` is business time in ms. Null where nothing is free that way.
 */
export function freeEntryOf(rules: Pick<Channel['rules'], 'grants' | 'price'>, messages: readonly Message[], now: number): FreeEntry | null {
  const entry = rules.grants.find((grant) => rules.price?.freeDuring?.includes(grant.kind) && grant.onReply)
  const invitation = rules.grants.find((grant) => grant.kind === entry?.onReply?.whileOpen)
  if (!entry || !invitation) return null
  let until = 0
  let invited: number | null = null
  for (const { direction, at, origin, status, historic } of messages) {
    const moment = Date.parse(at)
    if (direction === 'in' && origin?.type === 'ad' && !historic) invited = moment
    if (direction !== 'out' || invited === null || !REACHED.has(status)) continue
    if (moment < invited + invitation.withinMs) until = Math.max(until, moment + entry.withinMs)
    invited = null
  }
  if (until > now) return { state: 'open', until: new Date(until).toISOString() }
  const answerBy = invited === null ? 0 : invited + invitation.withinMs
  return answerBy > now ? { state: 'offered', answerBy: new Date(answerBy).toISOString(), forMs: entry.withinMs } : null
}
