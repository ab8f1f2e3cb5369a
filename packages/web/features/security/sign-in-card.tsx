import type { SessionUser } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, type FormEvent } from 'react'
import { api, isProblem } from '../../api/client.js'
import { keys, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

/** E-mail and password by which she signs in. */
export function SignInCard() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { user } = useSession()
  const passwords = useRef<HTMLFormElement>(null)
  const saved = () => { toast(t('app.saved')); void client.invalidateQueries({ queryKey: keys.session }); void client.invalidateQueries({ queryKey: keys.members }) }
  const email = useMutation({ mutationFn: (next: string) => api.patch<SessionUser>('/me', { email: next }), onSuccess: saved })
  const password = useMutation({ mutationFn: (body: { current: string; next: string }) => api.patch<SessionUser>('/me', { password: body }), onSuccess: () => { passwords.current?.reset(); saved() } })
  const text = (event: FormEvent<HTMLFormElement>, name: string) => String(new FormData(event.currentTarget).get(name))
  const told = (error: unknown) => (error ? `${tellError(intl, error).sentence} ${tellError(intl, error).next}` : undefined)
  const wrongCurrent = isProblem(password.error) && password.error.problem.fields?.some(({ field }) => field === 'password.current')
  return (
    <Card title={t('security.sign_in')}>
      <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => { event.preventDefault(); email.mutate(text(event, 'email').trim()) }}>
        <Field className="grow basis-64" label={t('signin.email')} name="email" type="email" key={user.email} defaultValue={user.email} autoComplete="username" required maxLength={254} error={told(email.error)} />
        <Button type="submit" busy={email.isPending}>{t('security.change_email')}</Button>
      </form>
      <hr className="my-5 border-line" />
      <form ref={passwords} className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); password.mutate({ current: text(event, 'current'), next: text(event, 'next') }) }}>
        <Field label={t('security.current_password')} name="current" type="password" autoComplete="current-password" required error={wrongCurrent ? t('security.wrong_current') : undefined} />
        <Field label={t('security.new_password')} name="next" type="password" autoComplete="new-password" required minLength={15} help={t('security.new_password_help')} error={wrongCurrent ? undefined : told(password.error)} />
        <Button type="submit" className="self-start" busy={password.isPending}>{t('security.change_password')}</Button>
      </form>
      {password.isSuccess && <Notice tone="good" className="mt-4">{t('security.others_ended')}</Notice>}
    </Card>
  )
}
