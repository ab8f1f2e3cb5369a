import { addAmounts, type Facts, type Instant, type Intent, nothingSaid, type Price, priceOf, quotaPeriod } from '@recado/core'
import type { Account, LoadedChannel } from '../services.js'

/** A message that went or would have gone: when, and into which country. */
export interface Send { at: Instant; country: string | null }

export interface Bill { amount: string; currency: string; free: number; unpriced: number }

const INTENT: Intent = { kind: 'text', purpose: 'service', author: 'automation' }

/** What one free reply costs by the rates of `now`, after so many of its period. */
export function priceAfter(account: Account, channel: LoadedChannel, timeZone: string, now: Instant, country: string | null, used: number): Price | null {
  const { rules } = channel.declaration
  const { currency } = account.settings
  const allowance = rules.price?.allowanceQuota
  const facts: Facts = {
    rules, now, grants: [], account: { state: 'ready', settings: account.settings, timeZone, currency: typeof currency === 'string' && currency ? currency : 'USD' },
    identity: { country, reachable: null }, consent: nothingSaid, quotas: allowance ? { [allowance]: { used } } : {}, pairSends: [],
  }
  return priceOf(INTENT, facts)
}

/** What these sends cost one after the other, each period's allowance first. Rates are today's: the question is what it will cost. */
export function billOf(sends: readonly Send[], account: Account, channel: LoadedChannel, timeZone: string, now: Instant): Bill {
  const { rules } = channel.declaration
  const allowance = rules.quotas?.find((quota) => quota.id === rules.price?.allowanceQuota)
  const used = new Map<number, number>()
  const bill: Bill = { amount: '0.0000', currency: 'USD', free: 0, unpriced: 0 }
  for (const { at, country } of sends.toSorted((a, b) => a.at - b.at)) {
    const period = allowance ? quotaPeriod(allowance, at, timeZone).from : 0
    const before = used.get(period) ?? 0
    used.set(period, before + 1)
    const price = priceAfter(account, channel, timeZone, now, country, before)
    if (!price) { bill.unpriced++; continue }
    bill.currency = price.currency
    if (/^[0.]+$/.test(price.amount)) bill.free++
    bill.amount = addAmounts(bill.amount, price.amount)
  }
  return bill
}
