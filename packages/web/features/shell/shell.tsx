import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../../api/queries.js'
import { useActions, useHotkeys } from '../../hotkeys/use-actions.js'
import { useT } from '../../i18n/provider.js'
import { Toasts } from '../../ui/toast.js'
import { useOutboxDelivery } from '../inbox/use-outbox-delivery.js'
import { FactorBanner } from '../security/factor-banner.js'
import { HealthBanner } from '../account/health-banner.js'
import { DemoBanner } from './demo-banner.js'
import { LiveBanner } from './live-banner.js'
import { Nav, TabBar } from './nav.js'
import { useShellActions } from './shell-actions.js'

const NoticeCenter = lazy(() => import('../notices/center.js'))
const NewVersion = lazy(() => import('../notices/update.js'))
const KeySheet = lazy(() => import('../palette/key-sheet.js'))
const Palette = lazy(() => import('../palette/palette.js'))

/** Everything that stands round a page: navigation, banners, palette and keys. */
export function Shell() {
  const { t } = useT()
  const { user, workspace } = useSession()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  useOutboxDelivery()
  useHotkeys({ singleKeys: user.preferences.singleKeys, keys: user.preferences.keys })
  useActions(useShellActions({ openPalette: () => setOpen('palette'), openKeys: () => setOpen('keys') }))
  return (
    <div className="flex h-dvh flex-col">
      <a href="#main" className="sr-only z-50 rounded-lg bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:m-2">{t('app.skip')}</a>
      {workspace.demo && <DemoBanner />}
      <FactorBanner />
      <LiveBanner />
      <Suspense fallback={null}><NewVersion /><NoticeCenter /></Suspense>
      <HealthBanner />
      <div className="flex min-h-0 grow">
        <Nav openPalette={() => setOpen('palette')} openKeys={() => setOpen('keys')} />
        <main id="main" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none"><Outlet /></main>
      </div>
      <TabBar />
      <Suspense fallback={null}>
        {open === 'palette' && <Palette onClose={() => setOpen(null)} />}
        {open === 'keys' && <KeySheet onClose={() => setOpen(null)} />}
      </Suspense>
      <Toasts dismissLabel={t('app.dismiss')} />
    </div>
  )
}
