// oxlint-disable unicorn/no-thenable -- `then` is the quota rule's word for what follows; nobody awaits a rule
/** Every figure of the declaration against literals taken from the documents: moving one by one unit fails here by name. */
import { describe, expect, test } from 'vitest'
import { figures, whatsapp } from './channel.js'
import { marketOf, regionOf } from './markets.js'

const { rules } = whatsapp
const HOUR = 3_600_000
const grant = (kind: string) => rules.grants.find((one) => one.kind === kind)!
const quota = (id: string) => rules.quotas!.find((one) => one.id === id)!

describe('grants', () => {
  test('her message, call or reaction opens free answers for 24 hours', () => {
    expect(grant('customer_service')).toMatchObject({ on: ['message', 'call', 'reaction'], replies: null, withinMs: 86_400_000, meet: 'max', gives: 'freeform' })
  })
  test('an entry from an ad waits 24 hours for our answer', () => {
    expect(grant('ad_entry')).toMatchObject({ on: ['ad_entry'], replies: null, withinMs: 86_400_000, gives: 'price_only' })
  })
  test('our answer to an ad entry makes 72 hours free, and nothing else may be sent for it', () => {
    expect(grant('free_entry_point')).toMatchObject({ on: [], replies: null, withinMs: 259_200_000, meet: 'max', gives: 'price_only', onReply: { whileOpen: 'ad_entry' } })
  })
  test('the guard is a minute, at most a twentieth', () => {
    for (const one of rules.grants) expect(one.guard).toEqual({ maxMs: 60_000, share: 0.05 })
  })
})

describe('templates', () => {
  test('serve purposes by category; no marketing to the United States', () => {
    expect(Object.entries(rules.templates!.categories).map(([category, rule]) => [category, rule.purposes, rule.exceptCountries])).toEqual([
      ['MARKETING', ['marketing'], ['US']], ['UTILITY', ['service', 'notification'], undefined], ['AUTHENTICATION', ['service', 'notification'], undefined],
    ])
  })
})

describe('quotas and rates', () => {
  test('250 people in 24 moving hours for a new portfolio, outside the window', () => {
    expect(quota('unique_people')).toMatchObject({ scope: 'portfolio', counts: 'unique_identity', amount: 250, amountSetting: 'messagingLimit', period: 86_400_000, outsideWindowOnly: true, then: 'deny' })
  })
  test('1,000 free answers a month and number, in the account’s own time zone', () => {
    expect(quota('free_service_messages')).toMatchObject({ scope: 'account', counts: 'freeform', amount: 1_000, period: 'month', then: 'pay' })
    expect(quota('free_service_messages').timeZone).toBeUndefined()
  })
  test('one message in 6 s to one person, 45 lent', () => expect(rules.pairRate).toMatchObject({ everyMs: 6_000, burst: 45 }))
  test('80 messages a second, both ways', () => expect(rules.rate).toMatchObject({ perSecond: 80, countsInbound: true }))
})

// USD per message, card of 1 October 2026: market, marketing, and the one rate of utility, authentication and service.
const card: [string, string, string][] = [
  ['Spain', '0.0707', '0.0200'], ['Germany', '0.1365', '0.0550'], ['France', '0.0859', '0.0300'], ['Italy', '0.0795', '0.0300'], ['United Kingdom', '0.0635', '0.0220'],
  ['Netherlands', '0.1597', '0.0500'], ['Poland', '0.0366', '0.0122'], ['Rest of Western Europe', '0.0592', '0.0171'], ['Rest of Central & Eastern Europe', '0.0860', '0.0212'],
  ['Turkey', '0.0109', '0.0009'], ['Russia', '0.0802', '0.0400'], ['Israel', '0.0353', '0.0053'], ['South Africa', '0.0379', '0.0095'], ['Rest of Asia Pacific', '0.0842', '0.0113'],
  ['Brazil', '0.0625', '0.0068'], ['Mexico', '0.0397', '0.0085'], ['Argentina', '0.0618', '0.0260'], ['Chile', '0.0889', '0.0200'], ['Colombia', '0.0125', '0.0008'],
  ['Peru', '0.0703', '0.0300'], ['Rest of Latin America', '0.0740', '0.0113'], ['North America', '0.0250', '0.0034'], ['India', '0.0118', '0.0014'], ['Indonesia', '0.0411', '0.0250'],
  ['Saudi Arabia', '0.0576', '0.0107'], ['United Arab Emirates', '0.0576', '0.0157'], ['Rest of Africa', '0.0225', '0.0040'], ['Other', '0.0604', '0.0077'],
]

describe('prices', () => {
  const [rates] = rules.price!.cards
  test.each(card)('%s: marketing %s, the rest %s', (market, marketing, other) => {
    expect(rates!.markets[market]).toEqual({ marketing, utility: other, authentication: other, service: other })
  })
  test('of 28 markets and no other, in US dollars, from 1 October 2026', () => {
    expect(Object.keys(rates!.markets).sort()).toEqual(card.map(([market]) => market).sort())
    expect({ cards: rules.price!.cards.length, currency: rates!.currency, from: new Date(rates!.effectiveFrom).toISOString() }).toEqual({ cards: 1, currency: 'USD', from: '2026-10-01T00:00:00.000Z' })
  })
  test('charge answers from 1 October 2026; before it they and utility inside the window are free', () => {
    expect(new Date(rules.price!.freeformChargedFrom!).toISOString()).toBe('2026-10-01T00:00:00.000Z')
    expect(rules.price).toMatchObject({ freeInsideWindowBefore: ['UTILITY'], freeKinds: ['reaction'], freeDuring: ['free_entry_point'], allowanceQuota: 'free_service_messages' })
    expect(rules.price!.classOf).toEqual({ freeform: 'service', template: { MARKETING: 'marketing', UTILITY: 'utility', AUTHENTICATION: 'authentication' } })
  })
  test('every grant, quota and class they name exists', () => {
    for (const kind of rules.price!.freeDuring!) expect(grant(kind)).toBeDefined()
    expect(quota(rules.price!.allowanceQuota!)).toBeDefined()
    expect(Object.keys(rules.price!.classOf.template)).toEqual(Object.keys(rules.templates!.categories))
  })
})

