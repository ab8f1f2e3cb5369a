import { useQuery } from '@tanstack/react-query'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import type { SectionProps } from '../account/sections.js'
import { HoursCard } from './hours-card.js'
import { hoursOptions, hoursOwnersQuery, ownerPath, repliesOptions } from './queries.js'
import { QuietCard } from './quiet-card.js'
import { RulesCard } from './rules-card.js'
import { TryCard } from './try-card.js'

/** When somebody is there, and what is answered when nobody has to think. */
export default function AutomationSection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const base = ownerPath('account', account.id)
  const hours = useQuery(hoursOptions(base))
  const replies = useQuery(repliesOptions(base))
  const owners = useQuery(hoursOwnersQuery).data ?? []
  // The nearest hours count: an inbox's before those of the accounts that feed it.
  const inbox = owners.find((one) => one.kind === 'inbox' && one.set && one.id === owners.find((each) => each.kind === 'account' && each.id === account.id)?.inboxId)
  const problem = hours.error ?? replies.error
  if (problem) return <Notice tone="failed" alert title={tellError(intl, problem).sentence}>{tellError(intl, problem).next}</Notice>
  if (!hours.data || !replies.data) return <Loading label={t('app.loading')} />
  return (
    <>
      <RulesCard base={base} account={account} channel={channel} replies={replies.data} hours={hours.data} />
      <HoursCard key={JSON.stringify(hours.data.week) + JSON.stringify(hours.data.dates)} base={base} hours={hours.data} instead={inbox && t('auto.inbox_counts', { inbox: inbox.name })} />
      <TryCard base={base} account={account} channel={channel} replies={replies.data} />
      <QuietCard base={base} settings={replies.data.settings} />
    </>
  )
}
