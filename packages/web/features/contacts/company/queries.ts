import type { CompanyDetail, ListQuery } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import type { ContactsSearch } from '../search.js'

/** Under the key of all that shows companies: what changes one is read again with them. */
export const companyOptions = (id: string) => queryOptions({ queryKey: ['companies', 'one', id] as const, queryFn: () => api.get<CompanyDetail>(`/companies/${id}`) })

/** The people of a company, whoever was heard last first. */
export const peopleOf = (companyId: string): ContactsSearch => ({ filter: { field: 'company', op: 'in', value: [companyId] }, order: 'heard' })
/** Their threads over all apps, newest first. */
export const threadsOf = (companyId: string): ListQuery => ({ view: 'all', company: companyId, sort: 'newest' })
