import type { CustomerFact } from '@recado/core'
import type { Add } from '@recado/db'

/** The condition that somebody called `p` is an existing customer, for whole audiences: `isCustomer` of facts.ts asks the same of one. */
export function customerSql(fact: CustomerFact, workspaceId: string, add: Add): string {
  if (fact.kind === 'stage') return `p.stage_id = ${add(fact.stageId)}::uuid`
  if (fact.kind === 'attribute') return `p.attributes ->> ${add(fact.key)}::text ${fact.value === undefined ? 'is not null' : `= ${add(fact.value)}::text`}`
  const workspace = `${add(workspaceId)}::uuid`
  return `p.contact_id in (select o.contact_id from contact_order o where o.workspace_id = ${workspace} and o.status in ('paid', 'shipped', 'done')
    union all select c.contact_id from message m join conversation c on c.workspace_id = m.workspace_id and c.conversation_id = m.conversation_id where m.workspace_id = ${workspace} and m.kind = 'order')`
}
