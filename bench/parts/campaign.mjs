import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { root } from '../../tools/lib/paths.mjs'
import { connections, withDatabase } from '../../tools/product/database.mjs'
import { pssOf, treeOf } from '../../tools/product/processes.mjs'
import { dataDirectory, startProduct, TOKEN } from '../../tools/product/start.mjs'

const PEOPLE = 1_000_000
const SECONDS_GOAL = 15
const LOOK_MS = 250

/** Of twenty people in a row so many stand like this; worked out by hand from how they are made below. */
const OF_TWENTY = { pending: 12, opted_out: 2, consent_missing: 3, no_address: 1, marketing_not_deliverable: 1, unreachable: 1 }

/**
 * A campaign to a million people in mixed states, from the press of the button to its frozen audience with exclusions and price: how long, and how much
 * memory more than before. Everybody must stand where the hand-made count says. `--size 50k` for fewer people.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureCampaign({ sizes = [] } = {}) {
  const people = sizes[0] ? Number.parseInt(sizes[0], 10) * (/k$/i.test(sizes[0]) ? 1_000 : /m$/i.test(sizes[0]) ? 1_000_000 : 1) : PEOPLE
  const data = dataDirectory()
  const product = await startProduct({ dataDir: data.dir, env: { RECADO_SIMULATOR: '1' } })
  try {
    const api = async (method, path, body) => {
      const answer = await fetch(`${product.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${TOKEN}`, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.status === 204 ? null : answer.json()
    }
    const account = await api('POST', '/channel-accounts', { channel: 'whatsapp', name: 'Bench', settings: {}, simulated: true })
    const { adminUrl } = await connections(data.dir)
    const templateId = await seed(withDatabase(adminUrl, 'recado'), account.id, people)
    const made = await api('POST', '/campaigns', {
      name: 'Bench', schedule: { kind: 'now' }, settings: { spreadHours: 24 },
      audience: { include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'marketing', category: null, routes: [{ accountId: account.id, as: 'template', priceClass: 'MARKETING' }], choose: 'first', cap: null },
      variants: [{ key: 'a', name: 'A', share: 1, contents: { [account.id]: { content: { kind: 'template', templateId, parameters: [] } } } }],
    })
    const before = pssOf(treeOf(product.pid)) / 1_048_576
    let most = before
    const begun = performance.now()
    await api('POST', `/campaigns/${made.id}/schedule`)
    let campaign
    for (;;) {
      campaign = await api('GET', `/campaigns/${made.id}`)
      most = Math.max(most, pssOf(treeOf(product.pid)) / 1_048_576)
      if (campaign.snapshotAt) break
      await wait(LOOK_MS)
    }
    const seconds = (performance.now() - begun) / 1_000
    if (campaign.state === 'sending') await api('POST', `/campaigns/${made.id}/stop`)
    else throw new Error(`The campaign is ${campaign.state} (${campaign.stateReason}): ${JSON.stringify(campaign.counts)}`)
    await hold(withDatabase(adminUrl, 'recado'), made.id, people)
    return [
      { name: `campaign to ${people} people: audience, exclusions and price`, goal: `<= ${SECONDS_GOAL} s`, measured: `${seconds.toFixed(1)} s`, met: seconds <= SECONDS_GOAL, note: `maximum ${campaign.estimate.maximum.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')}` },
      { name: `memory while a campaign to ${people} people is prepared`, goal: 'said, not limited', measured: `${before.toFixed(0)} -> ${most.toFixed(0)} MB`, met: true, note: 'proportional set size of the process tree, database buffers included' },
    ]
  } finally {
    await product.stop()
    data.remove()
  }
}

/** People of six kinds, twenty in a row, and an approved template. Triggers sleep meanwhile; what they would keep is written beside. */
async function seed(url, accountId, people) {
  const { newId } = await import(join(root, 'packages/db/dist/index.js'))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query('set synchronous_commit = off')
    const [{ workspace_id: workspaceId }] = (await client.query('select workspace_id from channel_account where account_id = $1', [accountId])).rows
    await client.query(`create unlogged table bench_person as select n, n % 20 as kind, gen_random_uuid() as contact_id, gen_random_uuid() as identity_id from generate_series(0, $1::int - 1) n`, [people])
    await client.query(`insert into contact (workspace_id, contact_id, name, country, created_at, updated_at) select $1, contact_id, 'Person ' || n, case when kind = 18 then 'US' else 'ES' end, now(), now() from bench_person`, [workspaceId])
    await client.query(`insert into identity (workspace_id, identity_id, account_id, contact_id, country, reachable, created_at) select $1, identity_id, $2, contact_id, case when kind = 18 then 'US' else 'ES' end, case when kind = 19 then false end, now() from bench_person where kind <> 17`, [workspaceId, accountId])
    await client.query(`insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, 'phone', case when kind = 18 then '1212' || lpad(n::text, 7, '0') else '34' || (600000000 + n) end, identity_id from bench_person where kind <> 17`, [workspaceId, accountId])
    const said = `select contact_id, case when kind in (12, 13) then 'withdrawn' else 'confirmed' end as state from bench_person where kind not between 14 and 16`
    await client.query(`insert into consent_entry (workspace_id, consent_id, contact_id, origin_contact_id, purpose, state, source, at, recorded_at, actor) select $1, gen_random_uuid(), contact_id, contact_id, 'marketing', state, 'import', now() - interval '1 day', now(), '{"kind":"system"}' from (${said}) s`, [workspaceId])
    await client.query(`insert into consent_now (workspace_id, contact_id, purpose, standing, since) select $1, contact_id, 'marketing', state, now() - interval '1 day' from (${said}) s`, [workspaceId])
    const templateId = newId()
    await client.query(
      `insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, preview, parameters, components, updated_at)
       values ($1, $2, $3, 'bench', 'bench', 'es', 'MARKETING', 'approved', '{"body":"Rebajas"}', '[]', '[{"type":"BODY","text":"Rebajas"}]', now())`, [workspaceId, templateId, accountId])
    await client.query('drop table bench_person')
    await client.query('vacuum (analyze) contact, identity, identity_key, consent_entry, consent_now')
    await client.query('checkpoint')
    return templateId
  } finally {
    await client.end()
  }
}

/** Whoever was counted stands where she must; nobody is missing, nobody is there twice. */
async function hold(url, campaignId, people) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(`select coalesce(case when state = 'excluded' then code end, 'pending') as stands, count(*)::int as n from campaign_recipient where campaign_id = $1 group by 1`, [campaignId])
    const found = Object.fromEntries(rows.map((row) => [row.stands, row.n]))
    for (const [stands, share] of Object.entries(OF_TWENTY)) if (found[stands] !== (people / 20) * share) throw new Error(`Of ${people} people ${found[stands] ?? 0} stand as ${stands}, not ${(people / 20) * share}: ${JSON.stringify(found)}`)
  } finally {
    await client.end()
  }
}
