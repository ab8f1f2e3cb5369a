import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import type { Ticked } from '../../features/assignment/check-list.js'
import { ColleaguesCard } from '../../features/assignment/colleagues-card.js'
import { PlanCard } from '../../features/assignment/plan-card.js'
import { assignmentQuery } from '../../features/assignment/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Choice } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

/** Who gets what: rules per inbox, and what each colleague takes. */
export function AssignmentPage() {
  const { t, intl } = useT()
  const { data, error } = useQuery(assignmentQuery)
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => api.get<{ items: Ticked[] }>('/teams').then((page) => page.items) }).data ?? []
  const [chosen, setChosen] = useState('')
  const inbox = data?.items.find((one) => one.inboxId === chosen) ?? data?.items[0]
  return (
    <SettingsPage title={t('settings.assignment')} lead={t('assignment.lead')}>
      {!data && !error && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {data && data.items.length > 1 && <Choice label={t('assignment.inbox')} value={inbox?.inboxId} onChange={(event) => setChosen(event.target.value)}>{data.items.map((one) => <option key={one.inboxId} value={one.inboxId}>{one.name}</option>)}</Choice>}
      {/* A plan saved elsewhere begins the form anew; typing in it does not. */}
      {inbox && <PlanCard key={`${inbox.inboxId} ${JSON.stringify(inbox.plan)}`} inbox={inbox} teams={teams} />}
      {data && <ColleaguesCard settings={data.settings} />}
    </SettingsPage>
  )
}
