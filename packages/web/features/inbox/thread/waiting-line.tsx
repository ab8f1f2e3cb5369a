import { MessagesSquare, WifiOff } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { discardPending, retryPending, useOutbox } from '../outbox.js'

/** Under a message that has not reached the server: it goes by itself once the connection is back. */
export function WaitingLine({ clientId }: { clientId: string }) {
  const { t } = useT()
  const pending = useOutbox().find((each) => each.body.clientId === clientId)
  const link = 'min-h-6 font-semibold underline underline-offset-2'
  // Written without a line; when it was back, somebody else had written.
  if (pending?.state === 'refused' && pending.error?.code === 'moved_on') return <p role="alert" className="flex flex-wrap items-center gap-2 py-0.5 text-xs text-waiting"><MessagesSquare aria-hidden="true" className="size-3.5" />{t('outbox.moved_on')}<button type="button" className={link} onClick={() => retryPending(clientId, true)}>{t('moved.send')}</button><button type="button" className={link} onClick={() => discardPending(clientId)}>{t('outbox.discard')}</button></p>
  if (pending?.state !== 'waiting') return null
  return <p role="status" className="flex flex-wrap items-center gap-2 py-0.5 text-xs text-waiting"><WifiOff aria-hidden="true" className="size-3.5" />{t('outbox.waiting')}<button type="button" className={link} onClick={() => retryPending(clientId)}>{t('app.retry')}</button><button type="button" className={link} onClick={() => discardPending(clientId)}>{t('outbox.discard')}</button></p>
}
