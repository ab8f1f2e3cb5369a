import type { Session } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api, isOffline, isProblem, whenConfirmationNeeded, whenFactorOwed, whenSignedOut } from '../../api/client.js'
import { sessionQuery } from '../../api/session.js'
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
const Join = lazy(() => import('./join.js'))
const Setup = lazy(() => import('./setup.js'))
const MustSetUp = lazy(() => import('../security/must-set-up.js'))
const ConfirmIdentity = lazy(() => import('../security/confirm-identity.js'))

/** First run, sign-in or the desk: whichever is right for this browser now. */
export function Gate() {
  const client = useQueryClient()
  const { t, intl } = useT()
  const { setLanguage } = useLanguage()
  // The set-up signs its owner in before she has read her recovery key: the gate stays shut until she says so.
  const [inSetup, setInSetup] = useState(false)
  const session = useQuery({ ...sessionQuery, networkMode: 'always', retry: (count, error) => count < 5 && isProblem(error) && error.status > 403,
    // The kept shell has opened without a line: it goes on by itself when the line is back.
    refetchInterval: ({ state }) => (state.data === undefined && isOffline(state.error) ? 4_000 : false) })
  const signedOut = isProblem(session.error) && session.error.status === 401
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.get<{ needed: boolean }>('/setup'), enabled: signedOut })

  useEffect(() => whenSignedOut(() => {
    if (client.getQueryData(sessionQuery.queryKey)) void client.resetQueries({ queryKey: sessionQuery.queryKey })
  }), [client])
  useEffect(() => whenFactorOwed(() => {
    if (client.getQueryData<Session>(sessionQuery.queryKey)?.secondFactor.overdue === false) void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }), [client])
  const [asking, setAsking] = useState<((confirmed: boolean) => void) | null>(null)
  useEffect(() => whenConfirmationNeeded(() => new Promise((resolve) => { setAsking(() => (confirmed: boolean) => { setAsking(null); resolve(confirmed) }) })), [])
  // A desk that is open stays as it is beneath what is due: nothing of her work is lost.
  const overdue = session.data?.secondFactor.overdue === true
  const [atDesk, setAtDesk] = useState(false)
  useEffect(() => { setAtDesk((was) => session.data !== undefined && (was || !overdue)) }, [session.data, overdue])
  const user = session.data?.user
  useEffect(() => {
    if (!user) return
    if (isLanguage(user.language)) setLanguage(user.language)
    applyTheme(user.preferences.theme ?? user.theme ?? 'system')
  }, [user, setLanguage])
  useEffect(() => { if (setup.data?.needed) setInSetup(true) }, [setup.data])

  // The secret of an invitation stands behind the #: it is read once and leaves the address bar with whoever used it.
  const [invited, setInvited] = useState(() => (location.pathname === '/join' ? location.hash.slice(1) : null))
  const enter = () => { history.replaceState(null, '', '/'); setInvited(null) }
  const waiting = <div className="h-full"><Loading label={t('app.loading')} /></div>
  if (inSetup) return <Suspense fallback={waiting}><Setup onDone={() => { setInSetup(false); void client.resetQueries({ queryKey: sessionQuery.queryKey }) }} /></Suspense>
  if (invited !== null) return <Suspense fallback={waiting}><Join token={invited} onDone={(next) => { enter(); client.clear(); client.setQueryData(sessionQuery.queryKey, next) }} onLeave={enter} /></Suspense>
  if (session.data) {
    return (
      <Suspense fallback={waiting}>
        {(!overdue || atDesk) && <div inert={overdue} className="contents"><App key={session.data.workspace.id} /></div>}
        {overdue && <div className={atDesk ? 'fixed inset-0 z-30' : 'h-full'}><MustSetUp session={session.data} /></div>}
        {asking && <ConfirmIdentity onDone={asking} />}
      </Suspense>
    )
  }
  if (signedOut && setup.data) return <SignIn onDone={(next) => client.setQueryData(sessionQuery.queryKey, next)} />
  const error = setup.error ?? (signedOut ? null : session.error)
  if (!error) return waiting
  const told = tellError(intl, error)
  return (
    <main className="mx-auto flex h-full max-w-md flex-col justify-center p-6">
      <Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => { void session.refetch(); void setup.refetch() }}>{t('app.retry')}</Button>}>{told.next}</Notice>
    </main>
  )
}
