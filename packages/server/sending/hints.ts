import type { Content, DenyCode } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account } from '../services.js'
import type { Prepared } from './intent.js'

/** Which field of a request a refusal is about, in the words of an API. */
export interface Hint { field: string; message: string }

/** What a caller who sends a template by name has got wrong: a value that is missing, one that is refused, a language it does not exist in. */
export async function hintsOf(tx: Tx, account: Account, code: DenyCode, content: Content, { intent }: Prepared): Promise<{ fields?: Hint[] }> {
  if (content.kind !== 'template' || !intent.template) return {}
  const { missing, badValue, status } = intent.template
  if (code === 'parameter_missing') return { fields: missing.map((name) => ({ field: `content.parameters.${name}`, message: 'has no value' })) }
  if (code === 'parameter_invalid' && badValue) return { fields: [{ field: `content.parameters.${badValue.split(':')[0]}`, message: badValue.split(':')[1] ?? 'is refused by the platform' }] }
  if (code !== 'template_not_approved') return {}
  if (status !== 'missing') return { fields: [{ field: content.templateId ? 'content.templateId' : 'content.name', message: `is ${status}` }] }
  if (!content.name) return { fields: [{ field: 'content.templateId', message: 'is no template of this account' }] }
  const rows = await tx.query<{ language: string }>('select language from template where workspace_id = $1 and account_id = $2 and name = $3 and not gone order by language', [account.workspaceId, account.id, content.name])
  return { fields: [rows.length > 0 ? { field: 'content.language', message: `this template exists in ${rows.map((row) => row.language).join(', ')}` } : { field: 'content.name', message: 'is no template of this account' }] }
}
