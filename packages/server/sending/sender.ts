import { setTimeout as pause } from 'node:timers/promises'
import { isAway, isConflict, newId, type Tx } from '@recado/db'
import { CampaignLane } from '../campaigns/lane.js'
import type { Services } from '../services.js'
import { NEXT_JOB, UNKNOWN_HOLDS_MS } from './claim.js'
import { SendLane } from './lane.js'
import { unknownMessage } from './outcome.js'

/** A lane's lease, and how often it is renewed. */
const LEASE_MS = 15_000
const RENEW_MS = 5_000
/** A message under way that is in nobody's hands at so many renewals in a row is given up: as long as a lease, so whoever lost one has written what it had. */
const STRAY_LOOKS = LEASE_MS / RENEW_MS + 1
/** Messages of a dead process that are marked in one transaction. */
const GIVEN_UP_AT_ONCE = 100
/** How often due messages are looked for when nothing woke us. */
const POLL_MS = 1_000

/** `strays`: messages under way that are in neither lane's hands, each with the renewals it was seen at. */
interface Held { lane: SendLane; campaigns: CampaignLane; workspaceId: string; strays: Map<string, number> }

/** Runs the lanes this node holds. A lane is held by a lease row, so one account's order and pace have one master. */
export class Sender {
  /** What this node is called in the leases. */
  readonly holder = newId()
  private readonly lanes = new Map<string, Held>()
  private readonly services: Services
  private readonly timers: NodeJS.Timeout[] = []
  private polling: Promise<void> | null = null
  private readonly looks = new Map<string, { now: Promise<void>; next: Promise<void> | null }>()
  private workspaces: string[] = []

  constructor(services: Services) { this.services = services }

  /** `alone`: no other node can share this database, so leases of a process that was killed are void at once. */
  async start(alone: boolean): Promise<void> {
    const { db, signals } = this.services
    if (alone) await db.asSystem((tx) => tx.query(`delete from lease where name like 'send:%'`))
    await this.renew()
    this.timers.push(setInterval(() => void this.renew().catch(() => {}), RENEW_MS), setInterval(() => void this.poll(), POLL_MS))
    signals.on('sends', (workspaceId: string) => void this.poll(workspaceId))
    signals.on('inbound', (accountId: string) => this.lanes.get(accountId)?.lane.inbound())
    signals.on('campaigns', (workspaceId: string) => { for (const entry of this.lanes.values()) if (entry.workspaceId === workspaceId) entry.campaigns.changed() })
    signals.on('accounts', () => void this.renew().catch(() => {}))
    this.services.onClose(() => this.close())
  }

  /** Takes every free lane and keeps its own; a lane just taken over looks after what its former holder left under way. */
  private async renew(): Promise<void> {
    const { db, accounts } = this.services
    const workspaces = await db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    this.workspaces = workspaces.map((row) => row.workspace_id)
    for (const workspaceId of this.workspaces) {
      for (const account of await accounts.list(workspaceId)) {
        const name = `send:${account.id}`
        const held = await db.asSystem((tx) => tx.query<{ fresh: boolean }>(
          `insert into lease (name, holder, expires_at) values ($1, $2, now() + make_interval(secs => $3))
           on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at, epoch = lease.epoch + (lease.holder <> excluded.holder)::int
           where lease.holder = excluded.holder or lease.expires_at < now() returning (xmax = 0) as fresh`, [name, this.holder, LEASE_MS / 1000]))
        if (held.length === 0) { this.lanes.delete(account.id); continue }
        const own = this.lanes.get(account.id)
        if (own) { await this.lookForStrays(account.id, own); continue }
        await this.lookAfter(workspaceId, account.id)
        const lane = new SendLane(this.services, account)
        const campaigns = new CampaignLane(this.services, account, lane.pace)
        this.lanes.set(account.id, { lane, campaigns, workspaceId, strays: new Map() })
        lane.wake()
        campaigns.wake()
      }
    }
  }

