import { type Circumstances, hours, type Instant, minutes, type Occasion, seconds, stretchAt, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { inARow, MOST_IN_A_ROW } from '../sending/automation-stop.js'
import type { EventRow } from './occasion.js'
import type { Book } from './rules.js'

/** An answer that comes later than this surprises more than it helps; the event log does not reach further back either. */
export const LATE_MS = hours(1)
/** A message that was overtaken by one so much later comes from a phone's history. */
const OVERTAKEN_MS = minutes(1)
/** Nobody reads and writes within this time; so many answers in a row do only between two programs. */
const QUICK_MS = seconds(3)
const QUICK_ANSWERS = 3
/** How far back a loop is looked for. */
const LOOP_MS = hours(24)

const iso = (at: Instant): string => new Date(at).toISOString()

/** The closed stretch by its beginning; by its day where it has none within a year. */
export function hoursAt(timetable: Timetable | null, at: Instant): Circumstances['hours'] {
  if (!timetable) return null
  const { open, from } = stretchAt(timetable, at)
  return { open, period: `away:${from === null ? iso(at).slice(0, 10) : iso(from)}` }
}

interface Facts { last_inbound_at: Instant | null; last_before: Instant | null; colleague_at: Instant | null; told: boolean; overtaken: boolean }

const FACTS = `select c.last_inbound_at,
  (select p.at from message p where p.workspace_id = $1 and p.conversation_id = $2 and p.direction in ('in', 'out') and (p.at, p.message_id) < ($3, $4) order by p.at desc, p.message_id desc limit 1) as last_before,
  (select p.at from message p where p.workspace_id = $1 and p.conversation_id = $2 and p.direction = 'out' and p.author_type in ('agent', 'outside') and p.at > $5 order by p.at desc limit 1) as colleague_at,
  exists (select from automatic_answer a where a.workspace_id = $1 and a.conversation_id = $2 and a.period = $6) as told,
  exists (select from message p where p.workspace_id = $1 and p.conversation_id = $2 and p.direction = 'in' and p.message_id < $4 and p.at > $7) as overtaken
  from conversation c where c.workspace_id = $1 and c.conversation_id = $2`

/** Everything the rules look at, as of what she did. The caller holds the conversation. */
export async function readCircumstances(tx: Tx, workspaceId: string, event: EventRow, occasion: Occasion, book: Book, now: Instant): Promise<Circumstances> {
  const { conversation_id: conversationId, at } = event
  const open = hoursAt(book.timetable, at)
  const [facts] = await tx.query<Facts>(FACTS, [workspaceId, conversationId, iso(at), event.message_id, iso(at - book.quietMs), open?.period ?? '', iso(at + OVERTAKEN_MS)])
  const recent = await tx.query<Spoken>(
    `select message_id, direction, author_type, kind, content->>'text' as text, at from message where workspace_id = $1 and conversation_id = $2 and at > $3 and direction in ('in', 'out') order by at desc, message_id desc limit 40`,
    [workspaceId, conversationId, iso(at - LOOP_MS)])
  // Live messages are what the last inbound moment was taken from: one that is later than it came from before the connection.
  const historic = event.direction === 'in' && (!facts || facts.last_inbound_at === null || at > facts.last_inbound_at || facts.overtaken)
  return {
    now, lastBeforeAt: facts?.last_before ?? null, hours: open, toldAway: facts?.told ?? false, colleagueAt: facts?.colleague_at ?? null, quietMs: book.quietMs,
    stopped: await inARow(tx, workspaceId, conversationId) >= MOST_IN_A_ROW, loop: event.direction === 'in' && isLoop(recent, event, occasion.text), past: historic || now - at > LATE_MS,
  }
}

interface Spoken { message_id: string; direction: 'in' | 'out'; author_type: string; kind: string; text: string | null; at: Instant }

/** Another program answers ours: the last few automatic messages were each answered faster than anybody types, or our own words come back. */
export function isLoop(recent: readonly Spoken[], event: Pick<EventRow, 'message_id'>, text: string): boolean {
  const ours = recent.filter((one) => one.direction === 'out' && one.author_type === 'automation')
  if (text !== '' && ours[0]?.text === text) return true
  const hers = recent.filter((one) => one.direction === 'in' && one.kind === 'text')
  const answered = ours.filter((one) => one.message_id < event.message_id).slice(0, QUICK_ANSWERS).filter((one) => hers.some(({ at }) => at > one.at && at - one.at <= QUICK_MS))
  return answered.length === QUICK_ANSWERS
}
