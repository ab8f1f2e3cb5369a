import type { Media, Template, TemplatePlaceholder, Verdict } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { ArrowLeft, Search } from 'lucide-react'
import { useState } from 'react'
import { api, upload } from '../../../api/client.js'
import { templatesOptions, useCan } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT, isMessage } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Loading } from '../../../ui/empty.js'
import { Choice, Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { inLanguage, topicsQuery } from '../../contacts/consents/queries.js'
import { fold } from '../../palette/rank.js'
import { TemplatePreview } from './template-preview.js'
import { fillPreview, isFile, isMoment, keyOf, missingPlaces, toParameters, type Filled } from './template-values.js'
import { VerdictChip } from './verdict-chip.js'

export interface ChosenTemplate { template: Template; purpose: 'marketing' | 'notification'; /** the topic, of advertising */ category?: string; content: { kind: 'template'; templateId: string; name: string; language: string; parameters: ReturnType<typeof toParameters>; text: string; header?: string; footer?: string; buttons?: string[] } }

/** Chooses a template, fills it in beside its live preview and says what it costs. */
export default function TemplateForm({ accountId, conversationId, contactName, busy, onSend }: { accountId: string; conversationId: string; contactName: string; busy: boolean; onSend: (chosen: ChosenTemplate) => void }) {
  const [template, setTemplate] = useState<Template | null>(null)
  if (!template) return <TemplateList accountId={accountId} onChoose={setTemplate} />
  return <FillIn key={template.id} template={template} conversationId={conversationId} contactName={contactName} busy={busy} onBack={() => setTemplate(null)} onSend={onSend} />
}

function TemplateList({ accountId, onChoose }: { accountId: string; onChoose: (template: Template) => void }) {
  const { t, intl } = useT()
  const [text, setText] = useState('')
  const { data, error, isLoading, refetch } = useQuery(templatesOptions(accountId))
  const mayManage = useCan('channels.manage')
  const sync = useMutation({ mutationFn: () => api.post(`/channel-accounts/${accountId}/sync-templates`), onSuccess: () => refetch() })
  const wish = fold(text.trim())
  const rows = (data ?? []).filter((each) => fold(`${each.name} ${each.preview.body} ${each.language}`).includes(wish))
    .sort((a, b) => Number(b.status === 'approved') - Number(a.status === 'approved') || a.name.localeCompare(b.name))
  if (isLoading) return <Loading label={t('app.loading')} />
  if (error) return <Notice tone="failed" alert title={tellError(intl, error).sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{tellError(intl, error).next}</Notice>
  return (
    <div className="flex flex-col gap-3">
      <div className="relative"><Search aria-hidden="true" className="absolute start-3 top-3 size-4 text-ink-soft" /><input type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t('templates.search')} aria-label={t('templates.search')} className="min-h-10 w-full rounded-lg border border-line-strong bg-surface ps-9 pe-3" /></div>
      {sync.error && <Notice tone="failed" alert title={tellError(intl, sync.error).sentence}>{tellError(intl, sync.error).next}</Notice>}
      {rows.length === 0 && <Notice title={t(data?.length ? 'templates.none_found' : 'templates.none')}>{!data?.length && t('templates.none_text')}</Notice>}
      <ul className="flex flex-col gap-1.5">
        {rows.map((each) => {
          const ready = each.status === 'approved'
          return (
            <li key={each.id}>
              <button type="button" disabled={!ready} onClick={() => onChoose(each)} className="flex w-full flex-col rounded-xl border border-line px-3 py-2 text-start hover:bg-hover disabled:opacity-60">
                <span className="flex w-full items-center gap-2"><span className="min-w-0 grow truncate font-semibold">{each.name}</span><span className="rounded bg-sunken px-1.5 text-xs text-ink-soft">{each.language}</span><span className="rounded bg-sunken px-1.5 text-xs text-ink-soft">{word(t, intl, 'category', each.category)}</span></span>
                <span dir="auto" className="line-clamp-2 w-full text-sm text-ink-soft">{each.preview.body}</span>
                {!ready && <span className="text-xs font-semibold text-waiting">{word(t, intl, 'template_status', each.status)}</span>}
              </button>
            </li>
          )
        })}
      </ul>
      {mayManage && <Button small className="self-start" busy={sync.isPending} onClick={() => sync.mutate()}>{t('templates.sync')}</Button>}
    </div>
  )
}

function FillIn({ template, conversationId, contactName, busy, onBack, onSend }: { template: Template; conversationId: string; contactName: string; busy: boolean; onBack: () => void; onSend: (chosen: ChosenTemplate) => void }) {
  const { t, intl } = useT()
  const [filled, setFilled] = useState<Filled>(() => ({ texts: guess(template, contactName), files: {} }))
  const [share, setShare] = useState<Record<string, number>>({})
  const [topic, setTopic] = useState('')
  const advertises = purposeOf(template) === 'marketing'
  const readsTopics = useCan('consents.read')
  const topics = (useQuery({ ...topicsQuery, enabled: advertises && readsTopics }).data ?? []).filter((one) => one.archivedAt === null)
  const verdict = useQuery({
    queryKey: ['verdict', conversationId, template.id, topic],
    queryFn: () => api.post<{ verdict: Verdict }>(`/conversations/${conversationId}/verdict`, { contentKind: 'template', templateId: template.id, purpose: purposeOf(template), ...(topic ? { category: topic } : {}) }).then((answer) => answer.verdict),
  })
  const preview = fillPreview(template, filled)
  const missing = missingPlaces(template, filled)
  // The verdict on an unfilled template names the missing parameter: that is what the form below says already.
  const blocked = verdict.data?.kind === 'deny' && verdict.data.code !== 'parameter_missing'
  const choose = (key: string, file: File | undefined) => {
    if (!file) return
    void upload<Media>('/media', file, file.name, (part) => setShare((now) => ({ ...now, [key]: part })))
      .then((media) => setFilled((now) => ({ ...now, files: { ...now.files, [key]: media } })))
      .finally(() => setShare((now) => Object.fromEntries(Object.entries(now).filter(([each]) => each !== key))))
  }
  const image = Object.values(filled.files).find((file) => file.mime.startsWith('image/'))
  const send = () => onSend({
    template, purpose: purposeOf(template), ...(topic ? { category: topic } : {}),
    content: {
      kind: 'template', templateId: template.id, name: template.name, language: template.language, parameters: toParameters(template, filled), text: preview.body,
      ...(preview.header ? { header: preview.header } : {}), ...(preview.footer ? { footer: preview.footer } : {}), ...(preview.buttons ? { buttons: preview.buttons.map((button) => button.text) } : {}),
    },
  })
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); if (missing.length === 0 && !blocked) send() }}>
      <button type="button" onClick={onBack} className="inline-flex min-h-8 items-center gap-1 self-start font-medium text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('templates.all')}</button>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          <h3>{template.name}</h3>
          {template.parameters.length === 0 && <p className="text-ink-soft">{t('templates.nothing_to_fill')}</p>}
          {template.parameters.map((place, index) => {
            const key = keyOf(place)
            return isFile(place)
              ? <Field key={key} label={labelOf(t, place)} type="file" accept={place.type === 'document' ? undefined : `${place.type}/*`} help={filled.files[key]?.name ?? (share[key] !== undefined ? t('composer.uploading', { percent: Math.round((share[key] ?? 0) * 100) }) : undefined)} onChange={(event) => choose(key, event.target.files?.[0])} />
              : <Field key={key} label={labelOf(t, place)} value={filled.texts[key] ?? ''} autoFocus={index === 0} maxLength={place.maxLength} required type={isMoment(place) ? 'datetime-local' : 'text'} placeholder={place.type === 'location' ? t('templates.location_example') : place.type === 'currency' ? t('templates.currency_example') : place.type === 'action' ? t('templates.products_example') : place.example}
                  onChange={(event) => setFilled((now) => ({ ...now, texts: { ...now.texts, [key]: event.target.value } }))} />
          })}
        </div>
        <TemplatePreview preview={preview} imageUrl={image ? `/api/v1/media/${image.id}/file` : undefined} />
      </div>
      {advertises && topics.length > 0 && <Choice label={t('templates.topic')} value={topic} onChange={(event) => setTopic(event.target.value)}><option value="">{t('templates.no_topic')}</option>{topics.map((one) => <option key={one.key} value={one.key}>{inLanguage(one.names, intl.locale)}</option>)}</Choice>}
      {verdict.data && !(verdict.data.kind === 'deny' && !blocked) && <VerdictChip verdict={verdict.data} />}
      <Button type="submit" look="primary" busy={busy} disabled={missing.length > 0 || blocked} className="self-end">{missing.length > 0 ? t('templates.missing', { count: missing.length }) : t('templates.send', { language: intl.formatDisplayName(template.language.replace('_', '-'), { type: 'language' }) ?? template.language })}</Button>
    </form>
  )
}

