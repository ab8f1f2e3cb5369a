import type { ConsentText, ConsentWordSettings } from '@recado/api'
import { useState } from 'react'
import { useSession } from '../../api/queries.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { TextArea } from '../../ui/field.js'
import { type AnswerLanguage, directionOf, fillText, textFault } from './fill.js'
import { LanguageChoice, ownLanguage } from './language-choice.js'
import { useWordSettings } from './queries.js'

/** What people are answered, in each language: ours until the company writes its own, beside what she will read. */
export function AnswersCard({ settings }: { settings: ConsentWordSettings }) {
  const { t } = useT()
  const { user } = useSession()
  const [language, setLanguage] = useState<AnswerLanguage>(() => ownLanguage(user.language))
  return (
    <Card title={t('words.answers_title')}>
      <div className="flex flex-col gap-5">
        <p className="text-sm text-ink-soft">{t('words.answers_help')}</p>
        <LanguageChoice value={language} onChange={setLanguage} />
        {settings.defaults.filter((one) => one.key !== 'help' || settings.help).map((one) => <Answer key={`${one.key} ${language}`} of={one} language={language} settings={settings} />)}
      </div>
    </Card>
  )
}

function Answer({ of, language, settings }: { of: ConsentText; language: AnswerLanguage; settings: ConsentWordSettings }) {
  const { t, intl } = useT()
  const save = useWordSettings()
  const kept = settings.texts[of.key]?.[language] ?? ''
  const ours = of.texts[language] ?? ''
  const [text, setText] = useState(kept || ours)
  const own = text.trim() === ours.trim() ? '' : text.trim()
  const fault = textFault(own, of)
  const known = settings.known.find((one) => one.language === language)
  const first = (words: readonly string[] | undefined) => (words?.[0] ?? '').toLocaleUpperCase(language)
  const shown = fillText(own || ours, {
    company: settings.company, channel: 'WhatsApp', contact: t('saved.example_contact'), topics: t('words.example_topics'), in: first(known?.optIn), out: first(known?.optOut), yes: language === 'de' ? 'JA' : language === 'en' ? 'YES' : language === 'pt-BR' ? 'SIM' : language === 'zh-CN' ? '是' : language === 'ar' ? 'نعم' : 'SÍ', privacy: settings.privacyUrl ?? '',
  })
  const id = `words.text_${of.key}`
  const label = isMessage(intl, id) ? t(id) : of.key
  const keep = (value: string) => save.mutate({ texts: { ...settings.texts, [of.key]: { ...settings.texts[of.key], [language]: value } } })
  return (
    <div className="grid gap-3 border-t border-line pt-4 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="flex min-w-0 flex-col gap-2">
        <TextArea label={label} lang={language} dir={directionOf(language)} value={text} maxLength={900} onChange={(event) => setText(event.target.value)} error={fault && t(`words.${fault.kind}`, { place: fault.place })}
          help={of.may.length > 0 ? t('words.places', { places: of.may.map((place) => `{{${place}}}`).join(' ') }) : undefined} />
        <div className="flex flex-wrap gap-2">
          <Button small look="primary" busy={save.isPending} disabled={own === kept.trim() || fault !== null || text.trim() === ''} onClick={() => keep(own)}>{t('app.save')}</Button>
          {own !== '' && <Button small look="quiet" onClick={() => { setText(ours); if (kept !== '') keep('') }}>{t('words.ours')}</Button>}
        </div>
      </div>
      <figure aria-label={t('words.preview')} className="self-start rounded-xl bg-sunken p-3">
        <figcaption className="mb-1.5 text-xs text-ink-soft">{t('words.preview')}</figcaption>
        <p lang={language} dir={directionOf(language)} className="rounded-2xl rounded-es-md bg-bubble-in px-3 py-2 text-sm whitespace-pre-wrap shadow-lift [overflow-wrap:anywhere]">{shown}</p>
      </figure>
    </div>
  )
}
