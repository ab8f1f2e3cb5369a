import type { Content, ConversationDetail, ScheduledMessage } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, ApiProblem } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { keys } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { toast } from '../../../ui/toast.js'
import { MomentPicker } from './moment-picker.js'

/** Keeps what is written for a moment: a recording and its caption go together, the first of several parts says whether the moment will do. */
export default function SendLater({ conversation, contents, replyTo, onKept, onClose }: { conversation: ConversationDetail; contents: readonly Content[]; replyTo: string | null; onKept: () => void; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const now = useNow(30_000)
  const [unless, setUnless] = useState(false)
  // The same ids when the moment is chosen anew, so that no part is kept twice.
  const ids = useRef(contents.map(() => crypto.randomUUID()))
  const keep = async (at: string, anyway: boolean) => {
    const kept: ScheduledMessage[] = []
    try {
      for (const [index, content] of contents.entries())
        kept.push(await api.post<ScheduledMessage>(`/conversations/${conversation.id}/scheduled-messages`, { clientId: ids.current[index], content, sendAt: new Date(Date.parse(at) + index).toISOString(), ...(replyTo && index === 0 ? { replyTo } : {}), ...(unless ? { unlessSheWrites: true } : {}), ...(anyway || index > 0 ? { anyway: true } : {}) }))
    } catch (error) {
      // All of it or nothing: what is kept already would leave without the rest.
      for (const one of kept) await api.delete(`/conversations/${conversation.id}/scheduled-messages/${one.id}`).catch(() => {})
      ids.current = contents.map(() => crypto.randomUUID())
      if (!(error instanceof ApiProblem) || error.code !== 'local_night') toast(Object.values(tellError(intl, error)).slice(0, 2).join(' '), { tone: 'failed' })
      throw error
    }
    void client.invalidateQueries({ queryKey: keys.conversation(conversation.id) })
    toast(t('later.kept', { at: formatUntil(intl, at, now) }))
    onKept()
  }
  return (
    <MomentPicker title={t('action.send_later')} closesAt={conversation.window.closesAt} onPick={keep} onClose={onClose}>
      <label className="mt-3 flex min-h-9 items-center gap-2 text-sm"><input type="checkbox" checked={unless} onChange={(event) => setUnless(event.target.checked)} className="size-4 accent-accent" />{t('later.unless')}</label>
    </MomentPicker>
  )
}
