import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { channelsQuery } from '../../api/queries.js'
import { ChannelMark } from '../../features/inbox/channel-mark.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

/** Every channel this installation knows; the list comes from the server, so a new channel folder appears here by itself. */
export function AddChannel() {
  const { t, intl } = useT()
  const { data: channels, error, isLoading } = useQuery(channelsQuery)
  return (
    <SettingsPage title={t('channels.add')} lead={t('channels.add_lead')}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      <ul className="grid gap-3 sm:grid-cols-2">
        {channels?.map((channel) => (
          <li key={channel.id}><Link to="/settings/channels/add/$channel" params={{ channel: channel.id }} className="flex h-full items-center gap-4 rounded-2xl border border-line bg-surface p-5 shadow-lift hover:bg-hover"><ChannelMark channel={channel.id} size={40} /><span><span className="block font-semibold">{channel.name}</span><span className="text-sm text-ink-soft">{t(`initiation.${channel.initiation}`)}</span></span></Link></li>
        ))}
      </ul>
    </SettingsPage>
  )
}
