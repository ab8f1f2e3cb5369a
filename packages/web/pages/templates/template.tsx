import type { TemplateBar, TemplateDetail } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Copy, Pencil, Play, Trash2 } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery, useCan } from '../../api/queries.js'
import { useAccountName } from '../../features/account-name.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { TemplateBubble } from '../../features/templates/bubble.js'
import { CopyDialog } from '../../features/templates/detail/copy-dialog.js'
import { DeleteDialog } from '../../features/templates/detail/delete-dialog.js'
import { Uses } from '../../features/templates/detail/uses.js'
import { Versions } from '../../features/templates/detail/versions.js'
import { templateOptions } from '../../features/templates/queries.js'
import { TemplateQuality, TemplateStatus } from '../../features/templates/status.js'
import { becameWord, categoryWord, languageWord, reasonWord } from '../../features/templates/words.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

/** One template: how it looks and stands, what may be done with it, where it is used, and what became of it. */
export function TemplatePage() {
  const { t, intl } = useT()
  const { templateId } = useParams({ from: '/beside/templates/$templateId' })
  const { data, error } = useQuery(templateOptions(templateId))
  const client = useQueryClient()
  // Who opens it has seen what happened to it.
  useEffect(() => { void api.post('/template-alerts/seen', { templateId }).then(() => client.invalidateQueries({ queryKey: ['template-alerts'] })).catch(() => undefined) }, [templateId, client, data?.template.updatedAt])
  if (error || !data) return <CampaignsFrame title={t('settings.templates')}>{error ? <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice> : <Loading label={t('app.loading')} />}</CampaignsFrame>
  return <Shown detail={data} />
}

