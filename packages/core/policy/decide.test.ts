// oxlint-disable unicorn/no-thenable -- `then` is the quota rule’s word for what follows; nobody awaits a rule
import { describe, expect, test } from 'vitest'
import type { DenyCode } from '../errors.js'
import { days, hours, minutes, seconds } from '../model/ids.js'
import type { Facts, Intent, Verdict } from '../model/verdict.js'
import { decide } from './decide.js'
import { ago, anHourAgo, approved, factsOf, having, ledger, NOW, said, template, text } from './testing/facts.js'
import { counted, open, priced, tagged } from './testing/sample-rules.js'
import { noGuard } from './window.js'

const summary = (verdict: Verdict): string => (verdict.kind === 'allow' ? `allow as ${verdict.tag ?? verdict.as}` : verdict.code)
type Row = [sentence: string, intent: Intent, facts: Facts, answer: DenyCode | `allow as ${string}`]

const wrote = (rules: Facts['rules'], change: Partial<Facts> = {}) => factsOf(rules, { grants: ledger(rules, [anHourAgo], change.account?.settings), ...change })
const account = (change: Partial<Facts['account']>): Partial<Facts> => ({ account: { ...factsOf(open).account, ...change } })
const person = (change: Partial<Facts['identity']>): Partial<Facts> => ({ identity: { country: 'ES', reachable: null, ...change } })
const marketing: Intent = { ...text, purpose: 'marketing' }
const campaign: Intent = { ...template('MARKETING'), purpose: 'marketing', author: 'campaign' }
const given = having(said())
const bot: Intent = { ...text, author: 'automation' }
const left = (n: number) => ledger(counted, [anHourAgo]).map((grant) => (grant.kind === 'message' ? { ...grant, left: n } : grant))

describe('free-form messages', () => {
  const rows: Row[] = [
    ['an answer within the window', text, wrote(counted), 'allow as freeform'],
    ['nobody wrote where the customer must begin', text, factsOf(counted), 'contact_must_write_first'],
    ['nobody wrote where a template may begin', text, factsOf(priced), 'window_closed'],
    ['nobody needs to have written', text, factsOf(open), 'allow as freeform'],
    ['a sixth reply', text, wrote(counted, { grants: left(0) }), 'replies_exhausted'],
    ['the fifth reply', text, wrote(counted, { grants: left(1) }), 'allow as freeform'],
    ['used up in one kind, open in another', text, wrote(counted, { grants: [...left(0), ...ledger(counted, [ago(seconds(10), 'menu_click')])] }), 'allow as freeform'],
    ['two days later', text, factsOf(counted, { grants: ledger(counted, [ago(hours(48))]) }), 'window_closed'],
    ['her menu tap a minute ago', text, factsOf(counted, { grants: ledger(counted, [ago(minutes(1), 'menu_click')]) }), 'window_closed'],
    ['an act that opens nothing', text, factsOf(counted, { grants: ledger(counted, [ago(0, 'view')]) }), 'contact_must_write_first'],
    ['only a body in the webhook’s answer is open', text, factsOf(counted, { grants: ledger(counted, [ago(0, 'push')]) }), 'contact_must_write_first'],
    ['only a price is better', text, factsOf(priced, { grants: ledger(priced, [ago(0, 'ad_entry')]) }), 'window_closed'],
    ['a grant the channel no longer declares', text, factsOf(counted, { grants: [{ kind: 'payment', act: 'pay', openedAt: NOW, closesAt: NOW + 1e6, left: null }] }), 'contact_must_write_first'],
    ['a bot within the window', bot, wrote(tagged), 'allow as freeform'],
    ['text in the window of an ad', text, factsOf(tagged, { grants: ledger(tagged, [anHourAgo].map(([, at]) => ['ad_entry', at])) }), 'allow as freeform'],
    ['a kind that the only open window does not carry', { ...text, kind: 'document' }, factsOf(tagged, { grants: ledger(tagged, [ago(hours(1), 'ad_entry')]) }), 'content_unsupported'],
    ['two days after an ad, the longer reading ticked', text, factsOf(tagged, { grants: ledger(tagged, [ago(days(2), 'ad_entry')], { longAdWindow: true }) }), 'allow as freeform'],
    ['two days after an ad, not ticked', bot, factsOf(tagged, { grants: ledger(tagged, [ago(days(2), 'ad_entry')], { longAdWindow: 'true' }) }), 'human_only'],
  ]
  test.each(rows)('%s', (_sentence, intent, facts, answer) => expect(summary(decide(intent, facts))).toBe(answer))
})

