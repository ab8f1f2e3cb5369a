import type { MessageStatus } from '@recado/api'
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

/** How far an outgoing message is known to have come. Only states that the platform reports ever arrive here. */
export function StatusTick({ status, className }: { status: MessageStatus; className?: string }) {
  const { t } = useT()
  if (status === 'received') return null
  const label = t(`message_status.${status}`)
  const shared = { 'aria-label': label, role: 'img', className: cx('inline-block size-4 shrink-0', status === 'failed' ? 'text-failed' : status === 'read' ? 'text-read' : 'text-ink-soft', className) } as const
  const icon = status === 'queued' || status === 'sending' ? <Clock {...shared} />
    : status === 'accepted' || status === 'sent' ? <Check {...shared} />
    : status === 'delivered' || status === 'read' ? <CheckCheck {...shared} />
    : status === 'failed' ? <CircleAlert {...shared} /> : <CircleHelp {...shared} />
  return <span title={label} className="inline-flex">{icon}</span>
}
