import { batchInsert } from '../load/batch-insert.mjs'
import { openBareHmac, openStage, openTrivial } from '../load/stage.mjs'
import { ask } from '../../tools/product/database.mjs'

/** In flight -> the least ratio to the trivial server, where one was promised, and how much of the full count is sent. */
const LOADS = [{ inFlight: 1, share: 0.1 }, { inFlight: 10, ratio: 0.5, share: 0.5 }, { inFlight: 50, ratio: 1, share: 1 }, { inFlight: 200, share: 1 }]
/** Processor time per message may be so many times that of bare HTTP with HMAC and of PostgreSQL inserting the same rows in batches. */
const CPU_GOAL = 2
const ROUNDS = 5
const COUNT = 15_000
/** So many messages before the first measurement: plans are made for tables with something in them, code is compiled. */
const WARM_UP = 20_000
/** As large as the batches of fifty in flight. */
const PER_BATCH = 25

/**
 * Durable ingest as a ratio to the trivial server, alternating within the same minute on the same cluster: what else runs on the machine meets
 * both. The median of the rounds counts. Then the processor time of a message beside what HTTP and PostgreSQL alone take for it.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureIngest({ quick = false, rounds = quick ? 3 : ROUNDS, count = quick ? 4_000 : COUNT } = {}) {
  const stage = await openStage()
  const trivial = await openTrivial(stage)
  const bare = await openBareHmac(stage)
  try {
    for (let warmed = 0; warmed < WARM_UP; warmed += 5_000) await stage.load({ count: 5_000, connections: 50 })
    for (const other of [trivial, bare]) await other.load({ count: 5_000, connections: 50 })
    const seen = []
    for (const load of LOADS) seen.push({ ...load, pairs: await alternate(stage, trivial, { inFlight: load.inFlight, rounds, count: Math.ceil(count * load.share) }) })
    const findings = seen.map(ratioFinding)
    findings[0].plot = { title: 'Stored a second, closed loop', unit: 'messages/s', rows: Object.fromEntries(seen.map(({ inFlight, pairs }) => [`${inFlight} in flight`, { Recado: middle(pairs).ours.perSecond, 'one INSERT per webhook': middle(pairs).theirs.perSecond }])) }
    findings.push(await processorTime(stage, bare, seen.find(({ inFlight }) => inFlight === 50).pairs, count), await writeAhead(stage, count))
    const { rows, ids, given } = await stage.stored()
    if (rows !== given || ids !== given) throw new Error(`${given} messages were answered, ${rows} rows of ${ids} messages are stored.`)
    return findings
  } finally {
    trivial.stop()
    bare.stop()
    await stage.close()
  }
}

async function alternate(stage, trivial, { inFlight, rounds, count }) {
  const pairs = []
  for (let round = 0; round < rounds; round++) {
    const wish = { count, connections: inFlight }
    // Who goes first takes turns, too.
    const order = round % 2 === 0 ? [stage, trivial] : [trivial, stage]
    const [first, second] = [await order[0].load(wish), await order[1].load(wish)]
    const [ours, theirs] = round % 2 === 0 ? [first, second] : [second, first]
    for (const seen of [ours, theirs]) if (seen.statuses[200] !== count) throw new Error(`Not all requests were answered 200: ${JSON.stringify(seen.statuses)}`)
    pairs.push({ ratio: ours.perSecond / theirs.perSecond, ours, theirs })
    console.error(`  ${inFlight} in flight, round ${round + 1}: ${describe(ours)}; trivial ${describe(theirs)}`)
  }
  return pairs
}

const middle = (pairs) => pairs.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(pairs.length / 2)]

function ratioFinding({ inFlight, ratio, pairs }) {
  const { ratio: measured, ours, theirs } = middle(pairs)
  return {
    name: `durable ingest, ${inFlight} in flight, against the trivial server`, goal: ratio ? `>= ${ratio.toFixed(1)}` : 'said, not limited', measured: measured.toFixed(2), met: !ratio || measured >= ratio,
    note: `${describe(ours)}; trivial ${describe(theirs)}`, rounds: pairs, ceiling: { what: 'one INSERT per commit', value: theirs.perSecond, unit: '/s', ratio: measured },
  }
}

/** Of everybody who works for a message - server, every process of PostgreSQL, indexing included - the median of the rounds. */
async function processorTime(stage, bare, pairs, count) {
  const ours = median(pairs.map(({ ours: { appUsEach, databaseUsEach } }) => appUsEach + databaseUsEach))
  const theirs = median(pairs.map(({ theirs: { appUsEach, databaseUsEach } }) => appUsEach + databaseUsEach))
  const http = await bare.load({ count: count * 2, connections: 50 })
  const batch = await batchInsert(stage, { count, perBatch: PER_BATCH })
  const alone = http.appUsEach + batch.usEach
  return {
    name: 'processor time of an inbound message, 50 in flight, beside HTTP with HMAC and a batch insert of its rows', goal: `<= ${CPU_GOAL}`, measured: (ours / alone).toFixed(2), met: ours <= CPU_GOAL * alone,
    note: `${ours.toFixed(0)} us; the trivial server ${theirs.toFixed(0)} us; bare HTTP with HMAC and JSON ${http.appUsEach.toFixed(0)} us (${http.perSecond.toFixed(0)}/s), ${PER_BATCH} messages a transaction with their ${batch.rowsEach.toFixed(1)} rows each ${batch.usEach.toFixed(0)} us (${batch.perSecond.toFixed(0)}/s)`,
    ceiling: { what: 'HTTP with HMAC + batch insert', value: alone, unit: 'us', ratio: ours / alone },
  }
}

async function writeAhead(stage, count) {
  const place = async () => Number((await ask(stage.data.dir, `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as at`))[0].at)
  const before = await place()
  await stage.load({ count, connections: 50 })
  const each = (await place() - before) / count
  return { name: 'write-ahead log of an inbound message, 50 in flight', goal: 'said, not limited', measured: `${each.toFixed(0)} bytes`, met: true, note: 'first changes of a page after a checkpoint and the search index included' }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const describe = (seen) => `${Math.round(seen.perSecond)}/s, p50 ${seen.p50.toFixed(1)}, p99 ${seen.p99.toFixed(1)} ms, ${Math.round(seen.appUsEach)} + ${Math.round(seen.databaseUsEach)} us (app + PostgreSQL)`
