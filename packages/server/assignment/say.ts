import { type Availability, holdsUntil, type Instant, RecadoError, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { whoWorks } from './agents.js'

/** What somebody says of herself, or a supervisor of her; `auto` takes back what was said. */
export interface Saying { state: Availability | 'auto'; reason?: string | undefined; until?: Instant | null | undefined }

/** Notes it and tells everybody. Without an end it holds until her hours change next, so that a word of today does not outlive the day. */
export async function sayAvailability(services: Services, principal: Principal, userId: string, { state, reason = '', until }: Saying): Promise<void> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  if (until != null && until <= now) throw new RecadoError('invalid_request', { fields: [{ field: 'until', message: 'is in the past' }] })
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandColleague(tx, services, workspaceId, userId)
    const [row] = await tx.query<{ timetable: Timetable | null }>('select timetable from member_work where workspace_id = $1 and user_id = $2', [workspaceId, userId])
    const end = state === 'auto' ? null : until ?? holdsUntil(row?.timetable ?? null, now)
    await tx.query(
      `insert into member_work (workspace_id, user_id, state, reason, until, said_at, said_by) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (workspace_id, user_id) do update set state = excluded.state, reason = excluded.reason, until = excluded.until, said_at = excluded.said_at, said_by = excluded.said_by`,
      [workspaceId, userId, state === 'auto' ? null : state, storable(reason.trim()), end === null ? null : new Date(end).toISOString(), new Date(now).toISOString(), principal.kind === 'user' ? principal.id : null])
    const [her] = await whoWorks(tx, services, workspaceId, now, false, [userId])
    if (her && her.availability !== her.shown) await tx.query('update member_work set shown = $3, shown_since = $4 where workspace_id = $1 and user_id = $2', [workspaceId, userId, her.availability, new Date(now).toISOString()])
    if (userId !== principal.id) await audit(tx, services, workspaceId, actorOf(principal), { action: 'availability.changed', subject: userId, data: { state } })
    await append(tx, [{ type: 'member.availability', data: { userId } }])
  })
  services.signals.committed(workspaceId)
  services.signals.emit('assignment', workspaceId)
}

/** Throws not_found for somebody who does not work on conversations here. */
export async function demandColleague(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, userId: string): Promise<void> {
  if ((await whoWorks(tx, services, workspaceId, services.clock.now(workspaceId), false, [userId])).length === 0) throw new RecadoError('not_found', { userId })
}
