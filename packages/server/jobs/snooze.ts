import type { Instant } from '@recado/core'
import { isAway, newId } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'

const POLL_MS = 1_000
/** Woken in one transaction. */
const BATCH = 200

const iso = (at: Instant): string => new Date(at).toISOString()

/** The next moment at which a sleeping thread comes back, in business time. */
export async function dueWork(services: Pick<Services, 'db'>, workspaceId: string): Promise<Instant | null> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ due: number | null }>(`select min(snoozed_until) as due from conversation where workspace_id = $1 and status = 'snoozed'`, [workspaceId]))
  return row?.due ?? null
}

/** Opens every thread whose time has come, with a line that says so. Returns how many. */
export async function runDue(services: Pick<Services, 'db' | 'clock' | 'signals'>, workspaceId: string): Promise<number> {
  let woken = 0
  for (;;) {
    const now = iso(services.clock.now(workspaceId))
    const count = await services.db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<{ conversation_id: string; case_id: string; account_id: string; snoozed_until: number }>(
        `select conversation_id, case_id, account_id, snoozed_until from conversation where workspace_id = $1 and status = 'snoozed' and snoozed_until <= $2 order by conversation_id limit ${BATCH} for update skip locked`, [workspaceId, now])
      if (rows.length === 0) return 0
      await tx.query(`update conversation set status = 'open', snoozed_until = null where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, rows.map((row) => row.conversation_id)])
      const lines = rows.map((row) => ({ id: newId(), ...row, at: iso(Math.max(row.snoozed_until, 0)) }))
      await tx.query(
        `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at)
         select $1, id, conversation_id, case_id, account_id, 'system', 'system', '{"kind": "system", "event": "reopened", "data": {"after": "snooze"}}', 'received', 'automation', at from jsonb_to_recordset($2::jsonb) as l(id uuid, conversation_id uuid, case_id uuid, account_id uuid, at timestamptz)`,
        [workspaceId, JSON.stringify(lines)])
      await append(tx, lines.map((line) => ({ type: 'message.created', conversationId: line.conversation_id, messageIds: [line.id] })))
      return rows.length
    })
    woken += count
    if (count > 0) services.signals.committed(workspaceId)
    if (count < BATCH) return woken
  }
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
