import type { Colleague } from '@recado/api'
import { useState, type FormEvent } from 'react'
import { useNow } from '../../api/clock.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { usePresenceText } from './presence-dot.js'
import { useSayAvailability } from './queries.js'

const STATES = ['available', 'away', 'offline', 'auto'] as const
const ENDS = ['open', '15', '30', '60', '120', 'time'] as const

/** Says whether somebody can be given work, why not, and until when; oneself, or a colleague whom one leads. */
export default function AvailabilityDialog({ colleague, state: first = 'away', own, onClose }: { colleague: Colleague; state?: (typeof STATES)[number]; own: boolean; onClose: () => void }) {
  const { t, intl } = useT()
  const now = useNow(30_000)
  const presenceText = usePresenceText()
  const [state, setState] = useState(first)
  const [end, setEnd] = useState<(typeof ENDS)[number]>('open')
  const [time, setTime] = useState('')
  const say = useSayAvailability(own ? undefined : colleague.userId)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    const until = state === 'auto' || end === 'open' ? null : end === 'time' ? nextAt(time, now) : new Date(now + Number(end) * 60_000).toISOString()
    say.mutate({ state, ...(reason && state !== 'available' && state !== 'auto' ? { reason } : {}), until }, { onSuccess: onClose })
  }
  return (
    <DialogWindow title={own ? t('availability.mine') : t('availability.of', { name: colleague.name })} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ink-soft">{presenceText(colleague, now)}</p>
        <Choice label={t('availability.state')} value={state} onChange={(event) => { const next = STATES.find((one) => one === event.target.value); if (next) setState(next) }} help={t(`availability.${state}_help`)}>{STATES.map((one) => <option key={one} value={one}>{t(`availability.${one}`)}</option>)}</Choice>
        {(state === 'away' || state === 'offline') && <Field label={t('availability.reason')} help={t('availability.reason_help')} name="reason" maxLength={120} defaultValue={colleague.cause === 'hand' ? colleague.reason : ''} autoFocus />}
        {state !== 'auto' && <Choice label={t('availability.until')} value={end} onChange={(event) => { const next = ENDS.find((one) => one === event.target.value); if (next) setEnd(next) }}>
          {ENDS.map((one) => <option key={one} value={one}>{one === 'open' ? t(colleague.timetable ? 'availability.until_hours' : 'availability.until_said') : one === 'time' ? t('availability.until_time') : intl.formatNumber(Number(one) >= 60 ? Number(one) / 60 : Number(one), { style: 'unit', unit: Number(one) >= 60 ? 'hour' : 'minute', unitDisplay: 'long' })}</option>)}
        </Choice>}
        {state !== 'auto' && end === 'time' && <Field label={t('availability.time')} type="time" required value={time} onChange={(event) => setTime(event.target.value)} />}
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={say.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}

/** The next time the clock here shows it. */
function nextAt(time: string, now: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const at = new Date(now)
  at.setHours(hour, minute, 0, 0)
  if (at.getTime() <= now) at.setDate(at.getDate() + 1)
  return at.toISOString()
}
