import type { Conversation } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ListOrdered } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { formatShortSpan } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { queueQuery } from './queries.js'

/** Its place in the queue while nobody has room for it: the number to look at, the sentence to hear and to point at. Behind the counted ones it has no number. */
export function QueuePlace({ conversation }: { conversation: Pick<Conversation, 'id' | 'queuedSince'> }) {
  const { t, intl } = useT()
  const now = useNow(30_000)
  const place = useQuery(queueQuery).data?.find((one) => one.conversationId === conversation.id)?.position
  if (!conversation.queuedSince) return null
  const said = `${place ? t('assign.queue_place', { place }) : t('assign.queued')}, ${t('assign.queued_for', { span: formatShortSpan(intl, Math.max(0, now - Date.parse(conversation.queuedSince))) })}`
  return (
    <span title={said} className="inline-flex shrink-0 items-center gap-1 rounded-md bg-sunken px-1.5 py-px text-xs font-medium text-ink-soft [&_svg]:size-3.5">
      <ListOrdered aria-hidden="true" />{place && <span aria-hidden="true" className="figures">{intl.formatNumber(place)}</span>}<span className="sr-only">{said}</span>
    </span>
  )
}
