import { lazy, Suspense, useState } from 'react'
import { useNow } from '../../api/clock.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { PresenceDot, usePresenceText } from './presence-dot.js'
import { useOwnPresence, useSayAvailability } from './queries.js'

const AvailabilityDialog = lazy(() => import('./availability-dialog.js'))

/** Whether I can be given work, where a phone has no menu for it. */
export function AvailabilityCard() {
  const { t } = useT()
  const now = useNow(30_000)
  const me = useOwnPresence()
  const say = useSayAvailability()
  const presenceText = usePresenceText()
  const [choosing, setChoosing] = useState(false)
  if (!me) return null
  return (
    <Card title={t('availability.mine')}>
      <p className="mb-3 flex items-center gap-2"><PresenceDot availability={me.availability} />{presenceText(me, now)}</p>
      <div className="flex flex-wrap gap-2">
        {me.availability !== 'available' && <Button look="primary" busy={say.isPending} onClick={() => say.mutate({ state: 'available' })}>{t('availability.come')}</Button>}
        <Button onClick={() => setChoosing(true)}>{t('availability.change')}</Button>
      </div>
      {choosing && <Suspense><AvailabilityDialog colleague={me} own onClose={() => setChoosing(false)} /></Suspense>}
    </Card>
  )
}
