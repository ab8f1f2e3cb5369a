import type { ChannelAccount, TemplateBuilder, TemplateDraft, TemplateForm } from '@recado/api'
import { emptyDraft, lintTemplate } from '@recado/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, CircleCheck, Send } from 'lucide-react'
import { useState } from 'react'
import { isProblem } from '../../api/client.js'
import { accountsQuery } from '../../api/queries.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { Findings } from '../../features/templates/builder/findings.js'
import { BuilderForm } from '../../features/templates/builder/form.js'
import { DraftPreview } from '../../features/templates/builder/preview.js'
import { useKeptDraft } from '../../features/templates/builder/use-draft.js'
import { draftOptions, formOptions, templateOptions } from '../../features/templates/queries.js'
import type { WriteSearch } from '../../features/templates/search.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'

/** Where a template is written: a new one, a draft that waits, or the change of one that is there. */
export function WriteTemplatePage() {
  const { t, intl } = useT()
  const search: WriteSearch = useSearch({ from: '/beside/templates/write' })
  const draft = useQuery({ ...draftOptions(search.draft ?? ''), enabled: Boolean(search.draft) })
  const templateId = draft.data?.templateId ?? search.template
  const template = useQuery({ ...templateOptions(templateId ?? ''), enabled: Boolean(templateId) })
  const accountId = draft.data?.channelAccountId ?? template.data?.template.channelAccountId ?? search.account
  const form = useQuery({ ...formOptions(accountId ?? ''), enabled: Boolean(accountId) })
  const account = useQuery(accountsQuery).data?.find((one) => one.id === accountId)
  const error = draft.error ?? template.error ?? form.error
  const builder = form.data?.builder
  // As they stand on the server, not as an earlier visit left them in the cache: what is written here goes over what is there.
  const waits = (search.draft && !draft.isFetchedAfterMount) || (templateId && !template.isFetchedAfterMount) || !form.data || !account
  if (error || waits || !builder || !form.data || !account)
    return <CampaignsFrame title={t('tpl.write_title')}>{error ? <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice> : form.data && !builder ? <Notice tone="warning" title={t('tpl.bar.not_offered')} /> : <Loading label={t('app.loading')} />}</CampaignsFrame>
  const start = draft.data?.draft ?? template.data?.draft ?? emptyDraft(builder, intl.locale)
  const fixed = templateId && template.data ? { category: template.data.template.status === 'approved' && builder.edits?.category === false } : null
  return <Writer key={search.draft ?? templateId ?? accountId} account={account} form={form.data} builder={builder} start={{ id: search.draft ?? template.data?.draftId ?? null, accountId: account.id, templateId: templateId ?? null, draft: start }} fixed={fixed} wasApproved={template.data?.template.status === 'approved'} approved={template.data?.template.status === 'approved' ? template.data.editsLeft : null} />
}

interface WriterProps { account: ChannelAccount; form: TemplateForm; builder: TemplateBuilder; start: { id: string | null; accountId: string; templateId: string | null; draft: TemplateDraft }; fixed: { category: boolean } | null; wasApproved: boolean; /** edits left of an approved one; null where its platform names no limit */ approved: number | null }

