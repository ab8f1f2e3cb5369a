import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { root } from '../../tools/lib/paths.mjs'
import { apiClient, deliver, until } from '../../tools/product/client.mjs'
import { ask, connections, withDatabase } from '../../tools/product/database.mjs'
import { signedByMeta, whatsAppBody, whatsAppChange } from '../../tools/product/platforms.mjs'
import { anonymousOf, cpuOf, killTrees, lives, treeOf } from '../../tools/product/processes.mjs'
import { dataDirectory, startProduct } from '../../tools/product/start.mjs'
import { OF_TWENTY, personOf, seedPeople } from './campaign-people.mjs'

// The product's own: its keep-alive is what a campaign's requests use.
const { Pool } = createRequire(new URL('../../packages/server/package.json', import.meta.url))('undici')

const PEOPLE = 1_000_000
const PREPARE_GOAL_S = 15
/** More memory of its own than before; buffers that processes share are the database's and have their own bound. */
const MEMORY_GOAL_MB = 100
const LOOK_MS = 250
/** What Meta takes from a number that was raised. */
const RATE = 1_000
const KILLS = 10
const WITHHELD = 0.01
/** Claimed at once, and outcomes that wait to be written. */
const IN_FLIGHT = 400
/** The rate is taken over this share of the sending, the kills fall into the rest. */
const MEASURED = 0.4
const LONGEST_MEASURED_S = 60
const BARE_POSTS = 5_000
const AT_ONCE = 64
const SECRET = 'app-secret-of-meta'
const NUMBER = { phoneNumberId: '300001', waba: '102290129340398' }

/**
 * A campaign to a million people in mixed states, from the press of the button to the last report: how long the audience takes and how much memory, how fast
 * one node sends beside what the platform's side takes at all in the same minute, and, killed ten times with one report in a hundred withheld, whether
 * everybody stands where she must. `--size 20k` for fewer people.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureCampaign({ sizes = [] } = {}) {
  const people = sizes[0] ? Number.parseInt(sizes[0], 10) * (/k$/i.test(sizes[0]) ? 1_000 : /m$/i.test(sizes[0]) ? 1_000_000 : 1) : PEOPLE
  const platform = await openPlatform()
  const bench = await openBench(platform, people)
  try {
    const id = await bench.make()
    const prepared = await prepare(bench, id)
    await standAsCounted(bench, id, people)
    const sent = await sendAWhile(bench, platform, id, people)
    const killed = await killAndCount(bench, platform, id, people, sent.received)
    return [...findingsOf(people, prepared), ...sent.findings, ...killed]
  } finally {
    await bench.close()
    platform.close()
  }
}

async function openPlatform() {
  const child = fork(join(root, 'bench/load/phones.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
  const { url } = await new Promise((resolve, reject) => { child.once('message', resolve); child.once('exit', () => reject(new Error('The platform did not start.'))) })
  return {
    url, pid: child.pid,
    /** What it took so far. @returns {Promise<{ taken: number, withheld: number, waiting: number, people: number, phones: string[], replies: Record<string, number> }>} */
    told: async () => (await fetch(`${url}/_told`)).json(),
    set: (desk) => fetch(`${url}/_desk`, { method: 'POST', body: JSON.stringify(desk) }),
    close: () => child.disconnect(),
  }
}

