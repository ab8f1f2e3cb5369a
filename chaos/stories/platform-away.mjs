import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { openDesk } from '../desk.mjs'
import { together } from '../pace.mjs'
import { SickPlatform } from '../sick-platform.mjs'
import { missingTraces } from '../traces.mjs'

const HOUR = 3_600_000
const OUTAGE_MS = 2 * HOUR
/** RELIABILITY 2: what surely was not sent, and what came too fast. */
const SCHEDULE_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000]
const SLOWER_MS = Array.from({ length: 60 }, (_, n) => Math.min(2_000 * 2 ** n, 300_000))
const JITTER = 0.2
/** The breaker holds an account for ten seconds by the wall clock, and the pace that was asked for slows it down, however fast business time goes. */
const HELD_MS = 30_000
/** From a request to its answer, and until that is written. */
const ANSWERED_MS = 5_000
/** The account's own rate. */
const PER_SECOND = 80

/** What each illness must lead to: tried by a schedule until it is well, or never again because nobody knows. */
const ILL = /** @type {const} */ ({
  unavailable: { ends: 'accepted', tries: SCHEDULE_MS }, http_429: { ends: 'accepted', tries: SLOWER_MS },
  http_500: { ends: 'unknown' }, garbage: { ends: 'unknown' }, cut: { ends: 'unknown' }, reset: { ends: 'unknown' }, timeout: { ends: 'unknown' }, slow: { ends: 'unknown' },
})
/** Her window closes while the platform is out. */
const CLOSING = 'closing'

/**
 * R5: a platform is out for two hours of business time, in eight ways. Whatever surely was not sent goes out afterwards, by the schedule; what closes
 * meanwhile fails with the reason; what nobody knows of is not repeated; and nobody runs the platform over when it is back.
 * @param {{ each: number }} options `each`: people for every illness
 */
