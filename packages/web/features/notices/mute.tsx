import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, BellOff } from 'lucide-react'
import { api } from '../../api/client.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { toast } from '../../ui/toast.js'

/** Hears nothing of one conversation, but what is said to her by name. */
export default function MuteButton({ conversationId }: { conversationId: string }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const key = ['mute', conversationId]
  const muted = useQuery({ queryKey: key, queryFn: () => api.get<{ muted: boolean }>(`/conversations/${conversationId}/mute`), staleTime: 60_000 }).data?.muted ?? false
  const turn = () => {
    const next = !muted
    client.setQueryData(key, { muted: next })
    void (next ? api.put(`/conversations/${conversationId}/mute`, {}) : api.delete(`/conversations/${conversationId}/mute`)).then(
      () => toast(t(next ? 'notice.muted' : 'notice.unmuted')),
      (error: unknown) => { client.setQueryData(key, { muted }); toast(tellError(intl, error).sentence, { tone: 'failed' }) })
  }
  const label = muted ? 'notice.unmute' : 'notice.mute'
  useActions([{ id: 'conversation.mute', label, group: 'conversation', run: turn }])
  return <Button small look="quiet" onClick={turn} aria-pressed={muted}>{muted ? <Bell aria-hidden="true" className="size-4" /> : <BellOff aria-hidden="true" className="size-4" />}{t(label)}</Button>
}
