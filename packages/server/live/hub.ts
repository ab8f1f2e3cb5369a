import type { PassingEvent } from '@recado/api'
import { isAway } from '@recado/db'
import type { WebSocket } from 'ws'
import type { Principal, Services } from '../services.js'
import { readCounts } from './counts.js'
import { memberPrincipal } from '../auth/auth.js'
import { type Opened, standing } from './credentials.js'
import type { Membership } from '../auth/sessions.js'
import { Feed } from './feed.js'
import { listenToNodes } from './nodes.js'
import { LiveSocket, type SocketOwner } from './socket.js'

/** Numbers at the views go out at most this often, and only when something changed. */
const COUNTS_MS = 1_000
/** How often open sockets are asked whether their session or token still holds: revoked is closed within 5 s, on every node. */
const CHECK_MS = 4_000
/** "Is looking at it" is said again before it fades. */
const VIEWING_MS = 20_000
const VIEWING_FOR_MS = 30_000

interface Room { feed: Feed; sockets: Map<LiveSocket, Opened>; /** counts as last said, by person */ said: Map<string, string>; counting: NodeJS.Timeout | null; changed: boolean }

/** Every open socket of this node, by workspace: one reader of the log each, counts, and what passes without a trace. */
export class LiveHub implements SocketOwner {
  private readonly rooms = new Map<string, Room>()
  private readonly timers: NodeJS.Timeout[]
  private readonly services: Services
  private readonly nodes: ReturnType<typeof listenToNodes> | null

  constructor(services: Services) {
    this.services = services
    services.signals.on('events', (workspaceId: string) => this.rooms.get(workspaceId)?.feed.wake())
    services.signals.on('rights', () => void this.check())
    this.timers = [setInterval(() => void this.check(), CHECK_MS).unref(), setInterval(() => this.sayViewing(), VIEWING_MS).unref()]
    // Behind a pooler there is no LISTEN: the feeds' own polling stands in.
    this.nodes = services.config.databaseUrl && !services.config.pooler
      ? listenToNodes(services, { changed: () => { for (const room of this.rooms.values()) room.feed.wake() }, passed: (workspaceId, event) => this.tellRoom(workspaceId, event) }) : null
    services.onClose(() => this.close())
  }

  /** Takes a new socket in; resolves when it follows the log. */
  async join(socket: WebSocket, principal: Principal, opened: Opened): Promise<LiveSocket> {
    const room = this.roomOf(principal.workspaceId)
    const live = new LiveSocket(this.services, socket, principal, room.feed, this)
    room.sockets.set(live, opened)
    if (this.services.stopping()) live.close(1001)
    else await live.open().catch((error: unknown) => {
      if (!isAway(error)) this.services.log.error({ err: error }, 'live socket')
      live.close(1013) // try again later
    })
    return live
  }

  private roomOf(workspaceId: string): Room {
    let room = this.rooms.get(workspaceId)
    if (!room) {
      const made: Room = { feed: new Feed(this.services, workspaceId, () => this.countSoon(workspaceId, made)), sockets: new Map(), said: new Map(), counting: null, changed: false }
      this.rooms.set(workspaceId, (room = made))
    }
    return room
  }

  left(socket: LiveSocket): void {
    const { workspaceId } = socket.principal
    const room = this.rooms.get(workspaceId)
    if (!room) return
    room.sockets.delete(socket)
    for (const id of socket.watched) this.view(socket, id, 0)
    if (room.sockets.size > 0) return
    if (room.counting) clearTimeout(room.counting)
    this.rooms.delete(workspaceId)
  }

  /** Colleagues see who looks at a thread, and whoever opens it sees who is there. */
  watching(socket: LiveSocket, before: ReadonlySet<string>): void {
    for (const id of before) if (!socket.watched.has(id)) this.view(socket, id, 0)
    for (const id of socket.watched) {
      if (before.has(id)) continue
      this.view(socket, id, VIEWING_FOR_MS)
      for (const other of this.rooms.get(socket.principal.workspaceId)?.sockets.keys() ?? []) {
        const { kind, id: userId, name } = other.principal
        if (other.watched.has(id) && kind === 'user' && userId !== socket.principal.id) socket.say({ type: 'passing', events: [{ type: 'agent.viewing', conversationId: id, userId, name, forMs: VIEWING_FOR_MS }] })
      }
    }
  }

