import type { Bridge } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { bridgesKey } from './queries.js'

/** Another name, another secret. What is left empty stays. */
export function SecretForm({ bridge, onClose }: { bridge: Bridge; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const save = useMutation({ mutationFn: (body: object) => api.patch<Bridge>(`/bridges/${bridge.id}`, body), onSuccess: () => { void client.invalidateQueries({ queryKey: bridgesKey }); toast(t('app.saved')); onClose() } })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const secret = String(form.get('secret') ?? '').trim()
    save.mutate({ name: String(form.get('name') ?? '').trim(), ...(secret ? { secret } : {}) })
  }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t('bridges.change_secret')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('bridges.name')} name="name" required defaultValue={bridge.name} maxLength={80} />
        <Field label={t(bridge.kind === 'hubspot' ? 'bridges.client_secret' : 'bridges.secret')} help={t('bridges.secret_kept')} name="secret" type="password" minLength={8} maxLength={500} dir="ltr" autoComplete="new-password" />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
