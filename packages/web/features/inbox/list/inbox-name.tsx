import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { useCan } from '../../../api/queries.js'

/** The name of an inbox, for views that show it. */
export function InboxName({ id }: { id: string }) {
  const enabled = useCan('members.read')
  const { data } = useQuery({ queryKey: ['inboxes'], queryFn: () => api.get<{ items: { id: string; name: string }[] }>('/inboxes').then((page) => page.items), staleTime: 600_000, enabled })
  const name = data?.find((inbox) => inbox.id === id)?.name
  return name ? <span className="min-w-0 truncate text-xs">{name}</span> : null
}
