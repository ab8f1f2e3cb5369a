/** Sends the campaigns of one account in batches, beside its lane for single messages: the same lease, the same pace, people's messages first. */
import { type OutboundMessage, PlatformRefusal, type Sent, SilentPlatform } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { isAway, isConflict } from '@recado/db'
import { PAUSED_BY_US } from '../channels/paused.js'
import { youngTables } from '../ingest/young-tables.js'
import { rateOf } from '../sending/lane.js'
import type { Pace } from '../sending/pace.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { type Claimed, claimBatch } from './claim.js'
import { ownPace } from './own-pace.js'
import { gone, runsDry } from './dry.js'
import { QuotaBook } from './quotas.js'
import { type Outcome, settle } from './settle.js'

/** Requests under way at once; the way out has as many connections to one host. */
const AT_ONCE = 64
/** Most that is claimed in one transaction, and the share of a second's pace: so much at most is unknown after a kill, and so long at most runs on after a pause. */
const BATCH = 400
const AHEAD_SECONDS = 0.4
/** Outcomes are written together, this often. */
const WRITE_MS = 40
/** How long a campaign counts as running without asking again. */
const ASK_MS = 500
/** Faults in a row that open the breaker, and for how long. */
const BREAK_AFTER = 50
const BREAK_MS = 10_000

export class CampaignLane {
  private running: Promise<void> | null = null
  private again = false
  private waiting: Claimed[] = []
  /** Claimed, and what became of them not written yet. */
  private readonly own = new Set<string>()
  private under = 0
  private outcomes: Outcome[] = []
  private writing: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null
  private turn = 0
  private faults = 0
  private brokenUntil = 0
  private quotas: QuotaBook | null = null
  private readonly dry = new Map<string, { until: Instant | null; wall: number }>()
  private readonly asked = new Map<string, { at: number; sending: Promise<boolean> }>()
  private account: Account | null = null
  private readonly services: Services
  private readonly channel: LoadedChannel
  private readonly accountId: string
  private readonly workspaceId: string
  private readonly pace: Pace
  /** Due recipients stay where they are for now. */
  held = false

  constructor(services: Services, account: Account, pace: Pace) {
    this.services = services
    this.channel = services.channels.get(account.channel)
    this.accountId = account.id
    this.workspaceId = account.workspaceId
    this.pace = pace
  }

  /** Whether this lane still has the message in hand. */
  has(messageId: string): boolean { return this.own.has(messageId) }

  private get perSecond(): number { return this.pace.perSecond }

  get idle(): boolean { return this.running === null && this.waiting.length === 0 && this.under === 0 && this.outcomes.length === 0 && this.writing === null }

  /** A campaign was paused, changed or let go: what was known of it is asked anew. */
  changed(): void {
    this.asked.clear()
    this.dry.clear()
    this.wake()
  }

  wake(): void {
    if (this.services.stopping()) return
    if (this.running) { this.again = true; return }
    this.running = this.run().catch((error: unknown) => {
      if (!isAway(error) && !isConflict(error)) this.services.log.error({ err: error, accountId: this.accountId }, 'campaign lane')
      this.quotas?.forget()
      this.wakeIn(isConflict(error) ? 20 : 1_000)
    }).finally(() => {
      this.running = null
      if (this.again) { this.again = false; this.wake() }
    })
  }

  private wakeIn(ms: number): void {
    this.timer ??= setTimeout(() => { this.timer = null; this.wake() }, ms)
    this.timer.unref()
  }

  private async run(): Promise<void> {
    const account = await this.services.accounts.byId(this.workspaceId, this.accountId)
    // A paused account is tried by its lane for single messages: a campaign waits until that one got through.
    this.held = !account || account.disconnected || account.pausedCode === PAUSED_BY_US || account.pausedCode !== null || Date.now() < this.brokenUntil
    if (!account || this.held) return
    this.account = account
    this.pace.set(rateOf(this.channel, account), Date.now())
    this.quotas ??= new QuotaBook(account)
    const campaigns = await this.due()
    this.held = campaigns.length === 0
    const most = Math.max(1, Math.min(BATCH, Math.ceil(this.perSecond * AHEAD_SECONDS)))
    for (let i = 0; i < campaigns.length && this.waiting.length + this.under < most; i++) {
      const { id, perSecond } = campaigns[(this.turn + i) % campaigns.length]! // in range
      const room = this.pace.some(2, Math.min(most - this.waiting.length - this.under, most), Date.now())
      if (room === 0) { this.wakeIn(Math.max(5, Math.min(100, 1000 / this.perSecond))); return }
      const own = ownPace(this.services, this.workspaceId, id, perSecond)
      const may = own ? await own.some(room) : room
      // Its own pace lets none go now: the others of this account have their turn.
      if (may === 0) { this.pace.giveBack(room); this.wakeIn(100); continue }
      const batch = await this.services.db.inWorkspace(this.workspaceId, (tx) => claimBatch(tx, this.services, account, this.channel, id, may, this.quotas!)) // made above
      this.pace.giveBack(room - batch.messages.length)
      await own?.giveBack(may - batch.messages.length)
      if (batch.changed) this.services.signals.committed(this.workspaceId)
      for (const { message } of batch.messages) this.own.add(message.id)
      this.waiting.push(...batch.messages)
      youngTables(this.services.db).grown(batch.messages.length)
      this.pump()
      if (batch.dry) {
        this.dry.set(id, { until: batch.dry.until, wall: Date.now() })
        // Those that were claimed are paid for: they leave before it stands still.
        while (this.waiting.length + this.under > 0) await new Promise((resolve) => { setTimeout(resolve, 5) })
        await runsDry(this.services, this.workspaceId, id, batch.dry.code)
      }
      if (batch.seen > 0) this.again = true
    }
    this.turn++
  }