async function openBench(platform, people) {
  const data = dataDirectory()
  const env = { RECADO_EGRESS_ALLOW: '127.0.0.1/32' }
  let product = await startProduct({ dataDir: data.dir, env })
  const port = Number(new URL(product.url).port)
  const api = apiClient(() => `http://127.0.0.1:${port}`)
  const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Bench', settings: { phoneNumberId: NUMBER.phoneNumberId, wabaId: NUMBER.waba, accessToken: 'EAAbench', appSecret: SECRET, verifyToken: 'verify', baseUrl: platform.url } })
  const { pathname } = new URL(account.webhookUrl)
  const tell = (changes) => deliver(`http://127.0.0.1:${port}`, signedByMeta(pathname, SECRET, whatsAppBody([changes])))
  // As Meta says it: any number of people a day, and a thousand messages a second.
  await tell([{ field: 'business_capability_update', value: { max_daily_conversations_per_business: 'TIER_UNLIMITED', max_phone_numbers_per_business: 20 } }, { field: 'phone_number_quality_update', value: { display_phone_number: '34911000000', event: 'THROUGHPUT_UPGRADE', current_limit: 'TIER_UNLIMITED' } }])
  await platform.set({ ...NUMBER, secret: SECRET, webhookUrl: `http://127.0.0.1:${port}${pathname}`, withheld: WITHHELD })
  const { newId } = await import(join(root, 'packages/db/dist/index.js'))
  const templateId = await seedPeople(withDatabase((await connections(data.dir)).adminUrl, 'recado'), account.id, people, newId())
  const restart = async () => { product = await startProduct({ dataDir: data.dir, env, port }) }
  return {
    api, tell, account, dataDir: data.dir, product: () => product, restart,
    make: async () => (await api.want('POST', '/api/v1/campaigns', {
      name: 'Bench', schedule: { kind: 'now' }, settings: { stopOn: null },
      audience: { include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'marketing', category: null, routes: [{ accountId: account.id, as: 'template', priceClass: 'MARKETING' }], choose: 'first', cap: null },
      variants: [{ key: 'a', name: 'A', share: 1, contents: { [account.id]: { content: { kind: 'template', templateId, parameters: [] } } } }],
    })).id,
    close: async () => { await product.stop(); data.remove() },
  }
}

async function prepare({ api, product }, id) {
  const own = () => anonymousOf(treeOf(product().pid)) / 1_048_576
  const before = own()
  let most = before
  const [begun, cpu] = [performance.now(), cpuOf(treeOf(product().pid))]
  await api.want('POST', `/api/v1/campaigns/${id}/schedule`)
  for (;;) {
    const campaign = await api.want('GET', `/api/v1/campaigns/${id}`)
    most = Math.max(most, own())
    if (campaign.snapshotAt) return { seconds: (performance.now() - begun) / 1_000, cpu: (cpuOf(treeOf(product().pid)) - cpu) / 1e6, before, most, campaign }
    if (['paused', 'stopped', 'draft'].includes(campaign.state)) throw new Error(`The campaign is ${campaign.state} (${campaign.stateReason}).`)
    await wait(LOOK_MS)
  }
}

const findingsOf = (people, { seconds, cpu, before, most, campaign }) => [
  { name: `campaign to ${people} people: audience, exclusions and price`, goal: `<= ${PREPARE_GOAL_S} s`, measured: `${seconds.toFixed(1)} s`, met: seconds <= PREPARE_GOAL_S, note: `${cpu.toFixed(1)} s of processor time; maximum ${campaign.estimate.maximum.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')}` },
  { name: `memory while a campaign to ${people} people is prepared`, goal: `<= ${MEMORY_GOAL_MB} MB more`, measured: `${before.toFixed(0)} -> ${most.toFixed(0)} MB`, met: most - before <= MEMORY_GOAL_MB, note: 'of the processes themselves; the database\'s shared buffers have their own bound' },
]

/** Whoever was counted stands where she must; nobody is missing, nobody is there twice. */
async function standAsCounted({ dataDir }, id, people) {
  const rows = await ask(dataDir, `select case when state = 'excluded' then code else 'pending' end as stands, count(*)::int as n from campaign_recipient where campaign_id = $1 group by 1`, [id])
  const found = Object.fromEntries(rows.map((row) => [row.stands, row.n]))
  for (const [stands, share] of Object.entries(OF_TWENTY)) if (found[stands] !== (people / 20) * share) throw new Error(`Of ${people} people ${found[stands] ?? 0} stand as ${stands}, not ${(people / 20) * share}: ${JSON.stringify(found)}`)
}

