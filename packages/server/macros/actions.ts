/** What a macro does with threads, as the parts of one change. */
import { BEFORE_CLOSE_MS, type MacroActions } from '@recado/api'
import { type ErrorCode, type Instant, type Mention, RecadoError, snoozeUntil } from '@recado/core'
import type { Tx } from '@recado/db'
import { makeAssign } from '../conversations/assign.js'
import type { Make } from '../conversations/change.js'
import { makeLabels } from '../conversations/labels.js'
import { follow } from '../conversations/mentions.js'
import { makePriority, makeStatus, type Sleep } from '../conversations/states.js'
import type { Principal } from '../services.js'

/** How a macro lets threads sleep from now on. */
export function sleepFor(actions: MacroActions, now: Instant, timeZone: string): Sleep | null {
  const { status, sleep } = actions.status ?? {}
  if (status !== 'snoozed' || !sleep) return null
  if (sleep.mode === 'reply') return { mode: 'reply' }
  if (sleep.mode === 'before_close') return { mode: 'before_close', marginMs: sleep.marginMinutes === undefined ? BEFORE_CLOSE_MS : sleep.marginMinutes * 60_000 }
  return { mode: 'until', until: snoozeUntil(sleep.preset, now, timeZone) }
}

/** Why a thread cannot be treated so, known before anything is sent. */
export function hindrance(sleep: Sleep | null, windowClosesAt: Instant | null, now: Instant): ErrorCode | null {
  return sleep?.mode === 'before_close' && (windowClosesAt === null || windowClosesAt - sleep.marginMs <= now) ? 'window_too_short' : null
}

export function makesOf(actions: MacroActions, sleep: Sleep | null, principal: Principal): Make[] {
  const { status, assign, addLabels = [], removeLabels = [], priority, follow: follows } = actions
  if (principal.kind !== 'user' && ((assign && assign.to === 'me') || follows)) throw new RecadoError('not_permitted')
  return [
    ...(status ? [makeStatus(status.status, sleep)] : []),
    ...(assign ? [makeAssign(assign.to === 'me' ? { userId: principal.id } : assign.to === 'nobody' ? { userId: null, teamId: null } : 'id' in assign ? (assign.to === 'user' ? { userId: assign.id } : { teamId: assign.id }) : {})] : []),
    ...(addLabels.length + removeLabels.length > 0 ? [makeLabels(addLabels, removeLabels)] : []),
    ...(priority ? [makePriority(priority)] : []),
    ...(follows ? [makeFollow()] : []),
  ]
}

/** Whoever runs it follows them; a line says so where she did not before. */
const makeFollow = (): Make => async ({ tx, workspaceId, principal, held }) => {
  const lines = new Map<string, { event: string; data: Record<string, never> }>()
  for (const { id } of held) if ((await follow(tx, workspaceId, id, [principal.id])).length > 0) lines.set(id, { event: 'followed', data: {} })
  return { lines }
}

/** Who does not follow it yet, so that undoing takes off only what the run put on. */
export async function notYetFollowing(tx: Tx, principal: Principal, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and conversation_id = any($2::uuid[]) and not $3::uuid = any(participant_ids)', [principal.workspaceId, ids, principal.id])
  return new Set(rows.map((row) => row.conversation_id))
}

/** Where those who are called stand in the text as it came out. */
export function mentionsIn(text: string, wished: NonNullable<MacroActions['note']>['mentions'] = []): Mention[] {
  let from = 0
  return [...wished].sort((a, b) => text.indexOf(`@${a.name}`) - text.indexOf(`@${b.name}`)).flatMap(({ kind, id, name }) => {
    const at = text.indexOf(`@${name}`, from)
    if (at < 0) return []
    from = at + name.length + 1
    return [{ kind, id, from: at, length: name.length + 1 }]
  })
}

/** An id of its own for each part of a run. */
export const partId = (changeId: string, part: string | number): string => `macro:${changeId}:${part}`
