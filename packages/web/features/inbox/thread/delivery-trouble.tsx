import type { Message } from '@recado/api'
import { CircleAlert, CircleHelp, Clock } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { formatSpan } from '../../../i18n/format.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { showStored } from '../outbox.js'
import { toast } from '../../../ui/toast.js'

/** Under a message that did not surely arrive: why, and what can be done. */
export function DeliveryTrouble({ message }: { message: Message }) {
  const { t, intl } = useT()
  const now = useNow(5000)
  const [busy, setBusy] = useState(false)
  const act = (path: string, body: object = {}) => {
    setBusy(true)
    void api.post<Message>(`/messages/${message.id}${path}`, body).then(showStored).catch((error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })).finally(() => setBusy(false))
  }
  const unknown = message.status === 'unknown'
  const waiting = message.status === 'queued'
  const told = message.error ? tellCode(intl, message.error.code, message.error.message) : tellCode(intl, unknown ? 'platform_silent' : 'platform_refused')
  const retryMs = message.retryAt ? Date.parse(message.retryAt) - now : 0
  const Icon = unknown ? CircleHelp : waiting ? Clock : CircleAlert
  return (
    <div role={waiting ? undefined : 'alert'} className={cx('mt-1 flex max-w-[min(88%,30rem)] gap-2 rounded-lg border-s-4 px-3 py-2 text-sm', unknown || waiting ? 'border-waiting bg-waiting-soft' : 'border-failed bg-failed-soft')}>
      <Icon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', unknown || waiting ? 'text-waiting' : 'text-failed')} />
      <div className="min-w-0">
        <p className="font-semibold">{told.sentence}</p>
        {!waiting && <p>{unknown ? t('trouble.unknown_next') : told.next}</p>}
        {waiting && <p>{retryMs > 1000 ? t('trouble.retry_in', { span: formatSpan(intl, retryMs) }) : t('trouble.retry_now')}</p>}
        {message.error?.platformCode && <p className="text-xs text-ink-soft">{t('trouble.platform_says', { code: message.error.platformCode })} <bdi>{message.error.message}</bdi></p>}
        <div className="mt-1.5 flex flex-wrap gap-2">
          {message.status === 'failed' && message.error?.code !== 'cancelled' && <Button small busy={busy} onClick={() => act('/retry')}>{t('trouble.send_again')}</Button>}
          {waiting && <Button small busy={busy} onClick={() => act('/cancel')}>{t('trouble.take_back')}</Button>}
          {unknown && <>
            <Button small busy={busy} onClick={() => act('/resolve-unknown', { sent: true })}>{t('trouble.it_arrived')}</Button>
            <Button small busy={busy} onClick={() => act('/resolve-unknown', { sent: false })}>{t('trouble.it_did_not')}</Button>
          </>}
        </div>
      </div>
    </div>
  )
}
