import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { standingOptions, useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { ConnectCopy } from '../openers/connect-copy.js'
import { ActionDialog } from './action-dialog.js'
import { ActionsCard } from './actions-card.js'
import { ChecksCard } from './checks-card.js'
import { FactsCard } from './facts-card.js'
import { HistoryCard } from './history-card.js'
import { MadeUp } from './made-up.js'
import type { SectionProps } from './sections.js'
import { Troubles } from './trouble-card.js'
import { WebhookCard } from './webhook-card.js'

/** How the account stands: what is wrong, what the platform says, what can be done, what was missed. */
export default function HealthSection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const mayAct = useCan('channels.manage')
  const { data: standing, error, refetch } = useQuery(standingOptions(account.id))
  const [doing, setDoing] = useState<string | null>(null)
  const told = error && !standing ? tellError(intl, error) : null
  const action = standing?.actions.find((each) => each.id === doing)
  const act = mayAct && standing && standing.actions.length > 0 ? setDoing : null
  const broken = standing?.facts.some((fact) => fact.state === 'broken') ?? false
  const facts = standing && (standing.facts.length > 0 || standing.lookedAt !== null) && <FactsCard account={account} standing={standing} channel={channel.name} onAction={act} />
  return (
    <>
      {told && <Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{told.next}</Notice>}
      {standing && <Troubles account={account} items={standing.items} />}
      <ConnectCopy account={account} channel={channel} />
      {broken && facts}
      <MadeUp accountId={account.id} channel={channel} />
      <WebhookCard account={account} channel={channel} />
      {!standing && !told && <Loading label={t('app.loading')} />}
      {!broken && facts}
      <ChecksCard account={account} channel={channel.name} failedOnly={(standing?.facts.length ?? 0) > 0} />
      {standing && act && <ActionsCard actions={standing.actions} onAction={act} />}
      {standing && <HistoryCard standing={standing} />}
      {action && <ActionDialog accountId={account.id} action={action} onClose={() => setDoing(null)} />}
    </>
  )
}
