import { useMutation, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { formatBytes } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'

interface PersonCopy { id: string; state: 'waiting' | 'running' | 'ready' | 'failed' | 'expired'; bytes: number; expiresAt: string }

/** A copy of everything held about a person, made while one waits. Shown to those with `contacts.export`. */
export default function CopyDialog({ contact, onClose }: { contact: { id: string; name: string }; onClose: () => void }) {
  const { t, intl } = useT()
  const [id, setId] = useState<string | null>(null)
  const order = useMutation({ mutationFn: () => api.post<PersonCopy>(`/contacts/${contact.id}/copy`, {}), onSuccess: (copy) => setId(copy.id) })
  const { data: copy, error } = useQuery({
    queryKey: ['person-copy', id], enabled: id !== null, queryFn: () => api.get<PersonCopy>(`/person-copies/${id}`),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'waiting' && state.data.state !== 'running' ? false : 1_000),
  })
  const problem = order.error ?? error
  const told = problem ? tellError(intl, problem) : null
  const failed = copy?.state === 'failed' || copy?.state === 'expired'
  return (
    <DialogWindow title={t('erase.copy_title')} closeLabel={t('app.close')} onClose={onClose} footer={<>
      <Button onClick={onClose}>{t('app.close')}</Button>
      {copy?.state === 'ready' ? <a href={`/api/v1/person-copies/${copy.id}/file`} download className={buttonClass('primary')}><Download aria-hidden="true" className="size-4" />{t('erase.copy_get')}</a>
        : <Button look="primary" busy={order.isPending || (id !== null && !failed)} onClick={() => { setId(null); order.mutate() }}>{t('erase.copy_make')}</Button>}
    </>}>
      <div className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <p className="text-pretty">{t('erase.copy_lead')}</p>
        <div aria-live="polite">
          {id !== null && !copy?.state.match(/ready|failed|expired/) && !told && <Loading label={t('erase.copy_making')} />}
          {copy?.state === 'ready' && <Notice tone="good">{t('erase.copy_ready', { size: formatBytes(intl, copy.bytes), when: intl.formatDate(copy.expiresAt, { dateStyle: 'long', timeStyle: 'short' }) })}</Notice>}
          {failed && <Notice tone="failed">{t('erase.copy_failed')}</Notice>}
        </div>
      </div>
    </DialogWindow>
  )
}
