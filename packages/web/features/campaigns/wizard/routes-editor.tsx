import type { AudienceRoute } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { accountsQuery, channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { useAccountName } from '../../account-name.js'
import { ChannelMark } from '../../inbox/channel-mark.js'

/** Over which accounts, in which order, and as what. A template reaches anybody whom the channel lets be written to; free text needs an open window. */
export function RoutesEditor({ routes, onChange }: { routes: readonly AudienceRoute[]; onChange: (routes: AudienceRoute[]) => void }) {
  const { t } = useT()
  const accounts = useQuery(accountsQuery).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  const nameOf = useAccountName()
  const templates = (accountId: string) => channels.find((one) => one.id === accounts.find((each) => each.id === accountId)?.channel)?.templates ?? false
  const left = accounts.filter((account) => !routes.some((route) => route.accountId === account.id))
  const move = (at: number, by: 1 | -1) => {
    const next = [...routes]
    next.splice(at + by, 0, ...next.splice(at, 1))
    onChange(next)
  }
  return (
    <div className="flex flex-col gap-2">
      <ol className="flex flex-col gap-2">
        {routes.map((route, at) => {
          const account = accounts.find((one) => one.id === route.accountId)
          const name = account ? nameOf(account) : t('creport.account_gone')
          return (
            <li key={route.accountId} className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line px-3 py-2">
              <span className="figures w-4 text-ink-soft">{at + 1}</span>{account && <ChannelMark channel={account.channel} size={24} />}<span className="min-w-0 grow basis-32 font-medium [overflow-wrap:anywhere]">{name}</span>
              <div role="group" aria-label={t('campaigns.sent_as', { name })} className="flex rounded-lg border border-line-strong">
                {(['template', 'freeform'] as const).filter((as) => as === 'freeform' || templates(route.accountId)).map((as) => <button key={as} type="button" aria-pressed={route.as === as} aria-label={`${t(`campaigns.as.${as}`)}: ${name}`} onClick={() => { if (route.as !== as) onChange(routes.map((one, index) => (index === at ? { accountId: one.accountId, as, priceClass: null } : one))) }} className={cx('min-h-8 px-2.5 text-sm first:rounded-s-lg last:rounded-e-lg', route.as === as ? 'bg-accent-soft font-semibold text-accent-strong' : 'text-ink-soft hover:bg-hover')}>{t(`campaigns.as.${as}`)}</button>)}
              </div>
              <span className="flex">{routes.length > 1 && <><IconButton label={t('campaigns.earlier', { name })} isDisabled={at === 0} onPress={() => move(at, -1)}><ArrowUp /></IconButton><IconButton label={t('campaigns.later', { name })} isDisabled={at === routes.length - 1} onPress={() => move(at, 1)}><ArrowDown /></IconButton></>}<IconButton label={t('campaigns.without', { name })} onPress={() => onChange(routes.filter((one) => one !== route))}><X /></IconButton></span>
            </li>
          )
        })}
      </ol>
      {left.length > 0 && <MenuButton label={t('campaigns.add_account')} placement="bottom start" trigger={<AriaButton className="inline-flex min-h-9 items-center gap-2 self-start rounded-lg border border-line-strong px-3 data-[hovered]:bg-hover"><Plus aria-hidden="true" className="size-4" />{t('campaigns.add_account')}</AriaButton>}>
        {left.map((account) => <Item key={account.id} icon={<ChannelMark channel={account.channel} size={20} />} onAction={() => onChange([...routes, { accountId: account.id, as: templates(account.id) ? 'template' : 'freeform', priceClass: null }])}>{nameOf(account)}</Item>)}
      </MenuButton>}
      {accounts.length === 0 && <p className="text-ink-soft">{t('campaigns.no_accounts')}</p>}
    </div>
  )
}
