import { setTimeout as wait } from 'node:timers/promises'
import { ask } from '../../tools/product/database.mjs'
import { openDesk } from '../desk.mjs'

const PER_SECOND = 200
const CUSTOMERS = 300

/**
 * R1: killed again and again under load, with duplicates and in disorder: every acknowledged message stands there once, and nothing else does.
 * @param {{ kills: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function inboundKills({ kills, random }) {
  const desk = await openDesk()
  const sent = new Set()
  const told = []
  let going = true
  const load = (async () => {
    for (let n = 0; going; n++) {
      const message = { wamid: `wamid.chaos.${n}`, from: `3463${String(Math.floor(random.between(0, CUSTOMERS))).padStart(7, '0')}`, text: `Text ${n}` }
      sent.add(message.wamid)
      const late = random.happens(0.05) ? random.between(50, 500) : 0
      const copies = random.happens(0.1) ? 2 : 1
      for (let copy = 0; copy < copies; copy++) told.push(wait(late).then(() => desk.tell(message)))
      await wait(1000 / PER_SECOND)
    }
  })()
  const restarts = []
  try {
    for (let kill = 0; kill < kills; kill++) {
      await wait(random.between(300, 1_500))
      restarts.push(await desk.kill(random.happens(0.25) ? 'tree' : 'server'))
    }
    await wait(500)
    going = false
    await load
    await Promise.all(told)
    const rows = (await ask(desk.dataDir, `select external_id from message where direction = 'in'`)).map((row) => row.external_id)
    const missing = [...sent].filter((id) => !rows.includes(id))
    const strange = rows.filter((id) => !sent.has(id))
    const twice = rows.length - new Set(rows).size
    const unread = (await ask(desk.dataDir, 'select coalesce(sum(unread), 0)::int as n from conversation'))[0]?.n
    const faults = [missing.length && `${missing.length} lost`, strange.length && `${strange.length} strange`, twice && `${twice} twice`, unread !== sent.size && `${unread} counted unread`].filter(Boolean)
    return { fault: faults.join(', ') || null, figures: `${sent.size} messages, ${told.length} deliveries, ${kills} kills; ready again after ${Math.round(Math.max(...restarts))} ms at most` }
  } finally {
    going = false
    await desk.close()
  }
}
