import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { accountsQuery, channelsQuery, useSession } from '../../api/queries.js'
import { AccountState } from '../../features/account-state.js'
import { ACCOUNT_SECTIONS } from '../../features/account/sections.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Loading } from '../../ui/empty.js'
import { NotFound } from '../not-found.js'
import { SettingsPage } from './page.js'

/** One account: its parts as tabs, each under an address of its own. */
export function AccountPage() {
  const { t } = useT()
  const { accountId, section: wished } = useParams({ strict: false })
  const { permissions } = useSession()
  const tabs = useRef<HTMLElement>(null)
  const { data: accounts } = useQuery(accountsQuery)
  const { data: channels } = useQuery(channelsQuery)
  const account = accounts?.find((each) => each.id === accountId)
  const channel = channels?.find((each) => each.id === account?.channel)
  // The open tab stands in view, also where the row is wider than a phone.
  useEffect(() => { tabs.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' }) }, [wished, account?.id, channel?.id])
  if (!accounts || !channels) return <Loading label={t('app.loading')} />
  if (!account || !channel) return <NotFound />
  const sections = ACCOUNT_SECTIONS.filter((each) => permissions.includes(each.permission) && each.when(channel, account))
  const shown = wished ? sections.find((each) => each.id === wished) : sections[0]
  if (!shown) return <NotFound />
  const Section = shown.component
  return (
    <SettingsPage title={account.name} lead={[channel.name, account.externalId, account.simulated ? t('account.simulated') : null].filter(Boolean).join(' · ')} action={<AccountState account={account} />}>
      {sections.length > 1 && (
        <nav ref={tabs} aria-label={t('account.sections')} className="thin-scroll -mx-4 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:flex-wrap sm:gap-x-0 sm:overflow-x-visible sm:px-0">
          {sections.map((each, at) => (
            <Link key={each.id} to={at === 0 ? '/settings/channels/$accountId' : '/settings/channels/$accountId/$section'} params={{ accountId: account.id, section: each.id }} replace activeOptions={{ exact: true }} aria-current={each === shown ? 'page' : undefined}
              className={cx('-mb-px inline-flex min-h-10 shrink-0 items-center border-b-2 px-3 font-medium outline-offset-[-2px]', each === shown ? 'border-accent text-accent-strong' : 'border-transparent text-ink-soft hover:text-ink')}>{t(each.title)}</Link>
          ))}
        </nav>
      )}
      <Suspense fallback={<Loading label={t('app.loading')} />}><Section key={account.id} account={account} channel={channel} /></Suspense>
    </SettingsPage>
  )
}