/** Marketing templates need consent; the rest serve an order or an answer. */
export function purposeOf(template: Pick<Template, 'category'>): 'marketing' | 'notification' {
  return template.category.toLowerCase() === 'marketing' ? 'marketing' : 'notification'
}

// A placeholder called "name" is nearly always hers: filled in, and seen in the preview before it goes.
function guess(template: Template, contactName: string): Record<string, string> {
  const first = contactName.split(' ')[0] ?? ''
  return Object.fromEntries(template.parameters.filter((place) => /^(first_?name|name|customer_?name|nombre|cliente)$/i.test(place.name ?? '')).map((place) => [keyOf(place), first]))
}

// Platforms number most placeholders: "1" alone says little beside three others.
function labelOf(t: ReturnType<typeof useT>['t'], place: TemplatePlaceholder): string {
  if (isMoment(place)) return t('templates.offer_ends')
  if (place.type === 'action') return t('templates.products')
  if (place.type === 'coupon_code') return t('templates.code')
  if (place.component === 'card') return `${t('templates.place.card', { number: (place.index ?? 0) + 1 })} · ${t(`templates.card.${isFile(place) ? 'file' : place.name?.startsWith('button.') ? 'button' : 'text'}`)}${place.name && !place.name.startsWith('button.') ? ` ${place.name}` : ''}`
  if (place.name) return place.name.replaceAll('_', ' ').replace(/^./u, (letter) => letter.toLocaleUpperCase())
  if (/\p{L}{3}/u.test(place.label) && !/^(button|header|body|card)[\s._-]*\d*$/i.test(place.label)) return place.label
  return t(`templates.place.${place.component}`, { number: (place.component === 'button' ? place.index ?? 0 : place.position ?? 0) + 1 })
}

function word(t: ReturnType<typeof useT>['t'], intl: ReturnType<typeof useT>['intl'], group: string, value: string): string {
  const id = `${group}.${value.toLowerCase()}`
  return isMessage(intl, id) ? t(id) : value
}
