// Two hundred agents as sockets, in a process of their own: each watches one page of a list and one conversation, answers pings and counts.
import { createRequire } from 'node:module'

// The product's own: what it speaks with browsers is what is measured.
const { WebSocket } = createRequire(new URL('../../packages/server/package.json', import.meta.url))('ws')

/** @typedef {{ url: string, cookies: string[], conversations: string[], queries: object[] }} Order */

let frames = 0
let bytes = 0
let lost = 0

process.on('message', (/** @type {Order | 'count'} */ order) => {
  if (order === 'count') return process.send({ frames, bytes, lost })
  open(order).then(() => process.send('open'), (error) => { console.error(error); process.exit(1) })
})

async function open({ url, cookies, conversations, queries }) {
  const address = `${url.replace(/^http/, 'ws')}/api/v1/live`
  await Promise.all(cookies.map((cookie, i) => new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers: { cookie, origin: url } })
    socket.on('open', () => { socket.send(JSON.stringify({ type: 'watch', list: { query: queries[i % queries.length] }, conversations: [conversations[i % conversations.length]] })); resolve(undefined) })
    socket.on('message', (data) => {
      frames++
      bytes += data.length
      if (String(data).startsWith('{"type":"ping"')) socket.send('{"type":"pong"}')
    })
    socket.on('error', reject)
    socket.on('close', () => { lost++ })
  })))
}
