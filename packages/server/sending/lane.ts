import { PlatformRefusal, SilentPlatform, type Sent } from '@recado/channel-kit'
import { isAway, isConflict } from '@recado/db'
import { PAUSED_BY_US } from '../channels/paused.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { type Step, telemetryOf } from '../telemetry/telemetry.js'
import { claimJob, dueJobs } from './claim.js'
import type { Job } from './job.js'
import { acceptMessage, notSent, pauseAccount, refuseMessage, resumeAccount, unknownMessage } from './outcome.js'
import { Pace } from './pace.js'

/** Requests under way at once for one account. */
const AT_ONCE = 16
/** A paused account is tried with one message this often, wall clock. */
const PROBE_MS = 60_000
/** Faults in a row that open the breaker, and for how long. */
const BREAK_AFTER = 10
const BREAK_MS = 10_000
/** Rate for channels that declare none. */
const DEFAULT_RATE = 20

/** Sends a second: what the platform has granted this account, else what it grants everybody. */
export function rateOf({ declaration: { rules } }: LoadedChannel, account: Pick<Account, 'settings'>): number {
  const granted = Number(rules.rate?.perSecondSetting ? account.settings[rules.rate.perSecondSetting] : undefined)
  return granted > 0 ? granted : (rules.rate?.perSecond ?? DEFAULT_RATE)
}

/** Sends one account's messages: people's first, at the platform's pace, in order per conversation. */
export class SendLane {
  private readonly busy = new Set<string>()
  private running: Promise<void> | null = null
  private again = false
  private faults = 0
  private brokenUntil = 0
  private probedAt = 0
  readonly pace: Pace
  private readonly services: Services
  private readonly channel: LoadedChannel
  private readonly accountId: string
  private readonly workspaceId: string
  private retryTimer: NodeJS.Timeout | null = null

  constructor(services: Services, account: Account) {
    this.services = services
    this.channel = services.channels.get(account.channel)
    this.accountId = account.id
    this.workspaceId = account.workspaceId
    this.pace = new Pace(rateOf(this.channel, account), Date.now())
  }

  /** Some platforms count what comes in against the same rate. */
  inbound(): void { if (this.channel.declaration.rules.rate?.countsInbound) this.pace.inbound(1, Date.now()) }

  /** Whether a message of this conversation is in this lane's hands. */
  has(conversationId: string): boolean { return this.busy.has(conversationId) }

  get idle(): boolean { return this.running === null && this.busy.size === 0 }

  /** Due messages stay where they are for now: the account is paused, or the breaker is open. */
  held = false

  /** Waits for its pace, and then goes on by itself. */
  get pacing(): boolean { return this.retryTimer !== null && !this.held && Date.now() >= this.brokenUntil }

  /** Looks for work now; asked again while looking, it looks once more. */
  wake(): void {
    if (this.services.stopping()) return
    if (this.running) { this.again = true; return }
    this.running = this.run().catch((error: unknown) => {
      if (!isAway(error)) this.services.log.error({ err: error, accountId: this.accountId }, 'send lane')
    }).finally(() => {
      this.running = null
      if (this.again) { this.again = false; this.wake() }
    })
  }

  private async run(): Promise<void> {
    const account = await this.services.accounts.byId(this.workspaceId, this.accountId)
    // What a person has paused is not tried; what the platform refuses is, now and then.
    this.held = !account || account.disconnected || account.pausedCode === PAUSED_BY_US || Date.now() < this.brokenUntil
    if (account) this.pace.set(rateOf(this.channel, account), Date.now())
    if (!account || this.held || this.busy.size >= AT_ONCE) return
    const probing = account.pausedCode !== null
    if (probing && Date.now() - this.probedAt < PROBE_MS) { this.held = true; return }
    if (probing) this.probedAt = Date.now()
    const jobs = await this.services.db.inWorkspace(this.workspaceId, (tx) => dueJobs(tx, account, this.services.clock.now(this.workspaceId), probing ? 1 : AT_ONCE - this.busy.size))
    for (const job of jobs) {
      if (this.busy.has(job.conversationId)) continue
      if (!this.pace.take(job.class, Date.now())) { this.wakeIn(1000 / this.pace.perSecond + 1); break }
      this.busy.add(job.conversationId)
      void this.send(probing ? { ...account, pausedCode: null } : account, job, probing).finally(() => {
        this.busy.delete(job.conversationId)
        this.wake()
      })
    }
  }

  private wakeIn(ms: number): void {
    this.retryTimer ??= setTimeout(() => { this.retryTimer = null; this.wake() }, ms)
    this.retryTimer.unref()
  }

