import type { Colleague } from '@recado/api'
import { Clock3 } from 'lucide-react'
import type { Translate } from '../../i18n/provider.js'
import { Item } from '../../ui/overlay.js'
import { PresenceDot } from './presence-dot.js'
import type { useSayAvailability } from './queries.js'

/** Available, away, off: the first entries of one's own menu. */
export function availabilityItems({ t, me, say, more }: { t: Translate; me: Colleague; say: ReturnType<typeof useSayAvailability>; more: () => void }) {
  return [
    ...(['available', 'away', 'offline'] as const).map((state) => (
      <Item key={state} textValue={t(`availability.${state}`)} onAction={() => say.mutate({ state })} icon={<PresenceDot availability={state} />}>{t(`availability.${state}`)}{me.availability === state && <span className="ms-2 text-ink-soft"><span aria-hidden="true">✓</span><span className="sr-only">{t('availability.now')}</span></span>}</Item>
    )),
    <Item key="more" icon={<Clock3 />} onAction={more}>{t('availability.more')}</Item>,
  ]
}
