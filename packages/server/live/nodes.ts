import type { PassingEvent } from '@recado/api'
import { newId } from '@recado/db'
import type { Sightable } from '../auth/reach.js'
import type { Services } from '../services.js'

/** Wait after a lost connection, doubling up to the longest. */
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5_000
/** A notice larger than this is not carried (PostgreSQL takes 8,000 bytes). */
const LARGEST = 7_000

/** What is needed of a connection taken out of the pool for good. */
interface Client {
  query(text: string): Promise<unknown>
  on(event: 'notification', heard: (notice: { channel: string; payload?: string | undefined }) => void): unknown
  once(event: 'error', failed: (error: Error) => void): unknown
  release(broken: Error | boolean): void
}

/** `thread`: of what a person does, so that the other node can tell who may see it. `asked`: a node has just begun to listen for this workspace. */
interface Heard { changed(): void; passed(workspaceId: string, event: PassingEvent, thread: Sightable | null): void; asked?(workspaceId: string): void }
interface Nodes { pass(workspaceId: string, event: PassingEvent, thread?: Sightable): void; ask(workspaceId: string): void; close(): Promise<void> }

/**
 * Hears other nodes on a connection of its own: hints that logs have grown, and what passes without being stored. Losing it costs nothing but
 * time: feeds poll as well, and what passes is said again.
 */
export function listenToNodes(services: Services, heard: Heard): Nodes {
  const self = newId()
  let client: Client | null = null
  let closed = false
  let waitMs = FIRST_WAIT_MS
  let timer: NodeJS.Timeout | null = null

  const lost = (broken: Client | null, error: Error): void => {
    broken?.release(error)
    if (client === broken) client = null
    if (closed) return
    timer = setTimeout(() => void connect(), waitMs).unref()
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  async function connect(): Promise<void> {
    let fresh: Client | null = null
    try {
      fresh = await services.db.pool.connect()
      if (closed) return fresh.release(true)
      const own = fresh
      own.once('error', (error) => lost(own, error))
      own.on('notification', ({ channel, payload }) => {
        if (channel === 'recado') heard.changed()
        else if (payload) hearPassing(payload)
      })
      await own.query('listen recado')
      await own.query('listen recado_passing')
      client = own
      waitMs = FIRST_WAIT_MS
      heard.changed() // whatever was missed meanwhile
    } catch (error) { lost(fresh, error as Error) }
  }

  function hearPassing(payload: string): void {
    try {
      const { node, workspaceId, event, thread } = JSON.parse(payload) as { node: string; workspaceId: string; event?: PassingEvent; thread?: Sightable }
      if (node === self) return
      if (event) heard.passed(workspaceId, event, thread ?? null)
      else heard.asked?.(workspaceId)
    } catch { /* not one of ours */ }
  }

  function say(what: { workspaceId: string; event?: PassingEvent; thread?: Sightable | undefined }): void {
    const payload = JSON.stringify({ node: self, ...what })
    if (payload.length < LARGEST) services.db.pool.query(`select pg_notify('recado_passing', $1)`, [payload]).catch(() => {}) // said again soon, or gone by then
  }

  void connect()
  return {
    pass: (workspaceId, event, thread) => say({ workspaceId, event, thread }),
    ask: (workspaceId) => say({ workspaceId }),
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      client?.release(true)
      client = null
    },
  }
}
