import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { api } from '../../../api/client.js'
import { contactOptions, keys } from '../../../api/queries.js'
import type { AttributeValue, PersonDetail } from '../model.js'

export interface PersonWish {
  name?: string; language?: string | null; country?: string | null; timeZone?: string | null; notes?: string; stageId?: string | null; ownerId?: string | null; companyId?: string | null; addresses?: { kind: 'phone' | 'email'; value: string; label?: string }[]
  attributes?: Record<string, AttributeValue>
}

/** The person of an address. One who was merged into another leads to who she is now. */
export function usePerson(id: string) {
  const navigate = useNavigate()
  const query = useQuery(contactOptions(id))
  const person: PersonDetail | undefined = query.data
  const survivor = person && person.id !== id ? person.id : null
  useEffect(() => {
    if (survivor) void navigate({ to: '/contacts/$contactId', params: { contactId: survivor }, search: { was: id }, replace: true })
  }, [survivor, id, navigate])
  return { person: survivor ? undefined : person, error: query.error, isLoading: query.isLoading || survivor !== null, refetch: () => void query.refetch() }
}

/** Keeps what was changed of her; what the server made of it is shown. It throws what the server said. */
export function useSavePerson(id: string): (wish: PersonWish) => Promise<void> {
  const client = useQueryClient()
  return useCallback(async (wish) => {
    const now = await api.patch<PersonDetail>(`/contacts/${id}`, wish)
    client.setQueryData(keys.contact(id), now)
  }, [client, id])
}
