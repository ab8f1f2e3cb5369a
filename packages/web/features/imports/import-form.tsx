import type { ChatImport, DateOrderWord, ImportAnswers, ImportPreview } from '@recado/api'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery, useSession } from '../../api/queries.js'
import { isProblem } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import { PreviewList } from './preview-list.js'
import { Problems } from './problems.js'

/** Zones that the browser knows; UTC is none of them. */
const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone')

/** The questions that the file leaves open, beside the first messages as they would be stored. Each answer is a dry run. */
export function ImportForm({ value, onChange }: { value: ChatImport; onChange: (next: ChatImport) => void }) {
  const { t, intl } = useT()
  const { workspace } = useSession()
  const [answers, setAnswers] = useState<ImportAnswers>({})
  const [phone, setPhone] = useState<string | null>(null)
  const channels = useQuery(channelsQuery).data ?? []
  const accounts = (useQuery(accountsQuery).data ?? []).filter((account) => channels.some((channel) => channel.id === account.channel && channel.chatExport))
  const preview = useQuery({ queryKey: ['chat-import', value.id, answers], queryFn: () => api.post<ImportPreview>(`/imports/chats/${value.id}/preview`, answers), placeholderData: keepPreviousData, retry: false })
  const start = useMutation({ mutationFn: (body: ImportAnswers) => api.post<ChatImport>(`/imports/chats/${value.id}/start`, body), onSuccess: onChange })
  const say = (change: ImportAnswers) => setAnswers((all) => ({ ...all, ...change }))
  const dry = preview.data
  const wrongPhone = isProblem(preview.error) && preview.error.problem.fields?.some(({ field }) => field === 'phone')
  const problem = start.error ?? (wrongPhone ? null : preview.error)
  const told = problem ? tellError(intl, problem) : null
  const asked = (question: ImportPreview['questions'][number]) => dry?.questions.includes(question) === true
  const known = { ...dry?.answers, ...answers }
  const authors = value.found?.authors ?? []
  const zone = known.timeZone ?? workspace.timeZone
  // Enter sends the form before the field has been left.
  const submit = (event: FormEvent) => { event.preventDefault(); start.mutate({ ...answers, ...(phone?.trim() ? { phone: phone.trim() } : {}) }) }
  if (!dry) return told ? <Notice tone="failed" alert title={told.sentence} className="mt-3">{told.next}</Notice> : <p className="mt-3 flex items-center gap-2 text-ink-soft"><Spinner small />{t('app.loading')}</p>
  if (accounts.length === 0) return <Notice tone="warning" title={t('import.no_account')} className="mt-3"><Link to="/settings/channels/add" className="text-accent underline">{t('channels.add')}</Link></Notice>
  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      <div className="grid gap-4 sm:grid-cols-2">
        {accounts.length > 1 && (
          <Choice label={t('import.account')} help={t('import.account_help')} value={known.channelAccountId ?? ''} onChange={(event) => say({ channelAccountId: event.target.value })}>
            {!known.channelAccountId && <option value="" disabled>{t('import.choose_one')}</option>}{accounts.map((account) => <option key={account.id} value={account.id}>{account.name}</option>)}
          </Choice>
        )}
        <Choice label={t('import.us')} help={t('import.us_help')} value={known.us === undefined ? '?' : known.us} onChange={(event) => say({ us: event.target.value })}>
          {known.us === undefined && <option value="?" disabled>{t('import.choose_one')}</option>}
          {authors.map((author) => <option key={author.name} value={author.name}>{t('import.author', { name: author.name, count: author.messages })}</option>)}
          {authors.length === 1 && <option value="">{t('import.us_none')}</option>}
        </Choice>
        <Field label={t('import.phone')} help={dry.person?.contactId ? t('import.person_known', { name: dry.person.name }) : t('import.phone_help')} error={wrongPhone ? t('import.phone_wrong') : undefined} type="tel" inputMode="tel" autoComplete="off" dir="ltr" required
          value={phone ?? known.phone ?? ''} onChange={(event) => setPhone(event.target.value)} onBlur={() => { if (phone !== null && phone.trim()) say({ phone: phone.trim() }) }} />
        {!dry.person?.contactId && <Field label={t('import.name')} help={t('import.name_help')} maxLength={200} autoComplete="off" defaultValue={known.name ?? ''} onBlur={(event) => { if (event.target.value.trim()) say({ name: event.target.value.trim() }) }} />}
        {(value.found?.dateOrders.length ?? 0) > 1 && (
          <Choice label={t('import.order')} help={t('import.order_help')} value={known.dateOrder ?? ''} onChange={(event) => say({ dateOrder: event.target.value as DateOrderWord })}>
            {!known.dateOrder && <option value="" disabled>{t('import.choose_one')}</option>}{value.found?.dateOrders.map((order) => <option key={order} value={order}>{t(`import.order.${order}`)}</option>)}
          </Choice>
        )}
        <Choice label={t('import.zone')} help={t('import.zone_help')} value={zone} onChange={(event) => say({ timeZone: event.target.value })}>{[...(ZONES.includes(zone) ? [] : [zone]), ...ZONES].map((each) => <option key={each} value={each}>{each.replaceAll('_', ' ')}</option>)}</Choice>
      </div>
      <PreviewList preview={dry} uncertain={asked('dateOrder') || asked('us')} total={value.found?.messages ?? 0} timeZone={zone} />
      <Problems problems={dry.problems} count={dry.problemCount} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={start.isPending} disabled={dry.questions.some((question) => question !== 'phone') || (dry.questions.includes('phone') && !phone?.trim()) || wrongPhone === true}>{t('import.start')}</Button>
        <p className="text-sm text-ink-soft">{dry.questions.length > 0 ? t('import.open_questions', { count: dry.questions.length }) : t('import.effect')}</p>
      </div>
    </form>
  )
}
