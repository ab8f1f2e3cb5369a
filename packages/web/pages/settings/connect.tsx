import type { ConnectAccount, SavedAccount } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { channelsQuery, keys, useSession } from '../../api/queries.js'
import { keepMadeUp } from '../../features/account/made-up.js'
import { ChannelFields, settingsOf } from '../../features/channel-form.js'
import { ChoiceSteps, ConnectChoices } from '../../features/connect/choices.js'
import { Guide } from '../../features/guide.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field, Toggle } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { NotFound } from '../not-found.js'
import { Card, SettingsPage } from './page.js'

/** The form of one channel beside its guide. Saved whatever the checks say; they stand on the account's page. */
export function ConnectPage() {
  const { t, intl } = useT()
  const { channel: id } = useParams({ from: '/beside/settings/channels/add/$channel' })
  const { workspace } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: channels } = useQuery(channelsQuery)
  const channel = channels?.find((each) => each.id === id)
  // Nothing real is connected in a demo by mistake, nothing simulated elsewhere.
  const [simulated, setSimulated] = useState(workspace.demo)
  const [way, setWay] = useState<string | null>(null)
  const connect = useMutation({
    mutationFn: (body: ConnectAccount) => api.post<SavedAccount>('/channel-accounts', body),
    onSuccess: async (account) => {
      keepMadeUp(client, account)
      await client.invalidateQueries({ queryKey: keys.accounts })
      void navigate({ to: '/settings/channels/$accountId', params: { accountId: account.id } })
    },
  })
  if (!channels) return <Loading label={t('app.loading')} />
  if (!channel) return <NotFound />
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    connect.mutate({ channel: channel.id, name: String(form.get('_name')).trim(), settings: simulated ? {} : settingsOf(channel.settings, form), ...(simulated ? { simulated: true } : {}) })
  }
  const question = simulated ? null : channel.question ?? null
  const choice = question?.choices.find((each) => each.id === way)
  const told = connect.error ? tellError(intl, connect.error) : null
  return (
    <SettingsPage title={t('channels.connect', { name: channel.name })} lead={simulated ? null : t('channels.connect_lead')}>
      {!simulated && channel.openers?.lostOnConnect && <Notice tone="warning" title={channel.openers.lostOnConnect.title}><p>{channel.openers.lostOnConnect.text}</p><p>{t('connect.copy_later', { channel: channel.name })}</p></Notice>}
      {question && <ConnectChoices question={question} chosen={way} onChoose={setWay} />}
      {question && !choice && <p className="text-ink-soft">{t('connect.choose_first')}</p>}
      {choice && <Card title={t('connect.steps')}><ChoiceSteps choice={choice} /></Card>}
      {(!question || choice) && <Card title={choice && t('connect.form')}>
        <form key={way} onSubmit={submit} className="flex flex-col gap-4">
          {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
          <Field label={t('channels.account_name')} help={t('channels.account_name_help')} name="_name" required maxLength={120} defaultValue={channel.name} />
          {workspace.demo && channel.phone && <Toggle label={t('channels.simulated')} help={t('channels.simulated_help')} checked={simulated} onChange={(event) => setSimulated(event.target.checked)} />}
          {!simulated && <ChannelFields fields={channel.settings} presets={choice?.presets ?? {}} first={choice?.fields ?? null} />}
          <Button type="submit" look="primary" busy={connect.isPending} className="self-start">{t('channels.save_and_check')}</Button>
        </form>
      </Card>}
      {!simulated && channel.guide && <Card title={t('channels.guide')}><Guide markdown={channel.guide} /></Card>}
    </SettingsPage>
  )
}
