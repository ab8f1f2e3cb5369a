import type { RawRequest, Reception } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { isAway } from '@recado/db'
import { type Answered, passiveSlot } from '../automation/passive.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { telemetryOf } from '../telemetry/telemetry.js'
import { commitBatch, isOneStatement } from './commit.js'
import type { Accepted } from './events.js'
import { Lane } from './lane.js'
import { Outage } from './outage.js'
import { storable } from './plan.js'
import { keepRaw, quarantine } from './raw.js'
import { Spool, type Spooled } from './spool.js'
import { SeenWebhooks } from './seen.js'
import { inTime } from './standstill.js'
import { youngTables } from './young-tables.js'

/** Platforms that give up within this time get their requests spooled while the database is away; the others are asked to come again. */
const IMPATIENT_MS = 5 * 60_000

/** The way in: genuine request -> events -> one commit -> answer. */
export class Ingest {
  private readonly lanes = new Map<string, Lane>()
  private readonly spool: Spool
  private readonly seen: SeenWebhooks
  private readonly young: ReturnType<typeof youngTables>
  private readonly outage: Outage
  private draining: Promise<void> | null = null
  private readonly services: Services

  constructor(services: Services) {
    this.services = services
    this.spool = new Spool(services.config.dataDir)
    this.seen = new SeenWebhooks(services)
    this.young = youngTables(services.db)
    this.outage = new Outage(services)
    const timer = setInterval(() => void this.drainSpool(), 500)
    services.onClose(async () => { clearInterval(timer); await this.draining; await this.young.settled() })
  }

  /** Receives one request at an account's address. Throws RecadoError database_away when it must be sent again. */
  async receive(account: Account, request: RawRequest): Promise<Answered> {
    const since = performance.now()
    const channel = this.services.channels.get(account.channel)
    const reception: Reception = channel.connector.receive(request, account.settings)
    if (reception.kind === 'handshake') {
      if (!account.simulated) this.services.signals.emit('handshake', account.workspaceId, account.id)
      return reception.answer
    }
    if (reception.kind === 'refused' && reception.code === 'bad_signature') this.services.signals.emit('refused', account.workspaceId, account.id)
    if (reception.kind === 'refused') throw new RecadoError(reception.code, { reason: reception.reason, status: reception.status })
    this.services.signals.emit('received', account.workspaceId, account.id)
    const arrivedAt = this.services.clock.now(account.workspaceId)
    const impatient = channel.declaration.webhookPatienceMs < IMPATIENT_MS
    const trace = telemetryOf(this.services).begin('webhook', 'server', { 'recado.workspace_id': account.workspaceId, 'recado.account_id': account.id, 'recado.channel': account.channel })
    if (impatient && this.spool.active) {
      await this.spooled({ webhookKey: account.webhookKey, payload: reception.payload, arrivedAt })
      return reception.answer
    }
    try {
      const storing = trace && telemetryOf(this.services).begin('ingest', 'internal', {}, trace.context)
      const items = await this.store(account, channel, reception.payload, arrivedAt, request).catch((error: unknown) => { storing?.end({}, codeOf(error)); throw error })
      storing?.end({ 'recado.events': items.length })
      trace?.end()
      if (storing && items.length > 0) telemetryOf(this.services).committed(account.workspaceId, storing.context)
      if (channel.connector.passiveReply) return await passiveSlot(this.services).answer(reception.answer, items, since) ?? reception.answer
    } catch (error) {
      trace?.end({}, codeOf(error))
      if (!isAway(error)) throw error
      this.outage.began(error)
      if (!impatient) throw new RecadoError('database_away', {}, { cause: error })
      await this.spooled({ webhookKey: account.webhookKey, payload: reception.payload, arrivedAt })
    }
    return reception.answer
  }

  /** Into the spool; where its disk is full as well, even an impatient platform has to come again. */
  private async spooled(entry: Spooled): Promise<void> {
    try {
      await this.spool.add(entry)
    } catch (error) {
      this.services.log.error({ err: error }, 'spool cannot be written')
      throw new RecadoError('database_away', {}, { cause: error })
    }
  }

