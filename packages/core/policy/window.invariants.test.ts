/** What must hold for windows, replies and tags in every history, however odd (reliability goal R10). */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { hours } from '../model/ids.js'
import type { Facts, Grant, Intent, Verdict } from '../model/verdict.js'
import { decide } from './decide.js'
import { giveBack, grantsOpenedBy, mergeGrant, onReplyGrants, takeReply, takesFrom } from './grants.js'
import { priceOf } from './price.js'
import { nothingSaid } from '../consent/facts.js'
import { having, said, template, text } from './testing/facts.js'
import { atEveryMoment, law } from './testing/invariant.js'
import { freeReplies, mayTag } from './testing/oracle.js'
import { counted, open, priced, tagged } from './testing/sample-rules.js'
import { inOrder } from './testing/stories.js'
import { guardOf, noGuard, windowState } from './window.js'

const ms = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: hours(200) }))
const bot: Intent = { ...text, author: 'automation' }
const sendsFreely = (verdict: Verdict) => verdict.kind === 'allow' && verdict.as === 'freeform'
const later = (facts: Facts, by: number): Facts => ({ ...facts, now: facts.now + by })
/** Without the pace, which is a law of its own. */
const { pairRate: _, ...unhurried } = priced
const family = [['counted', counted], ['priced', unhurried], ['tagged', tagged]] as const

