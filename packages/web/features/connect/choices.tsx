import type { Channel, ConnectChoice } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { CircleCheck, ExternalLink, FileInput, TriangleAlert } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Guide } from '../guide.js'
import { SafeLink } from '../inbox/thread/rich-text.js'

type Question = NonNullable<Channel['question']>

/** The ways of connecting, each with what speaks for it and what it costs; what cannot be undone stands before the choice, not after it. */
export function ConnectChoices({ question, chosen, onChoose }: { question: Question; chosen: string | null; onChoose: (id: string) => void }) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-bubble font-semibold">{question.title}</legend>
      <p className="max-w-xl text-pretty text-ink-soft">{question.lead}</p>
      {question.choices.map((choice) => (
        <label key={choice.id} className={cx('flex cursor-pointer gap-3 rounded-2xl border bg-surface p-4 shadow-lift has-focus-visible:outline-2 has-focus-visible:outline-accent', chosen === choice.id ? 'border-accent' : 'border-line hover:bg-hover')}>
          <input type="radio" name={name} aria-labelledby={`${name}${choice.id}-title`} aria-describedby={`${name}${choice.id}-facts`} value={choice.id} checked={chosen === choice.id} onChange={() => onChoose(choice.id)} className="mt-1 size-4 shrink-0 accent-(--accent)" />
          <div className="min-w-0 grow"><span id={`${name}${choice.id}-title`} className="block font-semibold">{choice.title}</span><div id={`${name}${choice.id}-facts`}><p className="text-pretty text-ink-soft">{choice.summary}</p><Facts choice={choice} /></div></div>
        </label>
      ))}
    </fieldset>
  )
}

function Facts({ choice }: { choice: ConnectChoice }) {
  const { t } = useT()
  const row = (icon: ReactNode, text: string) => <li key={text} className="flex gap-2">{icon}<div className="min-w-0 [&_p]:my-0"><Guide markdown={text} /></div></li>
  return (
    <div className="mt-3 text-sm">
      <ul className="flex flex-col gap-1.5">
        {choice.pros.map((text) => row(<CircleCheck role="img" aria-label={t('connect.pro')} className="mt-0.5 size-4 shrink-0 text-good" />, text))}
        {choice.consequences.map((text) => row(<TriangleAlert role="img" aria-label={t('connect.consequence')} className="mt-0.5 size-4 shrink-0 text-waiting" />, text))}
      </ul>
      <dl className="mt-3 grid gap-x-4 gap-y-1 sm:grid-cols-2">
        <div><dt className="font-medium">{t('connect.time')}</dt><dd className="text-ink-soft">{choice.time}</dd></div>
        <div><dt className="font-medium">{t('connect.cost')}</dt><dd className="text-ink-soft">{choice.cost}</dd></div>
      </dl>
    </div>
  )
}

/** What to do on the chosen way, in order. */
export function ChoiceSteps({ choice }: { choice: ConnectChoice }) {
  const { t } = useT()
  return (
    <>
      <ol className="flex list-decimal flex-col gap-2 ps-5">{choice.steps.map((step) => <li key={step} className="ps-1 [&_p]:my-0"><Guide markdown={step} /></li>)}</ol>
      <div className="mt-4 flex flex-wrap gap-x-5 gap-y-2 text-sm">
        {choice.links.map(({ label, url }) => <SafeLink key={url} url={url} className="inline-flex items-center gap-1.5">{label}<ExternalLink aria-hidden="true" className="size-3.5" /></SafeLink>)}
        {choice.importChats && <Link to="/settings/import" className="inline-flex items-center gap-1.5 font-medium text-accent underline underline-offset-2"><FileInput aria-hidden="true" className="size-4" />{t('connect.import_chats')}</Link>}
      </div>
    </>
  )
}
