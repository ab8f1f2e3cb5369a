/** The window ledger's arithmetic: what acts open, how a grant meets an older one, what a reply takes. All of it is data for SQL to repeat. */
import type { Instant } from '../model/ids.js'
import type { Act, ChannelRules, GrantRule } from '../model/rules.js'
import type { Grant } from '../model/verdict.js'

type Settings = Readonly<Record<string, unknown>>

/** True while the platform keeps the grant open. The closing instant is already outside. */
export const isOpen = (grant: Grant, now: Instant): boolean => now < grant.closesAt

const lasts = (rule: GrantRule, settings: Settings): number =>
  rule.widenedBy && settings[rule.widenedBy.setting] === true ? rule.widenedBy.withinMs : rule.withinMs

const openGrant = (rule: GrantRule, act: Act, openedAt: Instant, settings: Settings): Grant =>
  ({ kind: rule.kind, act, openedAt, closesAt: openedAt + lasts(rule, settings), left: rule.replies })

/** The grants that a customer's act opens; `openedAt` is the earlier of platform time and arrival. An act no rule names opens nothing. */
export function grantsOpenedBy(rules: ChannelRules, act: Act, openedAt: Instant, settings: Settings): Grant[] {
  return rules.grants.filter((rule) => !rule.onReply && rule.on.includes(act)).map((rule) => openGrant(rule, act, openedAt, settings))
}

const larger = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.max(a, b))

/**
 * The ledger's row after `next` came in, `old` being the row of the same kind. `replace` starts anew; `max` keeps the later end and the larger
 * remainder. An act that comes in late (webhooks are unordered) never gives replies back: those it opened may be spent already.
 */
export function mergeGrant(rule: GrantRule, old: Grant | undefined, next: Grant): Grant {
  if (!old) return next
  const late = next.openedAt < old.openedAt
  if (rule.meet === 'replace') return late ? old : next
  const longest = next.closesAt >= old.closesAt ? next : old
  if (late) return { ...longest, left: old.left }
  return { ...longest, left: isOpen(old, next.openedAt) ? larger(old.left, next.left) : next.left }
}

/** The kinds from which a reply sent now takes one: open, counted, not yet used up. Kept with the send, so that it can be given back exactly. */
export function takesFrom(grants: readonly Grant[], now: Instant): string[] {
  return grants.filter((grant) => isOpen(grant, now) && grant.left !== null && grant.left > 0).map((grant) => grant.kind)
}

/** The ledger after one free-form or tagged reply: one less in every open counted grant, so kinds never add up. The guard plays no part here. */
export function takeReply(rules: ChannelRules, grants: readonly Grant[], now: Instant): Grant[] {
  const taken = new Set(takesFrom(grants, now))
  const known = new Set(rules.grants.map((rule) => rule.kind))
  return grants.map((grant) => (grant.left !== null && taken.has(grant.kind) && known.has(grant.kind) ? { ...grant, left: grant.left - 1 } : grant))
}

/**
 * The ledger after a send that surely did not happen. `taken` are the kinds of `takesFrom` at `takenAt`; a grant opened after that began with its
 * full number and gets nothing back.
 */
export function giveBack(rules: ChannelRules, grants: readonly Grant[], taken: readonly string[], takenAt: Instant): Grant[] {
  return grants.map((grant) => {
    const full = rules.grants.find((rule) => rule.kind === grant.kind)?.replies
    if (grant.left === null || full === undefined || full === null || !taken.includes(grant.kind) || grant.openedAt > takenAt) return grant
    return { ...grant, left: Math.min(full, grant.left + 1) }
  })
}

/**
 * Grants that our own answer opens (WhatsApp's free entry point): once per grant that invites it, so a second answer does not prolong the first.
 */
export function onReplyGrants(rules: ChannelRules, grants: readonly Grant[], now: Instant, settings: Settings = {}): Grant[] {
  return rules.grants.flatMap((rule) => {
    const inviting = grants.find((grant) => grant.kind === rule.onReply?.whileOpen && isOpen(grant, now))
    if (!inviting) return []
    const answered = grants.some((grant) => grant.kind === rule.kind && grant.openedAt >= inviting.openedAt)
    return answered ? [] : [openGrant(rule, 'reply', now, settings)]
  })
}

/** True for an act that shuts the door (unfollow): every grant of this person ends with it, and nothing may be sent until she acts again. */
export const closesDoor = (rules: ChannelRules, act: Act): boolean => rules.closedBy?.includes(act) ?? false
