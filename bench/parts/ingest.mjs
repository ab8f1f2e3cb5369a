import { openStage, openTrivial } from '../load/stage.mjs'

const GOALS = [{ inFlight: 50, ratio: 1.0 }, { inFlight: 10, ratio: 0.5 }]
const ROUNDS = 5
const COUNT = 15_000
/** So many messages before the first measurement: plans are made for tables with something in them, code is compiled. */
const WARM_UP = 20_000

/**
 * Durable ingest as a ratio to the trivial server, alternating within the same minute on the same cluster: what else runs on the machine meets
 * both. The median of the rounds counts.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureIngest({ rounds = ROUNDS, count = COUNT } = {}) {
  const stage = await openStage()
  const trivial = await openTrivial(stage)
  try {
    for (let warmed = 0; warmed < WARM_UP; warmed += 5_000) await stage.load({ count: 5_000, connections: 50 })
    await trivial.load({ count: 5_000, connections: 50 })
    const findings = []
    for (const { inFlight, ratio } of GOALS) findings.push(await compare(stage, trivial, { inFlight, ratio, rounds, count }))
    const { rows, ids, given } = await stage.stored()
    if (rows !== given || ids !== given) throw new Error(`${given} messages were answered, ${rows} rows of ${ids} messages are stored.`)
    return findings
  } finally {
    trivial.stop()
    await stage.close()
  }
}

async function compare(stage, trivial, { inFlight, ratio, rounds, count }) {
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
  const middle = pairs.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(pairs.length / 2)]
  return {
    name: `durable ingest, ${inFlight} in flight, against the trivial server`, goal: `>= ${ratio.toFixed(1)}`, measured: middle.ratio.toFixed(2), met: middle.ratio >= ratio,
    note: `${describe(middle.ours)}; trivial ${describe(middle.theirs)}`, rounds: pairs,
  }
}

const describe = (seen) => `${Math.round(seen.perSecond)}/s, p99 ${seen.p99.toFixed(1)} ms, ${Math.round(seen.appUsEach)} + ${Math.round(seen.databaseUsEach)} us (app + PostgreSQL)`
