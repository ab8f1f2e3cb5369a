import { useQuery } from '@tanstack/react-query'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import type { SectionProps } from '../account/sections.js'
import { HoursCard } from './hours-card.js'
import { hoursOptions, repliesOptions } from './queries.js'
import { QuietCard } from './quiet-card.js'
import { RulesCard } from './rules-card.js'
import { TryCard } from './try-card.js'

/** When somebody is there, and what is answered when nobody has to think. */
export default function AutomationSection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const hours = useQuery(hoursOptions(account.id))
  const replies = useQuery(repliesOptions(account.id))
  const problem = hours.error ?? replies.error
  if (problem) return <Notice tone="failed" alert title={tellError(intl, problem).sentence}>{tellError(intl, problem).next}</Notice>
  if (!hours.data || !replies.data) return <Loading label={t('app.loading')} />
  return (
    <>
      <RulesCard account={account} channel={channel} replies={replies.data} hours={hours.data} />
      <HoursCard key={JSON.stringify(hours.data.week) + JSON.stringify(hours.data.dates)} account={account} hours={hours.data} />
      <TryCard account={account} channel={channel} replies={replies.data} />
      <QuietCard account={account} settings={replies.data.settings} />
    </>
  )
}
