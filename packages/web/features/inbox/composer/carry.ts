/** A text begun where the window is shut goes along to where it may be sent. */
import type { Conversation, Draft, VerdictRemedy } from '@recado/api'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { draftOptions } from '../../../api/queries.js'
import { bodyOf, type DraftBody, mergeDrafts } from './draft-keeper.js'

/** The thread that a remedy leads to; one is begun where she has an address and nobody has written yet. */
export async function threadOf({ conversationId, contactId, channelAccountId }: VerdictRemedy): Promise<string | null> {
  if (conversationId) return conversationId
  if (!contactId || !channelAccountId) return null
  return (await api.post<Conversation>('/conversations', { channelAccountId, to: { contactId } })).id
}

/** Puts what was begun into the draft of the other thread, behind what stands there already. Gives whether there was anything. */
export async function carry(client: QueryClient, body: Pick<DraftBody, 'text' | 'attachments'>, to: string): Promise<boolean> {
  if (body.text.trim() === '' && body.attachments.length === 0) return false
  const stored = await client.fetchQuery({ ...draftOptions(to, 'reply'), staleTime: 0 })
  const whole = mergeDrafts(bodyOf(stored), { text: body.text, attachments: [...body.attachments], replyTo: null })
  const draft = await api.put<Draft>(`/conversations/${to}/draft`, { mode: 'reply', ...whole })
  client.setQueryData<Draft | null>(draftOptions(to, 'reply').queryKey, draft)
  return true
}
