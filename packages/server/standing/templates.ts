import type { Tx } from '@recado/db'
import type { Account } from '../services.js'
import { closeItems, openItem } from './items.js'

const KINDS = ['template_paused', 'template_rejected', 'template_category', 'template_quality'] as const
type Kind = (typeof KINDS)[number]

interface Row { template_id: string; name: string; language: string; reason: string | null; status: string; quality: string | null; gone: boolean; next_category: string | null; next_category_at: number | null; paused_until: number | null; ours: boolean }

/** What is wrong with a template now, as items of the account's health. A rejection is one only where somebody here waits for it. */
function faultsOf(row: Row): Partial<Record<Kind, { severity: 'info' | 'warning'; data: Record<string, unknown> }>> {
  if (row.gone) return {}
  const quality = row.quality?.toLowerCase()
  return {
    ...(row.status === 'paused' || row.status === 'disabled' ? { template_paused: { severity: 'warning' as const, data: { reason: row.reason ?? '', status: row.status, ...(row.paused_until === null ? {} : { until: new Date(row.paused_until).toISOString() }) } } } : {}),
    ...(row.status === 'rejected' && row.ours ? { template_rejected: { severity: 'info' as const, data: { reason: row.reason ?? '' } } } : {}),
    ...(row.next_category ? { template_category: { severity: 'info' as const, data: { category: row.next_category, ...(row.next_category_at === null ? {} : { at: new Date(row.next_category_at).toISOString() }) } } } : {}),
    ...(row.status === 'approved' && (quality === 'red' || quality === 'yellow') ? { template_quality: { severity: 'info' as const, data: { quality } } } : {}),
  }
}

/** Items of templates that need somebody: opened, kept in line, over when the platform takes it back. Asked whenever templates change. */
export async function watchTemplates(tx: Tx, { workspaceId, id }: Pick<Account, 'workspaceId' | 'id'>, now: string): Promise<void> {
  const rows = await tx.query<Row>(
    `select t.template_id, t.name, t.language, t.reason, t.status, t.quality, t.gone, t.next_category, t.next_category_at, t.paused_until, t.draft is not null as ours from template t
     where t.workspace_id = $1 and t.account_id = $2 and (t.status in ('paused', 'disabled', 'rejected') or t.next_category is not null or lower(t.quality) in ('red', 'yellow')
       or exists (select from health_item h where h.workspace_id = $1 and h.kind = any($3) and h.subject = t.template_id::text and h.resolved_at is null))`, [workspaceId, id, KINDS])
  let changed = false
  for (const row of rows) {
    const faults = faultsOf(row)
    for (const kind of KINDS) {
      const fault = faults[kind]
      changed = (fault
        ? await openItem(tx, workspaceId, { kind, subject: row.template_id, severity: fault.severity, data: { accountId: id, template: row.name, language: row.language, ...fault.data } }, now)
        : await closeItems(tx, workspaceId, [kind], row.template_id, now)) || changed
    }
  }
  if (changed) await tx.query('select append_events($1)', [JSON.stringify([{ type: 'health.changed' }])])
}
