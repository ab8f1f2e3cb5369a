/** Whose platform is asked, and what its answer means. */
import { PlatformRefusal, type DraftFault, type TemplateDraft } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, Principal, Services } from '../services.js'

export type Creation = NonNullable<ReturnType<Services['channels']['get']>['connector']['templateCreation']>

export async function accountWith(services: Services, workspaceId: string, accountId: string): Promise<{ account: Account; creation: Creation }> {
  const account = await services.accounts.byId(workspaceId, accountId)
  if (!account || account.disconnected) throw new RecadoError('not_found', { accountId })
  const creation = services.channels.get(account.channel).connector.templateCreation
  if (!creation) throw new RecadoError('templates_not_created_here', { channel: account.channel })
  return { account, creation }
}

const OURS: readonly string[] = ['bad_request', 'platform_refused', 'parameter_missing', 'parameter_invalid', 'template_not_approved', 'too_long', 'content_unsupported', 'media_type', 'media_too_large', 'media_upload_failed']

/** A platform's no to a template, with its own words; anything else (token, pace, silence) keeps its code. */
export function refused(error: unknown): never {
  if (error instanceof PlatformRefusal && OURS.includes(error.detail.code)) throw new RecadoError('template_refused', { fields: [{ field: 'draft', message: error.detail.message }] }, { cause: error })
  throw error
}

const fieldOf = ({ field, index }: DraftFault): string => `draft.${field}${index === undefined ? '' : `.${index}`}`

/** Throws what the platform would find. What it would only dislike passes where the writer has said so. */
export function demandSound(creation: Creation, draft: TemplateDraft, anyway: boolean): void {
  const faults = creation.check(draft).filter((fault) => !anyway || fault.level === 'error')
  if (faults.length > 0) throw new RecadoError('template_refused', { fields: faults.map((fault) => ({ field: fieldOf(fault), message: fault.code + (fault.limit === undefined ? '' : ` (${fault.limit})`) })) })
}

export function demandSettings(creation: Creation, account: Account): void {
  const missing = creation.missing?.(account.settings) ?? []
  if (missing.length > 0) throw new RecadoError('invalid_request', { fields: missing.map((key) => ({ field: `settings.${key}`, message: 'is missing in the account' })) })
}

/** Says who writes: the triggers put it beside the version. Holds for this transaction. */
export async function writtenBy(tx: Tx, principal: Principal): Promise<void> {
  await tx.query(`select set_config('recado.template_by', $1, true), set_config('recado.template_by_id', $2, true)`, [principal.kind === 'token' ? 'token' : 'user', principal.id])
}
