import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { signal, treeOf } from '../../tools/product/processes.mjs'
import { openDesk } from '../desk.mjs'

const PER_SECOND = 50
/** By then a patient platform has been told to come again. */
const LONGEST_WAIT_MS = 2_000
const DRAIN_MS = 60_000

/**
 * R4: the database stands still. Patient platforms hear 503 in time and come again; a WeChat follower sees no error line; nothing is lost.
 * @param {{ seconds: number }} options
 */
export async function outage({ seconds }) {
  const desk = await openDesk({ env: { RECADO_SIMULATOR: '1' } })
  try {
    const wechat = await desk.api.want('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: 'Service account', settings: {}, simulated: true })
    const { customerId } = await desk.api.want('POST', '/simulator/control/customers', { channel: 'wechat', channelAccountId: wechat.id, name: 'Mei' })
    const act = (input) => desk.api.want('POST', `/simulator/control/customers/${customerId}/act`, input)
    await act({ action: 'follow' })
    await desk.tell({ wamid: 'wamid.chaos.before', from: '34650000000', text: 'before' })

    const database = treeOf(desk.product().postmaster() ?? 0)
    for (const pid of database) signal(pid, 'SIGSTOP')
    const until_ = performance.now() + seconds * 1000
    const told = []
    const written = []
    let slowest = 0
    try {
      for (let n = 0; performance.now() < until_; n++) {
        const before = performance.now()
        told.push(desk.tell({ wamid: `wamid.chaos.${n}`, from: `3465${String(n % 50).padStart(7, '0')}`, text: `Text ${n}` }))
        if (n % PER_SECOND === 0) {
          written.push(`Word ${n}`)
          const look = fetch(`${desk.product().url}/healthz`).then(() => { slowest = Math.max(slowest, performance.now() - before) })
          await act({ action: 'write', content: { kind: 'text', text: `Word ${n}` } })
          await look
        }
        await wait(1000 / PER_SECOND)
      }
    } finally {
      for (const pid of database) signal(pid, 'SIGCONT')
    }
    const back = performance.now()
    await Promise.all(told)
    const words = async () => (await ask(desk.dataDir, `select content->>'text' as text from message where direction = 'in' and account_id = $1 order by at, message_id`, [wechat.id])).map((row) => row.text)
    const stored = await until(words, (all) => all.length >= written.length, { withinMs: DRAIN_MS, what: 'her words' })
    const drained = performance.now() - back
    const screen = await desk.api.want('GET', `/simulator/control/customers/${customerId}/screen`)
    const errors = (Array.isArray(screen) ? screen : screen.items).filter((item) => item.content.kind === 'error_line').length
    const [row] = await ask(desk.dataDir, `select count(*)::int as rows, count(distinct external_id)::int as ids from message where external_id like 'wamid.chaos.%'`)
    const faults = [
      errors && `${errors} error lines on her phone`, JSON.stringify(stored) !== JSON.stringify(written) && `she wrote ${written.length}, ${stored.length} stand there`,
      (row?.rows !== told.length + 1 || row?.ids !== told.length + 1) && `${told.length + 1} webhooks, ${row?.rows} rows of ${row?.ids}`, slowest > LONGEST_WAIT_MS && `the server itself stood still for ${Math.round(slowest)} ms`,
    ].filter(Boolean)
    return { fault: faults.join(', ') || null, figures: `${seconds} s without a database, ${told.length} webhooks, ${written.length} of a follower; all stored ${Math.round(drained)} ms after its return` }
  } finally {
    await desk.close()
  }
}
