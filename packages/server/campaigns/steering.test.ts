/** What may be done with a campaign that is under way: new bounds in a pause, a winner by hand, an end. */
import { hours } from '@recado/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Field, makeField } from './testing/field.js'

let f: Field
beforeAll(async () => { f = await makeField() })
afterAll(() => f.close())
// One desk for all of them: what a test made goes when it is over.
afterEach(async () => {
  for (const table of ['campaign', 'budget', 'health_item', 'cost_entry', 'cost_count', 'send_job', 'send_entry', 'campaign_recipient', 'campaign_tally', 'message_search', 'message', 'work_case', 'conversation', 'identity_key', 'identity', 'contact']) await f.rows(`delete from ${table}`)
  f.platform.phones.clear()
  f.platform.accepted.length = 0
  f.platform.manner = () => 'take'
  await f.setting('peopleADay', 1_000_000)
})

const begun = async (extra: Parameters<Field['campaign']>[0] = {}): Promise<string> => {
  const made = await f.campaign(extra)
  await f.act(made.id, 'schedule')
  await f.work()
  return made.id
}
const post = (id: string, step: string, body: object) => f.request('POST', `/api/v1/campaigns/${id}/${step}`, body)
const iso = (ms: number) => new Date(f.wall.now + ms).toISOString()

describe('new bounds in a pause', () => {
  test('more money lets it go on to where that ends', async () => {
    await f.people(9)
    const id = await begun({ settings: { budget: { amount: '0.22', currency: 'EUR' } } })
    expect(await f.read(id)).toMatchObject({ state: 'paused', stateReason: 'budget_exhausted' })
    expect(Number((await f.read(id)).committed?.amount)).toBe(0.2)
    const adjusted = await post(id, 'adjust', { settings: { budget: { amount: '0.35', currency: 'EUR' } } })
    expect(adjusted.json()).toMatchObject({ state: 'paused', settings: { budget: { amount: '0.35' } } })
    expect((await f.rows(`select action from audit_entry where action = 'campaign.adjusted'`)).length).toBe(1)
    await f.act(id, 'resume')
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'paused', counts: { accepted: 7, pending: 2 } })
  })

  test('a budget that comes in the middle begins with what was spent', async () => {
    await f.people(4)
    f.platform.manner = (phone) => (Number(phone.slice(-1)) < 2 ? 'take' : 'busy')
    const id = await begun()
    await f.act(id, 'pause')
    await post(id, 'adjust', { settings: { budget: { amount: '0.50', currency: 'EUR' } } })
    // Two left; what could not be handed over has given its money back.
    expect(Number((await f.read(id)).committed?.amount)).toBe(0.1)
  })

  test('other quiet hours give those who wait another moment', async () => {
    await f.people(3)
    // It is quiet all day but for a minute.
    const id = await begun({ settings: { quietHours: { from: '00:01', to: '00:00' } } })
    expect((await f.read(id)).counts).toMatchObject({ pending: 3 })
    await f.act(id, 'pause')
    await post(id, 'adjust', { settings: { quietHours: null } })
    await f.act(id, 'resume')
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'done', counts: { accepted: 3 } })
  })

  test('a pause does not eat the spread', async () => {
    await f.people(200)
    const id = await begun({ settings: { spreadHours: 10 } })
    f.wall.now += hours(1)
    await f.work()
    await f.act(id, 'pause')
    const before = (await f.read(id)).counts!.accepted
    expect(before).toBeGreaterThan(0)
    f.wall.now += hours(9)
    await f.act(id, 'resume')
    await f.work()
    expect((await f.read(id)).counts).toMatchObject({ accepted: before })
    f.wall.now += hours(10)
    await f.work()
    expect((await f.read(id)).counts).toMatchObject({ accepted: 200 })
  })

  test('only while it stands still', async () => {
    await f.people(1)
    const made = await f.campaign()
    expect((await post(made.id, 'adjust', { settings: { perSecond: 1 } })).json()).toMatchObject({ code: 'campaign_wrong_state' })
  })

  test('what a second person agreed to is not widened by those who made it', async () => {
    await f.people(3)
    const id = await begun({ settings: { budget: { amount: '0.11', currency: 'EUR' } } })
    await f.rows(`update campaign set settings = settings || '{"approval": true}' where campaign_id = $1`, [id])
    expect(await f.read(id)).toMatchObject({ state: 'paused', mayLoosen: false })
    const wider = await post(id, 'adjust', { settings: { budget: { amount: '9', currency: 'EUR' } } })
    expect([wider.statusCode, wider.json().code]).toEqual([409, 'campaign_needs_approval'])
    expect((await post(id, 'adjust', { settings: { budget: { amount: '0.10', currency: 'EUR' } } })).statusCode).toBe(200)
  })
})

