import type { KeywordMatch, Trigger } from '@recado/api'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { Choice, Field, TextArea } from '../../ui/field.js'

const MATCHES: readonly KeywordMatch[] = ['word', 'contains', 'starts', 'exact']
const lines = (text: string) => [...new Set(text.split(/[\n,，、]/u).map((one) => one.trim()).filter(Boolean))]

/** What sets a rule off, for its kind. */
export function TriggerFields({ trigger, onChange }: { trigger: Trigger; onChange: (trigger: Trigger) => void }) {
  const { t } = useT()
  const [words, setWords] = useState(trigger.kind === 'keyword' ? trigger.words.join('\n') : trigger.kind === 'menu' ? trigger.keys.join('\n') : '')
  switch (trigger.kind) {
    case 'greeting':
      return (
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_9rem]">
          <Choice label={t('auto.greet')} value={trigger.afterDays === null ? 'first' : 'again'} onChange={(event) => onChange({ kind: 'greeting', afterDays: event.target.value === 'first' ? null : 14 })}>
            <option value="first">{t('auto.greet_first')}</option>
            <option value="again">{t('auto.greet_again')}</option>
          </Choice>
          {trigger.afterDays !== null && <Field label={t('auto.silent_days')} help={t('auto.silent_days_help')} type="number" min={1} max={3650} required value={trigger.afterDays} onChange={(event) => onChange({ kind: 'greeting', afterDays: Math.max(1, Math.min(3650, Math.round(Number(event.target.value)) || 1)) })} />}
        </div>
      )
    case 'keyword':
      return (
        <div className="grid gap-4 sm:grid-cols-[1fr_14rem]">
          <TextArea label={t('auto.words')} help={t('auto.words_help')} dir="auto" required autoFocus value={words} onChange={(event) => { setWords(event.target.value); onChange({ ...trigger, words: lines(event.target.value) }) }} />
          <Choice label={t('auto.match')} value={trigger.match} onChange={(event) => onChange({ ...trigger, match: event.target.value as KeywordMatch })}>
            {MATCHES.map((one) => <option key={one} value={one}>{t(`auto.match_${one}`)}</option>)}
          </Choice>
        </div>
      )
    case 'menu':
      return <TextArea label={t('auto.keys')} help={t('auto.keys_help')} required autoFocus spellCheck={false} value={words} onChange={(event) => { setWords(event.target.value); onChange({ ...trigger, keys: lines(event.target.value) }) }} />
    case 'away': return <p className="text-ink-soft">{t('auto.when_away')}</p>
    case 'follow': return <p className="text-ink-soft">{t('auto.when_follow')}</p>
  }
}
