import type { AttributeDefinition } from '@recado/api'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api/client.js'
import { accountsQuery, channelsQuery, membersQuery, useCan } from '../../../api/queries.js'
import { useT, type MessageId } from '../../../i18n/provider.js'
import { attributesQuery, companySearch, stagesQuery } from '../../contacts/queries.js'
import { inLanguage, topicsQuery } from '../../contacts/consents/queries.js'
import { labelsQuery } from '../../labels/queries.js'
import type { Field } from './draft.js'

export interface Option { id: string; name: string; /** of a field of the company's own */ definition?: AttributeDefinition }
/** What can be chosen for a field; null where it is written by hand. */
export type Options = (field: Field) => readonly Option[] | null

const WORDS: Partial<Record<Field, readonly string[]>> = {
  status: ['open', 'pending', 'snoozed', 'resolved'], priority: ['urgent', 'high', 'normal', 'low', 'none'], window: ['open', 'closed', 'none'], source: ['direct', 'ad', 'qr', 'link', 'menu', 'search', 'post'],
}
const prefix: Partial<Record<Field, string>> = { status: 'status_of_one', priority: 'priority', window: 'filter.window', source: 'filter.source' }

/** Names of everything a condition can be about. */
export function useOptions(): Options {
  const { t, intl } = useT()
  const maySeePeople = useCan('members.read')
  const named = (path: string) => ({ queryKey: [path], queryFn: () => api.get<{ items: Option[] }>(`/${path}`).then((page) => page.items), enabled: maySeePeople, staleTime: 60_000 })
  const channels = useQuery(channelsQuery).data
  const accounts = useQuery(accountsQuery).data
  const members = useQuery({ ...membersQuery, enabled: maySeePeople }).data
  const inboxes = useQuery(named('inboxes')).data
  const teams = useQuery(named('teams')).data
  const labels = useQuery(labelsQuery).data
  const maySeeContacts = useCan('contacts.read')
  const stages = useQuery({ ...stagesQuery, enabled: maySeeContacts }).data
  const companies = useQuery({ ...companySearch(''), enabled: maySeeContacts }).data
  const attributes = useQuery({ ...attributesQuery, enabled: maySeeContacts }).data
  const points = useQueries({
    queries: (accounts ?? []).map(({ id }) => ({ queryKey: ['entry-points', id, 'names'], queryFn: () => api.get<{ items: Option[] }>(`/channel-accounts/${id}/entry-points`).then((page) => page.items), staleTime: 60_000 })),
    combine: (answers) => answers.flatMap((answer) => answer.data ?? []),
  })
  const lists = useQuery({ queryKey: ['contact-lists'], queryFn: () => api.get<{ items: Option[] }>('/lists').then((page) => page.items), enabled: useCan('segments.read'), staleTime: 60_000 }).data
  const campaigns = useQuery({ queryKey: ['campaigns', 'names'], queryFn: () => api.get<{ items: Option[] }>('/campaigns?limit=100').then((page) => page.items), enabled: useCan('campaigns.read'), staleTime: 60_000 }).data
  const topics = useQuery({ ...topicsQuery, enabled: useCan('consents.read') }).data
  return useMemo(() => {
    const word = (id: 'me' | 'mine' | 'none' | 'somebody'): Option => ({ id, name: t(`filter.value.${id}`) })
    return (field) => {
      const words = WORDS[field]
      if (words) return words.map((id) => ({ id, name: t(`${prefix[field]}.${id}` as MessageId) })) // there is one for each word
      switch (field) {
        case 'channel': return channels ?? []
        case 'account': return accounts ?? []
        case 'inbox': return inboxes ?? []
        case 'team': return [word('mine'), word('none'), ...(teams ?? [])]
        case 'assignee': return [word('me'), word('none'), word('somebody'), ...(members ?? [])]
        case 'participant': return [word('me'), word('none'), ...(members ?? [])]
        case 'labels': case 'person_labels': return (labels ?? []).map(({ name }) => ({ id: name, name }))
        case 'stage': return [{ id: 'none', name: t('filter.value.nothing') }, ...(stages ?? [])]
        case 'owner': return [word('me'), word('none'), word('somebody'), ...(members ?? [])]
        case 'company': return [{ id: 'none', name: t('filter.value.nothing') }, ...(companies ?? [])]
        case 'consent': case 'consent_withdrawn': return [
          ...(['marketing', 'notification', 'service'] as const).map((id) => ({ id, name: t(`filter.purpose.${id}`) })),
          ...(topics ?? []).filter((one) => one.archivedAt === null).map((one) => ({ id: `marketing/${one.key}`, name: `${t('filter.purpose.marketing')}: ${inLanguage(one.names, intl.locale)}` })),
        ]
        case 'attribute': return (attributes ?? []).map((definition) => ({ id: definition.key, name: definition.name, definition }))
        case 'entry_point': return points
        case 'window_on': case 'reachable_on': return accounts ?? []
        case 'list': return lists ?? []
        case 'campaign_got': case 'campaign_read': case 'campaign_clicked': case 'campaign_replied': return [{ id: 'any', name: t('filter.value.any_campaign') }, ...(campaigns ?? [])]
        default: return null
      }
    }
  }, [t, intl, channels, accounts, members, inboxes, teams, labels, points, stages, companies, attributes, lists, campaigns, topics])
}
