/** Behind the messages: people whom the platform says are one, personal codes that come back, and who may be the same. */
import { isAway, type Tx } from '@recado/db'
import { iso } from '../../http/schemas.js'
import { pressureOf } from '../../jobs/pressure.js'
import type { Services } from '../../services.js'
import { survivorOf } from '../contacts.js'
import { readSigns } from './link-use.js'
import { readLate, readNew } from './matches.js'
import { mergePeople } from './merge.js'

/** After something was written, it is looked at in this time: she has just scanned the code and sees what we write next. */
const GATHER_MS = 250
/** Looking for doubles is for the next minute, not for the next second. */
const MATCH_EVERY_MS = 1_000

/** What is still to do after a step; `matching`: doubles, too. */
interface Next { matching: boolean }
interface Place { seq: number; late_seq: number; identity_id: string; contact_address_id: string }

/** One look at a time per workspace and node; the place is locked, so of two nodes one reads on. */
export class JoiningWorker {
  private readonly services: Services
  private readonly waiting = new Map<string, NodeJS.Timeout>()
  private readonly running = new Map<string, Promise<void>>()
  private readonly matchedAt = new Map<string, number>()
  private closed = false

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals, db } = this.services
    const soon = (workspaceId: string): void => this.soon(workspaceId, GATHER_MS)
    signals.on('events', soon)
    this.services.onClose(async () => {
      this.closed = true
      signals.off('events', soon)
      for (const timer of this.waiting.values()) clearTimeout(timer)
      await Promise.all(this.running.values())
    })
    void db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace')).then((rows) => { for (const row of rows) soon(row.workspace_id) }, () => {}) // away: the next message asks again
  }

  private soon(workspaceId: string, ms: number): void {
    if (this.closed || this.waiting.has(workspaceId)) return
    this.waiting.set(workspaceId, setTimeout(() => {
      this.waiting.delete(workspaceId)
      const calm = pressureOf(this.services).mayWork(this.matchedAt.get(workspaceId) ?? 0) && Date.now() - (this.matchedAt.get(workspaceId) ?? 0) >= MATCH_EVERY_MS
      if (!calm) this.soon(workspaceId, MATCH_EVERY_MS)
      void this.look(workspaceId, calm).catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'joining people') })
    }, ms).unref())
  }

  /** Everything there is by now is looked at; without `matching` doubles are left for later. */
  look(workspaceId: string, matching = true): Promise<void> {
    const before = this.running.get(workspaceId) ?? Promise.resolve()
    const own = before.catch(() => {}).then(() => this.walk(workspaceId, matching)).finally(() => { if (this.running.get(workspaceId) === own) this.running.delete(workspaceId) })
    this.running.set(workspaceId, own)
    return own
  }

  private async walk(workspaceId: string, matching: boolean): Promise<void> {
    const { db, signals } = this.services
    if (matching) this.matchedAt.set(workspaceId, Date.now())
    for (let next: Next | null = { matching }; next && !this.services.stopping();) {
      const { matching: now }: Next = next
      const step: { next: Next | null; wrote: boolean } = await db.inWorkspace(workspaceId, async (tx) => {
        const before = await headOf(tx, workspaceId)
        return { next: await this.step(tx, workspaceId, now), wrote: await headOf(tx, workspaceId) !== before }
      })
      if (step.wrote) signals.committed(workspaceId)
      next = step.next
    }
  }

  /**
   * One transaction: at most one joining, since it ends with the log's head locked. Gives what is still to do: full pages alone, for who writes meanwhile wakes
   * us again, and doubles only where their own pages were full.
   */
  private async step(tx: Tx, workspaceId: string, matching: boolean): Promise<Next | null> {
    await tx.query('insert into joining_place (workspace_id) values ($1) on conflict do nothing', [workspaceId])
    const [place] = await tx.query<Place>('select seq, late_seq, identity_id, contact_address_id from joining_place where workspace_id = $1 for update', [workspaceId])
    if (!place) return null
    if (await this.follow(tx, workspaceId)) return { matching }
    const matched = matching ? await readNew(tx, this.services, workspaceId, place) : { ...place, more: false }
    const late = matching ? await readLate(tx, this.services, workspaceId, place.late_seq) : { seq: place.late_seq, more: false }
    const signs = await readSigns(tx, this.services, workspaceId, place.seq)
    if (signs.seq !== place.seq || late.seq !== place.late_seq || matched.identity_id !== place.identity_id || matched.contact_address_id !== place.contact_address_id)
      await tx.query('update joining_place set seq = $2, late_seq = $3, identity_id = $4, contact_address_id = $5 where workspace_id = $1', [workspaceId, signs.seq, late.seq, matched.identity_id, matched.contact_address_id])
    const doubles = matched.more || late.more
    return doubles || signs.more ? { matching: doubles } : null
  }

  /** Addresses that became one in ingest: so do their people. Whether there were any. */
  private async follow(tx: Tx, workspaceId: string): Promise<boolean> {
    const [row] = await tx.query<{ identity_join_id: string; kept_contact_id: string; lost_contact_id: string }>('select identity_join_id, kept_contact_id, lost_contact_id from identity_join where workspace_id = $1 and done_at is null order by at, identity_join_id limit 1', [workspaceId])
    if (!row) return false
    await tx.query('update identity_join set done_at = $3 where workspace_id = $1 and identity_join_id = $2', [workspaceId, row.identity_join_id, iso(this.services.clock.now(workspaceId))])
    const [keepId, loseId] = [await survivorOf(tx, workspaceId, row.kept_contact_id), await survivorOf(tx, workspaceId, row.lost_contact_id)]
    const gone = await tx.query('select 1 from contact where workspace_id = $1 and contact_id = any($2::uuid[]) and erased_at is not null', [workspaceId, [keepId, loseId]])
    if (keepId && loseId && keepId !== loseId && gone.length === 0) await mergePeople(tx, this.services, workspaceId, { keepId, loseId, how: 'platform', actor: { kind: 'system' } })
    return true
  }
}

async function headOf(tx: Tx, workspaceId: string): Promise<number> {
  const [row] = await tx.query<{ seq: number }>('select seq from event_head where workspace_id = $1', [workspaceId])
  return row?.seq ?? 0
}