function Shown({ detail }: { detail: TemplateDetail }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const { template, deeds, languages } = detail
  const may = useCan('templates.manage')
  const nameOf = useAccountName()
  const accounts = useQuery(accountsQuery).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  const account = accounts.find((one) => one.id === template.channelAccountId)
  const drafting = accounts.filter((one) => channels.find((channel) => channel.id === one.channel)?.templateCreation === 'drafts')
  const [asked, setAsked] = useState<'copy' | 'delete' | null>(null)
  const resume = useMutation({ mutationFn: () => api.post(`/templates/${template.id}/resume`, {}), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }) })
  const moment = (at: string) => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })
  const samples = Object.fromEntries(template.parameters.filter((place) => place.component === 'body' || place.component === 'header').map((place) => [place.name ?? String((place.position ?? 0) + 1), place.example ?? '']))
  const edit = () => void navigate({ to: '/templates/write', search: detail.draftId ? { draft: detail.draftId } : { template: template.id } })
  const why = (bar: TemplateBar | null): string | undefined => (bar ? t(`tpl.bar.${bar.why}`, { moment: bar.again ? moment(bar.again) : '' }) : undefined)
  useActions(may ? [
    { id: 'templates.edit', label: detail.draftId ? 'tpl.go_on' : 'tpl.edit', group: 'list', run: edit, disabled: deeds.edit !== null },
    { id: 'templates.copy', label: 'tpl.copy', group: 'list', run: () => setAsked('copy'), disabled: deeds.duplicate !== null },
    { id: 'templates.delete', label: 'tpl.delete', group: 'list', run: () => setAsked('delete'), disabled: deeds.remove !== null },
    ...(template.status === 'paused' && deeds.resume === null ? [{ id: 'templates.resume', label: 'tpl.resume' as const, group: 'list' as const, run: () => resume.mutate() }] : []),
  ] : [])
  return (
    <CampaignsFrame title={<span className="font-mono">{template.name}</span>} name={template.name} lead={[account && nameOf(account), languageWord(intl, template.language), categoryWord(intl, template.category)].filter(Boolean).join(' · ')}
      back={<Link to="/templates" className="mb-1 inline-flex min-h-8 items-center gap-1 font-medium text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('templates.all')}</Link>}
      actions={may && <>
        {template.status === 'paused' && deeds.resume === null && <Button busy={resume.isPending} onClick={() => resume.mutate()}><Play aria-hidden="true" className="size-4" />{t('tpl.resume')}</Button>}
        <Button look="quiet" disabled={deeds.remove !== null} title={why(deeds.remove)} onClick={() => setAsked('delete')}><Trash2 aria-hidden="true" className="size-4" />{t('tpl.delete')}</Button>
        <Button disabled={deeds.duplicate !== null} title={why(deeds.duplicate)} onClick={() => setAsked('copy')}><Copy aria-hidden="true" className="size-4" />{t('tpl.copy')}</Button>
        <Button look="primary" disabled={deeds.edit !== null} title={why(deeds.edit)} onClick={edit}><Pencil aria-hidden="true" className="size-4" />{detail.draftId ? t('tpl.go_on') : t('tpl.edit')}</Button>
      </>}>
      <div className="flex flex-col gap-5 lg:flex-row lg:items-start">
        <div className="rounded-2xl border border-line bg-thread p-4 lg:sticky lg:top-4 lg:w-96 lg:shrink-0"><TemplateBubble preview={template.preview} samples={samples} language={template.language} media={{ header: detail.draft && typeof detail.draft.header === 'object' && 'mediaId' in detail.draft.header ? detail.draft.header.mediaId : null, cards: (detail.draft?.cards ?? []).map((card) => card.header.mediaId) }} /></div>
        <div className="flex min-w-0 grow flex-col gap-4">
          <Panel><div className="flex flex-wrap items-center gap-3"><TemplateStatus status={template.status} /><TemplateQuality quality={template.quality} />{template.statusAt && <span className="text-sm text-ink-soft">{moment(template.statusAt)}</span>}{detail.editsLeft !== null && may && <span className="text-sm text-ink-soft">{t('tpl.edits_left', { count: detail.editsLeft })}</span>}</div>
            {template.reason && <Notice tone={template.status === 'approved' ? 'warning' : 'failed'} title={t('templates.reason')}>{reasonWord(intl, template.reason)}{template.advice && <span className="block">{template.advice}</span>}</Notice>}
            {template.pausedUntil && <Notice tone="warning" title={t('tpl.paused_until', { moment: moment(template.pausedUntil), count: template.pauses ?? 1 })} />}
            {template.askedCategory && <Notice tone="warning" title={t('tpl.refiled', { asked: categoryWord(intl, template.askedCategory), category: categoryWord(intl, template.category) })}>{template.category === 'MARKETING' && t('templates.refiled_text')}</Notice>}
            {template.nextCategory && <Notice tone="warning" title={t('tpl.next_category', { moment: template.nextCategory.at ? moment(template.nextCategory.at) : '…', category: categoryWord(intl, template.nextCategory.category) })} />}
            {may && deeds.edit && deeds.edit.why === 'too_often' && <p className="text-sm text-ink-soft">{why(deeds.edit)}</p>}
          </Panel>
          {languages.length > 1 && <Panel title={t('tpl.other_languages')}><ul className="flex flex-wrap gap-2">{languages.map((one) => <li key={one.id}><Link to="/templates/$templateId" params={{ templateId: one.id }} aria-current={one.id === template.id ? 'page' : undefined} className="inline-flex min-h-9 items-center gap-2 rounded-lg border border-line px-2.5 hover:bg-hover aria-[current=page]:border-accent">{languageWord(intl, one.language)}<TemplateStatus status={one.status} /></Link></li>)}</ul></Panel>}
          <Panel title={t('tpl.uses')}><Uses uses={detail.uses} /></Panel>
          <Panel title={t('tpl.versions')}><Versions versions={detail.versions} /></Panel>
          <Panel title={t('tpl.history')}><ol className="flex flex-col gap-1.5">{detail.history.map((one, index) => <li key={index} className="flex flex-wrap gap-x-3"><span className="figures w-40 shrink-0 text-sm text-ink-soft">{moment(one.at)}</span><span className="min-w-0">{t('tpl.becomes', { what: t(`tpl.what.${one.what}`), value: becameWord(intl, one) })}{one.reason && one.what === 'status' && <span className="block text-sm text-ink-soft">{reasonWord(intl, one.reason)}</span>}</span></li>)}</ol></Panel>
        </div>
      </div>
      {asked === 'copy' && <CopyDialog template={template} accounts={drafting} onClose={() => setAsked(null)} onMade={(draft) => { if (draft.left?.length) toast(t('tpl.left', { parts: draft.left.map((part) => t(`tpl.part.${part}`)).join(', ') })); void navigate({ to: '/templates/write', search: { draft: draft.id } }) }} />}
      {asked === 'delete' && <DeleteDialog detail={detail} onClose={() => setAsked(null)} onGone={() => { toast(t('tpl.deleted')); void navigate({ to: '/templates' }) }} />}
    </CampaignsFrame>
  )
}

const Panel = ({ title, children }: { title?: string; children: ReactNode }) => <section className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-4 shadow-lift sm:p-5">{title && <h2 className="text-bubble">{title}</h2>}{children}</section>
