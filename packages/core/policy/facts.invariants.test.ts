/** What must hold for consent, templates, quotas, pace, prices and remedies, whatever the facts (reliability goal R10). */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { BASES } from '../consent/model.js'
import { CONTENT_KINDS } from '../model/content.js'
import { days, hours, minutes, seconds } from '../model/ids.js'
import type { ChannelRules } from '../model/rules.js'
import type { Facts, Intent, Verdict } from '../model/verdict.js'
import { calendarMonth } from './calendar.js'
import { decide } from './decide.js'
import { compareAmounts } from './money.js'
import { pairDebtEnds } from './pair-rate.js'
import { priceOf } from './price.js'
import { hasRoom } from './quota.js'
import { comparePrices, remediesFor } from './remedies.js'
import { mayRestOn } from '../consent/testing/oracle.js'
import { consentFacts, topics } from '../consent/testing/stories.js'
import { factsOf, having, ledger, NOW, said, template, text } from './testing/facts.js'
import { atEveryMoment, law } from './testing/invariant.js'
import { paceAllows } from './testing/oracle.js'
import { counted, open, priced, tagged } from './testing/sample-rules.js'
import { purposeOf } from './template.js'

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const rules = fc.constantFrom<ChannelRules>(counted, priced, tagged, open)
const purpose = fc.constantFrom('service' as const, 'notification' as const, 'marketing' as const)
const author = fc.constantFrom('human' as const, 'automation' as const, 'campaign' as const)
const templateFacts = fc.record({
  id: fc.constantFrom('t1', 't2'), category: fc.constantFrom('MARKETING', 'UTILITY', 'LISTED', 'PERSONAL', 'notice', 'once', 'answer', 'other'),
  status: fc.constantFrom('approved', 'approved', 'approved', 'pending', 'paused', 'rejected'), missing: fc.constantFrom<string[]>([], [], ['1']),
})
const intents: fc.Arbitrary<Intent> = fc.oneof(
  fc.record({ kind: fc.constantFrom(...CONTENT_KINDS.filter((kind) => kind !== 'template')), purpose, author, category: topics }),
  fc.record({ kind: fc.constant('template' as const), purpose, author, category: topics, template: templateFacts }),
)
const acts = fc.array(fc.tuple(fc.constantFrom('message', 'menu_click', 'follow', 'postback', 'ad_entry', 'call'), fc.integer({ min: 0, max: hours(200) }).map((ms) => NOW - ms)), { maxLength: 4 })
const used = fc.record({ used: fc.nat(6), includesIdentity: fc.boolean() })

const facts: fc.Arbitrary<Facts> = fc.record({
  rules, acts, now: fc.constantFrom(NOW, Date.UTC(2026, 8, 30), Date.UTC(2026, 9, 1), 0), consent: consentFacts,
  state: fc.constantFrom('ready' as const, 'ready' as const, 'ready' as const, 'unverified' as const, 'error' as const, 'paused' as const),
  settings: fc.record({ approved: fc.boolean(), longAdWindow: fc.boolean(), messagingLimit: fc.constantFrom(undefined, 5, '2') }),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'), timeZone: fc.constantFrom('UTC', 'Europe/Madrid', 'Asia/Shanghai'),
  country: fc.constantFrom('ES', 'FR', 'US', 'TH', 'JP', 'KP', 'CN', null), reachable: fc.constantFrom(true, null, null, false),
  permissions: maybe(fc.array(fc.record({ templateId: fc.constantFrom('t1', 't2'), left: fc.constantFrom(0, 1, null) }), { maxLength: 2 })), marketingStopped: maybe(fc.boolean()),
  quotas: fc.record({ people: used, free_replies: used, templates_a_day: used }, { requiredKeys: [] }),
  pairSends: fc.array(fc.integer({ min: 0, max: minutes(5) }), { maxLength: 50 }).map((list) => list.sort((a, b) => b - a).map((ms) => NOW - ms)),
}).map(({ rules, acts, now, consent, state, settings, currency, timeZone, country, reachable, permissions, marketingStopped, quotas, pairSends }) => ({
  rules, now, consent, quotas, pairSends, grants: ledger(rules, acts, settings), account: { state, settings, timeZone, currency },
  identity: { country, reachable, ...(permissions ? { permissions } : {}), ...(marketingStopped === undefined ? {} : { marketingStopped }) },
}))
const allowed = (verdict: Verdict) => verdict.kind === 'allow'
/** A yes to everything before every moment these facts know, with the purposes as the owner set them at first. */
const given = having(said({ at: -1 })).consent
/** The purposes of these facts with marketing resting on consent. */
const byConsent = (known: Facts): Facts => ({ ...known, consent: { ...known.consent, purposes: { ...known.consent.purposes, marketing: { ...known.consent.purposes.marketing, basis: 'consent' } } } })
const question = (intent: Intent, known: Facts, of: 'service' | 'notification' | 'marketing') => ({ purpose: of, category: intent.category ?? null, channel: known.consent.channel, identityId: known.consent.identityId })

