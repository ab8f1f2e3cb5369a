/** Looks after every connected account: at start, on a schedule, and at once when a send or a webhook says that something is wrong. */
import { isAway } from '@recado/db'
import { grantNames } from '../ingest/others.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Account, Services } from '../services.js'
import { comeAlive } from './alive.js'
import { fillGaps } from './backfill.js'
import { LOOK_EVERY_MS } from './facts.js'
import { lookAt } from './look.js'
import { mendSubscription } from './mend.js'
import { watchSilence } from './silence.js'
import { tellOwners } from './tell.js'

const MINUTE = 60_000
const TICK_MS = 15_000
/** What comes with one cause comes within this: one look for all of it, one letter for all of it. */
const GATHER_MS = 1_000
const LETTER_MS = 10_000

export class StandingWatcher {
  private readonly services: Services
  private readonly ingest: Ingest
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly under = new Set<Promise<void>>()
  private readonly wanted = new Set<string>()
  private readonly letters = new Set<string>()
  private readonly filling = new Map<string, Promise<void>>()
  /** What was last seen of an account, to tell a change worth a look from any other. */
  private readonly seen = new Map<string, string>()

  constructor(services: Services, ingest: Ingest) { this.services = services; this.ingest = ingest }

  start(): void {
    const { signals } = this.services
    const onAccount = (workspaceId: string, accountId: string): void => { this.run(() => this.changed(workspaceId, accountId)) }
    const onStanding = (workspaceId: string): void => { this.later(0, () => this.fill(workspaceId)); this.tellSoon(workspaceId) }
    signals.on('accounts', onAccount)
    signals.on('standing', onStanding)
    this.run(() => this.round(true))
    this.services.onClose(async () => {
      signals.off('accounts', onAccount)
      signals.off('standing', onStanding)
      this.stop()
      await Promise.allSettled(this.under)
    })
  }

  /** Nothing that waits for its time begins any more. */
  stop(): void { for (const timer of this.timers) clearTimeout(timer) }

