import type { ClientFrame, ListQuery, LiveEvent, ServerFrame } from '@recado/api'
import type { WebSocket } from 'ws'
import { currentSeq } from '../conversations/read.js'
import { UUID } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { seen } from '../auth/sight.js'
import { may } from '../auth/permissions.js'
import { heardBy, watchesAll } from './audience.js'
import type { Feed } from './feed.js'
import { frameOf } from './frames.js'
import { readStretch, type Stretch } from './reader.js'

/** A reader that is further behind than this is told to read anew. */
const MAX_BACKLOG = 256 * 1024
const PING_MS = 25_000
/** A stretch of the log longer than this is not caught up by events. */
const MAX_CATCH_UP = 5_000
/** More list rows than this in one frame are not told one by one: the list is read again, so often at most. */
export const MAX_ROWS = 100
const LIST_ANEW_MS = 2_000
/** Threads one socket may watch. */
const MAX_WATCHED = 50
/** Words of a client in one second; a client that says more is broken. */
const MAX_FRAMES = 50

/** What a socket does beside following the log. */
export interface SocketOwner {
  /** It now watches these threads. */
  watching(socket: LiveSocket): void
  left(socket: LiveSocket): void
}

/** One browser's or program's view of the workspace. Frames go out in the order of the log, without gaps, or it is told to read anew. */
export class LiveSocket {
  watched: ReadonlySet<string> = new Set()
  list: ListQuery | null = null
  /** Her page is behind others, or the telephone in a pocket: nobody looks. */
  hidden = false
  /** The last sign of life, wall time. */
  heardAt = Date.now()
  /** Hello has been said: nothing goes out before it. */
  greeted = false
  private at = 0
  private stop: (() => void) | null = null
  private closed = false
  private line: Promise<void> = Promise.resolve()
  private heard = { second: 0, frames: 0 }
  private listAnew: NodeJS.Timeout | null = null
  private readonly ping: NodeJS.Timeout

  principal: Principal
  private readonly services: Services
  private readonly socket: WebSocket
  private readonly feed: Feed
  private readonly owner: SocketOwner

  constructor(services: Services, socket: WebSocket, principal: Principal, feed: Feed, owner: SocketOwner) {
    this.services = services
    this.socket = socket
    this.principal = principal
    this.feed = feed
    this.owner = owner
    this.ping = setInterval(() => this.say({ type: 'ping' }), PING_MS).unref()
    socket.on('message', (data) => this.hear(String(data)))
    socket.on('close', () => this.close())
    socket.on('error', () => this.close())
  }

  /** Says hello with the position of the log and follows it from there. */
  async open(): Promise<void> {
    const { workspaceId } = this.principal
    const head = await this.services.db.snapshot(workspaceId, async (tx) => {
      const [row] = await tx.query<{ epoch: string }>('select epoch from event_head where workspace_id = $1', [workspaceId])
      return { epoch: row?.epoch ?? '', seq: await currentSeq(tx, workspaceId) }
    })
    if (this.closed) return
    this.at = head.seq
    this.greeted = true
    this.say({ type: 'hello', epoch: head.epoch, at: head.seq, now: new Date(this.services.clock.now(workspaceId)).toISOString() })
    this.stop = this.feed.listen((stretch) => this.queue(() => this.take(stretch)), head.seq)
    // While our head was read the others were told of more: that comes no second time.
    const { position } = this.feed
    if (position !== null && position > head.seq) this.queue(() => this.resumeTo(position))
  }

  private hear(text: string): void {
    this.heardAt = Date.now()
    const second = Math.floor(this.heardAt / 1_000)
    this.heard = this.heard.second === second ? { second, frames: this.heard.frames + 1 } : { second, frames: 1 }
    if (this.heard.frames > MAX_FRAMES) return this.close(1008)
    const frame = readFrame(text)
    if (frame?.type !== 'watch') return
    const wished = (Array.isArray(frame.conversations) ? frame.conversations : []).filter((id) => typeof id === 'string' && UUID.test(id)).slice(0, MAX_WATCHED)
    this.list = frame.list?.query ?? null
    this.hidden = frame.hidden === true
    if (watchesAll(this.principal)) this.watch(new Set(wished))
    else this.queue(async () => this.watch(await this.visible(wished)))
    const { after } = frame
    if (typeof after === 'number' && Number.isSafeInteger(after) && after >= 0) this.queue(() => this.resume(after))
  }

