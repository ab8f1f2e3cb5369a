import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarClock, CalendarX2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { deletionsQuery, type DeletionItem } from '../../features/deletions/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

/** Who will be forgotten by when, and what became of those who were due. */
export function DeletionsPage() {
  const { t } = useT()
  return (
    <SettingsPage title={t('settings.deletions')} lead={t('deletions.lead')}>
      <List state="waiting" />
      <List state="settled" />
    </SettingsPage>
  )
}

function List({ state }: { state: 'waiting' | 'settled' }) {
  const { t, intl } = useT()
  const { data, error, isLoading, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(deletionsQuery(state))
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const told = error ? tellError(intl, error) : null
  return (
    <Card title={t(`deletions.${state}`)}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {isLoading && <Loading label={t('app.loading')} />}
      {data && items.length === 0 && (state === 'waiting' ? <Empty icon={CalendarClock} title={t('deletions.none_title')}>{t('deletions.none_text')}</Empty> : <p className="text-ink-soft">{t('deletions.settled_none')}</p>)}
      {items.length > 0 && <ul className="divide-y divide-line">{items.map((item) => <Row key={item.id} item={item} />)}</ul>}
      {hasNextPage && <Button className="mt-4" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('auditlog.more')}</Button>}
    </Card>
  )
}

function Row({ item }: { item: DeletionItem }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const act = useMutation({ mutationFn: (what: 'now' | 'cancel') => api.post(`/forgetting/${item.id}/${what}`, {}), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: () => client.invalidateQueries({ queryKey: ['deletions'] }) })
  const day = (iso: string) => intl.formatDate(iso, { dateStyle: 'long' })
  const name = item.contact?.name ?? t('deletions.somebody')
  const becomes = item.state === 'waiting' ? t(`deletions.will_${item.how}`, { when: day(item.dueAt) })
    : item.state === 'done' ? t(`deletions.state_done_${item.how}`, { when: day(item.settledAt ?? item.dueAt) }) : t(`deletions.state_${item.state}`, { when: day(item.settledAt ?? item.dueAt) })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2">{item.contact ? <Link to="/contacts/$contactId" params={{ contactId: item.contact.id }} className="font-semibold text-accent underline underline-offset-2"><bdi>{name}</bdi></Link> : <strong className="font-semibold">{name}</strong>}
          <span className="text-ink-soft">{t(`deletions.cause_${item.cause}`)}{item.account && <> · <bdi>{item.account.name}</bdi></>}</span></p>
        <p className="flex items-center gap-1.5 text-sm">{item.state === 'waiting' ? <CalendarClock aria-hidden="true" className="size-4 text-ink-soft" /> : <CalendarX2 aria-hidden="true" className="size-4 text-ink-soft" />}<time dateTime={item.settledAt ?? item.dueAt}>{becomes}</time></p>
        {item.searching && <p className="text-sm text-ink-soft">{t('deletions.searching')}</p>}
      </div>
      {item.state === 'waiting' && !item.searching && (
        <div className="flex flex-wrap gap-2">
          {item.cause === 'left' && <Button small look="quiet" busy={act.isPending && act.variables === 'cancel'} onClick={() => act.mutate('cancel')}>{t('deletions.cancel')}</Button>}
          <Button small look="danger" onClick={() => setAsking(true)}>{t('deletions.now')}</Button>
        </div>
      )}
      {asking && <DialogWindow title={`${t('deletions.now')}: ${name}`} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" busy={act.isPending} onClick={() => { setAsking(false); act.mutate('now') }}>{t('deletions.now')}</Button></>}><p>{t(`deletions.${item.how}`)}</p><p className="mt-1 text-ink-soft">{t('deletions.now_sure')}</p></DialogWindow>}
    </li>
  )
}
