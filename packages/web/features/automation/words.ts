/** Rules in words: what sets one off, what it costs, why it kept silent. */
import type { AutomationEstimate, AutomationMeans, Trigger, TriggerKind } from '@recado/api'
import { MessageCircleHeart, Moon, MousePointerClick, Search, UserPlus, type LucideIcon } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import { formatMoney, formatSpan } from '../../i18n/format.js'
import { isMessage, translator } from '../../i18n/provider.js'

export const triggerIcons: Record<TriggerKind, LucideIcon> = { greeting: MessageCircleHeart, away: Moon, keyword: Search, menu: MousePointerClick, follow: UserPlus }

/** "Words: precio, horario" in one line. */
export function triggerText(intl: IntlShape, trigger: Trigger): string {
  const t = translator(intl)
  switch (trigger.kind) {
    case 'greeting': return t('auto.when_greeting', { count: trigger.afterDays ?? 0, hasDays: trigger.afterDays === null ? 'no' : 'yes' })
    case 'away': return t('auto.when_away')
    case 'follow': return t('auto.when_follow')
    case 'keyword': return t(`auto.when_${trigger.match}`, { words: intl.formatList(trigger.words.map((word) => `«${word}»`), { type: 'disjunction' }) })
    case 'menu': return t('auto.when_menu', { keys: intl.formatList(trigger.keys, { type: 'disjunction' }) })
  }
}

/** What a rule would have done in the last days, with its price: "would have answered 214 times · 12.40 USD". */
export function addsText(intl: IntlShape, estimate: AutomationEstimate, ruleId: string, enabled: boolean): string {
  const t = translator(intl)
  const adds = estimate.adds[ruleId]
  if (!adds) return ''
  if (estimate.occasions === 0) return t('auto.no_past')
  const cost = adds.cost ? formatMoney(intl, adds.cost) : ''
  return t(enabled ? 'auto.adds_on' : 'auto.adds_off', { days: estimate.days, count: adds.answers, cost, hasCost: cost && adds.answers > 0 ? 'yes' : 'no' })
}

/** The act after which this trigger answers, by the channel's own words for the counted replies. */
const actOf: Record<TriggerKind, readonly string[]> = { greeting: ['message'], away: ['message'], keyword: ['message'], menu: ['menu_click', 'scan'], follow: ['follow'] }

/** What an answer takes of the counted replies; empty where the channel counts none. */
export function repliesText(intl: IntlShape, means: AutomationMeans, kind: TriggerKind): string {
  const t = translator(intl)
  const counted = means.replies.find((one) => actOf[kind].includes(one.act))
  if (!counted) return ''
  const within = formatSpan(intl, counted.withinMs)
  return t(means.passive && !means.passive.takesReply ? 'auto.replies_passive' : 'auto.replies_taken', { count: counted.allowed, within })
}

/** Why nothing is said, or why a rule has nothing to say. */
export function reasonText(intl: IntlShape, kind: 'reason' | 'silence' | 'fault', code: string): string {
  const id = `auto.${kind}_${code}`
  const t = translator(intl)
  return isMessage(intl, id) ? t(id) : isMessage(intl, `error.${code}.sentence`) ? t(`error.${code}.sentence` as Parameters<typeof t>[0]) : code
}
