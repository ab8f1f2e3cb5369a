import type { NudgeStepWish, RuleAction } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { hoursOwnersQuery } from '../automation/queries.js'
import { isFilled } from '../automation/variant-editor.js'
import { ActionList } from './action-list.js'
import { ConditionFields } from './condition-fields.js'
import { NIGHT, type NudgeDraft, wishOf } from './draft.js'
import { TryPanel } from './try-panel.js'
import { WhenFields } from './when-fields.js'

/** Whether an action says what it needs. */
function isWhole(action: RuleAction): boolean {
  switch (action.do) {
    case 'send': return action.variants.length + action.templates.length > 0 && action.variants.every(isFilled) && action.templates.every((one) => one.templateId !== '')
    case 'remind': return action.whom !== 'some' || action.ids.length > 0
    case 'label': return action.add.length + action.remove.length > 0
    case 'note': return action.text.trim() !== ''
    case 'stage': return action.stageId !== ''
    default: return true
  }
}

/** A rule: when, for which conversations, what then - and what that would have been like. */
export default function RuleEditor({ draft: given, onClose, onDone }: { draft: NudgeDraft; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [draft, setDraft] = useState(given)
  const [unasked, setUnasked] = useState(false)
  const inboxes = useQuery(hoursOwnersQuery).data?.filter((one) => one.kind === 'inbox') ?? []
  const change = (part: Partial<NudgeStepWish>) => setDraft((old) => ({ ...old, ...part }))
  const sends = draft.actions.some((one) => one.do === 'send')
  const isReady = !unasked && draft.actions.length > 0 && draft.actions.every(isWhole) && draft.minutes >= 1 && draft.minutes <= 129_600
  const save = useMutation({ mutationFn: () => (draft.id ? api.patch(`/nudges/${draft.id}`, wishOf(draft)) : api.post('/nudges', wishOf(draft))), onSuccess: onDone })
  const told = save.error ? tellError(intl, save.error) : null
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); save.mutate() }
  return (
    <DialogWindow wide title={t('nudges.edit_title')} closeLabel={t('app.close')} onClose={onClose} dismissable={false}>
      <form onSubmit={submit} className="flex flex-col gap-6">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('auto.name')} value={draft.name} required maxLength={120} onChange={(event) => change({ name: event.target.value })} />
          <Choice label={t('nudges.inbox')} value={draft.inboxId ?? ''} onChange={(event) => change({ inboxId: event.target.value || null })}>
            <option value="">{t('nudges.every_inbox')}</option>
            {inboxes.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </Choice>
        </div>
        <Part title={t('nudges.part_when')}><WhenFields draft={draft} sends={sends} change={change} /></Part>
        <Part title={t('nudges.part_if')}><ConditionFields condition={draft.condition} onChange={(condition) => { setUnasked(condition === undefined); if (condition !== undefined) change({ condition }) }} /></Part>
        <Part title={t('nudges.part_then')}>
          <ActionList actions={draft.actions} onChange={(actions) => change({ actions })} />
          {sends && <Quiet draft={draft} change={change} />}
        </Part>
        <Part title={t('nudges.part_try')} quiet><TryPanel wish={isReady ? { ...wishOf(draft), name: draft.name.trim() || t('nudges.edit_title') } : null} /></Part>
        <Toggle label={t('nudges.on')} help={sends ? t('nudges.customer_rules') : undefined} checked={draft.enabled} onChange={(event) => change({ enabled: event.target.checked })} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending} disabled={!isReady || draft.name.trim() === ''}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}

/** A step of the way: `quiet` where its first field carries the name already. */
function Part({ title, quiet = false, children }: { title: string; quiet?: boolean; children: ReactNode }) {
  return <section aria-label={title} className="flex flex-col gap-3 border-t border-line pt-4">{!quiet && <h3 className="text-bubble font-semibold">{title}</h3>}{children}</section>
}

/** When she is left alone. */
function Quiet({ draft, change }: { draft: NudgeDraft; change: (part: Partial<NudgeStepWish>) => void }) {
  const { t } = useT()
  const { quiet } = draft
  return (
    <>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <Toggle label={t('nudges.quiet')} help={draft.kind === 'customer' ? undefined : t('nudges.quiet_rule')} checked={quiet !== null} onChange={(event) => change({ quiet: event.target.checked ? NIGHT : null })} />
        {quiet && <div className="flex gap-2"><Field label={t('nudges.quiet_from')} type="time" required value={quiet.from} onChange={(event) => change({ quiet: { ...quiet, from: event.target.value } })} /><Field label={t('nudges.quiet_to')} type="time" required value={quiet.to} onChange={(event) => change({ quiet: { ...quiet, to: event.target.value } })} /></div>}
      </div>
      {draft.kind === 'customer' && <Toggle label={t('nudges.even_when_owed')} help={t('nudges.even_when_owed_help')} checked={draft.evenWhenOwed} onChange={(event) => change({ evenWhenOwed: event.target.checked })} />}
    </>
  )
}