  /** What was `sending` when its process died: nobody knows whether it left. Never resent by itself. Reports of it may come in meanwhile: whoever is in the way of the other begins anew. */
  private async lookAfter(workspaceId: string, accountId: string, only: readonly string[] | null = null): Promise<void> {
    const { db, signals, stopping } = this.services
    for (let found = 1; found > 0 && !stopping();) {
      try {
        found = await db.inWorkspace(workspaceId, (tx) => giveUp(tx, workspaceId, accountId, only))
        if (found > 0) signals.emit('lost', workspaceId, accountId)
      } catch (error) {
        if (!isConflict(error)) throw error
        await pause(20)
      }
    }
    signals.committed(workspaceId)
  }

  /** What a former holder, slow or cut off, claimed just when it lost the lane, and then died with: the takeover came too early to see it. */
  private async lookForStrays(accountId: string, held: Held): Promise<void> {
    const rows = await this.services.db.inWorkspace(held.workspaceId, (tx) => tx.query<{ message_id: string; conversation_id: string }>(`select message_id, conversation_id from send_job where workspace_id = $1 and account_id = $2 and state = 'sending'`, [held.workspaceId, accountId]))
    const strays = rows.filter((row) => !held.lane.has(row.conversation_id) && !held.campaigns.has(row.message_id)).map((row) => row.message_id)
    held.strays = new Map(strays.map((id) => [id, (held.strays.get(id) ?? 0) + 1]))
    const lost = [...held.strays].filter(([, looks]) => looks >= STRAY_LOOKS).map(([id]) => id)
    if (lost.length > 0) await this.lookAfter(held.workspaceId, accountId, lost)
  }

  /** Wakes the lanes that have something due, of one workspace or of all. */
  private poll(only?: string): Promise<void> {
    if (only) return this.look(only).catch((error: unknown) => this.tell(error))
    this.polling ??= this.pollAll().catch((error: unknown) => this.tell(error)).finally(() => { this.polling = null })
    return this.polling
  }

  private tell(error: unknown): void {
    if (!isAway(error)) this.services.log.error({ err: error }, 'sender poll')
  }

  private async pollAll(): Promise<void> {
    for (const workspaceId of new Set([...this.lanes.values()].map((entry) => entry.workspaceId))) await this.look(workspaceId)
  }

  /** One look at a time and workspace; whoever asks while one runs waits for the next, which sees what was written by then. */
  private look(workspaceId: string): Promise<void> {
    const looks = this.looks.get(workspaceId)
    if (looks) return (looks.next ??= looks.now.catch(() => {}).then(() => this.lookOnce(workspaceId)))
    return this.lookOnce(workspaceId)
  }

  private lookOnce(workspaceId: string): Promise<void> {
    const own: { now: Promise<void>; next: Promise<void> | null } = { now: this.wakeDue(workspaceId).finally(() => { if (this.looks.get(workspaceId) === own && !own.next) this.looks.delete(workspaceId) }), next: null }
    this.looks.set(workspaceId, own)
    return own.now
  }

