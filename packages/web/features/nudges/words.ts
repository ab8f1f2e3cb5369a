import type { NudgeDryRun, NudgeKind, NudgeStep } from '@recado/api'
import { AlarmClock, Hourglass, MessageCircleQuestion, UserX, type LucideIcon } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import { formatMoney, formatSpan } from '../../i18n/format.js'
import { translator } from '../../i18n/provider.js'

export const nudgeIcons: Record<NudgeKind, LucideIcon> = { agent: AlarmClock, waiting: Hourglass, unassigned: UserX, customer: MessageCircleQuestion }

/** "20 min of opening hours before the last chance to answer". */
export const whenText = (intl: IntlShape, { kind, minutes }: Pick<NudgeStep, 'kind' | 'minutes'>): string => translator(intl)(`nudges.when_${kind}`, { span: formatSpan(intl, minutes * 60_000) })

/** What it would have done lately, and at what price. */
export function runText(intl: IntlShape, run: NudgeDryRun, id: string): string {
  const t = translator(intl)
  const own = run.steps[id]
  if (!own) return t('nudges.run_nothing', { days: run.days })
  const count = t('nudges.run', { days: run.days, count: own.count })
  return [count, own.cost ? t('nudges.cost', { cost: formatMoney(intl, own.cost) }) : '', own.unpriced > 0 ? t('nudges.unpriced', { count: own.unpriced }) : '', run.cut ? t('nudges.cut') : ''].filter(Boolean).join(' · ')
}

/** Whom it tells and what it changes. */
export function doesText(intl: IntlShape, step: Pick<NudgeStep, 'kind' | 'tell' | 'tellIds' | 'priority' | 'assignUserId' | 'assignTeamId' | 'variants'>, nameOf: (id: string) => string): string {
  const t = translator(intl)
  if (step.kind === 'customer') {
    const said = step.variants[0]?.content
    return said && 'text' in said ? String(said.text) : t('auto.says_saved')
  }
  const given = step.assignUserId ?? step.assignTeamId
  return [
    step.tell === 'nobody' ? '' : step.tell === 'some' ? t('nudges.tells', { names: intl.formatList(step.tellIds.map(nameOf)) }) : t(`nudges.tell_${step.tell}`),
    step.priority ? t('nudges.raises', { priority: t(`priority.${step.priority}`) }) : '', given ? t('nudges.gives', { name: nameOf(given) }) : '',
  ].filter(Boolean).join(' · ')
}
