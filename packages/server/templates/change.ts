/** What is done to a template that the platform has: edited, deleted, taken out of its pause. */
import type { Template, TemplateBar, TemplateDeeds } from '@recado/api'
import type { PlatformTemplate, TemplateDraft } from '@recado/channel-kit'
import { days, headerWords, type Instant, RecadoError, type TemplateBuilder } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, Principal, Services } from '../services.js'
import { watchTemplates } from '../standing/templates.js'
import { accountWith, type Creation, demandSettings, demandSound, refused, writtenBy } from './account.js'
import { dropDraft } from './create.js'

export interface StoredTemplate extends TemplateRow { external_id: string; components: unknown; draft: TemplateDraft | null }

export async function storedTemplate(tx: Tx, workspaceId: string, id: string): Promise<StoredTemplate> {
  const [row] = await tx.query<StoredTemplate>(`select ${TEMPLATE_COLUMNS}, external_id, components, draft from template where workspace_id = $1 and template_id = $2 and not gone`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { templateId: id })
  return row
}

export const platformOf = (row: StoredTemplate): PlatformTemplate =>
  ({ externalId: row.external_id, name: row.name, language: row.language, category: row.category, status: row.status, preview: row.preview, parameters: row.parameters, components: row.components })

/** The text as it can be written here: what was handed in last, as long as the platform still has it so. */
export function draftOf(creation: Creation | null, row: StoredTemplate): TemplateDraft | null {
  const { draft } = row
  if (draft && (draft.code || (draft.body === row.preview.body && headerWords(draft) === row.preview.header))) return { ...draft, category: row.category.toLowerCase() }
  return creation?.draftOf?.(platformOf(row)) ?? null
}

/** When somebody changed its text here, newest first. A rejected one may be changed as often as one likes. */
export async function editsOf(tx: Tx, workspaceId: string, id: string, since: Instant): Promise<Instant[]> {
  const rows = await tx.query<{ at: number }>(`select at from template_version where workspace_id = $1 and template_id = $2 and version > 1 and by_kind <> 'platform' and at > $3 order by at desc`, [workspaceId, id, new Date(since).toISOString()])
  return rows.map((row) => row.at)
}

const iso = (at: Instant): string => new Date(at).toISOString()

/** Whether the platform lets this one be edited now; with how many edits are left of an approved one. */
export function editBar(builder: TemplateBuilder | undefined, creation: Creation | null, row: StoredTemplate, edits: readonly Instant[], now: Instant): { bar: TemplateBar | null; left: number | null } {
  const rule = builder?.edits
  if (!rule || !creation?.edit) return { bar: { why: 'not_offered' }, left: null }
  if (!rule.statuses.includes(row.status)) return { bar: { why: 'status' }, left: null }
  if (draftOf(creation, row) === null) return { bar: { why: 'not_readable' }, left: null }
  const { perDay = Infinity, per30Days = Infinity } = rule
  if (row.status !== 'approved' || (perDay === Infinity && per30Days === Infinity)) return { bar: null, left: null }
  const month = edits.filter((at) => at > now - days(30))
  const today = edits.filter((at) => at > now - days(1))
  const left = Math.max(0, Math.min(per30Days - month.length, perDay - today.length))
  if (left > 0) return { bar: null, left }
  const again = Math.max(month.length >= per30Days ? month[per30Days - 1]! + days(30) : 0, today.length >= perDay ? today[perDay - 1]! + days(1) : 0) // newest first: the one whose age frees a place
  return { bar: { why: 'too_often', again: iso(again) }, left: 0 }
}

export function deedsOf(creation: Creation | null, row: StoredTemplate, edits: readonly Instant[], now: Instant): { deeds: TemplateDeeds; left: number | null } {
  const { bar, left } = editBar(creation?.builder, creation, row, edits, now)
  return {
    left, deeds: {
      edit: bar, remove: creation?.remove ? null : { why: 'not_offered' }, duplicate: draftOf(creation, row) ? null : { why: creation?.builder ? 'not_readable' : 'not_offered' },
      resume: !creation?.resume ? { why: 'not_offered' } : row.status === 'paused' ? null : { why: 'status' },
    },
  }
}

interface Known { row: StoredTemplate; account: Account; creation: Creation; edits: Instant[]; now: Instant }

async function known(services: Services, principal: Principal, id: string): Promise<Known> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const [row, edits] = await services.db.inWorkspace(workspaceId, async (tx) => [await storedTemplate(tx, workspaceId, id), await editsOf(tx, workspaceId, id, now - days(30))] as const)
  return { row, edits, now, ...(await accountWith(services, workspaceId, row.account_id)) }
}

