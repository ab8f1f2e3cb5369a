import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { useLive } from '../../live/provider.js'
import { useOutbox } from '../inbox/outbox.js'
import { startWorker, takeOver, whenWaiting } from './worker.js'

/** Registers the service worker, and says when a new version of the app is ready. Nothing is reloaded under anybody's hands. */
export default function NewVersion() {
  const { t } = useT()
  const { state } = useLive()
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null)
  const [later, setLater] = useState(false)
  const unsent = useOutbox().length
  useEffect(() => { void startWorker(); return whenWaiting(setWaiting) }, [])
  // A server that was away may have come back as a newer one.
  useEffect(() => { if (state === 'live') void navigator.serviceWorker?.getRegistration('/').then((own) => own?.update()).catch(() => undefined) }, [state])
  // What waits for the line lives in this page alone.
  useEffect(() => {
    if (unsent === 0) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsent])
  if (!waiting || later) return null
  return (
    <div role="status" className="flex min-h-11 flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-accent-soft px-3 py-1 text-sm">
      <RefreshCw aria-hidden="true" className="size-4 text-accent" /><span>{t('app.new_version')}</span>
      <Button small look="primary" onClick={() => takeOver(waiting)} disabled={unsent > 0}>{t('app.reload')}</Button>
      <Button small look="quiet" onClick={() => setLater(true)}>{t('app.later')}</Button>
    </div>
  )
}
