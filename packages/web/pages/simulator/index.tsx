import type { Channel } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Smartphone, UserPlus } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { isProblem } from '../../api/client.js'
import { accountsQuery, channelsQuery, useCan, useSession } from '../../api/queries.js'
import { ClockBar } from '../../features/phones/clock-bar.js'
import { NewPersonDialog } from '../../features/phones/new-person.js'
import { PeopleStrip } from '../../features/phones/people-strip.js'
import { peopleQuery } from '../../features/phones/phone-data.js'
import { CustomerPhone } from '../../features/phones/phone.js'
import { PlatformPanel } from '../../features/phones/platform-panel.js'
import { afterPress, useNarrow, useTable } from '../../features/phones/table.js'
import type { PhoneCustomer } from '../../features/phones/types.js'
import { useWorkspaces } from '../../features/shell/workspaces.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'

/** The simulated customers' phones: what they do there comes to the desk as from the real apps. */
export function SimulatorPage() {
  const { t, intl } = useT()
  const { workspace } = useSession()
  const people = useQuery(peopleQuery)
  const accounts = useQuery(accountsQuery)
  const channels = useQuery(channelsQuery)
  const isNarrow = useNarrow()
  const [isMaking, setMaking] = useState(false)
  const [showsPlatform, setShowsPlatform] = useState(false)
  const byId = useMemo(() => new Map((channels.data ?? []).map((channel) => [channel.id, channel])), [channels.data])
  const simulated = (accounts.data ?? []).filter((account) => account.simulated && byId.get(account.channel)?.phone)
  const everybody = (people.data ?? []).filter(({ channel }) => byId.get(channel)?.phone)
  const { shown, lay } = useTable(workspace.id, everybody)
  useEffect(() => { document.title = `${t('nav.phones')} · ${workspace.name}` }, [t, workspace.name])

  if (isProblem(people.error) && people.error.code === 'simulator_closed') return <Closed />
  const problem = people.error ?? accounts.error ?? channels.error
  if (problem && !(people.data && accounts.data && channels.data)) {
    const told = tellError(intl, problem)
    const again = () => { void people.refetch(); void accounts.refetch(); void channels.refetch() }
    return <div className="p-6"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={again}>{t('app.retry')}</Button>}>{told.next}</Notice></div>
  }
  if (!people.data || !accounts.data || !channels.data) return <Loading label={t('app.loading')} />
  const visible = isNarrow ? shown.slice(0, 1) : shown
  return (
    <div className="flex min-h-0 grow flex-col">
      <ClockBar onNewPerson={simulated.length > 0 ? () => setMaking(true) : undefined} onPlatform={() => setShowsPlatform(!showsPlatform)} showsPlatform={showsPlatform} />
      <div className="relative flex min-h-0 grow">
        <div className="flex min-h-0 min-w-0 grow flex-col">
          {simulated.length === 0 ? <NoAccounts /> : everybody.length === 0
            ? <Empty icon={Smartphone} title={t('phones.nobody_title')} action={<Button look="primary" onClick={() => setMaking(true)}><UserPlus aria-hidden="true" className="size-4" />{t('phones.new_person')}</Button>}>{t('phones.nobody_text')}</Empty>
            : <>
              <PeopleStrip people={everybody} channels={byId} shown={visible} onPress={(id) => lay(afterPress(shown, id, isNarrow))} />
              <Table people={visible.flatMap((id) => everybody.find(({ customerId }) => customerId === id) ?? [])} channels={byId} isNarrow={isNarrow} businessOf={(person) => simulated.find(({ id }) => id === person.channelAccountId)?.name ?? workspace.name} />
            </>}
        </div>
        {showsPlatform && <PlatformPanel accounts={simulated} channels={byId} onClose={() => setShowsPlatform(false)} />}
      </div>
      {isMaking && <NewPersonDialog accounts={simulated} channels={byId} onClose={() => setMaking(false)} onMade={(id) => { setMaking(false); lay(isNarrow ? [id, ...shown] : [...shown, id]) }} />}
    </div>
  )
}

function Table({ people, channels, isNarrow, businessOf }: { people: readonly PhoneCustomer[]; channels: ReadonlyMap<string, Channel>; isNarrow: boolean; businessOf: (person: PhoneCustomer) => string }) {
  const { t } = useT()
  const phones = people.flatMap((person) => {
    const channel = channels.get(person.channel)
    return channel?.phone ? [{ person, channel, phone: channel.phone }] : []
  })
  const row = useRef<HTMLUListElement>(null)
  const before = useRef(phones.length)
  // A phone that is laid down lies at the end, which may be out of sight.
  useEffect(() => {
    if (phones.length > before.current) row.current?.lastElementChild?.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'smooth' })
    before.current = phones.length
  }, [phones.length])
  if (isNarrow) return <div className="min-h-0 grow">{phones.map(({ person, channel, phone }) => <CustomerPhone key={person.customerId} phone={phone} channel={channel} business={businessOf(person)} customer={person} framed={false} />)}</div>
  return (
    <ul ref={row} aria-label={t('phones.table')} className="thin-scroll relative flex min-h-0 grow gap-6 overflow-x-auto bg-thread px-6 py-4 [justify-content:safe_center]">
      {phones.map(({ person, channel, phone }) => (
        <li key={person.customerId} className="flex h-full max-h-[50rem] min-h-0 shrink-0 flex-col gap-2 self-center">
          <h2 className="flex min-w-0 items-baseline justify-center gap-2 text-base"><span dir="auto" className="truncate">{person.name}</span><span className="text-sm font-normal text-ink-soft">{phone.appName}</span></h2>
          <div className="min-h-0 grow"><CustomerPhone phone={phone} channel={channel} business={businessOf(person)} customer={person} framed /></div>
        </li>
      ))}
    </ul>
  )
}

/** A workspace of real accounts: phones belong to the demo. */
function Closed() {
  const { t } = useT()
  const { workspaces } = useSession()
  const { makeDemo, switchTo } = useWorkspaces()
  const mayMake = useCan('demo.make')
  const [isBusy, setBusy] = useState(false)
  const demo = workspaces.find((each) => each.demo)
  const enter = () => { setBusy(true); void (demo ? switchTo(demo.id) : makeDemo()).finally(() => setBusy(false)) }
  return <Empty icon={Smartphone} title={t('phones.closed_title')} action={(demo || mayMake) && <Button look="primary" busy={isBusy} onClick={enter}>{t(demo ? 'phones.enter_demo' : 'nav.make_demo')}</Button>}>{t('phones.closed_text')}</Empty>
}

function NoAccounts() {
  const { t } = useT()
  const mayAdd = useCan('channels.manage')
  return <Empty icon={Smartphone} title={t('phones.no_accounts_title')} action={mayAdd && <Link to="/settings/channels/add" className={buttonClass('primary')}>{t('channels.add')}</Link>}>{t('phones.no_accounts_text')}</Empty>
}
