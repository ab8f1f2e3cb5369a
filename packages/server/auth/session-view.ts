import type { Session, SessionFactor, SessionUser, SessionWorkspace } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { isoOrNull } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { permissionsOf } from './permissions.js'
import type { FactorStanding } from './sessions.js'

interface UserRow { user_id: string; email: string; name: string; language: string; theme: string; preferences: SessionUser['preferences'] }
interface WorkspaceRow { workspace_id: string; name: string; demo: boolean; time_zone: string; clock_offset_ms: number; settings: { currency?: string }; role: SessionWorkspace['role']; permissions: string[] | null }

/** Where she stands with the second factor, as it travels. */
export const factorOf = ({ enabled, demandedBy, dueAt, overdue }: FactorStanding): SessionFactor => ({ enabled, demandedBy, dueAt: isoOrNull(dueAt), overdue })

const toUser = (row: UserRow): SessionUser => ({ id: row.user_id, name: row.name, email: row.email, language: row.language, theme: row.theme as NonNullable<SessionUser['theme']>, preferences: row.preferences }) // only PATCH /me writes it, checked

/** A person as she sees herself; as recado_system. */
export async function readUser(tx: Tx, userId: string): Promise<SessionUser> {
  const [row] = await tx.query<UserRow>('select user_id, email, name, language, theme, preferences from app_user where user_id = $1', [userId])
  if (!row) throw new RecadoError('not_signed_in')
  return toUser(row)
}

/** Who is signed in, where, where else she could be, and what she may do here. */
export async function readSession(services: Pick<Services, 'db'>, principal: Pick<Principal, 'id' | 'workspaceId'>, factor: FactorStanding): Promise<Session> {
  const { user, rows } = await services.db.asSystem(async (tx) => ({
    user: await readUser(tx, principal.id),
    rows: await tx.query<WorkspaceRow>(
      `select w.workspace_id, w.name, w.demo, w.time_zone, w.clock_offset_ms, w.settings, m.role, r.permissions from member m join workspace w on w.workspace_id = m.workspace_id left join role r on r.workspace_id = m.workspace_id and r.role_id = m.role_id
       where m.user_id = $1 and m.disabled_at is null order by w.demo, w.created_at, w.workspace_id`, [principal.id]),
  }))
  const here = rows.find((row) => row.workspace_id === principal.workspaceId)
  if (!here) throw new RecadoError('not_signed_in')
  return {
    user,
    workspace: {
      id: here.workspace_id, name: here.name, demo: here.demo, timeZone: here.time_zone, role: here.role, clockOffsetMs: here.clock_offset_ms,
      ...(here.settings.currency ? { currency: here.settings.currency } : {}),
    },
    workspaces: rows.map((row) => ({ id: row.workspace_id, name: row.name, demo: row.demo })),
    permissions: permissionsOf(here.role, here.permissions), secondFactor: factorOf(factor),
  }
}
