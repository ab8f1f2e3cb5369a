/** Small readings of an account's settings and of the documents our own rules rest on. */
import type { Url } from '../model/ids.js'
import type { Facts } from '../model/verdict.js'

/** Where our own rules are explained: a verdict names its source even when no platform asks for it. */
export const OUR_RULES = {
  connected: 'docs/concepts/window.md#the-account-must-be-connected',
  consent: 'docs/concepts/consent.md#what-is-asked-before-a-message-leaves',
  budget: 'docs/concepts/costs.md#budgets',
} as const satisfies Record<string, Url>

/** True when the account's setting of this name was ticked by its owner. */
export const isTicked = (facts: Facts, setting: string): boolean => facts.account.settings[setting] === true

/** A number that the owner entered, as number or text; null when there is none. */
export function settingNumber(facts: Facts, setting: string): number | null {
  const value = facts.account.settings[setting]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null
}
