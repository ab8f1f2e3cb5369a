/**
 * Who looked at whom (GDPR, article 33: after a breach it has to be said whose data were seen). Opening a person is noted behind the answer, many at once; an
 * hour of looking at one person is one entry. What a process that is killed had gathered in the last second is lost, a stop writes it down.
 */
import { newId } from '@recado/db'
import { LRUCache } from 'lru-cache'
import { type Actor, actorOf, wallNow } from '../auth/audit.js'
import type { Principal, Services } from '../services.js'

/** So long openings are gathered, and so long is waited when the database is away. */
const GATHER_MS = 1_000
const AGAIN_MS = 5_000
/** Kept while the database is away; what comes beyond is told to the log alone. */
const MOST_WAITING = 50_000

interface Opening { contactId: string; actor: Actor; at: string; hour: string }

export const OPENED = 'contact.opened'

export class Openings {
  private readonly services: Services
  /** Written, or about to be: for this hour nothing more is to be done. */
  private readonly known = new LRUCache<string, true>({ max: 50_000 })
  private waiting = new Map<string, Opening[]>()
  private count = 0
  private timer: NodeJS.Timeout | null = null
  private under: Promise<void> = Promise.resolve()

  constructor(services: Services) {
    this.services = services
    services.onClose(async () => { if (this.timer) clearTimeout(this.timer); await this.flush() })
  }

  /** Costs a look into memory; nobody waits for it. */
  note(principal: Principal, contactId: string): void {
    const at = wallNow(this.services, principal.workspaceId)
    const hour = at.slice(0, 13)
    const key = `${principal.workspaceId} ${principal.id} ${contactId} ${hour}`
    if (this.known.has(key)) return
    this.known.set(key, true)
    if (this.count >= MOST_WAITING) { this.services.log.error({ contactId, actor: principal.id }, 'an opening not written down'); return }
    this.keep(principal.workspaceId, [{ contactId, actor: actorOf(principal), at, hour }])
    this.soon(GATHER_MS)
  }

  private keep(workspaceId: string, openings: readonly Opening[]): void {
    this.waiting.set(workspaceId, [...this.waiting.get(workspaceId) ?? [], ...openings])
    this.count += openings.length
  }

  private soon(ms: number): void { this.timer ??= setTimeout(() => { this.timer = null; void this.flush() }, ms).unref() }

  /** Everything gathered by now is written; what cannot be is tried again. */
  flush(): Promise<void> {
    this.under = this.under.then(async () => {
      const all = this.waiting
      this.waiting = new Map()
      this.count = 0
      for (const [workspaceId, openings] of all) await this.write(workspaceId, openings).catch((error: unknown) => {
        this.keep(workspaceId, openings)
        if (!this.services.stopping()) this.soon(AGAIN_MS)
        this.services.log.warn({ err: error, count: openings.length }, 'openings not written down yet')
      })
    })
    return this.under
  }

  private async write(workspaceId: string, openings: readonly Opening[]): Promise<void> {
    const rows = openings.map(({ contactId, actor, at, hour }) => ({ id: newId(), at, actor, subject: contactId, data: { hour } }))
    await this.services.db.inWorkspace(workspaceId, (tx) => tx.query(
      `insert into audit_entry (workspace_id, audit_entry_id, at, actor, action, subject, data)
       select $1, n.id, n.at, n.actor, '${OPENED}', n.subject, n.data from jsonb_to_recordset($2::jsonb) as n(id uuid, at timestamptz, actor jsonb, subject text, data jsonb)
       on conflict (workspace_id, subject, (actor->>'id'), (data->>'hour')) where action = '${OPENED}' do nothing`, [workspaceId, JSON.stringify(rows)]))
  }
}

const known = new WeakMap<Services['signals'], Openings>()

/** This node's: one for all routes that show a person. */
export function openingsOf(services: Services): Openings {
  let openings = known.get(services.signals)
  if (!openings) known.set(services.signals, (openings = new Openings(services)))
  return openings
}