  /** She looks at the thread, or no longer does (0) - unless another window of hers does. */
  private view(socket: LiveSocket, conversationId: string, forMs: number): void {
    const { kind, id: userId, name, workspaceId } = socket.principal
    if (kind !== 'user') return
    const elsewhere = forMs === 0 && [...(this.rooms.get(workspaceId)?.sockets.keys() ?? [])].some((other) => other !== socket && other.principal.id === userId && other.watched.has(conversationId))
    if (!elsewhere) this.pass(workspaceId, { type: 'agent.viewing', conversationId, userId, name, forMs })
  }

  private sayViewing(): void {
    for (const room of this.rooms.values()) for (const socket of room.sockets.keys()) for (const id of socket.watched) this.view(socket, id, VIEWING_FOR_MS)
  }

  /** Tells the sockets that watch the thread, here and on other nodes, but not those of the person it speaks of. Never stored. */
  pass(workspaceId: string, event: PassingEvent): void {
    this.tellRoom(workspaceId, event)
    this.nodes?.pass(workspaceId, event)
  }

  private tellRoom(workspaceId: string, event: PassingEvent): void {
    for (const socket of this.rooms.get(workspaceId)?.sockets.keys() ?? []) {
      if ('conversationId' in event && !socket.watched.has(event.conversationId)) continue
      if ('userId' in event && event.userId === socket.principal.id) continue
      socket.say({ type: 'passing', events: [event] })
    }
  }

  /** At once when nothing was counted for a while, else when the second is over. */
  private countSoon(workspaceId: string, room: Room): void {
    if (room.counting) { room.changed = true; return }
    room.changed = false
    room.counting = setTimeout(() => {
      room.counting = null
      if (room.changed && room.sockets.size > 0) this.countSoon(workspaceId, room)
    }, COUNTS_MS).unref()
    void this.count(workspaceId, room).catch((error: unknown) => {
      if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'counts')
    })
  }

  private async count(workspaceId: string, room: Room): Promise<void> {
    const people = [...new Set([...room.sockets.keys()].map((socket) => socket.principal.id))]
    if (people.length === 0) return
    const counts = await this.services.db.inWorkspace(workspaceId, (tx) => readCounts(tx, this.services, workspaceId, people))
    const fresh = new Set([...counts].filter(([id, own]) => room.said.get(id) !== JSON.stringify(own)).map(([id]) => id))
    room.said = new Map([...counts].map(([id, own]) => [id, JSON.stringify(own)]))
    for (const socket of room.sockets.keys()) {
      const own = counts.get(socket.principal.id)
      if (own && fresh.has(socket.principal.id)) socket.say({ type: 'counts', counts: own })
    }
  }

  /** Closes the sockets whose session or token has ended. An open one keeps no session awake: only requests do. */
  async check(): Promise<void> {
    const all = [...this.rooms.values()].flatMap((room) => [...room.sockets].map(([socket, opened]) => ({ socket, ...opened })))
    if (all.length === 0) return
    try {
      const holding = await standing(this.services.db, all)
      for (const one of all) {
        const membership = holding.get(one)
        if (membership === undefined) one.socket.close(1008, 'signed out')
        else if (membership) this.follow(one.socket, membership)
      }
    } catch (error) {
      if (!isAway(error)) this.services.log.error({ err: error }, 'live sockets not checked')
    }
  }

  /** Her role, teams and inboxes count in open windows at once. */
  private follow(socket: LiveSocket, membership: Membership): void {
    const now = memberPrincipal(socket.principal, membership)
    if (rightsOf(now) !== rightsOf(socket.principal)) socket.become(now)
  }

  /** Lets every socket go: the server stops, and clients come back by themselves. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    for (const room of this.rooms.values()) for (const socket of room.sockets.keys()) socket.close(1001, 'going away')
    await this.nodes?.close()
  }
}

const rightsOf = ({ role, permissions, reach }: Principal): string => JSON.stringify([role, permissions, reach])

const hubs = new WeakMap<Services, LiveHub>()

/** The one hub of these services: routes that pass something on and the socket's own route share it. */
export function hubOf(services: Services): LiveHub {
  let hub = hubs.get(services)
  if (!hub) hubs.set(services, (hub = new LiveHub(services)))
  return hub
}
