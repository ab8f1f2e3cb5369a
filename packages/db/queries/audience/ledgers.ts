/** What is read of the ledgers once for everybody, each as a set that is joined: consent, windows, quotas, what she got lately, prices. */
import { iso, type GrantFacts, inPart, type Making, ofPart, type RouteFacts } from './question.js'

/** Standings as numbers, so that the greatest of several says which row counts. */
export const STANDINGS = `array['pending', 'expired', 'withdrawn', 'given', 'confirmed']`
export const WITHDRAWN = 3
export const GIVEN = 4
export const CONFIRMED = 5

/** Routes that ask the ledger the same. */
export const standingKeys = (routes: readonly RouteFacts[]): string[] => [...new Set(routes.filter((each) => each.basis !== null).map(standingKey))]
export const standingKey = (route: RouteFacts): string => `${route.purpose}/${route.channel}`

/**
 * Where everybody stands, one column per purpose and app. The row that names topic and app counts before one that leaves them open; what has lapsed is no yes.
 */
export function standings(making: Making): string {
  const { question, add, ws, at } = making
  const asked = question.routes.filter((each) => each.basis !== null)
  const pack = `(case when n.category_id is null then 0 else 20 end) + (case when n.channel is null then 0 else 10 end) + (case when n.until <= ${at} then 2 else array_position(${STANDINGS}, n.standing) end)`
  const columns = standingKeys(asked).map((key, i) => {
    const [purpose, channel] = key.split('/')
    return `max(${pack}) filter (where n.purpose = ${add(purpose)}::text and (n.channel is null or n.channel = ${add(channel)}::text)) % 10 as s${i}`
  })
  return `standing as (select n.contact_id, ${columns.join(', ')} from consent_now n where n.workspace_id = ${ws} and n.purpose = any(${add([...new Set(asked.map((each) => each.purpose))])}::text[])
   and (n.category_id is null${question.categoryId ? ` or n.category_id = ${add(question.categoryId)}::uuid` : ''}) and (n.channel is null or n.channel = any(${add([...new Set(asked.map((each) => each.channel))])}::text[]))${inPart(making, 'n.contact_id')} group by n.contact_id)`
}

/** People with several addresses on an app: what they said at one of them may not hold at another. */
export function doubled(making: Making): string {
  const { question, add, ws } = making
  const channels = [...new Set(question.routes.filter((each) => each.basis !== null).map((each) => each.channel))]
  return `doubled as (select distinct contact_id from (select e.contact_id from identity e join channel_account a on a.workspace_id = ${ws} and a.account_id = e.account_id and a.channel = any(${add(channels)}::text[])
   where e.workspace_id = ${ws}${inPart(making, 'e.contact_id')} group by e.contact_id, a.channel having count(*) > 1) y)`
}

/** Whether a grant is still used at this moment: it closes a little before the platform does. */
const isUsable = (grant: GrantFacts, add: Making['add'], at: string): string =>
  `g.kind = ${add(grant.kind)}::text and g.closes_at - least(${add(grant.maxMs)}::float8, floor(${add(grant.share)}::float8 * round(extract(epoch from g.closes_at - g.opened_at) * 1000)::float8)) * interval '1 millisecond' > ${at}${grant.needsReply ? ' and (g.replies_left is null or g.replies_left > 0)' : ''}`

