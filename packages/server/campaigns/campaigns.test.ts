import type { Campaign, CampaignMake } from '@recado/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

const draft = (extra: Partial<CampaignMake> = {}): CampaignMake => ({
  name: 'Autumn', schedule: { kind: 'now' }, settings: {},
  audience: { include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'notification', category: null, routes: [{ accountId: desk.account.id, as: 'freeform', priceClass: null }], choose: 'first', cap: null },
  variants: [{ key: 'a', name: '', share: 1, contents: { [desk.account.id]: { content: { kind: 'text', text: 'Hello {{contact.firstName|friend}}' } } } }], ...extra,
})
const make = async (extra: Partial<CampaignMake> = {}, as: Parameters<Desk['request']>[3] = undefined): Promise<Campaign> => (await desk.request('POST', '/api/v1/campaigns', draft(extra), as)).json()
const step = (id: string, name: string, body: unknown = {}, as: Parameters<Desk['request']>[3] = undefined) => desk.request('POST', `/api/v1/campaigns/${id}/${name}`, ['approve', 'reject', 'duplicate', 'test'].includes(name) ? body : undefined, as)

describe('a campaign before it leaves', () => {
  test('is made, read, changed, listed and removed', async () => {
    const made = await make()
    expect(made).toMatchObject({ name: 'Autumn', state: 'draft', version: 1, problems: [], counts: null })
    const changed = (await desk.request('PATCH', `/api/v1/campaigns/${made.id}`, { name: 'Winter', version: 1 })).json()
    expect(changed).toMatchObject({ name: 'Winter', version: 2 })
    expect((await desk.request('PATCH', `/api/v1/campaigns/${made.id}`, { name: 'Spring', version: 1 })).json().code).toBe('campaign_changed')
    expect((await desk.request('GET', '/api/v1/campaigns')).json().items.map((one: Campaign) => one.name)).toContain('Winter')
    expect((await desk.request('DELETE', `/api/v1/campaigns/${made.id}`)).statusCode).toBe(204)
    expect((await desk.request('GET', `/api/v1/campaigns/${made.id}`)).statusCode).toBe(404)
  })

  test('says what it lacks and does not leave without it', async () => {
    const made = await make({ variants: [] })
    expect(made.problems.map((one) => one.code)).toEqual(['content_missing'])
    const refused = await step(made.id, 'schedule')
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'campaign_incomplete'])
  })

  test('is approved by somebody who had no hand in it, and by nobody else', async () => {
    const marketer = await desk.addPerson('marketer')
    const lead = await desk.addPerson('supervisor')
    const made = await make({ settings: { approval: true } }, marketer)
    expect((await step(made.id, 'schedule', undefined, marketer)).json().code).toBe('campaign_needs_approval')
    expect((await step(made.id, 'submit', undefined, marketer)).json().state).toBe('in_review')
    expect((await step(made.id, 'approve', {}, marketer)).json().code).toBe('not_permitted')
    // The owner changes a word: from then on she is one of its authors, and it is a draft again.
    expect((await desk.request('PATCH', `/api/v1/campaigns/${made.id}`, { name: 'Autumn 2' })).json().state).toBe('draft')
    await step(made.id, 'submit', undefined, marketer)
    expect((await step(made.id, 'approve', {})).json().code).toBe('campaign_own_approval')
    const approved = (await step(made.id, 'approve', { version: 2 }, lead)).json()
    expect(approved).toMatchObject({ state: 'scheduled', approvedBy: { id: lead.userId } })
    expect((await step(made.id, 'reject', { note: 'Not yet' }, lead)).json()).toMatchObject({ state: 'draft', reviewNote: 'Not yet' })
  })
})
