import type { ReactNode } from 'react'
import { LANGUAGES, isLanguage, type Language } from '../../i18n/languages.js'
import { useLanguage, useT } from '../../i18n/provider.js'

/** The page before the desk: one column, the mark, and the language at hand. */
export function GateFrame({ title, lead, children, step }: { title: string; lead?: string; children: ReactNode; step?: string }) {
  const { t } = useT()
  const { language, setLanguage } = useLanguage()
  return (
    <div className="thin-scroll flex h-full flex-col overflow-y-auto bg-page">
      <header className="mx-auto flex w-full max-w-lg items-center gap-3 px-5 pt-6">
        <img src="/icon.svg" alt="" width={36} height={36} />
        <span className="grow text-lg font-semibold">{t('app.name')}</span>
        <label className="sr-only" htmlFor="gate-language">{t('app.language')}</label>
        <select id="gate-language" value={language} onChange={(event) => { if (isLanguage(event.target.value)) setLanguage(event.target.value) }} className="min-h-9 rounded-lg border border-line bg-surface px-2">
          {Object.entries(LANGUAGES).map(([id, name]) => <option key={id} value={id} lang={id as Language}>{name}</option>)}
        </select>
      </header>
      <main className="mx-auto flex w-full max-w-lg grow flex-col justify-center px-5 py-8">
        <div className="rounded-2xl border border-line bg-surface p-6 shadow-lift sm:p-8">
          {step && <p className="mb-1 text-sm text-ink-soft">{step}</p>}
          <h1 className="text-xl">{title}</h1>
          {lead && <p className="mt-1 text-pretty text-ink-soft">{lead}</p>}
          <div className="mt-6">{children}</div>
        </div>
      </main>
    </div>
  )
}
