import type { AudiencePerson, AudiencePreview, AudiencePeopleFound } from '@recado/api'
import type { AudienceRow, AudienceSpec, EstimateGroup, ExclusionCode, Instant } from '@recado/core'
import type { Tx } from '@recado/db'
import { estimateFor } from '../costs/estimate.js'
import type { Services } from '../services.js'
import type { RouteGround } from './routes.js'
import { type AudienceOptions, audienceRows } from './rows.js'

interface Group { code: ExclusionCode | null; route: number; account_id: string | null; country: string | null; n: number }

/** How many it are, how many of them would be written to over which account, why the others are not, and what it costs at most. */
export async function previewAudience(tx: Tx, services: Services, workspaceId: string, spec: AudienceSpec, now: Instant, options: AudienceOptions = {}): Promise<AudiencePreview> {
  const { text, values, grounds } = await audienceRows(tx, services, workspaceId, spec, now, options)
  const groups = await tx.ask<Group>(`select code, route, account_id, country, count(*)::int as n from (${text}) a group by code, route, account_id, country`, values)
  // Without a route nobody is written to: whoever is not left out is simply somebody.
  const open = groups.filter((each) => each.code === null)
  const byRoute = summed(open.filter((each) => each.route >= 0), (each) => String(each.route)).map(({ first, count }) => ({ route: first.route, accountId: first.account_id ?? '', count })).sort((a, b) => a.route - b.route)
  return {
    total: sum(groups), eligible: sum(open), excluded: summed(groups.filter((each) => each.code !== null), (each) => each.code!).map(({ first, count }) => ({ code: first.code!, count })).sort((a, b) => b.count - a.count), // not null
    byRoute, byCountry: summed(open, (each) => each.country ?? '').map(({ first, count }) => ({ country: first.country, count })).sort((a, b) => b.count - a.count),
    estimate: spec.routes.length === 0 ? null : await estimateFor(tx, services, workspaceId, groupsOf(spec, grounds, open), spec.schedule ? Date.parse(spec.schedule.from) : now),
  }
}

/** Alike in price: an account, a country, a category. Posts cost nothing. */
function groupsOf(spec: AudienceSpec, grounds: readonly (RouteGround | null)[], open: readonly Group[]): EstimateGroup[] {
  return open.flatMap(({ route, account_id: accountId, country, n }) => (accountId === null || spec.routes[route] === undefined || spec.routes[route].as === 'post' ? [] : [{ accountId, country, priceClass: grounds[route]?.intent.template?.category ?? null, count: n }]))
}

const sum = (groups: readonly Group[]): number => groups.reduce((all, each) => all + each.n, 0)

function summed(groups: readonly Group[], key: (group: Group) => string): { first: Group; count: number }[] {
  const by = new Map<string, { first: Group; count: number }>()
  for (const each of groups) {
    const one = by.get(key(each)) ?? { first: each, count: 0 }
    by.set(key(each), { ...one, count: one.count + each.n })
  }
  return [...by.values()]
}

/** Where one person stands in an audience: her row, or null when she is not meant at all. */
export async function whyExcluded(tx: Tx, services: Services, workspaceId: string, spec: AudienceSpec, contactId: string, now: Instant): Promise<AudienceRow | null> {
  const { text, values } = await audienceRows(tx, services, workspaceId, spec, now, { only: contactId })
  return (await tx.ask<AudienceRow>(text, values))[0] ?? null
}

/** Who is behind a number, a page at a time in the order of their ids; `code` null = those who would be written to. */
export async function peopleBehind(tx: Tx, services: Services, workspaceId: string, spec: AudienceSpec, now: Instant, code: ExclusionCode | null | undefined, page: { cursor?: string; limit: number }, options: AudienceOptions = {}): Promise<AudiencePeopleFound> {
  const { text, values } = await audienceRows(tx, services, workspaceId, spec, now, options)
  const add = (value: unknown): string => `$${values.push(value)}`
  const where = [...(code === undefined ? [] : [code === null ? 'a.code is null' : `a.code = ${add(code)}::text`]), ...(page.cursor ? [`a.contact_id > ${add(page.cursor)}::uuid`] : [])]
  const rows = await tx.ask<{ id: string; name: string; media: string | null; country: string | null; account: string | null; code: ExclusionCode | null }>(
    `select a.contact_id as id, c.name, c.avatar_media_id as media, a.country, a.account_id as account, a.code from (select * from (${text}) a ${where.length > 0 ? `where ${where.join(' and ')}` : ''} order by a.contact_id limit ${Math.trunc(page.limit) + 1}) a
     join contact c on c.workspace_id = ${add(workspaceId)}::uuid and c.contact_id = a.contact_id order by a.contact_id`, values)
  const shown = rows.slice(0, page.limit)
  return {
    items: shown.map((row): AudiencePerson => ({ contactId: row.id, name: row.name, avatarUrl: row.media ? `/api/v1/media/${row.media}/thumb` : null, country: row.country, accountId: row.account, code: row.code })),
    next: rows.length > page.limit ? shown.at(-1)!.id : null, // there is one more
  }
}
