import type { Counts, PassingEvent } from '@recado/api'
import { isAway } from '@recado/db'
import type { WebSocket } from 'ws'
import type { Principal, Services } from '../services.js'
import { readCounts } from './counts.js'
import { countViews } from './view-counts.js'
import { may } from '../auth/permissions.js'
import { memberPrincipal } from '../auth/auth.js'
import { type Opened, standing } from './credentials.js'
import type { Membership } from '../auth/sessions.js'
import { Feed } from './feed.js'
import { listenToNodes } from './nodes.js'
import { Presence } from './presence.js'
import { LiveSocket, type SocketOwner } from './socket.js'

/** Numbers at the views go out at most this often, and only when something changed. */
const COUNTS_MS = 1_000
/** However dear the saved views are, their numbers are no older than this. */
const LONGEST_REST_MS = 60_000
/** How often open sockets are asked whether their session or token still holds: revoked is closed within 5 s, on every node. */
const CHECK_MS = 4_000

interface Room { feed: Feed; sockets: Map<LiveSocket, Opened>; /** numbers at the standard and at the saved views, by person */ counts: Map<string, Counts>; viewCounts: Map<string, Record<string, number | null>>; viewsDue: number; viewsTimer: NodeJS.Timeout | null; /** as last said */ said: WeakMap<LiveSocket, string>; counting: NodeJS.Timeout | null; changed: boolean }

/** Every open socket of this node, by workspace: one reader of the log each, counts, and what passes without a trace. */
export class LiveHub implements SocketOwner {
  private readonly rooms = new Map<string, Room>()
  private readonly timers: NodeJS.Timeout[]
  private readonly services: Services
  private readonly nodes: ReturnType<typeof listenToNodes> | null
  readonly presence: Presence

  constructor(services: Services) {
    this.services = services
    services.signals.on('events', (workspaceId: string) => this.rooms.get(workspaceId)?.feed.wake())
    services.signals.on('rights', () => void this.check())
    this.timers = [setInterval(() => void this.check(), CHECK_MS).unref()]
    this.presence = new Presence(services, {
      workspaces: () => this.rooms.keys(), sockets: (workspaceId) => this.rooms.get(workspaceId)?.sockets.keys() ?? [],
      spread: (workspaceId, event, thread) => this.nodes?.pass(workspaceId, event, thread),
    })
    // Behind a pooler there is no LISTEN: the feeds' own polling stands in.
    this.nodes = services.config.databaseUrl && !services.config.pooler
      ? listenToNodes(services, {
        changed: () => { for (const room of this.rooms.values()) room.feed.wake() },
        passed: (workspaceId, event, thread) => { if (this.rooms.has(workspaceId)) { if ('userId' in event && thread) this.presence.hear(workspaceId, event, thread); else this.tellRoom(workspaceId, event) } },
        asked: (workspaceId) => this.presence.sayAll(workspaceId),
      }) : null
    services.onClose(() => this.close())
  }

  /** Takes a new socket in; resolves when it follows the log. */
  async join(socket: WebSocket, principal: Principal, opened: Opened): Promise<LiveSocket> {
    const room = this.roomOf(principal.workspaceId)
    const live = new LiveSocket(this.services, socket, principal, room.feed, this)
    room.sockets.set(live, opened)
    if (principal.kind === 'user') this.services.signals.emit('present', principal.workspaceId, principal.id)
    if (this.services.stopping()) live.close(1001)
    else await live.open().catch((error: unknown) => {
      if (!isAway(error)) this.services.log.error({ err: error }, 'live socket')
      live.close(1013) // try again later
    })
    return live
  }

  /** Whose browser is connected to this node. */
  people(): { workspaceId: string; userId: string }[] {
    return [...this.rooms].flatMap(([workspaceId, room]) => [...new Set([...room.sockets.keys()].flatMap(({ principal }) => (principal.kind === 'user' ? [principal.id] : [])))].map((userId) => ({ workspaceId, userId })))
  }

  private roomOf(workspaceId: string): Room {
    let room = this.rooms.get(workspaceId)
    if (!room) {
      const made: Room = { feed: new Feed(this.services, workspaceId, () => this.countSoon(workspaceId, made)), sockets: new Map(), counts: new Map(), viewCounts: new Map(), viewsDue: 0, viewsTimer: null, said: new WeakMap(), counting: null, changed: false }
      this.rooms.set(workspaceId, (room = made))
      this.nodes?.ask(workspaceId)
    }
    return room
  }

