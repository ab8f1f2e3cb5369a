import type { AssignmentSettings, Colleague } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { useCan, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Avatar } from '../../ui/avatar.js'
import { Button } from '../../ui/button.js'
import { Field, Toggle } from '../../ui/field.js'
import { toast } from '../../ui/toast.js'
import AvailabilityDialog from './availability-dialog.js'
import { PresenceDot, usePresenceText } from './presence-dot.js'
import { assignmentKey, colleaguesQuery } from './queries.js'
import { WorkDialog } from './work-dialog.js'

/** Who works on conversations: whether she is there, what she carries and takes, speaks and can. */
export function ColleaguesCard({ settings }: { settings: AssignmentSettings }) {
  const { t, intl } = useT()
  const now = useNow(30_000)
  const { user } = useSession()
  const presenceText = usePresenceText()
  const mayLead = useCan('availability.manage')
  const people = useQuery(colleaguesQuery).data ?? []
  const [editing, setEditing] = useState<Colleague | null>(null)
  const [saying, setSaying] = useState<Colleague | null>(null)
  const languages = new Intl.DisplayNames(intl.locale, { type: 'language', fallback: 'code' })
  const about = (one: Colleague) => [t('assign.load', { open: one.open, capacity: one.capacity ?? 0, hasCapacity: one.capacity === null ? 'no' : 'yes' }), ...one.languages.map((tag) => languages.of(tag) ?? tag), ...one.skills].join(' · ')
  return (
    <Card title={t('assignment.people_title')}>
      <ul className="flex flex-col divide-y divide-line">
        {people.map((one) => (
          <li key={one.userId} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
            <Avatar name={one.name} size={36}><PresenceDot availability={one.availability} className="absolute -end-0.5 -bottom-0.5" /></Avatar>
            <div className="min-w-0 grow basis-48"><p className="font-semibold"><bdi>{one.name}</bdi></p><p className="text-sm text-ink-soft">{presenceText(one, now)}</p><p className="text-sm text-ink-soft">{about(one)}</p></div>
            {(mayLead || one.userId === user.id) && <Button small look="quiet" onClick={() => setSaying(one)} aria-label={t('availability.of', { name: one.name })}>{t('availability.state')}</Button>}
            <Button small onClick={() => setEditing(one)} aria-label={t('assignment.edit_of', { name: one.name })}>{t('assignment.edit')}</Button>
          </li>
        ))}
      </ul>
      <AwayAfter settings={settings} />
      {editing && <WorkDialog colleague={editing} onClose={() => setEditing(null)} />}
      {saying && <AvailabilityDialog colleague={saying} own={saying.userId === user.id} onClose={() => setSaying(null)} />}
    </Card>
  )
}

function AwayAfter({ settings: { awayAfterMinutes } }: { settings: AssignmentSettings }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const save = useMutation({ mutationFn: (minutes: number | null) => api.put('/assignment/settings', { awayAfterMinutes: minutes }), onSuccess: () => client.invalidateQueries({ queryKey: assignmentKey }), onError: (error) => toast(tellError(intl, error).sentence, { tone: 'failed' }) })
  return (
    <div className="mt-3 flex flex-col gap-3 border-t border-line pt-4">
      <Toggle label={t('assignment.away_after')} help={t('assignment.away_after_help')} checked={awayAfterMinutes !== null} disabled={save.isPending} onChange={(event) => save.mutate(event.target.checked ? 10 : null)} />
      {awayAfterMinutes !== null && <Field key={awayAfterMinutes} className="max-w-48" label={t('assignment.minutes')} type="number" min={1} max={1440} defaultValue={awayAfterMinutes} onBlur={(event) => { const minutes = Math.round(event.target.valueAsNumber); if (minutes >= 1 && minutes <= 1440 && minutes !== awayAfterMinutes) save.mutate(minutes) }} />}
    </div>
  )
}