describe.each(family)('on a %s channel', (_name, rules) => {
  atEveryMoment('the engine without guard says what the second telling says', rules, ({ facts, story }) => {
    const { left } = freeReplies(rules, story, facts.now, facts.account.settings)
    expect(sendsFreely(decide(text, facts, noGuard))).toBe(left > 0)
  }, { only: inOrder })

  atEveryMoment('until and left are those of the second telling', rules, ({ facts, story }) => {
    const verdict = decide(text, facts, noGuard)
    if (verdict.kind !== 'allow' || verdict.as !== 'freeform') return
    const told = freeReplies(rules, story, facts.now, facts.account.settings)
    expect([verdict.left ?? Infinity, verdict.until]).toEqual([told.left, told.until])
  }, { only: inOrder })

  atEveryMoment('the guard never allows what the platform would refuse', rules, ({ facts }) => {
    if (decide(text, facts).kind === 'allow') expect(decide(text, facts, noGuard).kind).toBe('allow')
  })

  atEveryMoment('the guard refuses only in the last moments of a grant', rules, ({ facts }) => {
    const guard = guardOf(rules)
    if (decide(text, facts).kind === 'allow' || decide(text, facts, noGuard).kind !== 'allow') return
    expect(facts.grants.some((grant) => facts.now >= grant.closesAt - guard(grant) && facts.now <= grant.closesAt + guard(grant))).toBe(true)
  })

  atEveryMoment('the guard is never more than its share of the grant', rules, ({ facts }) => {
    for (const grant of facts.grants) {
      const own = rules.grants.find((rule) => rule.kind === grant.kind)!.guard  // the ledger only holds kinds of these rules
      expect(guardOf(rules)(grant)).toBeLessThanOrEqual(Math.min(own.maxMs, own.share * (grant.closesAt - grant.openedAt)))
    }
  })

  atEveryMoment('the last moment we use lies in the future and not after the platform’s', rules, ({ facts }) => {
    const verdict = decide(text, facts)
    if (verdict.kind !== 'allow' || verdict.until === null) return
    expect(verdict.sendBy).toBeGreaterThan(facts.now)
    expect(verdict.sendBy).toBeLessThanOrEqual(verdict.until)
  })

  atEveryMoment('what is allowed stays allowed until sendBy when nothing happens', rules, ({ facts }) => {
    const verdict = decide(text, facts)
    if (verdict.kind === 'allow' && verdict.sendBy) expect(decide(text, { ...facts, now: verdict.sendBy - 1 }).kind).toBe('allow')
  })

  atEveryMoment('at sendBy the free answer is over', rules, ({ facts }) => {
    const verdict = decide(text, facts)
    if (verdict.kind === 'allow' && verdict.as === 'freeform' && verdict.sendBy) expect(sendsFreely(decide(text, { ...facts, now: verdict.sendBy }))).toBe(false)
  })

  law('a closed window never reopens by waiting', [fc.nat(60), ms, fc.array(fc.constantFrom('message', 'menu_click', 'follow', 'postback', 'call', 'ad_entry'), { maxLength: 5 })], (hoursAgo, wait, acts) => {
    const grants = acts.flatMap((act) => grantsOpenedBy(rules, act, -hours(hoursAgo), {}))
    const ledger = grants.filter((grant, i) => grants.findIndex((one) => one.kind === grant.kind) === i)
    const facts = { rules, now: 0, grants: ledger, quotas: {}, pairSends: [], account: { state: 'ready', settings: {}, timeZone: 'UTC', currency: 'USD' }, identity: { country: 'ES', reachable: null }, consent: nothingSaid } as const
    if (!sendsFreely(decide(text, facts))) expect(sendsFreely(decide(text, later(facts, wait)))).toBe(false)
  })

  atEveryMoment('waiting never gives a reply back', rules, ({ facts, step, before }) => {
    if (step?.do === 'wait') expect(facts.grants).toEqual(before)
  })

  atEveryMoment('left says exactly how many go at this instant', rules, ({ facts }) => {
    const verdict = decide(text, facts)
    if (verdict.kind !== 'allow' || verdict.left === null) return
    let now = facts
    for (let sent = 0; sent < verdict.left; sent++) {
      expect(decide(text, now).kind).toBe('allow')
      now = { ...now, grants: takeReply(rules, now.grants, now.now) }
    }
    expect(decide(text, now)).toMatchObject({ kind: 'deny', code: 'replies_exhausted' })
  })

  atEveryMoment('a grant never has less than none nor more than its full number', rules, ({ facts }) => {
    for (const grant of facts.grants) {
      const full = rules.grants.find((rule) => rule.kind === grant.kind)!.replies  // as above
      if (full === null) expect(grant.left).toBeNull()
      else { expect(grant.left).toBeGreaterThanOrEqual(0); expect(grant.left).toBeLessThanOrEqual(full) }
    }
  })

  atEveryMoment('a reply never leaves more than before, in any grant', rules, ({ facts, step, before }) => {
    if (step?.do !== 'reply') return
    for (const old of before) expect(facts.grants.find((grant) => grant.kind === old.kind)?.left ?? Infinity).toBeLessThanOrEqual(old.left ?? Infinity)
  })

  atEveryMoment('a reply never changes when a window closes', rules, ({ facts, step, before }) => {
    if (step?.do !== 'reply') return
    for (const old of before) if (old.kind !== 'free_entry') expect(facts.grants.find((grant) => grant.kind === old.kind)?.closesAt).toBe(old.closesAt)
  })

  atEveryMoment('kinds never add up: no more goes than the largest of them', rules, ({ facts }) => {
    const verdict = decide(text, facts, noGuard)
    if (verdict.kind === 'allow' && verdict.left !== null) expect(verdict.left).toBe(Math.max(...facts.grants.filter((grant) => facts.now < grant.closesAt && grant.kind !== 'passive').map((grant) => grant.left ?? Infinity)))
  })

  atEveryMoment('a reply taken and given back leaves the ledger as it was', rules, ({ facts }) => {
    const taken = takesFrom(facts.grants, facts.now)
    expect(giveBack(rules, takeReply(rules, facts.grants, facts.now), taken, facts.now)).toEqual(facts.grants)
  })

  atEveryMoment('giving back twice never gives more than the full number', rules, ({ facts }) => {
    const taken = facts.grants.map((grant) => grant.kind)
    for (const grant of giveBack(rules, giveBack(rules, facts.grants, taken, facts.now), taken, facts.now)) {
      const full = rules.grants.find((rule) => rule.kind === grant.kind)!.replies  // as above
      expect(grant.left ?? 0).toBeLessThanOrEqual(full ?? 0)
    }
  })

  atEveryMoment('an act she does now never shortens a window nor costs a reply', rules, ({ facts, step, before }) => {
    if (step?.do !== 'act' || step.act === 'unfollow') return
    for (const old of before) {
      const now = facts.grants.find((grant) => grant.kind === old.kind)
      expect(now?.closesAt).toBeGreaterThanOrEqual(old.closesAt)
      if (old.left !== null) expect(now?.left).toBeGreaterThanOrEqual(old.left)
    }
  })

  atEveryMoment('an act that comes in late never gives replies back', rules, ({ facts, step, before }) => {
    if (step?.do !== 'late_act' || step.act === 'unfollow') return
    for (const old of before) {
      const now = facts.grants.find((grant) => grant.kind === old.kind)
      if (now && old.openedAt > facts.now - step.ms) expect(now.left).toBe(old.left)
    }
  })

  atEveryMoment('an act that no rule names opens nothing', rules, ({ facts, step, before }) => {
    if (step?.do === 'act' && step.act === 'view') expect(facts.grants).toEqual(before)
  })

  law('the same two acts give the same end in either order', [fc.constantFrom(...rules.grants.filter((rule) => !rule.onReply && rule.meet === 'max')), ms, ms], (rule, a, b) => {
    const [one, two] = [a, b].map((at): Grant => ({ kind: rule.kind, act: 'x', openedAt: at, closesAt: at + rule.withinMs, left: rule.replies }))
    expect(mergeGrant(rule, one, two!)).toEqual(mergeGrant(rule, two, one!))  // two were made above
  })

  atEveryMoment('a second delivery of the same act changes nothing but what a reply took', rules, ({ facts, step }) => {
    if (step?.do !== 'act' || step.act === 'unfollow') return
    for (const next of grantsOpenedBy(rules, step.act, facts.now, facts.account.settings)) {
      const row = facts.grants.find((grant) => grant.kind === next.kind)
      expect(mergeGrant(rules.grants.find((rule) => rule.kind === next.kind)!, row, next)).toEqual(row)  // next comes from these rules
    }
  })

  atEveryMoment('the window that is shown and the verdict agree', rules, ({ facts }) => {
    const window = windowState(rules, facts.grants, facts.now)
    const verdict = decide(text, facts)
    if (facts.identity.reachable === false) return
    expect(window.state === 'open' && window.left !== 0).toBe(sendsFreely(verdict))
    if (verdict.kind === 'allow' && verdict.as === 'freeform') expect([window.closesAt, window.left, window.kind, window.sendBy]).toEqual([verdict.until, verdict.left, verdict.grant, verdict.sendBy])
  })

  atEveryMoment('a conversation has no window only while no act opened one', rules, ({ facts, story }) => {
    const opened = story.some((one) => one.did === 'act' && rules.grants.some((rule) => rule.gives === 'freeform' && rule.on.includes(one.act)))
    expect(windowState(rules, facts.grants, facts.now).state === 'none').toBe(!opened)
  })

  atEveryMoment('every answer names its source', rules, ({ facts }) => {
    for (const intent of [text, bot, template('UTILITY'), template('notice')]) expect(decide(intent, facts).source).not.toBe('')
  })

  atEveryMoment('asking changes nothing', rules, ({ facts }) => {
    const copy = structuredClone(facts)
    expect(decide(text, facts)).toEqual(decide(text, copy))
    expect(facts).toEqual(copy)
  })
})

