import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { CodeField } from './code-field.js'

/** Asks for password and code once more. What wanted it goes on by itself when they were right. */
export default function ConfirmIdentity({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const { t, intl } = useT()
  const { user, secondFactor } = useSession()
  const confirm = useMutation({ mutationFn: (body: { password: string; code?: string }) => api.post('/session/confirm', body), onSuccess: () => onDone(true) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    confirm.mutate({ password: String(form.get('password')), ...(secondFactor.enabled ? { code: String(form.get('code')) } : {}) })
  }
  const told = confirm.error ? tellError(intl, confirm.error) : null
  return (
    <DialogWindow title={t('second_factor.confirm_title')} closeLabel={t('app.close')} onClose={() => onDone(false)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-pretty text-ink-soft">{t('second_factor.confirm_text')}</p>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <Field label={t('signin.password')} name="password" type="password" autoComplete="current-password" required autoFocus />
        {secondFactor.enabled && <CodeField />}
        <div className="flex justify-end gap-2"><Button onClick={() => onDone(false)}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={confirm.isPending}>{t('app.continue')}</Button></div>
      </form>
    </DialogWindow>
  )
}
