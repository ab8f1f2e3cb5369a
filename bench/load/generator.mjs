// The load generator, a process of its own: takes orders over IPC, answers what it saw. One order at a time.
import { Connection } from './connection.mjs'
import { prepareRequests, requestOf } from './webhooks.mjs'

/** @typedef {{ host: string, port: number, path: string, secret: string, phoneNumberId: string, prefix: string, from: number, count: number, connections: number, rate?: number }} Order */
/** @typedef {{ seconds: number, perSecond: number, statuses: Record<number, number>, p50: number, p95: number, p99: number, max: number, cpuUsEach: number }} Seen */

/** More are not kept ready: 1 KB each. */
const MOST_READY = 200_000

process.on('message', (/** @type {Order} */ order) => {
  carryOut(order).then((seen) => process.send(seen), (error) => { console.error(error); process.exit(1) })
})

/** @param {Order} order */
async function carryOut(order) {
  const wish = { ...order, host: `${order.host}:${order.port}` }
  const ready = order.count <= MOST_READY ? prepareRequests(wish) : null
  const requests = { length: order.count, at: (i) => ready?.[i] ?? requestOf(wish, order.from + i) }
  const connections = Array.from({ length: order.connections }, () => new Connection(order.port, order.host))
  await Promise.all(connections.map((one) => one.ready))
  const before = process.cpuUsage()
  const run = order.rate ? await atRate(requests, connections, order.rate) : await asFastAsAnswered(requests, connections)
  const cpu = process.cpuUsage(before)
  for (const one of connections) one.close()
  return { ...summary(run), cpuUsEach: (cpu.user + cpu.system) / requests.length }
}

/** Closed loop: every connection sends its next request when the last one was answered. */
function asFastAsAnswered(requests, connections) {
  const latencies = new Float64Array(requests.length)
  const statuses = {}
  const start = performance.now()
  let next = 0
  let answered = 0
  return new Promise((resolve) => {
    const go = (connection) => {
      if (next === requests.length) return
      const i = next++
      const sent = performance.now()
      connection.send(requests.at(i), (status) => {
        latencies[i] = performance.now() - sent
        statuses[status] = (statuses[status] ?? 0) + 1
        if (++answered === requests.length) resolve({ latencies, statuses, ms: performance.now() - start })
        else go(connection)
      })
    }
    connections.forEach(go)
  })
}

/** Open loop: requests fall due whatever the server does; a late answer counts from the moment the request was due. */
function atRate(requests, connections, rate) {
  const latencies = new Float64Array(requests.length)
  const statuses = {}
  const free = [...connections]
  const start = performance.now() + 20
  const dueAt = (i) => start + (i * 1000) / rate
  let next = 0
  let answered = 0
  return new Promise((resolve) => {
    const go = () => {
      const now = performance.now()
      while (next < requests.length && free.length > 0 && dueAt(next) <= now) {
        const i = next++
        const connection = free.pop()
        connection.send(requests.at(i), (status) => {
          latencies[i] = performance.now() - dueAt(i)
          statuses[status] = (statuses[status] ?? 0) + 1
          free.push(connection)
          if (++answered === requests.length) { clearInterval(timer); resolve({ latencies, statuses, ms: performance.now() - start }) }
          else if (next < requests.length && dueAt(next) <= performance.now()) go()
        })
      }
    }
    const timer = setInterval(go, 1)
  })
}

function summary({ latencies, statuses, ms }) {
  const sorted = latencies.toSorted()
  const quantile = (q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
  return { seconds: ms / 1000, perSecond: (latencies.length / ms) * 1000, statuses, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), max: sorted.at(-1) }
}
