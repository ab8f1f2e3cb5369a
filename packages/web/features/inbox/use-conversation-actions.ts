import { apply, type Conversation, type ConversationDetail, type ConversationSnapshot, type ConversationStatus, type ListRange } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'

/** What can be done with a conversation. Shown at once, put back when the server refuses, undone for ten seconds. */
export function useConversationActions(conversation: ConversationDetail) {
  const client = useQueryClient()
  const { t, intl } = useT()
  const { user } = useSession()
  const { id } = conversation

  const show = (change: Partial<Conversation>) => {
    const { verdicts: _, caseId: __, seq: ___, ...row } = client.getQueryData<ConversationSnapshot>(keys.conversation(id))?.conversation ?? conversation
    const event = { type: 'conversation.changed', seq: Infinity, conversation: { ...row, ...change } } as const
    const viewer = { userId: user.id, now: Date.now() }
    client.setQueryData<ConversationSnapshot>(keys.conversation(id), (now) => now && apply(now, event, viewer))
    for (const [key] of client.getQueriesData<ListRange>({ queryKey: keys.lists })) client.setQueryData<ListRange>(key, (list) => list && apply(list, event, viewer))
  }
  const act = async (path: string, body: object, change: Partial<Conversation>, before: Partial<Conversation>) => {
    show(change)
    try {
      await api.post(`/conversations/${id}/${path}`, body)
      return true
    } catch (error) {
      show(before)
      toast(tellError(intl, error).sentence, { tone: 'failed' })
      return false
    }
  }

  const setStatus = (status: ConversationStatus, until?: string) => {
    const before = { status: conversation.status, snoozedUntil: conversation.snoozedUntil }
    void act('status', { status, ...(until ? { until } : {}) }, { status, snoozedUntil: until ?? null }, before).then((done) => {
      if (done && status !== 'open') toast(t(`done.${status}`, { name: conversation.contact.name }), { action: { label: t('app.undo'), run: () => void act('status', { status: before.status, ...(before.snoozedUntil ? { until: before.snoozedUntil } : {}) }, before, { status, snoozedUntil: until ?? null }) } })
    })
  }
  const assign = (member: { id: string; name: string } | null) => {
    const before = conversation.assignee
    void act('assign', { userId: member?.id ?? null }, { assignee: member }, { assignee: before }).then((done) => {
      if (done) toast(member ? t('done.assigned', { name: member.name }) : t('done.unassigned'), { action: { label: t('app.undo'), run: () => void act('assign', { userId: before?.id ?? null }, { assignee: before }, { assignee: member }) } })
    })
  }
  const label = (add: string[], remove: string[]) => {
    const labels = [...new Set([...conversation.labels.filter((each) => !remove.includes(each)), ...add])]
    void act('labels', { add, remove }, { labels }, { labels: conversation.labels })
  }
  const setPriority = (priority: Conversation['priority']) => void act('priority', { priority }, { priority }, { priority: conversation.priority })
  const markUnread = () => void act('unread', {}, { unread: Math.max(1, conversation.unread) }, { unread: conversation.unread })
  return { setStatus, assign, label, setPriority, markUnread, assignMe: () => assign({ id: user.id, name: user.name }) }
}

export type ConversationActions = ReturnType<typeof useConversationActions>
