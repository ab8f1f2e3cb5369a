import type { Company, CompanyDetail, Page } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso, pageOf, readCursor } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable, UUID } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { companyFigures } from './company-figures.js'
import { badCursor } from './read-contacts.js'

interface Row { company_id: string; name: string; domain: string | null; people: number; created_at: number; place: string }

/** People of a company are counted up to here, and so many of them are told when it goes. */
const MOST = 1_000
const COLUMNS = `o.company_id, o.name, o.domain, o.created_at, o.name_key as place, (select count(*)::int from (select from contact p where p.workspace_id = $1 and p.company_id = o.company_id and p.merged_into is null limit ${MOST}) s) as people`
const shown = (row: Row): Company => ({ id: row.company_id, name: row.name, domain: row.domain, people: row.people, createdAt: iso(row.created_at) })

/** A domain as it is compared: small letters, no scheme, no www, no path. Null for what is none. */
export function domainOf(text: string): string | null {
  const host = text.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/^www\./, '').replace(/[/?#:].*$/, '').replace(/\.$/, '')
  return host.length <= 253 && /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u.test(host) ? host : null
}

export interface CompanyWish { name?: string; domain?: string | null }

function readCompany(wish: CompanyWish): { name: string | null; domain: string | null } {
  const domain = wish.domain ? domainOf(wish.domain) : null
  if (wish.domain?.trim() && !domain) throw new RecadoError('invalid_request', { fields: [{ field: 'domain', message: 'is no domain' }] })
  return { name: wish.name === undefined ? null : storable(wish.name).replace(/\s+/gu, ' ').trim(), domain }
}

/** By name; `q` begins a name, or is a domain. */
export function listCompanies(services: Services, principal: Principal, query: { q?: string; cursor?: string; limit?: number }): Promise<Page<Company>> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const [place, id] = readCursor(query.cursor, 2)
  if (id != null && !UUID.test(id)) throw badCursor()
  const q = query.q?.trim() ?? ''
  return services.db.snapshot(workspaceId, async (tx) => {
    // Between two places of the index: the words of a beginning and the last text that begins so.
    const rows = await tx.query<Row>(
      `select ${COLUMNS} from company o where o.workspace_id = $1 and ($2 = '' or o.domain = lower($2) or (o.name_key collate "C" >= name_fold($2) collate "C" and o.name_key collate "C" < (name_fold($2) || chr(1114111)) collate "C"))
         and ($3::text is null or (o.name_key collate "C", o.company_id) > ($3::text collate "C", $4::uuid)) order by o.name_key collate "C", o.company_id limit $5`, [workspaceId, q, place, id, limit + 1])
    return pageOf(rows, limit, (row) => [row.place, row.company_id], shown)
  })
}

