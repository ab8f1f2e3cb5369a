/** Conditions on people called `p` that are answered from other tables: what she bought, what she did with campaigns, how she came, what she said. */
import type { MomentCondition, NumberCondition } from '@recado/core'
import { type Add, type Asking, moment } from './filter.js'

/** Orders that count. */
const COUNTS = `o.status not in ('cancelled', 'refunded')`
const MINE = 'o.workspace_id = p.workspace_id and o.contact_id = p.contact_id'

/** How many, how much of one currency, or when the last one was. */
export function ordered(condition: NumberCondition | Extract<MomentCondition, { field: unknown }>, asking: Asking & { workspace?: string }, add: Add): string {
  const { workspace } = asking
  const value = condition.field === 'order_count' ? 'count(*)' : condition.field === 'order_total' ? `coalesce(sum(o.amount) filter (where o.currency = ${add((condition as NumberCondition).key)}::text), 0)` : 'max(o.at)'
  const compare = (expression: string): string => (condition.field === 'order_count' || condition.field === 'order_total' ? `${expression} ${condition.op === 'above' ? '>' : '<'} ${add(condition.value)}::numeric` : moment(expression, condition as MomentCondition, asking, add))
  if (!workspace) return `coalesce((select ${compare(value)} from contact_order o where ${MINE} and ${COUNTS}), false)`
  const some = `p.contact_id in (select o.contact_id from contact_order o where o.workspace_id = ${workspace} and ${COUNTS} group by o.contact_id having ${compare(value)})`
  // Whoever never ordered has ordered less than anything above nothing.
  if (condition.field === 'last_order' || condition.op !== 'below' || !(Number(condition.value) > 0)) return some
  return `(${some} or p.contact_id not in (select o.contact_id from contact_order o where o.workspace_id = ${workspace} and ${COUNTS}))`
}

/** Something of these names or article numbers. */
export const bought = (value: readonly string[], add: Add): string =>
  `exists (select from contact_order o, jsonb_array_elements(o.items) i where ${MINE} and ${COUNTS} and (i ->> 'name' = any(${add(value)}::text[]) or i ->> 'sku' = any(${add(value)}::text[])))`

const DID = { campaign_got: `r.accepted_at is not null and r.state <> 'failed'`, campaign_read: 'r.read_at is not null', campaign_clicked: 'r.clicked_at is not null', campaign_replied: 'r.replied_at is not null' } as const

/** What she got of these campaigns, or did with them; null = of any. */
export const behaviour = (field: keyof typeof DID, campaigns: readonly string[] | null, add: Add): string =>
  `exists (select from campaign_recipient r where r.workspace_id = p.workspace_id and r.contact_id = p.contact_id${campaigns ? ` and r.campaign_id = any(${add(campaigns)}::uuid[])` : ''} and ${DID[field]})`

/** How she came first, of everybody at once. */
export const sourceSet = (condition: string, workspace: string): string =>
  `p.contact_id in (select e.contact_id from (select distinct on (e.contact_id) e.contact_id, e.kind, e.entry_point_id, e.source from entry e where e.workspace_id = ${workspace} order by e.contact_id, e.at, e.entry_id) e where ${condition})`

/** `consented` of filter.ts for everybody at once: a topic that was never named for her stands as her row without one. */
export function consentedSet(value: readonly string[], workspace: string, yes: boolean, asking: Asking, add: Add): string {
  const now = (): string => `${add(new Date(asking.now).toISOString())}::timestamptz`
  const stands = (purpose: string): string => (yes
    ? `((n.standing = 'confirmed' or n.standing = 'given' and not exists (select from purpose_setting g where g.workspace_id = ${workspace} and g.purpose = ${purpose} and g.double_opt_in)) and (n.until is null or n.until > ${now()}))`
    : `(n.standing = 'withdrawn')`)
  return `(${value.map((one) => {
    const [name, topic] = one.split('/')
    const purpose = `${add(name)}::text`
    const category = topic === undefined ? null : `(select k.category_id from consent_category k where k.workspace_id = ${workspace} and k.key = ${add(topic)}::text)`
    return `p.contact_id in (select n.contact_id from consent_now n where n.workspace_id = ${workspace} and n.purpose = ${purpose} and (n.category_id is null${category ? ` or n.category_id = ${category}` : ''})
      group by n.contact_id having case when bool_or(n.category_id is not null) then bool_or(${stands(purpose)}) filter (where n.category_id is not null) else bool_or(${stands(purpose)}) end)`
  }).join(' or ') || 'false'})`
}
