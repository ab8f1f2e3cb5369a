/**
 * Who is in a post's audience, and why not: every address of the account with the first reason that holds, by the rule of core's `refusedByBasis` (basis,
 * topic, app and address), said once more as a set.
 */
import type { PostAudience, PostPeople } from '@recado/api'
import { type Filter, postMonth, PURPOSE_DEFAULTS, RecadoError } from '@recado/core'
import { peopleFilterSql, type Tx } from '@recado/db'
import type { Poster } from './account.js'
import { iso } from '../http/schemas.js'

export interface Question { audience: PostAudience; categoryId: string | null; now: number; /** Addresses of the platform's own group, where that is the audience: the value of their first key. */ members?: readonly string[]; /** Only those of one call that is still to be made. */ within?: { postId: string; ordinal: number } }

/** One statement that yields (identity_id, contact_id, code): code null = may be written to. */
export interface Statement { sql: string; values: unknown[] }

interface Set_ { basis: string; double_opt_in: boolean; customer_fact: { kind: string; stageId?: string; key?: string; value?: string } | null }

const CUSTOMER: Readonly<Record<string, (add: (value: unknown) => string, fact: NonNullable<Set_['customer_fact']>) => string>> = {
  stage: (add, fact) => `p.stage_id = ${add(fact.stageId)}::uuid`,
  attribute: (add, fact) => `p.attributes ->> ${add(fact.key)} is not null and (${add(fact.value ?? null)}::text is null or p.attributes ->> ${add(fact.key)} = ${add(fact.value ?? null)})`,
  order: () => `exists (select from contact_order o where o.workspace_id = $1 and o.contact_id = p.contact_id and o.status in ('paid', 'shipped', 'done'))
    or exists (select from conversation c join message m on m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.kind = 'order' where c.workspace_id = $1 and c.contact_id = p.contact_id)`,
}

export async function audienceStatement(tx: Tx, workspaceId: string, { account, posts }: Poster, question: Question): Promise<Statement> {
  const { now } = question
  const [set] = await tx.query<Set_>(`select basis, double_opt_in, customer_fact from purpose_setting where workspace_id = $1 and purpose = 'marketing'`, [workspaceId])
  const basis = set?.basis ?? PURPOSE_DEFAULTS.marketing.basis
  const values: unknown[] = [workspaceId, account.id, iso(now), question.categoryId, account.channel]
  const add = (value: unknown): string => `$${values.push(value)}`
  const good = `s.standing = 'confirmed'${(set?.double_opt_in ?? PURPOSE_DEFAULTS.marketing.doubleOptIn) ? '' : ` or s.standing = 'given'`}`
  const customer = basis === 'existing_customer' && set?.customer_fact ? (CUSTOMER[set.customer_fact.kind]?.(add, set.customer_fact) ?? 'false') : 'false'
  const unlawful = basis === 'contract' ? 'null'
    : `case when s.standing = 'withdrawn' then 'opted_out' ${basis === 'legitimate_interest' ? '' : `when (${good}) is not true and (${customer}) is not true then 'consent_missing'`} end`
  const { amount, timeZone } = posts.rules.perContact
  const month = add(postMonth(now, timeZone))
  // Whoever was never asked about anything has no row there: most people of most accounts, and they cost one look.
  const sql = `select d.identity_id, d.contact_id, case
      when d.reachable is false then 'unreachable'
      when exists (select from suppressed_contact x where x.workspace_id = $1 and x.contact_id = d.contact_id) and (${good}) is not true then 'suppressed'
      when d.marketing_stopped then 'opted_out'
      when (${unlawful}) is not null then ${unlawful}
      when coalesce(r.count, 0) >= ${add(amount)} then 'quota_exhausted' end as code
    from identity d join contact p on p.workspace_id = $1 and p.contact_id = d.contact_id
    cross join lateral (select case when exists (select from consent_now n where n.workspace_id = $1 and n.contact_id = d.contact_id and n.purpose = 'marketing')
      then consent_at($1, d.contact_id, d.identity_id, 'marketing', $4, $5, $3) end as standing) s
    left join post_receipt r on r.workspace_id = $1 and r.account_id = $2 and r.identity_id = d.identity_id and r.month = ${month}
    where d.workspace_id = $1 and d.account_id = $2 and exists (select from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id)
      ${question.within ? `and d.identity_id in (select t.identity_id from post_target t where t.workspace_id = $1 and t.post_id = ${add(question.within.postId)} and t.ordinal = ${add(question.within.ordinal)})` : await wanted(tx, workspaceId, question, add)}`
  return { sql, values }
}

async function wanted(tx: Tx, workspaceId: string, { audience, now, members }: Question, add: (value: unknown) => string): Promise<string> {
  switch (audience.to) {
    case 'all': return ''
    case 'unknown': return 'and false'
    case 'tag': return `and exists (select from identity_key k where k.workspace_id = $1 and k.account_id = $2 and k.identity_id = d.identity_id and k.value = any(${add(members ?? [])}::text[]))`
    case 'people': return `and ${await peopleSql(tx, workspaceId, audience.include, now, add)} and not ${await peopleSql(tx, workspaceId, audience.exclude, now, add)}`
  }
}

async function peopleSql(tx: Tx, workspaceId: string, { segmentIds, listIds, filter }: PostPeople, now: number, add: (value: unknown) => string): Promise<string> {
  const segments = segmentIds.length > 0 ? await tx.query<{ filter: Filter }>('select filter from segment where workspace_id = $1 and segment_id = any($2::uuid[])', [workspaceId, segmentIds]) : []
  if (segments.length < new Set(segmentIds).size) throw new RecadoError('not_found', { what: 'segment' })
  const trees = [...segments.map((row) => row.filter), ...(filter ? [filter] : [])].map((tree) => peopleFilterSql(tree, { userId: null, now }, (value) => add(value)))
  const lists = listIds.length > 0 ? [`exists (select from contact_list_member m where m.workspace_id = $1 and m.contact_id = p.contact_id and m.list_id = any(${add(listIds)}::uuid[]))`] : []
  const any = [...trees, ...lists]
  return any.length > 0 ? `(${any.join(' or ')})` : 'false'
}

export interface Counted { total: number; eligible: number; excluded: { code: string; count: number }[] }

/** How many may be written to, and why the others not. People who left the account are no part of it. */
export async function countAudience(tx: Tx, workspaceId: string, poster: Poster, question: Question): Promise<Counted> {
  const { sql, values } = await audienceStatement(tx, workspaceId, poster, question)
  return counted(await tx.query<{ code: string | null; count: number }>(`select a.code, count(*)::int as count from (${sql}) a group by a.code`, values))
}

export function counted(rows: readonly { code: string | null; count: number }[]): Counted {
  const excluded = rows.flatMap(({ code, count }) => (code === null ? [] : [{ code, count }])).sort((a, b) => b.count - a.count)
  const eligible = rows.find(({ code }) => code === null)?.count ?? 0
  return { total: eligible + excluded.reduce((sum, { count }) => sum + count, 0), eligible, excluded }
}

const of = ({ excluded }: Counted, code: string): number => excluded.find((one) => one.code === code)?.count ?? 0

/** What planning needs of it: those at the limit, and those who left, hinder no call to everybody. */
export const planned = (found: Counted): { eligible: number; refused: number; ours: number } => ({
  eligible: found.eligible, refused: found.total - found.eligible - of(found, 'quota_exhausted') - of(found, 'unreachable'), ours: found.total - of(found, 'unreachable'),
})
