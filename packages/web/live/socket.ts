/** The live socket: connects, says what it watches, hands frames on, and comes back by itself. Knows nothing of the cache. */
import type { ClientFrame, ServerFrame } from '@recado/api'
import { reconnectDelayMs } from './backoff.js'

export type LiveState = 'connecting' | 'live' | 'away'

export interface LiveSocketOptions {
  url: string
  onFrame: (frame: ServerFrame) => void
  onState: (state: LiveState) => void
  /** What to watch now; asked for at every connection and by `watch`. */
  interest: () => Extract<ClientFrame, { type: 'watch' }>
}

// The server pings every 25 s: a longer silence is a dead line that the browser has not noticed.
const SILENCE_MS = 60_000

export class LiveSocket {
  #socket: WebSocket | null = null
  #tries = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(readonly options: LiveSocketOptions) {
    this.#connect()
    addEventListener('online', this.#retryNow)
    document.addEventListener('visibilitychange', this.#retryNow)
  }

  /** Says the interest anew. */
  watch(): void {
    this.#send(this.options.interest())
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    clearTimeout(this.#silence)
    removeEventListener('online', this.#retryNow)
    document.removeEventListener('visibilitychange', this.#retryNow)
    this.#socket?.close()
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  #connect(): void {
    clearTimeout(this.#timer)
    this.options.onState('connecting')
    const socket = new WebSocket(this.options.url)
    this.#socket = socket
    socket.onmessage = (event) => {
      this.#heard()
      const frame = readFrame(event.data)
      if (!frame) return
      if (frame.type === 'ping') return this.#send({ type: 'pong' })
      if (frame.type === 'hello') {
        this.#tries = 0
        this.options.onState('live')
        this.options.onFrame(frame)
        return this.watch()
      }
      this.options.onFrame(frame)
    }
    socket.onclose = () => {
      if (this.#closed || this.#socket !== socket) return
      clearTimeout(this.#silence)
      this.options.onState('away')
      this.#timer = setTimeout(() => this.#connect(), reconnectDelayMs(this.#tries++, Math.random()))
    }
    this.#heard()
  }

  #heard(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#socket?.close(), SILENCE_MS)
  }

  readonly #retryNow = (): void => {
    const state = this.#socket?.readyState
    if (document.visibilityState === 'hidden' || state === WebSocket.OPEN || state === WebSocket.CONNECTING || this.#closed) return
    this.#tries = 0
    this.#connect()
  }
}

function readFrame(data: unknown): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(String(data))
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as ServerFrame) : null
  } catch {
    return null // not ours: a proxy's word, for example
  }
}
