import type { Tx } from '@recado/db'
import type { Account } from '../services.js'
import { closeItems, openItem } from './items.js'

/** Templates that had been approved and cannot be sent now: an item each, over when the platform takes it back. Asked whenever templates change. */
export async function watchTemplates(tx: Tx, { workspaceId, id }: Pick<Account, 'workspaceId' | 'id'>, now: string): Promise<void> {
  const rows = await tx.query<{ template_id: string; name: string; reason: string | null; stopped: boolean }>(
    `select t.template_id, t.name, t.reason, t.status in ('paused', 'disabled') and not t.gone as stopped from template t
     where t.workspace_id = $1 and t.account_id = $2 and (t.status in ('paused', 'disabled') or exists (select from health_item h where h.workspace_id = $1 and h.kind = 'template_paused' and h.subject = t.template_id::text and h.resolved_at is null))`, [workspaceId, id])
  let changed = false
  for (const { template_id: subject, name, reason, stopped } of rows) {
    changed = (stopped
      ? await openItem(tx, workspaceId, { kind: 'template_paused', subject, severity: 'warning', data: { accountId: id, template: name, reason: reason ?? '' } }, now)
      : await closeItems(tx, workspaceId, ['template_paused'], subject, now)) || changed
  }
  if (changed) await tx.query('select append_events($1)', [JSON.stringify([{ type: 'health.changed' }])])
}
