/** Who is in a post's audience, said as a set, is who the one rule lets through: the words of core/consent and those of SQL, for any history and any basis. */
import { type ConsentFact, days, nothingSaid, refusedByBasis } from '@recado/core'
import { consentFacts } from '@recado/core/consent/testing/stories'
import { NOW } from '@recado/core/policy/testing/facts'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordConsents } from '../consents/ledger.js'
import { posterOf } from './account.js'
import { audienceStatement } from './audience.js'
import { makePostDesk, type PostDesk } from './testing.js'

let desk: PostDesk
const topics: Record<string, string> = {}
let customers: string
beforeAll(async () => {
  desk = await makePostDesk('wechat', NOW + days(1)) // the stories lie around NOW
  for (const key of ['news', 'offers']) topics[key] = (await desk.request('POST', '/api/v1/consent-categories', { key, names: { es: key } })).json<{ id: string }>().id
  customers = newId()
  await desk.rows(`insert into contact_stage (workspace_id, stage_id, name, position, created_at) values ($1, $2, 'Clienta', 9, now())`, [desk.workspaceId, customers])
})
afterAll(() => desk.close())

async function person(customer: boolean): Promise<{ contactId: string; identities: Record<'i1' | 'i2', string> }> {
  const [one, two] = [await desk.follow('Ana'), await desk.follow('Ana')]
  await desk.rows('update identity set contact_id = $3 where workspace_id = $1 and identity_id = $2', [desk.workspaceId, two.identityId, one.contactId])
  await desk.rows('update contact set stage_id = $3 where workspace_id = $1 and contact_id = $2', [desk.workspaceId, one.contactId, customer ? customers : null])
  return { contactId: one.contactId, identities: { i1: one.identityId, i2: two.identityId } }
}

test('for every basis, topic, address and history', async () => {
  const { workspaceId, services } = desk
  const seen = new Set<string>()
  await fc.assert(fc.asyncProperty(consentFacts, fc.constantFrom('news', 'offers', null), fc.boolean(), fc.boolean(), async (facts, topic, stopped, excluded) => {
    const { contactId, identities } = await person(facts.existingCustomer === true)
    const { basis, doubleOptIn } = facts.purposes.marketing
    await desk.rows(
      `insert into purpose_setting (workspace_id, purpose, basis, double_opt_in, customer_fact, updated_at) values ($1, 'marketing', $2, $3, $4, now())
       on conflict (workspace_id, purpose) do update set basis = excluded.basis, double_opt_in = excluded.double_opt_in, customer_fact = excluded.customer_fact`, [workspaceId, basis, doubleOptIn, JSON.stringify({ kind: 'stage', stageId: customers })])
    const entries = (facts.entries ?? []).map((line): ConsentFact => ({ ...line, category: line.category && topics[line.category]!, channel: line.channel === 'a' ? 'wechat' : line.channel === null ? null : 'elsewhere', identityId: line.identityId && identities[line.identityId as 'i1' | 'i2'] }))
    await services.db.inWorkspace(workspaceId, (tx) => recordConsents(tx, services, workspaceId, entries.map(({ category, ...line }, i) => ({ ...line, categoryId: category, contactId, source: 'api', sourceDetail: String(i), wordingId: null, actor: { kind: 'system' } }))))
    await desk.rows('update identity set marketing_stopped = $3 where workspace_id = $1 and identity_id = $2', [workspaceId, identities.i2, stopped])
    if (excluded) await desk.rows(`insert into suppressed_contact (workspace_id, contact_id, origin_contact_id, hash, found_at) values ($1, $2, $2, '\\x01', now())`, [workspaceId, contactId])
    const poster = await posterOf(services, workspaceId, desk.accountId)
    const categoryId = topic && topics[topic]!
    const now = services.clock.now(workspaceId)
    const told = await services.db.inWorkspace(workspaceId, async (tx) => {
      const { sql, values } = await audienceStatement(tx, workspaceId, poster, { audience: { to: 'all' }, categoryId, now })
      return tx.query<{ identity_id: string; code: string | null }>(`select a.identity_id, a.code from (${sql}) a where a.contact_id = $${values.length + 1}`, [...values, contactId])
    })
    const purposes = { ...nothingSaid.purposes, marketing: { basis, doubleOptIn } }
    for (const identityId of Object.values(identities)) {
      const rule = (set: typeof basis) => refusedByBasis('marketing', categoryId, null, { identityId, channel: 'wechat', purposes: { ...purposes, marketing: { basis: set, doubleOptIn } }, entries, existingCustomer: facts.existingCustomer === true }, now)
      const saidYes = rule('consent') === null
      const expected = excluded && !saidYes ? 'suppressed' : stopped && identityId === identities.i2 ? 'opted_out' : rule(basis)
      expect(told.find((row) => row.identity_id === identityId)?.code ?? null, basis).toBe(expected)
      seen.add(String(expected))
    }
    expect(told.length).toBe(2)
  }), { numRuns: 60 })
  // The stories were of every kind.
  expect([...seen].sort()).toEqual(['consent_missing', 'null', 'opted_out', 'suppressed'])
}, 60_000)
