import type { Session } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, isProblem } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { CodeStep } from './code-step.js'
import { GateFrame } from './frame.js'

export interface Credentials { email: string; password: string; code?: string }

/** E-mail and password, then the code of those who have a second factor; password managers and pasting work as everywhere. */
export function SignIn({ onDone }: { onDone: (session: Session) => void }) {
  const { t, intl } = useT()
  const [shown, setShown] = useState(false)
  const [known, setKnown] = useState<Credentials | null>(null)
  const signIn = useMutation({
    mutationFn: async (body: Credentials) => {
      await api.post('/session', body)
      return api.get<Session>('/session')
    },
    onSuccess: onDone,
    onError: (error, body) => { if (isProblem(error) && error.code === 'second_factor_required') { setKnown({ email: body.email, password: body.password }); signIn.reset() } },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn.mutate({ email: String(form.get('email')).trim(), password: String(form.get('password')) })
  }
  if (known) return <CodeStep busy={signIn.isPending} error={signIn.error} onSubmit={(code) => signIn.mutate({ ...known, code })} onBack={() => { setKnown(null); signIn.reset() }} />
  const told = signIn.error ? tellError(intl, signIn.error) : null
  return (
    <GateFrame title={t('signin.title')} lead={t('signin.lead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('signin.email')} name="email" type="email" autoComplete="username" required autoFocus />
        <div>
          <Field label={t('signin.password')} name="password" type={shown ? 'text' : 'password'} autoComplete="current-password" required />
          <label className="mt-2 inline-flex min-h-6 items-center gap-2 text-sm text-ink-soft"><input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} className="size-4 accent-(--accent)" />{t('signin.show_password')}</label>
        </div>
        <Button type="submit" look="primary" busy={signIn.isPending}>{t('signin.submit')}</Button>
      </form>
    </GateFrame>
  )
}