describe('grants that are no window', () => {
  atEveryMoment('a passive body never allows a message', { ...counted, grants: counted.grants.filter((rule) => rule.gives === 'passive') }, ({ facts }) => {
    expect(decide(text, facts).kind).toBe('deny')
  })
  atEveryMoment('a better price never allows a message', { ...priced, grants: priced.grants.filter((rule) => rule.gives === 'price_only') }, ({ facts }) => {
    expect(decide(text, facts).kind).toBe('deny')
  })
  atEveryMoment('the free entry point opens once per ad', priced, ({ facts, step }) => {
    if (step?.do === 'reply' && facts.grants.some((grant) => grant.kind === 'free_entry' && facts.now < grant.closesAt)) expect(onReplyGrants(priced, facts.grants, facts.now)).toEqual([])
  })
  atEveryMoment('inside the free entry point nothing costs', priced, ({ facts }) => {
    if (facts.grants.some((grant) => grant.kind === 'free_entry' && facts.now < grant.closesAt))
      for (const intent of [text, template('UTILITY'), template('MARKETING')]) expect(priceOf(intent, { ...facts, quotas: { free_replies: { used: 99 } } })?.amount).toBe('0.0000')
  })
  atEveryMoment('where anybody may write, no history forbids it', open, ({ facts }) => {
    expect(decide(text, facts)).toMatchObject({ kind: 'allow', as: 'freeform', until: null, left: null })
  })
})

describe('the tag for people', () => {
  atEveryMoment('goes exactly when the second telling says', tagged, ({ facts, story }) => {
    const verdict = decide(text, facts, noGuard)
    expect(verdict.kind === 'allow' && verdict.as === 'tagged').toBe(mayTag(tagged, story, facts.now, 'human', facts.account.settings))
  }, { only: inOrder })
  atEveryMoment('is never used by a program', tagged, ({ facts }) => {
    const verdict = decide(bot, facts)
    expect(verdict.kind === 'allow' && verdict.as === 'tagged').toBe(false)
  })
  atEveryMoment('is never used by an account that is not approved', tagged, ({ facts }) => {
    const verdict = decide(text, { ...facts, account: { ...facts.account, settings: {} } })
    expect(verdict.kind === 'allow' && verdict.as === 'tagged').toBe(false)
  })
  atEveryMoment('is never used for marketing, consent or not', tagged, ({ facts }) => {
    const verdict = decide({ ...text, purpose: 'marketing' }, { ...facts, ...having(said({ at: 0 })) })
    expect(verdict.kind === 'allow' && verdict.as === 'tagged').toBe(false)
  })
  atEveryMoment('is never used while the platform’s window is open, also in the guarded minutes', tagged, ({ facts }) => {
    const verdict = decide(text, facts)
    if (verdict.kind === 'allow' && verdict.as === 'tagged') expect(windowState(tagged, facts.grants, facts.now, noGuard).state).not.toBe('open')
  })
  atEveryMoment('waiting out the guarded minutes keeps its promise', tagged, ({ facts }) => {
    const verdict = decide(text, facts)
    if (verdict.kind === 'deny' && verdict.retryAt !== null) expect(decide(text, { ...facts, now: verdict.retryAt })).toMatchObject({ kind: 'allow', as: 'tagged' })
  })
})
