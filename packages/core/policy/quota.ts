import type { Instant } from '../model/ids.js'
import type { QuotaRule } from '../model/rules.js'
import type { Facts, Intent } from '../model/verdict.js'
import { settingNumber } from './account.js'
import { quotaPeriod } from './calendar.js'

/** How many sends the period allows for this account. */
export function quotaAmount(rule: QuotaRule, facts: Facts): number {
  return (rule.amountSetting ? settingNumber(facts, rule.amountSetting) : null) ?? rule.amount
}

function counts(rule: QuotaRule, intent: Intent, windowOpen: boolean): boolean {
  if (rule.outsideWindowOnly && windowOpen) return false
  if (rule.counts === 'template') return intent.kind === 'template'
  if (rule.counts === 'freeform') return intent.kind !== 'template'
  return rule.counts !== 'broadcast'
}

/** True while the period's amount is not used up. Somebody already counted among the unique people takes nothing more. */
export function hasRoom(rule: QuotaRule, facts: Facts): boolean {
  const ledger = facts.quotas[rule.id]
  if (rule.counts === 'unique_identity' && ledger?.includesIdentity) return true
  return (ledger?.used ?? 0) < quotaAmount(rule, facts)
}

/** The first quota that forbids this send, with the moment it frees something. Those that only begin to cost forbid nothing. */
export function exhaustedQuota(intent: Intent, facts: Facts, windowOpen: boolean): { rule: QuotaRule; freesAt: Instant | null } | null {
  const rule = (facts.rules.quotas ?? []).find((one) => one.then === 'deny' && counts(one, intent, windowOpen) && !hasRoom(one, facts))
  if (!rule) return null
  return { rule, freesAt: facts.quotas[rule.id]?.freesAt ?? quotaPeriod(rule, facts.now, facts.account.timeZone).to }
}
