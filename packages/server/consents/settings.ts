/** What the owner sets: bases of purposes, topics, wordings. */
import type { ConsentCategory, InLanguages, PurposeSetting } from '@recado/api'
import { type Basis, type CustomerFact, type Purpose, PURPOSE_DEFAULTS, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { categoriesOf, type Category, categoryByKey } from './categories.js'
import { type PurposeRow, readPurposes } from './purposes.js'

export const toCategory = ({ id, key, names, descriptions, archivedAt }: Category): ConsentCategory => ({ id, key, names, descriptions, archivedAt: isoOrNull(archivedAt) })
export const toPurpose = ({ updatedAt, ...row }: PurposeRow): PurposeSetting => ({ ...row, updatedAt: isoOrNull(updatedAt) })

export interface PurposeWish { purpose: Purpose; basis: Basis; texts?: InLanguages; doubleOptIn?: boolean; monthsValid?: number | null; customerFact?: CustomerFact | null }

const refuse = (field: string, message: string): never => { throw new RecadoError('invalid_request', { fields: [{ field, message }] }) }
const kept = (texts: InLanguages): InLanguages => Object.fromEntries(Object.entries(storable(texts)).map(([language, text]) => [language, text.trim()]).filter(([, text]) => text !== ''))

/** Sets purposes; those not named stay as they are. A ground that needs no yes of hers is only worth something with the words that say why. */
export async function setPurposes(services: Services, principal: Principal, wishes: readonly PurposeWish[]): Promise<PurposeSetting[]> {
  const { workspaceId } = principal
  const now = iso(services.clock.now(workspaceId))
  const rows = await services.db.inWorkspace(workspaceId, async (tx) => {
    for (const [i, wish] of wishes.entries()) {
      const texts = kept(wish.texts ?? {})
      if (wish.purpose === 'service' && (wish.basis === 'consent' || wish.basis === 'existing_customer')) refuse(`items.${i}.basis`, 'an answer to her own question rests on the contract or on legitimate interest')
      // A contract that nobody can withdraw from is no ground for advertising: whoever objects to it has to be heard.
      if (wish.purpose === 'marketing' && wish.basis === 'contract') refuse(`items.${i}.basis`, 'advertising does not rest on a contract')
      if ((wish.basis === 'existing_customer' || wish.basis === 'legitimate_interest') && Object.keys(texts).length === 0) refuse(`items.${i}.texts`, 'this basis needs the words that say why it holds')
      if (wish.basis === 'existing_customer' && !wish.customerFact) refuse(`items.${i}.customerFact`, 'say what makes somebody an existing customer')
      if (wish.basis === 'existing_customer' && wish.customerFact?.kind === 'stage') {
        const [stage] = await tx.query('select 1 from contact_stage where workspace_id = $1 and stage_id = $2', [workspaceId, wish.customerFact.stageId])
        if (!stage) refuse(`items.${i}.customerFact.stageId`, 'is no stage of this company')
      }
      await tx.query(
        `insert into purpose_setting (workspace_id, purpose, basis, texts, double_opt_in, months_valid, customer_fact, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (workspace_id, purpose) do update set basis = excluded.basis, texts = excluded.texts, double_opt_in = excluded.double_opt_in, months_valid = excluded.months_valid, customer_fact = excluded.customer_fact, updated_at = excluded.updated_at`,
        [workspaceId, wish.purpose, wish.basis, JSON.stringify(texts), wish.doubleOptIn ?? PURPOSE_DEFAULTS[wish.purpose].doubleOptIn, wish.monthsValid ?? null, wish.basis === 'existing_customer' ? JSON.stringify(wish.customerFact) : null, now])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'purpose.changed', subject: wish.purpose, data: { basis: wish.basis, doubleOptIn: wish.doubleOptIn ?? false, ...(wish.monthsValid ? { monthsValid: wish.monthsValid } : {}) } })
    }
    await append(tx, [{ type: 'consent_settings.changed' }])
    return readPurposes(tx, workspaceId)
  })
  services.signals.committed(workspaceId)
  return rows.map(toPurpose)
}

