import { lazy, Suspense } from 'react'
import { useT } from '../i18n/provider.js'
import { Loading } from '../ui/empty.js'
import { NotFound } from './not-found.js'

// Found by its place: the phones are a part of their own, with their own styles.
const found = Object.values(import.meta.glob<{ SimulatorPage: () => React.ReactNode }>('./simulator/index.tsx'))[0]
const Simulator = found ? lazy(() => found().then(({ SimulatorPage }) => ({ default: SimulatorPage }))) : null

/** The simulated customers' phones. */
export function PhonesPage() {
  const { t } = useT()
  if (!Simulator) return <NotFound />
  return <Suspense fallback={<Loading label={t('app.loading')} />}><Simulator /></Suspense>
}
