/**
 * Who looks at a thread and who writes in it, told to everybody who has it open or could have it in her list. Nothing is stored: what is not
 * said again fades, and a browser that falls silent is gone within seconds.
 */
import type { PassingEvent } from '@recado/api'
import { isAway } from '@recado/db'
import { may } from '../auth/permissions.js'
import { type Sightable, sees } from '../auth/reach.js'
import { sightableOf } from '../conversations/mentions.js'
import type { Services } from '../services.js'
import { passingFrames } from './frames.js'
import type { LiveSocket } from './socket.js'

export type AgentEvent = Extract<PassingEvent, { userId: string }>

/** Looking is said again before it fades; it outlives one repetition that was lost. */
const VIEWING_FOR_MS = 30_000
const AGAIN_AFTER = 2 / 3
/** Where many look, each repetition goes to all of them: for each so many sockets it holds longer by as much again, up to the longest. Who leaves is told at once in any case. */
const MANY = 200
const LONGEST_TIMES = 6
/** Watching browsers are asked for a sign of life this often; one that gave none for so long has lost the line. */
export const BEAT_MS = 5_000
export const SILENT_MS = 12_000
/** Changes of this long go out together: a list of a hundred colleagues is one frame, not a hundred. */
const GATHER_MS = 150
/** How long it is taken for granted who sees a thread. */
const SIGHT_MS = 10_000

interface Said { event: AgentEvent; thread: Sightable; until: number }
/** `again`: when a socket's looking is to be said again. */
interface Room { now: Map<string, Said>; pending: Said[]; timer: NodeJS.Timeout | null; line: Promise<void>; sight: Map<string, { at: number; thread: Promise<Sightable | null> }>; again: WeakMap<LiveSocket, number>; viewingForMs: number }

const keyOf = (event: AgentEvent): string => `${event.type} ${event.conversationId} ${event.userId}`
const NOTHING: ReadonlySet<string> = new Set()

/** What the hub gives: its sockets by workspace, and the way to the other nodes. */
export interface Surroundings {
  workspaces(): Iterable<string>
  sockets(workspaceId: string): Iterable<LiveSocket>
  spread(workspaceId: string, event: AgentEvent, thread: Sightable): void
}

export class Presence {
  private readonly rooms = new Map<string, Room>()
  private readonly shown = new Map<LiveSocket, ReadonlySet<string>>()
  private readonly welcomed = new WeakSet<LiveSocket>()
  private readonly timer: NodeJS.Timeout
  private readonly services: Services
  private readonly around: Surroundings

  constructor(services: Services, around: Surroundings) {
    this.services = services
    this.around = around
    this.timer = setInterval(() => this.beat(Date.now()), BEAT_MS).unref()
  }

  /** What a socket now has before its eyes; whoever opens a thread or a list hears at once who is there. */
  look(socket: LiveSocket, now = Date.now()): void {
    const { kind, workspaceId } = socket.principal
    const before = this.shown.get(socket) ?? NOTHING
    const after = kind !== 'user' || socket.hidden || now - socket.heardAt > SILENT_MS ? NOTHING : socket.watched
    this.shown.set(socket, after)
    for (const id of before) if (!after.has(id)) this.away(socket, id)
    const opened = [...after].filter((id) => !before.has(id))
    // All of them, since what she looked at before is said again from here on together with what she opened.
    if (opened.length > 0) this.viewAll(socket, after, now)
    const all = socket.list !== null && !this.welcomed.has(socket)
    if (all) this.welcomed.add(socket)
    if (all || opened.length > 0) this.tell(socket, [...(this.rooms.get(workspaceId)?.now.values() ?? [])].filter(({ event }) => all || opened.includes(event.conversationId)).map((said) => ({ ...said, event: { ...said.event, forMs: Math.max(0, said.until - now) } })))
  }

  left(socket: LiveSocket): void {
    const before = this.shown.get(socket) ?? NOTHING
    this.shown.delete(socket)
    for (const id of before) this.away(socket, id)
  }

