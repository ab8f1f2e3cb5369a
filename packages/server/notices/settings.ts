import { defaultSettings, type NoticeSettings, RecadoError, settingsFaults, settingsOver } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Principal } from '../services.js'

interface Kept { settings: NoticeSettings; defaults: NoticeSettings }

/** Her rules, and those of her role. */
export async function readSettings(tx: Tx, { workspaceId, id, role }: Pick<Principal, 'workspaceId' | 'id' | 'role'>): Promise<Kept> {
  const [row] = await tx.query<{ time_zone: string; settings: Partial<NoticeSettings> | null }>(
    'select w.time_zone, s.settings from workspace w left join notice_setting s on s.workspace_id = $1 and s.user_id = $2 where w.workspace_id = $1', [workspaceId, id])
  const defaults = defaultSettings(role ?? 'agent', row?.time_zone ?? 'UTC')
  return { settings: settingsOver(defaults, row?.settings ?? null), defaults }
}

/** Keeps what she chose, whole. Inboxes that are no more are left out. */
export async function keepSettings(tx: Tx, principal: Pick<Principal, 'workspaceId' | 'id' | 'role'>, chosen: Partial<NoticeSettings>, now: string): Promise<Kept> {
  const before = await readSettings(tx, principal)
  const next = settingsOver(before.settings, chosen)
  const fields = settingsFaults(next)
  if (fields.length > 0) throw new RecadoError('invalid_request', { fields })
  const known = new Set((await tx.query<{ inbox_id: string }>('select inbox_id from inbox where workspace_id = $1', [principal.workspaceId])).map((row) => row.inbox_id))
  const settings = { ...next, inboxes: Object.fromEntries(Object.entries(next.inboxes).filter(([id]) => known.has(id))) }
  await tx.query('insert into notice_setting (workspace_id, user_id, settings, updated_at) values ($1, $2, $3, $4) on conflict (workspace_id, user_id) do update set settings = excluded.settings, updated_at = excluded.updated_at',
    [principal.workspaceId, principal.id, JSON.stringify(settings), now])
  return { ...before, settings }
}
