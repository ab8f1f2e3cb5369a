/**
 * Whose conversations somebody sees. Decided once when she is recognised; every list, thread, file, search and live event asks here and
 * nowhere else. A thread that somebody follows, or that is hers, she sees in any case.
 */
import type { Reach as ReachKind } from '@recado/api'

export type Reach =
  /** Every conversation of the workspace. */
  | { kind: 'all' }
  /** Those of the inboxes she belongs to. */
  | { kind: 'inboxes'; inboxIds: readonly string[] }
  /** Her own and her teams'. */
  | { kind: 'own'; teamIds: readonly string[] }

/** What has to be known of a row to tell. */
export interface Sightable { inboxId: string; assignee: { id: string } | null; team: { id: string } | null; participantIds: readonly string[] }

/** Whether somebody sees this row. The SQL below says the same; a test compares. */
export function sees(reach: Reach, userId: string, row: Sightable): boolean {
  if (reach.kind === 'all' || row.assignee?.id === userId || row.participantIds.includes(userId)) return true
  return reach.kind === 'inboxes' ? reach.inboxIds.includes(row.inboxId) : row.team !== null && reach.teamIds.includes(row.team.id)
}

/** The same as a condition on conversation rows called `c`; null when everything is seen. `add` takes a value and gives its placeholder. */
export function reachSql(reach: Reach, userId: string, add: (value: unknown) => string): string | null {
  if (reach.kind === 'all') return null
  const user = add(userId)
  const others = reach.kind === 'inboxes' ? `c.inbox_id = any(${add(reach.inboxIds)}::uuid[])` : `c.team_id = any(${add(reach.teamIds)}::uuid[])`
  return `(${others} or c.assignee_id = ${user}::uuid or (c.participant_ids <> '{}' and ${user}::uuid = any(c.participant_ids)))`
}

/** A member's reach from what the database says of her. */
export function reachOf(kind: ReachKind, inboxIds: readonly string[], teamIds: readonly string[]): Reach {
  return kind === 'all' ? { kind } : kind === 'inboxes' ? { kind, inboxIds } : { kind, teamIds }
}

/** Programs see everything their scopes open. */
export const everything: Reach = { kind: 'all' }
