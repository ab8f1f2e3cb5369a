import { type AssignBody, conversationSnapshot, type ConversationDetail } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { api, isProblem } from '../../api/client.js'
import { keys, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'
import { useUndo } from '../inbox/undo.js'

/**
 * Gives a conversation away, or takes it. It goes only if whoever we saw in charge still is: of two who take it at once the second is told who
 * has it. Undone for ten seconds.
 */
export function useAssign(conversation: ConversationDetail) {
  const client = useQueryClient()
  const { t, intl } = useT()
  const { user } = useSession()
  const { offer } = useUndo()
  const { id } = conversation
  const path = `/conversations/${id}/assign`

  const read = () => client.invalidateQueries({ queryKey: keys.conversation(id) })

  const assign = async (body: AssignBody, said: string): Promise<boolean> => {
    try {
      const { changeId, ...detail } = await api.post<ConversationDetail & { changeId: string | null }>(path, { ifAssignee: conversation.assignee?.id ?? null, ...body })
      client.setQueryData(keys.conversation(id), conversationSnapshot(detail))
      void client.invalidateQueries({ queryKey: ['assignees', id] })
      offer(changeId, said, () => void read())
      return true
    } catch (error) {
      void read()
      if (isProblem(error) && error.code === 'already_taken') {
        const { taken } = error.problem
        toast(taken?.userId === user.id ? t('assign.already_yours') : taken ? t('assign.taken', { name: taken.name }) : t('assign.given_back'))
      } else toast(tellError(intl, error).sentence, { tone: 'failed' })
      return false
    }
  }
  const take = () => assign({ userId: user.id }, t('done.assigned', { name: user.name }))
  const drop = () => assign({ userId: null }, t('done.unassigned'))
  return { assign, take, drop }
}