/** Bare requests to the platform's side by the same number of connections: what this machine lets anybody send just now. */
async function bareRate(url) {
  const pool = new Pool(url, { connections: AT_ONCE })
  const begun = performance.now()
  let left = BARE_POSTS
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (left-- > 0) await (await pool.request({ method: 'POST', path: '/_bare', body: '{"messaging_product":"whatsapp"}' })).body.dump() }))
  await pool.close()
  return BARE_POSTS / ((performance.now() - begun) / 1_000)
}

async function sendAWhile(bench, platform, id, people) {
  const eligible = (people / 20) * OF_TWENTY.pending
  const bare = await bareRate(platform.url)
  const product = bench.product()
  const postmaster = product.postmaster() ?? 0
  const databaseCpu = () => cpuOf(treeOf(postmaster))
  const allCpu = () => cpuOf([...new Set([...treeOf(product.pid), ...treeOf(postmaster)])])
  const [from, begun, cpu, ofDatabase] = [(await platform.told()).people, performance.now(), allCpu(), databaseCpu()]
  const delays = []
  while ((performance.now() - begun) / 1_000 < LONGEST_MEASURED_S && (await platform.told()).people < eligible * MEASURED) delays.push(await replyBetween(bench, platform, delays.length))
  const { people: to } = await platform.told()
  const seconds = (performance.now() - begun) / 1_000
  const [spent, byDatabase, count] = [allCpu() - cpu, databaseCpu() - ofDatabase, to - from]
  const late = delays.sort((a, b) => a - b)[Math.floor(delays.length * 0.95)]
  return {
    received: to,
    findings: [
      { name: `campaign messages sent by one node, account of ${RATE}/s`, goal: `>= ${RATE}/s`, measured: `${(count / seconds).toFixed(0)}/s`, met: count / seconds >= RATE * 0.98, note: `${count} messages with their reports; the platform's side took ${bare.toFixed(0)} bare requests/s just before (${(count / seconds / bare).toFixed(2)} of it)` },
      { name: 'processor time per campaign message, reports included', goal: 'said, not limited', measured: `${((spent - byDatabase) / count).toFixed(0)} + ${(byDatabase / count).toFixed(0)} us`, met: true, note: 'server + PostgreSQL' },
      { name: 'a colleague\'s answer while a campaign is sent, to the platform, p95', goal: '<= 1000 ms', measured: late === undefined ? 'no answer was measured' : `${late.toFixed(0)} ms`, met: late !== undefined && late <= 1_000, note: `${delays.length} answers` },
    ],
  }
}

/** Somebody writes, a colleague answers at once: how long until the platform has it. */
async function replyBetween({ api, tell, dataDir }, platform, nr) {
  // Nobody whom the campaign knows: she has come just now.
  const from = String(34_700_000_000 + nr)
  await tell([whatsAppChange(NUMBER.phoneNumberId, [{ wamid: `wamid.in.${nr}`, from, text: 'Hola' }])])
  const [{ id: conversation }] = await until(() => ask(dataDir, `select c.conversation_id as id from conversation c join identity_key k on k.workspace_id = c.workspace_id and k.identity_id = c.identity_id where k.value = $1`, [from]), (rows) => rows.length > 0, { withinMs: 30_000, what: 'the conversation' })
  const text = `Respuesta ${nr}`
  const since = Date.now()
  await api.want('POST', `/api/v1/conversations/${conversation}/messages`, { clientId: `bench-${nr}`, content: { kind: 'text', text } })
  const told = await until(platform.told, ({ replies }) => replies[text] !== undefined, { withinMs: 60_000, what: 'the answer' })
  await wait(200)
  return told.replies[text] - since
}

