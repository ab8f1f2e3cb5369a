import type { AutomaticReply, ReplyVariant } from '@recado/api'
import type { Instant, Rule, Timetable, Trigger } from '@recado/core'
import { minutes } from '@recado/core'
import type { Tx } from '@recado/db'

/** A rule with what it says and sets. */
export interface KeptRule extends Rule {
  name: string
  variants: ReplyVariant[]
  labels: string[]
  status: AutomaticReply['status']
}

/** All that an account has said about automatic replies. */
export interface Book { rules: KeptRule[]; timetable: Timetable | null; quietMs: number }

export interface RuleRow { automatic_reply_id: string; name: string; enabled: boolean; enabled_at: Instant | null; trigger: Trigger; variants: ReplyVariant[]; labels: string[]; set_status: AutomaticReply['status'] }
export const RULE_COLUMNS = 'automatic_reply_id, name, enabled, enabled_at, trigger, variants, labels, set_status'

export function toRule(row: RuleRow): KeptRule {
  return {
    id: row.automatic_reply_id, name: row.name, enabled: row.enabled, enabledAt: row.enabled_at, trigger: row.trigger, answers: row.variants.length > 0,
    variants: row.variants, labels: row.labels, status: row.set_status,
  }
}

/** For so long after a colleague's message nothing is automatic, unless the account says otherwise. */
export const QUIET_MINUTES = 10

/** The account's rules in order, its hours, and how long a colleague's word keeps them silent. */
export async function readBook(tx: Tx, workspaceId: string, accountId: string): Promise<Book> {
  const rules = await tx.query<RuleRow>(`select ${RULE_COLUMNS} from automatic_reply where workspace_id = $1 and account_id = $2 and removed_at is null order by position, automatic_reply_id`, [workspaceId, accountId])
  return { rules: rules.map(toRule), timetable: await readTimetable(tx, workspaceId, accountId), quietMs: minutes(await readQuietMinutes(tx, workspaceId, accountId)) }
}

/** The hours of an account; null when nobody has set any. */
export async function readTimetable(tx: Tx, workspaceId: string, accountId: string): Promise<Timetable | null> {
  const [row] = await tx.query<{ time_zone: string; week: Timetable['week']; dates: Timetable['dates'] }>(`select time_zone, week, dates from timetable where workspace_id = $1 and owner_kind = 'account' and owner_id = $2`, [workspaceId, accountId])
  return row ? { timeZone: row.time_zone, week: row.week, dates: row.dates } : null
}

export async function readQuietMinutes(tx: Tx, workspaceId: string, accountId: string): Promise<number> {
  const [row] = await tx.query<{ quiet_minutes: number }>('select quiet_minutes from automation_setting where workspace_id = $1 and account_id = $2', [workspaceId, accountId])
  return row?.quiet_minutes ?? QUIET_MINUTES
}
