import { isDeepStrictEqual } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../tools/product/client.mjs'
import { inLineMs } from '../../tools/product/processes.mjs'
import { openDesk } from '../desk.mjs'
import { OpenDesk } from '../live.mjs'
import { atPace, quantile, together } from '../pace.mjs'
import { fillMessages } from '../fill.mjs'

const DESKS = 50
/** Fewer than a page of the list holds. */
const PEOPLE = 45
const PER_SECOND = 20
const SERVING_MS = 3_000
const BACK_MS = 5_000
const SAME_MS = 30_000

/**
 * R3: desks are open while the server is killed under traffic. It serves again soon, they find back by themselves, and show what a fresh one shows.
 * @param {{ kills: number, messages: number }} options `messages`: how many lie in the database already
 */
export async function openDesks({ kills, messages }) {
  const desk = await openDesk()
  const desks = []
  let going = true
  try {
    const write = (n) => desk.tell({ wamid: `wamid.chaos.${n}`, from: `3468${String(n % PEOPLE).padStart(7, '0')}`, text: `Text ${n}` })
    await together(Array.from({ length: PEOPLE }, (_, n) => n), 20, write)
    await fillMessages(desk.dataDir, messages)
    const { items } = await desk.api.want('GET', '/api/v1/conversations?view=all&limit=50')
    for (let n = 0; n < DESKS; n++) desks.push(new OpenDesk({ api: desk.api, url: desk.url, conversationId: items[n % items.length].id, viewer: { userId: '' } }))
    await together(desks, 10, (one) => one.open())
    const told = []
    const load = atPace(PER_SECOND, () => going, (n) => { const one = write(PEOPLE + n); told.push(one); return one })
    const [restarts, lines] = [[], []]
    for (let kill = 0; kill < kills; kill++) {
      await wait(1_000)
      restarts.push(await desk.kill(kill % 3 === 2 ? 'tree' : 'server'))
      const before = inLineMs(desk.product().pid)
      await until(async () => desks.filter((one) => !one.ready).length, (away) => away === 0, { withinMs: 120_000, what: 'every desk' })
      lines.push(inLineMs(desk.product().pid) - before)
    }
    await wait(500)
    going = false
    await load
    await Promise.all(told)
    const like = async (one) => { const { list, thread } = await one.fresh(); return [isDeepStrictEqual(one.list.items, list.items), isDeepStrictEqual(one.thread.items.slice(0, thread.items.length), thread.items)] }
    let different = 0
    // Together, and each is looked at once at least: where none of them heals nobody waits for every one.
    const by = performance.now() + SAME_MS
    for (const one of desks) await until(() => like(one), (same) => same.every(Boolean), { withinMs: by - performance.now(), what: 'the same as a fresh desk' }).catch(() => different++)
    // The quickest counts: whatever else this machine does takes its time from the others.
    const [quickest, back] = [Math.min(...restarts.map((one) => one.ownMs)), quantile(desks.flatMap((one) => one.back), 0.95)]
    // A desk is away while nobody serves: what counts is what it takes from then on.
    const after = Math.max(0, back - quantile(restarts.map((one) => one.ms), 0.95) - Math.max(...lines))
    const disorder = desks.reduce((sum, one) => sum + one.disorder, 0)
    const faults = [different && `${different} desks show something else`, disorder && `${disorder} frames out of order`, quickest > SERVING_MS && `${Math.round(quickest)} ms until it served`, after > BACK_MS && `${Math.round(after)} ms until the desks were back`].filter(Boolean)
    return { fault: faults.join(', ') || null, figures: `${messages} messages in the database, ${kills} kills; serving after ${Math.round(quickest)}-${Math.round(Math.max(...restarts.map((one) => one.ms)))} ms; ${DESKS} desks back ${Math.round(after)} ms later (95th), ${desks.reduce((sum, one) => sum + one.events, 0)} events, all as a fresh one` }
  } finally {
    going = false
    for (const one of desks) one.close()
    await desk.close()
  }
}
