import type { ClientFrame, ListQuery, LiveEvent, ServerFrame } from '@recado/api'
import type { WebSocket } from 'ws'
import { currentSeq } from '../conversations/read.js'
import type { Principal, Services } from '../services.js'
import type { Feed } from './feed.js'
import { readStretch, type Stretch } from './reader.js'

/** A reader that is further behind than this is told to read anew. */
const MAX_BACKLOG = 256 * 1024
const PING_MS = 25_000
/** A log stretch longer than this is not caught up by events. */
const MAX_CATCH_UP = 5_000

/** What a socket is told besides: contact rows and settings go to everybody in the workspace, drafts to their owner alone. */
function concerns(event: LiveEvent, principal: Principal, conversations: ReadonlySet<string>): boolean {
  switch (event.type) {
    case 'message.added': case 'message.changed': return conversations.has(event.message.conversationId)
    case 'message.removed': return conversations.has(event.conversationId)
    case 'draft.changed': return event.userId === principal.id
    case 'token.changed': return principal.role === 'owner' || principal.role === 'admin'
    default: return true
  }
}

/** One browser's view of the workspace: list rows, the open conversations, its own notices. */
export class LiveSocket {
  private at = 0
  private conversations = new Set<string>()
  private list: ListQuery | null = null
  private stop: (() => void) | null = null
  private closed = false
  private readonly ping: NodeJS.Timeout
  private readonly services: Services
  private readonly socket: WebSocket
  private readonly principal: Principal
  private readonly feed: Feed

  constructor(services: Services, socket: WebSocket, principal: Principal, feed: Feed) {
    this.services = services
    this.socket = socket
    this.principal = principal
    this.feed = feed
    this.ping = setInterval(() => this.say({ type: 'ping' }), PING_MS)
    socket.on('message', (data) => this.hear(String(data)))
    socket.on('close', () => this.close())
    socket.on('error', () => this.close())
  }

  async open(): Promise<void> {
    const { workspaceId } = this.principal
    const head = await this.services.db.snapshot(workspaceId, async (tx) => {
      const [row] = await tx.query<{ epoch: string }>('select epoch from event_head where workspace_id = $1', [workspaceId])
      return { epoch: row?.epoch ?? '', seq: await currentSeq(tx, workspaceId) }
    })
    if (this.closed) return
    this.at = head.seq
    this.say({ type: 'hello', epoch: head.epoch, at: head.seq, now: new Date(this.services.clock.now(workspaceId)).toISOString() })
    this.stop = this.feed.listen((stretch) => this.take(stretch), head.seq)
  }

  private hear(text: string): void {
    let frame: ClientFrame
    try { frame = JSON.parse(text) as ClientFrame } catch { return }
    if (frame.type !== 'watch') return
    this.conversations = new Set((frame.conversations ?? []).slice(0, 50))
    this.list = frame.list?.query ?? null
    if (typeof frame.after === 'number' && frame.after < this.at) void this.resume(frame.after)
  }

  /** Everything behind `after` that the log still holds; beyond it the view is read anew. */
  private async resume(after: number): Promise<void> {
    try {
      const target = this.at
      if (target - after > MAX_CATCH_UP) return this.say({ type: 'resync', scope: 'all', at: target })
      for (let from = after; from < target; ) {
        const stretch = await readStretch(this.services, this.principal.workspaceId, from)
        if (!stretch) return
        if (stretch.lost) return this.say({ type: 'resync', scope: 'all', at: this.at })
        this.tell(stretch)
        from = stretch.to
      }
    } catch { this.say({ type: 'resync', scope: 'all' }) }
  }

  private take(stretch: Stretch): void {
    if (stretch.to <= this.at) return
    const gap = stretch.from > this.at
    this.at = stretch.to
    if (stretch.lost || gap) return this.say({ type: 'resync', scope: 'all', at: stretch.to })
    this.tell(stretch)
  }

  private tell(stretch: Stretch): void {
    if (this.socket.bufferedAmount > MAX_BACKLOG) return this.say({ type: 'resync', scope: 'all', at: stretch.to })
    this.say({ type: 'events', from: stretch.from, to: stretch.to, events: stretch.events.filter((event) => concerns(event, this.principal, this.conversations)) })
  }

  /** Passing things and counts are said by their own parts. */
  say(frame: ServerFrame): void {
    if (!this.closed && this.socket.readyState === 1) this.socket.send(JSON.stringify(frame))
  }

  get watches(): { list: ListQuery | null; conversations: ReadonlySet<string>; principal: Principal } { return { list: this.list, conversations: this.conversations, principal: this.principal } }

  close(code = 1000): void {
    if (this.closed) return
    this.closed = true
    clearInterval(this.ping)
    this.stop?.()
    if (this.socket.readyState <= 1) this.socket.close(code)
  }
}

