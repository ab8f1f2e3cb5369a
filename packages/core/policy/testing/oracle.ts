/**
 * What may be sent, told a second time and in another way: no ledger that is kept in step, only the list of what happened, asked backwards. It
 * covers the plain answer to a customer - windows, replies, tags, pace - without guard, prices, consent.
 */
import type { Instant } from '../../model/ids.js'
import type { IntentAuthor } from '../../model/message.js'
import type { ChannelRules, GrantRule } from '../../model/rules.js'

export type Happening =
  | { at: Instant; did: 'act'; act: string }
  | { at: Instant; did: 'reply' }

/** The last act that opened this grant: since every act gives the full time and the full number anew, only the last one matters. */
function lastAct(rule: GrantRule, story: readonly Happening[]): number {
  return story.findLastIndex((one) => one.did === 'act' && rule.on.includes(one.act))
}

function repliesLeftOf(rule: GrantRule, story: readonly Happening[]): number {
  const sinceThen = story.slice(lastAct(rule, story) + 1).filter((one) => one.did === 'reply').length
  return rule.replies === null ? Infinity : Math.max(0, rule.replies - sinceThen)
}

function lastsUntil(rule: GrantRule, story: readonly Happening[], settings: Readonly<Record<string, unknown>>): Instant {
  const index = lastAct(rule, story)
  const length = rule.widenedBy && settings[rule.widenedBy.setting] === true ? rule.widenedBy.withinMs : rule.withinMs
  return index < 0 ? -Infinity : story[index]!.at + length // findLastIndex found it
}

/** How many free-form answers go at this instant, and until when the first of them. */
export function freeReplies(rules: ChannelRules, story: readonly Happening[], now: Instant, settings: Readonly<Record<string, unknown>> = {}): { left: number; until: Instant } {
  const open = rules.grants.filter((rule) => rule.gives === 'freeform' && now < lastsUntil(rule, story, settings) && repliesLeftOf(rule, story) > 0)
  return {
    left: Math.max(0, ...open.map((rule) => repliesLeftOf(rule, story))),
    until: Math.max(-Infinity, ...open.map((rule) => lastsUntil(rule, story, settings))),
  }
}

/** May a service answer go under the platform's tag: after the window, within the tag's own time, by those it is for, once approved. */
export function mayTag(rules: ChannelRules, story: readonly Happening[], now: Instant, author: IntentAuthor, settings: Readonly<Record<string, unknown>>): boolean {
  const windowOpen = rules.grants.some((rule) => rule.gives === 'freeform' && now < lastsUntil(rule, story, settings))
  return !windowOpen && rules.grants.some((rule) => rule.gives === 'tagged' && now < lastsUntil(rule, story, settings)
    && (!rule.authors || rule.authors.includes(author)) && (!rule.needsSetting || settings[rule.needsSetting] === true))
}

/** May a message go by the pace: walking through the sends, each one pushes the moment of freedom six seconds on, and a fresh span lends 45. */
export function paceAllows(everyMs: number, burst: number, sends: readonly Instant[], now: Instant): boolean {
  let spanOpened = -Infinity
  let free = -Infinity
  let lent = 0
  for (const at of sends) {
    if (at >= free) { spanOpened = at; free = at; lent = 0 }
    free += everyMs
    lent += 1
  }
  return now >= free || (now - spanOpened < everyMs && lent < burst)
}
