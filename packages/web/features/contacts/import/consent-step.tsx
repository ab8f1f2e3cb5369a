import type { ContactImport } from '@recado/api'
import type { ConsentChoice, ContactMapping } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { useT } from '../../../i18n/provider.js'
import { languages } from '../person/places.js'
import { topicName } from './topic-name.js'
import { Choice, Field, TextArea, Toggle } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { topicsQuery } from '../consents/queries.js'

/** Whether these people may get marketing, and what proves it. Nothing is chosen beforehand where the file speaks of it. */
export function ConsentStep({ one, mapping, change }: { one: ContactImport; mapping: ContactMapping; change: (wish: Partial<ContactMapping>) => void }) {
  const { t, intl } = useT()
  const hasColumn = mapping.columns.some(({ to }) => to === 'consent')
  const { consent } = mapping
  const now = consent === undefined ? '' : consent === null ? 'none' : consent.given
  const choose = (word: 'none' | ConsentChoice['given']) => change({ consent: word === 'none' ? null : { source: '', wording: { text: '', language: intl.locale, privacyUrl: null }, ...consent, given: word } })
  return (
    <div className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t('contacts.import.consent_question')}</legend>
        {(['none', 'columns', 'all'] as const).map((each) => (
          <label key={each} className="flex cursor-pointer items-start gap-3 rounded-xl border border-line bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-default has-disabled:opacity-60">
            <input type="radio" name={`consent-${one.id}`} className="mt-1 size-4 shrink-0 accent-accent" disabled={each === 'columns' && !hasColumn} checked={now === each} onChange={() => choose(each)} />
            <span><span className="font-medium">{t(`contacts.import.consent_${each}`)}</span>{each === 'columns' && !hasColumn && <span className="block text-sm text-ink-soft">{t('contacts.import.consent_no_column')}</span>}</span>
          </label>
        ))}
      </fieldset>
      {consent && <Proof consent={consent} hasDates={mapping.columns.some(({ to }) => to === 'consent_date')} change={(wish) => change({ consent: { ...consent, ...wish } })} />}
      {consent === undefined && hasColumn && <Notice tone="warning" title={t('contacts.import.missing.consent')} />}
    </div>
  )
}

function Proof({ consent, hasDates, change }: { consent: ConsentChoice; hasDates: boolean; change: (wish: Partial<ConsentChoice>) => void }) {
  const { t, intl } = useT()
  const topics = (useQuery(topicsQuery).data ?? []).filter((topic) => topic.archivedAt === null)
  const chosen = new Set(consent.categories ?? [])
  const today = new Date().toISOString().slice(0, 10)
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('contacts.import.consent_source')} help={t('contacts.import.consent_source_help')} required maxLength={200} value={consent.source} onChange={(event) => change({ source: event.target.value })} />
      <TextArea label={t('contacts.import.consent_words')} required maxLength={10_000} dir="auto" value={consent.wording.text} onChange={(event) => change({ wording: { ...consent.wording, text: event.target.value } })} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice label={t('contacts.import.consent_language')} value={consent.wording.language} onChange={(event) => change({ wording: { ...consent.wording, language: event.target.value } })}>{languages(intl, consent.wording.language || null).map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</Choice>
        <Field label={t('contacts.import.consent_privacy')} type="url" inputMode="url" dir="ltr" maxLength={2_000} value={consent.wording.privacyUrl ?? ''} onChange={(event) => change({ wording: { ...consent.wording, privacyUrl: event.target.value.trim() || null } })} />
        <Field label={t('contacts.import.consent_date')} help={t('contacts.import.consent_date_help')} type="date" max={today} required={!hasDates && consent.given === 'all'} value={consent.date ?? ''} onChange={(event) => change({ date: event.target.value || undefined } as Partial<ConsentChoice>)} />
        {consent.given === 'columns' && <Choice label={t('contacts.import.consent_no')} value={consent.no ?? 'nothing'} onChange={(event) => change({ no: event.target.value as 'nothing' })}>{(['nothing', 'withdrawn'] as const).map((each) => <option key={each} value={each}>{t(`contacts.import.consent_no.${each}`)}</option>)}</Choice>}
      </div>
      {consent.given === 'all' && topics.length > 0 && (
        <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
          <legend className="mb-1 font-medium">{t('contacts.import.consent_topics')}</legend>
          <Tick label={t('contacts.import.topic_all')} checked={chosen.size === 0} onChange={() => change({ categories: [] })} />
          {topics.map((topic) => <Tick key={topic.key} label={topicName(topic, intl.locale)} checked={chosen.has(topic.key)} onChange={(on) => change({ categories: on ? [...chosen, topic.key] : [...chosen].filter((key) => key !== topic.key) })} />)}
        </fieldset>
      )}
      <Toggle label={t('contacts.import.consent_confirmed')} help={t('contacts.import.consent_confirmed_help')} checked={consent.confirmed === true} onChange={(event) => change({ confirmed: event.target.checked })} />
    </div>
  )
}

function Tick({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return <label className="flex min-h-8 cursor-pointer items-center gap-2"><input type="checkbox" className="size-4 accent-accent" checked={checked} onChange={(event) => onChange(event.target.checked)} /><bdi>{label}</bdi></label>
}
