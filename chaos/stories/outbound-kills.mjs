import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'
import { openDesk } from '../desk.mjs'

const PEOPLE = 120
/** Requests that one account has under way at most. */
const IN_FLIGHT = 16

/**
 * R2: killed again and again while answers go out to a platform that cuts lines: each reaches it once at most, and what nobody knows of says so.
 * @param {{ kills: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function outboundKills({ kills, random }) {
  const graph = await FakeGraph.open(() => (random.happens(0.1) ? 'cut' : 'answer'), 30)
  const desk = await openDesk({ env: { RECADO_EGRESS_ALLOW: '127.0.0.1/32' }, baseUrl: graph.url })
  const acknowledged = []
  let going = true
  try {
    await Promise.all(Array.from({ length: PEOPLE }, (_, n) => desk.tell({ wamid: `wamid.chaos.${n}`, from: `3464${String(n).padStart(7, '0')}`, text: 'Hola' })))
    const conversations = await desk.api.all('/api/v1/conversations?view=all')
    const load = (async () => {
      for (let n = 0; going; n++) {
        const { id } = conversations[n % PEOPLE]
        await desk.api.want('POST', `/api/v1/conversations/${id}/messages`, { clientId: randomUUID(), content: { kind: 'text', text: `Answer ${n}` } }).then((message) => acknowledged.push(message.id), () => wait(100))
        await wait(20)
      }
    })()
    for (let kill = 0; kill < kills; kill++) {
      await wait(random.between(500, 2_000))
      await desk.kill(random.happens(0.25) ? 'tree' : 'server')
    }
    going = false
    await load
    const read = async () => new Map((await ask(desk.dataDir, `select message_id, status from message where direction = 'out'`)).map((row) => [row.message_id, row.status]))
    const statuses = await until(read, (all) => ![...all.values()].some((status) => status === 'queued' || status === 'sending'), { withinMs: 180_000, what: 'an end for every answer' })
    const twice = graph.received.length - new Set(graph.received).size
    const unknown = [...statuses.values()].filter((status) => status === 'unknown').length
    const gone = acknowledged.filter((id) => !statuses.has(id)).length
    const silent = [...statuses].filter(([id, status]) => status === 'accepted' && !graph.received.includes(id)).length
    const most = graph.cut.length + kills * IN_FLIGHT
    const faults = [twice && `${twice} sent twice`, gone && `${gone} lost`, silent && `${silent} accepted by nobody`, unknown > most && `${unknown} unknown, at most ${most} expected`].filter(Boolean)
    return { fault: faults.join(', ') || null, figures: `${acknowledged.length} answers, ${graph.received.length} requests, ${graph.cut.length} lines cut, ${unknown} unknown, ${kills} kills` }
  } finally {
    going = false
    await desk.close()
    await graph.close()
  }
}
