import type { DenyVerdict } from '@recado/api'
import { CalendarClock, LayoutTemplate, MessageCircle } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { useOpenConversation } from '../use-open.js'

/** The ways out of a refusal, as buttons, best first. */
export function Remedies({ verdict, onTemplate }: { verdict: DenyVerdict; onTemplate: () => void }) {
  const { t } = useT()
  const { open } = useOpenConversation()
  const channels = useQuery(channelsQuery).data ?? []
  return (
    <div className="flex flex-wrap gap-2">
      {verdict.remedies.map((remedy, index) => {
        if (remedy.kind === 'template') return <Button key={index} small look={index === 0 ? 'primary' : 'plain'} onClick={onTemplate}><LayoutTemplate aria-hidden="true" className="size-4" />{t('remedy.template')}</Button>
        const id = remedy.conversationId
        if (remedy.kind === 'other_channel' && id) return <Button key={index} small look={index === 0 ? 'primary' : 'plain'} onClick={() => open(id)}><MessageCircle aria-hidden="true" className="size-4" />{t('remedy.other_channel', { app: channels.find((each) => each.id === remedy.channel)?.name ?? remedy.accountName ?? '' })}</Button>
        return null
      })}
      {verdict.remedies.length === 0 && <span className="flex items-center gap-1.5 text-sm text-ink-soft"><CalendarClock aria-hidden="true" className="size-4" />{t('remedy.wait')}</span>}
    </div>
  )
}