export interface CategoryWish { key?: string; names: InLanguages; descriptions?: InLanguages }

/** A key that can be read in an address, from a name. */
export function slugOf(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60)
}

/** Makes a topic, in the transaction of whoever needs it. */
export async function addCategoryIn(tx: Tx, services: Services, principal: Principal, wish: CategoryWish): Promise<Category> {
  const { workspaceId } = principal
  const names = kept(wish.names)
  const first = Object.values(names)[0] ?? refuse('names', 'needs a name in one language at least')
  // A name in letters that have no plain form (新品) gets a key that tells nothing.
  const key = wish.key ?? (slugOf(first) || `t-${newId().slice(-8)}`)
  if (await categoryByKey(tx, workspaceId, key)) throw new RecadoError('already_exists', { fields: [{ field: 'key', message: 'is the key of another topic' }] })
  const id = newId()
  await tx.query(
    `insert into consent_category (workspace_id, category_id, key, names, descriptions, position, created_at) select $1, $2, $3, $4, $5, coalesce(max(position), 0) + 1, $6 from consent_category where workspace_id = $1`,
    [workspaceId, id, key, JSON.stringify(names), JSON.stringify(kept(wish.descriptions ?? {})), iso(services.clock.now(workspaceId))])
  await audit(tx, services, workspaceId, actorOf(principal), { action: 'consent_category.created', subject: id, data: { key } })
  return (await categoryByKey(tx, workspaceId, key))! // written just above
}

export async function addCategory(services: Services, principal: Principal, wish: CategoryWish): Promise<ConsentCategory> {
  const category = await services.db.inWorkspace(principal.workspaceId, async (tx) => {
    const added = await addCategoryIn(tx, services, principal, wish)
    await append(tx, [{ type: 'consent_settings.changed' }])
    return added
  })
  services.signals.committed(principal.workspaceId)
  return toCategory(category)
}

/** Renames, describes, puts away or brings back. What was said about a topic that is put away stays in the ledger; nothing new is sent about it. */
export async function editCategory(services: Services, principal: Principal, id: string, wish: { names?: InLanguages; descriptions?: InLanguages; archived?: boolean }): Promise<ConsentCategory> {
  const { workspaceId } = principal
  const category = await services.db.inWorkspace(workspaceId, async (tx) => {
    const names = wish.names && kept(wish.names)
    if (names && Object.keys(names).length === 0) refuse('names', 'needs a name in one language at least')
    const rows = await tx.query(
      `update consent_category set names = coalesce($3, names), descriptions = coalesce($4, descriptions), archived_at = case when $5::boolean is null then archived_at when $5 then coalesce(archived_at, $6) end
       where workspace_id = $1 and category_id = $2 returning 1`,
      [workspaceId, id, names ? JSON.stringify(names) : null, wish.descriptions ? JSON.stringify(kept(wish.descriptions)) : null, wish.archived ?? null, iso(services.clock.now(workspaceId))])
    if (rows.length === 0) throw new RecadoError('not_found', { categoryId: id })
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'consent_category.changed', subject: id, data: { fields: Object.keys(wish) } })
    await append(tx, [{ type: 'consent_settings.changed' }])
    return (await categoriesOf(tx, workspaceId)).find((one) => one.id === id)! // changed just above
  })
  services.signals.committed(workspaceId)
  return toCategory(category)
}

/** The order in which topics are shown everywhere. Those not named come behind. */
export async function orderCategories(services: Services, principal: Principal, ids: readonly string[]): Promise<ConsentCategory[]> {
  const { workspaceId } = principal
  const rows = await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('update consent_category c set position = coalesce(array_position($2::uuid[], c.category_id), 10000 + c.position) where c.workspace_id = $1', [workspaceId, ids])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'consent_category.ordered' })
    await append(tx, [{ type: 'consent_settings.changed' }])
    return categoriesOf(tx, workspaceId)
  })
  services.signals.committed(workspaceId)
  return rows.map(toCategory)
}
