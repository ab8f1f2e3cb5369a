import { useMutation } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react'
import { useId } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { formatBytes } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Spinner } from '../../ui/spinner.js'
import { toast } from '../../ui/toast.js'
import { CheckLine } from './check.js'
import { type Backup, beingRead, underWay } from './queries.js'

/** One backup: how it was made, how it was found when it was last read again, and what can be done with it. `anew` makes another one; null where none can be made now. */
export function BackupRow({ one, changed, anew }: { one: Backup; changed: () => Promise<void>; anew: (() => void) | null }) {
  const { t, intl } = useT()
  const id = useId()
  const onError = (problem: unknown): unknown => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const cancel = useMutation({ mutationFn: () => api.post(`/backups/${one.id}/cancel`, {}), onError, onSettled: changed })
  const verify = useMutation({ mutationFn: () => api.post(`/backups/${one.id}/verify`, {}), onError, onSettled: changed })
  const Icon = one.state === 'done' ? CircleCheck : one.state === 'failed' ? CircleAlert : CircleSlash
  const share = one.total > 0 ? Math.min(1, one.bytes / one.total) : 0
  const readable = one.state === 'done' && one.file !== null && one.removedAt === null
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-64">
          <p id={id} className="flex flex-wrap items-center gap-x-2"><time dateTime={one.createdAt} className="font-semibold">{intl.formatDate(one.createdAt, { dateStyle: 'medium', timeStyle: 'medium' })}</time><span className="text-ink-soft">{t(`backups.kind_${one.kind}`)} · {t(`backups.cause_${one.cause}`)}</span></p>
          <p className="flex items-start gap-1.5 text-sm">{underWay(one) ? <Spinner /> : <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${one.state === 'done' ? 'text-good' : one.state === 'failed' ? 'text-failed' : 'text-ink-soft'}`} />}
            <span>{one.state === 'done' ? t('backups.done', { read: formatBytes(intl, one.bytes), written: formatBytes(intl, one.written), n: one.files }) : t(`backups.state_${one.state}`)}</span></p>
          {one.state === 'running' && <div role="progressbar" aria-label={t('backups.progress')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share * 100)} className="mt-2 h-1.5 max-w-sm overflow-hidden rounded-full bg-hover"><div className="h-full rounded-full bg-accent" style={{ inlineSize: `${share * 100}%` }} /></div>}
          {one.error && <p className="text-sm text-failed [overflow-wrap:anywhere]">{one.error}</p>}
          {readable && one.check && <CheckLine check={one.check} anew={anew} />}
          {one.removedAt && <p className="text-sm text-ink-soft">{t('backups.removed', { when: intl.formatDate(one.removedAt, { dateStyle: 'medium', timeStyle: 'short' }) })}</p>}
          {one.file && <p dir="ltr" className={`text-start font-mono text-xs text-ink-soft [overflow-wrap:anywhere] ${one.removedAt ? 'line-through' : ''}`}>{one.file}</p>}
        </div>
        {(one.state === 'waiting' || one.state === 'running') && <Button small look="quiet" busy={cancel.isPending} onClick={() => cancel.mutate()}>{t('backups.cancel')}</Button>}
        {readable && <Button small busy={verify.isPending || beingRead(one)} aria-describedby={id} onClick={() => verify.mutate()}>{t(one.check?.result ? 'backups.verify_again' : 'backups.verify')}</Button>}
      </div>
    </li>
  )
}
