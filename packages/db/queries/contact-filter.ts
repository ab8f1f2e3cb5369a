import type { Condition, Filter } from '@recado/core'
import { type Add, type Asking, attribute, consented, heldBy, labels, moment } from './filter.js'

const ACCOUNTS = 'from identity d join channel_account a on a.workspace_id = p.workspace_id and a.account_id = d.account_id where d.workspace_id = p.workspace_id and d.contact_id = p.contact_id'
const SOURCE = 'from entry e where e.workspace_id = p.workspace_id and e.contact_id = p.contact_id order by e.at, e.entry_id limit 1'
const HEARD = '(select max(c.last_inbound_at) from conversation c where c.workspace_id = p.workspace_id and c.contact_id = p.contact_id)'
const ACTIVE = '(select max(c.last_at) from conversation c where c.workspace_id = p.workspace_id and c.contact_id = p.contact_id)'

/**
 * A tree as a condition on people called `p`: never null. What is asked of an app or a thread is fulfilled by any of hers. Fields that only threads
 * have (`filterFaults(tree, 'people')` refuses them) are nobody's.
 */
export function peopleFilterSql(filter: Filter, asking: Asking, add: Add): string {
  const joined = (parts: readonly Filter[], word: string, empty: string): string => (parts.length === 0 ? empty : `(${parts.map((each) => peopleFilterSql(each, asking, add)).join(` ${word} `)})`)
  if ('all' in filter) return joined(filter.all, 'and', 'true')
  if ('any' in filter) return joined(filter.any, 'or', 'false')
  if ('not' in filter) return `(not ${peopleFilterSql(filter.not, asking, add)})`
  return `(${conditionSql(filter, asking, add)})`
}

function conditionSql(condition: Condition, asking: Asking, add: Add): string {
  switch (condition.field) {
    case 'person_labels': return labels('p.labels', condition.op, add(condition.value))
    case 'attribute': return attribute(condition, (expression) => `(${expression})`, add)
    case 'last_inbound': return `coalesce(${moment(HEARD, condition, asking, add)}, false)`
    case 'last_activity': return `coalesce(${moment(ACTIVE, condition, asking, add)}, false)`
    case 'created': return moment('p.created_at', condition, asking, add)
    case 'marketing_stopped': return `exists (select ${ACCOUNTS} and d.marketing_stopped) = ${condition.value}`
    // Somebody without an app is reached by none.
    case 'reachable': return `exists (select ${ACCOUNTS} and coalesce(d.reachable, true)) = ${condition.value}`
    case 'channel': case 'account': case 'language': case 'country': case 'stage': case 'owner': case 'company': case 'source': case 'entry_point': case 'ad': case 'consent': case 'consent_withdrawn':
      return `${condition.op === 'not_in' ? 'not ' : ''}(${choice(condition.field, condition.value, asking, add)})`
    default: return 'false'
  }
}

function choice(field: string, value: readonly string[], asking: Asking, add: Add): string {
  const known = (expression: string): string => `coalesce(${expression} = any(${add(value)}::text[]), false)`
  switch (field) {
    case 'channel': return `exists (select ${ACCOUNTS} and a.channel = any(${add(value)}::text[]))`
    case 'account': return `exists (select ${ACCOUNTS} and d.account_id = any(${add(value)}::uuid[]))`
    case 'language': return known(`substring(lower(p.language) from '^[a-z]+')`)
    case 'country': return known('upper(p.country)')
    case 'stage': return heldBy('p.stage_id', value, asking, add)
    case 'owner': return heldBy('p.owner_id', value, asking, add)
    case 'company': return heldBy('p.company_id', value, asking, add)
    case 'source': return known(`(select e.kind ${SOURCE})`)
    case 'entry_point': return known(`(select e.entry_point_id::text ${SOURCE})`)
    case 'ad': return known(`(select case when e.kind = 'ad' then e.source end ${SOURCE})`)
    case 'consent': return consented(value, 'p.workspace_id', 'p.contact_id', null, true, asking, add)
    default: return consented(value, 'p.workspace_id', 'p.contact_id', null, false, asking, add)
  }
}
