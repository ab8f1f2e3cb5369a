import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Link2, Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Choice, Field } from '../../ui/field.js'
import { Spinner } from '../../ui/spinner.js'
import { platformAccountsQuery, usePlatform } from './platform-data.js'
import type { PlatformProps } from './platform-panel.js'
import type { ConsoleFact, PlatformAccount } from './types.js'
import { inTongue } from './words.js'

/** The pages that an account's owner has at the platform, and accounts that nobody has connected yet. */
export function PlatformConsole({ channels }: PlatformProps) {
  const { t } = useT()
  const all = useQuery(platformAccountsQuery)
  const [wished, setWished] = useState('')
  if (!all.data) return <p role="status" className="grid place-items-center py-8"><Spinner small /><span className="sr-only">{t('app.loading')}</span></p>
  const { items, channels: kinds } = all.data
  const account = items.find(({ id }) => id === wished) ?? items[0]
  const channel = account?.channel ?? kinds[0]
  return (
    <div className="flex flex-col gap-4">
      {account && <Choice label={t('platform.account')} value={account.id} onChange={({ target }) => setWished(target.value)}>{items.map((one) => <option key={one.id} value={one.id}>{`${channels.get(one.channel)?.name ?? one.channel} · ${one.name}${one.channelAccountId ? '' : ` · ${t('platform.not_connected')}`}`}</option>)}</Choice>}
      {account ? <Facts key={account.id} account={account} /> : <p className="rounded-xl bg-sunken px-3 py-6 text-center text-sm text-pretty text-ink-soft">{t('platform.no_consoles')}</p>}
      {channel && <NewAccount channel={channel} app={channels.get(channel)?.name ?? channel} onMade={setWished} />}
    </div>
  )
}

const TONE: Record<NonNullable<ConsoleFact['tone']>, string> = { good: 'bg-good', attention: 'bg-waiting', bad: 'bg-failed' }

function Facts({ account }: { account: PlatformAccount }) {
  const { t, intl } = useT()
  const { run, problem, isBusy } = usePlatform()
  const [asked, setAsked] = useState<string | null>(null)
  const press = (id: string, value?: string) => { setAsked(null); void run(() => api.control('POST', `/platform-accounts/${encodeURIComponent(account.id)}/press`, { id, ...(value === undefined ? {} : { value }) })) }
  return (
    <>
      {problem && <p role="alert" className="rounded-lg bg-failed-soft px-3 py-2 text-sm text-failed">{problem}</p>}
      <ul className="divide-y divide-line rounded-xl border border-line">
        {account.facts.map((fact) => {
          const open = fact.presses.find(({ id }) => id === asked)
          return (
            <li key={fact.id} className="px-3 py-2.5">
              <p className="flex items-center gap-2 text-sm text-ink-soft">{fact.tone && <span aria-hidden="true" className={cx('size-2 shrink-0 rounded-full', TONE[fact.tone])} />}{inTongue(fact.label, intl.locale)}</p>
              <p className="[overflow-wrap:anywhere]">{inTongue(fact.value, intl.locale)}{fact.at !== undefined && <span className="figures text-sm text-ink-soft"> · {t('platform.until', { date: intl.formatDate(fact.at, { dateStyle: 'medium' }) })}</span>}</p>
              {fact.presses.length > 0 && <div className="mt-1.5 flex flex-wrap gap-1.5">{fact.presses.map((one) => <Button key={one.id} small look={one.risky ? 'danger' : 'plain'} disabled={isBusy} aria-expanded={one.input ? asked === one.id : undefined} onClick={() => (one.input ? setAsked(asked === one.id ? null : one.id) : press(one.id))}>{inTongue(one.label, intl.locale)}</Button>)}</div>}
              {open?.input && <Ask key={open.id} label={inTongue(open.input.label, intl.locale)} initial={open.input.initial ?? ''} onSend={(value) => press(open.id, value)} />}
            </li>
          )
        })}
      </ul>
      {!account.channelAccountId && <p className="text-sm text-pretty text-ink-soft">{t('platform.not_connected_help')}</p>}
    </>
  )
}

function Ask({ label, initial, onSend }: { label: string; initial: string; onSend: (value: string) => void }) {
  const { t } = useT()
  const [value, setValue] = useState(initial)
  const submit = (event: FormEvent) => { event.preventDefault(); if (value.trim()) onSend(value.trim()) }
  return <form className="mt-2 flex items-end gap-2" onSubmit={submit}><Field label={label} className="grow" autoFocus value={value} onChange={({ target }) => setValue(target.value)} /><Button type="submit" look="primary" disabled={!value.trim()}>{t('phones.go')}</Button></form>
}

interface Made { id: string; externalId: string; settings: Record<string, unknown> }

/** An account as its owner has used it until today: made at the platform first, connected afterwards. */
function NewAccount({ channel, app, onMade }: { channel: string; app: string; onMade: (id: string) => void }) {
  const { t } = useT()
  const client = useQueryClient()
  const mayConnect = useCan('channels.manage')
  const { run, problem, isBusy } = usePlatform()
  const [made, setMade] = useState<Made | null>(null)
  const [connected, setConnected] = useState<string | null>(null)
  if (!mayConnect) return null
  const make = async () => {
    const answer = await run(() => api.control<Made>('POST', '/platform-accounts', { channel, name: t('platform.new_account_name'), settings: { backend: true } }))
    if (!answer) return
    setMade(answer)
    setConnected(null)
    onMade(answer.id)
  }
  const connect = async () => {
    if (!made) return
    const answer = await run(() => api.post<{ id: string }>('/channel-accounts', { channel, name: t('platform.new_account_name'), settings: made.settings, simulated: true }))
    if (answer) { setConnected(answer.id); await client.invalidateQueries() }
  }
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="font-semibold">{t('platform.new_account')}</h3>
      <p className="text-sm text-pretty text-ink-soft">{t('platform.new_account_help', { app })}</p>
      <Button busy={isBusy && !made} onClick={() => void make()}><Plus aria-hidden="true" className="size-4" />{t('platform.make_account')}</Button>
      {problem && <p role="alert" className="text-sm text-failed">{problem}</p>}
      {made && (
        <>
          <dl className="thin-scroll mt-1 grid max-h-56 grid-cols-[auto_1fr] gap-x-3 gap-y-1 overflow-y-auto rounded-xl bg-sunken px-3 py-2 text-sm">{Object.entries(made.settings).map(([key, value]) => <div key={key} className="contents"><dt className="text-ink-soft">{key}</dt><dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere] select-all">{String(value)}</dd></div>)}</dl>
          {connected
            ? <Link to="/settings/channels/$accountId" params={{ accountId: connected }} className={buttonClass('plain')}><Link2 aria-hidden="true" className="size-4" />{t('platform.to_account')}</Link>
            : <Button look="primary" busy={isBusy} onClick={() => void connect()}><Link2 aria-hidden="true" className="size-4" />{t('platform.connect')}</Button>}
        </>
      )}
    </section>
  )
}
