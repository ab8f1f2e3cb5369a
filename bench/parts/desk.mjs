import pg from 'pg'
import { apiClient } from '../../tools/product/client.mjs'
import { connections, withDatabase } from '../../tools/product/database.mjs'
import { dataDirectory, OWNER, startProduct } from '../../tools/product/start.mjs'
import { openAsker, openBare, quantile } from '../load/asker.mjs'
import { seedCompany } from '../load/company.mjs'

const SIZES = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000 }
const LIST_MS = 10
const SEARCH_MS = 50
const GROWTH = 1.5
const RUNS = 200
const SEARCH_RUNS = 60
const WARM_UP = 15
/** Below this a quotient of two times tells of the clock, not of the company. */
const SMALLEST_MS = 0.5

/**
 * The desk at ten thousand to a million conversations with ten messages each, through the real server: p95 of every list, and how it grew from the
 * smallest to the largest. `sizes`: those to measure.
 * @param {{ sizes?: string[] }} [options]
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureDesk({ sizes = Object.keys(SIZES) } = {}) {
  const findings = []
  const bySize = []
  for (const size of sizes) {
    const count = SIZES[/** @type {keyof typeof SIZES} */ (size)]
    if (!count) throw new Error(`There is no size "${size}"; there are ${Object.keys(SIZES).join(', ')}.`)
    const measured = await measureSize(size, count)
    bySize.push({ size, measured })
    findings.push(...measured.map((one) => one.finding))
  }
  const [first, last] = [bySize[0], bySize.at(-1)]
  if (first && last && first !== last) findings.push(...growth(first, last))
  return findings
}

async function measureSize(size, count) {
  const data = dataDirectory()
  const empty = await startProduct({ dataDir: data.dir })
  await empty.stop()
  const seeded = await seedCompany(data.dir, count)
  console.error(`  ${size}: ${count} conversations and ${count * 10} messages in ${seeded.seconds.toFixed(0)} s`)
  const product = await startProduct({ dataDir: data.dir })
  const bare = await openBare()
  try {
    const cookie = await signIn(product.url)
    const asker = openAsker(product.url, () => ({ cookie, accept: 'application/json' }))
    const theirs = openAsker(bare.url, () => ({}))
    const { adminUrl } = await connections(data.dir)
    const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'recado') })
    await client.connect()
    try {
      const questions = await questionsOf(apiClient(() => product.url), client, seeded)
      const results = []
      for (const question of questions) results.push(await measure(size, question, { asker, theirs, client }))
      return results
    } finally {
      await client.end()
      asker.close()
      theirs.close()
    }
  } finally {
    bare.close()
    await product.stop()
    data.remove()
  }
}

/** A person's session: views of one's own are hers. */
async function signIn(url) {
  const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: JSON.stringify(OWNER) })
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
}

/** @typedef {{ name: string, goal: number, runs: number, path: (i: number) => string }} Question */

