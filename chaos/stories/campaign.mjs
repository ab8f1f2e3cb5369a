import { setTimeout as wait } from 'node:timers/promises'
import { join } from 'node:path'
import pg from 'pg'
import { until } from '../../tools/product/client.mjs'
import { ask, connections, withDatabase } from '../../tools/product/database.mjs'
import { inLineMs } from '../../tools/product/processes.mjs'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'
import { root } from '../../tools/lib/paths.mjs'
import { openDesk } from '../desk.mjs'
import { missingTraces } from '../traces.mjs'

/** Of ten people in a row six may be written to; one each has withdrawn, never said, has no address, cannot be reached. */
const OF_TEN = { eligible: 6, withdrawn: 7, silent: 8, addressless: 9 }
/** What one account has claimed and not yet settled at most, so that a kill leaves no more than that unknown. */
const IN_FLIGHT = 64
const CUT = 0.02
const STOP_MS = 2_000
/** A request that had left before the stop was heard may still be on the line. */
const LINE_MS = 200
const DONE_MS = 600_000
const TEMPLATE = { id: 'chaos', name: 'chaos', language: 'es', status: 'APPROVED', category: 'MARKETING', components: [{ type: 'BODY', text: 'Rebajas' }] }

/**
 * R18: a campaign is killed, paused and resumed while it sends: each who may be written to gets it at most once, nobody else, and whoever is missing is
 * listed as unknown. Then one more campaign is stopped in the middle.
 * @param {{ people: number, kills: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function campaign({ people, kills, random }) {
  const graph = await FakeGraph.open(() => (random.happens(CUT) ? 'cut' : 'answer'), 20)
  // The list is read again at every start: a template that is not in it is gone.
  graph.templates = [TEMPLATE]
  const desk = await openDesk({ env: { RECADO_EGRESS_ALLOW: '127.0.0.1/32' }, baseUrl: graph.url })
  try {
    await desk.tellChange({ field: 'business_capability_update', value: { max_daily_conversations_per_business: 'TIER_UNLIMITED', max_phone_numbers_per_business: 20 } })
    const templateId = await seed(desk, people)
    const first = await begin(desk, templateId)
    const eligible = (people / 10) * OF_TEN.eligible
    let pauses = 0
    for (let kill = 0; kill < kills; kill++) {
      // Spread over the sending: each waits until its share has gone.
      const share = (eligible * (kill + 1)) / (kills + 1)
      await until(async () => graph.received.length, (n) => n >= share, { withinMs: DONE_MS, what: `${Math.round(share)} sends` })
      await desk.kill(random.happens(0.25) ? 'tree' : 'server')
      if (random.happens(0.5)) {
        pauses++
        await desk.api.want('POST', `/api/v1/campaigns/${first}/pause`)
        await wait(STOP_MS)
        const held = graph.received.length
        await wait(500)
        if (graph.received.length > held) throw new Error(`${graph.received.length - held} left a paused campaign`)
        await desk.api.want('POST', `/api/v1/campaigns/${first}/resume`)
      }
    }
    await until(async () => (await desk.api.want('GET', `/api/v1/campaigns/${first}`)).counts.pending ?? 0, (pending) => pending === 0, { withinMs: DONE_MS, what: 'the end of the campaign' })
    const rows = await until(() => recipients(desk, first), (all) => !all.some(({ state }) => state === 'pending' || state === 'sending' || state === 'claimed'), { withinMs: 60_000, what: 'an end for everybody' })
    const taken = new Map()
    for (const id of graph.received) taken.set(id, (taken.get(id) ?? 0) + 1)
    const twice = [...taken.values()].filter((times) => times > 1).length
    const known = new Map(rows.filter((row) => row.message_id).map((row) => [row.message_id, row]))
    const strange = [...taken.keys()].filter((id) => !known.has(id)).length
    const wrong = rows.filter((row) => row.message_id && taken.has(row.message_id) && row.kind >= OF_TEN.eligible).length
    const unknown = rows.filter((row) => row.state === 'unknown').length
    const silent = rows.filter((row) => row.kind < OF_TEN.eligible && row.state !== 'unknown' && !(row.message_id && taken.has(row.message_id))).length
    const before = graph.received.length
    const stop = await stopInTheMiddle(desk, graph, templateId, eligible)
    const most = kills * IN_FLIGHT + graph.cut.length
    const faults = [
      twice && `${twice} got it twice`, strange && `${strange} requests of nobody`, wrong && `${wrong} sent to whom it must not`, silent && `${silent} of those who may are missing and not unknown`,
      unknown > most && `${unknown} unknown, at most ${most} expected`, rows.length !== people && `${rows.length} rows of ${people} people`, stop.lateMs > STOP_MS + LINE_MS && `a stopped campaign sent for ${Math.round(stop.lateMs)} ms more`,
    ].filter(Boolean)
    const traces = await missingTraces(desk, { metric: 'recado_incidents_total{kind="answer_lost"}', log: /answer_lost/, health: 'answer_lost' }, desk.printed())
    return { fault: faults.join(', ') || null, traces, figures: `${people} people, ${eligible} of them eligible, ${kills} kills, ${pauses} pauses: ${before} requests, ${twice} twice, ${wrong} to others, ${unknown} unknown and listed; a stop after ${stop.sent} of ${eligible} held within ${Math.round(stop.lateMs)} ms` }
  } finally {
    await desk.close()
    await graph.close()
  }
}

async function begin(desk, templateId) {
  const account = desk.account.id
  const made = await desk.api.want('POST', '/api/v1/campaigns', {
    name: 'Rebajas', schedule: { kind: 'now' }, settings: { spreadHours: 0 },
    audience: { include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'marketing', category: null, routes: [{ accountId: account, as: 'template', priceClass: 'MARKETING' }], choose: 'first', cap: null },
    variants: [{ key: 'a', name: 'A', share: 1, contents: { [account]: { content: { kind: 'template', templateId, parameters: [] } } } }],
  })
  await desk.api.want('POST', `/api/v1/campaigns/${made.id}/schedule`)
  return made.id
}

/** A second campaign to the same people, ended when a third of them have it; how long it still sent. */
async function stopInTheMiddle(desk, graph, templateId, eligible) {
  const from = graph.received.length
  const id = await begin(desk, templateId)
  await until(async () => graph.received.length - from, (n) => n >= Math.min(eligible / 3, 300), { withinMs: DONE_MS, what: 'a third of the second campaign' })
  const { pid } = desk.product()
  // Without what it stood in line for a processor.
  const own = () => performance.now() - inLineMs(pid)
  const [since, began] = [own(), performance.now()]
  await desk.api.want('POST', `/api/v1/campaigns/${id}/stop`)
  let [count, last] = [graph.received.length, since]
  // As long as twice what it may take.
  while (performance.now() - began < STOP_MS * 2 || own() - since < STOP_MS * 2) {
    if (graph.received.length !== count) { count = graph.received.length; last = own() }
    await wait(20)
  }
  return { sent: count - from, lateMs: last - since }
}