  /** Says it here and on the other nodes. One after the other: "gone" never overtakes "there". */
  pass(workspaceId: string, event: AgentEvent): void {
    const room = this.roomOf(workspaceId)
    room.line = room.line.then(async () => {
      const thread = await this.sightOf(room, workspaceId, event.conversationId)
      if (!thread) return
      this.hear(workspaceId, event, thread)
      this.around.spread(workspaceId, event, thread)
    }).catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'presence') })
  }

  /** What this or another node says. */
  hear(workspaceId: string, event: AgentEvent, thread: Sightable): void {
    const room = this.roomOf(workspaceId)
    const said = { event, thread, until: Date.now() + event.forMs }
    if (event.forMs > 0) room.now.set(keyOf(event), said)
    else room.now.delete(keyOf(event))
    room.pending.push(said)
    room.timer ??= setTimeout(() => this.flush(workspaceId, room), GATHER_MS).unref()
  }

  /** Another node has just begun to listen: it hears who looks at what here. */
  sayAll(workspaceId: string): void {
    for (const socket of this.around.sockets(workspaceId)) this.viewAll(socket, this.shown.get(socket) ?? NOTHING, Date.now())
  }

  /** A sign of life of every browser that watches; who gave none is no longer there until she does. */
  beat(now: number): void {
    for (const workspaceId of this.around.workspaces()) {
      const sockets = [...this.around.sockets(workspaceId)]
      const room = this.roomOf(workspaceId)
      room.viewingForMs = VIEWING_FOR_MS * Math.min(LONGEST_TIMES, 1 + Math.floor(sockets.length / MANY))
      for (const socket of sockets) {
        if (socket.watched.size > 0) socket.say({ type: 'ping' })
        this.look(socket, now)
        const shown = this.shown.get(socket) ?? NOTHING
        if (shown.size > 0 && now >= (room.again.get(socket) ?? 0)) this.viewAll(socket, shown, now)
      }
    }
    for (const [workspaceId, room] of this.rooms) {
      for (const [key, said] of room.now) if (said.until <= now) room.now.delete(key)
      if (room.now.size === 0 && room.pending.length === 0 && [...this.around.sockets(workspaceId)].length === 0) this.rooms.delete(workspaceId)
    }
  }

  close(): void {
    clearInterval(this.timer)
    for (const room of this.rooms.values()) if (room.timer) clearTimeout(room.timer)
  }

  private viewAll(socket: LiveSocket, ids: Iterable<string>, now: number): void {
    const room = this.roomOf(socket.principal.workspaceId)
    room.again.set(socket, now + AGAIN_AFTER * room.viewingForMs)
    for (const id of ids) this.view(socket, id, room.viewingForMs)
  }

  private view(socket: LiveSocket, conversationId: string, forMs: number): void {
    const { kind, id: userId, name, workspaceId } = socket.principal
    if (kind === 'user') this.pass(workspaceId, { type: 'agent.viewing', conversationId, userId, name, forMs })
  }

  /** Gone from there, and not writing any more - unless another window of hers still shows it. */
  private away(socket: LiveSocket, conversationId: string): void {
    const { id: userId, name, workspaceId } = socket.principal
    for (const other of this.around.sockets(workspaceId)) if (other !== socket && other.principal.id === userId && this.shown.get(other)?.has(conversationId)) return
    this.view(socket, conversationId, 0)
    const typing = this.rooms.get(workspaceId)?.now.get(`agent.typing ${conversationId} ${userId}`)?.event
    if (typing?.type === 'agent.typing') this.pass(workspaceId, { type: 'agent.typing', conversationId, userId, name, mode: typing.mode, forMs: 0 })
  }

  private flush(workspaceId: string, room: Room): void {
    room.timer = null
    const pending = room.pending.splice(0)
    const frameOf = passingFrames()
    for (const socket of this.around.sockets(workspaceId)) this.tell(socket, pending, frameOf)
  }

  private tell(socket: LiveSocket, said: readonly Said[], frameOf = passingFrames()): void {
    const { principal, watched, list } = socket
    const inList = list !== null && may(principal, 'conversations.read')
    const events: AgentEvent[] = []
    for (const { event, thread } of said) if (event.userId !== principal.id && (watched.has(event.conversationId) || (inList && sees(principal.reach, principal.id, thread)))) events.push(event)
    if (events.length > 0) socket.send(frameOf(events))
  }

  private roomOf(workspaceId: string): Room {
    let room = this.rooms.get(workspaceId)
    if (!room) this.rooms.set(workspaceId, (room = { now: new Map(), pending: [], timer: null, line: Promise.resolve(), sight: new Map(), again: new WeakMap(), viewingForMs: VIEWING_FOR_MS }))
    return room
  }

  private sightOf(room: Room, workspaceId: string, conversationId: string): Promise<Sightable | null> {
    const now = Date.now()
    const known = room.sight.get(conversationId)
    if (known && now - known.at < SIGHT_MS) return known.thread
    if (room.sight.size > 1_000) room.sight.clear()
    const thread = this.services.db.inWorkspace(workspaceId, (tx) => sightableOf(tx, workspaceId, conversationId)).catch((error: unknown) => { if (isAway(error)) throw error; return null })
    room.sight.set(conversationId, { at: now, thread })
    thread.catch(() => room.sight.delete(conversationId))
    return thread
  }
}
