/** Opt-in forms as their company keeps them: a draft that changes, versions that do not. */
import { randomInt } from 'node:crypto'
import type { OptInDraft, OptInForm, OptInVersion } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { categoriesOf } from '../consents/categories.js'
import { keepWording } from '../consents/wordings.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { figuresOf } from './counts.js'
import { faultsOf, firstDraft, type Ground, tidy } from './draft.js'

interface Row { opt_in_form_id: string; slug: string; name: string; draft: OptInDraft; published_version: number | null; archived_at: number | null; created_at: number; published_at: number | null; published: OptInDraft | null }

const SELECT = `select f.opt_in_form_id, f.slug, f.name, f.draft, f.published_version, f.archived_at, f.created_at, v.published_at, v.body->'draft' as published from opt_in_form f
  left join opt_in_version v on v.workspace_id = f.workspace_id and v.opt_in_form_id = f.opt_in_form_id and v.version = f.published_version`

const now = (services: Services, workspaceId: string): string => new Date(services.clock.now(workspaceId)).toISOString()

async function groundOf(tx: Tx, services: Services, workspaceId: string): Promise<Ground> {
  const [workspace] = await tx.query<{ name: string; language: string }>('select name, language from workspace where workspace_id = $1', [workspaceId])
  return { company: workspace!.name, language: workspace!.language, accounts: await services.accounts.list(workspaceId), categories: await categoriesOf(tx, workspaceId) } // the workspace is the asker's own
}

/** Two drafts that say the same: keys may come in another order from the database. */
const canonical = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => (part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part))

async function shown(tx: Tx, services: Services, workspaceId: string, rows: readonly Row[]): Promise<OptInForm[]> {
  const ground = await groundOf(tx, services, workspaceId)
  const figures = await figuresOf(tx, workspaceId, rows.map((row) => row.opt_in_form_id))
  return rows.map((row) => ({
    id: row.opt_in_form_id, name: row.name, slug: row.slug, pageUrl: `${services.publicUrl()}/j/${row.slug}`, widgetUrl: `${services.publicUrl()}/widget/${row.slug}.js`, draft: row.draft, faults: faultsOf(services, row.draft, ground),
    publishedVersion: row.published_version, publishedAt: isoOrNull(row.published_at), changed: canonical(row.published) !== canonical(row.draft), archivedAt: isoOrNull(row.archived_at), createdAt: iso(row.created_at),
    ...figures(row.opt_in_form_id),
  }))
}

export function listForms(services: Services, { workspaceId }: Principal): Promise<OptInForm[]> {
  return services.db.inWorkspace(workspaceId, async (tx) => shown(tx, services, workspaceId, await tx.query<Row>(`${SELECT} where f.workspace_id = $1 order by f.archived_at is not null, f.created_at desc`, [workspaceId])))
}

async function rowOf(tx: Tx, workspaceId: string, id: string, lock = false): Promise<Row> {
  const [row] = await tx.query<Row>(`${SELECT} where f.workspace_id = $1 and f.opt_in_form_id = $2 ${lock ? 'for update of f' : ''}`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found')
  return row
}

const read = async (tx: Tx, services: Services, workspaceId: string, id: string): Promise<OptInForm> => (await shown(tx, services, workspaceId, [await rowOf(tx, workspaceId, id)]))[0]! // one row, one form

export function readForm(services: Services, { workspaceId }: Principal, id: string): Promise<OptInForm> {
  return services.db.inWorkspace(workspaceId, (tx) => read(tx, services, workspaceId, id))
}

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'
/** From its name, for people; the last letters keep it apart from every other of the installation. */
function newSlug(name: string): string {
  const stem = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 30).replace(/-+$/, '')
  const tail = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return stem ? `${stem}-${tail}` : tail
}

/** `copyOf` begins with what another form says. */
export function makeForm(services: Services, principal: Principal, name: string, copyOf?: string): Promise<OptInForm> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const draft = copyOf ? (await rowOf(tx, workspaceId, copyOf)).draft : firstDraft(services, await groundOf(tx, services, workspaceId))
    const id = newId()
    await tx.query('insert into opt_in_form (workspace_id, opt_in_form_id, slug, name, draft, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7)',
      [workspaceId, id, newSlug(name), storable(name.trim()), JSON.stringify(tidy(draft)), JSON.stringify(actorOf(principal)), now(services, workspaceId)])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'opt_in.made', subject: id })
    return read(tx, services, workspaceId, id)
  })
}

