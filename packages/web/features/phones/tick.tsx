import { Check, CheckCheck } from 'lucide-react'
import { useT } from '../../i18n/provider.js'

/** How far her own message got, told by shape, colour and words. */
export function Tick({ state }: { state: 'sent' | 'delivered' | 'read' }) {
  const { t } = useT()
  const label = t(`phones.tick_${state}`)
  if (state === 'sent') return <Check role="img" aria-label={label} className="size-3.5" />
  return <CheckCheck role="img" aria-label={label} className={state === 'read' ? 'size-3.5 text-(--ph-mine-read)' : 'size-3.5'} />
}
