import { CalendarClock, Clock3, Sunrise, TriangleAlert } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { ApiProblem } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { formatUntil } from '../../../i18n/format.js'
import { useLanguage, useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList, type Choice } from '../../../ui/pick-list.js'
import { snoozeChoices } from '../snooze/choices.js'
import { understandAll } from '../snooze/dates.js'

/** A moment ahead: from the list, or typed as people say it. Where it is night for her then, her morning is offered before. `onPick` throws what the server says. */
export function MomentPicker({ title, closesAt, onPick, onClose, children }: { title: string; closesAt: string | null; onPick: (at: string, anyway: boolean) => Promise<void>; onClose: () => void; children?: ReactNode }) {
  const { t, intl } = useT()
  const { language } = useLanguage()
  const now = useNow(30_000)
  const [text, setText] = useState('')
  const [meant, setMeant] = useState<{ text: string; at: Date | null } | null>(null)
  const [night, setNight] = useState<{ at: string; until: string; timeZone: string } | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    let wanted = true
    const wish = text.trim()
    if (wish === '') setMeant(null)
    else void understandAll(wish, language, now).then((at) => { if (wanted) setMeant({ text: wish, at }) })
    return () => { wanted = false }
  }, [text, language, now])
  const moment = (at: Date) => formatUntil(intl, at.toISOString(), now)
  const late = (at: Date) => closesAt !== null && at.getTime() >= Date.parse(closesAt)
  const hint = (at: Date) => (late(at) ? <span className="inline-flex items-center gap-1 text-closing-soon"><TriangleAlert aria-hidden="true" />{moment(at)}<span className="sr-only">{t('snooze.too_late')}</span></span> : moment(at))
  const presets = snoozeChoices(now, closesAt)
  const typed: Choice | null = meant?.at ? { id: 'typed', text: moment(meant.at), icon: <CalendarClock aria-hidden="true" />, hint: late(meant.at) ? <span className="text-closing-soon">{t('snooze.too_late')}</span> : t('snooze.understood') } : null
  const choices = presets.map(({ id, at }): Choice => ({ id, text: t(`snooze.${id}`), hint: hint(at), icon: id === 'before_close' ? <Clock3 aria-hidden="true" /> : <Sunrise aria-hidden="true" /> }))
  const take = (at: string, anyway: boolean) => {
    if (busy) return
    setBusy(true)
    onPick(at, anyway).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.code === 'local_night' && error.problem.until && error.problem.timeZone) setNight({ at, until: error.problem.until, timeZone: error.problem.timeZone })
    }).finally(() => setBusy(false))
  }
  const pick = (id: string) => {
    const at = id === 'typed' ? meant?.at : presets.find((choice) => choice.id === id)?.at
    if (at) take(at.toISOString(), false)
  }
  return (
    <DialogWindow title={title} onClose={onClose} closeLabel={t('app.close')}>
      {night
        ? <div className="flex flex-col gap-3">
            <p role="alert">{t('later.night', { at: intl.formatTime(night.at, { hour: '2-digit', minute: '2-digit', timeZone: night.timeZone }), until: formatUntil(intl, night.until, now) })}</p>
            <div className="flex flex-wrap justify-end gap-2">
              <Button onClick={() => setNight(null)}>{t('later.move')}</Button>
              <Button busy={busy} onClick={() => take(night.at, true)}>{t('later.at_night')}</Button>
              <Button look="primary" busy={busy} autoFocus onClick={() => take(night.until, false)}>{t('later.in_the_morning', { until: formatUntil(intl, night.until, now) })}</Button>
            </div>
          </div>
        : <>
            <PickList label={title} placeholder={t('later.type')} text={text} onText={setText} extra={typed} choices={choices} onPick={pick} empty={meant && meant.at === null && meant.text === text.trim() ? t('snooze.not_understood') : null} />
            {children}
            {closesAt !== null && <p className="mt-2 text-sm text-ink-soft">{t('later.window', { until: formatUntil(intl, closesAt, now) })}</p>}
          </>}
    </DialogWindow>
  )
}
