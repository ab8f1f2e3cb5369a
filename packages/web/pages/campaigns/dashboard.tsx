import { Megaphone } from 'lucide-react'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { useT } from '../../i18n/provider.js'
import { Empty } from '../../ui/empty.js'

/** What runs, what needs somebody, and how people take it. */
export function CampaignsPage() {
  const { t } = useT()
  return <CampaignsFrame title={t('nav.campaigns')}><Empty icon={Megaphone} title={t('campaigns.none_title')}>{t('campaigns.none_text')}</Empty></CampaignsFrame>
}
