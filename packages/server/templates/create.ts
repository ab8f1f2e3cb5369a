import type { Template } from '@recado/api'
import { type LibraryEntry, PlatformRefusal, type PlatformTemplate, type TemplateDraft } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { syncTemplates } from '../channels/sync-templates.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, Principal, Services } from '../services.js'

type Creation = NonNullable<ReturnType<Services['channels']['get']>['connector']['templateCreation']>

async function accountWith(services: Services, workspaceId: string, accountId: string): Promise<{ account: Account; creation: Creation }> {
  const account = await services.accounts.byId(workspaceId, accountId)
  if (!account || account.disconnected) throw new RecadoError('not_found', { accountId })
  const creation = services.channels.get(account.channel).connector.templateCreation
  if (!creation) throw new RecadoError('templates_not_created_here', { channel: account.channel })
  return { account, creation }
}

/** A platform's no to a template, with its own words; anything else (token, pace, silence) keeps its code. */
function refused(error: unknown): never {
  if (error instanceof PlatformRefusal && ['bad_request', 'platform_refused', 'parameter_missing', 'parameter_invalid', 'template_not_approved', 'too_long', 'content_unsupported'].includes(error.detail.code))
    throw new RecadoError('template_refused', { fields: [{ field: 'draft', message: error.detail.message }] }, { cause: error })
  throw error
}

/** Checks a draft, hands it to the platform and keeps it as the platform answers: mostly `pending`, then its webhooks and our readings tell. */
export async function createTemplate(services: Services, principal: Principal, wish: { accountId: string; draft: TemplateDraft; origin: string }): Promise<Template> {
  const { workspaceId } = principal
  const { account, creation } = await accountWith(services, workspaceId, wish.accountId)
  if (!creation.create) throw new RecadoError('templates_not_created_here', { channel: account.channel })
  const draft = storable(wish.draft)
  const faults = creation.check(draft)
  if (faults.length > 0) throw new RecadoError('template_refused', { fields: faults.map((fault) => ({ field: `draft.${fault.field}`, message: fault.code + (fault.limit === undefined ? '' : ` (${fault.limit})`) })) })
  const missing = creation.missing?.(account.settings) ?? []
  if (missing.length > 0) throw new RecadoError('invalid_request', { fields: missing.map((key) => ({ field: `settings.${key}`, message: 'is missing in the account' })) })
  const language = creation.languageOf(draft.language)
  const [known] = await services.db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from template where workspace_id = $1 and account_id = $2 and name = $3 and language = $4 and not gone', [workspaceId, account.id, draft.name, language]))
  if (known) throw new RecadoError('already_exists', { field: 'draft.name' })
  const made = await creation.create(draft, services.call(account)).catch(refused)
  return keep(services, principal, account, storable(made), wish.origin)
}

async function keep(services: Services, principal: Principal, account: Account, made: PlatformTemplate, origin: string): Promise<Template> {
  const { workspaceId } = principal
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const row = await services.db.inWorkspace(workspaceId, async (tx) => {
    // A reading of the platform's list may be under way that does not hold it yet.
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`templates ${account.id}`])
    const [kept] = await tx.query<TemplateRow>(
      `insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, quality, reason, preview, parameters, components, origin, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       on conflict (workspace_id, account_id, name, language) do update set external_id = excluded.external_id, category = excluded.category, status = excluded.status, quality = excluded.quality, reason = excluded.reason,
         preview = excluded.preview, parameters = excluded.parameters, components = excluded.components, origin = excluded.origin, gone = false, updated_at = excluded.updated_at
       returning ${TEMPLATE_COLUMNS}`,
      [workspaceId, newId(), account.id, made.externalId, made.name, made.language, made.category, made.status, made.quality ?? null, made.reason ?? null, JSON.stringify(made.preview), JSON.stringify(made.parameters), JSON.stringify(made.components ?? null), origin, now])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'template.created', subject: kept!.template_id, data: { origin } }) // inserted or updated just now
    await append(tx, [{ type: 'template.changed', data: { templateId: kept!.template_id } }]) // as above
    return kept! // as above
  })
  services.signals.committed(workspaceId)
  return toTemplate(row)
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
  await services.db.inWorkspace(account.workspaceId, (tx) => tx.query(`update template set origin = 'library' where workspace_id = $1 and account_id = $2 and not template_id = any($3) and origin is null`, [account.workspaceId, account.id, [...before]]))
}
