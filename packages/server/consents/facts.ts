import { basisThatCounts, type ConsentFact, type ConsentFacts, type CustomerFact, type Intent, needsLedger, type Purpose, PURPOSE_DEFAULTS, purposeOf, type PurposeSettings } from '@recado/core'
import type { Tx } from '@recado/db'
import type { LoadedChannel } from '../services.js'

/** The purposes as a thread's row brings them: those that the owner has set. */
export type SetPurposes = Partial<Record<Purpose, Pick<PurposeSettings, 'basis' | 'doubleOptIn' | 'customerFact'>>>

/** For the select list of a statement about one thread: read with it, so that nobody pays for asking. */
export const PURPOSES_SQL = `(select coalesce(jsonb_object_agg(s.purpose, jsonb_build_object('basis', s.basis, 'doubleOptIn', s.double_opt_in, 'customerFact', s.customer_fact)), '{}') from purpose_setting s where s.workspace_id = $1)`

interface Asked { contactId: string; identityId: string; purposes: SetPurposes }

/**
 * What the engine has to know to judge these intents: nothing more than the owner's settings where they rest on the contract, as answers do; else her lines
 * of the ledger, by one statement, and where an existing customer is meant whether she is one, by another.
 */
export async function readConsentFacts(tx: Tx, workspaceId: string, channel: LoadedChannel, thread: Asked, intents: readonly Intent[]): Promise<ConsentFacts> {
  const purposes = { ...PURPOSE_DEFAULTS, ...thread.purposes }
  const wanted = new Set<Purpose>()
  let customer: CustomerFact | null = null
  for (const intent of intents) {
    const purpose = purposeOf(intent, { rules: channel.declaration.rules })
    const basis = basisThatCounts(purposes[purpose].basis, intent.basis)
    if (needsLedger(basis)) wanted.add(purpose)
    if (basis === 'existing_customer') customer = purposes[purpose].customerFact
  }
  return {
    identityId: thread.identityId, channel: channel.declaration.id, purposes,
    entries: wanted.size > 0 ? await readLines(tx, workspaceId, thread.contactId, [...wanted]) : null,
    existingCustomer: customer ? await isCustomer(tx, workspaceId, thread.contactId, customer) : null,
  }
}

async function readLines(tx: Tx, workspaceId: string, contactId: string, purposes: readonly Purpose[]): Promise<ConsentFact[]> {
  const rows = await tx.query<{ purpose: Purpose; category_id: string | null; channel: string | null; identity_id: string | null; state: ConsentFact['state']; at: number; expires_at: number | null }>(
    'select purpose, category_id, channel, identity_id, state, at, expires_at from consent_entry where workspace_id = $1 and contact_id = $2 and purpose = any($3)', [workspaceId, contactId, purposes])
  return rows.map((row) => ({ purpose: row.purpose, category: row.category_id, channel: row.channel, identityId: row.identity_id, state: row.state, at: row.at, expiresAt: row.expires_at }))
}

/** Whether the fact holds that the owner has named: an order she sent or paid for, a stage she has come to, a field of hers. */
export async function isCustomer(tx: Tx, workspaceId: string, contactId: string, fact: CustomerFact): Promise<boolean> {
  const [row] = fact.kind === 'stage' ? await tx.query('select 1 from contact where workspace_id = $1 and contact_id = $2 and stage_id = $3', [workspaceId, contactId, fact.stageId])
    : fact.kind === 'attribute' ? await tx.query('select 1 from contact where workspace_id = $1 and contact_id = $2 and attributes ->> $3 is not null and ($4::text is null or attributes ->> $3 = $4)', [workspaceId, contactId, fact.key, fact.value ?? null])
    : await tx.query(
      `(select 1 from contact_order where workspace_id = $1 and contact_id = $2 and status in ('paid', 'shipped', 'done') limit 1) union all
       (select 1 from conversation c join message m on m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.kind = 'order' where c.workspace_id = $1 and c.contact_id = $2 limit 1) limit 1`, [workspaceId, contactId])
  return row !== undefined
}
