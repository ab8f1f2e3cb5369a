import type { SavedAccount } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { ChannelFields, settingsOf } from '../channel-form.js'
import { Guide } from '../guide.js'
import { keepMadeUp, MadeUp } from './made-up.js'
import type { SectionProps } from './sections.js'
import { usePutAccount } from './use-account.js'

/** Its name, what the channel asks for, the guide, and the way to take it off. */
export default function SettingsSection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const put = usePutAccount()
  const [asking, setAsking] = useState(false)
  const save = useMutation({ mutationFn: (body: object) => api.patch<SavedAccount>(`/channel-accounts/${account.id}`, body), onSuccess: (saved) => { put(saved); keepMadeUp(client, saved); toast(t('app.saved')) } })
  const remove = useMutation({ mutationFn: () => api.delete(`/channel-accounts/${account.id}`), onSuccess: async () => { await navigate({ to: '/settings/channels' }); await client.invalidateQueries({ queryKey: keys.accounts }) } })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: String(form.get('_name')).trim(), ...(account.simulated ? {} : { settings: settingsOf(channel.settings, form) }) })
  }
  const problem = save.error ?? remove.error
  const told = problem ? tellError(intl, problem) : null
  return (
    <>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <MadeUp accountId={account.id} channel={channel} />
      <Card title={t('account.settings')}>
        <form key={account.id} onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t('channels.account_name')} name="_name" required maxLength={120} defaultValue={account.name} />
          {!account.simulated && <ChannelFields fields={channel.settings} current={account.settings} />}
          <div className="flex flex-wrap gap-2"><Button type="submit" look="primary" busy={save.isPending}>{t('channels.save_and_check')}</Button><span className="grow" /><Button look="danger" onClick={() => setAsking(true)}>{t('account.remove')}</Button></div>
        </form>
      </Card>
      {channel.guide && !account.simulated && <Card title={t('channels.guide')}><Guide markdown={channel.guide} values={wordsOf(account)} /></Card>}
      {asking && <DialogWindow title={t('account.remove')} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => { setAsking(false); remove.mutate() }}>{t('account.remove')}</Button></>}>{t('account.remove_text', { name: account.name })}</DialogWindow>}
    </>
  )
}

/** What a guide says of this account. A token is shown by its end only: it was said once, when it was made. */
function wordsOf({ webhookUrl, settings }: SectionProps['account']): Record<string, string> {
  const token = settings.verifyToken ?? settings.token
  return { webhookUrl, ...(typeof token === 'string' && token ? { verifyToken: token } : {}) }
}
