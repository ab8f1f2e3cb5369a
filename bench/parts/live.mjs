import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { deliver } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { signedByMeta, whatsAppBody, whatsAppChange } from '../../tools/product/platforms.mjs'
import { openBare, openAsker, quantile } from '../load/asker.mjs'
import { openAgents } from '../load/desk-agents.mjs'
import { openScreen } from '../load/screen.mjs'
import { openStage, PHONE_NUMBER_ID, SECRET } from '../load/stage.mjs'

/** A large desk, and the size with which these figures began. */
const AGENTS = [200, 1_000]
const RATE = 50
const SECONDS = 60
const GOAL_MS = 500
/** One message of each second is written to the conversation that the browser shows. */
const SHOWN_EVERY_MS = 1_000
const HER = '34699000001'

/**
 * From the webhook's first byte to the painted message in a colleague's open thread, while agents watch a list and a conversation each and fifty
 * messages come in a second. A real browser is what is measured. `--minutes` for longer.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureLive({ quick = false, minutes = undefined, seconds = minutes ? minutes * 60 : quick ? 20 : SECONDS } = {}) {
  const findings = []
  for (const agents of quick ? AGENTS.slice(-1) : AGENTS) findings.push(...await watchedBy(agents, seconds))
  return findings
}

async function watchedBy(count, seconds) {
  const stage = await openStage()
  const agents = await openAgents()
  const closing = []
  try {
    const { product } = stage
    await stage.load({ count: 2_000, connections: 20 })
    await write(stage, product.url, 'Hola')
    const conversations = await openOnes(stage.data.dir, count)
    await agents.watch(stage, count, conversations.map((row) => row.id))
    const screen = await openScreen(stage)
    closing.push(screen.close)
    const { page } = screen
    await openThread(screen, conversations.find((row) => row.hers)?.id ?? '')
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
    await page.waitForFunction((wanted) => /** @type {any} */ (globalThis).benchSeen.size >= wanted, sent.size, { timeout: 30_000 }).catch(() => {})
    const painted = new Map(await page.evaluate(() => [.../** @type {any} */ (globalThis).benchSeen]))
    const times = [...sent].flatMap(([text, at]) => (painted.has(text) ? [painted.get(text) - at] : []))
    const counted = await agents.count()
    const p95 = quantile(times, 0.95)
    const [p50, bareMs] = [quantile(times, 0.5), quantile(trivial, 0.5)]
    return [
      { name: `live, ${count} agents at ${RATE} messages/s: webhook to a colleague's open screen, p95`, goal: `<= ${GOAL_MS} ms`, measured: `${p95.toFixed(0)} ms`, met: times.length === sent.size && p95 <= GOAL_MS, note: `p50 ${p50.toFixed(0)}, max ${Math.max(...times).toFixed(0)} ms of ${times.length}; other webhooks answered in p50 ${seen.p50.toFixed(1)}, p95 ${seen.p95.toFixed(1)}, p99 ${seen.p99.toFixed(1)} ms; ${(seen.appUsEach / 1000).toFixed(1)} + ${(seen.databaseUsEach / 1000).toFixed(1)} ms of processor a message (app + PostgreSQL)`, times, ceiling: { what: 'bare HTTP answer, p50', value: bareMs, unit: 'ms', ratio: p50 / bareMs } },
      { name: `live, ${count} agents at ${RATE} messages/s: messages that never came, sockets lost`, goal: '0, 0', measured: `${sent.size - times.length}, ${counted.lost}`, met: times.length === sent.size && counted.lost === 0, note: `${counted.frames} frames, ${(counted.bytes / 2 ** 20).toFixed(0)} MB to the ${count}` },
    ]
  } finally {
    for (const close of closing.toReversed()) await close()
    agents.stop()
    await stage.close()
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
async function openOnes(dir, count) {
  for (let tries = 0; tries < 100; tries++) {
    const rows = await ask(dir, `select c.conversation_id as id, exists (select from identity_key k where k.identity_id = c.identity_id and k.value like '%' || $1) as hers from conversation c order by 2 desc limit $2`, [HER.slice(2), count])
    if (rows[0]?.hers) return rows
    await wait(100)
  }
  throw new Error('Her first message was not stored.')
}

/** Opens the thread and notes the moment at which each text of ours is in a painted frame. */
async function openThread({ page, url }, conversationId) {
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
}
