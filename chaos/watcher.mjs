import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { apiClient } from '../tools/product/client.mjs'

// The product's own: what it speaks with browsers is what is looked at.
const { WebSocket } = createRequire(new URL('../packages/server/package.json', import.meta.url))('ws')

/**
 * Somebody who follows the desk over a live socket and comes back, to any node, when the line breaks: what she was told stands in `told`, and
 * whatever broke the promise "in the order of the log, each once, without a gap" in `faults`.
 */
export class Watcher {
  /** @type {Map<string, number>} how often each message was told as new, by id */
  told = new Map()
  /** @type {string[]} */
  faults = []
  breaks = 0
  /** She was told to read everything anew, which the promise allows. */
  resyncs = 0
  at = 0
  #going = true
  #socket
  #run

  /** @param {() => string} where the address of a node, another one at each call @param {string[]} conversations at most 50 */
  constructor(where, conversations) {
    this.#run = this.#follow(where, conversations)
  }

  async #follow(where, conversations) {
    for (let first = true; this.#going; first = false) {
      const url = where()
      try {
        const { ticket } = await apiClient(() => url).want('POST', '/api/v1/live-tickets', {})
        await this.#listen(`${url.replace(/^http/, 'ws')}/api/v1/live?token=${ticket}`, conversations, first)
      } catch { /* the node is away: the next one */ }
      if (!this.#going) return
      this.breaks++
      await wait(50)
    }
  }

  #listen(address, conversations, first) {
    return new Promise((resolve, reject) => {
      const socket = this.#socket = new WebSocket(address)
      socket.on('error', reject)
      socket.on('close', resolve)
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data))
        if (frame.type === 'ping') return socket.send('{"type":"pong"}')
        if (frame.type === 'hello') {
          if (first) this.at = frame.at
          return socket.send(JSON.stringify({ type: 'watch', conversations, after: this.at }))
        }
        if (frame.type === 'resync' && frame.scope === 'all') { this.resyncs++; this.at = frame.at ?? this.at }
        if (frame.type === 'events') this.#take(frame)
      })
    })
  }

  #take({ from, to, events }) {
    if (from > this.at) this.faults.push(`a gap from ${this.at} to ${from}`)
    let last = from
    for (const event of events) {
      // One entry of the log may be told as several events.
      if (event.seq < last || event.seq > to) this.faults.push(`${event.seq} after ${last}, in ${from}-${to}`)
      last = event.seq
      // What a resumed line tells again carries whole rows and changes nothing; only what is new counts.
      if (event.seq <= this.at) continue
      if (event.type === 'message.added') this.told.set(event.message.id, (this.told.get(event.message.id) ?? 0) + 1)
    }
    this.at = Math.max(this.at, to)
  }

  async close() {
    this.#going = false
    this.#socket?.close()
    await this.#run
  }
}
