/** Our ledger beside what the platform says it has charged, asked once a night where a platform tells. */
import type { CostCheck } from '@recado/api'
import { type ChargeLine, PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { addAmounts, calendarDay, calendarMonth, compareAmounts, days, formatAmount, hours, type Instant } from '@recado/core'
import { isAway, type Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import type { Account, Services } from '../services.js'
import { currencyOf, zoneOf } from './cards.js'
import { monthOf } from './months.js'

/** Figures of yesterday are there by then, and nobody is at work. */
const HOUR = 4
/** Late reports and corrections of a month that is over come in its first days. */
const SETTLES_MS = days(5)
const POLL_MS = 10 * 60_000

interface Side { class: string; currency: string; count: number; amount: string | null }

const told = (error: unknown): boolean => error instanceof PlatformRefusal || error instanceof SilentPlatform

/** Cents that come of rounding are no difference. */
const TOLERANCE = '0.01'
export function differs({ ours, theirs }: Pick<CostCheck, 'ours' | 'theirs'>): boolean {
  if (ours.messages !== theirs.messages) return true
  if (theirs.amount === null || ours.amount === null) return false
  const gap = addAmounts(ours.amount, `-${theirs.amount}`)
  return compareAmounts(gap.replace(/^-/, ''), TOLERANCE) > 0
}

/** What we have billed of one account and month, of what arrived before `until`. */
function ownSide(tx: Tx, workspaceId: string, accountId: string, month: string, until: Instant): Promise<Side[]> {
  return tx.query<Side>(
    `select coalesce(e.billed_class, '') as class, coalesce(e.billed_currency, '') as currency, count(*)::int as count, coalesce(sum(e.billed), 0)::text as amount from cost_entry e
     where e.workspace_id = $1 and e.account_id = $2 and e.month = $3 and e.state = 'settled' and e.free_reason is null and e.delivered_at < $4 group by 1, 2`, [workspaceId, accountId, month, iso(until)])
}

function theirSide(lines: readonly ChargeLine[], classes: Readonly<Record<string, string>>, currency: string): Side[] {
  const sides = new Map<string, Side>()
  for (const line of lines.filter((one) => one.charged)) {
    const priceClass = classes[line.class] ?? line.class
    const held = sides.get(priceClass) ?? { class: priceClass, currency: line.currency ?? currency, count: 0, amount: '0' }
    sides.set(priceClass, { ...held, count: held.count + line.count, amount: held.amount === null || line.amount === null ? null : addAmounts(held.amount, line.amount) })
  }
  return [...sides.values()]
}

/** Asks about one month of one account, up to the last midnight there, and keeps both sides. */
async function checkMonth(services: Services, account: Account, at: Instant, timeZone: string): Promise<void> {
  const { workspaceId } = account
  const channel = services.channels.find(account.channel)
  const ask = channel?.connector.charges
  if (!ask) return
  const now = services.clock.now(workspaceId)
  const span = calendarMonth(at, timeZone)
  const until = Math.min(span.to, calendarDay(now, timeZone).from)
  if (until <= span.from) return
  const lines = await ask({ from: span.from, to: until }, services.call(account))
  const month = monthOf(at, timeZone)
  const theirs = theirSide(lines, channel.declaration.rules.price?.reported?.classes ?? {}, currencyOf(account))
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const ours = await ownSide(tx, workspaceId, account.id, month, until)
    const keys = new Map([...ours, ...theirs].map((side) => [JSON.stringify([side.class, side.currency]), side]))
    const rows = [...keys.values()].map(({ class: priceClass, currency }) => {
      const of = (sides: readonly Side[]): Side | undefined => sides.find((side) => side.class === priceClass && side.currency === currency)
      const [own, other] = [of(ours), of(theirs)]
      return { class: priceClass, currency, ours_count: own?.count ?? 0, ours_amount: own?.amount ?? '0', theirs_count: other?.count ?? 0, theirs_amount: other ? other.amount : '0' }
    })
    await tx.query('delete from cost_check where workspace_id = $1 and account_id = $2 and month = $3', [workspaceId, account.id, month])
    await tx.query(
      `insert into cost_check (workspace_id, account_id, month, class, currency, ours_count, ours_amount, theirs_count, theirs_amount, until, checked_at)
       select $1, $2, $3, r.class, r.currency, r.ours_count, r.ours_amount, r.theirs_count, r.theirs_amount, $5, $6 from jsonb_to_recordset($4::jsonb) as r(class text, currency text, ours_count bigint, ours_amount numeric, theirs_count bigint, theirs_amount numeric)`,
      [workspaceId, account.id, month, JSON.stringify(rows), iso(until), iso(now)])
  })
  await tellHealth(services, account, month)
}

