import type { AutomaticReply, ReplyVariant } from '@recado/api'
import type { Instant, Rule, Timetable, Trigger, TriggerKind } from '@recado/core'
import { minutes } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Owner, OwnerKind, Place } from '../hours/owner.js'
import { isIn } from '../hours/owner.js'
import { type KeptTimetable, readTimetables, timetableFor } from '../hours/timetables.js'

/** What an inbox or a team can have rules for: taps and follows belong to one account's menus and codes. */
export const SHARED_TRIGGERS: readonly TriggerKind[] = ['greeting', 'away', 'keyword']

/** A rule with what it says and sets, and whose it is. */
export interface KeptRule extends Rule {
  owner: Pick<Owner, 'kind' | 'id'>
  name: string
  variants: ReplyVariant[]
  labels: string[]
  status: AutomaticReply['status']
}

/** All that is said about automatic replies where one conversation stands: nearest rules first, and the hours that count. */
export interface Book { rules: KeptRule[]; timetable: Timetable | null; quietMs: number }

/** The same for every place there is on an account. */
export interface Library { rules: KeptRule[]; timetables: KeptTimetable[]; quietMs: number }

export interface RuleRow { automatic_reply_id: string; account_id: string | null; inbox_id: string | null; team_id: string | null; name: string; enabled: boolean; enabled_at: Instant | null; trigger: Trigger; variants: ReplyVariant[]; labels: string[]; set_status: AutomaticReply['status'] }
export const RULE_COLUMNS = 'automatic_reply_id, account_id, inbox_id, team_id, name, enabled, enabled_at, trigger, variants, labels, set_status'

export function ownerOfRow({ account_id, inbox_id, team_id }: Pick<RuleRow, 'account_id' | 'inbox_id' | 'team_id'>): Pick<Owner, 'kind' | 'id'> {
  const kind: OwnerKind = team_id ? 'team' : inbox_id ? 'inbox' : 'account'
  return { kind, id: (team_id ?? inbox_id ?? account_id)! } // a constraint of the table: one of the three
}

export function toRule(row: RuleRow): KeptRule {
  return {
    id: row.automatic_reply_id, owner: ownerOfRow(row), name: row.name, enabled: row.enabled, enabledAt: row.enabled_at, trigger: row.trigger, answers: row.variants.length > 0,
    variants: row.variants, labels: row.labels, status: row.set_status,
  }
}

/** For so long after a colleague's message nothing is automatic, unless the account says otherwise. */
export const QUIET_MINUTES = 10

/** A team's rules are asked before an inbox's, these before an account's. */
export const OWNER_RANK: Record<OwnerKind, number> = { team: 0, inbox: 1, account: 2 }
const ORDER = 'order by (team_id is null), (inbox_id is null), position, automatic_reply_id'

/** What may be asked about conversations of the account, wherever they stand. */
export async function readLibrary(tx: Tx, workspaceId: string, accountId: string): Promise<Library> {
  const rules = await tx.query<RuleRow>(`select ${RULE_COLUMNS} from automatic_reply where workspace_id = $1 and (account_id = $2 or account_id is null) and removed_at is null ${ORDER}`, [workspaceId, accountId])
  return { rules: rules.map(toRule), timetables: await readTimetables(tx, workspaceId), quietMs: minutes(await readQuietMinutes(tx, workspaceId, accountId)) }
}

/** The part of it that counts in one place. */
export function bookOf({ rules, timetables, quietMs }: Library, place: Place): Book {
  return { rules: rules.filter((rule) => isIn(rule.owner, place)), timetable: timetableFor(timetables, place)?.timetable ?? null, quietMs }
}

/** The rules in order, the hours, and how long a colleague's word keeps them silent, where a conversation stands. */
export async function readBook(tx: Tx, workspaceId: string, place: Place): Promise<Book> {
  return bookOf(await readLibrary(tx, workspaceId, place.accountId), place)
}

export async function readQuietMinutes(tx: Tx, workspaceId: string, accountId: string): Promise<number> {
  const [row] = await tx.query<{ quiet_minutes: number }>('select quiet_minutes from automation_setting where workspace_id = $1 and account_id = $2', [workspaceId, accountId])
  return row?.quiet_minutes ?? QUIET_MINUTES
}
