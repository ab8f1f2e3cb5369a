import { useT } from '../../i18n/provider.js'
import { type AnswerLanguage, directionOf } from './fill.js'

/** A text as it stands in her chat. */
export function Preview({ language, text }: { language: AnswerLanguage; text: string }) {
  const { t } = useT()
  return (
    <figure aria-label={t('words.preview')} className="self-start rounded-xl bg-sunken p-3">
      <figcaption className="mb-1.5 text-xs text-ink-soft">{t('words.preview')}</figcaption>
      <p lang={language} dir={directionOf(language)} className="rounded-2xl rounded-es-md bg-bubble-in px-3 py-2 text-sm whitespace-pre-wrap shadow-lift [overflow-wrap:anywhere]">{text}</p>
    </figure>
  )
}
