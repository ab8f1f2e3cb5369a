import type { AccountActionAnswer } from '@recado/api'
import { type AccountAction, filled, type LocalText, PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { errors, RecadoError } from '@recado/core'
import { actorOf, audit } from '../auth/audit.js'
import { changeAccount } from '../channels/connect.js'
import { inLanguage } from '../http/language.js'
import type { Account, Principal, Services } from '../services.js'
import { lookAt } from './look.js'

/** What cannot be taken back, or carries a secret: whoever asks for it must have shown lately who she is. */
export function isDelicate(services: Pick<Services, 'channels'>, account: Account, actionId: string): boolean {
  const action = services.channels.get(account.channel).connector.actions?.find(({ id }) => id === actionId)
  return action !== undefined && (action.grave === true || action.parameters.some(({ confidential }) => confidential))
}

/** Has an action done at the platform; a refusal is an answer. What follows from it (a new PIN) becomes a setting, and the account is looked at anew. */
export async function runAction(services: Services, principal: Principal, account: Account, actionId: string, given: Readonly<Record<string, string>>, languages: readonly string[]): Promise<AccountActionAnswer> {
  const action = services.channels.get(account.channel).connector.actions?.find(({ id }) => id === actionId)
  if (!action) throw new RecadoError('not_found')
  const parameters = demandParameters(action, given)
  const answer = await attempt(services, principal, account, action, parameters, languages)
  await services.db.inWorkspace(account.workspaceId, (tx) => audit(tx, services, account.workspaceId, actorOf(principal), { action: `channel_account.${actionId}`, subject: account.id, data: { ok: answer.ok, fields: Object.keys(parameters), ...(answer.refusal ? { code: answer.refusal.code } : {}) } }))
  const fresh = await services.accounts.byId(account.workspaceId, account.id)
  if (fresh) await lookAt(services, fresh, 'whole').catch((error: unknown) => services.log.warn({ err: error, accountId: account.id }, 'look after an action'))
  return answer
}

/** Every parameter, in its form. */
function demandParameters(action: AccountAction, given: Readonly<Record<string, string>>): Record<string, string> {
  const fields: { field: string; message: string }[] = []
  const known = new Set(action.parameters.map(({ key }) => key))
  for (const key of Object.keys(given)) if (!known.has(key)) fields.push({ field: key, message: 'is not a parameter of this action' })
  const parameters: Record<string, string> = {}
  for (const { key, choices, pattern } of action.parameters) {
    const value = given[key]?.trim() ?? ''
    if (value === '') fields.push({ field: key, message: 'is required' })
    else if (choices ? !choices.some((choice) => choice.value === value) : pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) fields.push({ field: key, message: 'is not in the expected form' })
    parameters[key] = value
  }
  if (fields.length > 0) throw new RecadoError('invalid_request', { fields })
  return parameters
}

async function attempt(services: Services, principal: Principal, account: Account, action: AccountAction, parameters: Record<string, string>, languages: readonly string[]): Promise<AccountActionAnswer> {
  try {
    const outcome = await action.run(parameters, services.call(account))
    if (outcome.settings) await keepSettings(services, principal, account, outcome.settings)
    const words = action.outcomes[outcome.code]
    const say = (text: LocalText | undefined): string | null => (text ? filled(inLanguage(text, languages), outcome.values) : null)
    return { ok: outcome.ok, sentence: say(words?.sentence) ?? '', next: say(words?.next), link: words?.link ?? null, refusal: null, rows: (outcome.rows ?? []).map(({ label, value, ok }) => ({ label, value, ok: ok ?? null })) }
  } catch (error) {
    if (error instanceof PlatformRefusal) {
      const { code, platformCode, message } = error.detail
      return { ok: false, sentence: errors[code].sentence, next: errors[code].next, link: null, refusal: { code, platformCode, message }, rows: [] }
    }
    if (error instanceof SilentPlatform) {
      const code = error.sent === 'no' ? 'platform_unavailable' : 'platform_silent'
      return { ok: false, sentence: errors[code].sentence, next: errors[code].next, link: null, refusal: { code, platformCode: '', message: '' }, rows: [] }
    }
    throw error
  }
}

/** A simulated account's settings are its platform's: there the form is not the owner's to change. */
async function keepSettings(services: Services, principal: Principal, account: Account, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const { declaration } = services.channels.get(account.channel)
  const known = Object.fromEntries(Object.entries(settings).filter(([key]) => declaration.setup.some((field) => field.key === key)))
  if (Object.keys(known).length > 0) await changeAccount(services, principal, account.id, { settings: known })
}
