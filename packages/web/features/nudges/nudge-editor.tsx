import type { NudgeStepWish, ReplyVariant } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useDeferredValue, useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery, membersQuery } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { hoursOwnersQuery } from '../automation/queries.js'
import { isFilled, VariantEditor } from '../automation/variant-editor.js'
import { type NudgeDraft, wishOf } from './draft.js'
import { draftRunOptions } from './queries.js'
import { runText, whenText } from './words.js'

const HOUR = 60
const LANGUAGES = ['en', 'es', 'zh', 'de', 'fr', 'pt']
const isWhole = (minutes: number) => minutes >= HOUR && minutes % HOUR === 0

/** A step: when, for whom, what then - and what that would have been like. */
export default function NudgeEditor({ draft: given, onClose, onDone }: { draft: NudgeDraft; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [draft, setDraft] = useState(given)
  const [inHours, setInHours] = useState(isWhole(given.minutes))
  const owners = useQuery(hoursOwnersQuery).data ?? []
  const members = useQuery(membersQuery).data ?? []
  const [inboxes, teams] = [owners.filter((one) => one.kind === 'inbox'), owners.filter((one) => one.kind === 'team')]
  const change = (part: Partial<NudgeStepWish>) => setDraft({ ...draft, ...part })
  const customer = draft.kind === 'customer'
  const does = draft.tell !== 'nobody' || draft.priority !== null || draft.assignUserId !== null || draft.assignTeamId !== null
  const isReady = draft.name.trim() !== '' && draft.minutes >= 1 && draft.minutes <= 20_160 && (customer ? draft.variants.length > 0 && draft.variants.every(isFilled) : does && (draft.tell !== 'some' || draft.tellIds.length > 0))
  const asked = useDeferredValue(isReady ? JSON.stringify(wishOf(draft)) : '')
  const run = useQuery(draftRunOptions(asked === '' ? null : JSON.parse(asked) as NudgeStepWish)) // written just above
  const save = useMutation({ mutationFn: () => (draft.id ? api.patch(`/nudges/${draft.id}`, wishOf(draft)) : api.post('/nudges', wishOf(draft))), onSuccess: onDone })
  const told = save.error ? tellError(intl, save.error) : null
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); save.mutate() }
  const assigned = draft.assignUserId ? `user:${draft.assignUserId}` : draft.assignTeamId ? `team:${draft.assignTeamId}` : ''
  return (
    <DialogWindow wide title={t(`nudges.kind_${draft.kind}`)} closeLabel={t('app.close')} onClose={onClose} dismissable={false}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('auto.name')} value={draft.name} required maxLength={120} onChange={(event) => change({ name: event.target.value })} />
          <Choice label={t('nudges.inbox')} value={draft.inboxId ?? ''} onChange={(event) => change({ inboxId: event.target.value || null })}>
            <option value="">{t('nudges.every_inbox')}</option>
            {inboxes.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </Choice>
          <div className="flex items-end gap-2">
            <Field label={t('nudges.how_long')} type="number" min={1} max={inHours ? 336 : 20_160} required className="min-w-0 grow basis-0" value={inHours ? draft.minutes / HOUR : draft.minutes} onChange={(event) => change({ minutes: Math.round(Number(event.target.value) * (inHours ? HOUR : 1)) })} />
            <Choice label={t('nudges.unit')} value={inHours ? 'hours' : 'minutes'} className="min-w-0 grow basis-0" onChange={(event) => { const next = event.target.value === 'hours'; setInHours(next); change({ minutes: next ? Math.max(1, Math.round(draft.minutes / HOUR)) * HOUR : draft.minutes }) }}>
              <option value="minutes">{t('nudges.minutes')}</option><option value="hours">{t('nudges.hours')}</option>
            </Choice>
          </div>
          <p className="self-end text-sm text-pretty text-ink-soft">{whenText(intl, draft)}</p>
        </div>
        {customer ? <CustomerFields draft={draft} change={change} /> : (
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice label={t('nudges.who')} value={draft.tell} onChange={(event) => change({ tell: event.target.value as NudgeStepWish['tell'] })}>
              {(['agents', 'leads', 'some', 'nobody'] as const).map((one) => <option key={one} value={one}>{t(`nudges.tell_${one}`)}</option>)}
            </Choice>
            <Choice label={t('nudges.priority')} value={draft.priority ?? ''} onChange={(event) => change({ priority: (event.target.value || null) as NudgeStepWish['priority'] })}>
              <option value="">{t('nudges.priority_keep')}</option>
              {(['normal', 'high', 'urgent'] as const).map((one) => <option key={one} value={one}>{t(`priority.${one}`)}</option>)}
            </Choice>
            {draft.tell === 'some' && (
              <fieldset className="thin-scroll max-h-48 overflow-y-auto rounded-lg border border-line p-2 sm:col-span-2">
                <legend className="px-1 text-sm font-medium">{t('nudges.tell_some')}</legend>
                {[...teams.map((one) => ({ id: one.id, name: one.name })), ...members].map((one) => (
                  <label key={one.id} className="flex min-h-8 items-center gap-2"><input type="checkbox" checked={draft.tellIds.includes(one.id)} onChange={(event) => change({ tellIds: event.target.checked ? [...draft.tellIds, one.id] : draft.tellIds.filter((id) => id !== one.id) })} className="size-4" /><bdi>{one.name}</bdi></label>
                ))}
              </fieldset>
            )}
            <Choice label={t('nudges.assign')} value={assigned} onChange={(event) => { const [kind, id = null] = event.target.value.split(':'); change({ assignUserId: kind === 'user' ? id : null, assignTeamId: kind === 'team' ? id : null }) }}>
              <option value="">{t('nudges.assign_keep')}</option>
              {teams.length > 0 && <optgroup label={t('nudges.teams')}>{teams.map((one) => <option key={one.id} value={`team:${one.id}`}>{one.name}</option>)}</optgroup>}
              <optgroup label={t('nudges.people')}>{members.map((one) => <option key={one.id} value={`user:${one.id}`}>{one.name}</option>)}</optgroup>
            </Choice>
            {!does && <p role="alert" className="self-end text-sm text-failed">{t('nudges.does_nothing')}</p>}
          </div>
        )}
        <Toggle label={t('nudges.on')} help={customer ? t('nudges.on_customer') : undefined} checked={draft.enabled} onChange={(event) => change({ enabled: event.target.checked })} />
        <p aria-live="polite" className="rounded-lg bg-sunken px-3 py-2 text-sm">{run.data && isReady ? runText(intl, run.data, 'draft') : t(isReady ? 'auto.estimating' : 'nudges.run_not_ready')}</p>
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending} disabled={!isReady}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}

