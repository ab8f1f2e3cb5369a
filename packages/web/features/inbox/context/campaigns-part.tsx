import type { Conversation, ConversationCampaign } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Megaphone } from 'lucide-react'
import { api } from '../../../api/client.js'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Section } from './section.js'

/** Which campaigns wrote into this thread, and what she did about each: so that nobody has to ask what she is answering. */
export default function CampaignsPart({ conversation }: { conversation: Conversation }) {
  const { t, intl } = useT()
  const reads = useCan('campaigns.read')
  const { data } = useQuery({ queryKey: ['conversation-campaigns', conversation.id, conversation.lastInboundAt], queryFn: () => api.get<{ items: ConversationCampaign[] }>(`/conversations/${conversation.id}/campaigns`).then((page) => page.items), staleTime: 30_000, placeholderData: (before) => before })
  if (!data || data.length === 0) return null
  return (
    <Section title={t('context.campaigns')}>
      <ul className="flex flex-col gap-1.5">
        {data.map((one) => {
          const did = [one.repliedAt && t('context.campaign_replied'), one.clickedAt && t('context.campaign_clicked'), one.convertedAt && t('context.campaign_converted')].filter(Boolean).join(', ')
          const name = t('context.campaign_got', { name: one.name })
          return (
            <li key={one.campaignId} className="flex items-start gap-2 text-sm">
              <Megaphone aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" />
              <div className="min-w-0">
                <p className="[overflow-wrap:anywhere]">{reads ? <Link to="/campaigns/$campaignId/report" params={{ campaignId: one.campaignId }} className="text-accent hover:underline">{name}</Link> : name}</p>
                <p className="text-xs text-ink-soft"><time dateTime={one.at}>{intl.formatDate(one.at, { dateStyle: 'medium' })}</time>{did && ` · ${did}`}</p>
              </div>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