  private watch(conversations: ReadonlySet<string>): void {
    this.watched = conversations
    this.owner.watching(this)
  }

  /** Those of these threads that she may look at. */
  private async visible(ids: readonly string[]): Promise<Set<string>> {
    if (!may(this.principal, 'conversations.read')) return new Set()
    return this.services.db.inWorkspace(this.principal.workspaceId, (tx) => seen(tx, this.principal, 'conversation', ids))
  }

  /** Her role, teams or inboxes have changed: from here on she hears what she now sees, and reads everything anew. */
  become(principal: Principal): void {
    this.principal = principal
    if (!may(principal, 'live.watch')) return this.close(1008, 'not permitted')
    this.queue(async () => {
      this.watch(await this.visible([...this.watched]))
      this.say({ type: 'resync', scope: 'all', at: this.at })
    })
  }

  /** One after the other: what is caught up never mixes with what is new. */
  private queue(work: () => void | Promise<void>): void {
    this.line = this.line.then(() => (this.closed ? undefined : work())).catch(() => this.say({ type: 'resync', scope: 'all' }))
  }

  /** Everything behind `after` that the log still holds; beyond it the view is read anew. */
  private async resume(after: number): Promise<void> {
    if (after >= this.at) return
    if (this.at - after > MAX_CATCH_UP) return this.say({ type: 'resync', scope: 'all', at: this.at })
    for (let from = after; from < this.at; ) {
      const stretch = await readStretch(this.services, this.principal.workspaceId, from)
      if (!stretch || stretch.lost) return this.say({ type: 'resync', scope: 'all', at: this.at })
      this.tell(stretch)
      from = stretch.to
      this.at = Math.max(this.at, from)
    }
  }

  private async take(stretch: Stretch): Promise<void> {
    if (stretch.to <= this.at) return
    // The feed was already further along when this socket came.
    if (stretch.from > this.at) await this.resumeTo(stretch.from)
    if (stretch.lost) { this.at = stretch.to; return this.say({ type: 'resync', scope: 'all', at: stretch.to }) }
    if (stretch.to <= this.at) return
    this.at = stretch.to
    this.tell(stretch)
  }

  private async resumeTo(target: number): Promise<void> {
    const from = this.at
    this.at = target
    await this.resume(from)
  }

  private tell(stretch: Stretch): void {
    if (this.socket.bufferedAmount > MAX_BACKLOG) return this.say({ type: 'resync', scope: 'all', at: stretch.to })
    const heard = heardBy(this.principal, stretch.events, this.watched)
    let { events } = heard
    const isRow = (event: LiveEvent): boolean => event.type === 'conversation.changed' && !this.watched.has(event.conversation.id)
    if (events.length > MAX_ROWS && events.filter(isRow).length > MAX_ROWS) {
      events = events.filter((event) => !isRow(event))
      this.sayListAnew()
    }
    this.send(frameOf(stretch, events))
    if (heard.lost.length > 0) this.watch(new Set([...this.watched].filter((id) => !heard.lost.includes(id))))
    for (const conversationId of stretch.anew) if (this.watched.has(conversationId)) this.say({ type: 'resync', scope: { conversationId } })
  }

  private sayListAnew(): void {
    this.listAnew ??= setTimeout(() => { this.listAnew = null; this.say({ type: 'resync', scope: 'list' }) }, LIST_ANEW_MS).unref()
  }

  say(frame: ServerFrame): void { this.send(JSON.stringify(frame)) }

  /** A frame that is written out already. */
  send(frame: string | Buffer): void {
    if (this.greeted && !this.closed && this.socket.readyState === 1) this.socket.send(frame, { binary: false })
  }

  close(code = 1000, reason = ''): void {
    if (this.closed) return
    this.closed = true
    clearInterval(this.ping)
    if (this.listAnew) clearTimeout(this.listAnew)
    this.stop?.()
    this.owner.left(this)
    if (this.socket.readyState <= 1) this.socket.close(code, reason)
  }
}

function readFrame(text: string): ClientFrame | null {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === 'object' && frame !== null ? (frame as ClientFrame) : null
  } catch { return null }
}
