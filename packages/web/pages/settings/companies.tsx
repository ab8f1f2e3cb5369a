import type { Page } from '@recado/api'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Building2, ChevronRight, Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { CompanyForm } from '../../features/contacts/company/company-form.js'
import { ListSearch } from '../../features/contacts/list/list-search.js'
import type { Company } from '../../features/contacts/model.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

/** Where people work: each company leads to its page, with its people and their threads. */
export function CompaniesPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const mayChange = useCan('contacts.manage')
  const [q, setQ] = useState('')
  const [adding, setAdding] = useState(false)
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['companies', 'pages', q] as const,
    queryFn: ({ pageParam }) => api.get<Page<Company>>(`/companies?${new URLSearchParams({ limit: '50', ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) })}`),
    initialPageParam: null as string | null, getNextPageParam: (page) => page.next, placeholderData: (before) => before,
  })
  const companies = data?.pages.flatMap((page) => page.items)
  const add = mayChange && <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('contacts.company_add')}</Button>
  const made = (company: Company) => { void client.invalidateQueries({ queryKey: ['companies'] }); void navigate({ to: '/contacts/companies/$companyId', params: { companyId: company.id } }) }
  const people = (company: Company) => (company.people >= 1000 ? t('contacts.company_people_many') : t('contacts.company_people', { count: company.people }))
  return (
    <SettingsPage title={t('settings.companies')} lead={t('contacts.companies_lead')} action={companies && (companies.length > 0 || q !== '') && add}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && !data && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {companies && (companies.length > 0 || q !== '') && <ListSearch q={q} ask={setQ} label={t('contacts.companies_search')} />}
      {companies?.length === 0 && <Card>{q ? <Empty icon={SearchX} title={t('contacts.companies_none_found')} /> : <Empty icon={Building2} title={t('contacts.companies_none')} action={add}>{t('contacts.companies_none_text')}</Empty>}</Card>}
      {companies && companies.length > 0 && (
        <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {companies.map((company) => (
            <li key={company.id} className="relative flex min-h-14 items-center gap-3 border-b border-line px-4 py-2 last:border-0 hover:bg-hover">
              <Building2 aria-hidden="true" className="size-5 shrink-0 text-ink-soft" />
              <div className="min-w-0 grow">
                <Link to="/contacts/companies/$companyId" params={{ companyId: company.id }} className="block truncate font-semibold after:absolute after:inset-0"><bdi>{company.name}</bdi></Link>
                {company.domain && <p className="truncate text-sm text-ink-soft"><bdi>{company.domain}</bdi></p>}
              </div>
              <span className="figures shrink-0 text-sm text-ink-soft">{people(company)}</span>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft rtl:rotate-180" />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('contacts.more')}</Button>}
      {adding && <CompanyForm company={null} onClose={() => setAdding(false)} onDone={made} />}
    </SettingsPage>
  )
}
