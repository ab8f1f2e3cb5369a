import type { Template } from '@recado/api'
import type { LibraryEntry, PlatformTemplate, TemplateDraft } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { syncTemplates } from '../channels/sync-templates.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, Principal, Services } from '../services.js'
import { accountWith, demandSettings, demandSound, refused, writtenBy } from './account.js'

export interface CreateWish { accountId: string; draft: TemplateDraft; origin: string; /** also what the platform may dislike */ anyway?: boolean; /** the draft of ours that becomes it */ draftId?: string }

/** Checks a draft, hands it to the platform and keeps it as the platform answers: mostly `pending`, then its webhooks and our readings tell. */
export async function createTemplate(services: Services, principal: Principal, wish: CreateWish): Promise<Template> {
  const { workspaceId } = principal
  const { account, creation } = await accountWith(services, workspaceId, wish.accountId)
  if (!creation.create) throw new RecadoError('templates_not_created_here', { channel: account.channel })
  const draft = storable(wish.draft)
  demandSound(creation, draft, wish.anyway ?? false)
  demandSettings(creation, account)
  const language = creation.languageOf(draft.language)
  const [known] = await services.db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from template where workspace_id = $1 and account_id = $2 and name = $3 and language = $4 and not gone', [workspaceId, account.id, draft.name, language]))
  if (known) throw new RecadoError('already_exists', { field: 'draft.name' })
  const made = await creation.create(draft, services.call(account)).catch(refused)
  return keep(services, principal, account, storable(made), { ...wish, draft: { ...draft, language } })
}

/** Where a category is asked for in our words, as the platform writes it. */
export const asPlatform = (category: string, known: string): string => (known === known.toUpperCase() ? category.toUpperCase() : category)

async function keep(services: Services, principal: Principal, account: Account, made: PlatformTemplate, { draft, origin, draftId }: CreateWish): Promise<Template> {
  const { workspaceId } = principal
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const row = await services.db.inWorkspace(workspaceId, async (tx) => {
    // A reading of the platform's list may be under way that does not hold it yet.
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`templates ${account.id}`])
    await writtenBy(tx, principal)
    const [kept] = await tx.query<TemplateRow>(
      `insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, quality, reason, preview, parameters, components, origin, updated_at, draft, created_by, submitted_at, asked_category)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $15, $18)
       on conflict (workspace_id, account_id, name, language) do update set external_id = excluded.external_id, category = excluded.category, status = excluded.status, quality = excluded.quality, reason = excluded.reason,
         preview = excluded.preview, parameters = excluded.parameters, components = excluded.components, origin = excluded.origin, gone = false, updated_at = excluded.updated_at, draft = excluded.draft, created_by = excluded.created_by,
         submitted_at = excluded.submitted_at, asked_category = excluded.asked_category, pauses = 0, next_category = null, next_category_at = null, advice = null
       returning ${TEMPLATE_COLUMNS}`,
      [workspaceId, newId(), account.id, made.externalId, made.name, made.language, made.category, made.status, made.quality ?? null, made.reason ?? null, JSON.stringify(made.preview), JSON.stringify(made.parameters), JSON.stringify(made.components ?? null), origin, now,
        JSON.stringify(draft), principal.kind === 'user' ? principal.id : null, asPlatform(draft.category, made.category)])
    await dropDraft(tx, workspaceId, draftId)
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'template.created', subject: kept!.template_id, data: { origin } }) // inserted or updated just now
    await append(tx, [{ type: 'template.changed', data: { templateId: kept!.template_id } }]) // as above
    return kept! // as above
  })
  services.signals.committed(workspaceId)
  return toTemplate(row)
}

/** A draft that was handed in is one no more. */
export async function dropDraft(tx: Tx, workspaceId: string, draftId: string | undefined): Promise<void> {
  if (draftId) await tx.query('delete from template_draft where workspace_id = $1 and template_draft_id = $2', [workspaceId, draftId])
}

/** What the platform's own library holds for this account; empty where templates are written here. */
export async function readLibrary(services: Services, principal: Principal, accountId: string): Promise<LibraryEntry[]> {
  const { account, creation } = await accountWith(services, principal.workspaceId, accountId)
  return creation.library ? creation.library(services.call(account)) : []
}

/** Takes an entry of the library into use; the list of the account's templates is read anew. */
export async function adoptTemplate(services: Services, principal: Principal, accountId: string, wish: { entry: string; lines: readonly string[]; purpose: string }): Promise<void> {
  const { account, creation } = await accountWith(services, principal.workspaceId, accountId)
  if (!creation.adopt) throw new RecadoError('templates_not_created_here', { channel: account.channel })
  const title = (await creation.library?.(services.call(account)))?.find((one) => one.id === wish.entry)?.title
  // Its title is its name: two of one title could not be told apart, here or by a program.
  const [known] = title ? await services.db.inWorkspace(account.workspaceId, (tx) => tx.query('select 1 from template where workspace_id = $1 and account_id = $2 and name = $3 and not gone', [account.workspaceId, account.id, title])) : []
  if (known) throw new RecadoError('already_exists', { field: 'entry' })
  const before = new Set((await services.db.inWorkspace(account.workspaceId, (tx) => tx.query<{ id: string }>('select template_id as id from template where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id]))).map((row) => row.id))
  await creation.adopt(wish, services.call(account)).catch(refused)
  await services.db.inWorkspace(account.workspaceId, (tx) => audit(tx, services, account.workspaceId, actorOf(principal), { action: 'template.created', subject: account.id, data: { origin: 'library' } }))
  await syncTemplates(services, account)
  await services.db.inWorkspace(account.workspaceId, (tx) => tx.query(`update template set origin = 'library', created_by = $4 where workspace_id = $1 and account_id = $2 and not template_id = any($3) and origin is null`, [account.workspaceId, account.id, [...before], principal.kind === 'user' ? principal.id : null]))
}
