import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../tools/lib/paths.mjs'

// The product's own: what it speaks with browsers is what is tried.
const { WebSocket } = createRequire(new URL('../packages/server/package.json', import.meta.url))('ws')

/** How soon a desk tries again, as the web app does. */
const AGAIN_MS = 250

/**
 * A desk without a browser: one list and one thread, kept by the very `apply` the web app runs, across restarts of the server.
 */
export class OpenDesk {
  /** @type {any} */ list
  /** @type {any} */ thread
  /** Whole when both were read and the socket stands. */
  ready = false
  /** Moments at which it was whole again after a break, in milliseconds since the break. @type {number[]} */
  back = []
  /** @type {number[]} how sockets were closed */
  codes = []
  events = 0
  disorder = 0
  #epoch = ''
  #at = 0
  #ended = false
  #broken = 0
  /** @type {any} */ #socket

  /**
   * @param {{ api: ReturnType<typeof import('../tools/product/client.mjs').apiClient>, url: string, conversationId: string, viewer: { userId: string } }} of
   */
  constructor(of) {
    this.of = of
  }

  async open() {
    this.law ??= await import(join(root, 'packages/api/dist/index.js'))
    await this.#read()
    await this.#connect()
  }

  /** What a desk that is opened now would show. */
  async fresh() {
    const { api, conversationId } = this.of
    const [list, thread] = [await api.want('GET', '/api/v1/conversations?view=all&limit=50'), await api.want('GET', `/api/v1/conversations/${conversationId}/messages?limit=50`)]
    return { list, thread }
  }

  async #read() {
    const { list, thread } = await this.fresh()
    this.list = this.law.listRange(QUERY, list)
    this.thread = this.law.messageRange(this.of.conversationId, thread)
    this.#at = Math.min(this.list.seq, this.thread.seq)
  }

  async #connect() {
    const { ticket } = await this.of.api.want('POST', '/api/v1/live-tickets', {})
    const socket = new WebSocket(`${this.of.url.replace(/^http/, 'ws')}/api/v1/live?token=${ticket}`)
    this.#socket = socket
    await new Promise((resolve, reject) => {
      socket.on('message', (data) => { void this.#hear(JSON.parse(String(data)), resolve).catch(reject) })
      socket.on('error', reject)
      socket.on('close', (code) => { this.codes.push(code); reject(new Error(`closed with ${code}`)); this.#lost() })
    })
  }

  async #hear(frame, whole) {
    if (frame.type === 'ping') this.#socket.send('{"type":"pong"}')
    if (frame.type === 'hello') {
      // Another epoch is another history: nothing of it can be gone on with.
      if (this.#epoch && this.#epoch !== frame.epoch) await this.#read()
      this.#epoch = frame.epoch
      this.#socket.send(JSON.stringify({ type: 'watch', list: { query: QUERY }, conversations: [this.of.conversationId], after: this.#at }))
      this.ready = true
      if (this.#broken) { this.back.push(performance.now() - this.#broken); this.#broken = 0 }
      whole()
    }
    if (frame.type === 'events') {
      if (frame.from > this.#at || frame.events.some((event, i) => i > 0 && event.seq < frame.events[i - 1].seq)) this.disorder++
      this.events += frame.events.length
      this.list = this.law.applyAll(this.list, frame.events, frame.to, this.of.viewer)
      this.thread = this.law.applyAll(this.thread, frame.events, frame.to, this.of.viewer)
      this.#at = Math.max(this.#at, frame.to)
    }
    if (frame.type === 'resync') await this.#read()
  }

  #lost() {
    this.ready = false
    if (this.#ended || this.#broken) return
    this.#broken = performance.now()
    void (async () => {
      while (!this.#ended && !this.ready) await this.#connect().catch(() => wait(AGAIN_MS))
    })()
  }

  close() {
    this.#ended = true
    this.#socket?.terminate()
  }
}

const QUERY = { view: 'all', sort: 'newest' }
