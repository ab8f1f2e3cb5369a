import { firstWords, OPT_IN_LANGUAGES, type OptInDraft, type OptInFault, type OptInLanguage, type OptInTexts } from '@recado/api'
import { Plus, Trash2 } from 'lucide-react'
import { useT, type MessageId } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Field, TextArea } from '../../ui/field.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'

const MAX = { title: 120, text: 600, wording: 2_000, thanks: 300, button: 40 } as const
type Name = keyof OptInTexts

/** What the form says, a language at a time. */
export function TextsCard({ draft, faults, company, language, onLanguage, onChange }: { draft: OptInDraft; faults: readonly OptInFault[]; company: string; language: string; onLanguage: (language: string) => void; onChange: (draft: OptInDraft) => void }) {
  const { t, intl } = useT()
  const nameOf = (code: string) => intl.formatDisplayName(code, { type: 'language' }) ?? code
  const texts = draft.texts[language] ?? { title: '', text: '', wording: '', thanks: '', button: '' }
  const set = (name: Name, value: string) => onChange({ ...draft, texts: { ...draft.texts, [language]: { ...texts, [name]: value } } })
  const fault = (name: Name) => (faults.some((one) => one.field === name && one.language === language) ? t('optin.needed') : undefined)
  const free = OPT_IN_LANGUAGES.filter((each) => !draft.languages.includes(each))
  const add = (code: OptInLanguage) => { onChange({ ...draft, languages: [...draft.languages, code], texts: { ...draft.texts, [code]: firstWords(code, company) } }); onLanguage(code) }
  const remove = () => {
    const languages = draft.languages.filter((each) => each !== language)
    onChange({ ...draft, languages, texts: Object.fromEntries(Object.entries(draft.texts).filter(([code]) => code !== language)) })
    onLanguage(languages[0] ?? 'en')
  }
  const props = (name: Name) => ({ label: t(`optin.text.${name}` as MessageId), value: texts[name], maxLength: MAX[name], error: fault(name), dir: 'auto' as const, lang: language })
  return (
    <Card title={t('optin.texts')}>
      <div role="group" aria-label={t('optin.languages')} className="mb-4 flex flex-wrap items-center gap-1">
        {draft.languages.map((each) => (
          <button key={each} type="button" aria-pressed={each === language} onClick={() => onLanguage(each)} className={cx('min-h-9 rounded-lg border px-3 font-medium', each === language ? 'border-accent bg-selected text-accent-strong' : 'border-line hover:bg-hover')}>
            {nameOf(each)}{faults.some((one) => one.language === each) && <span className="text-failed"> •<span className="sr-only"> {t('optin.incomplete')}</span></span>}
          </button>
        ))}
        {free.length > 0 && <MenuButton label={t('optin.add_language')} placement="bottom start" trigger={<AriaButton aria-label={t('optin.add_language')} className="inline-flex min-h-9 items-center gap-1.5 rounded-lg px-2.5 text-sm font-medium hover:bg-hover"><Plus aria-hidden="true" className="size-4" />{t('optin.add_language')}</AriaButton>}>{free.map((each) => <Item key={each} onAction={() => add(each)}>{nameOf(each)}</Item>)}</MenuButton>}
      </div>
      <div className="flex flex-col gap-4">
        <Field {...props('title')} onChange={(event) => set('title', event.target.value)} />
        <TextArea {...props('text')} onChange={(event) => set('text', event.target.value)} />
        <TextArea {...props('wording')} help={t('optin.text.wording_help')} required onChange={(event) => set('wording', event.target.value)} />
        <TextArea {...props('thanks')} help={t('optin.text.thanks_help')} onChange={(event) => set('thanks', event.target.value)} />
        <Field {...props('button')} help={t('optin.text.button_help')} onChange={(event) => set('button', event.target.value)} />
        {draft.languages.length > 1 && <div><Button small look="quiet" onClick={remove}><Trash2 aria-hidden="true" className="size-4" />{t('optin.remove_language', { language: nameOf(language) })}</Button></div>}
      </div>
    </Card>
  )
}
