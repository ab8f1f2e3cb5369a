import { fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { BROWSER_ARGUMENTS, prepareBrowser } from '../../tools/browser.mjs'
import { deliver } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { signedByMeta, whatsAppBody, whatsAppChange } from '../../tools/product/platforms.mjs'
import { OWNER } from '../../tools/product/start.mjs'
import { openBare, openAsker, quantile } from '../load/asker.mjs'
import { openStage, PHONE_NUMBER_ID, SECRET } from '../load/stage.mjs'

const AGENTS = 200
const RATE = 50
const SECONDS = 60
const GOAL_MS = 500
/** One message of each second is written to the conversation that the browser shows. */
const SHOWN_EVERY_MS = 1_000
const HER = '34699000001'
const QUERIES = [{ view: 'all', status: 'open', sort: 'newest' }, { view: 'unassigned', sort: 'newest' }, { view: 'mine', sort: 'newest' }, { view: 'waiting', sort: 'waiting' }]

/**
 * From the webhook's first byte to the painted message in a colleague's open thread, while two hundred agents watch a list and a conversation each
 * and fifty messages come in a second. A real browser is what is measured.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureLive({ seconds = SECONDS } = {}) {
  const stage = await openStage()
  const profile = mkdtempSync(join(tmpdir(), 'recado-bench-'))
  const agents = startAgents()
  const closing = []
  try {
    const { product } = stage
    await stage.load({ count: 2_000, connections: 20 })
    await write(stage, product.url, 'Hola')
    const conversations = await openOnes(stage.data.dir)
    await agents.open({ url: product.url, cookies: await colleagues(stage.data.dir), conversations: conversations.map((row) => row.id), queries: QUERIES })
    const browser = await prepareBrowser()
    if (!browser) throw new Error('There is no browser here, and none could be brought.')
    const context = await chromium.launchPersistentContext(profile, { executablePath: browser.executablePath, env: /** @type {Record<string, string>} */ (browser.env), args: BROWSER_ARGUMENTS, headless: true, viewport: { width: 1440, height: 900 } })
    closing.push(() => context.close())
    const page = await openThread(context, stage, conversations.find((row) => row.hers)?.id ?? '')
    const bare = await openBare()
    closing.push(async () => bare.close())
    const asker = openAsker(bare.url, () => ({}))
    closing.push(async () => asker.close())
    const trivial = []
    const sent = new Map()
    const load = stage.load({ count: (RATE - 1) * seconds, connections: 20, rate: RATE - 1 })
    load.catch(() => {}) // told below, unless something else went wrong first
    for (let n = 0; n < seconds; n++) {
      const text = `Bench-${n}-${randomBytes(4).toString('hex')}`
      sent.set(text, Date.now())
      await write(stage, product.url, text)
      trivial.push((await asker.ask('/200')).ms)
      await wait(SHOWN_EVERY_MS)
    }
    const seen = await load
    await page.waitForFunction((count) => /** @type {any} */ (globalThis).benchSeen.size >= count, sent.size, { timeout: 30_000 }).catch(() => {})
    const painted = new Map(await page.evaluate(() => [.../** @type {any} */ (globalThis).benchSeen]))
    const times = [...sent].flatMap(([text, at]) => (painted.has(text) ? [painted.get(text) - at] : []))
    const counted = await agents.count()
    const p95 = quantile(times, 0.95)
    return [
      { name: `live, ${AGENTS} agents at ${RATE} messages/s: webhook to a colleague's open screen, p95`, goal: `<= ${GOAL_MS} ms`, measured: `${p95.toFixed(0)} ms`, met: times.length === sent.size && p95 <= GOAL_MS, note: `p50 ${quantile(times, 0.5).toFixed(0)}, max ${Math.max(...times).toFixed(0)} ms of ${times.length}; other webhooks answered in p50 ${seen.p50.toFixed(1)}, p95 ${seen.p95.toFixed(1)} ms; ${(seen.appUsEach / 1000).toFixed(1)} + ${(seen.databaseUsEach / 1000).toFixed(1)} ms of processor a message (app + PostgreSQL); bare HTTP answer p50 ${quantile(trivial, 0.5).toFixed(2)} ms`, times },
      { name: `live, ${AGENTS} agents at ${RATE} messages/s: messages that never came, sockets lost`, goal: '0, 0', measured: `${sent.size - times.length}, ${counted.lost}`, met: times.length === sent.size && counted.lost === 0, note: `${counted.frames} frames, ${(counted.bytes / 2 ** 20).toFixed(0)} MB to the ${AGENTS}` },
    ]
  } finally {
    for (const close of closing.toReversed()) await close()
    agents.stop()
    await stage.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

let written = 0
/** One message of hers, signed, as Meta would send it. */
async function write(stage, base, text) {
  const message = { wamid: `wamid.live.${++written}.${randomBytes(4).toString('hex')}`, from: HER, text, name: 'Bench Customer' }
  const answer = await deliver(base, signedByMeta(stage.webhookPath, SECRET, whatsAppBody([[whatsAppChange(PHONE_NUMBER_ID, [message])]])))
  if (answer.status !== 200) throw new Error(`The webhook was answered ${answer.status}: ${answer.body}`)
}

/** Her conversation and others that the agents look at. */
async function openOnes(dir) {
  for (let tries = 0; tries < 100; tries++) {
    const rows = await ask(dir, `select c.conversation_id as id, exists (select from identity_key k where k.identity_id = c.identity_id and k.value like '%' || $1) as hers from conversation c order by 2 desc limit 200`, [HER.slice(2)])
    if (rows[0]?.hers) return rows
    await wait(100)
  }
  throw new Error('Her first message was not stored.')
}

/** Two hundred members with a session each; returns their cookies. */
async function colleagues(dir) {
  const secrets = Array.from({ length: AGENTS }, () => randomBytes(32).toString('base64url'))
  await ask(dir, `with w as (select workspace_id from workspace limit 1),
    people as (insert into app_user (user_id, email, name, created_at) select gen_random_uuid(), 'live' || n || '@example.com', 'Live ' || n, now() from generate_series(1, ${AGENTS}) n returning user_id),
    members as (insert into member (workspace_id, user_id, role, created_at) select workspace_id, user_id, 'agent', now() from people, w returning user_id, workspace_id)
    insert into session (token_hash, user_id, workspace_id, expires_at) select h.hash, m.user_id, m.workspace_id, now() + interval '1 day'
    from (select *, row_number() over () as n from members) m join unnest($1::bytea[]) with ordinality h(hash, n) using (n)`, [secrets.map((secret) => createHash('sha256').update(secret, 'utf8').digest())])
  return secrets.map((secret) => `__Host-recado=${secret}`)
}

/** Signs in, opens the thread and notes the moment at which each text of ours is in a painted frame. */
async function openThread(context, { product: { url }, data }, conversationId) {
  const page = context.pages()[0] ?? await context.newPage()
  const answer = await page.request.post(`${url}/api/v1/session`, { data: OWNER, headers: { origin: url } })
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`)
  // As if she had signed in before the first real account was connected: the second factor is not due yet. The server remembers a session for a moment.
  await ask(data.dir, `update session set factor_due_at = now() + interval '1 day' where factor_due_at is not null`)
  for (let tries = 0; !(await page.request.get(`${url}/api/v1/conversations?limit=1`)).ok(); tries++) {
    if (tries === 100) throw new Error('The session is still asked for a second factor.')
    await wait(100)
  }
  await page.goto(`${url}/inbox/${conversationId}`)
  await page.getByRole('log').waitFor({ timeout: 120_000 })
  await page.evaluate(() => {
    const seen = /** @type {any} */ (globalThis).benchSeen = new Map()
    const look = () => {
      const texts = document.querySelector('[role=log]')?.textContent?.match(/Bench-\d+-[0-9a-f]{8}/g) ?? []
      for (const text of texts) if (!seen.has(text)) { seen.set(text, 0); requestAnimationFrame(() => { seen.set(text, Date.now()) }) }
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  return page
}

function startAgents() {
  const child = fork(fileURLToPath(new URL('../load/agents.mjs', import.meta.url)))
  const say = (message) => new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The agents ended.'))
    child.once('exit', gone).once('message', (answer) => { child.off('exit', gone); resolve(answer) })
    child.send(message)
  })
  return { open: say, count: () => say('count'), stop: () => child.kill() }
}
