import type { Campaign } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, CircleAlert, CloudUpload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../api/client.js'
import { accountsQuery } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { useAccountName } from '../../account-name.js'
import { campaignOptions, previewOptions } from '../queries.js'
import { STEPS, type Step, type StepSearch } from '../search.js'
import { moneyText } from '../words.js'
import { AudienceStep } from './audience-step.js'
import { ContentStep } from './content-step.js'
import { Reach } from './reach.js'
import { ReviewStep } from './review-step.js'
import { ScheduleStep } from './schedule-step.js'
import { useDraft, type Saving } from './use-draft.js'

/** Four steps to a campaign; every one can be gone back to, and nothing is lost on the way. */
export function Wizard({ stored, step, at }: { stored: Campaign; step: Step; at: Pick<StepSearch, 'variant' | 'language'> }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  const draft = useDraft(stored)
  const { campaign } = draft
  const [name, setName] = useState(stored.name)
  const [confirming, setConfirming] = useState(false)
  const top = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const accounts = useQuery(accountsQuery).data ?? []
  const accountName = useAccountName()
  const nameOf = (id: string) => { const account = accounts.find((one) => one.id === id); return account ? accountName(account) : t('creport.account_gone') }
  const ready = stored.audience.routes.length > 0 && (stored.audience.include.segmentIds.length + stored.audience.include.listIds.length > 0 || stored.audience.include.filter !== undefined)
  const { data: found, isFetching, error: previewError } = useQuery({ ...previewOptions(stored.id, stored.version), enabled: ready })
  const preview = ready ? found : undefined
  const go = (to: Step) => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: stored.id }, search: { ...at, step: to } })
  const onAt = (open: { variant?: string | undefined; language?: string | undefined }) => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: stored.id }, search: { step, ...(open.variant ? { variant: open.variant } : {}), ...(open.language ? { language: open.language } : {}) }, replace: true, resetScroll: false })
  // A step is read from its top, by eyes and by ears: whoever goes on finds herself there.
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    top.current?.scrollIntoView({ block: 'nearest' })
    body.current?.focus({ preventScroll: true })
  }, [step])
  const act = useMutation({
    mutationFn: async (path: 'submit' | 'schedule') => { await draft.settle(); return api.post<Campaign>(`/campaigns/${stored.id}/${path}`) },
    onSuccess: (saved) => { client.setQueryData(campaignOptions(saved.id).queryKey, saved); void client.invalidateQueries({ queryKey: ['campaigns'] }) }, onSettled: () => setConfirming(false),
  })
  const needsApproval = campaign.settings.approval === true
  const next = STEPS[STEPS.indexOf(step) + 1]
  const before = STEPS[STEPS.indexOf(step) - 1]
  const sendable = draft.saving === 'saved' && campaign.problems.length === 0 && (preview?.eligible ?? 0) > 0
  useActions([
    ...STEPS.filter((each) => each !== step).map((each) => ({ id: `campaign.step_${each}`, label: `campaigns.step.${each}`, group: 'app' }) as const).map((action, n) => ({ ...action, run: () => go(STEPS.filter((each) => each !== step)[n]!) })), // one for each
    ...(!next && sendable ? [{ id: 'campaign.let_go', label: needsApproval ? 'campaigns.submit' : campaign.schedule.kind === 'now' ? 'campaigns.send_now' : 'campaigns.schedule_it', group: 'app', run: () => { if (needsApproval) act.mutate('submit'); else setConfirming(true) } }] as const : []),
  ])
  return (
    <div ref={top} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('campaigns.name')} value={name} maxLength={120} onChange={(event) => { setName(event.target.value); if (event.target.value.trim()) draft.change({ name: event.target.value.trim() }) }} className="min-w-0 grow basis-64" />
        <SavedMark saving={draft.saving} />
      </div>
      <nav aria-label={t('campaigns.steps')}><ol className="grid grid-cols-2 gap-1 rounded-xl border border-line bg-surface p-1 sm:grid-cols-4">{STEPS.map((each, at) => <li key={each}><button type="button" aria-current={each === step ? 'step' : undefined} onClick={() => go(each)} className={cx('flex min-h-10 w-full items-center justify-center gap-2 rounded-lg px-2', each === step ? 'bg-accent-soft font-semibold text-accent-strong' : 'text-ink-soft hover:bg-hover')}><span className="figures">{at + 1}</span>{t(`campaigns.step.${each}`)}</button></li>)}</ol></nav>
      {draft.error != null && <Notice tone="failed" alert title={tellError(intl, draft.error).sentence} actions={<Button small onClick={draft.retry}>{t('app.retry')}</Button>}>{tellError(intl, draft.error).next}</Notice>}
      {act.error && <Notice tone="failed" alert title={tellError(intl, act.error).sentence}>{tellError(intl, act.error).next}</Notice>}
      {stored.reviewNote && stored.stateReason === 'rejected' && <Notice tone="warning" title={t('campaigns.given_back')}>{stored.reviewNote}</Notice>}
      <div className={cx('grid items-start gap-5', step !== 'content' && 'lg:grid-cols-[minmax(0,1fr)_18rem]')}>
        <div ref={body} tabIndex={-1} role="group" aria-label={t(`campaigns.step.${step}`)} className="flex min-w-0 flex-col gap-5 outline-none">
          {step === 'audience' && <AudienceStep draft={draft} />}
          {step === 'content' && <ContentStep draft={draft} preview={preview} at={at} onAt={onAt} />}
          {step === 'review' && <ReviewStep draft={draft} preview={preview} nameOf={nameOf} go={go} />}
          {step === 'schedule' && <ScheduleStep draft={draft} preview={preview} nameOf={nameOf} go={go} />}
        </div>
        {step !== 'content' && <aside aria-label={t('campaigns.reach')} className="rounded-2xl border border-line bg-surface p-5 shadow-lift lg:sticky lg:top-4">{previewError && !preview ? <Notice tone="failed" title={tellError(intl, previewError).sentence}>{tellError(intl, previewError).next}</Notice> : <Reach preview={preview} busy={ready && (isFetching || draft.saving !== 'saved')} nameOf={nameOf} />}</aside>}
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">
        {before && <Button className="me-auto" onClick={() => go(before)}>{t('campaigns.before', { step: t(`campaigns.step.${before}`) })}</Button>}
        {next ? <Button look="primary" onClick={() => go(next)}>{t('campaigns.next', { step: t(`campaigns.step.${next}`) })}</Button>
          : needsApproval ? <Button look="primary" disabled={!sendable} busy={act.isPending} onClick={() => act.mutate('submit')}>{t('campaigns.submit')}</Button>
            : <Button look="primary" disabled={!sendable} busy={act.isPending} onClick={() => setConfirming(true)}>{t(campaign.schedule.kind === 'now' ? 'campaigns.send_now' : 'campaigns.schedule_it')}</Button>}
      </div>
      {confirming && preview && (
        <DialogWindow title={t('campaigns.confirm_title')} closeLabel={t('app.close')} onClose={() => setConfirming(false)} footer={<><Button look="quiet" onClick={() => setConfirming(false)}>{t('app.cancel')}</Button><Button look="primary" busy={act.isPending} onClick={() => act.mutate('schedule')}>{t(campaign.schedule.kind === 'now' ? 'campaigns.confirm_send' : 'campaigns.confirm_schedule')}</Button></>}>
          <p>{t('campaigns.confirm_text', { count: preview.eligible - preview.heldOut, cost: moneyText(intl, preview.estimate.maximum) })}</p>
        </DialogWindow>
      )}
    </div>
  )
}

/** Whether what she wrote is on the server. */
function SavedMark({ saving }: { saving: Saving }) {
  const { t } = useT()
  const Icon = saving === 'failed' ? CircleAlert : saving === 'saved' ? Check : CloudUpload
  return <p role="status" className={cx('mb-2.5 flex items-center gap-1.5 text-sm', saving === 'failed' ? 'text-failed' : 'text-ink-soft')}><Icon aria-hidden="true" className="size-4" />{t(`campaigns.saving.${saving === 'waiting' ? 'saving' : saving}`)}</p>
}