describe('its own end', () => {
  test('whoever has not been written to by then is not, paused or not', async () => {
    await f.people(5)
    await f.setting('peopleADay', 2)
    const id = await begun({ settings: { endsAt: iso(hours(3)) } })
    expect((await f.read(id)).counts).toMatchObject({ accepted: 2, pending: 3 })
    await f.act(id, 'pause')
    f.wall.now += hours(3)
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'stopped', stateReason: 'end_reached', counts: { accepted: 2, cancelled: 3 } })
  })

  test('one that lies behind its beginning keeps it from leaving', async () => {
    const made = await f.campaign({ settings: { endsAt: iso(-hours(1)) } })
    expect(made.problems).toContainEqual({ code: 'end_past', field: 'schedule' })
  })
})

describe('trial of variants', () => {
  const two = (): NonNullable<Parameters<Field['campaign']>[0]> => ({
    settings: { abTest: { samplePercent: 50, afterHours: 4, by: 'read' } },
    variants: ['a', 'b'].map((key) => ({ key, name: key, share: 1, contents: { [f.account.id]: { content: { kind: 'text', text: `words ${key}` } } } })),
  })

  test('the winner by hand goes to everybody who waits, and the figures of then are kept', async () => {
    await f.people(40)
    const id = await begun(two())
    const trial = (await f.request('GET', `/api/v1/campaigns/${id}/variant-trial`)).json()
    expect(trial).toMatchObject({ by: 'read', winner: null, leader: 'a' })
    expect(trial.waiting).toBeGreaterThan(0)
    // Whichever is chosen, everybody who waits costs five cents.
    expect(trial.variants.map((one: { restCosts: { amount: string }[] }) => one.restCosts.map(({ amount }) => Math.round(Number(amount) * 100)))).toEqual([[trial.waiting * 5], [trial.waiting * 5]])
    expect((await post(id, 'winner', { variant: 'c' })).statusCode).toBe(404)
    expect((await post(id, 'winner', { variant: 'b' })).json()).toMatchObject({ winner: 'b', winnerBy: 'person' })
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'done', counts: { accepted: 40 } })
    const words = [...f.platform.phones.values()].map(([one]) => one!.text)
    const sampledB = trial.variants[1].sent as number
    expect(words.filter((text) => text === 'words b').length).toBe(sampledB + (trial.waiting as number))
    const after = (await f.request('GET', `/api/v1/campaigns/${id}/variant-trial`)).json()
    expect(after).toMatchObject({ winner: 'b', winnerBy: 'person', waiting: 0 })
    expect(after.variants[1]).toMatchObject({ sent: sampledB + trial.waiting, then: { sent: sampledB } })
    expect((await post(id, 'winner', { variant: 'a' })).json()).toMatchObject({ code: 'campaign_wrong_state' })
  })

  test('the result decides when its moment comes, and says by which figures', async () => {
    await f.people(40)
    const id = await begun(two())
    for (const [phone, [one]] of f.platform.phones) if (one!.text === 'words b') await f.report(phone, 'read')
    f.wall.now += hours(4)
    await f.work()
    const trial = (await f.request('GET', `/api/v1/campaigns/${id}/variant-trial`)).json()
    expect(trial).toMatchObject({ winner: 'b', winnerBy: 'result', variants: [{ key: 'a', then: { read: 0 } }, { key: 'b' }] })
    expect(trial.variants[1].then.read).toBe(trial.variants[1].then.sent)
  })
})

test('people of one country, or of all but one', async () => {
  await f.people(4)
  await f.rows(`update identity set country = 'PT' where identity_id in (select identity_id from identity order by identity_id limit 1)`)
  await f.rows(`update identity set country = null where identity_id in (select identity_id from identity order by identity_id desc limit 1)`)
  await f.rows('update contact p set country = (select i.country from identity i where i.contact_id = p.contact_id)')
  const base = (await f.campaign()).audience
  const totals = async (part: object): Promise<number> => {
    const made = await f.campaign({ audience: { ...base, ...part } })
    return (await f.request('POST', `/api/v1/campaigns/${made.id}/preview`, {})).json().total
  }
  expect(await totals({ countries: ['ES'] })).toBe(2)
  expect(await totals({ exceptCountries: ['ES'] })).toBe(2)
  expect(await totals({ countries: ['ES', 'PT'], exceptCountries: ['PT'] })).toBe(2)
})

test('it keeps to the pace it was given, however fast the account is', async () => {
  await f.people(50)
  await begun({ settings: { perSecond: 20 } })
  // Every batch is a transaction of its own: the account alone would take all of them in one.
  expect(await f.rows('select count(distinct xmin::text)::int as n from cost_entry')).not.toEqual([{ n: 1 }])
})
