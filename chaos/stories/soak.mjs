import { setTimeout as wait } from 'node:timers/promises'
import { deliver } from '../../tools/product/client.mjs'
import { inLineMs } from '../../tools/product/processes.mjs'
import { openLines, personOf } from '../channels.mjs'
import { openDesk } from '../desk.mjs'
import { lookInside, watched } from '../inside.mjs'
import { OpenDesk } from '../live.mjs'
import { atPace, quantile, together } from '../pace.mjs'

const PER_SECOND = 50
const DESKS = 50
const PEOPLE = 500
const MB = 2 ** 20
/** What fills first is no leak: caches, pools, the optimiser. */
const WARM_SHARE = 0.25
const SLOPE_MB = 1
const P99_MS = 250
const LOOKS = 24

/**
 * R15: hours of ordinary days. Whatever is collected leaves no more behind at the end than after the first quarter: heap, files, timers.
 * @param {{ minutes: number }} options
 */
export async function soak({ minutes }) {
  const desk = await openDesk({ env: watched() })
  const desks = []
  let going = true
  try {
    const lines = await openLines(desk.api)
    const times = []
    const say = (n) => {
      const line = lines[n % lines.length]
      return deliver(desk.url, line.said({ id: `soak.${n}`, person: personOf(line.channel, '1', n % PEOPLE), at: Date.now(), sort: 'text', text: `Text ${n}` }))
    }
    await together(Array.from({ length: PEOPLE }, (_, n) => n), 20, say)
    const { items } = await desk.api.want('GET', '/api/v1/conversations?view=all&limit=50')
    for (let n = 0; n < DESKS; n++) desks.push(new OpenDesk({ api: desk.api, url: desk.url, conversationId: items[n % items.length].id, viewer: { userId: '' } }))
    await together(desks, 10, (one) => one.open())
    const statuses = new Map()
    const told = new Set()
    const { pid } = desk.product()
    /** Nothing is told while somebody looks: what is under way has timers and memory that are no leak. */
    let look = Promise.resolve()
    const load = atPace(PER_SECOND, () => going, async (n) => {
      await look
      const line = inLineMs(pid)
      const one = say(PEOPLE + n).catch(() => ({ status: 0, ms: 0 })).then(({ status, ms }) => { statuses.set(status, (statuses.get(status) ?? 0) + 1); times.push(ms - (inLineMs(pid) - line)) }).finally(() => told.delete(one))
      told.add(one)
      return one
    })
    /** @type {{ minute: number, inside: import('../inside.mjs').Inside }[]} */
    const looks = []
    const began = performance.now()
    for (let n = 1; n <= LOOKS; n++) {
      await wait(Math.max(0, (n / LOOKS) * minutes * 60_000 - (performance.now() - began)))
      look = (async () => {
        await Promise.all(told)
        looks.push({ minute: (performance.now() - began) / 60_000, inside: await lookInside(desk.product()) })
      })()
      await look
    }
    going = false
    await load
    await Promise.all(told)
    const late = looks.filter(({ minute }) => minute >= minutes * WARM_SHARE)
    const slope = slopeOf(late.map(({ minute, inside }) => [minute, inside.heapUsed / MB])) * 10
    const [first, last] = [late[0]?.inside, late.at(-1)?.inside]
    if (!first || !last) throw new Error('Nobody looked.')
    const p99 = quantile(times, 0.99)
    const bad = [...statuses].filter(([status]) => status !== 200)
    const faults = [
      slope > SLOPE_MB && `the heap grows by ${slope.toFixed(2)} MB in ten minutes (${late.map(({ inside }) => (inside.heapUsed / MB).toFixed(1)).join(' ')})`, last.files > first.files * 1.15 + 5 && `${first.files} -> ${last.files} open files`, last.timers > first.timers * 1.15 + 5 && `${first.timers} -> ${last.timers} timers`,
      last.rss > first.rss * 1.15 && `${Math.round(first.rss / MB)} -> ${Math.round(last.rss / MB)} MB in all`, p99 > P99_MS && `p99 ${Math.round(p99)} ms`, bad.length > 0 && bad.map(([status, n]) => `${n} x ${status || 'nobody'}`).join(', '),
    ].filter(Boolean)
    return { fault: faults.join(', ') || null, figures: `${minutes} min at ${PER_SECOND}/s with ${DESKS} desks: heap ${(last.heapUsed / MB).toFixed(1)} MB, ${slope >= 0 ? '+' : ''}${slope.toFixed(2)} MB in ten minutes; ${Math.round(first.rss / MB)} -> ${Math.round(last.rss / MB)} MB in all, files ${first.files} -> ${last.files} and ${last.lines} lines, timers ${first.timers} -> ${last.timers}; webhooks p99 ${Math.round(p99)} ms of ${times.length}` }
  } finally {
    going = false
    for (const one of desks) one.close()
    await desk.close()
  }
}

/** Least squares: how much y grows with one x. @param {number[][]} points */
function slopeOf(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread
}
