import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { CircleAlert, CircleCheck, DatabaseBackup } from 'lucide-react'
import { api, isProblem } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { Held } from '../../features/backups/held.js'
import { BackupRow } from '../../features/backups/row.js'
import { backupPlanQuery, backupsQuery, underWay } from '../../features/backups/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

/** Backups of the installation, and what a restored one holds back. */
export function BackupsPage() {
  const { t } = useT()
  const { permissions } = useSession()
  return (
    <SettingsPage title={t('settings.backups')} lead={t('backups.lead')}>
      <Held />
      {permissions.includes('backups.manage') ? <Backups /> : <Card><p className="text-ink-soft">{t('backups.owner_only')}</p></Card>}
    </SettingsPage>
  )
}

function Backups() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const plan = useQuery(backupPlanQuery())
  const list = useInfiniteQuery({ ...backupsQuery(), enabled: plan.isSuccess })
  const told = plan.error ? tellError(intl, plan.error) : null
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['backups'] })
  const start = useMutation({ mutationFn: () => api.post('/backups', {}), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: again })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const busy = items.some(underWay)
  const wasBusy = useRef(busy)
  // When it ends, the plan has another last good one.
  useEffect(() => {
    if (wasBusy.current && !busy) void client.invalidateQueries({ queryKey: backupPlanQuery().queryKey })
    wasBusy.current = busy
  }, [busy, client])
  // The installation's backups belong to the company that was set up first; another workspace has none of its own.
  if (isProblem(plan.error) && plan.error.code === 'not_found') return <Card><p className="text-pretty text-ink-soft">{t('backups.elsewhere')}</p></Card>
  if (told) return <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>
  if (!plan.data) return <Loading label={t('app.loading')} />
  const { dir, at, everyMinutes, keepDays, keepWeeks, lastGoodAt } = plan.data
  return (
    <>
      <Card title={t('backups.plan')}>
        {dir ? (
          <div className="flex flex-wrap items-start gap-4">
            <div className="min-w-0 grow basis-64">
              <p className="flex items-center gap-2 font-semibold">{lastGoodAt ? <><CircleCheck aria-hidden="true" className="size-4 shrink-0 text-good" />{t('backups.last_good', { when: intl.formatDate(lastGoodAt, { dateStyle: 'medium', timeStyle: 'short' }) })}</> : <><CircleAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />{t('backups.none_yet')}</>}</p>
              <p className="mt-1 text-ink-soft">{everyMinutes > 0 ? t('backups.every', { at, minutes: everyMinutes }) : t('backups.daily', { at })} {t('backups.keep', { days: keepDays, weeks: keepWeeks })}</p>
              <p dir="ltr" className="mt-1 text-start font-mono text-sm [overflow-wrap:anywhere]">{dir}</p>
            </div>
            <Button look="primary" busy={start.isPending} disabled={busy} onClick={() => start.mutate()}>{t('backups.start')}</Button>
          </div>
        ) : <Notice tone="warning" title={t('backups.no_dir')}>{t('backups.no_dir_text')}</Notice>}
      </Card>
      <Card title={t('backups.list')}>
        {list.isLoading && <Loading label={t('app.loading')} />}
        {list.data && items.length === 0 && <Empty icon={DatabaseBackup} title={t('backups.empty')}>{t(dir ? 'backups.empty_text' : 'backups.empty_no_dir')}</Empty>}
        {items.length > 0 && <ul className="divide-y divide-line">{items.map((one) => <BackupRow key={one.id} one={one} changed={again} anew={dir && !busy ? () => start.mutate() : null} />)}</ul>}
        {list.hasNextPage && <Button className="mt-4" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('auditlog.more')}</Button>}
      </Card>
    </>
  )
}
