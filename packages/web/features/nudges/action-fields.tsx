import type { RuleAction } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { membersQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Choice, TextArea } from '../../ui/field.js'
import { hoursOwnersQuery } from '../automation/queries.js'
import { stagesQuery } from '../contacts/queries.js'
import { labelsQuery } from '../labels/queries.js'
import { SendFields } from './send-fields.js'
import { SpanField } from './span-field.js'

type Of<What extends RuleAction['do']> = Extract<RuleAction, { do: What }>

/** The particulars of one action. */
export function ActionFields({ action, onChange }: { action: RuleAction; onChange: (action: RuleAction) => void }) {
  const { t } = useT()
  switch (action.do) {
    case 'send': return <SendFields action={action} onChange={onChange} />
    case 'assign': return <AssignFields action={action} onChange={onChange} />
    case 'remind': return <RemindFields action={action} onChange={onChange} />
    case 'label': return <LabelFields action={action} onChange={onChange} />
    case 'stage': return <StageFields action={action} onChange={onChange} />
    case 'priority': return (
      <Choice label={t('nudges.priority')} className="mt-2 sm:max-w-xs" value={action.priority} onChange={(event) => onChange({ do: 'priority', priority: event.target.value as Of<'priority'>['priority'] })}>
        {(['low', 'normal', 'high', 'urgent'] as const).map((one) => <option key={one} value={one}>{t(`priority.${one}`)}</option>)}
      </Choice>
    )
    case 'note': return <TextArea label={t('nudges.note_text')} className="mt-2" rows={2} required maxLength={4_000} value={action.text} onChange={(event) => onChange({ do: 'note', text: event.target.value })} />
    case 'snooze': return <div className="mt-2 sm:max-w-sm"><SpanField label={t('nudges.how_long')} minutes={action.minutes} most={129_600} onChange={(minutes) => onChange({ do: 'snooze', minutes })} /></div>
    case 'resolve': return null
  }
}

function AssignFields({ action, onChange }: { action: Of<'assign'>; onChange: (action: RuleAction) => void }) {
  const { t } = useT()
  const members = useQuery(membersQuery).data?.filter((one) => one.active) ?? []
  const teams = useQuery(hoursOwnersQuery).data?.filter((one) => one.kind === 'team') ?? []
  const pick = (value: string) => {
    const [to, id] = value.split(' ')
    onChange((to === 'user' || to === 'team') && id ? { do: 'assign', to, id } : { do: 'assign', to: to === 'nobody' ? 'nobody' : 'rules' })
  }
  return (
    <Choice label={t('nudges.assign')} className="mt-2 sm:max-w-md" value={'id' in action ? `${action.to} ${action.id}` : action.to} onChange={(event) => pick(event.target.value)}>
      <option value="rules">{t('nudges.to_rules')}</option>
      <option value="nobody">{t('nudges.to_nobody')}</option>
      {teams.length > 0 && <optgroup label={t('nudges.teams')}>{teams.map((one) => <option key={one.id} value={`team ${one.id}`}>{one.name}</option>)}</optgroup>}
      <optgroup label={t('nudges.people')}>{members.map((one) => <option key={one.id} value={`user ${one.id}`}>{one.name}</option>)}</optgroup>
    </Choice>
  )
}

function RemindFields({ action, onChange }: { action: Of<'remind'>; onChange: (action: RuleAction) => void }) {
  const { t } = useT()
  const members = useQuery(membersQuery).data?.filter((one) => one.active) ?? []
  const teams = useQuery(hoursOwnersQuery).data?.filter((one) => one.kind === 'team') ?? []
  const ids = action.whom === 'some' ? action.ids : []
  const flip = (id: string, on: boolean) => onChange({ do: 'remind', whom: 'some', ids: on ? [...ids, id] : ids.filter((one) => one !== id) })
  return (
    <div className="mt-2 flex flex-col gap-2">
      <Choice label={t('nudges.who')} className="sm:max-w-md" value={action.whom} onChange={(event) => onChange(event.target.value === 'some' ? { do: 'remind', whom: 'some', ids: [] } : { do: 'remind', whom: event.target.value === 'leads' ? 'leads' : 'agents' })}>
        {(['agents', 'leads', 'some'] as const).map((one) => <option key={one} value={one}>{t(`nudges.tell_${one}`)}</option>)}
      </Choice>
      {action.whom === 'some' && (
        <fieldset className="thin-scroll max-h-48 overflow-y-auto rounded-lg border border-line p-2">
          <legend className="px-1 text-sm font-medium">{t('nudges.tell_some')}</legend>
          {[...teams, ...members].map((one) => <label key={one.id} className="flex min-h-8 items-center gap-2"><input type="checkbox" className="size-4" checked={ids.includes(one.id)} onChange={(event) => flip(one.id, event.target.checked)} /><bdi>{one.name}</bdi></label>)}
        </fieldset>
      )}
    </div>
  )
}

function LabelFields({ action, onChange }: { action: Of<'label'>; onChange: (action: RuleAction) => void }) {
  const { t } = useT()
  const labels = useQuery(labelsQuery).data?.filter((one) => one.archivedAt === null) ?? []
  const without = (names: readonly string[], name: string) => names.filter((one) => one !== name)
  const turn = (name: string, to: string) => onChange({ do: 'label', add: to === 'on' ? [...without(action.add, name), name] : without(action.add, name), remove: to === 'off' ? [...without(action.remove, name), name] : without(action.remove, name) })
  if (labels.length === 0) return <p className="mt-2 text-sm text-ink-soft">{t('nudges.labels_none')}</p>
  return (
    <div className="thin-scroll mt-2 grid max-h-56 gap-2 overflow-y-auto sm:grid-cols-2">
      {labels.map(({ name }) => (
        <Choice key={name} label={name} value={action.add.includes(name) ? 'on' : action.remove.includes(name) ? 'off' : ''} onChange={(event) => turn(name, event.target.value)}>
          <option value="">{t('nudges.labels_leave')}</option><option value="on">{t('nudges.labels_add')}</option><option value="off">{t('nudges.labels_off')}</option>
        </Choice>
      ))}
    </div>
  )
}

function StageFields({ action, onChange }: { action: Of<'stage'>; onChange: (action: RuleAction) => void }) {
  const { t } = useT()
  const stages = useQuery(stagesQuery).data?.filter((one) => one.archivedAt === null) ?? []
  return (
    <Choice label={t('nudges.stage')} required className="mt-2 sm:max-w-md" value={action.stageId} onChange={(event) => onChange({ do: 'stage', stageId: event.target.value })}>
      <option value="" disabled>{t('nudges.stage_choose')}</option>
      {stages.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
    </Choice>
  )
}
