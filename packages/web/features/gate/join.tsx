import type { AcceptInvitation, InvitationLook, Session } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { api, isProblem } from '../../api/client.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { isLanguage } from '../../i18n/languages.js'
import { useLanguage, useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { CodeStep } from './code-step.js'
import { GateFrame } from './frame.js'

const SHORTEST_PASSWORD = 15

/** The page behind an invitation's link: who invites, then a name and a password, or the password she has here already. */
export default function Join({ token, onDone, onLeave }: { token: string; onDone: (session: Session) => void; onLeave: () => void }) {
  const { t, intl } = useT()
  const { language, setLanguage } = useLanguage()
  const look = useQuery({ queryKey: ['join', token], queryFn: () => api.post<InvitationLook>('/join/look', { token }), retry: false, staleTime: Infinity })
  const [known, setKnown] = useState<AcceptInvitation | null>(null)
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const join = useMutation({
    mutationFn: async (body: AcceptInvitation) => {
      await api.post('/join', body)
      return api.get<Session>('/session')
    },
    onSuccess: onDone,
    onError: (error, body) => { if (isProblem(error) && error.code === 'second_factor_required') { setKnown(body); join.reset() } },
  })
  // The page speaks the invitation's language until its reader chooses another.
  const spoken = useRef(false)
  const invited = look.data?.language
  useEffect(() => {
    if (spoken.current || !invited || !isLanguage(invited)) return
    spoken.current = true
    setLanguage(invited)
  }, [invited, setLanguage])

  if (look.isLoading) return <div className="h-full"><Loading label={t('app.loading')} /></div>
  if (!look.data) {
    const told = tellError(intl, look.error)
    return <GateFrame title={told.sentence} {...(told.next ? { lead: told.next } : {})}><Button onClick={onLeave}>{t('join.to_sign_in')}</Button></GateFrame>
  }
  const { workspace, invitedBy, email, name, role, roleName, known: isKnown } = look.data
  if (known) return <CodeStep busy={join.isPending} error={join.error} onSubmit={(code) => join.mutate({ ...known, code })} onBack={() => { setKnown(null); join.reset() }} />
  const short = !isKnown && password.length < SHORTEST_PASSWORD
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (short) return
    const typed = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    join.mutate({ token, password, ...(isKnown ? {} : { name: typed, language }) })
  }
  const ofPassword = isProblem(join.error) && join.error.code.startsWith('password_')
  const told = join.error && !ofPassword ? tellError(intl, join.error) : null
  const passwordError = ofPassword ? `${tellError(intl, join.error).sentence} ${tellError(intl, join.error).next}` : tried && short ? tellCode(intl, 'password_too_short').sentence : undefined
  const as = roleName ?? t(`role.${role}`)
  return (
    <GateFrame title={t('join.title', { workspace })} lead={invitedBy ? t('join.lead', { by: invitedBy, role: as }) : t('join.lead_anonymous', { role: as })}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {isKnown && <Notice>{t('join.known')}</Notice>}
        <Field label={t('signin.email')} help={isKnown ? undefined : t('join.email_help')} type="email" autoComplete="username" value={email} readOnly />
        {!isKnown && <Field label={t('setup.name')} name="name" help={t('setup.name_help')} autoComplete="name" required autoFocus maxLength={120} defaultValue={name} />}
        <Field label={t('signin.password')} type="password" autoComplete={isKnown ? 'current-password' : 'new-password'} required autoFocus={isKnown} value={password} onChange={(event) => setPassword(event.target.value)}
          help={isKnown ? undefined : short ? t('setup.password_help', { left: SHORTEST_PASSWORD - password.length }) : t('setup.password_good')} error={passwordError} />
        <Button type="submit" look="primary" busy={join.isPending} className="mt-2">{t('join.submit')}</Button>
      </form>
    </GateFrame>
  )
}
