import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { telemetryOf } from '../telemetry/telemetry.js'
import { PAGE, readStretch, type Stretch } from './reader.js'

/** Most often that one workspace's log is read: a frame per socket at most every 100 ms. */
const FRAME_MS = 100
/** Where many watch, telling takes longer: it rests so many times as long as the last took, and no longer than this, so that the server has time for other things. */
const REST = 3
const LONGEST_REST_MS = 300
/** How often the log is looked at when no signal came. */
const POLL_MS = 250

/** Follows one workspace's log while anybody listens; every stretch is read once for all sockets of this node. */
export class Feed {
  private readonly listeners = new Set<(stretch: Stretch) => void>()
  private at: number | null = null
  private reading: Promise<void> | null = null
  private again = false
  private lastReadAt = 0
  /** How long telling everybody of the last stretch kept the server busy. */
  private tellingMs = 0
  private timer: NodeJS.Timeout | null = null
  private poll: NodeJS.Timeout | null = null
  private readonly services: Services
  private readonly workspaceId: string
  private readonly noticed: () => void

  /** `noticed` hears that there was something new, after the listeners. */
  constructor(services: Services, workspaceId: string, noticed: () => void = () => {}) {
    this.services = services
    this.workspaceId = workspaceId
    this.noticed = noticed
  }

  /** Where it stands in the log; null while nobody listens. */
  get position(): number | null { return this.at }

  /** Starts following behind `seq`, unless others follow already: a listener that is elsewhere catches up by itself. Returns how to stop. */
  listen(listener: (stretch: Stretch) => void, seq: number): () => void {
    if (this.at === null) telemetryOf(this.services).watched(this.workspaceId, true)
    this.at ??= seq
    this.listeners.add(listener)
    this.poll ??= setInterval(() => this.wake(), POLL_MS).unref()
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      this.at = null
      telemetryOf(this.services).watched(this.workspaceId, false)
      if (this.poll) clearInterval(this.poll)
      if (this.timer) clearTimeout(this.timer)
      this.poll = this.timer = null
    }
  }

  /** Something was committed: looks soon, at most once per frame. */
  wake(): void {
    if (this.listeners.size === 0 || this.timer) return
    if (this.reading) { this.again = true; return }
    const rest = Math.max(FRAME_MS, Math.min(LONGEST_REST_MS, REST * this.tellingMs))
    const wait = Math.max(0, rest - (Date.now() - this.lastReadAt))
    this.timer = setTimeout(() => { this.timer = null; this.read() }, wait)
  }

  private read(): void {
    this.lastReadAt = Date.now()
    this.reading = this.catchUp().catch((error: unknown) => {
      if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'live feed')
    }).finally(() => {
      this.reading = null
      if (this.again) { this.again = false; this.wake() }
    })
  }

  /** How long telling took, ms. All in one turn: told in slices, with webhooks answered between them, the last of a thousand heard everything a second later. */
  private async tell(stretch: Stretch): Promise<number> {
    const since = performance.now()
    for (const listener of this.listeners) listener(stretch)
    // Each socket tells one thing after the other in its own line: by the next turn of the event loop all have been told.
    await new Promise((resolve) => { setImmediate(resolve) })
    return performance.now() - since
  }

  private async catchUp(): Promise<void> {
    while (this.at !== null) {
      const from = this.at
      const readMs = Date.now()
      const stretch = await readStretch(this.services, this.workspaceId, from)
      // Everybody left while it was read, or somebody came back behind another position.
      if (this.at !== from) return
      if (stretch) {
        this.at = stretch.to
        this.tellingMs = await this.tell(stretch)
        this.noticed()
        if (stretch.to - stretch.from >= PAGE) continue
      }
      telemetryOf(this.services).delivered(this.workspaceId, { seq: stretch?.to ?? from, watchers: this.listeners.size, readMs, more: stretch !== null })
      return
    }
  }
}
