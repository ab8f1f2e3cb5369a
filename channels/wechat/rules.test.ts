import { describe, expect, it } from 'vitest'
import { decide, grantsOpenedBy, guardOf, mergeGrant, noGuard, nothingSaid, takeReply, type Act, type Facts, type Grant, type Guard, type Intent } from '@recado/core'
import { wechat } from './channel.js'

const { rules } = wechat
const start = Date.parse('2026-03-02T09:00:00Z')
const second = 1_000
const hour = 3_600_000
const reply: Intent = { kind: 'text', purpose: 'service', author: 'human' }

type Step = Act | 'reply' | number

/** Tells a story: an act of the customer, a reply of ours, or time that passes (ms). */
function after(steps: readonly Step[]): { grants: Grant[]; now: number } {
  return steps.reduce<{ grants: Grant[]; now: number }>(({ grants, now }, step) => {
    if (typeof step === 'number') return { grants, now: now + step }
    if (step === 'reply') return { grants: takeReply(rules, grants, now), now }
    return { now, grants: grantsOpenedBy(rules, step, now, {}).reduce((ledger, next) => {
      const rule = rules.grants.find((one) => one.kind === next.kind)!
      return [...ledger.filter((old) => old.kind !== next.kind), mergeGrant(rule, ledger.find((old) => old.kind === next.kind), next)]
    }, grants) }
  }, { grants: [], now: start })
}

function facts(steps: readonly Step[], over: Partial<Facts> = {}): Facts {
  return {
    rules, ...after(steps), quotas: {}, pairSends: [], consent: nothingSaid,
    account: { state: 'ready', settings: {}, timeZone: 'Europe/Madrid', currency: 'EUR' }, identity: { country: null, reachable: true }, ...over,
  }
}

/** "yes 4" with the replies left, or the reason why not. */
function say(intent: Intent, about: Facts, guard: Guard = noGuard): string {
  const verdict = decide(intent, about, guard)
  return verdict.kind === 'allow' ? `yes ${verdict.left}` : verdict.code
}

const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step)

describe('replies', () => {
  it.each<[string, Step[], string]>([
    ['before she wrote', [], 'contact_must_write_first'],
    ['after a message', ['message'], 'yes 5'],
    ['the fifth', ['message', ...times(4, 'reply')], 'yes 1'],
    ['the sixth', ['message', ...times(5, 'reply')], 'replies_exhausted'],
    ['a new message begins anew', ['message', ...times(5, 'reply'), 'message'], 'yes 5'],
    ['48 h later, less a millisecond', ['message', 48 * hour - 1], 'yes 5'],
    ['48 h later', ['message', 48 * hour], 'window_closed'],
    ...(['menu_click', 'follow', 'scan'] as const).flatMap((act): [string, Step[], string][] => [
      [`${act}`, [act], 'yes 3'],
      [`${act}, the third`, [act, ...times(2, 'reply')], 'yes 1'],
      [`${act}, the fourth`, [act, ...times(3, 'reply')], 'replies_exhausted'],
      [`${act}, 60 s later less a millisecond`, [act, 60 * second - 1], 'yes 3'],
      [`${act}, 60 s later`, [act, 60 * second], 'window_closed'],
      [`${act} again begins anew`, [act, ...times(3, 'reply'), 30 * second, act, 59 * second], 'yes 3'],
    ]),
    ['kinds do not add up', ['message', 'menu_click', 'follow', 'scan'], 'yes 5'],
    ['a reply counts in every kind', ['message', 'reply', 'reply', 'reply', 'menu_click', 'reply'], 'yes 2'],
    ['a menu tap helps when the message is used up', ['message', ...times(5, 'reply'), 'menu_click'], 'yes 3'],
    ['other menu entries open nothing', ['menu_view', 'menu_photo', 'menu_location', 'location_report', 'push'], 'contact_must_write_first'],
  ])('%s', (_name, steps, expected) => {
    expect(say(reply, facts(steps))).toBe(expected)
  })

  it.each<[string, Step[], string]>([
    ['message: closes a minute early', ['message', 48 * hour - 60 * second - 1], 'yes 5'],
    ['message: closes a minute early, on the dot', ['message', 48 * hour - 60 * second], 'window_closed'],
    ['follow: closes three seconds early', ['follow', 57 * second - 1], 'yes 3'],
    ['follow: closes three seconds early, on the dot', ['follow', 57 * second], 'window_closed'],
  ])('guard, %s', (_name, steps, expected) => {
    expect(say(reply, facts(steps), guardOf(rules))).toBe(expected)
  })

  it('stop when she stops following', () => {
    expect(say(reply, facts(['message'], { identity: { country: null, reachable: false } }))).toBe('identity_unreachable')
  })
})

describe('templates and notices', () => {
  const template = (category: string): Intent => ({ kind: 'template', purpose: 'notification', author: 'automation', template: { id: 't', category, status: 'approved', missing: [] } })
  const identity = (reachable: boolean, left?: number | null): Facts['identity'] => ({ country: null, reachable, permissions: left === undefined ? [] : [{ templateId: 't', left }] })
  it.each<[string, Intent, Facts['identity'], string]>([
    ['a template message to a follower, without any window', template('template_message'), identity(true), 'yes null'],
    ['a template message to somebody who left', template('template_message'), identity(false), 'identity_unreachable'],
    ['marketing by template message', { ...template('template_message'), purpose: 'marketing' }, identity(true), 'consent_missing'],
    ['a notice that she allowed once', template('subscription_once'), identity(true, 1), 'yes 1'],
    ['a notice that she allowed once, to somebody who left', template('subscription_once'), identity(false, 1), 'yes 1'],
    ['a notice used up', template('subscription_once'), identity(true, 0), 'consent_missing'],
    ['a notice never allowed', template('subscription_once'), identity(true), 'consent_missing'],
    ['a long-term notice', template('subscription_long_term'), identity(true, null), 'yes null'],
  ])('%s', (_name, intent, who, expected) => {
    expect(say(intent, facts([], { identity: who }))).toBe(expected)
  })
  it('marketing is refused even with consent: WeChat takes service notices only', () => {
    expect(say({ ...template('template_message'), purpose: 'marketing' }, facts([], { consent: { ...nothingSaid, entries: [{ purpose: 'marketing', category: null, channel: null, identityId: null, state: 'given', at: 0, expiresAt: null }] } }))).toBe('template_not_approved')
  })

  it.each<[string, Intent, string, number, string]>([
    ['100,000 templates a day', template('template_message'), 'templates_per_day', 99_999, 'yes null'],
    ['100,000 templates a day, used up', template('template_message'), 'templates_per_day', 100_000, 'quota_exhausted'],
    ['500,000 replies a day', reply, 'replies_per_day', 499_999, 'yes 5'],
    ['500,000 replies a day, used up', reply, 'replies_per_day', 500_000, 'quota_exhausted'],
  ])('%s', (_name, intent, id, used, expected) => {
    expect(say(intent, facts(['message'], { quotas: { [id]: { used } } }))).toBe(expected)
  })

  it('a day begins at midnight in China, whatever the account’s own zone', () => {
    expect(decide(reply, facts(['message'], { quotas: { replies_per_day: { used: 500_000 } } }), noGuard)).toMatchObject({ code: 'quota_exhausted', retryAt: Date.parse('2026-03-02T16:00:00Z') })
  })
})