  /** Stores what a genuine payload says; resolves after the commit, with the events that went in. */
  private async store(account: Account, channel: LoadedChannel, payload: string, arrivedAt: number, request: Pick<RawRequest, 'body'>): Promise<Accepted[]> {
    const events = channel.connector.readInbound(payload, { settings: account.settings, arrivedAt, ...(account.openerTitles ? { titles: account.openerTitles } : {}) })
    const items: Accepted[] = []
    let keep: string | null = account.keepRawUntil !== null && arrivedAt < account.keepRawUntil ? 'asked_for' : null
    for (const event of events) {
      if (event.type === 'kept') keep ??= event.reason
      if (event.type === 'kept' || event.type === 'ignored') continue
      const owner = event.account === account.externalId ? account : await inTime(this.services.accounts.sibling(account, event.account))
      if (!owner) {
        keep ??= 'unknown_account'
        void this.services.health(account.workspaceId, { kind: 'unknown_account', subject: storable(event.account), severity: 'warning', data: { accountId: account.id, externalId: storable(event.account) } }).catch(() => {})
        continue
      }
      if (!owner.disconnected) items.push({ account: owner, channel, event, arrivedAt })
    }
    await this.lane(account.workspaceId).submit(items)
    if (keep) await inTime(keepRaw(this.services, account, request, keep))
    this.seen.note(account, items)
    this.outage.ended()
    return items
  }

  private lane(workspaceId: string): Lane {
    let lane = this.lanes.get(workspaceId)
    if (!lane) {
      lane = new Lane({
        commit: async (batch) => {
          const stored = await commitBatch(this.services, workspaceId, batch)
          for (const { event, account } of batch) {
            if (event.type === 'account') this.services.accounts.changed(workspaceId, account.id)
            if (event.type === 'message') this.services.signals.emit('inbound', account.id)
          }
          this.services.signals.emit('taken', workspaceId, batch)
          this.services.signals.committed(workspaceId)
          if (stored.length > 0) {
            this.services.signals.emit('stored', workspaceId, stored.length, { files: batch.some(carriesFile) })
            this.young.grown(stored.length)
          }
        },
        follows: isOneStatement,
        quarantine: (item, error) => quarantine(this.services, item, error),
      })
      this.lanes.set(workspaceId, lane)
    }
    return lane
  }

  /** Stores what waited while the database was away, before anything newer. */
  private drainSpool(): Promise<void> {
    if (!this.spool.active || this.draining) return this.draining ?? Promise.resolve()
    this.draining = this.spool.drain(async ({ webhookKey, payload, arrivedAt }) => {
      const account = await this.services.accounts.byWebhookKey(webhookKey)
      if (!account) return
      const request = { body: Buffer.from(payload) }
      await this.store(account, this.services.channels.get(account.channel), payload, arrivedAt, request).catch((error: unknown) => {
        if (isAway(error)) throw error
        // One that cannot be read must not stand in the way of all that came after it.
        this.services.log.error({ err: error, accountId: account.id }, 'spooled webhook set aside')
        return keepRaw(this.services, account, request, 'not_storable')
      })
    }).then((stored) => {
      if (stored > 0) this.services.log.info({ stored }, 'spooled webhooks stored')
    }).catch((error: unknown) => {
      if (!isAway(error)) this.services.log.error({ err: error }, 'spool cannot be stored')
    }).finally(() => { this.draining = null })
    return this.draining
  }

  /** Replays an event from quarantine. */
  async replay(item: Accepted): Promise<void> { await this.lane(item.account.workspaceId).submit([item]) }

  /** Everything taken in is stored; for a graceful stop and the simulator's clock. */
  async settled(): Promise<void> {
    for (const lane of this.lanes.values()) while (!lane.idle) await new Promise((resolve) => setImmediate(resolve))
    await this.draining
  }
}

/** What a trace says of a failure: its code, never its words. */
const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? (error as Error).name)

/** Whether something of it has to be fetched from the platform: nobody looks for files after plain words. */
function carriesFile({ event }: Accepted): boolean {
  return 'content' in event && ('media' in event.content || 'headerMedia' in event.content || ('origin' in event && event.origin?.media !== undefined))
}
