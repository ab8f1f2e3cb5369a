import { CalendarClock, Clock3, MessageCircleReply, Moon, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNow } from '../../../api/clock.js'
import { formatUntil } from '../../../i18n/format.js'
import { useLanguage, useT } from '../../../i18n/provider.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList, type Choice } from '../../../ui/pick-list.js'
import type { Snooze } from '../use-conversation-actions.js'
import { snoozeChoices } from './choices.js'
import { understandAll } from './dates.js'

/** When it is to come back: a moment from the list, one that is typed as people say it, when she writes, or before the window ends. */
export default function SnoozePicker({ closesAt, onPick, onClose }: { closesAt: string | null; onPick: (sleep: Snooze) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const { language } = useLanguage()
  const now = useNow(30_000)
  const [text, setText] = useState('')
  const [meant, setMeant] = useState<{ text: string; at: Date | null } | null>(null)
  useEffect(() => {
    let wanted = true
    const wish = text.trim()
    if (wish === '') setMeant(null)
    else void understandAll(wish, language, now).then((at) => { if (wanted) setMeant({ text: wish, at }) })
    return () => { wanted = false }
  }, [text, language, now])
  const late = (at: Date) => closesAt !== null && at.getTime() >= Date.parse(closesAt)
  const moment = (at: Date) => formatUntil(intl, at.toISOString(), now)
  const when = (at: Date, tooLate: boolean) => tooLate ? <span className="inline-flex items-center gap-1 text-closing-soon"><TriangleAlert aria-hidden="true" />{moment(at)}<span className="sr-only">{t('snooze.too_late')}</span></span> : moment(at)
  const typed: Choice | null = meant?.at ? { id: 'typed', text: moment(meant.at), icon: <CalendarClock aria-hidden="true" />, hint: late(meant.at) ? <span className="text-closing-soon">{t('snooze.too_late')}</span> : t('snooze.understood') } : null
  const presets = snoozeChoices(now, closesAt)
  const choices: Choice[] = [
    ...presets.map(({ id, at, tooLate }): Choice => ({ id, text: t(`snooze.${id}`), hint: when(at, tooLate), icon: id === 'before_close' ? <Clock3 aria-hidden="true" /> : <Moon aria-hidden="true" /> })),
    { id: 'reply', text: t('snooze.reply'), hint: t('snooze.reply_hint'), icon: <MessageCircleReply aria-hidden="true" /> },
  ]
  const pick = (id: string) => {
    const at = id === 'typed' ? meant?.at : presets.find((choice) => choice.id === id)?.at
    if (id === 'reply' || id === 'before_close') onPick({ mode: id })
    else if (at) onPick({ mode: 'until', until: at.toISOString() })
    else return
    onClose()
  }
  // What was typed narrows the list only when it is no moment: "tomorrow" is both, and the moment stands first.
  return (
    <DialogWindow title={t('action.snooze')} onClose={onClose} closeLabel={t('app.close')}>
      <PickList label={t('action.snooze')} placeholder={t('snooze.type')} text={text} onText={setText} extra={typed} choices={choices} onPick={pick} empty={meant && meant.at === null && meant.text === text.trim() ? t('snooze.not_understood') : null} />
      {closesAt !== null && presets.some((choice) => choice.tooLate) && <p className="mt-2 flex items-start gap-2 rounded-lg bg-closing-soon-soft px-3 py-2 text-sm text-closing-soon"><TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />{t('snooze.window_ends', { until: formatUntil(intl, closesAt, now) })}</p>}
    </DialogWindow>
  )
}
