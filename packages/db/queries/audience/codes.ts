/** Why a route is closed to somebody, as SQL on her row `p`, her address `d` and the joined ledgers; null = it is open. */
import { CONFIRMED, GIVEN, STANDINGS, standingKey, standingKeys, WITHDRAWN } from './ledgers.js'
import type { Making, RouteFacts } from './question.js'

/** Where she stands for this route, as a number of `STANDINGS`. */
function standingSql(route: RouteFacts, { question, add, ws, at }: Making): string {
  const column = `s.s${standingKeys(question.routes).indexOf(standingKey(route))}`
  const ledger = `array_position(${STANDINGS}, consent_at(${ws}, p.contact_id, d.identity_id, ${add(route.purpose)}::text, ${add(question.categoryId)}::uuid, ${add(route.channel)}::text, ${at}))`
  return `coalesce(case when b.contact_id is not null and d.identity_id is not null then ${ledger} else ${column} end, 0)`
}

/** What she herself has said, and the basis that the owner has set. */
export function consentCode(route: RouteFacts, making: Making): string {
  const cases: string[] = []
  const stands = route.basis === null ? null : standingSql(route, making)
  const yes = stands === null ? null : `${stands} in (${route.doubleOptIn ? CONFIRMED : `${GIVEN}, ${CONFIRMED}`})`
  if (route.purpose === 'marketing') cases.push(`when u.contact_id is not null${yes ? ` and not ${yes}` : ''} then 'suppressed'`, `when d.marketing_stopped then 'opted_out'`)
  if (stands !== null) {
    cases.push(`when ${stands} = ${WITHDRAWN} then 'opted_out'`)
    if (route.basis === 'consent') cases.push(`when not ${yes} then 'consent_missing'`)
    if (route.basis === 'existing_customer') cases.push(`when not ${yes} and not ${making.question.customer ? `coalesce(${making.question.customer(making.add)}, false)` : 'false'} then 'consent_missing'`)
  }
  return cases.length > 0 ? `case ${cases.join(' ')} end` : 'null'
}

/** What the platform, the owner's limits and the moment say. */
export function doorCode(route: RouteFacts, making: Making): string {
  const { question, add, ws } = making
  const cases: string[] = []
  const when = (condition: string, code: string): void => { cases.push(`when ${condition} then '${code}'`) }
  if (route.refused) when('true', route.refused)
  if (route.barred.length > 0) when(`d.country = any(${add(route.barred)}::text[])`, 'country_not_reachable')
  if (route.only) when(`coalesce(d.country <> all(${add(route.only)}::text[]), true)`, 'country_not_reachable')
  if (route.unmarketed.length > 0) when(`d.country = any(${add(route.unmarketed)}::text[])`, 'marketing_not_deliverable')
  if (route.door !== 'any') when(route.door === 'known' ? 'd.reachable is not true' : 'd.reachable is false', 'unreachable')
  if (question.spec.cap) when('k.contact_id is not null', 'frequency_cap')
  if (question.quietZones.length > 0) when(`${zoneSql(making)} = any(${add(question.quietZones)}::text[])`, 'quiet_hours')
  if (route.posts) when(`posts${route.route}.identity_id is not null`, 'quota_exhausted')
  for (const i of route.quotas.keys()) when(`quota${route.route}_${i}.identity_id is not null`, 'quota_exhausted')
  if (route.grants) when(`w.o${route.route} is not true`, 'window_closed')
  if (route.permission !== null) when(`not exists (select from identity_permission y where y.workspace_id = ${ws} and y.identity_id = d.identity_id and y.template_external_id = ${add(route.permission)}::text and (y.left_count is null or y.left_count > 0))`, 'permission_missing')
  if (route.prices) when(`${amountSql(route, making)} is null`, 'price_unknown')
  return cases.length > 0 ? `case ${cases.join(' ')} end` : 'null'
}

/** What it costs at most to write to her; null where nobody knows. */
export function amountSql({ route, prices }: RouteFacts, { add }: Making): string {
  if (!prices) return '0::numeric'
  const free = prices.freeIn.length + prices.freeDuring.length > 0 ? `when w.f${route} then 0 ` : ''
  return `(case ${free}when d.country is null then null when m.country is not null then m.amount else ${add(prices.rest)}::numeric end)`
}

/** Whose clock counts: her own, else the company's. */
export const zoneSql = ({ ws }: Making): string => `coalesce(p.time_zone, (select z.time_zone from workspace z where z.workspace_id = ${ws}))`
