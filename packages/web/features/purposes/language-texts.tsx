import type { InLanguages } from '@recado/api'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { Choice, Field, TextArea } from '../../ui/field.js'

/** One text in as many languages as somebody likes: the language beside it says which one is shown, and which of them have a text. */
export function LanguageTexts({ label, help, texts, onChange, maxLength, short = false, required = false }: { label: string; help?: string; texts: InLanguages; onChange: (texts: InLanguages) => void; maxLength: number; short?: boolean; required?: boolean }) {
  const { t, intl } = useT()
  const own = Object.keys(LANGUAGES).find((each) => intl.locale.startsWith(each)) ?? 'en'
  const [language, setLanguage] = useState(() => (texts[own] || Object.keys(texts).length === 0 ? own : Object.keys(texts)[0]!)) // not empty
  const set = (text: string) => onChange(Object.fromEntries(Object.entries({ ...texts, [language]: text }).filter(([, each]) => each !== '')))
  const input = { label, ...(help ? { help } : {}), value: texts[language] ?? '', maxLength, lang: language, dir: 'auto' as const, required: required && Object.keys(texts).length === 0 }
  return (
    <div className="grid items-start gap-3 sm:grid-cols-[1fr_12rem]">
      {short ? <Field {...input} onChange={(event) => set(event.target.value)} /> : <TextArea {...input} onChange={(event) => set(event.target.value)} />}
      <Choice label={t('purposes.language')} value={language} onChange={(event) => setLanguage(event.target.value)}>
        {[...new Set([...Object.keys(LANGUAGES), ...Object.keys(texts)])].map((each) => <option key={each} value={each}>{LANGUAGES[each as keyof typeof LANGUAGES] ?? each}{texts[each] ? ' ✓' : ''}</option>)}
      </Choice>
    </div>
  )
}