/** @returns {Promise<Question[]>} */
async function questionsOf(api, client, { workspaceId, inboxes, agents, teams }) {
  const list = (name, query) => ({ name, goal: LIST_MS, runs: RUNS, path: () => `/api/v1/conversations?limit=50&${query}` })
  const ask = (name, ...lines) => ({ name: `search: ${name}`, goal: SEARCH_MS, runs: SEARCH_RUNS, path: (i) => `/api/v1/search?limit=30&q=${encodeURIComponent(lines[i % lines.length])}` })
  const page = await deepPage(api)
  const ids = (await client.query('select conversation_id as id from conversation where workspace_id = $1 order by md5(conversation_id::text) limit 500', [workspaceId])).rows.map((row) => row.id)
  const busy = (await client.query(`select word from search_word where workspace_id = $1 and word like 'p1%' order by md5(word) limit 80`, [workspaceId])).rows.map((row) => row.word)
  const middle = (await client.query(`select word from search_word where workspace_id = $1 and word ~ '^[a-z]{5,}$' order by abs(n - (select max(n) from search_word where workspace_id = $1 and word ~ '^[a-z]') / 300) limit 20`, [workspaceId])).rows.map((row) => row.word)
  const { id: view } = await api.want('POST', '/api/v1/views', { name: 'Bench', scope: 'all', sort: 'newest', filter: { all: [
    { field: 'status', op: 'in', value: ['open', 'pending'] }, { any: [{ field: 'labels', op: 'any', value: ['label 1', 'label 7'] }, { all: [{ field: 'waiting', op: 'is', value: true }, { field: 'window', op: 'in', value: ['open'] }] }] },
    { not: { field: 'inbox', op: 'in', value: [inboxes[3]] } },
  ] } })
  return [
    list('list, open, newest', 'view=all&status=open&sort=newest'), list('list, open, page 20', `view=all&status=open&sort=newest&cursor=${page}`), list('list, resolved, newest', 'view=all&status=resolved&sort=newest'),
    ...['mine', 'my_teams', 'unassigned', 'mentions', 'participating', 'drafts', 'failed', 'snoozed', 'resolved'].map((name) => list(`view ${name}`, `view=${name}`)),
    list('view all, longest waiting', 'view=all&status=open&sort=waiting'), list('view waiting', 'view=waiting&sort=waiting'), list('view closing_soon', 'view=closing_soon&sort=closing'),
    list('filter, inbox', `view=all&status=open&inbox=${inboxes[2]}`), list('filter, channel', 'view=all&status=open&channel=whatsapp'), list('filter, colleague', `view=all&status=open&assignee=${agents[7]}`), list('filter, team', `view=all&status=open&team=${teams[1]}`),
    list('filter, frequent label', `view=all&status=open&label=${encodeURIComponent('label 1')}`), list('filter, rare label', `view=all&status=open&label=${encodeURIComponent('label 77')}`), list('filter, rare label, resolved', `view=all&status=resolved&label=${encodeURIComponent('label 77')}`),
    list('saved view, nested conditions', `view=${view}`),
    { name: 'counts', goal: LIST_MS, runs: RUNS, path: () => '/api/v1/counts' },
    { name: 'open a conversation', goal: LIST_MS, runs: RUNS, path: (i) => `/api/v1/conversations/${ids[i % ids.length]}` }, { name: 'its newest 40 messages', goal: LIST_MS, runs: RUNS, path: (i) => `/api/v1/conversations/${ids[i % ids.length]}/messages?limit=40` },
    ask('common word', 'gracias ', 'thanks ', 'invoice ', 'pedido '), ask('two common words', 'canción devolución ', 'order invoice '), ask('three common words', 'camión factura garantía ', 'refund warranty parcel '), ask('word of middling frequency', ...middle.map((word) => `${word} `)),
    ask('a number said once', ...busy.map((word) => `${word} `)), ask('Chinese', '订单', '退款', '微信红包'), ask('beginning of a word', 'fact', 'gra', 'war', 'cam'), ask('phrase', '"por favor"', '"would like"'),
    ask('word and conditions on the thread', 'gracias is:open assignee:me', 'factura label:"label 77"', 'thanks inbox:"Inbox 3" is:unread'), ask('word and what the message has', 'gracias in:note', 'pedido from:me'), ask('conditions alone', 'is:unread label:"label 1"', 'assignee:me is:open'), ask('a span of time', 'gracias before:last month', 'on:yesterday factura'), ask('nothing to be found', 'zzyzx qwerty '), ask('a person', 'garcía', 'íñigo muñoz', '李'), ask('a part of a number', '0012345', '610000'),
  ]
}

/** The cursor of the twentieth page, or of the last before it. */
async function deepPage(api) {
  let cursor = ''
  for (let i = 0; i < 19; i++) {
    const { next } = await api.want('GET', `/api/v1/conversations?view=all&status=open&sort=newest&limit=50${cursor && `&cursor=${cursor}`}`)
    if (!next) break
    cursor = encodeURIComponent(next)
  }
  return cursor
}

/** One question, and beside it what HTTP alone costs for an answer of that length and PostgreSQL alone for one row by its key. */
async function measure(size, { name, goal, runs, path }, { asker, theirs, client }) {
  const times = { ours: [], bare: [], row: [] }
  let bytes = 0
  for (let i = 0; i < runs + WARM_UP; i++) {
    const ours = await asker.ask(path(i))
    if (ours.status !== 200) throw new Error(`${name}: ${ours.status} ${ours.body.slice(0, 500)}`)
    const bare = await theirs.ask(`/${ours.bytes}`)
    const before = performance.now()
    await client.query({ name: 'one', text: 'select * from workspace limit 1' })
    if (i < WARM_UP) continue
    times.ours.push(ours.ms)
    times.bare.push(bare.ms)
    times.row.push(performance.now() - before)
    bytes = ours.bytes
  }
  const [p50, p95] = [quantile(times.ours, 0.5), quantile(times.ours, 0.95)]
  console.error(`  ${size} ${name}: p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms`)
  const finding = {
    name: `desk ${size}, ${name}: p95`, goal: `<= ${goal} ms`, measured: `${p95.toFixed(1)} ms`, met: p95 <= goal,
    note: `p50 ${p50.toFixed(1)} ms, ${(bytes / 1024).toFixed(0)} KB; bare HTTP answer of that length p50 ${quantile(times.bare, 0.5).toFixed(2)} ms, one row by SQL ${quantile(times.row, 0.5).toFixed(2)} ms`,
  }
  return { name, p50, p95, finding }
}

/** How the medians grew: the slow tail of a shared machine is no growth. */
function growth(small, large) {
  return large.measured.map(({ name, p50 }) => {
    const before = small.measured.find((one) => one.name === name)?.p50 ?? p50
    const times = Math.max(p50, SMALLEST_MS) / Math.max(before, SMALLEST_MS)
    return { name: `desk growth ${small.size} to ${large.size}, ${name}`, goal: `<= ${GROWTH}`, measured: times.toFixed(2), met: times <= GROWTH, note: `p50 ${before.toFixed(1)} to ${p50.toFixed(1)} ms` }
  })
}
