import type { PlatformTemplate } from '@recado/channel-kit'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, Services } from '../services.js'
import { watchTemplates } from '../standing/templates.js'

const UPSERT = `insert into template as t (workspace_id, template_id, account_id, external_id, name, language, category, status, quality, reason, preview, parameters, components, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  on conflict (workspace_id, account_id, name, language) do update set external_id = excluded.external_id, category = excluded.category, status = excluded.status, quality = excluded.quality, reason = excluded.reason,
    preview = excluded.preview, parameters = excluded.parameters, components = excluded.components, gone = false, updated_at = excluded.updated_at
  where (t.external_id, t.category, t.status, t.quality, t.reason, t.preview, t.parameters, t.components, t.gone)
    is distinct from (excluded.external_id, excluded.category, excluded.status, excluded.quality, excluded.reason, excluded.preview, excluded.parameters, excluded.components, false)
    and t.updated_at <= $15
  returning template_id`

export interface Synced { listed: number; changed: number; gone: number }

/** Reads an account's templates from its platform and brings ours in line. One no longer listed is marked, since messages were sent with it. */
export async function syncTemplates(services: Services, account: Account): Promise<Synced> {
  const { connector } = services.channels.get(account.channel)
  if (!connector.templates || account.disconnected) return { listed: 0, changed: 0, gone: 0 }
  const asked = new Date(services.clock.now(account.workspaceId)).toISOString()
  const listed = (await connector.templates(services.call(account))).map((template) => storable(template))
  const result = await services.db.inWorkspace(account.workspaceId, (tx) => writeTemplates(tx, account, listed, asked, new Date(services.clock.now(account.workspaceId)).toISOString()))
  services.signals.committed(account.workspaceId)
  return result
}

async function writeTemplates(tx: Tx, account: Account, listed: readonly PlatformTemplate[], asked: string, now: string): Promise<Synced> {
  const { workspaceId, id } = account
  // Two rounds at once take turns. What was written since the list was asked for, by a webhook or a later round, is newer than the list.
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`templates ${id}`])
  let changed = 0
  for (const template of listed) {
    const rows = await tx.query(UPSERT, [workspaceId, newId(), id, template.externalId, template.name, template.language, template.category, template.status, template.quality ?? null, template.reason ?? null,
      JSON.stringify(template.preview), JSON.stringify(template.parameters), JSON.stringify(template.components ?? null), now, asked])
    changed += rows.length
  }
  // One made since the list was asked for is not missing from it.
  const gone = await tx.query(
    `update template set gone = true, updated_at = $4 where workspace_id = $1 and account_id = $2 and not gone and updated_at <= $5
       and not exists (select from jsonb_to_recordset($3::jsonb) as l(name text, language text) where l.name = template.name and l.language = template.language) returning 1`,
    [workspaceId, id, JSON.stringify(listed.map(({ name, language }) => ({ name, language }))), now, asked])
  await watchTemplates(tx, account, now)
  if (changed + gone.length > 0) await append(tx, [{ type: 'templates.synced', data: { accountId: id } }])
  return { listed: listed.length, changed, gone: gone.length }
}