const recipients = (desk, id) => ask(desk.dataDir, `select r.state, r.code, r.message_id, (substr(c.name, 8)::int % 10) as kind from campaign_recipient r join contact c using (workspace_id, contact_id) where r.campaign_id = $1`, [id])

/** People of five kinds, ten in a row, and an approved template. Triggers sleep meanwhile; what they would keep is written beside. */
async function seed(desk, people) {
  const { newId } = await import(join(root, 'packages/db/dist/index.js'))
  const { adminUrl } = await connections(desk.dataDir)
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'recado') })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    const [{ workspace_id: workspaceId }] = (await client.query('select workspace_id from channel_account where account_id = $1', [desk.account.id])).rows
    const account = desk.account.id
    await client.query(`create unlogged table chaos_person as select n, n % 10 as kind, gen_random_uuid() as contact_id, gen_random_uuid() as identity_id from generate_series(0, $1::int - 1) n`, [people])
    await client.query(`insert into contact (workspace_id, contact_id, name, country, created_at, updated_at) select $1, contact_id, 'Person ' || n, 'ES', now(), now() from chaos_person`, [workspaceId])
    await client.query(`insert into identity (workspace_id, identity_id, account_id, contact_id, country, reachable, created_at) select $1, identity_id, $2, contact_id, 'ES', case when kind = ${OF_TEN.eligible} then false end, now() from chaos_person where kind <> ${OF_TEN.addressless}`, [workspaceId, account])
    await client.query(`insert into identity_key (workspace_id, account_id, kind, value, identity_id) select $1, $2, 'wa_id', '34' || (600000000 + n), identity_id from chaos_person where kind <> ${OF_TEN.addressless}`, [workspaceId, account])
    const said = `select contact_id, case when kind = ${OF_TEN.withdrawn} then 'withdrawn' else 'confirmed' end as state from chaos_person where kind <> ${OF_TEN.silent}`
    await client.query(`insert into consent_entry (workspace_id, consent_id, contact_id, origin_contact_id, purpose, state, source, at, recorded_at, actor) select $1, gen_random_uuid(), contact_id, contact_id, 'marketing', state, 'import', now() - interval '1 day', now(), '{"kind":"system"}' from (${said}) s`, [workspaceId])
    await client.query(`insert into consent_now (workspace_id, contact_id, purpose, standing, since) select $1, contact_id, 'marketing', state, now() - interval '1 day' from (${said}) s`, [workspaceId])
    // Where Meta's list has been read by now it stands there already.
    const [{ template_id: templateId }] = (await client.query(
      `insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, preview, parameters, components, updated_at)
       values ($1, $2, $3, 'chaos', 'chaos', 'es', 'MARKETING', 'approved', '{"body":"Rebajas"}', '[]', '[{"type":"BODY","text":"Rebajas"}]', now())
       on conflict (workspace_id, account_id, name, language) do update set updated_at = excluded.updated_at returning template_id`, [workspaceId, newId(), account])).rows
    await client.query('drop table chaos_person')
    await client.query('analyze contact, identity, identity_key, consent_entry, consent_now')
    return templateId
  } finally {
    await client.end()
  }
}
