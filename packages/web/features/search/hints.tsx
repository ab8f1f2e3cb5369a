import type { SearchAnswer, SearchHint } from '@recado/api'
import { Lightbulb } from 'lucide-react'
import { useT, type MessageId } from '../../i18n/provider.js'
import { useOpenConversation } from '../inbox/use-open.js'

/** What of the line was not understood as it may have been meant, with the mending at hand; and whom a name stood for. */
export function Hints({ answer, q }: { answer: SearchAnswer; q: string }) {
  const { t } = useT()
  const { change } = useOpenConversation()
  const word = (field: string | null) => (field ? t(`search.op.${field}` as MessageId) : '')
  const sentence = ({ code, text, field }: SearchHint) => t(`search.hint.${code}`, { text, word: word(field), field: field ?? 'none' })
  const meant = answer.meant.filter((each) => each.names.length > 1 || each.names[0]?.toLowerCase() !== each.value.toLowerCase())
  if (answer.hints.length === 0 && meant.length === 0) return null
  return (
    <ul className="border-b border-line bg-sunken px-4 py-2 text-sm">
      {answer.hints.map((hint) => (
        <li key={hint.code + hint.text} className="flex flex-wrap items-center gap-x-2 py-0.5">
          <Lightbulb aria-hidden="true" className="size-4 shrink-0 text-waiting" /><span className="min-w-0 grow">{sentence(hint)}</span>
          {hint.code === 'unknown_operator' && hint.field && <button type="button" onClick={() => change({ q: q.replace(`${hint.text}:`, `${word(hint.field)}:`) })} className="min-h-6 font-semibold text-accent-strong hover:underline">{t('search.fix', { word: word(hint.field) })}</button>}
        </li>
      ))}
      {meant.map((each) => <li key={each.field + each.value} className="py-0.5 text-ink-soft">{t('search.meant', { value: `${word(each.field)}:${each.value}`, names: each.names.join(', ') })}</li>)}
    </ul>
  )
}