describe('the tag for answers written by people', () => {
  const ticked = account({ settings: { approved: true } })
  const twoDays = (change: Partial<Facts> = ticked) => factsOf(tagged, { grants: ledger(tagged, [ago(days(2))]), ...change })
  const rows: Row[] = [
    ['a person, approved, after two days', text, twoDays(), 'allow as HUMAN'],
    ['a person, not approved', text, twoDays({}), 'not_approved_for_tag'],
    ['a bot, approved', bot, twoDays(), 'human_only'],
    ['a bot, not approved', bot, twoDays({}), 'human_only'],
    ['a campaign', { ...text, author: 'campaign' }, twoDays(), 'human_only'],
    ['marketing with consent: the tag is for service', marketing, twoDays({ ...ticked, ...given }), 'window_closed'],
    ['a notification', { ...text, purpose: 'notification' }, twoDays(), 'window_closed'],
    ['inside the window it is a plain answer', text, wrote(tagged, ticked), 'allow as freeform'],
    ['after a week', text, factsOf(tagged, { grants: ledger(tagged, [ago(days(7))]), ...ticked }), 'window_closed'],
    ['in the guarded last minutes of the window', text, factsOf(tagged, { grants: ledger(tagged, [ago(hours(24) - minutes(3))]), ...ticked }), 'window_closed'],
    ['at the end of the window', text, factsOf(tagged, { grants: ledger(tagged, [ago(hours(24))]), ...ticked }), 'allow as HUMAN'],
  ]
  test.each(rows)('%s', (_sentence, intent, facts, answer) => expect(summary(decide(intent, facts))).toBe(answer))

  test('the guarded minutes name the moment from which the tag may be used', () => {
    const opened = NOW - hours(24) + minutes(3)
    expect(decide(text, factsOf(tagged, { grants: ledger(tagged, [['message', opened]]), ...ticked }))).toMatchObject({ code: 'window_closed', retryAt: opened + hours(24) })
  })
})