/** The draft alone: what visitors see stays as it was published. */
export function changeForm(services: Services, principal: Principal, id: string, wish: { name?: string; draft?: OptInDraft; archived?: boolean }): Promise<OptInForm> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await rowOf(tx, workspaceId, id, true)
    await tx.query(
      `update opt_in_form set name = coalesce($3, name), draft = coalesce($4, draft), updated_at = $5, archived_at = case when $6::boolean is null then archived_at when $6 then coalesce(archived_at, $5) end
       where workspace_id = $1 and opt_in_form_id = $2`,
      [workspaceId, id, wish.name === undefined ? null : storable(wish.name.trim()), wish.draft ? JSON.stringify(tidy(wish.draft)) : null, now(services, workspaceId), wish.archived ?? null])
    // Typing is no deed; closing the page for visitors is one.
    if (wish.archived !== undefined) await audit(tx, services, workspaceId, actorOf(principal), { action: wish.archived ? 'opt_in.closed' : 'opt_in.opened', subject: id })
    return read(tx, services, workspaceId, id)
  })
}

/** Makes the draft what visitors see: a new version, its wording kept for ever in each language. Throws opt_in_incomplete with what is missing. */
export async function publishForm(services: Services, principal: Principal, id: string): Promise<OptInForm> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await rowOf(tx, workspaceId, id, true)
    const ground = await groundOf(tx, services, workspaceId)
    const faults = faultsOf(services, row.draft, ground)
    if (faults.length > 0) throw new RecadoError('opt_in_incomplete', { fields: faults.map(({ field, fault, language, id: which }) => ({ field: [field, language ?? which].filter(Boolean).join('.'), message: fault })) })
    if (row.published && canonical(row.published) === canonical(row.draft)) return read(tx, services, workspaceId, id)
    const wordings: Record<string, string> = {}
    for (const language of row.draft.languages) wordings[language] = await keepWording(tx, services, workspaceId, { name: row.name, language, text: row.draft.texts[language]!.wording.trim(), privacyUrl: row.draft.privacyUrl }) // no fault, so it is there
    const categories = row.draft.categoryIds.map((one) => ground.categories.find((category) => category.id === one)!).map(({ id: categoryId, names, descriptions }) => ({ id: categoryId, names, descriptions })) // as above
    const [last] = await tx.query<{ version: number | null }>('select max(version) as version from opt_in_version where workspace_id = $1 and opt_in_form_id = $2', [workspaceId, id])
    const version = (last?.version ?? 0) + 1
    await tx.query('insert into opt_in_version (workspace_id, opt_in_form_id, version, body, wordings, published_by, published_at) values ($1, $2, $3, $4, $5, $6, $7)',
      [workspaceId, id, version, JSON.stringify({ draft: row.draft, categories, company: ground.company }), JSON.stringify(wordings), JSON.stringify(actorOf(principal)), now(services, workspaceId)])
    await tx.query('update opt_in_form set published_version = $3 where workspace_id = $1 and opt_in_form_id = $2', [workspaceId, id, version])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'opt_in.published', subject: id, data: { version } })
    return read(tx, services, workspaceId, id)
  })
}

export function listVersions(services: Services, { workspaceId }: Principal, id: string): Promise<OptInVersion[]> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await rowOf(tx, workspaceId, id)
    const rows = await tx.query<{ version: number; published_at: number; published_by: { kind: string; id?: string }; draft: OptInDraft }>(`select version, published_at, published_by, body->'draft' as draft from opt_in_version where workspace_id = $1 and opt_in_form_id = $2 order by version desc limit 200`, [workspaceId, id])
    return rows.map((row) => ({ version: row.version, publishedAt: iso(row.published_at), publishedBy: row.published_by, texts: row.draft.texts, privacyUrl: row.draft.privacyUrl }))
  })
}
