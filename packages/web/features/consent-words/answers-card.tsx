import type { ConsentText, ConsentWordSettings } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { channelsQuery, useSession } from '../../api/queries.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Choice, TextArea } from '../../ui/field.js'
import { type AnswerLanguage, directionOf, fillText, textFault } from './fill.js'
import { LanguageChoice, ownLanguage } from './language-choice.js'
import { Preview } from './preview.js'
import { useWordSettings } from './queries.js'

/** What people are answered, moment by moment and in each language: ours until the company writes its own, beside what she will read. */
export function AnswersCard({ settings }: { settings: ConsentWordSettings }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const [language, setLanguage] = useState<AnswerLanguage>(() => ownLanguage(user.language))
  const moments = settings.defaults.filter((one) => one.key !== 'help' || settings.help)
  const [key, setKey] = useState(moments[0]?.key)
  const of = moments.find((one) => one.key === key) ?? moments[0]
  const name = (each: string) => { const id = `words.text_${each}`; return isMessage(intl, id) ? t(id) : each }
  const own = (each: string) => Boolean(settings.texts[each]?.[language])
  return (
    <Card title={t('words.answers_title')}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-ink-soft">{t('words.answers_help')}</p>
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_14rem]">
          <Choice label={t('words.moment')} value={of?.key} onChange={(event) => setKey(event.target.value)}>
            {moments.map((one) => <option key={one.key} value={one.key}>{own(one.key) ? t('words.moment_own', { moment: name(one.key) }) : name(one.key)}</option>)}
          </Choice>
          <LanguageChoice value={language} onChange={setLanguage} />
        </div>
        {of && <Answer key={`${of.key} ${language}`} of={of} label={name(of.key)} language={language} settings={settings} />}
      </div>
    </Card>
  )
}

function Answer({ of, label, language, settings }: { of: ConsentText; label: string; language: AnswerLanguage; settings: ConsentWordSettings }) {
  const { t } = useT()
  const save = useWordSettings()
  const kept = settings.texts[of.key]?.[language] ?? ''
  const ours = of.texts[language] ?? ''
  const [text, setText] = useState(kept || ours)
  const channels = useQuery(channelsQuery).data ?? []
  const own = text.trim() === ours.trim() ? '' : text.trim()
  const fault = textFault(own, of)
  const known = settings.known.find((one) => one.language === language)
  const small = settings.small[language]
  const first = (words: readonly string[] | undefined) => (words?.[0] ?? '').toLocaleUpperCase(language)
  const shown = fillText(own || ours, {
    company: settings.company, channel: channels[0]?.name ?? '', contact: t('saved.example_contact'), topics: t('words.example_topics'), in: first(known?.optIn), out: first(known?.optOut), yes: small?.yes ?? '',
    privacy: settings.privacyUrl && small ? fillText(small.privacy, { url: settings.privacyUrl }) : '',
  })
  const keep = (value: string) => save.mutate({ texts: { ...settings.texts, [of.key]: { ...settings.texts[of.key], [language]: value } } })
  return (
    <div className="grid gap-3 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="flex min-w-0 flex-col gap-2">
        <TextArea label={label} lang={language} dir={directionOf(language)} value={text} maxLength={900} onChange={(event) => setText(event.target.value)} error={fault && t(`words.${fault.kind}`, { place: fault.place })}
          help={of.may.length > 0 ? t('words.places', { places: of.may.map((place) => `{{${place}}}`).join(' ') }) : undefined} />
        <div className="flex flex-wrap gap-2">
          <Button look="primary" busy={save.isPending} disabled={own === kept.trim() || fault !== null || text.trim() === ''} onClick={() => keep(own)}>{t('app.save')}</Button>
          {own !== '' && <Button look="quiet" onClick={() => { setText(ours); if (kept !== '') keep('') }}>{t('words.ours')}</Button>}
        </div>
      </div>
      <Preview language={language} text={shown} />
    </div>
  )
}
