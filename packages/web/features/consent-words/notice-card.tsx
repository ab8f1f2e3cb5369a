import type { PrivacyNotice, PrivacyNoticeWish } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.js'
import { useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Field, TextArea, Toggle } from '../../ui/field.js'
import { toast } from '../../ui/toast.js'
import { type AnswerLanguage, directionOf, fillText, HTTPS, languageName, textFault } from './fill.js'
import { LanguageChoice, ownLanguage } from './language-choice.js'
import { Preview } from './preview.js'
import { fieldFault, noticeQuery } from './queries.js'

const RULE = { may: ['company', 'privacy'], must: ['privacy'] }

/** The notice at somebody's first message. */
export function NoticeCard({ privacyUrl }: { privacyUrl: string | null }) {
  const notice = useQuery(noticeQuery).data
  return notice ? <NoticeForm key={notice.updatedAt ?? ''} notice={notice} privacyUrl={privacyUrl} /> : null
}

function NoticeForm({ notice, privacyUrl }: { notice: PrivacyNotice; privacyUrl: string | null }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { user } = useSession()
  const [language, setLanguage] = useState<AnswerLanguage>(() => ownLanguage(user.language))
  const [url, setUrl] = useState(notice.url ?? privacyUrl ?? '')
  const [texts, setTexts] = useState(notice.texts)
  const save = useMutation({
    mutationFn: (wish: PrivacyNoticeWish) => api.patch<PrivacyNotice>('/privacy-notice', wish),
    onSuccess: (next) => { client.setQueryData(noticeQuery.queryKey, next); toast(t('words.saved')) },
    onError: (error) => toast(fieldFault(t, error) ?? tellError(intl, error).sentence, { tone: 'failed' }),
  })
  const ours = notice.defaults[language] ?? ''
  const text = texts[language] ?? ours
  const own = Object.fromEntries(Object.entries(texts).filter(([one, value]) => value.trim() !== '' && value.trim() !== notice.defaults[one]))
  const fault = textFault(text, RULE)
  const differs = url.trim() !== (notice.url ?? '') || JSON.stringify(own) !== JSON.stringify(notice.texts)
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate({ url: url.trim() || null, texts: own }) }
  return (
    <Card title={t('words.notice_title')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-sm text-ink-soft">{t('words.notice_help')}</p>
        <Toggle label={t('words.notice_on')} checked={notice.enabled} disabled={save.isPending || (!notice.enabled && url.trim() === '')} onChange={(event) => save.mutate({ enabled: event.target.checked, url: url.trim() || null, texts: own })} />
        <Field label={t('words.privacy_url')} type="url" dir="ltr" placeholder={HTTPS} pattern="https://.+" required value={url} maxLength={500} onChange={(event) => setUrl(event.target.value)} />
        <LanguageChoice value={language} onChange={setLanguage} />
        <div className="grid gap-3 md:grid-cols-[minmax(0,1fr)_15rem]">
          <TextArea label={t('words.notice_text', { language: languageName(language) })} help={t('words.places', { places: '{{company}} {{privacy}}' })} lang={language} dir={directionOf(language)} maxLength={900} value={text} error={fault && t(`words.${fault.kind}`, { place: fault.place })} onChange={(event) => setTexts({ ...texts, [language]: event.target.value })} />
          <Preview language={language} text={fillText(text.trim() || ours, { company: notice.company, privacy: url || `${HTTPS}…` })} />
        </div>
        <Toggle label={t('words.notice_again')} checked={notice.again} disabled={save.isPending} onChange={(event) => save.mutate({ again: event.target.checked })} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" look="primary" busy={save.isPending} disabled={!differs || fault !== null}>{t('app.save')}</Button>
          <ul className="flex flex-col text-sm text-ink-soft">
            {!notice.shown.some((one) => one.version === notice.version) && <li>{t('words.notice_version', { version: notice.version })} · {t('words.notice_people', { count: 0 })}</li>}
            {notice.shown.map((one) => <li key={one.version}>{t('words.notice_version', { version: one.version })} · {t('words.notice_people', { count: one.people })} · {intl.formatDate(one.lastAt, { dateStyle: 'medium' })}</li>)}
          </ul>
        </div>
      </form>
    </Card>
  )
}