  /** Campaigns that have somebody due here, those that have run dry left out. */
  private async due(): Promise<{ id: string; perSecond: number | null }[]> {
    const now = this.services.clock.now(this.workspaceId)
    const rows = await this.services.db.inWorkspace(this.workspaceId, (tx) => tx.query<{ id: string; perSecond: number | null }>(
      `select k.campaign_id as id, (k.settings->>'perSecond')::float8 as "perSecond" from campaign k where k.workspace_id = $1 and k.state = 'sending'
         and exists (select from campaign_recipient r where r.workspace_id = $1 and r.campaign_id = k.campaign_id and r.account_id = $2 and r.pending and r.due_at <= $3) order by k.campaign_id`,
      [this.workspaceId, this.accountId, new Date(now).toISOString()]))
    return rows.filter(({ id }) => {
      const dry = this.dry.get(id)
      if (!dry || gone(dry, now, Date.now())) { this.dry.delete(id); return true }
      return false
    })
  }

  private pump(): void {
    while (this.under < AT_ONCE && this.waiting.length > 0) {
      const claimed = this.waiting.shift()! // just counted
      this.under++
      void this.deliver(claimed).then((result) => this.keep({ claimed, result })).finally(() => {
        this.under--
        this.pump()
        if (this.waiting.length < AT_ONCE) this.wake()
      })
    }
  }

  private async deliver({ message, campaignId }: Claimed): Promise<Outcome['result']> {
    if (!await this.sends(campaignId)) return new SilentPlatform('no', 'the campaign was held')
    return this.attempt(message)
  }

  private async attempt(message: OutboundMessage): Promise<Sent | PlatformRefusal | SilentPlatform> {
    try {
      return await this.channel.connector.send(message, this.services.call(this.account!)) // set before anything is claimed
    } catch (error) {
      if (error instanceof PlatformRefusal || error instanceof SilentPlatform) return error
      this.services.log.error({ err: error, messageId: message.id }, 'channel code failed while sending')
      return new PlatformRefusal({ code: 'bad_request', platformCode: 'internal', message: (error as Error).message, sent: 'no', retry: { kind: 'never' } })
    }
  }

  /** Whether it still sends: asked now and then, not for every message. Where nobody answers it does: the claim has said so. */
  private sends(id: string): Promise<boolean> {
    const known = this.asked.get(id)
    if (known && Date.now() - known.at < ASK_MS) return known.sending
    const sending = this.services.db.inWorkspace(this.workspaceId, (tx) => tx.query<{ state: string }>('select state from campaign where workspace_id = $1 and campaign_id = $2', [this.workspaceId, id])).then(([row]) => row?.state === 'sending', () => true)
    this.asked.set(id, { at: Date.now(), sending })
    return sending
  }

  private keep(outcome: Outcome): void {
    this.outcomes.push(outcome)
    this.writing ??= new Promise<void>((resolve) => { setTimeout(resolve, WRITE_MS) }).then(() => this.write()).finally(() => {
      this.writing = null
      if (this.outcomes.length > 0) this.keep(this.outcomes.pop()!) // just counted
      else this.wake()
    })
  }

  /** Tried until the database takes it, since the platform's answers come only once. */
  private async write(): Promise<void> {
    const outcomes = this.outcomes.splice(0)
    const account = this.account! // set before anything is claimed
    for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 5_000)) {
      try {
        const settled = await this.services.db.inWorkspace(this.workspaceId, (tx) => settle(tx, account, this.channel, outcomes, this.services.clock.now(this.workspaceId)))
        if (settled.slowDown) this.pace.lower(Date.now())
        this.faults = settled.later + settled.silent === outcomes.length ? this.faults + outcomes.length : 0
        if (this.faults >= BREAK_AFTER) { this.faults = 0; this.brokenUntil = Date.now() + BREAK_MS; this.services.signals.emit('broken', this.workspaceId, this.accountId); this.wakeIn(BREAK_MS + 1) }
        if (outcomes.some(({ result }) => result instanceof SilentPlatform && result.sent === 'unknown')) this.services.signals.emit('lost', this.workspaceId, this.accountId)
        if (settled.paused) this.services.accounts.changed(this.workspaceId, this.accountId)
        break
      } catch (error) {
        if (!isAway(error) && !isConflict(error)) { this.services.log.error({ err: error, accountId: this.accountId }, 'outcomes of a campaign'); break }
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
    for (const { claimed } of outcomes) this.own.delete(claimed.message.id)
    this.services.signals.committed(this.workspaceId)
    this.services.signals.emit('sent', this.workspaceId, 'accepted')
  }
}
