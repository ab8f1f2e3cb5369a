import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { openDesk } from '../desk.mjs'
import { atPace } from '../pace.mjs'
import { missingTraces } from '../traces.mjs'

const PER_SECOND = 200
const CUSTOMERS = 300
const COPIED = 0.1
const LATE = 0.05
const LATEST_MS = 2_000
/** A kill is one under load: so much is stored between two of them. */
const BETWEEN = 50
/** A quarter of the kills takes the database along. */
const TREE = 0.25

/**
 * R1: killed again and again under load, with duplicates and in disorder: every acknowledged message stands there once, word for word, and nothing else does.
 * @param {{ kills: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function inboundKills({ kills, random }) {
  const desk = await openDesk()
  /** What the platform was told is stored. @type {Map<string, { from: string, text: string }>} */
  const acknowledged = new Map()
  const told = []
  let going = true
  const load = atPace(PER_SECOND, () => going, (n) => {
    const message = { wamid: `wamid.chaos.${n}`, from: `3463${String(Math.floor(random.between(0, CUSTOMERS))).padStart(7, '0')}`, text: `Text ${n}` }
    const copies = Array.from({ length: random.happens(COPIED) ? 2 : 1 }, () => {
      const late = random.happens(LATE) ? random.between(50, LATEST_MS) : 0
      return (late ? wait(late) : Promise.resolve()).then(() => desk.tell(message)).then(() => acknowledged.set(message.wamid, message))
    })
    told.push(...copies)
    return Promise.all(copies)
  })
  const restarts = []
  let trees = 0
  try {
    for (let kill = 0; kill < kills; kill++) {
      const stored = acknowledged.size
      await wait(random.between(300, 1_500))
      await until(async () => acknowledged.size - stored, (more) => more >= BETWEEN, { withinMs: 60_000, what: `${BETWEEN} messages since the last kill` })
      const tree = random.happens(TREE)
      if (tree) trees++
      restarts.push((await desk.kill(tree ? 'tree' : 'server')).ms)
    }
    await wait(500)
    going = false
    await load
    await Promise.all(told)
    const rows = await ask(desk.dataDir, `select m.external_id as id, m.content->>'text' as text, k.value as "from" from message m join conversation c using (workspace_id, conversation_id)
      join identity_key k on k.workspace_id = c.workspace_id and k.identity_id = c.identity_id and k.kind = 'wa_id' where m.direction = 'in'`)
    const stored = new Map(rows.map((row) => [row.id, row]))
    const missing = [...acknowledged.keys()].filter((id) => !stored.has(id)).length
    const strange = rows.filter((row) => !acknowledged.has(row.id)).length
    const wrong = rows.filter((row) => { const said = acknowledged.get(row.id); return said && (said.text !== row.text || !row.from.endsWith(said.from)) }).length
    const twice = rows.length - stored.size
    const [counted] = await ask(desk.dataDir, 'select coalesce(sum(unread), 0)::int as unread, count(*)::int as conversations, count(distinct identity_id)::int as people from conversation')
    const faults = [
      missing && `${missing} lost`, strange && `${strange} strange`, wrong && `${wrong} changed`, twice && `${twice} twice`,
      counted?.unread !== acknowledged.size && `${counted?.unread} counted unread of ${acknowledged.size}`, counted?.conversations !== counted?.people && `${counted?.conversations} conversations of ${counted?.people} people`,
    ].filter(Boolean)
    const traces = await missingTraces(desk, { metric: 'recado_incidents_total{kind="unclean_stop"}', log: /was not stopped/, health: 'unclean_stop' }, desk.printed())
    return { fault: faults.join(', ') || null, traces, figures: `${acknowledged.size} messages, ${told.length} deliveries, ${kills - trees} kills of the server and ${trees} of everything; 0 lost and 0 twice wanted, ${missing} and ${twice} found; ready again after ${Math.round(Math.max(...restarts))} ms at most` }
  } finally {
    going = false
    await desk.close()
  }
}