describe('templates', () => {
  const permitted = (n: number | null) => person({ permissions: [{ templateId: 't1', left: n }] })
  const rows: Row[] = [
    ['an approved one with no window', template('UTILITY'), factsOf(priced), 'allow as template'],
    ['one still in review', template('UTILITY', { status: 'pending' }), factsOf(priced), 'template_not_approved'],
    ['one paused', template('UTILITY', { status: 'paused' }), factsOf(priced), 'template_not_approved'],
    ['a category the channel does not know', template('WHATEVER'), factsOf(priced), 'template_not_approved'],
    ['a template message without a template', { kind: 'template', purpose: 'service', author: 'human' }, factsOf(priced), 'template_not_approved'],
    ['a channel without templates', template('UTILITY'), factsOf(open), 'content_unsupported'],
    ['a placeholder without a value', template('UTILITY', { missing: ['1'] }), factsOf(priced), 'parameter_missing'],
    ['a value the platform would refuse', template('UTILITY', { badValue: 'thing1' }), factsOf(priced), 'parameter_invalid'],
    ['advertising in a notice', { ...template('UTILITY'), purpose: 'marketing' }, factsOf(priced, given), 'template_not_approved'],
    ['a personal template by a bot', { ...template('PERSONAL'), purpose: 'service', author: 'automation' }, factsOf(priced), 'human_only'],
    ['a personal template by a person', { ...template('PERSONAL'), purpose: 'service' }, factsOf(priced), 'allow as template'],
    ['a listed country', template('LISTED'), factsOf(priced, person({ country: 'TH' })), 'allow as template'],
    ['a country that is not listed', template('LISTED'), factsOf(priced), 'country_not_reachable'],
    ['an unknown country against a list', template('LISTED'), factsOf(priced, person({ country: null })), 'country_not_reachable'],
    ['marketing to an excepted country', campaign, factsOf(priced, { ...given, ...person({ country: 'US' }) }), 'country_not_reachable'],
    ['marketing to an unknown country that no list requires', campaign, factsOf(priced, { ...given, ...person({ country: null }) }), 'allow as template'],
    ['a notice she subscribed to', template('once'), factsOf(counted, permitted(1)), 'allow as template'],
    ['a lasting permission', template('once'), factsOf(counted, permitted(null)), 'allow as template'],
    ['a permission used up', template('once'), factsOf(counted, permitted(0)), 'consent_missing'],
    ['a permission for another template', template('once', { id: 't2' }), factsOf(counted, permitted(1)), 'consent_missing'],
    ['a template that needs an open window, open', { ...template('answer'), purpose: 'service' }, wrote(counted), 'allow as template'],
    ['a template that needs an open window, closed', { ...template('answer'), purpose: 'service' }, factsOf(counted, { grants: ledger(counted, [ago(hours(50))]) }), 'window_closed'],
    ['a template that needs an open window, never opened', { ...template('answer'), purpose: 'service' }, factsOf(counted), 'contact_must_write_first'],
  ]
  test.each(rows)('%s', (_sentence, intent, facts, answer) => expect(summary(decide(intent, facts))).toBe(answer))

  test('says how often a permission still serves, and until when an answer may be one', () => {
    expect(decide(template('once'), factsOf(counted, permitted(2)))).toMatchObject({ left: 2, until: null, source: 'source:once' })
    expect(decide({ ...template('answer'), purpose: 'service' }, wrote(counted))).toMatchObject({ left: null, until: NOW + hours(47), sendBy: NOW + hours(47) - seconds(60) })
  })
  test('a template that needs a window may begin where a template begins', () => {
    const rules = { ...counted, initiation: 'template-first' as const }
    expect(decide({ ...template('answer'), purpose: 'service' }, factsOf(rules))).toMatchObject({ code: 'window_closed' })
  })
})

describe('purpose and consent', () => {
  const withdrawn = having(said({ state: 'withdrawn' }))
  const optedOut = having(said(), said({ state: 'withdrawn', at: NOW }))
  const rows: Row[] = [
    ['marketing without consent, by template', campaign, factsOf(priced), 'consent_missing'],
    ['marketing without consent, inside the window', marketing, wrote(priced), 'consent_missing'],
    ['marketing with consent, inside the window', marketing, wrote(priced, given), 'allow as freeform'],
    ['marketing with consent, by template', campaign, factsOf(priced, given), 'allow as template'],
    ['marketing after she withdrew', campaign, factsOf(priced, withdrawn), 'opted_out'],
    ['marketing after an opt-out, consent on file', campaign, factsOf(priced, optedOut), 'opted_out'],
    ['marketing after she stopped it on the platform', campaign, factsOf(priced, { ...given, ...person({ marketingStopped: true }) }), 'opted_out'],
    ['a marketing template called service', { ...campaign, purpose: 'service' }, factsOf(priced), 'consent_missing'],
    ['a marketing template called service, with consent', { ...campaign, purpose: 'service' }, factsOf(priced, given), 'allow as template'],
    ['an answer after an opt-out', text, wrote(priced, optedOut), 'allow as freeform'],
    ['a contract notice after an opt-out', template('UTILITY'), factsOf(priced, optedOut), 'allow as template'],
    ['an answer after she stopped marketing on the platform', text, wrote(priced, person({ marketingStopped: true })), 'allow as freeform'],
  ]
  test.each(rows)('%s', (_sentence, intent, facts, answer) => expect(summary(decide(intent, facts))).toBe(answer))
})

