import type { AutomaticReply, AutomationEstimate, AutomationMeans } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, CircleAlert, Pencil, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { formatMoment } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { DialogWindow, IconButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { type OwnerPath, paths, useRefresh } from './queries.js'
import { addsText, reasonText, repliesText, triggerIcons, triggerText } from './words.js'

interface RowProps { base: OwnerPath; reply: AutomaticReply; means: AutomationMeans; estimate: AutomationEstimate | undefined; number: number; mayChange: boolean; isBusy: boolean; onUp?: () => void; onDown?: () => void; onEdit: () => void }

/** One rule: its switch, what sets it off, what it says, what it costs, and why it last could not. */
export function RuleRow({ base, reply, means, estimate, number, mayChange, isBusy, onUp, onDown, onEdit }: RowProps) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const id = useId()
  const refresh = useRefresh(base)
  const [asking, setAsking] = useState(false)
  const fail = (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })
  const flip = useMutation({ mutationFn: (enabled: boolean) => api.patch(paths.reply(base, reply.id), { enabled }), onError: fail, onSettled: refresh })
  const remove = useMutation({ mutationFn: () => api.delete(paths.reply(base, reply.id)), onError: fail, onSettled: refresh })
  const Icon = triggerIcons[reply.trigger.kind]
  const enabled = flip.isPending ? flip.variables : reply.enabled
  const first = reply.variants[0]
  const said = first?.content && 'text' in first.content ? String(first.content.text) : first?.content && 'caption' in first.content ? (first.content.caption ?? '') : ''
  const { lately } = reply
  return (
    <li className="flex flex-wrap gap-3 py-3">
      <input type="checkbox" role="switch" checked={enabled} disabled={!mayChange || flip.isPending} aria-label={t('auto.switch', { name: reply.name })} aria-describedby={`${id}-cost`} onChange={(event) => flip.mutate(event.target.checked)}
        className="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:start-0.5 before:top-0.5 before:size-[18px] before:rounded-full before:bg-line-strong before:transition-[inset-inline-start] checked:border-accent checked:bg-accent checked:before:start-[18px] checked:before:bg-on-accent disabled:opacity-60" />
      <div className="min-w-0 grow basis-0">
        <p className="flex flex-wrap items-center gap-x-2"><Icon aria-hidden="true" className="size-4 shrink-0 text-accent" /><span dir="auto" className="font-semibold [overflow-wrap:anywhere]">{reply.name}</span><span className="figures text-xs text-ink-soft">{t('auto.number', { number })}</span></p>
        <p className="text-sm text-ink-soft [overflow-wrap:anywhere]">{triggerText(intl, reply.trigger)}</p>
        {said && <p dir="auto" className="mt-1 line-clamp-2 w-fit max-w-full rounded-xl rounded-ss-md bg-sunken px-2.5 py-1 text-sm [overflow-wrap:anywhere]">{said}</p>}
        {first?.savedReplyId && <p className="mt-1 text-sm text-ink-soft">{t('auto.says_saved')}</p>}
        <p id={`${id}-cost`} className="mt-1 text-sm">{[estimate ? addsText(intl, estimate, reply.id, enabled) : t('auto.estimating'), reply.variants.length > 0 ? repliesText(intl, means, reply.trigger.kind) : ''].filter(Boolean).join(' · ')}</p>
        {reply.problem && <p className="mt-1 flex items-center gap-1.5 text-sm text-failed"><CircleAlert aria-hidden="true" className="size-4 shrink-0" />{reasonText(intl, 'fault', reply.problem)}</p>}
        {lately.refused && <p className="mt-1 flex items-center gap-1.5 text-sm text-waiting"><CircleAlert aria-hidden="true" className="size-4 shrink-0" />{t('auto.refused', { moment: formatMoment(intl, lately.refused.at, now), reason: reasonText(intl, 'fault', lately.refused.code) })}</p>}
        {!lately.refused && lately.lastAt && <p className="mt-1 text-sm text-ink-soft">{t('auto.last', { moment: formatMoment(intl, lately.lastAt, now), count: lately.count })}</p>}
      </div>
      {mayChange && (
        <div className="-mt-2 flex w-full shrink-0 justify-end sm:mt-0 sm:w-auto sm:content-start">
          <IconButton label={t('auto.up')} isDisabled={!onUp || isBusy} onPress={() => onUp?.()}><ArrowUp aria-hidden="true" /></IconButton>
          <IconButton label={t('auto.down')} isDisabled={!onDown || isBusy} onPress={() => onDown?.()}><ArrowDown aria-hidden="true" /></IconButton>
          <IconButton label={t('auto.edit', { name: reply.name })} onPress={onEdit}><Pencil aria-hidden="true" /></IconButton>
          <IconButton label={t('auto.remove', { name: reply.name })} onPress={() => setAsking(true)}><Trash2 aria-hidden="true" /></IconButton>
        </div>
      )}
      {asking && <DialogWindow title={t('auto.remove', { name: reply.name })} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" onClick={() => { setAsking(false); remove.mutate() }}>{t('auto.remove_do')}</Button></>}>{t('auto.remove_text')}</DialogWindow>}
    </li>
  )
}