/** Ten deaths, of the server, of the database, of both, each at a moment of its own; then everybody is counted. */
async function killAndCount(bench, platform, id, people, received) {
  const eligible = (people / 20) * OF_TWENTY.pending
  const stretch = (eligible - received) / (KILLS + 1)
  for (let kill = 0; kill < KILLS; kill++) {
    const at = received + stretch * (kill + 0.5 + Math.random() * 0.5)
    await until(platform.told, ({ people: has }) => has >= at, { withinMs: 1_800_000, what: `${Math.round(at)} sends` })
    await die(bench, ['server', 'database', 'tree'][kill % 3])
  }
  await until(() => bench.api.want('GET', `/api/v1/campaigns/${id}`).catch(() => ({ state: 'away' })), ({ state }) => state === 'done', { withinMs: 3_600_000, what: 'the end of the campaign' })
  await until(platform.told, ({ waiting }) => waiting === 0, { withinMs: 600_000, what: 'the last report' })
  await wait(5_000)
  return account(bench, await platform.told(), id, people)
}

async function die({ product, restart, api }, what) {
  const now = product()
  const postmaster = now.postmaster()
  if (what === 'tree') await now.kill9()
  if (what === 'server') await now.killServer()
  if (what === 'database' && postmaster !== null) {
    await killTrees(postmaster)
    // Whether the server brings it back or ends is its own affair; it has half a minute for it.
    const back = await until(async () => !lives(now.pid) || (await api.call('GET', '/readyz').catch(() => null))?.status === 200, Boolean, { withinMs: 30_000, what: 'the database again' }).catch(() => false)
    if (back && lives(now.pid)) return
    await now.kill9()
  }
  await restart()
}

/** Of the platform's own count and the table's: whoever is in the one is in the other. */
async function account({ dataDir }, told, id, people) {
  const client = new pg.Client({ connectionString: withDatabase((await connections(dataDir)).adminUrl, 'recado') })
  await client.connect()
  try {
    const { rows } = await client.query('select k.value as phone, r.state from campaign_recipient r left join identity_key k on k.workspace_id = r.workspace_id and k.identity_id = r.identity_id and k.kind = \'wa_id\' where r.campaign_id = $1', [id])
    const states = {}
    for (const { state } of rows) states[state] = (states[state] ?? 0) + 1
    const has = new Set(told.phones.map((one) => one.split('*')[0]))
    const twice = told.phones.filter((one) => one.includes('*')).length
    const wrong = [...has].filter((phone) => personOf(phone) % 20 >= OF_TWENTY.pending).length
    const LEFT = new Set(['accepted', 'sent', 'delivered', 'read'])
    const untold = rows.filter(({ phone, state }) => LEFT.has(state) && !has.has(phone)).length
    const forgotten = rows.filter(({ phone, state }) => phone !== null && has.has(phone) && !LEFT.has(state) && state !== 'unknown').length
    const open = (states.pending ?? 0) + (states.queued ?? 0) + (states.sending ?? 0)
    const unknown = states.unknown ?? 0
    const faults = [rows.length !== people && `${rows.length} rows`, twice && `${twice} have two`, wrong && `${wrong} have one that must not`, untold && `${untold} told as sent that were not`, forgotten && `${forgotten} have one and do not stand so`, open && `${open} still open`].filter(Boolean)
    return [
      { name: `campaign to ${people} people killed ${KILLS} times, ${WITHHELD * 100} % of reports withheld: everybody accounted for`, goal: 'nobody twice, nobody wrong, nobody forgotten', measured: faults.join(', ') || 'so it is', met: faults.length === 0, note: `${Object.entries(states).map(([state, n]) => `${n} ${state}`).join(', ')}; ${has.size} phones have one, ${told.withheld} reports withheld` },
      { name: `unknown after ${KILLS} kills`, goal: `<= ${KILLS} x ${IN_FLIGHT}`, measured: String(unknown), met: unknown <= KILLS * IN_FLIGHT },
    ]
  } finally {
    await client.end()
  }
}