describe('consent', () => {
  law('nothing goes that the second telling finds no ground for, whatever the purpose, its basis, the window or the kind of message', [intents, facts], (intent, known) => {
    const counts = purposeOf(intent, known)
    if (allowed(decide(intent, known))) expect(mayRestOn(known.consent, question(intent, known, counts), known.now)).toBe(true)
  })
  law('a ground is enough: consent refuses nothing that the second telling finds one for', [intents, facts], (intent, known) => {
    const counts = purposeOf(intent, known)
    const verdict = decide(intent, { ...known, identity: { ...known.identity, marketingStopped: false, permissions: [{ templateId: 't1', left: 1 }, { templateId: 't2', left: 1 }] } })
    if (verdict.kind === 'deny' && mayRestOn(known.consent, question(intent, known, counts), known.now)) expect(['opted_out', 'consent_missing']).not.toContain(verdict.code)
  })
  law('no marketing without a yes of hers where the owner has set consent, in any window, by any kind of message', [intents, facts], (intent, known) => {
    const strict = byConsent(known)
    const without = { ...strict, consent: { ...strict.consent, entries: (strict.consent.entries ?? []).filter((entry) => entry.state !== 'given' && entry.state !== 'confirmed') } }
    if (purposeOf(intent, known) === 'marketing') expect(decide(intent, without).kind).toBe('deny')
  })
  law('an opt-out of everything wins over every consent and every basis but the contract', [intents, facts], (intent, known) => {
    const { basis } = known.consent.purposes.marketing
    const out = { ...known, consent: { ...known.consent, entries: [...(known.consent.entries ?? []), said({ state: 'withdrawn', at: Number.MAX_SAFE_INTEGER })] } }
    if (purposeOf(intent, known) === 'marketing' && basis !== 'contract') expect(decide(intent, out).kind).toBe('deny')
  })
  law('what nobody has looked up lets nothing go that needs it', [intents, facts], (intent, known) => {
    const counts = purposeOf(intent, known)
    if (known.consent.purposes[counts].basis !== 'contract') expect(decide(intent, { ...known, consent: { ...known.consent, entries: null } }).kind).toBe('deny')
  })
  law('claiming a basis never opens what the owner’s does not', [intents, facts, fc.constantFrom(...BASES)], (intent, known, basis) => {
    if (allowed(decide({ ...intent, basis }, known))) expect(allowed(decide(intent, known))).toBe(true)
  })
  law('a yes to one topic opens no other', [facts, author], (known, by) => {
    const strict = { ...byConsent(known), rules: priced }
    const only = { ...strict, consent: { ...strict.consent, entries: [said({ category: 'news', state: 'confirmed', at: -1 })] } }
    for (const category of ['offers', null]) expect(decide({ ...template('MARKETING'), purpose: 'marketing', author: by, category }, only).kind).toBe('deny')
  })
  law('a stop told by the platform counts as an opt-out', [intents, facts], (intent, known) => {
    if (purposeOf(intent, known) === 'marketing') expect(decide(intent, { ...known, consent: given, identity: { ...known.identity, marketingStopped: true } }).kind).toBe('deny')
  })
  law('nothing she says about advertising changes what answers and notices may do', [intents, facts, consentFacts, fc.boolean()], (intent, known, other, marketingStopped) => {
    if (purposeOf(intent, known) === 'marketing') return
    const elsewhere = (known.consent.entries ?? []).filter((entry) => entry.purpose !== 'marketing')
    const advertising = (other.entries ?? []).filter((entry) => entry.purpose === 'marketing')
    const told = (entries: typeof elsewhere) => ({ ...known, consent: { ...known.consent, entries } })
    expect(decide(intent, { ...told([...elsewhere, ...advertising]), identity: { ...known.identity, marketingStopped } })).toEqual(decide(intent, { ...told(elsewhere), identity: { ...known.identity, marketingStopped: false } }))
  })
  law('what rests on the contract is never refused for want of a consent, whatever stands in the ledger', [intents, facts], (intent, known) => {
    const counts = purposeOf(intent, known)
    const contract = { ...known, consent: { ...known.consent, purposes: { ...known.consent.purposes, [counts]: { basis: 'contract', doubleOptIn: false } } }, identity: { ...known.identity, marketingStopped: false } } as Facts
    const verdict = decide(intent, contract)
    if (verdict.kind === 'deny' && intent.template?.category !== 'once') expect(['opted_out', 'consent_missing']).not.toContain(verdict.code)
  })
  law('consent alone opens nothing: with it, at most what a notice might do inside the rules', [intents, facts], (intent, known) => {
    const verdict = decide(intent, { ...known, consent: given })
    if (verdict.kind === 'deny') expect(decide(intent, { ...known, consent: having().consent }).kind).toBe('deny')
  })
  law('calling a marketing template something else does not help', [facts, purpose, author], (known, called, by) => {
    const intent: Intent = { ...template('MARKETING'), purpose: called, author: by }
    expect(decide(intent, { ...known, rules: priced })).toEqual(decide({ ...intent, purpose: 'marketing' }, { ...known, rules: priced }))
  })
})

