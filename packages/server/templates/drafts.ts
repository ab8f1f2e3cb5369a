/** Drafts that no platform has yet: kept while they are written, copied from others, handed in. */
import type { Template, TemplateDraftRow } from '@recado/api'
import type { TemplateDraft } from '@recado/channel-kit'
import { adaptDraft, PLATFORM_WORDS, previewOfDraft, RecadoError, type TemplateComponent } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { accountWith } from './account.js'
import { createTemplate } from './create.js'
import { draftOf, editTemplate, storedTemplate } from './change.js'

interface Row { template_draft_id: string; account_id: string; template_id: string | null; draft: TemplateDraft; created_by: string | null; updated_at: number }

const COLUMNS = 'template_draft_id, account_id, template_id, draft, created_by, updated_at'

const toDraft = (row: Row, left?: TemplateComponent[]): TemplateDraftRow => ({
  id: row.template_draft_id, channelAccountId: row.account_id, templateId: row.template_id, draft: row.draft, preview: previewOfDraft(row.draft, PLATFORM_WORDS), createdById: row.created_by, updatedAt: new Date(row.updated_at).toISOString(), ...(left ? { left } : {}),
})

export async function listDrafts(services: Services, { workspaceId }: Principal, accountId: string | null): Promise<TemplateDraftRow[]> {
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`select ${COLUMNS} from template_draft where workspace_id = $1 and ($2::uuid is null or account_id = $2) order by updated_at desc, template_draft_id limit 500`, [workspaceId, accountId]))
  return rows.map((row) => toDraft(row))
}

async function found(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from template_draft where workspace_id = $1 and template_draft_id = $2`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { draftId: id })
  return row
}

export const readDraft = async (services: Services, { workspaceId }: Principal, id: string): Promise<TemplateDraftRow> => toDraft(await services.db.inWorkspace(workspaceId, (tx) => found(tx, workspaceId, id)))

interface NewDraft { accountId: string; templateId: string | null; draft: TemplateDraft; copiedFrom?: string; left?: TemplateComponent[] }

/** Keeps a draft. One that changes a template is kept once per template: a second one would be handed in over the first. */
export async function makeDraft(services: Services, principal: Principal, { accountId, templateId, draft, copiedFrom, left }: NewDraft): Promise<TemplateDraftRow> {
  const { workspaceId } = principal
  await accountWith(services, workspaceId, accountId)
  const [now, by] = [new Date(services.clock.now(workspaceId)).toISOString(), principal.kind === 'user' ? principal.id : null]
  const row = await services.db.inWorkspace(workspaceId, async (tx) => {
    if (templateId && (await storedTemplate(tx, workspaceId, templateId)).account_id !== accountId) throw new RecadoError('not_found', { templateId })
    const [made] = await tx.query<Row>(
      `insert into template_draft (workspace_id, template_draft_id, account_id, template_id, draft, copied_from, created_by, created_at, updated_by, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8)
       on conflict (workspace_id, template_id) where template_id is not null do update set draft = excluded.draft, updated_by = excluded.updated_by, updated_at = excluded.updated_at returning ${COLUMNS}`,
      [workspaceId, newId(), accountId, templateId, JSON.stringify(storable(draft)), copiedFrom ?? null, by, now])
    await append(tx, [{ type: 'templates.synced', data: { accountId } }])
    return made! // inserted or updated just now
  })
  services.signals.committed(workspaceId)
  return toDraft(row, left)
}

export async function changeDraft(services: Services, principal: Principal, id: string, draft: TemplateDraft): Promise<TemplateDraftRow> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, async (tx) => {
    await found(tx, workspaceId, id)
    const [kept] = await tx.query<Row>(`update template_draft set draft = $3, updated_by = $4, updated_at = $5 where workspace_id = $1 and template_draft_id = $2 returning ${COLUMNS}`,
      [workspaceId, id, JSON.stringify(storable(draft)), principal.kind === 'user' ? principal.id : null, new Date(services.clock.now(workspaceId)).toISOString()])
    await append(tx, [{ type: 'templates.synced', data: { accountId: kept!.account_id } }]) // found above
    return kept! // as above
  })
  services.signals.committed(workspaceId)
  return toDraft(row)
}

export async function removeDraft(services: Services, { workspaceId }: Principal, id: string): Promise<void> {
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const { account_id: accountId } = await found(tx, workspaceId, id)
    await tx.query('delete from template_draft where workspace_id = $1 and template_draft_id = $2', [workspaceId, id])
    await append(tx, [{ type: 'templates.synced', data: { accountId } }])
  })
  services.signals.committed(workspaceId)
}

/** Hands it in: a new template, or the change of the one it belongs to. */
export async function submitDraft(services: Services, principal: Principal, id: string, anyway: boolean): Promise<Template> {
  const { draft, templateId, channelAccountId: accountId } = await readDraft(services, principal, id)
  return templateId ? editTemplate(services, principal, templateId, { draft, anyway, draftId: id }) : createTemplate(services, principal, { accountId, draft, origin: 'draft', anyway, draftId: id })
}

/** The same text as a draft of its own: in another language, or for another account, whose platform may take less of it. */
export async function duplicateTemplate(services: Services, principal: Principal, id: string, wish: { accountId?: string; name?: string; language?: string }): Promise<TemplateDraftRow> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => storedTemplate(tx, workspaceId, id))
  const from = await services.accounts.byId(workspaceId, row.account_id)
  const source = draftOf(from ? services.channels.get(from.channel).connector.templateCreation ?? null : null, row)
  const { account, creation } = await accountWith(services, workspaceId, wish.accountId ?? row.account_id)
  if (!source || !creation.builder) throw new RecadoError('template_not_editable', { why: source ? 'not_offered' : 'not_readable' })
  const { draft, left } = adaptDraft(creation.builder, source)
  const language = creation.languageOf(wish.language ?? draft.language)
  return makeDraft(services, principal, { accountId: account.id, templateId: null, draft: { ...draft, language, name: wish.name ?? (account.id === row.account_id && language === row.language ? `${row.name}_2` : row.name) }, copiedFrom: id, left })
}