export async function platformAway({ each }) {
  let out = false
  const kindOf = (to) => [...Object.keys(ILL), CLOSING][Math.floor((Number(to.slice(-4)) - 1) / each)] ?? 'well'
  const platform = await SickPlatform.open((to) => { const kind = kindOf(to); return !out ? 'well' : kind === CLOSING ? 'unavailable' : /** @type {import('../sick-platform.mjs').Illness} */ (kind) })
  const desk = await openDesk({ env: { RECADO_SIMULATOR: '1', RECADO_EGRESS_ALLOW: '127.0.0.1/32' }, baseUrl: platform.url })
  try {
    const person = (n) => `3467000${String(n + 1).padStart(4, '0')}`
    const kinds = [...Object.keys(ILL), CLOSING].flatMap((kind) => Array(each).fill(kind))
    const clock = async (body) => Date.parse((await desk.api.want('POST', '/simulator/control/clock', body)).now)
    const writes = (wanted) => together(kinds.flatMap((kind, n) => ((kind === CLOSING) === wanted ? [n] : [])), 10, (n) => desk.tell({ wamid: `wamid.r5.${n}`, from: person(n), text: 'Hola', at: Date.now() + offset }))
    // Business time is ahead of this machine's by so much.
    let offset = 0
    await writes(true)
    offset = (await clock({ advanceMs: 23 * HOUR })) - Date.now()
    await writes(false)
    out = true
    const conversations = await desk.api.all('/api/v1/conversations?view=all')
    if (conversations.length !== kinds.length) throw new Error(`${conversations.length} conversations of ${kinds.length} people`)
    await together(conversations, 4, ({ id }) => desk.api.want('POST', `/api/v1/conversations/${id}/messages`, { clientId: randomUUID(), content: { kind: 'text', text: 'Ya está' } }))

    /** Tries by message, in business time. @type {Map<string, number[]>} */
    const tries = new Map()
    let noted = 0
    /** Where it was seen what the schedule said after a try: by message and number of tries. @type {Map<string, number>} */
    const dues = new Map()
    const note = async () => {
      const queued = await ask(desk.dataDir, `select message_id as id, due_at from send_job where state = 'queued'`)
      for (const { id, at } of platform.taken.slice(noted)) tries.set(id, [...(tries.get(id) ?? []), at + offset])
      noted = platform.taken.length
      for (const { id, due_at: due } of queued) dues.set(`${id} ${tries.get(id)?.length ?? 0}`, new Date(due).getTime())
    }
    const jobs = () => ask(desk.dataDir, `select count(*) filter (where state = 'sending' or (state = 'queued' and due_at <= $1))::int as due, min(due_at) filter (where state = 'queued' and due_at > $1) as next from send_job`, [new Date(Date.now() + offset).toISOString()])
    const until_ = Date.now() + offset + OUTAGE_MS
    const recovered = []
    for (;;) {
      await until(jobs, ([row]) => row?.due === 0, { withinMs: 4 * HELD_MS, what: 'a try of everything that is due' })
      await note()
      const [row] = await jobs()
      const next = row?.next ? new Date(row.next).getTime() : null
      if (out && (next === null || next >= until_)) { out = false; recovered.push(platform.taken.length) }
      if (next === null) break
      offset = (await clock({ to: new Date(next + 1).toISOString() })) - Date.now()
    }
    await wait(200)
    const rows = await ask(desk.dataDir, `select m.message_id as id, m.status, m.error->>'code' as code, m.error->>'platformCode' as why, k.value as "to" from message m join conversation c using (workspace_id, conversation_id)
      join identity_key k on k.workspace_id = c.workspace_id and k.identity_id = c.identity_id and k.kind = 'wa_id' where m.direction = 'out'`)
    const faults = []
    for (const { id, status, code, why, to } of rows) {
      const kind = kindOf(to.replace(/\D/g, ''))
      const times = tries.get(id) ?? []
      const took = platform.taken.filter((one) => one.id === id && one.how === 'well').length
      if (kind === CLOSING) {
        if (status !== 'failed' || code !== 'expired_in_queue' || took > 0) faults.push(`${kind}: ${status} ${code}, sent ${took} times`)
        continue
      }
      const { ends, ...more } = ILL[kind]
      if (status !== ends) faults.push(`${kind}: ${status} ${code ?? ''} ${why ?? ''}, ${ends} wanted`)
      if (took !== (ends === 'accepted' ? 1 : 0)) faults.push(`${kind}: taken ${took} times`)
      if (ends === 'unknown' && times.length !== 1) faults.push(`${kind}: tried ${times.length} times`)
      if ('tries' in more) times.slice(1).forEach((at, n) => {
        // What was due may wait for the breaker, again and again while others fail: where the schedule itself was seen it is held to its word.
        const due = dues.get(`${id} ${n + 1}`)
        const [waited, wanted, held] = [(due ?? at) - times[n], more.tries[n] ?? more.tries.at(-1), due === undefined ? HELD_MS : ANSWERED_MS]
        if (waited < wanted * (1 - JITTER) - 50 || waited > wanted * (1 + JITTER) + held) faults.push(`${kind}: try ${n + 2} came after ${Math.round(waited / 1000)} s, ${wanted / 1000} s +-20 % wanted`)
      })
    }
    if (rows.length !== kinds.length) faults.push(`${rows.length} messages of ${kinds.length}`)
    const crowd = most(platform.taken.map((one) => one.at), 1_000)
    if (crowd > PER_SECOND) faults.push(`${crowd} requests within a second, ${PER_SECOND} allowed`)
    const traces = await missingTraces(desk, { metric: 'recado_incidents_total{kind="platform_failing"}', log: /platform_failing/, health: 'platform_failing' })
    return { fault: faults.join(', ') || null, traces, figures: `${rows.length} messages over ${OUTAGE_MS / HOUR} h of ${Object.keys(ILL).join(', ')}: ${platform.taken.length} tries by the schedule, ${rows.filter((row) => row.status === 'accepted').length} delivered afterwards, ${rows.filter((row) => row.status === 'unknown').length} unknown and never repeated, ${rows.filter((row) => row.status === 'failed').length} failed as their window closed; at most ${crowd} requests within a second` }
  } finally {
    await desk.close()
    await platform.close()
  }
}

/** The most moments within one stretch. */
function most(times, withinMs) {
  const sorted = times.toSorted((a, b) => a - b)
  let [from, best] = [0, 0]
  sorted.forEach((at, n) => { while (at - sorted[from] > withinMs) from++; best = Math.max(best, n - from + 1) })
  return best
}
