import type { PlatformProblem } from '@recado/api'
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { errors, type Fault, RecadoError } from '@recado/core'

/** Refusals about the account itself, whose own sentences say what to do. */
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set(['token_invalid', 'permission_missing', 'account_restricted', 'not_registered', 'ip_not_allowed', 'payment_missing', 'quota_exhausted', 'platform_rate_limited', 'platform_unavailable', 'media_upload_failed', 'media_type', 'media_too_large'])

const wordsOf = ({ detail }: PlatformRefusal): string => `${detail.message} (${detail.platformCode})`

/** Why reading did not work; what is no matter of the platform is thrown on. */
export function problemOf(error: unknown): PlatformProblem {
  if (error instanceof PlatformRefusal) return { code: OF_THE_ACCOUNT.has(error.detail.code) ? error.detail.code : 'change_refused', message: wordsOf(error) }
  if (error instanceof SilentPlatform) return { code: 'platform_unavailable', message: errors.platform_unavailable.sentence }
  throw error
}

/** Runs a change on the platform. A refusal comes out with the platform's own reason, which names the text it does not like. */
export async function changing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error
    const { code } = problemOf(error)
    throw new RecadoError(code as 'change_refused', { fields: [{ field: 'platform', message: wordsOf(error) }] }, { cause: error }) // codes of refusals are codes of ours
  }
}

const sentences: Readonly<Record<Fault['code'], (fault: Fault) => string>> = {
  required: () => 'must not be empty', too_long: ({ length, limit, unit }) => `has ${length} ${unit}, at most ${limit}`, too_short: ({ limit, unit }) => `needs at least ${limit} ${unit}`, too_many: ({ length, limit }) => `are ${length}, at most ${limit}`,
  not_a_link: () => 'is not a web address that begins with http:// or https://', not_an_email: () => 'is not an e-mail address', not_a_phone: () => 'is not a phone number', not_a_choice: () => 'is not one of the choices', bad_hours: () => 'must be times like 09:00, each stretch after the one before',
  bad_name: () => 'has characters that the platform does not take', twice: () => 'is there twice', default_missing: () => 'is missing for everybody: the platform needs it there first', too_many_hosts: ({ length, limit }) => `lead to ${length} web sites, at most ${limit}`,
  not_here: () => 'cannot be changed on this platform', bad_form: () => 'is not in the expected form', no_emoji: () => 'must not hold emoji',
}

/** What the platform would refuse, as a refusal of ours before it is asked. */
export function demandNoFaults(faults: readonly Fault[], under: string): void {
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.slice(0, 20).map((fault) => ({ field: `${under}.${fault.path}`, message: sentences[fault.code](fault) })) })
}
