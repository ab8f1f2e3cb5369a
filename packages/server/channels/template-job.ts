import { SilentPlatform } from '@recado/channel-kit'
import { isAway } from '@recado/db'
import type { Account, Services } from '../services.js'
import { syncTemplates } from './sync-templates.js'

const HOUR_MS = 3_600_000
/** The log is looked through at most this often, however much is written. */
const LOOK_EVERY_MS = 1_000

/** Keeps templates in line by itself: at start, every hour, and when a platform's event asks for it (`templates.wanted` in the log). */
export class TemplateSync {
  private readonly positions = new Map<string, number>()
  private readonly looking = new Set<string>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly under = new Set<Promise<void>>()
  private readonly services: Services

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals } = this.services
    const onEvents = (workspaceId: string): void => {
      if (this.looking.has(workspaceId)) return
      this.looking.add(workspaceId)
      this.later(LOOK_EVERY_MS, () => this.look(workspaceId))
    }
    signals.on('events', onEvents)
    this.later(0, () => this.round())
    this.services.onClose(async () => {
      signals.off('events', onEvents)
      for (const timer of this.timers) clearTimeout(timer)
      await Promise.allSettled(this.under)
    })
  }

  /** Every account once; sets the next round first, so that a failing one does not end them. */
  async round(): Promise<void> {
    this.later(HOUR_MS, () => this.round())
    const workspaces = await this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const { workspace_id: workspaceId } of workspaces) for (const account of await this.services.accounts.list(workspaceId)) await this.sync(account)
  }

  /** Reads what was asked for since the last look. */
  async look(workspaceId: string): Promise<void> {
    this.looking.delete(workspaceId)
    const { wanted, seq } = await readWanted(this.services, workspaceId, this.positions.get(workspaceId) ?? null)
    this.positions.set(workspaceId, seq)
    for (const accountId of wanted) {
      const account = await this.services.accounts.byId(workspaceId, accountId)
      if (account) await this.sync(account)
    }
  }

  private async sync(account: Account): Promise<void> {
    if (this.services.stopping()) return
    await syncTemplates(this.services, account).catch((error: unknown) => {
      // A platform that does not answer is no news: the next round asks again.
      if (!(error instanceof SilentPlatform) && !isAway(error)) this.services.log.warn({ err: error, accountId: account.id }, 'templates not read')
    })
  }

  private later(ms: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      const running = work().catch((error: unknown) => { if (!isAway(error)) this.services.log.error({ err: error }, 'template job') }).finally(() => this.under.delete(running))
      this.under.add(running)
    }, ms)
    this.timers.add(timer.unref())
  }
}

/** Accounts whose templates were asked for behind `from`; the first look goes back a minute, so that nothing from before the start is missed. */
async function readWanted(services: Services, workspaceId: string, from: number | null): Promise<{ wanted: string[]; seq: number }> {
  return services.db.snapshot(workspaceId, async (tx) => {
    const rows = await tx.query<{ account_id: string | null }>(
      `select distinct data->>'accountId' as account_id from event where workspace_id = $1 and type = 'templates.wanted' and (seq > $2 or ($2 is null and at > now() - interval '1 minute'))`, [workspaceId, from])
    const [head] = await tx.query<{ seq: number }>('select seq from event_head where workspace_id = $1', [workspaceId])
    return { wanted: rows.flatMap((row) => row.account_id ?? []), seq: head?.seq ?? from ?? 0 }
  })
}