describe('closed doors', () => {
  law('an account in error or paused sends nothing', [intents, facts, fc.constantFrom('error' as const, 'paused' as const)], (intent, known, state) => {
    expect(decide(intent, { ...known, account: { ...known.account, state } })).toMatchObject({ kind: 'deny', code: 'account_disconnected' })
  })
  law('a fault in the content is said by its own code', [intents, facts], (intent, known) => {
    const ready = { ...known, account: { ...known.account, state: 'ready' as const } }
    expect(decide({ ...intent, fault: { code: 'media_too_large' } }, ready)).toMatchObject({ kind: 'deny', code: 'media_too_large' })
  })
  law('whoever unfollowed gets nothing but what she subscribed to', [intents, facts], (intent, known) => {
    const verdict = decide(intent, { ...known, identity: { ...known.identity, reachable: false } })
    if (allowed(verdict)) expect(intent.template?.category).toBe('once')
  })
  law('a country the platform does not reach gets nothing', [intents, facts], (intent, known) => {
    expect(decide(intent, { ...known, rules: priced, identity: { ...known.identity, country: 'KP' } }).kind).toBe('deny')
  })
  law('a country that gets no marketing gets none', [intents, facts], (intent, known) => {
    const there = { ...known, rules: priced, identity: { ...known.identity, country: 'JP' } }
    if (purposeOf(intent, there) === 'marketing') expect(decide(intent, there).kind).toBe('deny')
  })
  law('a warning forbids nothing', [intents, facts], (intent, known) => {
    const { unreachable: _, ...reaching } = priced
    const there = { ...known, identity: { ...known.identity, country: 'CN' } }
    expect(allowed(decide(intent, { ...there, rules: priced }))).toBe(allowed(decide(intent, { ...there, rules: reaching })))
  })
})

