import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { RegistryContext } from './hotkeys/use-actions.js'
import { Registry } from './hotkeys/registry.js'
import { LanguageProvider, useLanguage } from './i18n/provider.js'
import { LiveProvider } from './live/provider.js'
import { makeRouter } from './routes.js'
import './ui/desk.css'

/** The desk: everything that needs a signed-in person. Made anew when the workspace changes. */
export default function App() {
  const { language } = useLanguage()
  const [router] = useState(makeRouter)
  const [registry] = useState(() => new Registry())
  return (
    <LanguageProvider part="desk">
      <I18nProvider locale={language}>
        <RegistryContext value={registry}>
          <LiveProvider><RouterProvider router={router} /></LiveProvider>
        </RegistryContext>
      </I18nProvider>
    </LanguageProvider>
  )
}
