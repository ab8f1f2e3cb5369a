import type { ConsentKeyword } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, TextArea, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { type AnswerLanguage, directionOf, languageName } from './fill.js'
import { LanguageChoice, ownLanguage } from './language-choice.js'
import { fieldFault, topicsQuery } from './queries.js'

type Draft = Omit<ConsentKeyword, 'id' | 'used'> & { id?: string }

/** A keyword: the words, what it signs up for, where, and what people agree to by writing it. */
export default function KeywordEditor({ draft: given, onClose, onDone }: { draft: Draft; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const [draft, setDraft] = useState(given)
  const [words, setWords] = useState(given.words.join(', '))
  const [language, setLanguage] = useState<AnswerLanguage>(() => ownLanguage(user.language))
  const topics = useQuery(topicsQuery).data ?? []
  const accounts = useQuery(accountsQuery).data ?? []
  const list = words.split(/[,，、;]/).map((word) => word.trim()).filter(Boolean)
  const wording = Object.fromEntries(Object.entries(draft.wording).filter(([, text]) => text.trim() !== ''))
  const isReady = list.length > 0 && Object.keys(wording).length > 0
  const wish = { words: list, categoryIds: draft.categoryIds, accountId: draft.accountId, wording, enabled: draft.enabled }
  const save = useMutation({ mutationFn: () => (draft.id ? api.patch(`/consent-keywords/${draft.id}`, wish) : api.post('/consent-keywords', wish)), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); save.mutate() }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow wide title={draft.id ? t('words.keyword_edit', { word: given.words[0] ?? '' }) : t('words.keyword_add')} closeLabel={t('app.close')} onClose={onClose} dismissable={false}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{fieldFault(t, save.error) ?? told.next}</Notice>}
        <Field label={t('words.keyword_words')} dir="auto" required value={words} maxLength={400} onChange={(event) => setWords(event.target.value)} />
        <fieldset className="rounded-lg border border-line p-3">
          <legend className="px-1 font-medium">{t('words.keyword_topics')}</legend>
          {topics.map((topic) => (
            <label key={topic.id} className="flex min-h-8 items-center gap-2"><input type="checkbox" className="size-4" checked={draft.categoryIds.includes(topic.id)} onChange={(event) => setDraft({ ...draft, categoryIds: event.target.checked ? [...draft.categoryIds, topic.id] : draft.categoryIds.filter((id) => id !== topic.id) })} /><bdi>{topic.names[intl.locale.slice(0, 2)] ?? Object.values(topic.names)[0] ?? topic.key}</bdi></label>
          ))}
          {draft.categoryIds.length === 0 && <p className="text-sm text-ink-soft">{t('words.keyword_everything')}</p>}
        </fieldset>
        <Choice label={t('words.keyword_account')} value={draft.accountId ?? ''} onChange={(event) => setDraft({ ...draft, accountId: event.target.value || null })}>
          <option value="">{t('words.keyword_everywhere')}</option>
          {accounts.map((account) => <option key={account.id} value={account.id}>{account.name}</option>)}
        </Choice>
        <LanguageChoice value={language} onChange={setLanguage} />
        <TextArea label={t('words.keyword_wording', { language: languageName(language) })} help={t('words.keyword_wording_help')} lang={language} dir={directionOf(language)} maxLength={2000} value={draft.wording[language] ?? ''} onChange={(event) => setDraft({ ...draft, wording: { ...draft.wording, [language]: event.target.value } })} />
        <Toggle label={t('words.keyword_on')} checked={draft.enabled} onChange={(event) => setDraft({ ...draft, enabled: event.target.checked })} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending} disabled={!isReady}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
