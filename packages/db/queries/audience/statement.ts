import { type AudiencePeople, EXCLUSION_CODES } from '@recado/core'
import { peopleFilterSql } from '../contact-filter.js'
import type { Add } from '../filter.js'
import { amountSql, consentCode, doorCode, zoneSql } from './codes.js'
import { anyWindows, capped, doubled, exhausted, prices, standings, windows } from './ledgers.js'
import { type AudienceQuestion, inPart, iso, type Making, type RouteFacts } from './question.js'

/**
 * The audience as one statement of one row per person: `contact_id, identity_id, account_id, route, country, language, time_zone, code`. Sets throughout: a
 * function called for every row of a million would take a minute. Whoever is on none of the routes is judged by what the first one asks of her.
 */
export function audienceSql(question: AudienceQuestion, add: Add): string {
  const { routes, spec } = question
  const ws = `${add(question.workspaceId)}::uuid`
  let at: string | null = null
  // A value that no part asks for would have no type.
  const making: Making = { question, add, ws, get at() { return (at ??= `${add(iso(question.now))}::timestamptz`) } }
  const asked = routes.some((each) => each.basis !== null)
  const priced = routes.some((each) => each.prices)
  const limits = exhausted(making)
  const sets = [
    `suppressed as (select distinct contact_id from suppressed_contact where workspace_id = ${ws}${inPart(making, 'contact_id')})`,
    ...(routes.length > 0 ? [`route(route, account_id) as (values ${routes.map((each) => `(${Math.trunc(each.route)}, ${add(each.accountId)}::uuid)`).join(', ')})`] : []),
    ...(asked ? [standings(making), doubled(making)] : []), ...(anyWindows(routes) ? [windows(making)] : []), ...limits.map(({ name, sql }) => `${name} as (${sql})`),
    ...(spec.cap ? [capped(making)] : []), ...(priced ? [prices(making)] : []),
  ]
  const joins = [
    routes.length > 0 ? `left join (identity d join route r on r.account_id = d.account_id) on d.workspace_id = ${ws} and d.contact_id = p.contact_id${inPart(making, 'd.contact_id')}`
      : `left join (select distinct on (contact_id) * from identity where workspace_id = ${ws}${inPart(making, 'contact_id')} order by contact_id, identity_id desc) d on d.contact_id = p.contact_id`,
    'left join suppressed u on u.contact_id = p.contact_id',
    ...(asked ? ['left join standing s on s.contact_id = p.contact_id', 'left join doubled b on b.contact_id = p.contact_id'] : []),
    ...(anyWindows(routes) ? ['left join opened w on w.identity_id = d.identity_id'] : []),
    ...limits.map(({ name, route }) => `left join ${name} on ${name}.identity_id = d.identity_id and r.route = ${Math.trunc(route)}`),
    ...(spec.cap ? ['left join capped k on k.contact_id = p.contact_id'] : []), ...(priced ? ['left join price m on m.route = r.route and m.country = d.country'] : []),
  ]
  const where = [`p.workspace_id = ${ws}${inPart(making, 'p.contact_id')}`, 'p.merged_into is null', 'p.erased_at is null', ...peopleSql(making)]
  const route = routes.length > 0 ? 'coalesce(r.route, -1)::smallint' : '(-1)::smallint'
  const cheap = spec.choose === 'cheapest' && priced
  return `with ${sets.join(',\n ')}
 select contact_id, identity_id, account_id, route, country, language, time_zone, code from (
  select distinct on (contact_id) * from (
   select p.contact_id, d.identity_id, d.account_id, ${route} as route, coalesce(d.country, upper(p.country)) as country, p.language, ${zoneSql(making)} as time_zone, ${codeSql(making)} as code${cheap ? `, ${byRoute(routes, (each) => amountSql(each, making))} as amount` : ''}
   from contact p ${joins.join('\n   ')}
   where ${where.join(' and ')}) x
  order by contact_id, coalesce(array_position(${CODES}, code), ${EXCLUSION_CODES.length + 1}) desc, ${cheap ? 'amount nulls last, ' : ''}route, identity_id desc) y`
}

const CODES = `array[${EXCLUSION_CODES.map((code) => `'${code}'`).join(', ')}]`

function codeSql(making: Making): string {
  const { routes } = making.question
  if (routes.length === 0) return `case when d.identity_id is null then 'no_address' end`
  return `coalesce(${byRoute(routes, (each) => consentCode(each, making))}, case when r.route is null then 'no_address' end, ${byRoute(routes, (each) => doorCode(each, making))})`
}

/** What each route says; one alone needs no question which it is. */
function byRoute(routes: readonly RouteFacts[], of: (route: RouteFacts) => string): string {
  const [first] = routes
  if (routes.length === 1 && first) return of(first)
  return `case coalesce(r.route, ${Math.trunc(first?.route ?? 0)}) ${routes.map((each) => `when ${Math.trunc(each.route)} then ${of(each)}`).join(' ')} end`
}

/** Who is meant. */
function peopleSql({ question, add, ws }: Making): string[] {
  const { spec, sight, only } = question
  const asking = { userId: null, now: question.now, workspace: ws }
  const meant = ({ segmentIds, listIds, filter }: AudiencePeople): string[] => [
    ...segmentIds.flatMap((id) => question.segments[id] ?? []).map((tree) => peopleFilterSql(tree, asking, add)),
    ...(listIds.length > 0 ? [`p.contact_id in (select l.contact_id from contact_list_member l where l.workspace_id = ${ws} and l.list_id = any(${add(listIds)}::uuid[]))`] : []),
    ...(filter ? [peopleFilterSql(filter, asking, add)] : []),
  ]
  const included = meant(spec.include)
  const excluded = meant(spec.exclude)
  return [
    included.length > 0 ? `(${included.join(' or ')})` : 'false', ...(excluded.length > 0 ? [`not (${excluded.join(' or ')})`] : []), ...(sight ? [sight(add)] : []), ...(only ? [`p.contact_id = ${add(only)}::uuid`] : []),
    ...(spec.countries && spec.countries.length > 0 ? [`coalesce(d.country, upper(p.country)) = any(${add(spec.countries)}::text[])`] : []),
    ...(spec.exceptCountries && spec.exceptCountries.length > 0 ? [`coalesce(d.country, upper(p.country), '') <> all(${add(spec.exceptCountries)}::text[])`] : []),
  ]
}
