import type { AccountCheck } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { tellCode } from '../../i18n/errors.js'
import { isMessage } from '../../i18n/provider.js'

/** What can be put right where the account's settings are entered. */
const IN_SETTINGS: ReadonlySet<string> = new Set(['token_invalid', 'token_of_other_app', 'page_differs', 'app_secret_differs', 'token_form', 'aes_key_form', 'original_id_form', 'human_agent_not_approved'])

export const inSettings = ({ ok, code }: AccountCheck): boolean => !ok && IN_SETTINGS.has(code)

/** Where a code means another thing in one check than elsewhere, its words begin with the check. */
const SPECIAL = ['kind.permission_missing', 'replies.permission_missing']
export const wordsKey = ({ id, code }: Pick<AccountCheck, 'id' | 'code'>): string => SPECIAL.find((one) => one === `${id}.${code}`) ?? code

/** Names of the checks, each once; a channel's own that we do not know has none. */
export const checkNames = (intl: IntlShape, checks: readonly AccountCheck[]): string[] => [...new Set(checks.flatMap(({ id }) => (isMessage(intl, `check.name.${id}`) ? [intl.formatMessage({ id: `check.name.${id}` })] : [])))]

/** What is wrong and what to do, in the reader's language; null for a code that only its channel knows, and for a check that was passed. */
export function tellCheck(intl: IntlShape, check: AccountCheck): { sentence: string; next: string } | null {
  if (check.ok) return null
  const { data = {} } = check
  const values = { missing: Array.isArray(data.missing) ? intl.formatList(data.missing.map(String)) : '', address: typeof data.address === 'string' ? data.address : '' }
  const key = wordsKey(check)
  const say = (id: string): string | undefined => (isMessage(intl, id) ? intl.formatMessage({ id }, values) : undefined)
  const general = isMessage(intl, `error.${check.code}.sentence`) ? tellCode(intl, check.code) : null
  const sentence = say(`check.${key}.sentence`) ?? general?.sentence
  const named = values.missing || values.address ? say(`check.${key}.next_named`) : undefined
  return sentence === undefined ? null : { sentence, next: named ?? say(`check.${key}.next`) ?? general?.next ?? '' }
}
