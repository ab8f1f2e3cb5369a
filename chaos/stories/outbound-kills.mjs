import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'
import { openDesk } from '../desk.mjs'
import { together } from '../pace.mjs'
import { missingTraces } from '../traces.mjs'

const PEOPLE = 120
/** Agents who write at the same time. */
const AGENTS = 6
/** Requests that one account has under way at most. */
const IN_FLIGHT = 16
const CUT = 0.1
const HALF = 0.05
const SETTLED_MS = 180_000

/**
 * R2: killed again and again while answers go out to a platform that cuts lines at random: each reaches it once at most, and what nobody knows of says so.
 * An agent's browser sends again what got no answer, with the same clientId: that makes one message, too.
 * @param {{ kills: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function outboundKills({ kills, random }) {
  const graph = await FakeGraph.open(() => (random.happens(CUT) ? 'cut' : random.happens(HALF) ? 'half' : 'answer'), 30)
  const desk = await openDesk({ env: { RECADO_EGRESS_ALLOW: '127.0.0.1/32' }, baseUrl: graph.url })
  /** What an agent was told is in the outbox, by its clientId. @type {Map<string, string>} */
  const acknowledged = new Map()
  let going = true
  try {
    await together(Array.from({ length: PEOPLE }, (_, n) => n), 20, (n) => desk.tell({ wamid: `wamid.chaos.${n}`, from: `3464${String(n).padStart(7, '0')}`, text: 'Hola' }))
    const conversations = await desk.api.all('/api/v1/conversations?view=all')
    const load = Promise.all(Array.from({ length: AGENTS }, async (_, agent) => {
      for (let n = 0; going; n++) {
        const { id } = conversations[(n * AGENTS + agent) % PEOPLE]
        const clientId = randomUUID()
        while (going && !acknowledged.has(clientId)) {
          await desk.api.want('POST', `/api/v1/conversations/${id}/messages`, { clientId, content: { kind: 'text', text: `Answer ${agent}.${n}` } }).then((message) => acknowledged.set(clientId, message.id), () => wait(100))
        }
        await wait(100)
      }
    }))
    for (let kill = 0; kill < kills; kill++) {
      await wait(random.between(500, 2_000))
      await desk.kill(random.happens(0.25) ? 'tree' : 'server')
    }
    going = false
    await load
    const read = async () => ask(desk.dataDir, `select message_id, client_id, status from message where direction = 'out'`)
    const rows = await until(read, (all) => !all.some(({ status }) => status === 'queued' || status === 'sending'), { withinMs: SETTLED_MS, what: 'an end for every answer' })
    const statuses = new Map(rows.map((row) => [row.message_id, row.status]))
    const taken = new Set(graph.received)
    const twice = graph.received.length - taken.size
    const unknown = rows.filter((row) => row.status === 'unknown').length
    const gone = [...acknowledged.values()].filter((id) => !statuses.has(id)).length
    const doubled = rows.length - new Set(rows.map((row) => row.client_id)).size
    const silent = rows.filter((row) => row.status === 'accepted' && !taken.has(row.message_id)).length
    const failed = rows.filter((row) => row.status === 'failed').length
    const foreign = [...taken].filter((id) => !statuses.has(id)).length
    const most = graph.cut.length + kills * IN_FLIGHT
    const faults = [
      twice && `${twice} sent twice`, gone && `${gone} lost`, doubled && `${doubled} written twice`, silent && `${silent} accepted by nobody`, failed && `${failed} failed`, foreign && `${foreign} sent that nobody wrote`,
      unknown > most && `${unknown} unknown, at most ${most} expected`,
    ].filter(Boolean)
    const traces = await missingTraces(desk, { metric: 'recado_incidents_total{kind="answer_lost"}', log: /answer_lost/, health: 'answer_lost' }, desk.printed())
    return { fault: faults.join(', ') || null, traces, figures: `${acknowledged.size} answers, ${graph.received.length} requests taken, ${graph.cut.length} lines cut, ${kills} kills; ${twice} sent twice, ${unknown} of them unknown and said so` }
  } finally {
    going = false
    await desk.close()
    await graph.close()
  }
}
