import { afterOpenTime, ALWAYS, beforeOpenTime, days, isQuiet, type Instant, KEPT_BEHIND_MS, minutes, type DueNudge, nudgeDue, type NudgeFacts, type OpenStretch, openStretches, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { type KeptTimetable, readTimetables, timetableFor } from '../hours/timetables.js'
import { QUIET_MINUTES } from '../automation/rules.js'
import type { KeptStep } from './kept.js'

/** A conversation as a step sees it. */
export interface Candidate {
  conversation_id: string; account_id: string; inbox_id: string; team_id: string | null; case_id: string; status: string; assignee_id: string | null; waiting_since: Instant | null
  answer_by: Instant | null; window_closes_at: Instant | null; last_inbound_at: Instant | null; last_direction: string | null; last_message_at: Instant | null
}

export const CANDIDATE = `c.conversation_id, c.account_id, c.inbox_id, c.team_id, c.case_id, c.status, c.assignee_id, c.waiting_since, (case when c.answer_by is null then c.window_closes_at else c.answer_by end) as answer_by, c.window_closes_at, c.last_inbound_at, c.last_direction, c.last_message_at`

/** Rows looked at for one step and inbox in one round. */
const MOST = 2_000
/** Windows are shorter, and a rule may count opening hours over weeks. */
const AHEAD_MS = days(60)

const iso = (at: Instant): string => new Date(at).toISOString()

/** The hours of a workspace as stretches around now, made once for a round. */
export class HoursNow {
  private readonly made = new Map<string, { stretches: readonly OpenStretch[]; timetable: Timetable | null }>()
  private readonly kept: readonly KeptTimetable[]
  private readonly quiet: ReadonlyMap<string, number>
  readonly zone: string
  readonly now: Instant

  private constructor(kept: readonly KeptTimetable[], zone: string, quiet: ReadonlyMap<string, number>, now: Instant) {
    this.kept = kept
    this.zone = zone
    this.quiet = quiet
    this.now = now
  }

  static async read(tx: Tx, workspaceId: string, now: Instant): Promise<HoursNow> {
    const [row] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
    const quiet = await tx.query<{ account_id: string; quiet_minutes: number }>('select account_id, quiet_minutes from automation_setting where workspace_id = $1', [workspaceId])
    return new HoursNow(await readTimetables(tx, workspaceId), row?.time_zone ?? 'UTC', new Map(quiet.map((one) => [one.account_id, one.quiet_minutes])), now)
  }

  /** Whose hours count there. */
  at(row: Pick<Candidate, 'account_id' | 'inbox_id' | 'team_id'>): { stretches: readonly OpenStretch[]; timetable: Timetable | null } {
    const kept = timetableFor(this.kept, { accountId: row.account_id, inboxId: row.inbox_id, teamId: row.team_id })
    return kept ? this.of(kept) : { stretches: ALWAYS, timetable: null }
  }

  private of(kept: KeptTimetable): { stretches: readonly OpenStretch[]; timetable: Timetable | null } {
    const key = `${kept.kind} ${kept.id}`
    const made = this.made.get(key) ?? { stretches: openStretches(kept.timetable, this.now - KEPT_BEHIND_MS, this.now + AHEAD_MS), timetable: kept.timetable }
    this.made.set(key, made)
    return made
  }

  facts(row: Candidate): NudgeFacts {
    const { stretches, timetable } = this.at(row)
    return {
      status: row.status, waitingSince: row.waiting_since, assigned: row.assignee_id !== null, answerBy: row.answer_by, windowClosesAt: row.window_closes_at, lastInboundAt: row.last_inbound_at,
      answeredAt: row.waiting_since === null && row.last_direction === 'out' ? row.last_message_at : null, quietMs: minutes(this.quiet.get(row.account_id) ?? QUIET_MINUTES), stretches, timeZone: timetable?.timeZone ?? this.zone,
    }
  }

  /** The latest deadline of which a colleague is to hear now, by any of the hours there are: what lies beyond need not be read. */
  deadlineUpTo(ms: number): Instant {
    return Math.max(this.now + ms, ...this.kept.map((one) => afterOpenTime(this.of(one).stretches, this.now, ms) ?? this.now + AHEAD_MS))
  }

  /** Who began to wait later than this has not waited so long, by any of the hours there are. */
  waitingUpTo(ms: number): Instant {
    return Math.max(this.now - ms, ...this.kept.map((one) => beforeOpenTime(this.of(one).stretches, this.now, ms) ?? -Infinity))
  }
}

/** What this step may have to do now, in these inboxes: a little more than that, since hours differ; `dueNow` decides. */
export async function readCandidates(tx: Tx, workspaceId: string, step: KeptStep, inboxIds: readonly string[], hours: HoursNow): Promise<Candidate[]> {
  const inboxes = step.inboxId === null ? inboxIds : inboxIds.filter((id) => id === step.inboxId)
  const ms = minutes(step.minutes)
  const { now } = hours
  if (step.kind === 'customer') return readCustomers(tx, workspaceId, step, inboxes, now, now + ms + (step.quiet ? days(1) : 0))
  const found: Candidate[] = []
  // Inbox by inbox: the walks along conversation_closing and conversation_waiting begin with it.
  for (const inboxId of inboxes) {
    found.push(...step.kind === 'agent'
      ? await tx.query<Candidate>(
        `select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.inbox_id = $2 and c.status <> 'resolved' and c.status = 'open' and c.waiting_since is not null and c.window_closes_at is not null
           and (case when c.answer_by is null then c.window_closes_at else c.answer_by end) > $3 and (case when c.answer_by is null then c.window_closes_at else c.answer_by end) <= $4 order by (case when c.answer_by is null then c.window_closes_at else c.answer_by end) limit ${MOST}`, [workspaceId, inboxId, iso(now), iso(hours.deadlineUpTo(ms))])
      // What was done about this wait is passed over, and the newest come first: so the many who wait for days never stand in the way.
      : await tx.query<Candidate>(
        `select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.inbox_id = $2 and c.waiting_since is not null and c.waiting_since <= $3 and c.status = 'open' and ($4 or c.assignee_id is null)
           and not exists (select from nudge_done d where d.workspace_id = $1 and d.conversation_id = c.conversation_id and d.nudge_step_id = $5 and d.at >= c.waiting_since) order by c.waiting_since desc limit ${MOST}`,
        [workspaceId, inboxId, iso(hours.waitingUpTo(ms)), step.kind === 'waiting', step.id]))
  }
  return found
}

async function readCustomers(tx: Tx, workspaceId: string, step: KeptStep, inboxIds: readonly string[], now: Instant, upTo: Instant): Promise<Candidate[]> {
  const ours = await tx.query<Candidate>(
    `select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.status in ('open', 'pending') and c.waiting_since is null and c.window_closes_at > $2 and c.window_closes_at <= $3 and c.inbox_id = any($4::uuid[])
     order by c.window_closes_at limit ${MOST}`, [workspaceId, iso(now), iso(upTo), inboxIds])
  if (!step.evenWhenOwed) return ours
  const owed: Candidate[] = []
  for (const inboxId of inboxIds) {
    owed.push(...await tx.query<Candidate>(
      `select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.inbox_id = $2 and c.status <> 'resolved' and c.status in ('open', 'pending') and c.waiting_since is not null and c.window_closes_at is not null
         and (case when c.answer_by is null then c.window_closes_at else c.answer_by end) <= $4 and c.window_closes_at > $3 and c.window_closes_at <= $4 order by (case when c.answer_by is null then c.window_closes_at else c.answer_by end) desc limit ${MOST}`, [workspaceId, inboxId, iso(now), iso(upTo)]))
  }
  return [...ours, ...owed]
}

/** Whether it is to be done now, and what it is about. */
export function dueNow(step: KeptStep, row: Candidate, hours: HoursNow): DueNudge | null {
  const facts = hours.facts(row)
  const due = nudgeDue(step, facts)
  if (!due || due.at > hours.now || (due.until !== null && hours.now >= due.until)) return null
  return step.kind === 'customer' && isQuiet(step.quiet, facts.timeZone, hours.now) ? null : due
}
