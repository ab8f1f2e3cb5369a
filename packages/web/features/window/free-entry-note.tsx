import type { Channel, Message } from '@recado/api'
import { Megaphone } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { formatSpan, formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { freeEntryOf } from './free-entry.js'

/** Between thread and composer: what an ad makes free, until when, or by when to answer for it. */
export function FreeEntryNote({ channel, messages }: { channel: Channel | undefined; messages: readonly Message[] }) {
  const { t, intl } = useT()
  const now = useNow()
  const found = channel ? freeEntryOf(channel.rules, messages, now) : null
  if (!found) return null
  return (
    <p className="flex items-center gap-1.5 border-t border-line px-3 py-1.5 text-sm text-good sm:px-5">
      <Megaphone aria-hidden="true" className="size-4 shrink-0" />
      <span>{found.state === 'open' ? t('window.free_entry', { until: formatUntil(intl, found.until, now) }) : t('window.free_entry_offered', { until: formatUntil(intl, found.answerBy, now), span: formatSpan(intl, found.forMs) })}</span>
    </p>
  )
}
