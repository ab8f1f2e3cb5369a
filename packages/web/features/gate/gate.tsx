import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api, isProblem, whenSignedOut } from '../../api/client.js'
import { keys, sessionQuery } from '../../api/queries.js'
import { isLanguage } from '../../i18n/languages.js'
import { useLanguage, useT } from '../../i18n/provider.js'
import { tellError } from '../../i18n/errors.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SignIn } from './sign-in.js'
import { applyTheme } from './theme.js'

// Whoever only signs in loads neither the router nor the inbox; the address stays, so a link opens what it names afterwards.
const App = lazy(() => import('../../app.js'))
const Setup = lazy(() => import('./setup.js'))

/** First run, sign-in or the desk: whichever is right for this browser now. */
export function Gate() {
  const client = useQueryClient()
  const { t, intl } = useT()
  const { setLanguage } = useLanguage()
  // The set-up signs its owner in before she has read her recovery key: the gate stays shut until she says so.
  const [inSetup, setInSetup] = useState(false)
  const session = useQuery({ ...sessionQuery, retry: (count, error) => count < 5 && isProblem(error) && error.status !== 401 && error.status !== 403 })
  const signedOut = isProblem(session.error) && session.error.status === 401
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.get<{ needed: boolean }>('/setup'), enabled: signedOut })

  useEffect(() => whenSignedOut(() => {
    if (client.getQueryData(keys.session)) void client.resetQueries({ queryKey: keys.session })
  }), [client])
  const user = session.data?.user
  useEffect(() => {
    if (!user) return
    if (isLanguage(user.language)) setLanguage(user.language)
    applyTheme(user.preferences.theme ?? user.theme ?? 'system')
  }, [user, setLanguage])
  useEffect(() => { if (setup.data?.needed) setInSetup(true) }, [setup.data])

  const waiting = <div className="h-full"><Loading label={t('app.loading')} /></div>
  if (inSetup) return <Suspense fallback={waiting}><Setup onDone={() => { setInSetup(false); void client.resetQueries({ queryKey: keys.session }) }} /></Suspense>
  if (session.data) return <Suspense fallback={waiting}><App key={session.data.workspace.id} /></Suspense>
  if (signedOut && setup.data) return <SignIn onDone={(next) => client.setQueryData(keys.session, next)} />
  const error = setup.error ?? (signedOut ? null : session.error)
  if (!error) return waiting
  const told = tellError(intl, error)
  return (
    <main className="mx-auto flex h-full max-w-md flex-col justify-center p-6">
      <Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => { void session.refetch(); void setup.refetch() }}>{t('app.retry')}</Button>}>{told.next}</Notice>
    </main>
  )
}
