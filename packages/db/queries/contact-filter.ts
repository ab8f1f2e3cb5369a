import { ANY, type Condition, type Filter } from '@recado/core'
import { type Add, type Asking, attribute, consented, heldBy, labels, moment } from './filter.js'
import { behaviour, bought, consentedSet, ordered, sourceSet } from './people-sets.js'

const ACCOUNTS = 'from identity d join channel_account a on a.workspace_id = p.workspace_id and a.account_id = d.account_id where d.workspace_id = p.workspace_id and d.contact_id = p.contact_id'
const SOURCE = 'from entry e where e.workspace_id = p.workspace_id and e.contact_id = p.contact_id order by e.at, e.entry_id limit 1'
const THREADS = 'from conversation c where c.workspace_id = p.workspace_id and c.contact_id = p.contact_id'

/** How people are asked: one by one along a list, or all of a workspace at once (`workspace` is its placeholder), where nothing is looked up per person. */
export interface PeopleAsking extends Asking { workspace?: string }

/**
 * A tree as a condition on people called `p`: never null. What is asked of an app or a thread is fulfilled by any of hers. Fields that only threads
 * have (`filterFaults(tree, 'people')` refuses them) are nobody's.
 */
export function peopleFilterSql(filter: Filter, asking: PeopleAsking, add: Add): string {
  const joined = (parts: readonly Filter[], word: string, empty: string): string => (parts.length === 0 ? empty : `(${parts.map((each) => peopleFilterSql(each, asking, add)).join(` ${word} `)})`)
  if ('all' in filter) return joined(filter.all, 'and', 'true')
  if ('any' in filter) return joined(filter.any, 'or', 'false')
  if ('not' in filter) return `(not ${peopleFilterSql(filter.not, asking, add)})`
  return `(${conditionSql(filter, asking, add)})`
}

function conditionSql(condition: Condition, asking: PeopleAsking, add: Add): string {
  const { workspace } = asking
  /** The newest of her threads' moments, compared. */
  const newest = (column: string): string => {
    if (condition.field !== 'last_inbound' && condition.field !== 'last_activity') return 'false'
    if (workspace) return `p.contact_id in (select c.contact_id from conversation c where c.workspace_id = ${workspace} group by c.contact_id having ${moment(`max(${column})`, condition, asking, add)})`
    return `coalesce(${moment(`(select max(${column}) ${THREADS})`, condition, asking, add)}, false)`
  }
  switch (condition.field) {
    case 'person_labels': return labels('p.labels', condition.op, add(condition.value))
    case 'attribute': return attribute(condition, (expression) => `(${expression})`, add)
    case 'last_inbound': return newest('c.last_inbound_at')
    case 'last_activity': return newest('c.last_at')
    case 'created': return moment('p.created_at', condition, asking, add)
    case 'silent_for': return `not exists (select ${THREADS} and c.last_inbound_at >= ${add(new Date(Math.max(asking.now - condition.value * 3_600_000, -62_000_000_000_000)).toISOString())}::timestamptz)`
    case 'last_order': case 'order_count': case 'order_total': return ordered(condition, asking, add)
    case 'marketing_stopped': return `exists (select ${ACCOUNTS} and d.marketing_stopped) = ${condition.value}`
    // Somebody without an app is reached by none.
    case 'reachable': return `exists (select ${ACCOUNTS} and coalesce(d.reachable, true)) = ${condition.value}`
    case 'labels': case 'waiting_for': case 'closes_within': case 'snoozed_until': case 'unread': case 'waiting': case 'failed': case 'draft': case 'mentioned': return 'false'
    default: {
      const is = choice(condition.field, condition.value, asking, add)
      return is === null ? 'false' : `${condition.op === 'not_in' ? 'not ' : ''}(${is})`
    }
  }
}

/** null: only threads have it. */
function choice(field: string, value: readonly string[], asking: PeopleAsking, add: Add): string | null {
  const known = (expression: string): string => `coalesce(${expression} = any(${add(value)}::text[]), false)`
  const first = (expression: string): string => (asking.workspace ? sourceSet(known(expression), asking.workspace) : `coalesce((select ${known(expression)} ${SOURCE}), false)`)
  switch (field) {
    case 'channel': return `exists (select ${ACCOUNTS} and a.channel = any(${add(value)}::text[]))`
    case 'account': return `exists (select ${ACCOUNTS} and d.account_id = any(${add(value)}::uuid[]))`
    case 'reachable_on': return `exists (select ${ACCOUNTS} and d.account_id = any(${add(value)}::uuid[]) and coalesce(d.reachable, true))`
    case 'window_on': return `exists (select ${THREADS} and c.account_id = any(${add(value)}::uuid[]) and c.window_closes_at > ${add(new Date(asking.now).toISOString())}::timestamptz and (c.window_left is null or c.window_left > 0))`
    case 'language': return known(`substring(lower(p.language) from '^[a-z]+')`)
    case 'country': return known('upper(p.country)')
    case 'stage': return heldBy('p.stage_id', value, asking, add)
    case 'owner': return heldBy('p.owner_id', value, asking, add)
    case 'company': return heldBy('p.company_id', value, asking, add)
    case 'source': return first('e.kind')
    case 'entry_point': return first('e.entry_point_id::text')
    case 'ad': return first(`(case when e.kind = 'ad' then e.source end)`)
    case 'consent': case 'consent_withdrawn':
      return asking.workspace ? consentedSet(value, asking.workspace, field === 'consent', asking, add) : consented(value, 'p.workspace_id', 'p.contact_id', null, field === 'consent', asking, add)
    case 'list': return `exists (select from contact_list_member l where l.workspace_id = p.workspace_id and l.contact_id = p.contact_id and l.list_id = any(${add(value)}::uuid[]))`
    case 'campaign_got': case 'campaign_read': case 'campaign_clicked': case 'campaign_replied': return behaviour(field, value.includes(ANY) ? null : value, add)
    case 'order_product': return bought(value, add)
    default: return null
  }
}