describe('markets', () => {
  test.each([
    ['ES', 'Spain'], ['GB', 'United Kingdom'], ['PT', 'Rest of Western Europe'], ['CH', 'Rest of Western Europe'], ['GR', 'Rest of Central & Eastern Europe'], ['US', 'North America'], ['CA', 'North America'],
    ['JP', 'Rest of Asia Pacific'], ['EC', 'Rest of Latin America'], ['KE', 'Rest of Africa'], ['QA', 'Rest of Middle East'], ['UA', 'Ukraine'], ['MA', 'Morocco'], ['AD', 'Other'], ['*', 'Other'],
  ])('%s belongs to %s', (country, market) => expect(marketOf[country]).toBe(market))

  test('every ISO country has one', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    // Codes the runtime can name, less groups, exceptional reservations and those no longer used.
    const notCountries = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ AN BU CS DD DY FX HV NH NT RH SU TP UK VD YD YU ZR UA_ CT JT MI NQ PC PU PZ WK'.split(' '))
    const countries = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => names.of(code) !== undefined && !notCountries.has(code))
    expect(countries.length).toBeGreaterThan(240)
    expect(countries.filter((code) => marketOf[code] === undefined)).toEqual([])
  })
})

describe('markets of countries alone', () => {
  test('each is one of the markets, and lies in a region that is one', () => {
    const markets = new Set(Object.values(marketOf))
    for (const [market, region] of Object.entries(regionOf)) expect([markets.has(market), markets.has(region)], market).toEqual([true, true])
  })
  test('only those without a region on the card have no price', () => {
    const [card] = whatsapp.rules.price!.cards // it charges
    const unpriced = [...new Set(Object.values(marketOf))].filter((market) => !(market in card!.markets) && !((regionOf[market] ?? '') in card!.markets))
    expect(unpriced.sort()).toEqual(['Iraq', 'Kuwait', 'Oman', 'Rest of Middle East'])
  })
})

describe('places', () => {
  test('sanctioned ones are refused, blocked ones warned of', () => {
    expect(rules.unreachable?.map(({ countries, effect }) => [effect, countries])).toEqual([['deny', ['CU', 'IR', 'KP', 'SY']], ['warn', ['CN', 'RU']]])
  })
})

describe('times', () => {
  test('of webhooks and media', () => {
    expect({ patience: whatsapp.webhookPatienceMs, deadline: whatsapp.webhookDeadlineMs, media: whatsapp.mediaExpiryMs }).toEqual({ patience: 36 * HOUR, deadline: 10_000, media: 604_800_000 })
  })
})

describe('figures', () => {
  test.each<[keyof typeof figures, number]>([
    ['callbackData', 512], ['uploadLifeMs', 2_592_000_000], ['uploadMarginMs', 86_400_000], ['pairBackoffBase', 4], ['pairBackoffMost', 6], ['maintenanceMs', 60_000], ['registrationBlockMs', 259_200_000],
    ['managementPeriodMs', 3_600_000], ['templateHeader', 60], ['templateBody', 1_024], ['templateUrl', 2_000], ['couponCode', 15], ['oneTimeCode', 15], ['spacesInARow', 4],
    ['templatesPerPage', 100], ['templatePageBytes', 8_388_608], ['checkTimeoutMs', 8_000],
  ])('%s is %d', (name, value) => expect(figures[name].value).toBe(value))
  test('there is none without a line above', () => expect(Object.keys(figures)).toHaveLength(17))
})

describe('setup', () => {
  test('has the fields of the outer contract, complete in both languages', () => {
    expect(whatsapp.setup.map(({ key, required }) => (required ? key : `${key}?`))).toEqual(['phoneNumberId', 'wabaId', 'accessToken', 'appSecret', 'verifyToken', 'apiStyle?', 'baseUrl?', 'authHeader?', 'authFormat?', 'templatesPath?', 'displayPhoneNumber?', 'appId?', 'pin?', 'catalogId?', 'timeZone?', 'currency?', 'graphVersion?'])
    expect(whatsapp.setup.filter((field) => field.confidential).map((field) => field.key)).toEqual(['accessToken', 'appSecret', 'verifyToken', 'pin'])
    // The way to a first real number asks for few things: whatever is not needed to begin is folded away.
    expect(whatsapp.setup.filter((field) => !field.later).length).toBeLessThanOrEqual(11)
    for (const choice of whatsapp.question!.choices) expect(choice.fields!.filter((key) => !whatsapp.setup.some((field) => field.key === key))).toEqual([])
    for (const field of whatsapp.setup) expect([field.label.en, field.label.es, field.help?.en, field.help?.es].every((words) => (words?.length ?? 0) > 1)).toBe(true)
  })
})

test('every rule, capability and figure names its source', () => {
  const sources = [rules.source, rules.price!.source, rules.pairRate!.source, rules.rate!.source, ...rules.grants.map((one) => one.source), ...rules.quotas!.map((one) => one.source), ...rules.unreachable!.map((one) => one.source), ...Object.values(figures).map((one) => one.source),
    ...Object.values(whatsapp.capabilities).flatMap((can) => (can.support === 'rejected' ? [] : [can.source]))]
  for (const source of sources) expect(source).toMatch(/^https:\/\//)
})