  /** Every account that is due; at start all of them. */
  async round(first = false): Promise<void> {
    this.later(TICK_MS, () => this.round())
    const workspaces = await this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const { workspace_id: workspaceId } of workspaces) {
      if (this.services.stopping()) return
      await this.guarded(async () => {
        await comeAlive(this.services, workspaceId, Date.now())
        for (const account of await this.services.accounts.list(workspaceId)) if (!account.disconnected) await this.visit(account, first)
        await this.fill(workspaceId)
        await tellOwners(this.services, workspaceId)
      })
    }
  }

  /** Business time has moved on in a simulated workspace: what would have been seen meanwhile is seen now. */
  async runDue(workspaceId: string): Promise<void> {
    for (const account of await this.services.accounts.list(workspaceId)) {
      if (account.disconnected) continue
      const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ looked_at: number | null }>('select looked_at from account_standing where workspace_id = $1 and account_id = $2', [workspaceId, account.id]))
      if (row?.looked_at && this.services.clock.now(workspaceId) - row.looked_at >= LOOK_EVERY_MS) await this.guarded(() => this.look(account))
    }
    await this.guarded(() => this.fill(workspaceId))
  }

  private async visit(account: Account, first: boolean): Promise<void> {
    const { standing } = this.services.channels.get(account.channel).connector
    await this.guarded(async () => {
      if (!this.seen.has(account.id)) this.seen.set(account.id, await this.stateOf(account))
      const depth = await this.due(account, first)
      if (standing && depth === 'whole') await this.look(account)
      else if (standing?.pulse && depth === 'pulse') await lookAt(this.services, account, 'pulse')
      await this.silence(account)
    })
  }

  /** Takes the account's turn for this look, on whichever node comes first. */
  private async due(account: Account, first: boolean): Promise<'whole' | 'pulse' | null> {
    const { workspaceId, id } = account
    const wall = Date.now()
    const at = (ms: number): string => new Date(wall + ms).toISOString()
    const pulse = this.services.channels.get(account.channel).connector.standing?.pulse
    return this.services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query('insert into account_standing (workspace_id, account_id) values ($1, $2) on conflict do nothing', [workspaceId, id])
      // A look sets the next one itself, by what it found; this holds if it brings no answer.
      const whole = await tx.query('update account_standing set next_at = $3 where workspace_id = $1 and account_id = $2 and ($4 or next_at <= $5) returning 1', [workspaceId, id, at(LOOK_EVERY_MS), first, at(0)])
      if (whole.length > 0) return 'whole'
      if (!pulse) return null
      // A webhook of the last minute has shown that the platform still calls. What is simulated costs nobody anything.
      const [row] = await tx.query<{ last_webhook_at: number | null }>('select last_webhook_at from channel_account where workspace_id = $1 and account_id = $2', [workspaceId, id])
      if (row?.last_webhook_at && this.services.clock.now(workspaceId) - row.last_webhook_at < MINUTE) return null
      const taken = await tx.query('update account_standing set pulse_at = $3 where workspace_id = $1 and account_id = $2 and pulse_at <= $4 returning 1', [workspaceId, id, at(account.simulated ? MINUTE : pulse.everyMs), at(0)])
      return taken.length > 0 ? 'pulse' : null
    })
  }

  private async look(account: Account): Promise<void> {
    await lookAt(this.services, account, 'whole')
    await mendSubscription(this.services, account)
  }

  private async silence(account: Account): Promise<void> {
    const { workspaceId } = account
    const channel = this.services.channels.get(account.channel)
    const changed = await this.services.db.inWorkspace(workspaceId, (tx) => watchSilence(tx, account, channel, this.services.clock.now(workspaceId)))
    if (!changed) return
    this.services.signals.committed(workspaceId)
    this.services.signals.emit('standing', workspaceId, account.id)
  }

  /** Something about an account has changed: a pause, other settings or a word of the platform ask for a look. */
  private async changed(workspaceId: string, accountId: string): Promise<void> {
    const account = await this.services.accounts.byId(workspaceId, accountId)
    if (!account || account.disconnected) return
    const now = await this.stateOf(account)
    const before = this.seen.get(accountId)
    this.seen.set(accountId, now)
    if (before !== undefined && before !== now) this.soon(account)
    this.tellSoon(workspaceId)
  }

  /** What of an account asks for a look when it changes. */
  private async stateOf({ workspaceId, id, channel, pausedCode, settings }: Account): Promise<string> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ said: number | null }>(`select max(last_at) as said from health_item where workspace_id = $1 and subject = $2 and kind like 'platform.%'`, [workspaceId, id]))
    // What the platform grants is written down by the look itself: it asks for no other.
    const granted = new Set(grantNames(this.services.channels.get(channel).declaration.rules))
    return JSON.stringify([pausedCode, Object.entries(settings).filter(([name]) => !granted.has(name)), row?.said ?? null])
  }

  private soon(account: Account): void {
    if (this.wanted.has(account.id)) return
    this.wanted.add(account.id)
    this.later(GATHER_MS, async () => {
      this.wanted.delete(account.id)
      const fresh = await this.services.accounts.byId(account.workspaceId, account.id)
      if (fresh && !fresh.disconnected) await this.look(fresh)
    })
  }

  private tellSoon(workspaceId: string): void {
    if (this.letters.has(workspaceId)) return
    this.letters.add(workspaceId)
    this.later(LETTER_MS, async () => { this.letters.delete(workspaceId); await tellOwners(this.services, workspaceId) })
  }

  /** One filling at a time for a workspace. */
  private fill(workspaceId: string): Promise<void> {
    const running = this.filling.get(workspaceId)
    if (running) return running
    const started = fillGaps(this.services, this.ingest, workspaceId).finally(() => this.filling.delete(workspaceId))
    this.filling.set(workspaceId, started)
    return started
  }

  private later(ms: number, work: () => Promise<void>): void {
    if (this.services.stopping()) return
    const timer = setTimeout(() => { this.timers.delete(timer); this.run(work) }, ms)
    this.timers.add(timer.unref())
  }

  private run(work: () => Promise<void>): void {
    const running = this.guarded(work).finally(() => this.under.delete(running))
    this.under.add(running)
  }

  /** One account's fault must not end the others' round. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try { await work() } catch (error) { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'account watch') }
  }
}
