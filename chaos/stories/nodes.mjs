import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { apiClient, deliver, until } from '../../tools/product/client.mjs'
import { ask } from '../../tools/product/database.mjs'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'
import { openNodes } from '../../tools/product/nodes.mjs'
import { findOrInstall } from '../../tools/product/pgbouncer.mjs'
import { signedByMeta, whatsAppBody, whatsAppChange } from '../../tools/product/platforms.mjs'
import { broken } from '../teeth/broken.mjs'
import { Watcher } from '../watcher.mjs'

const SECRET = 'app-secret-of-meta'
const PHONE = '300001'
/** As many threads as one socket may watch. */
const PEOPLE = 50
const PER_SECOND = 200
/** Requests that one account has under way at most. */
const IN_FLIGHT = 16
/** Every fourth node that goes is asked to, as in a rolling restart. */
const ASKED = 0.25

/**
 * R19: three nodes on one PostgreSQL, the third behind PgBouncer in transaction mode; a balancer gives each request to any of them, and they are
 * killed and restarted one after the other. What is acknowledged stands there once, what is sent reaches the platform once, and whoever watches
 * is told everything once and in order, on whatever node.
 * @param {{ kills: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function severalNodes({ kills, random }) {
  const graph = await FakeGraph.open(() => (random.happens(0.05) ? 'cut' : 'answer'), 20)
  const { binary, why } = findOrInstall()
  if (!binary) console.log(`PgBouncer is not installed, and ${why.trim()}\nThe third node goes straight to the database: what PgBouncer would do to it is not tried here.`)
  const nodes = await openNodes({ ways: ['direct', 'direct', binary ? 'pooled' : 'direct'], env: broken({ RECADO_EGRESS_ALLOW: '127.0.0.1/32' }) })
  const any = () => nodes.url(Math.floor(random.between(0, nodes.count)))
  const api = apiClient(() => nodes.url(0))
  const watchers = []
  const sent = new Set()
  const acknowledged = []
  /** @type {string[]} */
  const strange = []
  let going = true
  try {
    const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Shop', settings: { phoneNumberId: PHONE, wabaId: '102290129340398', accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'verify', baseUrl: graph.url } })
    const { pathname } = new URL(account.webhookUrl)
    // The platform comes again, to whichever node, until it hears 200.
    const tell = async (message) => {
      const signed = signedByMeta(pathname, SECRET, whatsAppBody([[whatsAppChange(PHONE, [message])]]))
      sent.add(message.wamid)
      for (;;) {
        const answer = await deliver(any(), signed).catch(() => null)
        if (answer?.status === 200) return
        if (answer && answer.status !== 503) strange.push(`a webhook was answered ${answer.status}: ${answer.body}`)
        await wait(50)
      }
    }
    const from = (n) => `3465${String(n % PEOPLE).padStart(7, '0')}`
    await Promise.all(Array.from({ length: PEOPLE }, (_, n) => tell({ wamid: `wamid.nodes.hello.${n}`, from: from(n), text: 'Hola' })))
    const conversations = (await api.all('/api/v1/conversations?view=all')).map(({ id }) => id)
    const known = new Set((await ask(nodes.dataDir, 'select message_id from message')).map((row) => row.message_id))
    for (let i = 0; i < nodes.count * 2; i++) { const own = i % nodes.count; let next = own; watchers.push(new Watcher(() => nodes.url(next++ % nodes.count), conversations)) }
    await until(async () => watchers.every((one) => one.at > 0), (all) => all, { what: 'six watchers' })

    const told = []
    const incoming = (async () => {
      for (let n = 0; going; n++) {
        const message = { wamid: `wamid.nodes.${n}`, from: from(n), text: `Text ${n}` }
        for (let copy = random.happens(0.1) ? 2 : 1; copy > 0; copy--) told.push(tell(message))
        await wait(1000 / PER_SECOND)
      }
    })()
    const answering = (async () => {
      for (let n = 0; going; n++) {
        const { call } = apiClient(any)
        // An answer that was not heard may have been taken: the same id may be said again, to another node.
        const body = { clientId: randomUUID(), content: { kind: 'text', text: `Answer ${n}` } }
        for (let tries = 0; tries < 10; tries++) {
          const answer = await call('POST', `/api/v1/conversations/${conversations[n % PEOPLE]}/messages`, body).catch(() => null)
          if (answer && answer.status < 300) { acknowledged.push(answer.body.id); break }
          if (answer && answer.status !== 503) strange.push(`an answer was refused: ${answer.status} ${JSON.stringify(answer.body)}`)
        }
        await wait(20)
      }
    })()
    let asked = 0
    const endings = []
    for (let kill = 0; kill < kills; kill++) {
      await wait(random.between(300, 1_500))
      const i = Math.floor(random.between(0, nodes.count))
      if (random.happens(ASKED)) { asked++; endings.push(await nodes.stop(i)) } else await nodes.kill(i)
      await wait(random.between(0, 1_000))
      await nodes.start(i)
    }
    await wait(500)
    going = false
    await Promise.all([incoming, answering])
    await Promise.all(told)

    const read = async () => new Map((await ask(nodes.dataDir, `select message_id, status from message where direction = 'out'`)).map((row) => [row.message_id, row.status]))
    const statuses = await until(read, (all) => ![...all.values()].some((status) => status === 'queued' || status === 'sending'), { withinMs: 180_000, what: 'an end for every answer' })
    const [{ seq }] = await ask(nodes.dataDir, 'select max(seq)::int as seq from event_head')
    await until(async () => watchers.map((one) => one.at), (all) => all.every((at) => at >= seq), { withinMs: 30_000, what: `watchers at ${seq}` })
    const rows = await ask(nodes.dataDir, `select message_id, external_id, direction from message`)
    const inbound = rows.filter((row) => row.direction === 'in').map((row) => row.external_id)
    const fresh = rows.filter((row) => !known.has(row.message_id) && (row.direction === 'in' || row.direction === 'out')).map((row) => row.message_id)
    const unheard = watchers.map((one) => (one.resyncs > 0 ? 0 : fresh.filter((id) => !one.told.has(id)).length))
    const repeated = watchers.map((one) => [...one.told.values()].filter((times) => times > 1).length)
    const sum = (numbers) => numbers.reduce((a, b) => a + b, 0)
    const unread = (await ask(nodes.dataDir, 'select coalesce(sum(unread), 0)::int as n from conversation'))[0]?.n
    const unknown = [...statuses.values()].filter((status) => status === 'unknown').length
    const most = graph.cut.length + kills * IN_FLIGHT
    const faults = [
      ...countOf([...sent].filter((id) => !inbound.includes(id)), 'lost'), ...countOf(inbound.filter((id) => !sent.has(id)), 'strange'),
      inbound.length !== new Set(inbound).size && `${inbound.length - new Set(inbound).size} twice`, unread > sent.size && `${unread} counted unread of ${sent.size}`,
      graph.received.length !== new Set(graph.received).size && `${graph.received.length - new Set(graph.received).size} sent twice`,
      ...countOf(acknowledged.filter((id) => !statuses.has(id)), 'answers lost'), acknowledged.length !== new Set(acknowledged).size && 'an answer stands under two ids',
      ...countOf([...statuses].filter(([id, status]) => status === 'accepted' && !graph.received.includes(id)), 'accepted by nobody'),
      unknown > most && `${unknown} unknown, at most ${most} expected`,
      sum(unheard) > 0 && `unheard by watchers: ${unheard.join(', ')}`, sum(repeated) > 0 && `told twice: ${repeated.join(', ')}`,
      ...strange.slice(0, 3), ...watchers.flatMap((one) => one.faults.slice(0, 3)), ...endings.filter((one) => one?.code !== 0).map((one) => `a node that was asked to stop ended with ${one?.code ?? one?.signal}`),
    ].filter(Boolean)
    return {
      fault: faults.join('; ') || null,
      figures: `${sent.size} messages and ${acknowledged.length} answers over 3 nodes (${binary ? 'one' : 'none'} behind PgBouncer), ${kills - asked} kills, ${asked} asked to stop, ${graph.cut.length} lines cut, ${unknown} unknown; 6 watchers, ${sum(watchers.map((one) => one.breaks))} broken lines, ${sum(watchers.map((one) => one.resyncs))} told to read anew`,
    }
  } finally {
    going = false
    await Promise.all(watchers.map((one) => one.close()))
    await nodes.close()
    await graph.close()
  }
}

function countOf(list, what) {
  return list.length > 0 ? [`${list.length} ${what}`] : []
}