  private async send(account: Account, job: Job, probing: boolean): Promise<void> {
    const { db, log } = this.services
    const telemetry = telemetryOf(this.services)
    const of = { 'recado.workspace_id': this.workspaceId, 'recado.account_id': this.accountId }
    const trace = telemetry.beginOf(job.messageId, 'send', 'internal', { ...of, 'recado.attempt': job.attempt + 1 })
    try {
      const message = await db.inWorkspace(this.workspaceId, (tx) => claimJob(tx, this.services, account, this.channel, job))
      this.services.signals.committed(this.workspaceId)
      if (!message) { trace?.end({ 'recado.outcome': 'not_sent' }); return }
      const calling = trace && telemetry.begin('platform.call', 'client', { 'recado.channel': account.channel }, trace.context)
      const outcome = await this.attempt(account, message)
      const failed = outcome instanceof PlatformRefusal ? outcome.detail.code : outcome instanceof SilentPlatform ? 'platform_silent' : null
      calling?.end({}, failed)
      const settled = await this.finish(account, job, outcome, probing, trace)
      trace?.end({ 'recado.outcome': failed ?? 'accepted' }, failed)
      if (settled) telemetry.settled(job.messageId, { ...of, 'recado.outcome': failed ?? 'accepted' }, failed)
    } catch (error) {
      trace?.end({}, String((error as { code?: unknown }).code ?? (error as Error).name))
      if (!isAway(error) && !isConflict(error)) log.error({ err: error, messageId: job.messageId, ...(trace ? { traceId: trace.context.traceId } : {}) }, 'send failed on our side')
      if (isAway(error)) this.wakeIn(1_000)
    }
  }

  /** The call itself. What it throws besides the two known kinds is our own fault and surely was not sent only if it came before the request. */
  private async attempt(account: Account, message: Parameters<LoadedChannel['connector']['send']>[0]): Promise<Sent | PlatformRefusal | SilentPlatform> {
    try {
      return await this.channel.connector.send(message, this.services.call(account))
    } catch (error) {
      if (error instanceof PlatformRefusal || error instanceof SilentPlatform) return error
      this.services.log.error({ err: error, messageId: message.id }, 'channel code failed while sending')
      return new PlatformRefusal({ code: 'bad_request', platformCode: 'internal', message: (error as Error).message, sent: 'no', retry: { kind: 'never' } })
    }
  }

  /** Writes what became of it; tried until the database takes it, since the platform's answer comes only once. False: it goes again by itself. */
  private async finish(account: Account, job: Job, outcome: Sent | PlatformRefusal | SilentPlatform, probing: boolean, trace: Step | null): Promise<boolean> {
    let again = false
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5_000)) {
      try {
        await this.services.db.inWorkspace(this.workspaceId, async (tx) => {
          // Same lock order as every other writer: the conversation first.
          await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 for update', [this.workspaceId, job.conversationId])
          const now = this.services.clock.now(this.workspaceId)
          if (outcome instanceof SilentPlatform) {
            this.fault()
            if (outcome.sent === 'no') again = await notSent(tx, account, this.channel, job, now, Math.random()) === 'later'
            else await unknownMessage(tx, this.workspaceId, job)
            return
          }
          if (outcome instanceof PlatformRefusal) {
            const after = await refuseMessage(tx, account, this.channel, job, outcome, now, Math.random())
            again = after !== 'failed'
            if (after === 'later') this.fault()
            if (after === 'slow_down') this.pace.lower(Date.now())
            if (after === 'pause') await pauseAccount(tx, account, outcome.detail.code, now)
            return
          }
          this.faults = 0
          this.services.signals.emit('mended', this.workspaceId, this.accountId)
          await acceptMessage(tx, account, this.channel, job, outcome, now)
          if (probing) await resumeAccount(tx, account, now)
        })
        break
      } catch (error) {
        if (!isAway(error) && !isConflict(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
    if (probing || (outcome instanceof PlatformRefusal && outcome.detail.retry.kind === 'when_account_ready')) this.services.accounts.changed(this.workspaceId, this.accountId)
    if (trace) telemetryOf(this.services).committed(this.workspaceId, trace.context)
    this.services.signals.committed(this.workspaceId)
    if (isLost(outcome)) this.services.signals.emit('lost', this.workspaceId, this.accountId)
    this.services.signals.emit('sent', this.workspaceId, outcome instanceof SilentPlatform ? (outcome.sent === 'no' ? 'not_sent' : 'unknown') : outcome instanceof PlatformRefusal ? 'refused' : outcome.status)
    return !again
  }

  private fault(): void {
    if (++this.faults < BREAK_AFTER) return
    this.faults = 0
    this.brokenUntil = Date.now() + BREAK_MS
    this.services.signals.emit('broken', this.workspaceId, this.accountId)
    this.wakeIn(BREAK_MS + 1)
  }
}

/** Nobody knows whether it was sent. */
const isLost = (outcome: Sent | PlatformRefusal | SilentPlatform): boolean => (outcome instanceof SilentPlatform ? outcome.sent === 'unknown' : outcome instanceof PlatformRefusal && outcome.detail.sent === 'unknown')
