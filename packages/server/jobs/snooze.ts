import type { Instant } from '@recado/core'
import { isAway, newId, type Tx } from '@recado/db'
import { type Line, writeLines } from '../conversations/lines.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'

const POLL_MS = 1_000
/** Woken in one transaction. */
const BATCH = 200

const iso = (at: Instant): string => new Date(at).toISOString()

/**
 * Two walks along their own indexes. Windows that end after the longest margin cannot be due; a window that is gone, because she left, is
 * nothing to wait for.
 */
const DUE = `(select s.conversation_id from conversation s where s.workspace_id = $1 and s.status = 'snoozed' and s.snoozed_until is not null and s.snoozed_until <= $2 order by s.snoozed_until limit ${BATCH})
  union all (select s.conversation_id from conversation s where s.workspace_id = $1 and s.status = 'snoozed' and s.snooze_margin_ms is not null and (s.window_closes_at is null or s.window_closes_at <= $2::timestamptz + interval '1 day')
    and (s.window_closes_at is null or s.window_closes_at - s.snooze_margin_ms * interval '1 millisecond' <= $2) limit ${BATCH})`

/** The next moment at which a sleeping thread comes back, in business time. */
export async function dueWork(services: Pick<Services, 'db'>, workspaceId: string): Promise<Instant | null> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ due: number | null }>(
    `select least((select min(snoozed_until) from conversation where workspace_id = $1 and status = 'snoozed' and snoozed_until is not null),
       (select min(window_closes_at - snooze_margin_ms * interval '1 millisecond') from conversation where workspace_id = $1 and status = 'snoozed' and snooze_margin_ms is not null)) as due`, [workspaceId]))
  return row?.due ?? null
}

interface Waking { conversation_id: string; at: number; before_close: boolean }

/** Opens every thread whose time has come, with a line that says so. Returns how many. */
export async function runDue(services: Pick<Services, 'db' | 'clock' | 'signals'>, workspaceId: string): Promise<number> {
  let woken = 0
  for (;;) {
    const now = iso(services.clock.now(workspaceId))
    const count = await services.db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<Waking>(
        `select c.conversation_id, coalesce(c.window_closes_at - c.snooze_margin_ms * interval '1 millisecond', c.snoozed_until, $2) as at, c.snooze_margin_ms is not null as before_close
         from conversation c where c.workspace_id = $1 and c.status = 'snoozed' and c.conversation_id in (${DUE}) order by c.conversation_id limit ${BATCH} for update skip locked`, [workspaceId, now])
      if (rows.length === 0) return 0
      await tx.query(`update conversation set status = 'open', snoozed_until = null, snooze_margin_ms = null where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, rows.map((row) => row.conversation_id)])
      await tellWoken(tx, workspaceId, rows)
      return rows.length
    })
    woken += count
    if (count > 0) services.signals.committed(workspaceId)
    if (count < BATCH) return woken
  }
}

/** Each at the moment it was due, so that the thread reads in order when time was moved on. */
async function tellWoken(tx: Tx, workspaceId: string, rows: readonly Waking[]): Promise<void> {
  const told: { conversationId: string; messageId: string }[] = []
  for (const at of new Set(rows.map((row) => row.at))) {
    const lines = rows.filter((row) => row.at === at).map((row): Line => ({ conversationId: row.conversation_id, messageId: newId(), event: 'reopened', data: { after: row.before_close ? 'before_close' : 'snooze' } }))
    await writeLines(tx, workspaceId, { type: 'automation', id: null }, lines, iso(at))
    told.push(...lines)
  }
  await append(tx, told.map(({ conversationId, messageId }) => ({ type: 'message.created', conversationId, messageIds: [messageId] })))
}

/** Looks every second in every workspace until the server closes. */
export function keepWaking(services: Services): void {
  let under: Promise<void> | null = null
  const look = async (): Promise<void> => {
    const rows = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const row of rows) await runDue(services, row.workspace_id)
  }
  const timer = setInterval(() => {
    under ??= look().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'snooze') }).finally(() => { under = null })
  }, POLL_MS).unref()
  services.onClose(async () => { clearInterval(timer); await under })
}