describe('closed doors', () => {
  const followersOnly = { ...counted, templates: { ...counted.templates!, needsFollow: true } }
  const rows: Row[] = [
    ['an account that was never checked may try', text, wrote(priced, account({ state: 'unverified' })), 'allow as freeform'],
    ['an account in error', text, wrote(priced, account({ state: 'error' })), 'account_disconnected'],
    ['an account paused', template('UTILITY'), factsOf(priced, account({ state: 'paused' })), 'account_disconnected'],
    ['a text too long', { ...text, fault: { code: 'too_long' } }, wrote(priced), 'too_long'],
    ['a file too large while the window is closed', { ...text, kind: 'image', fault: { code: 'media_too_large' } }, factsOf(priced), 'media_too_large'],
    ['she unfollowed', text, wrote(counted, person({ reachable: false })), 'identity_unreachable'],
    ['she unfollowed: a template', template('notice'), factsOf(counted, person({ reachable: false })), 'identity_unreachable'],
    ['she unfollowed: a notice she subscribed to', template('once'), factsOf(counted, person({ reachable: false, permissions: [{ templateId: 't1', left: 1 }] })), 'allow as template'],
    ['templates for followers only: she follows', template('notice'), factsOf(followersOnly, person({ reachable: true })), 'allow as template'],
    ['templates for followers only: nobody knows', template('notice'), factsOf(followersOnly), 'identity_unreachable'],
    ['templates for followers only: a notice she subscribed to', template('once'), factsOf(followersOnly, person({ reachable: false, permissions: [{ templateId: 't1', left: 1 }] })), 'allow as template'],
    ['templates for followers only: an answer', text, wrote(followersOnly), 'allow as freeform'],
    ['a channel whose templates reach everybody', template('notice'), factsOf({ ...counted, templates: { ...counted.templates!, needsFollow: false } }, person({ reachable: false })), 'allow as template'],
    ['a country the platform does not reach', text, wrote(priced, person({ country: 'KP' })), 'country_not_reachable'],
    ['a country that gets no marketing: a service answer', text, wrote(priced, person({ country: 'JP' })), 'allow as freeform'],
    ['a country that gets no marketing', campaign, factsOf(priced, { ...given, ...person({ country: 'JP' }) }), 'country_not_reachable'],
    ['a country only warned of', text, wrote(priced, person({ country: 'CN' })), 'allow as freeform'],
    ['an unknown country', text, wrote(priced, person({ country: null })), 'allow as freeform'],
  ]
  test.each(rows)('%s', (_sentence, intent, facts, answer) => expect(summary(decide(intent, facts))).toBe(answer))

  test('a fault may bring the page it comes from', () => {
    expect(decide({ ...text, fault: { code: 'too_long', source: 'source:limits' } }, wrote(priced))).toMatchObject({ source: 'source:limits' })
    expect(decide({ ...text, fault: { code: 'too_long' } }, wrote(priced))).toMatchObject({ source: 'source:priced' })
  })
})

