import { apply, type Conversation, type ConversationDetail, type ConversationSnapshot, type ConversationStatus, type ListRange, type SnoozeMode } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'
import { useUndo } from './undo.js'

/** How a thread is to sleep. */
export type Snooze = { mode: 'until'; until: string } | { mode: Exclude<SnoozeMode, 'until'> }

/** What can be done with a conversation. Shown at once, put back when the server refuses, taken back for ten seconds. */
export function useConversationActions(conversation: ConversationDetail) {
  const client = useQueryClient()
  const { t, intl } = useT()
  const { user } = useSession()
  const { offer } = useUndo()
  const { id, contact: { name } } = conversation

  const show = (change: Partial<Conversation>) => {
    const { verdicts: _, caseId: __, seq: ___, ...row } = client.getQueryData<ConversationSnapshot>(keys.conversation(id))?.conversation ?? conversation
    const event = { type: 'conversation.changed', seq: Infinity, conversation: { ...row, ...change } } as const
    const viewer = { userId: user.id, now: Date.now() }
    client.setQueryData<ConversationSnapshot>(keys.conversation(id), (now) => now && apply(now, event, viewer))
    for (const [key] of client.getQueriesData<ListRange>({ queryKey: keys.lists })) client.setQueryData<ListRange>(key, (list) => list && apply(list, event, viewer))
  }
  const act = async (path: string, body: object, change: Partial<Conversation>, said: string | null) => {
    const before = Object.fromEntries(Object.keys(change).map((key) => [key, conversation[key as keyof Conversation]])) as Partial<Conversation> // the same fields as they were
    show(change)
    try {
      const { changeId } = await api.post<{ changeId: string | null }>(`/conversations/${id}/${path}`, body)
      if (said !== null) offer(changeId, said, () => show(before))
    } catch (error) {
      show(before)
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    }
  }

  const setStatus = (status: Exclude<ConversationStatus, 'snoozed'>) => void act('status', { status }, { status, snoozedUntil: null, snoozeMode: null }, t(`done.${status}`, { name }))
  const snooze = (sleep: Snooze) => void act('status', { status: 'snoozed', ...sleep }, { status: 'snoozed', snoozedUntil: sleep.mode === 'until' ? sleep.until : null, snoozeMode: sleep.mode }, t('done.snoozed', { name }))
  const label = (add: string[], remove: string[]) => {
    const labels = [...new Set([...conversation.labels.filter((each) => !remove.includes(each)), ...add])].sort()
    void act('labels', { add, remove }, { labels }, t('done.labels', { name }))
  }
  const setPriority = (priority: Conversation['priority']) => void act('priority', { priority }, { priority }, t('done.priority', { name, priority: t(`priority.${priority}`) }))
  const markUnread = () => void act('unread', {}, { unread: Math.max(1, conversation.unread) }, null)
  return { setStatus, snooze, label, setPriority, markUnread }
}

export type ConversationActions = ReturnType<typeof useConversationActions>
