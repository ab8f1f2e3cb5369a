import type { Macro, MacroBody, Member } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { translator } from '../../i18n/provider.js'

/** Names of whom and what a macro speaks of. */
export interface MacroNames { members: readonly Member[]; teams: readonly { id: string; name: string }[] }

/** What it does with a thread, a line each, in the order in which people think of it. */
export function describeActions(intl: IntlShape, { actions }: Pick<MacroBody, 'actions'>, { members, teams }: MacroNames, note: string | null = null): string[] {
  const t = translator(intl)
  const { status, assign, addLabels = [], removeLabels = [], priority, follow } = actions
  const sleep = status?.sleep
  const until = !sleep ? '' : sleep.mode === 'until' ? t(`snooze.${sleep.preset}`) : t(sleep.mode === 'reply' ? 'snooze.reply' : 'snooze.before_close')
  const name = !assign || !('id' in assign) ? '' : (assign.to === 'user' ? members : teams).find((one) => one.id === assign.id)?.name ?? '?'
  const said = note ?? actions.note?.text
  return [
    ...(status ? [status.status === 'snoozed' ? t('macro.do.snooze', { until }) : t('macro.do.status', { status: t(`status.${status.status}`) })] : []),
    ...(assign ? [assign.to === 'nobody' ? t('macro.do.unassign') : assign.to === 'me' ? t('macro.do.assign_me') : t('macro.do.assign', { name })] : []),
    ...(addLabels.length > 0 ? [t('macro.do.labels_on', { names: intl.formatList(addLabels) })] : []),
    ...(removeLabels.length > 0 ? [t('macro.do.labels_off', { names: intl.formatList(removeLabels) })] : []),
    ...(priority ? [t('macro.do.priority', { priority: t(`priority.${priority}`) })] : []),
    ...(said ? [t('macro.do.note', { text: said })] : []),
    ...(follow ? [t('macro.do.follow')] : []),
  ]
}

/** In one line, for lists. */
export const summaryOf = (intl: IntlShape, macro: Macro, names: MacroNames): string => describeActions(intl, macro, names).join(' · ')