function Writer({ account, form, builder, start, fixed, wasApproved, approved }: WriterProps) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const kept = useKeptDraft(start, (template) => { toast(t('tpl.submitted')); void navigate({ to: '/templates/$templateId', params: { templateId: template.id } }) })
  const { draft } = kept
  const findings = lintTemplate(builder, draft, { others: form.others.filter((one) => one.id !== start.templateId) })
  const grave = findings.filter((one) => one.level === 'error')
  const doubtful = findings.filter((one) => one.level === 'warning')
  const untouched = draft === start.draft && start.id === null && start.templateId === null
  const [asking, setAsking] = useState(false)
  const drop = useMutation({
    mutationFn: kept.drop,
    onSuccess: () => {
      toast(t('tpl.draft_deleted'))
      void navigate(start.templateId ? { to: '/templates/$templateId', params: { templateId: start.templateId } } : { to: '/templates' })
    },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
    onSettled: () => setAsking(false),
  })
  const canSubmit = grave.length === 0 && form.missing.length === 0 && !untouched
  const submit = () => { if (canSubmit) kept.submit(doubtful.length > 0) }
  useActions([{ id: 'templates.submit', label: 'tpl.submit', group: 'list', run: submit, disabled: !canSubmit }])
  const refused = kept.refusal && isProblem(kept.refusal) ? (kept.refusal.problem.fields ?? []).map((field) => field.message) : []
  return (
    <CampaignsFrame title={fixed ? t('tpl.edit_title', { name: draft.name }) : t('tpl.write_title')} lead={account.name} name={t('tpl.write_title')}
      back={<Link to="/templates" className="mb-1 inline-flex min-h-8 items-center gap-1 font-medium text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('templates.all')}</Link>}
      actions={<><span role="status" className="text-sm text-ink-soft">{kept.state === 'saving' ? t('tpl.saving') : kept.state === 'saved' ? t('tpl.saved') : ''}</span>{kept.id && <Button look="danger" onClick={() => setAsking(true)}>{t('tpl.discard')}</Button>}</>}>
      <div className="flex flex-col gap-5 lg:flex-row lg:items-start">
        <div className="min-w-0 grow"><BuilderForm builder={builder} draft={draft} change={kept.change} findings={untouched ? [] : findings} fixed={fixed} /></div>
        <aside className="flex flex-col gap-4 lg:sticky lg:top-4 lg:w-96 lg:shrink-0">
          <DraftPreview draft={draft} business={account.name} />
          <section aria-live="polite" className="rounded-2xl border border-line bg-surface p-4 shadow-lift">
            {untouched
              ? <p className="text-sm text-ink-soft">{t('tpl.not_begun')}</p>
              : findings.length === 0 ? <p className="flex items-center gap-2 text-sm text-ink-soft"><CircleCheck aria-hidden="true" className="size-4 shrink-0 text-good" />{t('tpl.clean')}</p>
              : <><h2 className="mb-2 text-bubble">{t('tpl.findings', { count: findings.length })}</h2><Findings of={findings} named /></>}
          </section>
          {form.missing.length > 0 && <Notice tone="warning" title={t('tpl.settings_missing', { fields: form.missing.join(', ') })} actions={<Link to="/settings/channels/$accountId" params={{ accountId: account.id }} className="underline">{account.name}</Link>} />}
          {fixed && <Notice title={approved === null ? undefined : t('tpl.edits_left', { count: approved })}><p>{t('tpl.edit_parts')}</p>{wasApproved && <p>{t('tpl.edit_again')}</p>}</Notice>}
          {builder.absent?.map(({ say, source }) => <p key={say.en} className="px-1 text-sm text-ink-soft">{say[intl.locale] ?? say[intl.locale.split('-')[0] ?? 'en'] ?? say.en} <a href={source} target="_blank" rel="noreferrer noopener" className="whitespace-nowrap text-accent underline">{t('tpl.absent_source')}</a></p>)}
          {(kept.refusal !== null || kept.error !== null) && <Notice tone="failed" alert title={tellError(intl, kept.refusal ?? kept.error).sentence}>{refused.join(' ') || tellError(intl, kept.refusal ?? kept.error).next}</Notice>}
          <Button look="primary" busy={kept.busy} disabled={!canSubmit} onClick={submit}><Send aria-hidden="true" className="size-4 rtl:-scale-x-100" />{doubtful.length > 0 && grave.length === 0 ? t('tpl.submit_anyway') : t('tpl.submit')}</Button>
        </aside>
      </div>
      {asking && <DialogWindow title={t('tpl.discard_title')} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" busy={drop.isPending} onClick={() => drop.mutate()}>{t('tpl.discard')}</Button></>}>{t(start.templateId ? 'tpl.discard_edit' : 'tpl.discard_text')}</DialogWindow>}
    </CampaignsFrame>
  )
}