/** A month in which both sides differ is a thing to look at; one that agrees again is none. */
async function tellHealth(services: Services, account: Account, month: string): Promise<void> {
  const { workspaceId } = account
  const checks = await services.db.inWorkspace(workspaceId, (tx) => readChecks(tx, workspaceId, { from: month.slice(0, 7), to: month.slice(0, 7) }, account.id))
  const wrong = checks.filter((one) => one.differs)
  const subject = `${account.id}:${month.slice(0, 7)}`
  if (wrong.length === 0) return services.healthy(workspaceId, 'cost_mismatch', subject)
  const [worst] = [...wrong].sort((a, b) => gapOf(b) - gapOf(a))
  await services.health(workspaceId, { kind: 'cost_mismatch', subject, severity: 'warning', data: { accountId: account.id, name: account.name, month: month.slice(0, 7), currency: worst!.currency, ours: worst!.ours.amount ?? '', theirs: worst!.theirs.amount ?? '', classes: wrong.map((one) => one.class) } }) // not empty
}

const gapOf = ({ ours, theirs }: CostCheck): number => Math.abs(Number(ours.amount ?? 0) - Number(theirs.amount ?? ours.amount ?? 0)) + Math.abs(ours.messages - theirs.messages) / 1_000

interface Row { account_id: string; name: string; month: string; class: string; currency: string; ours_count: number; ours_amount: string; theirs_count: number; theirs_amount: string | null; until: Instant; checked_at: Instant }

/** Both sides of these months, those that differ first. */
export async function readChecks(tx: Tx, workspaceId: string, { from, to }: { from: string; to: string }, accountId: string | null = null): Promise<CostCheck[]> {
  const rows = await tx.query<Row>(
    `select c.account_id, a.name, to_char(c.month, 'YYYY-MM') as month, c.class, c.currency, c.ours_count::int as ours_count, c.ours_amount::text as ours_amount, c.theirs_count::int as theirs_count, c.theirs_amount::text as theirs_amount, c.until, c.checked_at
     from cost_check c join channel_account a on a.workspace_id = $1 and a.account_id = c.account_id where c.workspace_id = $1 and c.month >= $2::date and c.month <= $3::date and ($4::uuid is null or c.account_id = $4) order by c.month desc, a.name, c.class`,
    [workspaceId, `${from}-01`, `${to}-01`, accountId])
  const checks = rows.map((row) => {
    const sides = { ours: { messages: row.ours_count, amount: formatAmount(row.ours_amount) }, theirs: { messages: row.theirs_count, amount: row.theirs_amount === null ? null : formatAmount(row.theirs_amount) } }
    return { accountId: row.account_id, name: row.name, month: row.month, class: row.class, currency: row.currency, ...sides, differs: differs(sides), until: iso(row.until), checkedAt: iso(row.checked_at) }
  })
  return checks.sort((a, b) => Number(b.differs) - Number(a.differs))
}

/** Asks every platform whose turn has come. Every node looks; a turn is taken by whoever moves it first. */
export class CostCheckWorker {
  private readonly services: Services
  private under: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  start(): void {
    const look = (): void => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'cost check') }).finally(() => { this.under = null })
    }
    const timer = setInterval(look, POLL_MS).unref()
    this.services.onClose(async () => { clearInterval(timer); await this.under })
  }

  private async round(): Promise<void> {
    const rows = await this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const row of rows) if (!this.services.stopping()) await this.runDue(row.workspace_id)
  }

  /** Everything that is due now. */
  async runDue(workspaceId: string): Promise<void> {
    const { services } = this
    const accounts = (await services.accounts.list(workspaceId)).filter((account) => !account.disconnected && services.channels.find(account.channel)?.connector.charges)
    for (const account of accounts) {
      const now = services.clock.now(workspaceId)
      const timeZone = await this.zone(account)
      if (!(await this.take(account, now, timeZone))) continue
      try {
        await checkMonth(services, account, now, timeZone)
        const last = calendarMonth(now, timeZone).from - 1
        if (now - last <= SETTLES_MS) await checkMonth(services, account, last, timeZone)
      } catch (error) {
        // An account that does not work says so elsewhere; it is asked again tomorrow.
        if (!told(error)) throw error
      }
    }
  }

  private async zone(account: Account): Promise<string> {
    const [workspace] = await this.services.db.inWorkspace(account.workspaceId, (tx) => tx.query<{ zone: string }>('select time_zone as zone from workspace where workspace_id = $1', [account.workspaceId]))
    return zoneOf(account, workspace?.zone ?? 'UTC')
  }

  /** Whether it is this account's turn, and ours to take: it moves to the next night. A new account waits for its first. */
  private async take({ workspaceId, id }: Account, now: Instant, timeZone: string): Promise<boolean> {
    const today = calendarDay(now, timeZone)
    const next = now < today.from + hours(HOUR) ? today.from + hours(HOUR) : today.to + hours(HOUR)
    return this.services.db.inWorkspace(workspaceId, async (tx) => {
      const made = await tx.query('insert into cost_check_turn (workspace_id, account_id, due_at) values ($1, $2, $3) on conflict do nothing returning 1', [workspaceId, id, iso(next)])
      if (made.length > 0) return false
      return (await tx.query('update cost_check_turn set due_at = $4 where workspace_id = $1 and account_id = $2 and due_at <= $3 returning 1', [workspaceId, id, iso(now), iso(next)])).length > 0
    })
  }
}
