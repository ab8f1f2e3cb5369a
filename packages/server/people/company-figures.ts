/** What the people of a company come to: their threads and orders, as far as somebody sees them. */
import type { CompanyDetail } from '@recado/api'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { reachSql } from '../auth/reach.js'
import { peopleSeen } from '../auth/sight.js'
import type { Principal } from '../services.js'

/** A company with more people is not counted for: its list says what matters. */
const MANY_PEOPLE = 4_000
const MOST = 1_000
const PEOPLE = `select * from contact p where p.workspace_id = $1 and p.company_id = $2 and p.merged_into is null`

export async function companyFigures(tx: Tx, principal: Principal, companyId: string): Promise<Pick<CompanyDetail, 'threads' | 'orders'>> {
  const [many] = await tx.query(`select from contact p where p.workspace_id = $1 and p.company_id = $2 and p.merged_into is null offset ${MANY_PEOPLE} limit 1`, [principal.workspaceId, companyId])
  if (many) return { threads: null, orders: null }
  const [threads, orders] = await Promise.all([may(principal, 'conversations.read') ? threadsOf(tx, principal, companyId) : null, ordersOf(tx, principal, companyId)])
  return { threads, orders }
}

async function threadsOf(tx: Tx, principal: Principal, companyId: string): Promise<CompanyDetail['threads']> {
  const values: unknown[] = [principal.workspaceId, companyId]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  // Person by person (offset 0), along the index of her threads, however common a company the planner takes it for.
  const [row] = await tx.query<NonNullable<CompanyDetail['threads']>>(
    `select count(*)::int as all, count(*) filter (where s.status = 'open')::int as open, count(*) filter (where s.status = 'open' and s.waiting_since is not null)::int as waiting
     from (select t.status, t.waiting_since from (${PEOPLE} offset 0) p cross join lateral (select c.status, c.waiting_since from conversation c where c.workspace_id = $1 and c.contact_id = p.contact_id${reach ? ` and ${reach}` : ''} offset 0) t limit ${MOST}) s`, values)
  return row ?? null // an aggregate answers with one row
}

async function ordersOf(tx: Tx, principal: Principal, companyId: string): Promise<NonNullable<CompanyDetail['orders']>> {
  const values: unknown[] = [principal.workspaceId, companyId]
  const seen = peopleSeen(principal, (value) => `$${values.push(value)}`)
  return tx.query(
    `select o.currency, count(*)::int as count, sum(o.amount)::text as amount from (${PEOPLE}${seen ? ` and ${seen}` : ''} offset 0) p cross join lateral (
       select o.currency, o.amount from contact_order o where o.workspace_id = $1 and o.contact_id = p.contact_id and o.status in ('paid', 'shipped', 'done') and o.currency is not null and o.amount is not null offset 0) o
     group by o.currency order by count(*) desc, o.currency limit 10`, values)
}
