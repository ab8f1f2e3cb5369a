import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card } from '../../pages/settings/page.js'
import { type HeldAfterRestore, type HeldKind, heldQuery } from './queries.js'

type Decision = 'release' | 'discard'

/** What a restored backup holds back, kind by kind; nothing where nothing was restored. */
export function Held() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data } = useQuery(heldQuery())
  const [asking, setAsking] = useState<{ kind: HeldKind; count: number; decision: Decision } | null>(null)
  const decide = useMutation({
    mutationFn: ({ kind, decision }: { kind: HeldKind; decision: Decision }) => api.post<HeldAfterRestore>(`/restore-hold/${kind}`, { decision }),
    onSuccess: (left) => { client.setQueryData(heldQuery().queryKey, left); setAsking(null) },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['restore-hold'] }),
  })
  if (!data?.held) return null
  const { backupAt, items } = data.held
  return (
    <Card title={t('backups.held_title')}>
      <Notice tone="warning">{t('backups.held_text', { when: intl.formatDate(backupAt, { dateStyle: 'medium', timeStyle: 'short' }) })}</Notice>
      <ul className="mt-3 divide-y divide-line">
        {items.map(({ kind, count }) => (
          <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 grow basis-56"><p className="font-semibold">{t(`backups.held_${kind}`, { n: count })}</p><p className="text-sm text-ink-soft">{t(`backups.held_${kind}_text`)}</p></div>
            <div className="flex flex-wrap gap-2">
              {count > 0 && <Button small look="danger" onClick={() => setAsking({ kind, count, decision: 'discard' })}>{t('backups.discard')}</Button>}
              <Button small look="primary" onClick={() => setAsking({ kind, count, decision: 'release' })}>{t('backups.release')}</Button>
            </div>
          </li>
        ))}
      </ul>
      {asking && (
        <DialogWindow title={`${t(`backups.${asking.decision}`)}: ${t(`backups.held_${asking.kind}`, { n: asking.count })}`} closeLabel={t('app.close')} onClose={() => setAsking(null)}
          footer={<><Button onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look={asking.decision === 'release' ? 'primary' : 'danger'} busy={decide.isPending} onClick={() => decide.mutate(asking)}>{t(`backups.${asking.decision}`)}</Button></>}>
          {t(`backups.${asking.decision}_sure`)}
        </DialogWindow>
      )}
    </Card>
  )
}
