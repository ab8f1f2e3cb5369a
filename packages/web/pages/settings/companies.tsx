import type { Page } from '@recado/api'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Building2, Pencil, Plus, SearchX } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { fieldFaults } from '../../features/contacts/faults.js'
import { ListSearch } from '../../features/contacts/list/list-search.js'
import { MergeCompany } from '../../features/contacts/merge-company.js'
import type { Company } from '../../features/contacts/model.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow, IconButton } from '../../ui/overlay.js'
import { Card, SettingsPage } from './page.js'

/** Where people work: each company, how many of its people are known, and the way to them. */
export function CompaniesPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const mayChange = useCan('contacts.manage')
  const [q, setQ] = useState('')
  const [editing, setEditing] = useState<Company | 'new' | null>(null)
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['companies', 'pages', q] as const,
    queryFn: ({ pageParam }) => api.get<Page<Company>>(`/companies?${new URLSearchParams({ limit: '50', ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) })}`),
    initialPageParam: null as string | null, getNextPageParam: (page) => page.next, placeholderData: (before) => before,
  })
  const companies = data?.pages.flatMap((page) => page.items)
  const add = mayChange && <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('contacts.company_add')}</Button>
  const done = () => { setEditing(null); void client.invalidateQueries({ queryKey: ['companies'] }) }
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
            <li key={company.id} className="flex min-h-14 items-center gap-3 border-b border-line px-4 py-2 last:border-0">
              <Building2 aria-hidden="true" className="size-5 shrink-0 text-ink-soft" />
              <div className="min-w-0 grow"><p className="truncate font-semibold"><bdi>{company.name}</bdi></p>{company.domain && <p className="truncate text-sm text-ink-soft"><bdi>{company.domain}</bdi></p>}</div>
              <Link to="/contacts" search={{ filter: { field: 'company', op: 'in', value: [company.id] } }} className="figures inline-flex min-h-8 shrink-0 items-center rounded-lg px-2 text-sm text-accent hover:bg-hover">{people(company)}</Link>
              {mayChange && <IconButton label={t('contacts.company_edit', { name: company.name })} onPress={() => setEditing(company)}><Pencil aria-hidden="true" /></IconButton>}
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('contacts.more')}</Button>}
      {editing && <CompanyForm company={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={done} />}
    </SettingsPage>
  )
}

function CompanyForm({ company, onClose, onDone }: { company: Company | null; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const save = useMutation({ mutationFn: (body: object) => (company ? api.patch(`/companies/${company.id}`, body) : api.post('/companies', body)), onSuccess: onDone })
  const [sure, setSure] = useState(false)
  const remove = useMutation({ mutationFn: (one: Company) => api.delete(`/companies/${one.id}`), onSuccess: onDone })
  const [merging, setMerging] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: String(form.get('name')).trim(), domain: String(form.get('domain')).trim() || null })
  }
  const faults = fieldFaults(intl, save.error)
  const problem = remove.error ?? (save.error && !faults.of('name', 'domain') ? save.error : null)
  const told = problem ? tellError(intl, problem) : null
  return (
    <DialogWindow title={company ? t('contacts.company_edit', { name: company.name }) : t('contacts.company_add')} onClose={onClose} closeLabel={t('app.close')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('contacts.name')} name="name" defaultValue={company?.name} required autoFocus maxLength={200} dir="auto" error={faults.of('name')} />
        <Field label={t('contacts.domain')} help={t('contacts.domain_help')} name="domain" defaultValue={company?.domain ?? ''} maxLength={200} dir="ltr" inputMode="url" error={faults.of('domain')} />
        <div className="flex flex-wrap justify-end gap-2">{company && <Button look="danger" busy={remove.isPending} className="me-auto" onClick={() => (sure ? remove.mutate(company) : setSure(true))}>{t(sure ? 'contacts.company_remove_sure' : 'contacts.company_remove')}</Button>}{company && <Button onClick={() => setMerging(true)}>{t('contacts.company_merge')}</Button>}<Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
      {company && merging && <MergeCompany company={company} onClose={() => setMerging(false)} onDone={onDone} />}
    </DialogWindow>
  )
}
