import type { ChannelAccount } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Check, CircleAlert, CircleCheck, Copy, Radio } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { accountsQuery, channelsQuery, keys } from '../../api/queries.js'
import { AccountState } from '../../features/account-state.js'
import { SettingInput, settingsOf } from '../../features/channel-form.js'
import { Guide } from '../../features/guide.js'
import { formatUntil } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import { toast } from '../../ui/toast.js'
import { NotFound } from '../not-found.js'
import { Card, SettingsPage } from './page.js'

/** One account: its checks, its webhook, its settings. */
export function AccountPage() {
  const { t, intl } = useT()
  const { accountId } = useParams({ from: '/settings/channels/$accountId' })
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: accounts } = useQuery(accountsQuery)
  const channels = useQuery(channelsQuery).data ?? []
  const account = accounts?.find((each) => each.id === accountId)
  const channel = channels.find((each) => each.id === account?.channel)
  const [asking, setAsking] = useState(false)
  const put = (next: ChannelAccount) => client.setQueryData<ChannelAccount[]>(keys.accounts, (all) => all?.map((each) => (each.id === next.id ? next : each)))
  const check = useMutation({ mutationFn: () => api.post<ChannelAccount>(`/channel-accounts/${accountId}/check`), onSuccess: put })
  const save = useMutation({ mutationFn: (body: object) => api.patch<ChannelAccount>(`/channel-accounts/${accountId}`, body), onSuccess: (next) => { put(next); toast(t('app.saved')) } })
  const remove = useMutation({ mutationFn: () => api.delete(`/channel-accounts/${accountId}`), onSuccess: async () => { await navigate({ to: '/settings/channels' }); await client.invalidateQueries({ queryKey: keys.accounts }) } })
  if (!accounts || channels.length === 0) return <Loading label={t('app.loading')} />
  if (!account) return <NotFound />
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: String(form.get('_name')).trim(), ...(channel && !account.simulated ? { settings: settingsOf(channel.settings, form) } : {}) })
  }
  const problem = check.error ?? save.error ?? remove.error
  const told = problem ? tellError(intl, problem) : null
  return (
    <SettingsPage title={account.name} lead={[channel?.name ?? account.channel, account.externalId, account.simulated ? t('account.simulated') : null].filter(Boolean).join(' · ')} action={<AccountState state={account.state} />}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <Card title={t('account.webhook')}><Webhook account={account} /></Card>
      <Card title={t('account.checks')}>
        {account.checks.length === 0 && <p className="text-ink-soft">{t('account.no_checks')}</p>}
        <ul className="flex flex-col gap-2">
          {account.checks.map((each) => (
            <li key={each.id} className="flex gap-2.5">
              {each.ok ? <CircleCheck aria-label={t('account.check_ok')} className="mt-0.5 size-4 shrink-0 text-good" /> : <CircleAlert aria-label={t('account.check_failed')} className="mt-0.5 size-4 shrink-0 text-failed" />}
              <div className="min-w-0"><p className="[overflow-wrap:anywhere]">{each.message}</p>{each.data && <p className="text-sm text-ink-soft">{Object.entries(each.data).map(([key, value]) => `${key}: ${String(value)}`).join(' · ')}</p>}</div>
            </li>
          ))}
        </ul>
        <Button small className="mt-3" busy={check.isPending} onClick={() => check.mutate()}>{t('account.check_again')}</Button>
      </Card>
      <Card title={t('account.settings')}>
        <form key={account.id} onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t('channels.account_name')} name="_name" required maxLength={120} defaultValue={account.name} />
          {!account.simulated && channel?.settings.map((field) => <SettingInput key={field.key} field={field} current={account.settings[field.key]} />)}
          <div className="flex flex-wrap gap-2"><Button type="submit" look="primary" busy={save.isPending}>{t('channels.save_and_check')}</Button><span className="grow" /><Button look="danger" onClick={() => setAsking(true)}>{t('account.remove')}</Button></div>
        </form>
      </Card>
      {channel?.guide && !account.simulated && <Card title={t('channels.guide')}><Guide markdown={channel.guide} /></Card>}
      {asking && <DialogWindow title={t('account.remove')} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => { setAsking(false); remove.mutate() }}>{t('account.remove')}</Button></>}>{t('account.remove_text', { name: account.name })}</DialogWindow>}
    </SettingsPage>
  )
}

/** The address to paste into the platform's console, and whether anything signed has come through it. */
function Webhook({ account }: { account: ChannelAccount }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const [copied, setCopied] = useState(false)
  const verify = account.settings.verifyToken ?? account.settings.token
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-soft">{t('account.webhook_text')}</p>
      <div className="flex gap-2">
        <input readOnly value={account.webhookUrl} aria-label={t('account.webhook')} onFocus={(event) => event.target.select()} className="min-h-10 min-w-0 grow rounded-lg border border-line bg-sunken px-3 font-mono text-sm" />
        <Button onClick={() => void navigator.clipboard.writeText(account.webhookUrl).then(() => setCopied(true))}>{copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}{t(copied ? 'app.copied' : 'app.copy')}</Button>
      </div>
      {typeof verify === 'string' && verify && <p className="text-sm">{t('account.verify_token')} <code className="font-mono select-all">{verify}</code></p>}
      {account.firstWebhookAt
        ? <p className="flex items-center gap-2 text-good"><CircleCheck aria-hidden="true" className="size-4" />{t('account.webhook_came', { moment: formatUntil(intl, account.lastWebhookAt ?? account.firstWebhookAt, now) })}</p>
        : <p role="status" className="flex items-center gap-2 text-waiting">{account.simulated ? <Radio aria-hidden="true" className="size-4" /> : <Spinner small />}{t('account.webhook_waiting')}</p>}
    </div>
  )
}
