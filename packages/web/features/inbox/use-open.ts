import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { InboxSearch } from '../../routes.js'

/** Which conversation is open, and how to open another without leaving the list. */
export function useOpenConversation() {
  const navigate = useNavigate()
  const { conversationId } = useParams({ strict: false }) as { conversationId?: string }
  const search: InboxSearch = useSearch({ from: '/inbox' })
  const keep = (old: InboxSearch): InboxSearch => { const rest = { ...old }; delete rest.compose; delete rest.at; return rest }
  return {
    conversationId: conversationId ?? null,
    search,
    /** `at`: the message at which it opens. */
    open: (id: string, at?: string) => void navigate({ to: '/inbox/$conversationId', params: { conversationId: id }, search: (old) => ({ ...keep(old as InboxSearch), ...(at ? { at } : {}) }) }),
    close: () => void navigate({ to: '/inbox', search: (old) => keep(old as InboxSearch) }),
    change: (wish: Partial<InboxSearch>) => void navigate({ to: '.', search: (old) => ({ ...keep(old as InboxSearch), ...wish }), replace: true }),
  }
}
