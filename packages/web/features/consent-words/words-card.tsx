import type { ConsentWord, ConsentWordSettings } from '@recado/api'
import { wholeForm } from '@recado/core'
import { Lock, RotateCcw, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { inputClass } from '../../ui/field.js'
import type { AnswerLanguage } from './fill.js'
import { LanguageChoice, ownLanguage } from './language-choice.js'
import { useWordSettings } from './queries.js'

const KINDS = ['opt_out', 'opt_in', 'help'] as const
type Kind = (typeof KINDS)[number]
const FIELD = { opt_out: 'optOut', opt_in: 'optIn', help: 'help' } as const
/** Shown of a list until somebody wants all of it. */
const FEW = 12

/** The words of each language: the known ones, switched off or not, and the company's own. */
export function WordsCard({ settings }: { settings: ConsentWordSettings }) {
  const { t } = useT()
  const { user } = useSession()
  const [language, setLanguage] = useState<AnswerLanguage>(() => ownLanguage(user.language))
  return (
    <Card title={t('words.list_title')}>
      <div className="flex flex-col gap-5">
        <p className="text-sm text-ink-soft">{t('words.list_help')}</p>
        <LanguageChoice value={language} onChange={setLanguage} />
        {KINDS.map((kind) => <WordList key={`${kind} ${language}`} kind={kind} language={language} settings={settings} />)}
      </div>
    </Card>
  )
}

function WordList({ kind, language, settings }: { kind: Kind; language: AnswerLanguage; settings: ConsentWordSettings }) {
  const { t } = useT()
  const save = useWordSettings()
  const [word, setWord] = useState('')
  const [all, setAll] = useState(false)
  const known = settings.known.find((one) => one.language === language)?.[FIELD[kind]] ?? []
  const same = (one: ConsentWord) => one.kind === kind && one.language === language
  const own = settings.own.filter(same)
  const isOff = (text: string) => settings.without.some((one) => same(one) && wholeForm(one.text) === wholeForm(text))
  const always = (text: string, at: number) => kind === 'opt_out' && (at === 0 || ['stop', 'stopp'].includes(wholeForm(text)))
  const add = (event: FormEvent) => { event.preventDefault(); save.mutate({ own: [...settings.own, { kind, language, text: word.trim() }] }, { onSuccess: () => setWord('') }) }
  const remove = (text: string) => save.mutate({ own: settings.own.filter((one) => !(same(one) && one.text === text)) })
  const switchOff = (text: string) => save.mutate({ without: [...settings.without, { kind, language, text }] })
  const switchOn = (text: string) => save.mutate({ without: settings.without.filter((one) => !(same(one) && wholeForm(one.text) === wholeForm(text))) })
  const shown = all ? known : known.slice(0, FEW)
  return (
    <section aria-label={t(`words.kind_${kind}`)} className="flex flex-col gap-2">
      <h4 className="font-semibold">{t(`words.kind_${kind}`)}</h4>
      <ul className="flex flex-wrap gap-1.5" lang={language}>
        {own.map(({ text }) => <Chip key={`own ${text}`} text={text} note={t('words.own')} own busy={save.isPending} label={t('words.remove', { word: text })} icon={<X aria-hidden="true" className="size-3.5" />} onPress={() => remove(text)} />)}
        {shown.map((text, at) => (isOff(text)
          ? <Chip key={text} text={text} note={t('words.off')} off busy={save.isPending} label={t('words.restore', { word: text })} icon={<RotateCcw aria-hidden="true" className="size-3.5" />} onPress={() => switchOn(text)} />
          : <Chip key={text} text={text} busy={save.isPending} {...(always(text, at) ? { fixed: t('words.always') } : {})} label={t('words.remove', { word: text })} icon={<X aria-hidden="true" className="size-3.5" />} onPress={() => switchOff(text)} />))}
      </ul>
      {known.length > FEW && <button type="button" aria-expanded={all} onClick={() => setAll(!all)} className="min-h-6 self-start text-sm font-medium text-accent underline underline-offset-2">{all ? t('words.fewer') : t('words.more', { count: known.length })}</button>}
      <form onSubmit={add} className="flex max-w-md gap-2">
        <input aria-label={`${t('words.add_label')}: ${t(`words.kind_${kind}`)}`} placeholder={t('words.add_label')} dir="auto" value={word} maxLength={80} onChange={(event) => setWord(event.target.value)} className={inputClass} />
        <Button type="submit" busy={save.isPending} disabled={word.trim() === ''}>{t('words.add')}</Button>
      </form>
    </section>
  )
}

interface ChipProps { text: string; note?: string; own?: boolean; off?: boolean; fixed?: string; busy: boolean; label: string; icon: React.ReactNode; onPress: () => void }

/** A word, what it is, and the button that takes it away or brings it back. */
function Chip({ text, note, own = false, off = false, fixed, busy, label, icon, onPress }: ChipProps) {
  return (
    <li className={cx('inline-flex min-h-8 max-w-full items-center gap-1 rounded-full border ps-3 text-sm', fixed ? 'pe-3' : 'pe-1', own ? 'border-accent bg-accent-soft' : 'border-line bg-sunken', off && 'border-dashed text-ink-soft')}>
      <bdi className={cx('truncate', off && 'line-through')}>{text}</bdi>
      {note && <span className="text-xs text-ink-soft">· {note}</span>}
      {fixed
        ? <span role="img" aria-label={fixed} title={fixed}><Lock aria-hidden="true" className="size-3 text-ink-soft" /></span>
        : <button type="button" disabled={busy} aria-label={label} title={label} onClick={onPress} className="grid size-6 place-items-center rounded-full text-ink-soft hover:bg-hover hover:text-ink">{icon}</button>}
    </li>
  )
}