/** What she is asked, and when she is left alone. */
function CustomerFields({ draft, change }: { draft: NudgeDraft; change: (part: Partial<NudgeStepWish>) => void }) {
  const { t } = useT()
  const accounts = useQuery(accountsQuery).data
  const channels = useQuery(channelsQuery).data
  const channel = channels?.find((one) => one.id === accounts?.[0]?.channel)
  const { variants, quiet } = draft
  const setVariant = (at: number, variant: ReplyVariant | null) => change({ variants: variant ? variants.map((one, index) => (index === at ? variant : one)) : variants.filter((_, index) => index !== at) })
  if (!channel) return <Notice>{t('hours.no_account')}</Notice>
  return (
    <>
      <Notice>{t('nudges.customer_rules')}</Notice>
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="mb-1 font-semibold">{t('nudges.question')}</legend>
        {variants.map((variant, at) => <VariantEditor key={at} channel={channel} variant={variant} others={variants.filter((_, index) => index !== at).map((one) => one.language)} isOnly={variants.length === 1} onChange={(next) => setVariant(at, next)} onRemove={() => setVariant(at, null)} />)}
        <Button small className="self-start" onClick={() => change({ variants: [...variants, { language: variants.length === 0 ? null : (LANGUAGES.find((code) => !variants.some((one) => one.language === code)) ?? 'it'), content: { kind: 'text', text: '' } }] })}><Plus aria-hidden="true" className="size-4" />{t(variants.length === 0 ? 'auto.add_answer' : 'auto.add_language')}</Button>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Toggle label={t('nudges.quiet')} checked={quiet !== null} onChange={(event) => change({ quiet: event.target.checked ? { from: '22:00', to: '09:00' } : null })} />
        {quiet && <div className="flex gap-2"><Field label={t('nudges.quiet_from')} type="time" required value={quiet.from} onChange={(event) => change({ quiet: { ...quiet, from: event.target.value } })} /><Field label={t('nudges.quiet_to')} type="time" required value={quiet.to} onChange={(event) => change({ quiet: { ...quiet, to: event.target.value } })} /></div>}
      </div>
      <Toggle label={t('nudges.even_when_owed')} help={t('nudges.even_when_owed_help')} checked={draft.evenWhenOwed} onChange={(event) => change({ evenWhenOwed: event.target.checked })} />
    </>
  )
}
