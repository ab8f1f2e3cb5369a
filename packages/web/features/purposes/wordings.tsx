import type { ConsentWording } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, TextArea } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Card } from '../../pages/settings/page.js'
import { newest, wordingsQuery } from '../contacts/consents/queries.js'

/** The words people are shown, each with its earlier versions: those never change. */
export function Wordings() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const all = useQuery(wordingsQuery).data ?? []
  const [writing, setWriting] = useState<ConsentWording | 'new' | null>(null)
  const day = (at: string) => intl.formatDate(at, { dateStyle: 'medium' })
  return (
    <Card title={t('purposes.wordings')}>
      <p className="-mt-2 mb-3 text-sm text-ink-soft">{t('purposes.wordings_text')}</p>
      {all.length > 0 && (
        <ul className="mb-4 overflow-hidden rounded-xl border border-line">
          {newest(all).map((wording) => {
            const earlier = all.filter((one) => one.name === wording.name && one.language === wording.language && one.version < wording.version)
            return (
              <li key={wording.id} className="border-b border-line px-3 py-2 last:border-0">
                <div className="flex flex-wrap items-start gap-2">
                  <div className="min-w-0 grow basis-64">
                    <p className="font-semibold [overflow-wrap:anywhere]"><bdi>{wording.name}</bdi> <span className="text-sm font-normal text-ink-soft">· {LANGUAGES[wording.language as keyof typeof LANGUAGES] ?? wording.language} · {t('consent.version', { number: wording.version })} · {day(wording.createdAt)}</span></p>
                    <p dir="auto" lang={wording.language} className="text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{wording.text}</p>
                    {wording.privacyUrl && <a href={wording.privacyUrl} target="_blank" rel="noreferrer" className="text-sm text-accent underline underline-offset-2 [overflow-wrap:anywhere]">{wording.privacyUrl}</a>}
                  </div>
                  <Button small aria-label={`${t('purposes.new_version')}: ${wording.name}`} onClick={() => setWriting(wording)}>{t('purposes.new_version')}</Button>
                </div>
                {earlier.length > 0 && (
                  <details className="mt-1 text-sm"><summary className="min-h-6 cursor-pointer text-accent">{t('purposes.earlier', { count: earlier.length })}</summary>
                    <ol className="mt-1 flex flex-col gap-2">{earlier.map((one) => <li key={one.id} className="border-s-2 border-line-strong ps-2"><p className="text-xs text-ink-soft">{t('consent.version', { number: one.version })} · {day(one.createdAt)}{one.privacyUrl && ` · ${one.privacyUrl}`}</p><p dir="auto" lang={one.language} className="whitespace-pre-wrap [overflow-wrap:anywhere]">{one.text}</p></li>)}</ol>
                  </details>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <Button onClick={() => setWriting('new')}><Plus aria-hidden="true" className="size-4" />{t('purposes.add_wording')}</Button>
      {writing && <WordingForm wording={writing === 'new' ? null : writing} onClose={() => setWriting(null)} onDone={() => { setWriting(null); void client.invalidateQueries({ queryKey: wordingsQuery.queryKey }) }} />}
    </Card>
  )
}

function WordingForm({ wording, onClose, onDone }: { wording: ConsentWording | null; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const own = Object.keys(LANGUAGES).find((each) => intl.locale.startsWith(each)) ?? 'en'
  const save = useMutation({ mutationFn: (body: object) => api.post('/wordings', body), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: wording?.name ?? String(form.get('name')).trim(), language: wording?.language ?? String(form.get('language')), text: String(form.get('text')).trim(), privacyUrl: String(form.get('privacyUrl')).trim() })
  }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t(wording ? 'purposes.new_version' : 'purposes.add_wording')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {wording ? <p className="text-sm text-ink-soft">{t('purposes.new_version_text')}</p> : (
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label={t('purposes.wording_name')} name="name" required maxLength={100} autoFocus dir="auto" />
            <Choice label={t('purposes.language')} name="language" defaultValue={own}>{Object.entries(LANGUAGES).map(([id, name]) => <option key={id} value={id}>{name}</option>)}</Choice>
          </div>
        )}
        <TextArea label={t('purposes.wording_text')} help={t('purposes.wording_text_help')} name="text" defaultValue={wording?.text} required maxLength={10_000} dir="auto" />
        <Field label={t('consent.privacy')} help={t('purposes.privacy_help')} name="privacyUrl" type="url" pattern="https?://.*" defaultValue={wording?.privacyUrl ?? ''} required maxLength={2_000} dir="ltr" />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
