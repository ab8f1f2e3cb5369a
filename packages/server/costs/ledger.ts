import { addAmounts, type Instant, type Price } from '@recado/core'
import type { Tx } from '@recado/db'
import { monthOf } from './months.js'

export interface NewEntry { workspaceId: string; messageId: string; account: { id: string; channel: string }; author: { type: string; id: string | null }; teamId: string | null; templateId: string | null; country: string | null; timeZone: string; now: Instant; price: Price | null; budgets: readonly string[] }

const iso = (at: Instant): string => new Date(at).toISOString()

/** The entry of a message that leaves now: what it costs at most. Tried again after the platform did not take it, the entry is made anew. */
export async function openEntry(tx: Tx, entry: NewEntry): Promise<void> {
  const { workspaceId, messageId, account, author, price, now, timeZone } = entry
  await tx.query(
    `insert into cost_entry (workspace_id, message_id, account_id, channel, author_type, author_id, team_id, campaign_id, template_id, country, time_zone, at, sent_month, month, class, estimated, currency, budgets)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17)
     on conflict (workspace_id, message_id) do update set state = 'open', at = excluded.at, sent_month = excluded.sent_month, month = excluded.month, class = excluded.class, estimated = excluded.estimated,
       currency = excluded.currency, budgets = excluded.budgets, team_id = excluded.team_id, billed = null, free_reason = null, difference = null, settled_at = null`,
    [workspaceId, messageId, account.id, account.channel, author.type, author.id, entry.teamId, author.type === 'campaign' && UUID.test(author.id ?? '') ? author.id : null, entry.templateId,
      entry.country, timeZone, iso(now), monthOf(now, timeZone), price?.class ?? null, price?.amount ?? null, price?.currency ?? null, entry.budgets.length > 0 ? entry.budgets : null])
}

const UUID = /^[0-9a-f-]{36}$/

/** The platform surely did not take it: it costs nothing, and the budgets have their money back. */
export async function voidEntry(tx: Tx, workspaceId: string, messageId: string): Promise<void> {
  const [row] = await tx.query<{ budgets: string[] | null; estimated: string | null; sent_month: string }>(
    `update cost_entry set state = 'void' where workspace_id = $1 and message_id = $2 and state = 'open' returning budgets, estimated::text as estimated, sent_month::text as sent_month`, [workspaceId, messageId])
  if (row?.budgets && row.estimated) await correctBudgets(tx, workspaceId, [{ budgets: row.budgets, month: row.sent_month, by: `-${row.estimated}` }])
}

export interface Correction { budgets: readonly string[]; month: string; /** Decimal text; negative gives back. */ by: string }

/** Puts right what was taken, once the bill is known. A budget that is gone is left out; the rows are taken in the order of their ids. */
export async function correctBudgets(tx: Tx, workspaceId: string, corrections: readonly Correction[]): Promise<void> {
  const sums = new Map<string, { id: string; month: string; by: string }>()
  for (const { budgets, month, by } of corrections) {
    for (const id of budgets) {
      const key = `${id} ${month}`
      sums.set(key, { id, month, by: addAmounts(sums.get(key)?.by ?? '0', by) })
    }
  }
  if (sums.size === 0) return
  await tx.query(
    `with b as (select b.id, b.month, b.by, g.scope from jsonb_to_recordset($2::jsonb) as b(id uuid, month date, by numeric) join budget g on g.workspace_id = $1 and g.budget_id = b.id),
     held as (select u.budget_id, u.month, b.by from budget_use u join b on u.budget_id = b.id and u.month = case b.scope when 'campaign' then date '1970-01-01' else b.month end where u.workspace_id = $1 order by u.budget_id, u.month for update of u)
     update budget_use u set spent = greatest(0, u.spent + s.by) from (select budget_id, month, sum(by) as by from held group by 1, 2) s where u.workspace_id = $1 and u.budget_id = s.budget_id and u.month = s.month`,
    [workspaceId, JSON.stringify([...sums.values()])])
}
