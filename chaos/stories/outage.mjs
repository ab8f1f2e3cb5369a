import { setTimeout as wait } from 'node:timers/promises'
import { deliver as post, until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { inLineMs, lives, pssOf, signal, treeOf } from '../../tools/product/processes.mjs'
import { smallDisk } from '../small-disk.mjs'
import { openLines } from '../channels.mjs'
import { openDesk } from '../desk.mjs'
import { atPace } from '../pace.mjs'
import { missingTraces } from '../traces.mjs'

const PER_SECOND = 50
/** By then a patient platform has been told to come again. */
const LONGEST_MS = 2_000
/** What a request may wait on this machine for reasons of its own. */
const LEEWAY_MS = 500
const DRAIN_MS = 60_000
const MORE_MEMORY = 100 * 2 ** 20
const DISK_SECONDS = 5
const DISK_BYTES = 600 * 2 ** 20
/** So that tables have to grow. */
const LONG = 'x'.repeat(3_000)

/**
 * R4: the database stands still, dies, and its disk is full. Patient platforms hear 503 in time and come again; a WeChat follower sees no error line;
 * nothing acknowledged is lost, and all of it is stored soon after.
 * @param {{ seconds: number }} options
 */
export async function databaseAway({ seconds }) {
  const told = []
  for (const [what, run] of /** @type {const} */ ([['stands still', stopped], ['dies', killed], ['has no disk left', full]])) told.push({ what, ...(await run(seconds)) })
  return {
    fault: told.flatMap(({ what, faults }) => faults.map((fault) => `${what}: ${fault}`)).join(', ') || null,
    traces: told.flatMap(({ what, traces }) => traces.map((trace) => `${what}: ${trace}`)),
    figures: told.map(({ what, figures }) => `${what}: ${figures}`).join('; '),
  }
}

/** Everything of PostgreSQL is stopped and goes on later: connections stay open and say nothing. */
const stopped = (seconds) => outage(seconds, {}, async (desk) => {
  const database = treeOf(desk.product().postmaster() ?? 0)
  for (const pid of database) signal(pid, 'SIGSTOP')
  return () => { for (const pid of database) signal(pid, 'SIGCONT') }
})

/** PostgreSQL is killed again whenever it is back. */
const killed = (seconds) => outage(Math.max(5, seconds / 3), {}, async (desk) => {
  let going = true
  const hunt = (async () => {
    while (going) {
      const pid = desk.product().postmaster()
      if (pid !== null) signal(pid, 'SIGKILL')
      await wait(200)
    }
  })()
  return async () => { going = false; await hunt }
})

/** A disk of its own is filled to the last block while messages come, and then there is room again. */
async function full() {
  const disk = smallDisk(DISK_BYTES)
  try {
    return await outage(DISK_SECONDS, { dir: disk.dir }, async (desk) => disk.fill(desk))
  } finally {
    disk.remove()
  }
}

/** @typedef {{ written: string[], write(text: string): Promise<void>, errorLines(): Promise<number>, accountId: string }} Follower */

/** A follower with a simulated phone: it shows an error line when WeChat hears nothing in time. @returns {Promise<Follower>} */
async function simulatedFollower(desk) {
  const account = await desk.api.want('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: 'Service account', settings: {}, simulated: true })
  const { customerId } = await desk.api.want('POST', '/simulator/control/customers', { channel: 'wechat', channelAccountId: account.id, name: 'Mei' })
  const act = (input) => desk.api.want('POST', `/simulator/control/customers/${customerId}/act`, input)
  await act({ action: 'follow' })
  const written = []
  return {
    written, accountId: account.id,
    // A phone that nobody plays for the moment has said nothing: the next second is tried.
    write: async (text) => { await act({ action: 'write', content: { kind: 'text', text } }).then(() => written.push(text), (error) => { if (!/: 503 /.test(error.message)) throw error }) },
    errorLines: async () => (await desk.api.want('GET', `/simulator/control/customers/${customerId}/screen`)).items.filter((item) => item.content.kind === 'error_line').length,
  }
}

/** One of a real account: where no disk takes anything there is no spool either, and WeChat has to come again. @returns {Promise<Follower>} */
async function realFollower(desk, statuses) {
  const line = (await openLines(desk.api)).find(({ channel }) => channel === 'wechat')
  if (!line) throw new Error('There is no WeChat account.')
  const written = []
  return {
    written, accountId: line.accountId, errorLines: async () => 0,
    write: async (text) => {
      const request = line.said({ id: text, person: 'oRECADOoutage00000000000001', at: Date.now(), sort: 'text', text })
      const answer = await post(desk.url, request).catch(() => null)
      statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1)
      if (answer?.status === 200) written.push(text)
    },
  }
}

const TRACES = { metric: 'recado_incidents_total{kind="outage"}', log: /"kind":"outage"/, health: 'outage' }

async function outage(seconds, { dir } = {}, begin) {
  const desk = await openDesk({ env: { RECADO_SIMULATOR: '1' }, ...(dir ? { dir } : {}) })
  try {
    /** @type {Map<number, number>} */
    const statuses = new Map()
    const follower = dir ? await realFollower(desk, statuses) : await simulatedFollower(desk)
    await desk.tell({ wamid: 'wamid.chaos.before', from: '34650000000', text: 'before' })
    const { pid } = desk.product()
    const memory = pssOf([pid])
    const told = []
    const acknowledged = new Set()
    let [slowest, slowestPage, grown] = [0, 0, 0]
    const deliver = async (message) => {
      for (;;) {
        const before = performance.now() - inLineMs(pid)
        const answer = await desk.tellOnce(message)
        statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1)
        slowest = Math.max(slowest, performance.now() - inLineMs(pid) - before)
        if (answer?.status === 200) { acknowledged.add(message.wamid); return }
        await wait(200)
      }
    }
    const end = await begin(desk)
    const over = performance.now() + seconds * 1000
    try {
      const load = atPace(PER_SECOND, () => performance.now() < over, (n) => {
        const one = deliver({ wamid: `wamid.chaos.${n}`, from: `3465${String(n % 50).padStart(7, '0')}`, text: `Text ${n} ${dir ? LONG : ''}` })
        told.push(one)
        return one
      })
      for (let n = 0; performance.now() < over; n++) {
        const before = performance.now() - inLineMs(pid)
        const look = fetch(`${desk.product().url}/healthz`).then(() => { slowestPage = Math.max(slowestPage, performance.now() - inLineMs(pid) - before) })
        await follower.write(`Word ${n}`)
        await look
        grown = Math.max(grown, pssOf([pid]) - memory)
        await wait(1_000)
      }
      await load
    } finally {
      await end()
    }
    const back = performance.now()
    await Promise.all(told)
    const words = async () => (await ask(desk.dataDir, `select content->>'text' as text from message where direction = 'in' and kind = 'text' and account_id = $1 order by at, message_id`, [follower.accountId]).catch(() => [])).map((row) => row.text)
    const stored = await until(words, (all) => all.length >= follower.written.length, { withinMs: DRAIN_MS, what: 'her words' }).catch(words)
    const drained = performance.now() - back
    const errors = await follower.errorLines()
    const [row] = await ask(desk.dataDir, `select count(*)::int as rows, count(distinct external_id)::int as ids from message where external_id like 'wamid.chaos.%'`)
    const five = [...statuses].filter(([status]) => status >= 500 && status !== 503).map(([status, times]) => `${times} times ${status}`)
    const traces = await until(() => missingTraces(desk, TRACES), (missing) => missing.length === 0, { withinMs: 15_000 }).catch(() => missingTraces(desk, TRACES))
    const faults = [
      !lives(pid) && 'the server died', !dir && follower.written.length === 0 && 'a follower wrote nothing', errors && `${errors} error lines on her phone`, JSON.stringify(stored) !== JSON.stringify(follower.written) && `of her ${follower.written.length} words ${stored.length} stand there`,
      (row?.rows !== told.length + 1 || row?.ids !== told.length + 1) && `${told.length + 1} webhooks, ${row?.rows} rows of ${row?.ids}`, acknowledged.size !== told.length && `${told.length - acknowledged.size} never taken`,
      five.length > 0 && five.join(', '), slowest > LONGEST_MS + LEEWAY_MS && `a webhook waited ${Math.round(slowest)} ms`, slowestPage > LONGEST_MS && `the server itself stood still for ${Math.round(slowestPage)} ms`,
      grown > MORE_MEMORY && `${Math.round(grown / 2 ** 20)} MB more`,
    ].filter(Boolean)
    const answered = [...statuses].map(([status, times]) => `${times} x ${status || 'nobody'}`).join(', ')
    return { faults, traces, figures: `${Math.round(seconds)} s, ${told.length} webhooks (${answered}), ${follower.written.length} of a follower; slowest answer ${Math.round(slowest)} ms, all stored ${Math.round(drained)} ms after, ${Math.round(grown / 2 ** 20)} MB more` }
  } finally {
    await desk.close()
  }
}
