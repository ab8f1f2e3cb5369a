/** Moves campaigns along: freezes audiences whose time has come, ends what is stopped or over, picks winners, watches rates, and says when one is through. */
import type { Instant } from '@recado/core'
import { stopReason, winnerOf } from '@recado/core'
import { isAway, isConflict, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import { finishing } from './finishing.js'
import { keepTally } from './tally.js'
import { prepareCampaign } from './prepare.js'
import { CAMPAIGN, countsOf, type StoredCampaign } from './rows.js'
import { holdBack } from './hold.js'
import { crown, resultsOf } from './variant-trial.js'

/** How often campaigns are looked at, wall clock; also the most often that one is told about. */
const POLL_MS = 1_000
/** So many still wait that counting them is work: when it will be through is then asked this seldom (wall clock), and moves by steps. */
const MANY = 10_000
const FINISHING_MS = 10_000
const FINISHING_STEP_S = 5
/** Rows that one statement ends: short enough that nobody waits for it. */
const AT_ONCE = 20_000

const iso = (at: Instant): string => new Date(at).toISOString()
const isOver = ({ state, settings }: StoredCampaign, now: Instant): boolean => (state === 'sending' || state === 'paused') && settings.endsAt != null && Date.parse(settings.endsAt) <= now

export class CampaignDriver {
  private readonly services: Services
  private readonly told = new Map<string, string>()
  private readonly under = new Map<string, Promise<void>>()
  private readonly finishingAt = new Map<string, number>()
  private round: Promise<void> | null = null

  private readonly follow: (workspaceId: string) => Promise<void>

  /** `follow`: takes in what the log holds, so that a result is not judged by half of what came. */
  constructor(services: Services, follow: (workspaceId: string) => Promise<void>) {
    this.services = services
    this.follow = follow
  }

  start(): void {
    const timer = setInterval(() => {
      this.round ??= this.all().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'campaigns') }).finally(() => { this.round = null })
    }, POLL_MS).unref()
    this.services.signals.on('campaigns', (workspaceId: string) => { void this.runDue(workspaceId).catch(() => {}) }) // the round says what is wrong
    this.services.onClose(async () => { clearInterval(timer); await this.round; await Promise.all(this.under.values()) })
  }

  private async all(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_campaigns() as id'))
    for (const { id } of rows) await this.runDue(id)
  }

  /** Everything that is due in this workspace now; one look at a time. */
  runDue(workspaceId: string): Promise<void> {
    const own = (this.under.get(workspaceId) ?? Promise.resolve()).catch(() => {}).then(() => this.look(workspaceId)).finally(() => { if (this.under.get(workspaceId) === own) this.under.delete(workspaceId) })
    this.under.set(workspaceId, own)
    return own
  }

  /** When the next audience is frozen, winner is picked, or end comes. */
  async nextDue(workspaceId: string): Promise<number | null> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ due: number | null }>(
      `select least(min(case when state = 'scheduled' then starts_at when state = 'sending' and winner is null then winner_due_at end), min((settings->>'endsAt')::timestamptz) filter (where state in ('sending', 'paused'))) as due
       from campaign where workspace_id = $1 and state in ('scheduled', 'sending', 'paused')`, [workspaceId]))
    return row?.due ?? null
  }

  private async look(workspaceId: string): Promise<void> {
    const { db, clock, signals } = this.services
    const campaigns = await db.inWorkspace(workspaceId, (tx) => tx.query<StoredCampaign>(`select ${CAMPAIGN} from campaign where workspace_id = $1 and state in ('scheduled', 'preparing', 'sending', 'paused', 'stopping') order by campaign_id`, [workspaceId]))
    for (const campaign of campaigns) {
      if (this.services.stopping()) return
      const now = clock.now(workspaceId)
      try {
        if (campaign.state === 'scheduled' && campaign.starts_at !== null && campaign.starts_at <= now) await this.begin(workspaceId, campaign)
        if (campaign.state === 'preparing') await this.prepare(workspaceId, campaign.campaign_id)
        if (campaign.state === 'stopping') await this.end(workspaceId, campaign.campaign_id)
        if (isOver(campaign, now)) await this.close(workspaceId, campaign)
        else if (campaign.state === 'sending') await this.watch(workspaceId, campaign, now)
      } catch (error) {
        if (!isConflict(error)) throw error // somebody else does it, or it is tried again in a second
      }
      await this.tell(workspaceId, campaign)
    }
    signals.committed(workspaceId)
  }

  private async begin(workspaceId: string, { campaign_id: id }: StoredCampaign): Promise<void> {
    const now = iso(this.services.clock.now(workspaceId))
    const [begun] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query(`update campaign set state = 'preparing', updated_at = $3 where workspace_id = $1 and campaign_id = $2 and state = 'scheduled' and starts_at <= $3 returning 1`, [workspaceId, id, now]))
    if (begun) await this.prepare(workspaceId, id)
  }

  private async prepare(workspaceId: string, id: string): Promise<void> {
    if (!await prepareCampaign(this.services, workspaceId, id)) return
    // A million rows that the planner does not know of: until autovacuum came by, the first minute of sending read the whole table for each batch.
    await this.services.db.pool.query('analyze campaign_recipient').catch(() => {}) // sending is right without it, and autovacuum makes up for it
    this.services.signals.committed(workspaceId)
    this.services.signals.emit('campaigns', workspaceId, id)
  }

  /** Stopped: whoever waits is told off the list, bit by bit, and the state says so when the last one is. */
  private async end(workspaceId: string, id: string): Promise<void> {
    for (;;) {
      const left = await this.services.db.inWorkspace(workspaceId, async (tx) => {
        const rows = await tx.query(
          `update campaign_recipient set state = 'cancelled', code = 'stopped' where workspace_id = $1 and campaign_id = $2 and contact_id in (select contact_id from campaign_recipient where workspace_id = $1 and campaign_id = $2 and pending order by contact_id limit ${AT_ONCE}) returning 1`, [workspaceId, id])
        return rows.length
      })
      if (left < AT_ONCE) break
    }
    await this.services.db.inWorkspace(workspaceId, async (tx) => {
      const now = iso(this.services.clock.now(workspaceId))
      await cancelWaiting(tx, workspaceId, id)
      if (await somebodyWaits(tx, workspaceId, id)) return
      const [ended] = await tx.query(`update campaign set state = 'stopped', ended_at = $3, finishes_at = null, updated_at = $3 where workspace_id = $1 and campaign_id = $2 and state = 'stopping' returning 1`, [workspaceId, id, now])
      if (ended) await append(tx, [{ type: 'campaign.stopped', data: { campaignId: id } }, { type: 'campaign.changed', data: { campaignId: id } }])
    })
  }

  /** Its last moment has come: whoever has not been written to is not. */
  private async close(workspaceId: string, { campaign_id: id }: StoredCampaign): Promise<void> {
    await this.services.db.inWorkspace(workspaceId, async (tx) => {
      const now = iso(this.services.clock.now(workspaceId))
      await tx.query(
        `update campaign set state = case when snapshot_at is null then 'stopped' else 'stopping' end, state_reason = 'end_reached', ended_at = case when snapshot_at is null then $3::timestamptz end, updated_at = $3
         where workspace_id = $1 and campaign_id = $2 and state in ('sending', 'paused')`, [workspaceId, id, now])
      await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }])
    })
    this.services.signals.emit('campaigns', workspaceId, id)
    await this.end(workspaceId, id)
  }

  private async watch(workspaceId: string, campaign: StoredCampaign, now: Instant): Promise<void> {
    const id = campaign.campaign_id
    const counts = (await this.services.db.inWorkspace(workspaceId, (tx) => countsOf(tx, workspaceId, [id]))).get(id)
    if (!counts) return
    const reason = stopReason(counts, campaign.settings.stopOn)
    if (reason) return this.stopBySelf(workspaceId, campaign, reason)
    if (campaign.winner === null && campaign.winner_due_at !== null && campaign.winner_due_at <= now) await this.pick(workspaceId, campaign)
    const waiting = counts.pending + counts.queued
    if (waiting > MANY && Date.now() - (this.finishingAt.get(id) ?? 0) < FINISHING_MS) return
    this.finishingAt.set(id, Date.now())
    await this.services.db.inWorkspace(workspaceId, async (tx) => {
      if (waiting + counts.sending > 0) {
        const finishes = await finishing(tx, this.services, workspaceId, campaign, waiting, now)
        await tx.query('update campaign set finishes_at = $3 where workspace_id = $1 and campaign_id = $2 and (finishes_at is null or $3::timestamptz is null or abs(extract(epoch from finishes_at - $3)) >= $4) and finishes_at is distinct from $3', [workspaceId, id, finishes === null ? null : iso(finishes), waiting > MANY ? FINISHING_STEP_S : 0])
        return
      }
      // Counted from what was moved; the rows themselves have the last word.
      if (await somebodyWaits(tx, workspaceId, id)) return
      const [done] = await tx.query(`update campaign set state = 'done', state_reason = case when $4 then 'nobody' end, ended_at = $3, finishes_at = null, updated_at = $3 where workspace_id = $1 and campaign_id = $2 and state = 'sending' returning 1`, [workspaceId, id, iso(now), counts.audience === counts.excluded])
      if (done) await append(tx, [{ type: 'campaign.finished', data: { campaignId: id } }, { type: 'campaign.changed', data: { campaignId: id } }])
    })
  }

  /** Something is wrong with it: it stands still until somebody has looked, and says so where people look. */
  private async stopBySelf(workspaceId: string, { campaign_id: id, name }: StoredCampaign, reason: string): Promise<void> {
    await this.services.db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query(`select 1 from campaign where workspace_id = $1 and campaign_id = $2 and state = 'sending' for update`, [workspaceId, id])
      if (row) await holdBack(tx, workspaceId, id, reason, iso(this.services.clock.now(workspaceId)))
    })
    this.services.signals.emit('campaigns', workspaceId, id)
    await this.services.health(workspaceId, { kind: 'campaign_paused', subject: id, severity: 'critical', data: { campaignId: id, name, code: reason } })
  }

  private async pick(workspaceId: string, campaign: StoredCampaign): Promise<void> {
    const id = campaign.campaign_id
    await this.follow(workspaceId)
    await this.services.db.inWorkspace(workspaceId, async (tx) => {
      const results = await resultsOf(tx, workspaceId, id)
      const winner = winnerOf(results, campaign.settings.abTest?.by ?? 'read') ?? results[0]?.key ?? 'a'
      await crown(tx, workspaceId, campaign, winner, 'result', results, iso(this.services.clock.now(workspaceId)))
    })
    this.services.signals.emit('campaigns', workspaceId, id)
  }

  /** Once a second at most: whoever shows it reads it again. */
  private async tell(workspaceId: string, { campaign_id: id, state }: StoredCampaign): Promise<void> {
    const last = await this.services.db.inWorkspace(workspaceId, (tx) => keepTally(tx, workspaceId, id))
    const mark = `${state} ${last}`
    if (this.told.get(id) === mark) return
    this.told.set(id, mark)
    await this.services.db.inWorkspace(workspaceId, (tx) => append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }]))
  }
}

