import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { hours, type Instant, minutes } from '@recado/core'
import { isAway, newId, type Tx } from '@recado/db'
import { audit } from '../auth/audit.js'
import { eraseIdentity, erasePerson, type How } from '../people/erase.js'
import type { Account, Services } from '../services.js'

/** How often those who are due are looked for. Wall clock; what is due is told by business time. */
const POLL_MS = 5_000
/** The platform is asked again who is meant, later and later, for two days. */
const TRIES = 40
const PAGE = 50
const SYSTEM = { kind: 'system' } as const

interface Due { forgetting_id: string; contact_id: string | null; identity_id: string | null; account_id: string | null; cause: 'left' | 'platform_request' | 'restored'; how: How; tries: number; person_sealed: Buffer | null; asked_at: number; due_at: number }
const COLUMNS = 'forgetting_id, contact_id, identity_id, account_id, cause, how, tries, person_sealed, asked_at, due_at'
const iso = (at: Instant): string => new Date(at).toISOString()

/** Forgets those whose time has come, and finds out whom a platform means. Every node looks; the row's lock lets one of them act. */
export class ForgettingWorker {
  private readonly services: Services
  private under: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  start(): void {
    const round = (): void => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'forgetting') }).finally(() => { this.under = null })
    }
    const timer = setInterval(round, POLL_MS).unref()
    this.services.signals.on('forgetting', round)
    this.services.onClose(async () => { clearInterval(timer); this.services.signals.off('forgetting', round); await this.under })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_forgetting() as id'))
    for (const { id } of rows) if (!this.services.stopping()) await this.runDue(id)
  }

  /** The next moment at which somebody falls due: where the simulated clock has to stop. */
  async nextDue(workspaceId: string): Promise<Instant | null> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ at: number | null }>(`select min(case when person_sealed is null then due_at else try_at end) as at from forgetting where workspace_id = $1 and state = 'waiting'`, [workspaceId]))
    return row?.at ?? null
  }

  /** Everything that is due now. Returns how many were forgotten. */
  async runDue(workspaceId: string): Promise<number> {
    const { services } = this
    const now = iso(services.clock.now(workspaceId))
    const open = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Due>(`select ${COLUMNS} from forgetting where workspace_id = $1 and state = 'waiting' and person_sealed is not null and try_at <= $2 order by try_at limit ${PAGE}`, [workspaceId, now]))
    for (const row of open) if (!services.stopping()) await this.find(workspaceId, row)
    let done = 0
    for (;;) {
      const due = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ forgetting_id: string }>(`select forgetting_id from forgetting where workspace_id = $1 and state = 'waiting' and person_sealed is null and due_at <= $2 order by due_at, forgetting_id limit ${PAGE}`, [workspaceId, now]))
      for (const { forgetting_id: id } of due) {
        if (services.stopping()) return done
        if (await this.carryOut(workspaceId, id)) done++
      }
      if (due.length < PAGE) return done
    }
  }

  /** One of them, whether due or not. False when it was settled meanwhile. */
  async carryOut(workspaceId: string, id: string): Promise<boolean> {
    const { services } = this
    const settled = await services.db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<Due>(`select ${COLUMNS} from forgetting where workspace_id = $1 and forgetting_id = $2 and state = 'waiting' and person_sealed is null for update skip locked`, [workspaceId, id])
      if (!row) return false
      await tx.query(`update forgetting set state = 'done', settled_at = $3 where workspace_id = $1 and forgetting_id = $2`, [workspaceId, id, iso(services.clock.now(workspaceId))])
      // Whoever only left an account said nothing about the company's other lists.
      const options = { cause: row.cause, suppress: row.cause !== 'left' }
      const forgotten = row.identity_id ? await eraseIdentity(tx, services, workspaceId, row.identity_id, SYSTEM, row.how, options) : row.contact_id ? await erasePerson(tx, services, workspaceId, row.contact_id, SYSTEM, row.how, options) : null
      // Somebody did it by hand meanwhile: what was asked for is so.
      if (!forgotten) await audit(tx, services, workspaceId, SYSTEM, { action: 'deletion.settled', subject: row.contact_id ?? id, data: { deletionId: id, cause: row.cause } })
      return true
    })
    if (!settled) return false
    services.signals.committed(workspaceId)
    services.queue.wake()
    return true
  }

  /** Asks the channel by what keys she is known, on every account that shares the app's secret. */
  private async find(workspaceId: string, row: Due): Promise<void> {
    const { services } = this
    const accounts = await this.siblings(workspaceId, row.account_id)
    const person = await services.sealer.open(workspaceId, 'deletion.person', row.person_sealed!) // asked for where it is there
    const keys: { account: string; kind: string; value: string }[] = []
    for (const account of accounts) {
      try {
        for (const key of await services.channels.get(account.channel).connector.deletion?.keysOf(person, services.call(account)) ?? []) keys.push({ account: account.id, ...key })
      } catch (error) {
        if (!(error instanceof SilentPlatform) && !(error instanceof PlatformRefusal)) throw error
        if (row.tries + 1 < TRIES) return this.later(workspaceId, row)
      }
    }
    await services.db.inWorkspace(workspaceId, (tx) => this.found(tx, workspaceId, row, keys))
  }

  private async siblings(workspaceId: string, accountId: string | null): Promise<Account[]> {
    const all = await this.services.accounts.list(workspaceId)
    const own = all.find((account) => account.id === accountId)
    return own ? [own, ...all.filter((account) => account.id !== own.id && account.channel === own.channel && account.secretHash !== null && account.secretHash === own.secretHash)] : []
  }

  private async found(tx: Tx, workspaceId: string, row: Due, keys: readonly { account: string; kind: string; value: string }[]): Promise<void> {
    const { services } = this
    const now = iso(services.clock.now(workspaceId))
    const people = await tx.query<{ identity_id: string; contact_id: string; account_id: string }>(
      `select distinct d.identity_id, d.contact_id, d.account_id from jsonb_to_recordset($2::jsonb) as k(account uuid, kind text, value text)
       join identity_key i on i.workspace_id = $1 and i.account_id = k.account and i.kind = k.kind and i.value = k.value join identity d on d.workspace_id = $1 and d.identity_id = i.identity_id`, [workspaceId, JSON.stringify(keys)])
    const [first, ...others] = people
    const [locked] = await tx.query(`update forgetting set person_sealed = null, try_at = null, contact_id = $3, identity_id = $4, state = case when $4::uuid is null then 'unknown' else state end, settled_at = case when $4::uuid is null then $5::timestamptz end
      where workspace_id = $1 and forgetting_id = $2 and person_sealed is not null and state = 'waiting' returning 1`, [workspaceId, row.forgetting_id, first?.contact_id ?? null, first?.identity_id ?? null, now])
    if (!locked) return
    for (const other of others) await tx.query(`insert into forgetting (workspace_id, forgetting_id, contact_id, identity_id, account_id, cause, how, asked_at, due_at) values ($1, $2, $3, $4, $5, 'platform_request', $6, $7, $8)`,
      [workspaceId, newId(), other.contact_id, other.identity_id, other.account_id, row.how, iso(row.asked_at), iso(row.due_at)])
    await audit(tx, services, workspaceId, SYSTEM, first ? { action: 'deletion.due', subject: first.contact_id, data: { deletionId: row.forgetting_id, cause: row.cause, how: row.how } } : { action: 'deletion.nobody', subject: row.forgetting_id, data: { cause: row.cause } })
  }

  private async later(workspaceId: string, row: Due): Promise<void> {
    const wait = Math.min(hours(2), minutes(1) * 2 ** Math.min(row.tries, 7))
    await this.services.db.inWorkspace(workspaceId, (tx) => tx.query('update forgetting set tries = tries + 1, try_at = $3 where workspace_id = $1 and forgetting_id = $2', [workspaceId, row.forgetting_id, iso(this.services.clock.now(workspaceId) + wait)]))
  }
}
