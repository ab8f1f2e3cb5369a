import type { NudgeStep, NudgeStepWish, Priority, ReplyVariant, RuleAction } from '@recado/api'
import { type Filter, type Instant, isHappening, type NudgeKind, type NudgeStep as CoreStep, type Overtaking, type RuleTrigger, type Slot } from '@recado/core'
import type { Tx } from '@recado/db'

/** A step as it is kept: when, and what then. */
export interface Kept extends Omit<CoreStep, 'kind'> {
  kind: RuleTrigger
  inboxId: string | null
  name: string
  counts: 'clock' | 'opening'
  atTime: string | null
  about: string | null
  unless: Overtaking[]
  condition: Filter | null
  actions: RuleAction[]
  tell: NudgeStep['tell']
  tellIds: string[]
  priority: Exclude<Priority, 'none'> | null
  assignUserId: string | null
  assignTeamId: string | null
  variants: ReplyVariant[]
  filled: boolean
}
/** One that is told by how a thread stands. */
export type KeptStep = Kept & { kind: NudgeKind }

export interface Row {
  nudge_step_id: string; inbox_id: string | null; kind: RuleTrigger; name: string; minutes: number; enabled: boolean; enabled_at: Instant | null; tell: NudgeStep['tell']; tell_ids: string[]
  priority: Kept['priority']; assign_user_id: string | null; assign_team_id: string | null; variants: ReplyVariant[]; quiet: Slot | null; even_when_owed: boolean
  counts: Kept['counts']; at_time: string | null; about: string | null; unless: Overtaking[]; condition: Filter | null; actions: RuleAction[]; filled_at: Instant | null
}
export const COLUMNS = 'nudge_step_id, inbox_id, kind, name, minutes, enabled, enabled_at, tell, tell_ids, priority, assign_user_id, assign_team_id, variants, quiet, even_when_owed, counts, at_time, about, unless, condition, actions, filled_at'

export const toKept = (row: Row): Kept => ({
  id: row.nudge_step_id, kind: row.kind, minutes: row.minutes, enabledAt: row.enabled_at ?? 0, quiet: row.quiet, evenWhenOwed: row.even_when_owed, counts: row.counts, atTime: row.at_time, about: row.about, unless: row.unless,
  condition: row.condition, actions: row.actions, filled: row.filled_at !== null,
  inboxId: row.inbox_id, name: row.name, tell: row.tell, tellIds: row.tell_ids, priority: row.priority, assignUserId: row.assign_user_id, assignTeamId: row.assign_team_id, variants: row.variants,
})

/** A step that somebody thinks about, as if it were on. */
export const draftStep = (id: string, wish: NudgeStepWish): Kept => ({ ...wish, id, enabledAt: 0, filled: true })

/** Those that are on. */
export async function readEnabled(tx: Tx, workspaceId: string): Promise<Kept[]> {
  return (await tx.query<Row>(`select ${COLUMNS} from nudge_step where workspace_id = $1 and enabled and removed_at is null order by kind, minutes, nudge_step_id`, [workspaceId])).map(toKept)
}

export const isStep = (one: Kept): one is KeptStep => !isHappening(one.kind)

/** Those that are on and told by how a thread stands. */
export async function readActive(tx: Tx, workspaceId: string): Promise<KeptStep[]> {
  return (await readEnabled(tx, workspaceId)).filter(isStep)
}