/** Changes its text and hands it in again. Name and language stay: they are what it is known by. */
export async function editTemplate(services: Services, principal: Principal, id: string, wish: { draft: TemplateDraft; anyway?: boolean; draftId?: string }): Promise<Template> {
  const { row, account, creation, edits, now } = await known(services, principal, id)
  const { bar } = editBar(creation.builder, creation, row, edits, now)
  if (bar) throw new RecadoError('template_not_editable', { why: bar.why, ...(bar.again ? { again: bar.again } : {}) })
  const draft: TemplateDraft = storable({ ...wish.draft, name: row.name, language: row.language })
  demandSound(creation, draft, wish.anyway ?? false)
  demandSettings(creation, account)
  if (row.status === 'approved' && creation.builder?.edits?.category === false && draft.category.toLowerCase() !== row.category.toLowerCase()) throw new RecadoError('template_refused', { fields: [{ field: 'draft.category', message: 'category_fixed' }] })
  const made = storable(await creation.edit!({ externalId: row.external_id, name: row.name, language: row.language, category: row.category, status: row.status }, draft, services.call(account)).catch(refused)) // editBar has looked
  return changed(services, principal, account, row, 'template.edited', async (tx) => {
    await tx.query(`update template set external_id = $3, category = $4, status = $5, reason = null, preview = $6, parameters = $7, components = $8, draft = $9, submitted_at = $10, updated_at = $10, asked_category = $11, advice = null where workspace_id = $1 and template_id = $2`,
      [principal.workspaceId, id, made.externalId || row.external_id, made.category, made.status, JSON.stringify(made.preview), JSON.stringify(made.parameters), JSON.stringify(made.components ?? null), JSON.stringify(draft), iso(services.clock.now(principal.workspaceId)), draft.category.toUpperCase() === made.category.toUpperCase() ? made.category : draft.category.toUpperCase()])
    await dropDraft(tx, principal.workspaceId, wish.draftId)
  })
}

/** Takes it from the platform. It stays known here for the messages that were sent with it. */
export async function removeTemplate(services: Services, principal: Principal, id: string, everyLanguage: boolean): Promise<void> {
  const { row, account, creation } = await known(services, principal, id)
  if (!creation.remove) throw new RecadoError('template_not_editable', { why: 'not_offered' })
  await creation.remove({ externalId: row.external_id, name: row.name, language: row.language, category: row.category, status: row.status }, everyLanguage ? 'name' : 'language', services.call(account)).catch(refused)
  await changed(services, principal, account, row, 'template.removed', async (tx) => {
    await tx.query(`update template set gone = true, updated_at = $4 where workspace_id = $1 and account_id = $2 and not gone and case when $5 then name = $6 else template_id = $3 end`, [principal.workspaceId, account.id, id, iso(services.clock.now(principal.workspaceId)), everyLanguage, row.name])
    await append(tx, [{ type: 'templates.synced', data: { accountId: account.id } }])
  })
}

export async function resumeTemplate(services: Services, principal: Principal, id: string): Promise<Template> {
  const { row, account, creation } = await known(services, principal, id)
  if (!creation.resume || row.status !== 'paused') throw new RecadoError('template_not_editable', { why: creation.resume ? 'status' : 'not_offered' })
  await creation.resume({ externalId: row.external_id, name: row.name, language: row.language, category: row.category, status: row.status }, services.call(account)).catch(refused)
  return changed(services, principal, account, row, 'template.resumed', async (tx) => {
    // Its webhook may have told already.
    await tx.query(`update template set status = 'approved', reason = null, updated_at = $3 where workspace_id = $1 and template_id = $2 and status = 'paused'`, [principal.workspaceId, id, iso(services.clock.now(principal.workspaceId))])
  })
}

async function changed(services: Services, principal: Principal, account: Account, before: StoredTemplate, action: string, write: (tx: Tx) => Promise<void>): Promise<Template> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`templates ${account.id}`])
    await writtenBy(tx, principal)
    await write(tx)
    await watchTemplates(tx, account, iso(services.clock.now(workspaceId)))
    await audit(tx, services, workspaceId, actorOf(principal), { action, subject: before.template_id })
    await append(tx, [{ type: 'template.changed', data: { templateId: before.template_id } }])
    const [kept] = await tx.query<TemplateRow>(`select ${TEMPLATE_COLUMNS} from template where workspace_id = $1 and template_id = $2`, [workspaceId, before.template_id])
    return kept! // templates are never taken out of the table
  })
  services.signals.committed(workspaceId)
  return toTemplate(row)
}
