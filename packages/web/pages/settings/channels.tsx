import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plug, Plus } from 'lucide-react'
import { accountsQuery, channelsQuery, healthQuery } from '../../api/queries.js'
import { AccountState } from '../../features/account-state.js'
import { ChannelMark } from '../../features/inbox/channel-mark.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Empty, Loading } from '../../ui/empty.js'
import { HealthNotice } from '../../features/account/health-notice.js'
import { withoutEchoes } from '../../features/account/health-words.js'
import { TroubleLines } from '../../features/account/trouble-lines.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

/** The company's accounts on the apps, and what needs a look. */
export function ChannelSettings() {
  const { t, intl } = useT()
  const { data: accounts, error, isLoading, refetch } = useQuery(accountsQuery)
  const channels = useQuery(channelsQuery).data ?? []
  const health = useQuery(healthQuery).data ?? []
  const open = withoutEchoes(health.filter((item) => item.severity !== 'info'))
  const add = <Link to="/settings/channels/add" className={buttonClass('primary')}><Plus aria-hidden="true" className="size-4" />{t('channels.add')}</Link>
  return (
    <SettingsPage title={t('settings.channels')} lead={t('channels.lead')} action={accounts && accounts.length > 0 && add}>
      {accounts && open.filter((item) => !accounts.some((each) => each.id === item.channelAccountId)).map((item) => <HealthNotice key={item.id} item={item} />)}
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{tellError(intl, error).next}</Notice>}
      {accounts?.length === 0 && <Card><Empty icon={Plug} title={t('channels.none_title')} action={add}>{t('channels.none_text')}</Empty></Card>}
      {accounts && accounts.length > 0 && (
        <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {accounts.map((account) => (
            <li key={account.id} className="border-b border-line last:border-0">
              <Link to="/settings/channels/$accountId" params={{ accountId: account.id }} className="flex items-center gap-4 px-5 py-3.5 outline-offset-[-2px] hover:bg-hover">
                <ChannelMark channel={account.channel} size={36} />
                <span className="min-w-0 grow"><span className="block truncate font-semibold">{account.name}</span><span className="block truncate text-sm text-ink-soft">{channels.find((each) => each.id === account.channel)?.name ?? account.channel}{account.externalId && ` · ${account.externalId}`}{account.simulated && ` · ${t('account.simulated')}`}</span><TroubleLines items={open.filter((item) => item.channelAccountId === account.id)} /></span>
                <span className={cx('shrink-0', open.some((item) => item.channelAccountId === account.id) && 'max-sm:sr-only')}><AccountState account={account} /></span><ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft rtl:rotate-180" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </SettingsPage>
  )
}
