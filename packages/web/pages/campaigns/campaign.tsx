import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ArrowLeft, ChartColumn } from 'lucide-react'
import { useCan } from '../../api/queries.js'
import { Control } from '../../features/campaigns/control.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { Overview } from '../../features/campaigns/overview.js'
import { campaignOptions } from '../../features/campaigns/queries.js'
import { StateMark } from '../../features/campaigns/state.js'
import { Wizard } from '../../features/campaigns/wizard/wizard.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'

const MOVES = ['scheduled', 'preparing', 'sending', 'stopping']

/** One campaign: written while it is a draft, watched and steered from then on. */
export function CampaignPage() {
  const { t, intl } = useT()
  const { campaignId } = useParams({ from: '/beside/campaigns/$campaignId' })
  const { step = 'audience', ...at } = useSearch({ from: '/beside/campaigns/$campaignId' })
  const manages = useCan('campaigns.manage')
  // Live events say that it moved; asking by itself is for the moments in which none comes through.
  const { data: campaign, error, isLoading } = useQuery({ ...campaignOptions(campaignId), refetchInterval: (query) => (MOVES.includes(query.state.data?.state ?? '') ? 5_000 : false) })
  const writing = campaign?.state === 'draft' && manages
  return (
    <CampaignsFrame title={campaign ? <span className="flex flex-wrap items-center gap-3">{campaign.name}<StateMark state={campaign.state} /></span> : t('campaigns.campaign')} name={campaign?.name ?? t('campaigns.campaign')}
      back={<Link to="/campaigns" className="mb-1 inline-flex min-h-6 items-center gap-1 font-medium text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('campaigns.to_all')}</Link>}
      actions={campaign && <><Control campaign={campaign} />{campaign.counts && <Link to="/campaigns/$campaignId/report" params={{ campaignId }} className={buttonClass()}><ChartColumn aria-hidden="true" className="size-4" />{t('campaigns.report')}</Link>}</>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {campaign && (writing ? <Wizard key={campaign.id} stored={campaign} step={step} at={at} /> : <Overview campaign={campaign} />)}
    </CampaignsFrame>
  )
}