describe('templates', () => {
  law('only an approved template with all its values goes', [intents, facts], (intent, known) => {
    if (intent.template && allowed(decide(intent, known))) expect([intent.template.status, intent.template.missing]).toEqual(['approved', []])
  })
  law('a template that needs no window asks for none', [intents, facts, acts], (intent, known, others) => {
    if (!intent.template || intent.template.category === 'answer' || known.rules === priced) return
    expect(allowed(decide(intent, known))).toBe(allowed(decide(intent, { ...known, grants: ledger(known.rules, others) })))
  })
  law('a template that needs a window never goes without one', [facts], (known) => {
    const intent: Intent = { ...template('answer'), purpose: 'service' }
    expect(allowed(decide(intent, { ...known, rules: counted, grants: [] }))).toBe(false)
  })
  law('what needs a permission never goes without one left', [intents, facts], (intent, known) => {
    if (intent.template?.category === 'once' && allowed(decide(intent, known)))
      expect(known.identity.permissions?.some((one) => one.templateId === intent.template?.id && one.left !== 0)).toBe(true)
  })
  law('a list of countries lets nobody else through, also nobody of unknown country', [facts, author], (known, by) => {
    if (allowed(decide({ ...template('LISTED'), author: by }, { ...known, rules: priced }))) expect(['TH', 'PH']).toContain(known.identity.country)
  })
  law('an excepted country gets none', [facts], (known) => {
    expect(allowed(decide({ ...template('MARKETING'), purpose: 'marketing' }, { ...known, rules: priced, consent: given, identity: { ...known.identity, country: 'US' } }))).toBe(false)
  })
  law('a personal template is never sent by a program', [facts, author], (known, by) => {
    if (allowed(decide({ ...template('PERSONAL'), purpose: 'service', author: by }, { ...known, rules: priced }))) expect(by).toBe('human')
  })
  law('a channel without templates sends none', [facts], (known) => { expect(allowed(decide(template('UTILITY'), { ...known, rules: open }))).toBe(false) })
})

describe('quotas', () => {
  law('a denying quota is never passed, however the sends come', [fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 0, max: hours(9) })), { maxLength: 40 })], (tries) => {
    let now = NOW
    let sent: { to: number; at: number }[] = []
    for (const [to, wait] of tries) {
      now += wait
      const inDay = sent.filter((one) => one.at > now - days(1))
      const people = new Set(inDay.map((one) => one.to))
      const known = factsOf(priced, { now, quotas: { people: { used: people.size, includesIdentity: people.has(to) } } })
      if (allowed(decide(template('UTILITY'), known))) sent = [...sent, { to, at: now }]
      expect(new Set(sent.filter((one) => one.at > now - days(1)).map((one) => one.to)).size).toBeLessThanOrEqual(3)
    }
  })
  law('a day never holds more templates than the quota, by the quota’s own calendar', [fc.array(fc.integer({ min: 0, max: hours(9) }), { maxLength: 40 })], (waits) => {
    let now = NOW
    const perDay = new Map<string, number>()
    for (const wait of waits) {
      now += wait
      const day = new Date(now + hours(8)).toISOString().slice(0, 10) // Shanghai keeps UTC+8 all year
      const verdict = decide(template('notice'), factsOf(counted, { now, quotas: { templates_a_day: { used: perDay.get(day) ?? 0 } } }))
      if (allowed(verdict)) perDay.set(day, (perDay.get(day) ?? 0) + 1)
      else if (verdict.kind === 'deny') expect(new Date(verdict.retryAt! + hours(8)).toISOString().slice(0, 10) > day).toBe(true) // a calendar quota always names its end
      expect(perDay.get(day) ?? 0).toBeLessThanOrEqual(4)
    }
  })
  law('somebody already counted takes nothing more', [fc.nat(9)], (n) => {
    expect(allowed(decide(template('UTILITY'), factsOf(priced, { quotas: { people: { used: n, includesIdentity: true } } })))).toBe(true)
  })
  law('a paying quota never refuses', [facts, fc.nat(9_999)], (known, n) => {
    const without = { ...known, rules: priced, quotas: {} }
    expect(allowed(decide(text, { ...without, quotas: { free_replies: { used: n } } }))).toBe(allowed(decide(text, without)))
  })
  law('inside the window the people quota does not count', [fc.nat(9)], (n) => {
    expect(allowed(decide(text, factsOf(priced, { grants: ledger(priced, [['message', NOW]]), quotas: { people: { used: n } } })))).toBe(true)
  })
  law('there is room exactly below the amount', [fc.nat(6), maybe(fc.nat(6))], (n, limit) => {
    const known = factsOf(priced, { account: { ...factsOf(priced).account, settings: { messagingLimit: limit } }, quotas: { people: { used: n } } })
    expect(hasRoom(priced.quotas![0]!, known)).toBe(n < (limit ?? 3)) // the sample's first quota
  })
})

