import type { NudgeDryRun, NudgeRun, NudgeStep, RuleAction, RuleTrigger } from '@recado/api'
import { AlarmClock, AlarmClockCheck, CircleCheck, Hourglass, Inbox, MessageCircle, MessageCircleQuestion, MessageSquareReply, ShieldCheck, ShoppingBag, Tag, UserCheck, UserX, type LucideIcon } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import { formatMoney, formatSpan } from '../../i18n/format.js'
import { isMessage, translator, type MessageId } from '../../i18n/provider.js'
import { reasonText } from '../automation/words.js'
import { actionsOf } from './draft.js'

export const nudgeIcons: Record<RuleTrigger, LucideIcon> = {
  agent: AlarmClock, waiting: Hourglass, unassigned: UserX, customer: MessageCircleQuestion, her_message: MessageCircle, our_message: MessageSquareReply, first_message: Inbox, assigned: UserCheck, label_added: Tag, resolved: CircleCheck,
  order: ShoppingBag, consent: ShieldCheck, snooze_ended: AlarmClockCheck,
}

/** The label, the state of an order, the purpose of a consent, in words. */
function aboutText(intl: IntlShape, kind: RuleTrigger, about: string | null): string {
  const t = translator(intl)
  if (about === null) return t('nudges.about_any')
  const id = kind === 'order' ? `nudges.order_${about}` : `filter.purpose.${about}`
  return kind !== 'label_added' && isMessage(intl, id) ? t(id) : about
}

/** "23 h after the customer’s last message, unless we have answered". */
export function whenText(intl: IntlShape, { kind, minutes, counts, atTime, about, unless }: Pick<NudgeStep, 'kind' | 'minutes' | 'counts' | 'atTime' | 'about' | 'unless'>): string {
  const t = translator(intl)
  const after = t(`nudges.when_${kind}`, { span: formatSpan(intl, minutes * 60_000), about: aboutText(intl, kind, about) })
  return [
    counts === 'opening' ? t('nudges.in_opening', { when: after }) : after, atTime ? t('nudges.at_her_time', { time: atTime }) : '',
    unless.length > 0 ? t('nudges.unless_list', { what: intl.formatList(unless.map((one) => t(`nudges.unless_${one}`)), { type: 'disjunction' }) }) : '',
  ].filter(Boolean).join(' · ')
}

/** What it would have done lately, and at what price. */
export function runText(intl: IntlShape, run: NudgeDryRun, id: string): string {
  const t = translator(intl)
  const own = run.steps[id]
  if (!own) return t('nudges.run_nothing', { days: run.days })
  const count = t('nudges.run', { days: run.days, count: own.count })
  return [count, own.cost ? t('nudges.cost', { cost: formatMoney(intl, own.cost) }) : '', own.unpriced > 0 ? t('nudges.unpriced', { count: own.unpriced }) : '', run.cut ? t('nudges.cut') : ''].filter(Boolean).join(' · ')
}

/** Why something was not done. */
export function codeText(intl: IntlShape, code: string): string {
  const own = `nudges.code_${code}`
  return code === 'reminded_already' ? translator(intl)('nudges.reminded_already') : isMessage(intl, own) ? translator(intl)(own) : reasonText(intl, 'fault', code)
}

export interface Names { of: (id: string) => string; stage: (id: string) => string }

/** One action in words. */
export function actionText(intl: IntlShape, action: RuleAction, names: Names): string {
  const t = translator(intl)
  switch (action.do) {
    case 'send': {
      const [said] = action.variants
      return said?.content && 'text' in said.content ? t('nudges.does_send', { text: String(said.content.text) }) : t(said ? 'nudges.does_saved' : 'nudges.does_template')
    }
    case 'assign': return 'id' in action ? t('nudges.does_assign', { name: names.of(action.id) }) : t(`nudges.does_assign_${action.to}`)
    case 'remind': return action.whom === 'some' ? t('nudges.does_remind_some', { names: intl.formatList(action.ids.map(names.of)) }) : t(`nudges.does_remind_${action.whom}`)
    case 'label': return [action.add.length > 0 ? t('nudges.does_label_add', { names: intl.formatList(action.add) }) : '', action.remove.length > 0 ? t('nudges.does_label_remove', { names: intl.formatList(action.remove) }) : ''].filter(Boolean).join(', ')
    case 'priority': return t('nudges.raises', { priority: t(`priority.${action.priority}`) })
    case 'note': return t('nudges.does_note')
    case 'snooze': return t('nudges.does_snooze', { span: formatSpan(intl, action.minutes * 60_000) })
    case 'resolve': return t('nudges.does_resolve')
    case 'stage': return t('nudges.does_stage', { name: names.stage(action.stageId) })
  }
}

/** Everything it does, in order. */
export const doesText = (intl: IntlShape, step: Parameters<typeof actionsOf>[0], names: Names): string => actionsOf(step).map((one) => actionText(intl, one, names)).join(' · ')

/** What a run did, from the ledger. Reminders and questions of the first kind name no actions there: their outcome says it. */
export const didText = (intl: IntlShape, { did, outcome }: Pick<NudgeRun, 'did' | 'outcome'>): string => intl.formatList([...new Set<RuleAction['do']>(did.length > 0 ? did : outcome === 'told' ? ['remind'] : outcome === 'sent' ? ['send'] : [])].map((one) => translator(intl)(`system.did_${one}` satisfies MessageId)), { type: 'unit' })
