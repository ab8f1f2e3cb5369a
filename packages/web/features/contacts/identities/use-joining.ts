import type { ContactDetail, ContactJoining } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { toast } from '../../../ui/toast.js'
import { readAnew, type MergeChoice } from './queries.js'

/** A little less than ten seconds: so long the way back stands beside the word. */
const UNDO_MS = 9_500

/** Joins and parts people, says what was done, and offers the way back. Resolves to whether it was done. */
export function useJoining(contactId: string) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      // Whoever asked need not wait for it: the windows close, the page follows.
      void readAnew(client)
      return true
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
      return false
    }
  }
  const split = (wish: { mergeId: string } | { identityId: string }, told?: string) => attempt(async () => {
    const { other } = await api.post<{ other: ContactDetail }>(`/contacts/${contactId}/split`, wish)
    toast(told ?? t('joining.split_done', { name: other.name }))
  })
  const merge = (choice: MergeChoice, name: string) => attempt(async () => {
    await api.post<ContactDetail>(`/contacts/${contactId}/merge`, choice)
    const { merges } = await api.get<ContactJoining>(`/contacts/${contactId}/joining`)
    const mine = merges.find((each) => each.otherId === choice.otherId)
    toast(t('joining.merged', { name }), mine ? { forMs: UNDO_MS, action: { label: t('app.undo'), counts: true, run: () => void split({ mergeId: mine.id }, t('joining.unmerged')) } } : {})
  })
  const notSame = (otherId: string) => attempt(() => api.post(`/contacts/${contactId}/not-same`, { otherId }))
  return { merge, split, notSame }
}