describe('the pace to one person', () => {
  const gaps = fc.array(fc.oneof(fc.constantFrom(0, 1, 5, 50), fc.constantFrom(seconds(6) - 1, seconds(6), seconds(6) + 1, seconds(12), minutes(2)), fc.integer({ min: 0, max: minutes(6) })), { maxLength: 90 })
  law('is what the second telling says', [gaps, fc.integer({ min: 1, max: 50 })], (list, burst) => {
    let now = NOW
    const sends: number[] = []
    for (const gap of list) {
      now += gap
      const may = pairDebtEnds({ everyMs: seconds(6), burst, source: '' }, sends, now) <= now
      expect(may).toBe(paceAllows(seconds(6), burst, sends, now))
      if (may) sends.push(now)
    }
  })
  law('never lends more than the burst in one span, and in the long run keeps to one every six seconds', [gaps, fc.integer({ min: 1, max: 50 })], (list, burst) => {
    let now = NOW
    const sends: number[] = []
    for (const gap of list) if (pairDebtEnds({ everyMs: seconds(6), burst, source: '' }, sends, (now += gap)) <= now) sends.push(now)
    for (const [i, first] of sends.entries()) {
      expect(sends.filter((at) => at >= first && at < first + seconds(6)).length).toBeLessThanOrEqual(burst + 1)
      for (const [j, last] of sends.slice(i).entries()) expect(j * seconds(6)).toBeLessThanOrEqual(last - first + (burst - 1) * seconds(6) + seconds(6))
    }
  })
  law('a refusal names the first moment that works', [gaps], (list) => {
    let now = NOW
    const sends: number[] = []
    for (const gap of list) {
      const ends = pairDebtEnds(priced.pairRate!, sends, (now += gap)) // the sample has a pace
      if (ends <= now) { sends.push(now); continue }
      expect(pairDebtEnds(priced.pairRate!, sends, ends)).toBeLessThanOrEqual(ends)
      expect(pairDebtEnds(priced.pairRate!, sends, ends - 1)).toBeGreaterThan(ends - 1)
    }
  })
})

describe('prices', () => {
  law('are unknown only without a country, a card or a class', [intents, facts], (intent, known) => {
    if (!known.rules.price || priceOf(intent, known) !== null) return
    const noCard = known.now < Date.UTC(2026, 6, 1)
    expect(noCard || known.identity.country === null || ['PERSONAL', 'notice', 'once', 'answer', 'other'].includes(intent.template?.category ?? '')).toBe(true)
  })
  law('are never below nothing and written with four places', [intents, facts], (intent, known) => {
    const price = priceOf(intent, known)
    if (price) { expect(compareAmounts(price.amount, '0')).toBeGreaterThanOrEqual(0); expect(price.amount).toMatch(/^\d+\.\d{4,}$/) }
  })
  law('a verdict quotes the price, and asking for it decides nothing', [intents, facts], (intent, known) => {
    const verdict = decide(intent, known)
    if (verdict.kind === 'allow') expect(verdict.price).toEqual(priceOf(intent, known))
  })
  law('a reaction costs nothing, whatever was spent', [facts], (known) => {
    expect(priceOf({ ...text, kind: 'reaction' }, { ...known, rules: priced })?.amount).toBe('0.0000')
  })
  law('the free replies of a month are the first ones', [fc.nat(9), facts], (n, known) => {
    const price = priceOf(text, { ...known, rules: priced, now: NOW, grants: [], quotas: { free_replies: { used: n } }, identity: { country: 'ES', reachable: null } })
    expect(price?.amount === '0.0000').toBe(n < 2)
  })
  law('no card counts before its day', [facts, fc.integer({ min: Date.UTC(2026, 6, 1), max: Date.UTC(2027, 0) })], (known, now) => {
    const { amount } = priceOf(template('MARKETING'), { ...known, rules: priced, now, grants: [], identity: { country: 'ES', reachable: null }, account: { ...known.account, currency: 'EUR' } })! // Spain is on every card
    expect(amount).toBe(now < Date.UTC(2026, 9, 1) ? '0.0500' : now < Date.UTC(2026, 10, 1) ? '0.0707' : '0.0650')
  })
  law('a month of the allowance begins and ends at midnight of its zone', [fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }), fc.constantFrom('Europe/Madrid', 'Asia/Shanghai', 'America/Sao_Paulo')], (at, zone) => {
    const month = calendarMonth(at, zone)
    for (const edge of [month.from, month.to])
      expect(new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(edge)).toMatch(/^0?1,? 00:00$/)
  })
})

