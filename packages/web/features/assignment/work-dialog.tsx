import type { Colleague, ColleagueWork, Timetable } from '@recado/api'
import { timetableFaults } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { DatesEditor } from '../automation/dates-editor.js'
import { DayEditor } from '../automation/day-editor.js'
import { colleaguesKey } from './queries.js'
import { WordsField } from './words-field.js'

/** A Monday: the week's days by their names in the reader's language. */
const MONDAY = Date.UTC(2026, 5, 1)
const WORKDAY = [{ from: '09:00', to: '18:00' }]

/** What a colleague speaks and can, how many conversations she takes at once, and her hours in her own time zone. */
export function WorkDialog({ colleague, onClose }: { colleague: Colleague; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { workspace } = useSession()
  const [work, setWork] = useState<ColleagueWork>({ languages: colleague.languages, skills: colleague.skills, capacity: colleague.capacity, channelLimits: colleague.channelLimits, timetable: colleague.timetable })
  const used = new Set((useQuery(accountsQuery).data ?? []).map((one) => one.channel))
  const channels = (useQuery(channelsQuery).data ?? []).filter((one) => used.has(one.id) || work.channelLimits[one.id] !== undefined)
  const save = useMutation({ mutationFn: (body: ColleagueWork) => api.put<Colleague>(`/members/${colleague.userId}/work`, body), onSuccess: (her) => { client.setQueryData<Colleague[]>(colleaguesKey, (all) => all?.map((one) => (one.userId === her.userId ? her : one))); onClose() } })
  const set = (part: Partial<ColleagueWork>) => setWork({ ...work, ...part })
  const setLimit = (channel: string, limit: number) => { const { [channel]: _, ...rest } = work.channelLimits; set({ channelLimits: Number.isNaN(limit) ? rest : { ...rest, [channel]: Math.max(0, Math.min(1000, Math.round(limit))) } }) }
  const { timetable } = work
  const setHours = (part: Partial<Timetable>) => { if (timetable) set({ timetable: { ...timetable, ...part } }) }
  const faults = timetable ? timetableFaults(timetable) : []
  const faultAt = (field: string) => faults.find((one) => one.field.startsWith(field))?.code ?? null
  const told = save.error ? tellError(intl, save.error) : null
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...(timetable ? [timetable.timeZone] : [])])].sort()
  return (
    <DialogWindow wide title={t('assignment.edit_of', { name: colleague.name })} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={save.isPending} disabled={faults.length > 0} onClick={() => save.mutate(work)}>{t('app.save')}</Button></>}>
      <div className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <WordsField label={t('assignment.her_languages')} help={t('assignment.her_languages_help')} value={work.languages} onChange={(languages) => set({ languages })} />
        <WordsField label={t('assignment.skills')} help={t('assignment.her_skills_help')} value={work.skills} onChange={(skills) => set({ skills })} />
        <Field className="max-w-56" label={t('assignment.capacity')} help={t('assignment.capacity_help')} type="number" min={0} max={1000} value={work.capacity ?? ''} placeholder={t('assignment.no_limit')} onChange={(event) => set({ capacity: Number.isNaN(event.target.valueAsNumber) ? null : Math.max(0, Math.min(1000, Math.round(event.target.valueAsNumber))) })} />
        {channels.length > 0 && <fieldset><legend className="font-medium">{t('assignment.per_channel')}</legend><div className="mt-1.5 grid gap-3 sm:grid-cols-3">
          {channels.map((channel) => <Field key={channel.id} label={channel.name} type="number" min={0} max={1000} value={work.channelLimits[channel.id] ?? ''} placeholder={t('assignment.no_limit')} onChange={(event) => setLimit(channel.id, event.target.valueAsNumber)} />)}
        </div></fieldset>}
        <Toggle label={t('assignment.has_hours')} help={t('assignment.has_hours_help')} checked={timetable !== null} onChange={(event) => set({ timetable: event.target.checked ? { timeZone: workspace.timeZone, week: [...Array.from({ length: 5 }, () => WORKDAY), [], []], dates: [] } : null })} />
        {timetable && <>
          <Choice label={t('auto.time_zone')} value={timetable.timeZone} onChange={(event) => setHours({ timeZone: event.target.value })} className="max-w-xs">{zones.map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}</Choice>
          <ul className="flex flex-col divide-y divide-line">
            {timetable.week.map((slots, day) => <DayEditor key={day} name={intl.formatDate(MONDAY + day * 86_400_000, { weekday: 'long', timeZone: 'UTC' })} slots={slots} fault={faultAt(`week[${day}]`)} onChange={(next) => setHours({ week: timetable.week.map((one, at) => (at === day ? next : one)) })} {...(day === 0 ? { onCopy: () => setHours({ week: timetable.week.map((one, at) => (at > 0 && at < 5 ? slots : one)) }) } : {})} />)}
          </ul>
          <DatesEditor dates={timetable.dates} faultAt={(at) => faultAt(`dates[${at}]`)} onChange={(dates) => setHours({ dates })} />
        </>}
      </div>
    </DialogWindow>
  )
}