async function one(tx: Tx, workspaceId: string, id: string): Promise<Company> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from company o where o.workspace_id = $1 and o.company_id = $2`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { companyId: id })
  return shown(row)
}

/** With what its people's threads and orders come to, as far as the asker sees them. Throws not_found. */
export function readCompanyById(services: Services, principal: Principal, id: string): Promise<CompanyDetail> {
  return services.db.snapshot(principal.workspaceId, async (tx) => {
    const [company, figures] = await Promise.all([one(tx, principal.workspaceId, id), companyFigures(tx, principal, id)])
    return { ...company, ...figures }
  })
}

/** Throws already_exists for a domain that another one has. */
async function write<T>(services: Services, principal: Principal, action: string, id: string, make: (tx: Tx, now: string) => Promise<{ result: T; people: readonly string[] }>): Promise<T> {
  const { workspaceId } = principal
  const done = await services.db.inWorkspace(workspaceId, async (tx) => {
    const made = await make(tx, new Date(services.clock.now(workspaceId)).toISOString())
    await audit(tx, services, workspaceId, actorOf(principal), { action, subject: id })
    await append(tx, [...made.people.map((contactId) => ({ type: 'contact.changed', data: { contactId } })), { type: 'companies.changed', data: {} }])
    return made.result
  }).catch((error: unknown) => { throw (error as { code?: string }).code === '23505' ? new RecadoError('already_exists', { field: 'domain' }, { cause: error }) : error })
  services.signals.committed(workspaceId)
  return done
}

const peopleOf = async (tx: Tx, workspaceId: string, id: string): Promise<string[]> =>
  (await tx.query<{ id: string }>(`select contact_id as id from contact where workspace_id = $1 and company_id = $2 and merged_into is null order by created_at desc, contact_id desc limit ${MOST}`, [workspaceId, id])).map((row) => row.id)

export function addCompany(services: Services, principal: Principal, wish: CompanyWish & { name: string }): Promise<Company> {
  const { workspaceId } = principal
  const id = newId()
  const { name, domain } = readCompany(wish)
  return write(services, principal, 'company.added', id, async (tx, now) => {
    await tx.query('insert into company (workspace_id, company_id, name, domain, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)', [workspaceId, id, name, domain, now])
    return { result: await one(tx, workspaceId, id), people: [] }
  })
}

export function editCompany(services: Services, principal: Principal, id: string, wish: CompanyWish): Promise<Company> {
  const { workspaceId } = principal
  const { name, domain } = readCompany(wish)
  return write(services, principal, 'company.changed', id, async (tx, now) => {
    await tx.query('update company set name = coalesce($3, name), domain = case when $4 then $5 else domain end, updated_at = $6 where workspace_id = $1 and company_id = $2', [workspaceId, id, name, wish.domain !== undefined, domain, now])
    // Her company's name stands in the row of each of its people.
    return { result: await one(tx, workspaceId, id), people: name === null ? [] : await peopleOf(tx, workspaceId, id) }
  })
}

/** Two entries of one company: the people of the other come here, its domain where this has none; then the other is gone. */
export function mergeCompanies(services: Services, principal: Principal, id: string, otherId: string): Promise<Company> {
  const { workspaceId } = principal
  if (id === otherId) throw new RecadoError('invalid_request', { fields: [{ field: 'otherId', message: 'is the same company' }] })
  return write(services, principal, 'company.merged', id, async (tx, now) => {
    // In the order of their ids, as whoever else takes both.
    const rows = await tx.query<{ company_id: string; domain: string | null }>('select company_id, domain from company where workspace_id = $1 and company_id = any($2::uuid[]) order by company_id for update', [workspaceId, [id, otherId]])
    const [kept, gone] = [id, otherId].map((one) => rows.find((row) => row.company_id === one))
    if (!kept || !gone) throw new RecadoError('not_found', { companyId: kept ? otherId : id })
    const people = await peopleOf(tx, workspaceId, otherId)
    await tx.query('update contact set company_id = $3, updated_at = $4 where workspace_id = $1 and company_id = $2', [workspaceId, otherId, id, now])
    await tx.query('delete from company where workspace_id = $1 and company_id = $2', [workspaceId, otherId])
    await tx.query('update company set domain = coalesce(domain, $3), updated_at = $4 where workspace_id = $1 and company_id = $2', [workspaceId, id, gone.domain, now])
    return { result: await one(tx, workspaceId, id), people }
  })
}

/** Its people stay, without a company. */
export function removeCompany(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  return write(services, principal, 'company.removed', id, async (tx) => {
    await one(tx, workspaceId, id)
    const people = await peopleOf(tx, workspaceId, id)
    await tx.query('delete from company where workspace_id = $1 and company_id = $2', [workspaceId, id])
    return { result: undefined, people }
  })
}

/** The company of this name, made where there is none: for imports and bridges. A domain that is known decides before the name. */
export async function companyNamed(tx: Tx, workspaceId: string, name: string, domain: string | null, now: string): Promise<string> {
  const read = readCompany({ name, domain })
  const [known] = await tx.query<{ company_id: string }>(
    `select company_id from company where workspace_id = $1 and (domain = $3 or name_key collate "C" = name_fold($2) collate "C") order by (domain is not distinct from $3) desc, company_id limit 1`, [workspaceId, read.name, read.domain])
  if (known) return known.company_id
  const id = newId()
  await tx.query('insert into company (workspace_id, company_id, name, domain, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)', [workspaceId, id, read.name!.slice(0, 200), read.domain, now]) // a name was given
  return id
}
