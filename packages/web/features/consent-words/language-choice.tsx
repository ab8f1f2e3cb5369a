import { useT } from '../../i18n/provider.js'
import { Choice } from '../../ui/field.js'
import { ANSWER_LANGUAGES, type AnswerLanguage, languageName } from './fill.js'

/** Which language is being written. */
export function LanguageChoice({ value, onChange }: { value: AnswerLanguage; onChange: (language: AnswerLanguage) => void }) {
  const { t } = useT()
  return (
    <Choice label={t('words.language')} value={value} className="max-w-56" onChange={(event) => onChange(event.target.value as AnswerLanguage)}>
      {ANSWER_LANGUAGES.map((language) => <option key={language} value={language}>{languageName(language)}</option>)}
    </Choice>
  )
}

/** The language in which somebody works, where the answers are written in it. */
export const ownLanguage = (language: string): AnswerLanguage => ANSWER_LANGUAGES.find((one) => one === language) ?? ANSWER_LANGUAGES.find((one) => one.slice(0, 2) === language.slice(0, 2)) ?? 'en'
