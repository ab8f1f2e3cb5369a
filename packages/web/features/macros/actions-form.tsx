import type { MacroActions, Member } from '@recado/api'
import { SNOOZE_PRESETS } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { useT } from '../../i18n/provider.js'
import { Choice, TextArea, Toggle } from '../../ui/field.js'
import { labelsQuery } from '../labels/queries.js'

const PRIORITIES = ['none', 'low', 'normal', 'high', 'urgent'] as const

/** What the macro does with a thread. What is left alone is not part of it. */
export function ActionsForm({ actions, members, teams, onChange }: { actions: MacroActions; members: readonly Member[]; teams: readonly { id: string; name: string }[]; onChange: (actions: MacroActions) => void }) {
  const { t } = useT()
  const labels = useQuery(labelsQuery).data?.filter((label) => label.archivedAt === null) ?? []
  const { status, assign, priority } = actions
  const put = <K extends keyof MacroActions>(key: K, value: MacroActions[K] | undefined) => {
    const { [key]: _before, ...rest } = actions
    onChange((value === undefined ? rest : { ...rest, [key]: value }) as MacroActions) // the other fields stay as they are
  }
  const sleep = status?.sleep
  const state = !status ? '' : status.status !== 'snoozed' ? status.status : sleep?.mode === 'until' ? `until ${sleep.preset}` : `sleep ${sleep?.mode ?? 'reply'}`
  const onState = (value: string) => {
    const [kind, word] = value.split(' ')
    const preset = SNOOZE_PRESETS.find((one) => one === word)
    if (value === '') put('status', undefined)
    else if (kind === 'until' && preset) put('status', { status: 'snoozed', sleep: { mode: 'until', preset } })
    else if (kind === 'sleep') put('status', { status: 'snoozed', sleep: word === 'before_close' ? { mode: 'before_close' } : { mode: 'reply' } })
    else if (value === 'open' || value === 'pending' || value === 'resolved') put('status', { status: value })
  }
  const receiver = !assign ? '' : 'id' in assign ? `${assign.to} ${assign.id}` : assign.to
  const onReceiver = (value: string) => {
    const [to, id] = value.split(' ')
    put('assign', value === '' ? undefined : to === 'me' || to === 'nobody' ? { to } : (to === 'user' || to === 'team') && id ? { to, id } : undefined)
  }
  // Whom the note's @names call: whoever stands in it by name.
  const onNote = (text: string) => {
    const called = [...members.filter((one) => one.active).map((one) => ({ kind: 'user' as const, id: one.id, name: one.name })), ...teams.map((one) => ({ kind: 'team' as const, id: one.id, name: one.name }))].filter((one) => text.includes(`@${one.name}`))
    put('note', text === '' ? undefined : { text, ...(called.length > 0 ? { mentions: called } : {}) })
  }
  const labelOf = (name: string) => (actions.addLabels?.includes(name) ? 'on' : actions.removeLabels?.includes(name) ? 'off' : '')
  const turn = (name: string, to: string) => {
    const without = (names: string[] = []) => names.filter((one) => one !== name)
    onChange({ ...actions, addLabels: to === 'on' ? [...without(actions.addLabels), name] : without(actions.addLabels), removeLabels: to === 'off' ? [...without(actions.removeLabels), name] : without(actions.removeLabels) })
  }
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 text-bubble font-semibold">{t('macroset.actions')}</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <Choice label={t('macroset.status')} value={state} onChange={(event) => onState(event.target.value)}>
          <option value="">{t('macroset.leave')}</option>
          {(['open', 'pending', 'resolved'] as const).map((word) => <option key={word} value={word}>{t(`status.${word}`)}</option>)}
          <optgroup label={t('status.snoozed')}>{SNOOZE_PRESETS.map((preset) => <option key={preset} value={`until ${preset}`}>{t(`snooze.${preset}`)}</option>)}<option value="sleep before_close">{t('snooze.before_close')}</option><option value="sleep reply">{t('snooze.reply')}</option></optgroup>
        </Choice>
        <Choice label={t('macroset.assign')} value={receiver} onChange={(event) => onReceiver(event.target.value)}>
          <option value="">{t('macroset.leave')}</option><option value="me">{t('macroset.runner')}</option><option value="nobody">{t('bulk.nobody')}</option>
          {teams.length > 0 && <optgroup label={t('settings.teams')}>{teams.map((team) => <option key={team.id} value={`team ${team.id}`}>{team.name}</option>)}</optgroup>}
          <optgroup label={t('settings.members')}>{members.filter((one) => one.active).map((one) => <option key={one.id} value={`user ${one.id}`}>{one.name}</option>)}</optgroup>
        </Choice>
        <Choice label={t('macroset.priority')} value={priority ?? ''} onChange={(event) => put('priority', PRIORITIES.find((one) => one === event.target.value))}>
          <option value="">{t('macroset.leave')}</option>{PRIORITIES.map((one) => <option key={one} value={one}>{t(`priority.${one}`)}</option>)}
        </Choice>
      </div>
      {labels.length > 0 && (
        <div role="group" aria-label={t('settings.labels')} className="flex flex-col gap-1"><span className="font-medium">{t('settings.labels')}</span>
          <ul className="thin-scroll grid max-h-44 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
            {labels.map(({ id, name }) => <li key={id} className="flex min-h-9 items-center gap-2"><span dir="auto" className="min-w-0 grow truncate">{name}</span><select aria-label={name} value={labelOf(name)} onChange={(event) => turn(name, event.target.value)} className="min-h-8 rounded-lg border border-line-strong bg-surface px-2 text-sm"><option value="">{t('macroset.leave')}</option><option value="on">{t('macroset.put_on')}</option><option value="off">{t('macroset.take_off')}</option></select></li>)}
          </ul>
        </div>
      )}
      <TextArea label={t('macroset.note')} help={t('macroset.note_help')} rows={2} maxLength={10_000} dir="auto" value={actions.note?.text ?? ''} onChange={(event) => onNote(event.target.value)} />
      <Toggle label={t('macroset.follow')} checked={actions.follow ?? false} onChange={(event) => put('follow', event.target.checked || undefined)} />
    </fieldset>
  )
}
