import type { Tx } from '@recado/db'

/** Names of fields in the API's words, as the keys by which a joined person's values are kept. */
const keyOf = (field: string): string => ({ stageId: 'stage', ownerId: 'owner', companyId: 'company' })[field] ?? field.replace(/^attributes\./, 'field:')

/**
 * For whom these values were set while she is joined: in a thread, for whoever writes there; else for the person as she is seen. Parted again, each
 * goes with the one it was set for. Whoever was never joined needs none of it.
 */
export async function rememberSaid(tx: Tx, workspaceId: string, contactId: string, conversationId: string | null, fields: readonly string[]): Promise<void> {
  const keys = [...new Set(fields.map(keyOf))]
  if (keys.length === 0) return
  const [joined] = await tx.query('select 1 from contact_member where workspace_id = $1 and root_id = $2 limit 1', [workspaceId, contactId])
  if (!joined) return
  await tx.query('delete from contact_said where workspace_id = $1 and root_id = $2 and key = any($3)', [workspaceId, contactId, keys])
  if (conversationId === null) return
  await tx.query(
    `insert into contact_said (workspace_id, root_id, key, contact_id) select $1, $2, k.key, coalesce(d.origin_contact_id, d.contact_id) from conversation c
     join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id cross join unnest($4::text[]) k(key) where c.workspace_id = $1 and c.conversation_id = $3 and c.contact_id = $2`, [workspaceId, contactId, conversationId, keys])
}
