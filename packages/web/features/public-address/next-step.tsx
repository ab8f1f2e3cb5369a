import type { ChannelAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { publicAddressQuery } from './query.js'

/**
 * The next step of a real account that waits for its first signed webhook, as far as the public address is concerned. Shows nothing for simulated
 * accounts, for those that were called already, and while the address gives no reason to doubt it.
 */
export function PublicAddressNextStep({ account }: { account: Pick<ChannelAccount, 'simulated' | 'firstWebhookAt'> }) {
  const { t } = useT()
  const waits = !account.simulated && account.firstWebhookAt === null
  const mayRead = useCan('address.read')
  const { data } = useQuery({ ...publicAddressQuery, enabled: waits && mayRead })
  if (!waits || !data || data.verdict === 'proven' || data.verdict === 'likely') return null
  return (
    <Notice tone={data.verdict === 'unproven' ? 'info' : 'warning'} title={t(`public.next.${data.verdict}`)} actions={<Link to="/settings/public-address" className="font-semibold underline underline-offset-2">{t('public.next_link')}</Link>}>
      {t(`public.next.${data.verdict}_text`)}
    </Notice>
  )
}
