import type { Conversation } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ListOrdered } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { formatShortSpan } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { queueQuery } from './queries.js'

/** "In queue, 3rd": nobody has room for it yet. Who waits behind the counted ones is in the queue without a number. */
export function QueuePlace({ conversation }: { conversation: Pick<Conversation, 'id' | 'queuedSince'> }) {
  const { t, intl } = useT()
  const now = useNow(30_000)
  const place = useQuery(queueQuery).data?.find((one) => one.conversationId === conversation.id)?.position
  if (!conversation.queuedSince) return null
  const since = t('assign.queued_for', { span: formatShortSpan(intl, Math.max(0, now - Date.parse(conversation.queuedSince))) })
  return (
    <span title={since} className="inline-flex shrink-0 items-center gap-1 rounded-md bg-sunken px-1.5 py-px text-xs font-medium text-ink-soft [&_svg]:size-3">
      <ListOrdered aria-hidden="true" />{place ? t('assign.queue_place', { place }) : t('assign.queued')}<span className="sr-only">, {since}</span>
    </span>
  )
}
