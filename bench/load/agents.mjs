// Agents as sockets, in a process of their own: each opens a page of a list and a conversation as a browser does, watches both, answers pings and counts.
import { createRequire } from 'node:module'

// The product's own: what it speaks with browsers is what is measured.
const { WebSocket } = createRequire(new URL('../../packages/server/package.json', import.meta.url))('ws')

/** @typedef {{ url: string, cookies: string[], conversations: string[], queries: Record<string, string>[] }} Order */

/** Nobody opens a thousand browsers in the same second. */
const AT_ONCE = 20

let frames = 0
let bytes = 0
let lost = 0

process.on('message', (/** @type {Order | 'count'} */ order) => {
  if (order === 'count') return process.send({ frames, bytes, lost })
  open(order).then(() => process.send('open'), (error) => { console.error(error); process.exit(1) })
})

/** @param {Order} order */
async function open(order) {
  let next = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < order.cookies.length) await sit(order, next++) }))
}

async function sit({ url, cookies, conversations, queries }, i) {
  const [cookie, query, conversation] = [cookies[i], queries[i % queries.length], conversations[i % conversations.length]]
  for (const path of [`/api/v1/conversations?${new URLSearchParams({ ...query, limit: '50' })}`, `/api/v1/conversations/${conversation}`, `/api/v1/conversations/${conversation}/messages?limit=40`]) {
    const answer = await fetch(url + path, { headers: { cookie } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  await new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/live`, { headers: { cookie, origin: url } })
    socket.on('open', () => { socket.send(JSON.stringify({ type: 'watch', list: { query }, conversations: [conversation] })); resolve(undefined) })
    socket.on('message', (data) => {
      frames++
      bytes += data.length
      if (String(data).startsWith('{"type":"ping"')) socket.send('{"type":"pong"}')
    })
    socket.on('error', reject)
    socket.on('close', () => { lost++ })
  })
}