describe('quotas and pace', () => {
  const quota = { id: 'answers', scope: 'account', amount: 1, period: 'day', then: 'deny', source: 'source:answers' } as const
  const answersADay = { ...counted, quotas: [{ ...quota, counts: 'freeform' as const }] }
  const broadcasts = { ...counted, quotas: [{ ...quota, counts: 'broadcast' as const }] }
  const used = (n: number, more: object = {}) => ({ quotas: { people: { used: n, ...more } } })
  const sends = (n: number, everyMs: number, lastAgo: number) => Array.from({ length: n }, (_, i) => NOW - lastAgo - (n - 1 - i) * everyMs)
  const rows: Row[] = [
    ['the third person of three', template('UTILITY'), factsOf(priced, used(2)), 'allow as template'],
    ['a fourth person of three', template('UTILITY'), factsOf(priced, used(3)), 'quota_exhausted'],
    ['somebody already counted', template('UTILITY'), factsOf(priced, used(3, { includesIdentity: true })), 'allow as template'],
    ['a fourth person who wrote herself', template('UTILITY'), wrote(priced, used(3)), 'allow as template'],
    ['the account may reach more', template('UTILITY'), factsOf(priced, { ...used(3), ...account({ settings: { messagingLimit: 4 } }) }), 'allow as template'],
    ['more, entered as text', template('UTILITY'), factsOf(priced, { ...used(3), ...account({ settings: { messagingLimit: '4' } }) }), 'allow as template'],
    ['a limit that is no number counts as the usual one', template('UTILITY'), factsOf(priced, { ...used(3), ...account({ settings: { messagingLimit: 'TIER_2K' } }) }), 'quota_exhausted'],
    ['an empty limit counts as the usual one', template('UTILITY'), factsOf(priced, { ...used(3), ...account({ settings: { messagingLimit: ' ' } }) }), 'quota_exhausted'],
    ['a quota of templates does not count answers', text, wrote(counted, { quotas: { templates_a_day: { used: 4 } } }), 'allow as freeform'],
    ['a quota of templates used up', template('notice'), factsOf(counted, { quotas: { templates_a_day: { used: 4 } } }), 'quota_exhausted'],
    ['a quota of answers used up', text, wrote(answersADay, { quotas: { answers: { used: 1 } } }), 'quota_exhausted'],
    ['a quota of one, nothing sent yet', text, wrote(answersADay), 'allow as freeform'],
    ['a quota of answers does not count templates', template('notice'), factsOf(answersADay, { quotas: { answers: { used: 1 } } }), 'allow as template'],
    ['a quota of broadcasts counts neither', text, wrote(broadcasts, { quotas: { answers: { used: 1 } } }), 'allow as freeform'],
    ['free replies used up only begin to cost', text, wrote(priced, { quotas: { free_replies: { used: 2 } } }), 'allow as freeform'],
    ['45 messages at once', text, wrote(priced, { pairSends: sends(44, 1, 1) }), 'allow as freeform'],
    ['the 46th', text, wrote(priced, { pairSends: sends(45, 1, 1) }), 'pair_rate'],
    ['20 at once, a minute later', text, wrote(priced, { pairSends: sends(20, 1, minutes(1)) }), 'pair_rate'],
    ['20 at once, two minutes later', text, wrote(priced, { pairSends: sends(20, 1, minutes(2)) }), 'allow as freeform'],
    ['one every six seconds', text, wrote(priced, { pairSends: sends(50, seconds(6), seconds(6)) }), 'allow as freeform'],
    ['a template used up is said before the pace', template('UTILITY', { missing: ['1'] }), factsOf(priced, { pairSends: sends(45, 1, 1) }), 'parameter_missing'],
    ['a quota is said before the pace', template('UTILITY'), factsOf(priced, { ...used(3), pairSends: sends(45, 1, 1) }), 'quota_exhausted'],
  ]
  test.each(rows)('%s', (_sentence, intent, facts, answer) => expect(summary(decide(intent, facts))).toBe(answer))

  test('a quota says when it is renewed', () => {
    const used4 = { templates_a_day: { used: 4 } }
    // 18:00 in Shanghai: the day ends at 16:00 UTC.
    expect(decide(template('notice'), factsOf(counted, { quotas: used4 }))).toMatchObject({ retryAt: Date.UTC(2026, 10, 23, 16), source: 'source:templates_a_day' })
    expect(decide(template('UTILITY'), factsOf(priced, used(3)))).toMatchObject({ retryAt: null })
    expect(decide(template('UTILITY'), factsOf(priced, used(3, { freesAt: NOW + 5 })))).toMatchObject({ retryAt: NOW + 5, source: 'source:people' })
  })
  test('the debt is paid six seconds a message after the first', () => {
    expect(decide(text, wrote(priced, { pairSends: sends(20, 1, seconds(30)) }))).toMatchObject({ code: 'pair_rate', retryAt: NOW - seconds(30) - 19 + seconds(120), source: 'source:pair' })
  })
})