/** Per address: `o` a grant lets the route go, `f` one makes it free. */
export function windows(making: Making): string {
  const { question, add, ws, at } = making
  const { routes } = question
  const columns: string[] = []
  for (const { route, grants, prices } of routes) {
    if (grants) columns.push(`bool_or(${grants.map((grant) => isUsable(grant, add, at)).join(' or ') || 'false'}) as o${route}`)
    if (!needsWindows(prices)) continue
    const open = (kind: string): string => `(g.kind = ${add(kind)}::text and g.closes_at > ${at})`
    const frees = [...prices!.freeIn.map((kind) => `bool_or${open(kind)}`), ...prices!.freeDuring.flatMap(({ kind, whileOpen }) => [`bool_or${open(kind)}`,
      // Our answer opens it while the invitation stands, once.
      ...(whileOpen ? [`coalesce(bool_or${open(whileOpen)} and coalesce(max(g.opened_at) filter (where g.kind = ${add(kind)}::text) < max(g.opened_at) filter (where g.kind = ${add(whileOpen)}::text), true), false)`] : [])])]
    columns.push(`(${frees.map((each) => `coalesce(${each}, false)`).join(' or ')}) as f${route}`)
  }
  const kinds = [...new Set(routes.flatMap(({ grants, prices }) => [...(grants ?? []).map((each) => each.kind), ...(prices?.freeIn ?? []), ...(prices?.freeDuring ?? []).flatMap((each) => [each.kind, ...(each.whileOpen ? [each.whileOpen] : [])])]))]
  return `opened as (select g.identity_id, ${columns.join(', ')} from window_grant g where g.workspace_id = ${ws} and g.kind = any(${add(kinds)}::text[])${ofPart(making, 'g.identity_id')} group by g.identity_id)`
}

export const needsWindows = (prices: RouteFacts['prices']): boolean => prices !== null && prices.freeIn.length + prices.freeDuring.length > 0
export const anyWindows = (routes: readonly RouteFacts[]): boolean => routes.some((each) => each.grants !== null || needsWindows(each.prices))

/** Everybody who has had as many campaign messages as she may. What is on its way counts, what surely did not reach her does not. */
export function capped(making: Making): string {
  const { question, add, ws, at } = making
  const { messages, days } = question.spec.cap! // asked for where there is one
  const counts = `(c.under_way or c.state in ('accepted', 'sent', 'delivered', 'read') and c.accepted_at > ${at} - make_interval(days => ${add(days)}::int))`
  // What somebody got before she became one with another counts for her, too; of those there are few.
  return `capped as (select got.contact_id from (
    select c.contact_id from campaign_recipient c where c.workspace_id = ${ws} and ${counts}${inPart(making, 'c.contact_id')}
    union all select m.merged_into from contact m join campaign_recipient c on c.workspace_id = ${ws} and c.contact_id = m.contact_id where m.workspace_id = ${ws} and m.merged_into is not null and ${counts}${inPart(making, 'm.merged_into')}) got
   group by got.contact_id having count(*) >= ${add(messages)}::int)`
}

/** One set per route and limit: the addresses that have had their share. */
export function exhausted(making: Making): { name: string; route: number; sql: string }[] {
  const { question, add, ws } = making
  return question.routes.flatMap(({ route, accountId, posts, quotas }) => [
    ...(posts ? [{ name: `posts${route}`, route, sql: `select identity_id from post_receipt where workspace_id = ${ws} and account_id = ${add(accountId)}::uuid and month = ${add(posts.month)}::text and count >= ${add(posts.amount)}::int${ofPart(making, 'identity_id')}` }] : []),
    ...quotas.map((quota, i) => ({
      name: `quota${route}_${i}`, route,
      sql: `select identity_id from send_entry where workspace_id = ${ws} and account_id = ${add(accountId)}::uuid and at >= ${add(iso(quota.from))}::timestamptz and not returned and not free_kind ${quota.counts === 'message' ? '' : `and send_as ${quota.counts === 'template' ? '=' : '<>'} 'template'`}${ofPart(making, 'identity_id')} group by identity_id having count(*) >= ${add(quota.amount)}::int`,
    })),
  ])
}

/** Amounts by route and country. */
export function prices({ question, add }: Making): string {
  const rows = question.routes.flatMap(({ route, prices: of }) => Object.entries(of?.byCountry ?? {}).map(([country, amount]) => ({ route, country, amount })))
  return `price(route, country, amount) as (select * from unnest(${add(rows.map((row) => row.route))}::int[], ${add(rows.map((row) => row.country))}::text[], ${add(rows.map((row) => row.amount))}::numeric[]))`
}