/** Somebody has yet to be written to, or is being written to. */
async function somebodyWaits(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const OF_IT = 'from campaign_recipient where workspace_id = $1 and campaign_id = $2'
  const [row] = await tx.query<{ waits: boolean }>(`select exists (select ${OF_IT} and pending) or exists (select ${OF_IT} and amiss in ('queued', 'sending')) as waits`, [workspaceId, id])
  return row!.waits // one row
}

/** Messages of it that wait for a second try never leave. */
async function cancelWaiting(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const rows = await tx.query<{ message_id: string; conversation_id: string }>(
    `delete from send_job j using campaign_recipient r where r.workspace_id = $1 and r.campaign_id = $2 and r.amiss = 'queued' and j.workspace_id = $1 and j.message_id = r.message_id and j.state in ('queued', 'held') returning j.message_id, j.conversation_id`, [workspaceId, id])
  if (rows.length === 0) return
  const ids = rows.map((row) => row.message_id)
  await tx.query(`update message set status = 'failed', error = $3 where workspace_id = $1 and message_id = any($2) and status = 'queued'`, [workspaceId, ids, JSON.stringify({ code: 'cancelled', message: 'The message was taken back before it was sent.' })])
  await tx.query(`update campaign_recipient set state = 'cancelled', code = 'stopped' where workspace_id = $1 and message_id = any($2)`, [workspaceId, ids])
  await append(tx, rows.map((row) => ({ type: 'message.updated', conversationId: row.conversation_id, messageIds: [row.message_id] })))
}
