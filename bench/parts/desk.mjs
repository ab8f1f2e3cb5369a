import pg from 'pg'
import { connections, withDatabase } from '../../tools/product/database.mjs'
import { dataDirectory, startProduct } from '../../tools/product/start.mjs'
import { openAsker, openBare, quantile } from '../load/asker.mjs'
import { keptCompany } from '../load/kept.mjs'
import { questionsOf, signIn, WARM_UP } from './desk-questions.mjs'

const SIZES = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000 }
const GROWTH = 1.5
/** Below this a quotient of two times tells of the clock, not of the company. */
const SMALLEST_MS = 0.5

/**
 * The desk at ten thousand to a million conversations with ten messages each, through the real server: p95 of every list, and how it grew from the
 * smallest to the largest. `sizes`: those to measure; `keep`: the directory in which a seeded company stays for the next time, of one size only.
 * @param {{ sizes?: string[], keep?: string }} [options]
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureDesk({ sizes = Object.keys(SIZES), keep } = {}) {
  if (keep && sizes.length !== 1) throw new Error('--keep goes with one --size.')
  const findings = []
  const bySize = []
  for (const size of sizes) {
    const count = SIZES[/** @type {keyof typeof SIZES} */ (size)]
    if (!count) throw new Error(`There is no size "${size}"; there are ${Object.keys(SIZES).join(', ')}.`)
    const measured = await measureSize(size, count, keep)
    bySize.push({ size, measured })
    findings.push(...measured.map((one) => one.finding))
  }
  const [first, last] = [bySize[0], bySize.at(-1)]
  if (first && last && first !== last) findings.push(...growth(first, last))
  return findings
}

async function measureSize(size, count, keep) {
  const data = keep ? { dir: keep, remove: () => undefined } : dataDirectory()
  const company = await keptCompany(data.dir, count)
  console.error(`  ${size}: ${count} conversations and ${count * 10} messages ${company.seconds === 0 ? `kept in ${data.dir}` : `in ${company.seconds.toFixed(0)} s`}`)
  const product = await startProduct({ dataDir: data.dir })
  const bare = await openBare()
  try {
    const cookies = await signIn(product.url)
    let who = 'all'
    const asker = openAsker(product.url, () => ({ cookie: cookies[who], accept: 'application/json' }))
    const theirs = openAsker(bare.url, () => ({}))
    const { adminUrl } = await connections(data.dir)
    const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'recado') })
    await client.connect()
    try {
      const questions = await questionsOf(product.url, client, company)
      const results = []
      for (const question of questions) {
        who = question.who
        const run = () => measure(size, question, { asker, theirs, client })
        results.push(await (question.within ? question.within(run) : run()))
      }
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
    note: `p50 ${p50.toFixed(1)} ms, ${(bytes / 1024).toFixed(0)} KB; one row by SQL ${quantile(times.row, 0.5).toFixed(2)} ms`, ceiling: { what: 'bare HTTP answer of that length, p50', value: quantile(times.bare, 0.5), unit: 'ms', ratio: p50 / quantile(times.bare, 0.5) },
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