describe('remedies', () => {
  const price = fc.option(fc.record({ amount: fc.constantFrom('0', '0.0000', '0.0100', '.0707', '0.07070'), currency: fc.constantFrom('USD', 'EUR'), class: fc.constant('utility') }), { nil: null })
  const alternatives = fc.record({
    now: fc.constant(NOW),
    templates: fc.array(fc.record({ id: fc.string(), price }), { maxLength: 4 }),
    others: fc.array(fc.record({ conversationId: fc.uuid(), channel: fc.constantFrom('a', 'b'), intent: intents, facts }), { maxLength: 3 })
      .map((list) => list.map(({ conversationId, channel, intent, facts: known }) => ({ conversationId, channel, verdict: decide(intent, known) }))),
  })
  law('another app is named only where it says yes', [intents, facts, alternatives], (intent, known, ways) => {
    const verdict = decide(intent, known)
    if (verdict.kind === 'allow') return
    for (const remedy of remediesFor(verdict, ways))
      if (remedy.kind === 'other_channel') expect(ways.others.find((one) => one.conversationId === remedy.conversationId)?.verdict.kind).toBe('allow')
  })
  law('what can be sent now is ordered by price', [intents, facts, alternatives], (intent, known, ways) => {
    const verdict = decide(intent, known)
    if (verdict.kind === 'allow') return
    const priced = remediesFor(verdict, ways).filter((one) => one.kind === 'template' || one.kind === 'other_channel')
    for (const [i, remedy] of priced.slice(1).entries()) expect(comparePrices(priced[i]?.price, remedy.price)).toBeLessThanOrEqual(0)
  })
  law('an opt-out is never answered by a template, nor by asking again', [intents, facts, alternatives], (intent, known, ways) => {
    const verdict = decide(intent, known)
    if (verdict.kind === 'deny' && verdict.code === 'opted_out') expect(remediesFor(verdict, ways).every((one) => one.kind === 'other_channel')).toBe(true)
  })
  law('waiting always names a moment to come', [intents, facts, alternatives], (intent, known, ways) => {
    const verdict = decide(intent, known)
    if (verdict.kind === 'allow') return
    for (const remedy of remediesFor(verdict, ways)) if (remedy.kind === 'wait') expect(remedy.until).toBeGreaterThan(ways.now)
  })
})

describe('the guard', () => {
  atEveryMoment('never makes a template more or less free', counted, ({ facts: known }) => {
    expect(decide(template('notice'), known)).toEqual(decide(template('notice'), known, () => 0))
  })
  law('a larger guard never allows more', [intents, facts, fc.integer({ min: 0, max: hours(30) }), fc.integer({ min: 0, max: hours(30) })], (intent, known, a, b) => {
    const [small, large] = [Math.min(a, b), Math.max(a, b)].map((ms) => decide(intent, known, () => ms))
    if (large?.kind === 'allow' && intent.kind !== 'template' && large.as === 'freeform') expect(small?.kind).toBe('allow')
  })
})
