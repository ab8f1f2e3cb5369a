import type { HoursOwner } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { DoorClosed, DoorOpen, Inbox, Minus, Plug, Users } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { accountsQuery, channelsQuery } from '../../api/queries.js'
import { HoursCard } from '../../features/automation/hours-card.js'
import { hoursOptions, hoursOwnersQuery, ownerPath, repliesOptions } from '../../features/automation/queries.js'
import { RulesCard } from '../../features/automation/rules-card.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

const ICONS = { team: Users, inbox: Inbox, account: Plug } as const
const nameOf = ({ kind, id }: Pick<HoursOwner, 'kind' | 'id'>) => `${kind}:${id}`

/** Who has hours, which of them count, and those of the one that is chosen. */
export function HoursPage() {
  const { t, intl } = useT()
  const { data: owners, error } = useQuery(hoursOwnersQuery)
  const search: { owner?: string } = useSearch({ strict: false })
  const chosen = owners?.find((one) => nameOf(one) === search.owner) ?? owners?.find((one) => one.kind === 'inbox')
  const told = error ? tellError(intl, error) : null
  return (
    <SettingsPage title={t('settings.hours')} lead={t('hours.lead')}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!owners && !error && <Loading label={t('app.loading')} />}
      {owners && <OwnersCard owners={owners} chosen={chosen} />}
      {owners && chosen && <OwnerHours key={nameOf(chosen)} owner={chosen} owners={owners} />}
    </SettingsPage>
  )
}

function OwnersCard({ owners, chosen }: { owners: readonly HoursOwner[]; chosen: HoursOwner | undefined }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const navigate = useNavigate()
  const channels = useQuery(channelsQuery).data
  // In the owner's own zone, as in its card below.
  const untilText = (until: string, zone: string | null) => intl.formatDate(until, { hour: '2-digit', minute: '2-digit', ...(zone ? { timeZone: zone } : {}), ...(Date.parse(until) - now < 6 * 86_400_000 ? { weekday: 'short' } : { day: 'numeric', month: 'short' }) })
  return (
    <Card title={t('hours.whose')}>
      <p className="mb-3 max-w-xl text-sm text-pretty text-ink-soft">{t('hours.which_counts')}</p>
      <ul className="divide-y divide-line border-y border-line">
        {owners.map((owner) => {
          const Icon = ICONS[owner.kind]
          const isChosen = owner === chosen
          const state = owner.now ? t(owner.now.open ? 'hours.open' : 'hours.closed', { until: owner.now.until ? untilText(owner.now.until, owner.timeZone) : '', hasUntil: owner.now.until ? 'yes' : 'no' }) : t('hours.none')
          return (
            <li key={nameOf(owner)}>
              <button type="button" aria-pressed={isChosen} onClick={() => void navigate({ to: '/settings/hours', search: { owner: nameOf(owner) }, replace: true })} className={cx('flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-2 py-1.5 text-start hover:bg-hover', isChosen && 'bg-selected')}>
                <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
                <span className="min-w-0 grow"><bdi className="font-medium">{owner.name}</bdi> <span className="text-sm text-ink-soft">{[t(`hours.kind_${owner.kind}`), channels?.find((one) => one.id === owner.channel)?.name].filter(Boolean).join(' · ')}</span></span>
                <span className={cx('inline-flex items-center gap-1.5 text-sm', owner.now ? (owner.now.open ? 'text-good' : 'text-waiting') : 'text-ink-soft')}>
                  {owner.now ? (owner.now.open ? <DoorOpen aria-hidden="true" className="size-4" /> : <DoorClosed aria-hidden="true" className="size-4" />) : <Minus aria-hidden="true" className="size-4" />}{state}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

/** The one component for hours, and the replies that are the owner's own. */
function OwnerHours({ owner, owners }: { owner: HoursOwner; owners: readonly HoursOwner[] }) {
  const { t, intl } = useT()
  const base = ownerPath(owner.kind, owner.id)
  const hours = useQuery(hoursOptions(base))
  const replies = useQuery({ ...repliesOptions(base), enabled: owner.kind !== 'account' })
  const accounts = useQuery(accountsQuery).data
  const channels = useQuery(channelsQuery).data
  const account = accounts?.find((one) => owner.kind === 'team' || owners.some((known) => known.kind === 'account' && known.id === one.id && known.inboxId === owner.id))
  const channel = channels?.find((one) => one.id === account?.channel)
  const problem = hours.error ?? replies.error
  if (problem) return <Notice tone="failed" alert title={tellError(intl, problem).sentence}>{tellError(intl, problem).next}</Notice>
  if (!hours.data) return <Loading label={t('app.loading')} />
  return (
    <>
      <h3 className="mt-2 text-lg"><bdi>{owner.name}</bdi></h3>
      <HoursCard key={JSON.stringify(hours.data.week) + JSON.stringify(hours.data.dates) + String(hours.data.set)} base={base} hours={hours.data} fallback={owner.kind === 'account' ? undefined : t(owner.kind === 'team' ? 'hours.team_falls' : 'hours.inbox_falls')} />
      {owner.kind === 'account' && <p><Link to="/settings/channels/$accountId/$section" params={{ accountId: owner.id, section: 'automation' }} className="text-accent underline underline-offset-2">{t('hours.account_rules')}</Link></p>}
      {owner.kind !== 'account' && replies.data && account && channel && (
        <>
          <RulesCard base={base} account={account} channel={channel} replies={replies.data} hours={hours.data} />
          <p className="max-w-xl text-sm text-pretty text-ink-soft">{t('hours.rules_order')}</p>
        </>
      )}
      {owner.kind !== 'account' && accounts && !account && <Notice>{t('hours.no_account')}</Notice>}
    </>
  )
}
