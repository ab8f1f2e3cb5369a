import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { useOutbox } from '../inbox/outbox.js'
import { useLive } from '../../live/provider.js'

// A restart of the server takes about three seconds: no alarm for that.
const PATIENCE_MS = 4000

/** Says when what is shown may be old. */
export function LiveBanner() {
  const { t } = useT()
  const { state } = useLive()
  const waiting = useOutbox().length
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (state === 'live') return setLate(false)
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [state])
  if (!late || state === 'live') return null
  return <div role="status" className="flex min-h-9 flex-wrap items-center justify-center gap-2 bg-waiting-soft px-3 text-sm text-waiting"><WifiOff aria-hidden="true" className="size-4" />{t('live.away')}{waiting > 0 && <span>{t('app.waiting_messages', { count: waiting })}</span>}</div>
}