  left(socket: LiveSocket): void {
    const { workspaceId } = socket.principal
    const room = this.rooms.get(workspaceId)
    if (!room) return
    room.sockets.delete(socket)
    this.presence.left(socket)
    if (room.sockets.size > 0) return
    if (room.counting) clearTimeout(room.counting)
    if (room.viewsTimer) clearTimeout(room.viewsTimer)
    this.rooms.delete(workspaceId)
  }

  /** Who has which thread before her eyes ("user thread"), and who has a page of ours in front at all: on this node. */
  whoLooks(workspaceId: string): { looking: Set<string>; present: Set<string> } {
    const open = [...(this.rooms.get(workspaceId)?.sockets.keys() ?? [])].filter((socket) => socket.principal.kind === 'user' && !socket.hidden)
    return { looking: new Set(open.flatMap((socket) => [...socket.watched].map((id) => `${socket.principal.id} ${id}`))), present: new Set(open.map((socket) => socket.principal.id)) }
  }

  /** Colleagues see who looks at a thread, and whoever opens it sees who is there. */
  watching(socket: LiveSocket): void { this.presence.look(socket) }

  /** Tells those whom it concerns, here and on other nodes; never stored. */
  pass(workspaceId: string, event: PassingEvent): void {
    if ('userId' in event) return this.presence.pass(workspaceId, event)
    this.tellRoom(workspaceId, event)
    this.nodes?.pass(workspaceId, event)
  }

  private tellRoom(workspaceId: string, event: PassingEvent): void {
    for (const socket of this.rooms.get(workspaceId)?.sockets.keys() ?? []) {
      if ('conversationId' in event && !socket.watched.has(event.conversationId)) continue
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
    const people = whoCounts(room.sockets.keys())
    if (people.length === 0) return
    const counts = await this.services.db.inWorkspace(workspaceId, (tx) => readCounts(tx, this.services, workspaceId, people))
    for (const [id, own] of counts) room.counts.set(id, own)
    this.sayCounts(room)
    await this.countSaved(workspaceId, room)
  }

  /** Saved views may ask anything, so they rest twenty times as long as they took. What changes while they rest is counted when they have. */
  private async countSaved(workspaceId: string, room: Room): Promise<void> {
    if (room.viewsTimer) return
    const rest = room.viewsDue - Date.now()
    if (rest > 0) {
      room.viewsTimer = setTimeout(() => {
        room.viewsTimer = null
        void this.countSaved(workspaceId, room).catch((error: unknown) => {
          if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'counts of saved views')
        })
      }, Math.min(rest, LONGEST_REST_MS)).unref()
      return
    }
    const people = whoCounts(room.sockets.keys())
    if (people.length === 0) return
    room.viewsDue = Date.now() + LONGEST_REST_MS
    const begun = Date.now()
    try {
      room.viewCounts = await countViews(this.services, people)
    } finally { room.viewsDue = begun + Math.min(LONGEST_REST_MS, Math.max(2 * COUNTS_MS, 20 * (Date.now() - begun))) }
    this.sayCounts(room)
  }

  private sayCounts(room: Room): void {
    for (const socket of room.sockets.keys()) {
      const { id } = socket.principal
      const own = room.counts.get(id)
      const views = room.viewCounts.get(id)
      if (!own || !socket.greeted || !may(socket.principal, 'conversations.read')) continue
      const counts = views ? { ...own, views } : own
      const text = JSON.stringify(counts)
      if (room.said.get(socket) === text) continue
      room.said.set(socket, text)
      socket.say({ type: 'counts', counts })
    }
  }

  /** Closes the sockets whose session or token has ended, and tells the others where their person now stands. An open one keeps no session awake: only requests do. */
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
    this.presence.close()
    for (const room of this.rooms.values()) for (const socket of room.sockets.keys()) socket.close(1001, 'going away')
    await this.nodes?.close()
  }
}

/** One of each person with an open window. */
function whoCounts(sockets: Iterable<LiveSocket>): Principal[] {
  const people = new Map([...sockets].filter(({ principal }) => may(principal, 'conversations.read')).map(({ principal }) => [principal.id, principal]))
  return [...people.values()]
}

const rightsOf = ({ role, permissions, reach }: Principal): string => JSON.stringify([role, permissions, reach])

const hubs = new WeakMap<Services, LiveHub>()

/** The one hub of these services: routes that pass something on and the socket's own route share it. */
export function hubOf(services: Services): LiveHub {
  let hub = hubs.get(services)
  if (!hub) hubs.set(services, (hub = new LiveHub(services)))
  return hub
}
