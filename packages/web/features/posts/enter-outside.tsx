import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useNow } from '../../api/clock.js'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { localInput } from './moments.js'
import { postKeys } from './queries.js'

/** A post that somebody made in the platform's own console, so that the month counts it. */
export function EnterOutside({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const now = useNow(60_000)
  const [at, setAt] = useState(() => localInput(now))
  const [toAll, setToAll] = useState(true)
  const enter = useMutation({
    mutationFn: (name: string) => api.post('/posts/outside', { channelAccountId: accountId, name, at: new Date(at).toISOString(), toAll }),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: postKeys.all }); onClose() },
  })
  const told = enter.error ? tellError(intl, enter.error) : null
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); enter.mutate(String(new FormData(event.currentTarget).get('name')).trim()) }
  return (
    <DialogWindow title={t('posts.enter')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-sm text-ink-soft">{t('posts.enter_text')}</p>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('posts.name')} name="name" required autoFocus maxLength={200} />
        <Field label={t('posts.when')} type="datetime-local" required value={at} max={localInput(now)} onChange={(event) => setAt(event.target.value)} />
        <Toggle label={t('posts.to_all_switch')} checked={toAll} onChange={(event) => setToAll(event.target.checked)} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={enter.isPending}>{t('posts.enter_save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