  /** One question for all lanes of the workspace: most have nothing to do, and each would ask twice to find that out. */
  private async wakeDue(workspaceId: string): Promise<void> {
    const { db, clock } = this.services
    const lanes = [...this.lanes].filter(([, entry]) => entry.workspaceId === workspaceId)
    if (lanes.length === 0) return
    const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ due: string[]; campaigns: boolean }>(
      `select array(select a.id from unnest($2::uuid[]) a(id) where exists (select from send_job j where j.workspace_id = $1 and j.account_id = a.id and j.state = 'queued' and j.due_at <= $3))::text[] as due,
         exists (select from campaign where workspace_id = $1 and state = 'sending') as campaigns`,
      [workspaceId, lanes.map(([id]) => id), new Date(clock.now(workspaceId)).toISOString()]))
    for (const [id, entry] of lanes) {
      if (row?.due.includes(id)) entry.lane.wake()
      if (row?.campaigns) entry.campaigns.wake()
    }
  }

  /** When the next message of the workspace is due in business time, later than now, or null. */
  async nextDue(workspaceId: string): Promise<number | null> {
    const all = [...this.lanes.keys()]
    const { jobs, recipients } = await this.due(workspaceId, all, all, new Date(this.services.clock.now(workspaceId)).toISOString())
    return jobs === null || recipients === null ? (jobs ?? recipients) : Math.min(jobs, recipients)
  }

  /** Of the outbox of some accounts, and of campaigns that send on others. */
  private async due(workspaceId: string, outboxes: string[], campaigning: string[], after: string): Promise<{ jobs: number | null; recipients: number | null }> {
    const { db, clock } = this.services
    const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ jobs: number | null; recipients: number | null }>(
      `select (${NEXT_JOB}) as jobs,
         (select min((select min(r.due_at) from campaign_recipient r where r.workspace_id = $1 and r.campaign_id = k.campaign_id and r.account_id = any($6) and r.pending)) from campaign k where k.workspace_id = $1 and k.state = 'sending') as recipients`,
      [workspaceId, outboxes, new Date(clock.now(workspaceId) - UNKNOWN_HOLDS_MS).toISOString(), UNKNOWN_HOLDS_MS, after, campaigning]))
    return row ?? { jobs: null, recipients: null }
  }

  /** Resolves when everything due in this workspace has been sent or set aside: for the simulator's clock and a graceful stop. */
  async settled(workspaceId: string): Promise<void> {
    for (;;) {
      await this.poll(workspaceId)
      const own = [...this.lanes].filter(([, entry]) => entry.workspaceId === workspaceId)
      while (own.some(([, { lane, campaigns }]) => !lane.idle || !campaigns.idle || lane.pacing)) await pause(5)
      // What is paused, broken or has run dry goes on by wall time.
      const ids = (goesOn: (entry: (typeof own)[number][1]) => boolean): string[] => own.filter(([, entry]) => goesOn(entry)).map(([id]) => id)
      const { jobs, recipients } = await this.due(workspaceId, ids(({ lane }) => !lane.held), ids(({ campaigns }) => !campaigns.held), '-infinity')
      const now = this.services.clock.now(workspaceId)
      if ((jobs ?? Infinity) > now && (recipients ?? Infinity) > now) return
      await pause(5)
    }
  }

  private async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    await this.polling
    const deadline = Date.now() + 10_000
    while ([...this.lanes.values()].some((entry) => !entry.lane.idle || !entry.campaigns.idle) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    await this.services.db.asSystem((tx) => tx.query('delete from lease where holder = $1', [this.holder])).catch(() => {})
  }
}

/** A few at a time, their threads locked first and in order, as every other writer does it; without that a start into a stream of reports ended in a deadlock. */
async function giveUp(tx: Tx, workspaceId: string, accountId: string, only: readonly string[] | null): Promise<number> {
  const FOUND = `select message_id, conversation_id from send_job where workspace_id = $1 and account_id = $2 and state = 'sending' and ($3::uuid[] is null or message_id = any($3))`
  const threads = (await tx.query<{ conversation_id: string }>(`${FOUND} order by conversation_id limit ${GIVEN_UP_AT_ONCE}`, [workspaceId, accountId, only])).map((row) => row.conversation_id)
  if (threads.length === 0) return 0
  await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = any($2) order by conversation_id for update', [workspaceId, threads])
  const rows = await tx.query<{ message_id: string; conversation_id: string }>(`${FOUND} and conversation_id = any($4) order by conversation_id for update`, [workspaceId, accountId, only, threads])
  for (const row of rows) await unknownMessage(tx, workspaceId, { messageId: row.message_id, conversationId: row.conversation_id })
  return threads.length // also where a report has ended one meanwhile: there may be more
}
