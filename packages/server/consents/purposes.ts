import { type Basis, type CustomerFact, type Purpose, PURPOSE_DEFAULTS, type PurposeSettings } from '@recado/core'
import type { Tx } from '@recado/db'

/** What the owner has set for a purpose, with her words on why that basis holds, per language. */
export interface PurposeRow extends PurposeSettings { purpose: Purpose; texts: Record<string, string>; updatedAt: number | null }

export const PURPOSES = ['service', 'notification', 'marketing'] as const satisfies readonly Purpose[]

interface Row { purpose: Purpose; basis: Basis; texts: Record<string, string>; double_opt_in: boolean; months_valid: number | null; customer_fact: CustomerFact | null; updated_at: number }

/** All purposes; those nobody has set stand at their default. */
export async function readPurposes(tx: Tx, workspaceId: string): Promise<PurposeRow[]> {
  const rows = await tx.query<Row>('select purpose, basis, texts, double_opt_in, months_valid, customer_fact, updated_at from purpose_setting where workspace_id = $1', [workspaceId])
  return PURPOSES.map((purpose) => {
    const row = rows.find((one) => one.purpose === purpose)
    return row
      ? { purpose, basis: row.basis, texts: row.texts, doubleOptIn: row.double_opt_in, monthsValid: row.months_valid, customerFact: row.customer_fact, updatedAt: row.updated_at }
      : { purpose, ...PURPOSE_DEFAULTS[purpose], texts: {}, updatedAt: null }
  })
}

/** The same by purpose, as the rules read them. */
export async function purposesOf(tx: Tx, workspaceId: string): Promise<Record<Purpose, PurposeRow>> {
  return Object.fromEntries((await readPurposes(tx, workspaceId)).map((row) => [row.purpose, row])) as Record<Purpose, PurposeRow> // one of each
}
