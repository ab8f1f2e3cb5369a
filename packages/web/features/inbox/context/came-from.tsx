import type { Conversation, Entry } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useT } from '../../../i18n/provider.js'
import { entryIcon } from '../../entry/kinds.js'
import { Section } from './section.js'

/** Shown before somebody asks for all. */
const FEW = 3

/** How the person came to us, and each time she came anew. The first is her source. */
export function CameFrom({ conversation }: { conversation: Conversation }) {
  const { t, intl } = useT()
  const [all, setAll] = useState(false)
  // The row changes with every message of hers, and with it perhaps this.
  const { data } = useQuery({ queryKey: ['entries', conversation.id, conversation.lastInboundAt], queryFn: () => api.get<{ items: Entry[] }>(`/conversations/${conversation.id}/entries`).then((page) => page.items), staleTime: 30_000, placeholderData: (before) => before })
  if (!data || data.length === 0) return null
  const shown = all ? data : data.slice(0, FEW)
  return (
    <Section title={t('context.came_from')}>
      <ol className="flex flex-col gap-1.5">
        {shown.map((entry) => {
          const Icon = entryIcon[entry.kind]
          return (
            <li key={entry.id} className="flex items-start gap-2 text-sm">
              <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" />
              <div className="min-w-0"><p className="[overflow-wrap:anywhere]">{t(`entry.kind.${entry.kind}`)}{(entry.label || entry.source) && <>: <bdi className="font-medium">{entry.label || entry.source}</bdi></>}</p><p className="text-xs text-ink-soft"><time dateTime={entry.at}>{intl.formatDate(entry.at, { dateStyle: 'medium' })}</time>{entry.kind === 'ad' && entry.source && ` · ${t('entry.ad_id', { id: entry.source })}`}</p></div>
            </li>
          )
        })}
      </ol>
      {data.length > FEW && !all && <button type="button" onClick={() => setAll(true)} className="mt-1 min-h-6 text-sm text-accent underline underline-offset-2">{t('entry.show_all', { count: data.length })}</button>}
    </Section>
  )
}
