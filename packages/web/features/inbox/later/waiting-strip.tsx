import type { ScheduledMessage } from '@recado/api'
import { previewOf } from '@recado/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { keys } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { toast } from '../../../ui/toast.js'
import { MomentPicker } from './moment-picker.js'

/** Above the composer: what waits here for its moment, and the ways to change that. */
export default function WaitingStrip({ conversationId, closesAt }: { conversationId: string; closesAt: string | null }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const now = useNow(30_000)
  const queryKey = [...keys.conversation(conversationId), 'scheduled'] as const
  const path = `/conversations/${conversationId}/scheduled-messages`
  const { data: waiting = [] } = useQuery({ queryKey, queryFn: ({ signal }) => api.get<{ items: ScheduledMessage[] }>(path, { signal }).then((page) => page.items) })
  const [moving, setMoving] = useState<ScheduledMessage | null>(null)
  const again = () => client.invalidateQueries({ queryKey: keys.conversation(conversationId) })
  const act = (doing: Promise<unknown>) => { doing.catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) }).finally(() => void again()) }
  const move = async (at: string, anyway: boolean) => {
    if (!moving) return
    await api.patch(`${path}/${moving.id}`, { sendAt: at, ...(anyway ? { anyway } : {}) }).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'local_night') toast(Object.values(tellError(intl, error)).slice(0, 2).join(' '), { tone: 'failed' })
      throw error
    })
    setMoving(null)
    await again()
  }
  if (waiting.length === 0) return null
  return (
    <section aria-label={t('later.waits', { count: waiting.length })} className="mb-2 flex max-h-40 flex-col overflow-y-auto rounded-xl border border-line bg-surface">
      {waiting.map((one) => {
        const hers = one.hers && one.hers.timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone ? t('later.hers', { at: intl.formatTime(one.sendAt, { hour: '2-digit', minute: '2-digit', timeZone: one.hers.timeZone }) }) : null
        return (
          <div key={one.id} className="flex min-h-10 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1 text-sm last:border-0">
            <CalendarClock aria-hidden="true" className="size-4 shrink-0 text-accent" />
            <span className="min-w-0 grow basis-40 truncate" dir="auto">{previewOf(one.content)}</span>
            <span className="text-xs text-ink-soft">{[t('later.leaves', { at: formatUntil(intl, one.sendAt, now) }), hers, one.unlessSheWrites ? t('later.unless') : null].filter(Boolean).join(' · ')}</span>
            <span className="flex gap-1">
              <Button small look="quiet" onClick={() => act(api.post(`${path}/${one.id}/send`))}>{t('later.now')}</Button>
              <Button small look="quiet" onClick={() => setMoving(one)}>{t('later.move')}</Button>
              <Button small look="quiet" onClick={() => act(api.delete(`${path}/${one.id}`))}>{t('later.take_back')}</Button>
            </span>
          </div>
        )
      })}
      {moving && <MomentPicker title={t('later.move')} closesAt={closesAt} onPick={move} onClose={() => setMoving(null)} />}
    </section>
  )
}