describe('which refusal is named first', () => {
  // Everything is wrong at once; each row puts one more thing right.
  const bad: Facts = factsOf(priced, {
    ...account({ state: 'error' }), ...person({ reachable: false, country: 'KP' }), ...having(said({ state: 'withdrawn' })),
    quotas: { people: { used: 9 } }, pairSends: Array.from({ length: 45 }, () => NOW - 1),
  })
  const intent: Intent = { ...campaign, fault: { code: 'content_unsupported' }, template: approved('MARKETING', { status: 'paused', missing: ['1'], badValue: '2' }) }
  const { fault: _, ...sound } = intent
  const steps: [DenyCode | 'allow as template', Intent, Partial<Facts>][] = [
    ['account_disconnected', intent, {}],
    ['content_unsupported', intent, account({})],
    ['identity_unreachable', sound, account({})],
    ['country_not_reachable', sound, { ...account({}), ...person({ country: 'KP' }) }],
    ['opted_out', sound, { ...account({}), ...person({}) }],
    ['consent_missing', sound, { ...account({}), ...person({}), ...having() }],
    ['template_not_approved', sound, { ...account({}), ...person({}), ...given }],
    ['parameter_missing', { ...sound, template: approved('MARKETING', { missing: ['1'], badValue: '2' }) }, { ...account({}), ...person({}), ...given }],
    ['parameter_invalid', { ...sound, template: approved('MARKETING', { badValue: '2' }) }, { ...account({}), ...person({}), ...given }],
    ['quota_exhausted', campaign, { ...account({}), ...person({}), ...given }],
    ['pair_rate', campaign, { ...account({}), ...person({}), ...given, quotas: {} }],
    ['allow as template', campaign, { ...account({}), ...person({}), ...given, quotas: {}, pairSends: [] }],
  ]
  test.each(steps)('%s', (answer, asked, change) => expect(summary(decide(asked, { ...bad, ...change }))).toBe(answer))
})

describe('what an answer carries', () => {
  test('until is the platform’s closing instant, sendBy ours; the guard can be taken away', () => {
    const facts = wrote(counted)
    expect(decide(text, facts)).toMatchObject({ until: NOW + hours(47), sendBy: NOW + hours(47) - seconds(60), left: 5, grant: 'message', source: 'source:message' })
    expect(decide(text, facts, noGuard)).toMatchObject({ until: NOW + hours(47), sendBy: NOW + hours(47) })
  })
  test.each([
    ['the last moment before the guard', hours(48) - seconds(60) - 1, 'allow as freeform', 'allow as freeform'],
    ['the guard’s first moment', hours(48) - seconds(60), 'window_closed', 'allow as freeform'],
    ['the last moment of the platform', hours(48) - 1, 'window_closed', 'allow as freeform'],
    ['the closing instant', hours(48), 'window_closed', 'window_closed'],
  ])('%s', (_sentence, since, guarded, bare) => {
    const facts = factsOf(counted, { grants: ledger(counted, [ago(since)]) })
    expect([summary(decide(text, facts)), summary(decide(text, facts, noGuard))]).toEqual([guarded, bare])
  })
  test('a grant of one minute stays usable: three seconds of guard', () => {
    const facts = (since: number) => factsOf(counted, { grants: ledger(counted, [ago(since, 'menu_click')]) })
    expect(summary(decide(text, facts(seconds(57) - 1)))).toBe('allow as freeform')
    expect(summary(decide(text, facts(seconds(57))))).toBe('window_closed')
  })
  test('two open grants: until the later end, as many as the larger number', () => {
    const grants = [...left(1), ...ledger(counted, [ago(seconds(10), 'menu_click')])]
    expect(decide(text, factsOf(counted, { grants }))).toMatchObject({ grant: 'message', until: NOW + hours(47), left: 3 })
  })
  test('a refusal names the rule it comes from', () => {
    expect(decide(text, factsOf(counted, { grants: ledger(counted, [ago(hours(48))]) }))).toMatchObject({ source: 'source:message', retryAt: null, remedies: [] })
    expect(decide(text, factsOf(counted))).toMatchObject({ source: 'source:counted' })
  })
})
