import type { CompanyDetail } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Building2, ListFilter, UsersRound } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { isProblem } from '../api/client.js'
import { useCan, useSession } from '../api/queries.js'
import { CompanyHead } from '../features/contacts/company/company-head.js'
import { CompanyThreads } from '../features/contacts/company/company-threads.js'
import { companyOptions, peopleOf, threadsOf } from '../features/contacts/company/queries.js'
import { ContactsList } from '../features/contacts/list/contacts-list.js'
import { useContacts } from '../features/contacts/list/use-contacts.js'
import { NOTHING } from '../features/inbox/bulk/selection.js'
import { tellError } from '../i18n/errors.js'
import { useT } from '../i18n/provider.js'
import { buttonClass } from '../ui/button.js'
import { cx } from '../ui/class-names.js'
import { Empty, Loading } from '../ui/empty.js'
import { Notice } from '../ui/notice.js'

/** A company: its people, and what they wrote over all apps. */
export function CompanyPage() {
  const { t, intl } = useT()
  const { companyId } = useParams({ from: '/beside/contacts/companies/$companyId' })
  const { data, error, isLoading } = useQuery(companyOptions(companyId))
  if (isLoading) return <Loading label={t('app.loading')} />
  if (isProblem(error) && error.status === 404) return <Empty icon={Building2} title={t('contacts.company_gone')} action={<Link to="/settings/companies" className={buttonClass('plain')}>{t('settings.companies')}</Link>}>{t('contacts.company_gone_text')}</Empty>
  if (error && !data) return <div className="p-4"><Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice></div>
  return data ? <CompanyView key={data.id} company={data} /> : null
}

const COLUMNS = ['apps', 'stage', 'owner', 'heard'] as const
/** Beside each other where there is room; else one behind the other. */
const TABS = ['people', 'threads'] as const

function CompanyView({ company }: { company: CompanyDetail }) {
  const { t } = useT()
  const client = useQueryClient()
  const { workspace } = useSession()
  const reads = useCan('conversations.read')
  const [tab, setTab] = useState<(typeof TABS)[number]>('people')
  const { search, query } = useMemo(() => ({ search: peopleOf(company.id), query: threadsOf(company.id) }), [company.id])
  const people = useContacts(search)
  useEffect(() => { document.title = `${company.name} · ${workspace.name}` }, [company.name, workspace.name])
  // What moves in the list moves the figures.
  const count = useCallback(() => void client.invalidateQueries({ queryKey: companyOptions(company.id).queryKey }), [client, company.id])
  const shown = (wish: (typeof TABS)[number]) => (tab === wish ? 'flex' : 'hidden')
  return (
    <article aria-label={company.name} className="flex min-h-0 grow flex-col bg-page">
      <CompanyHead company={company} />
      {reads && (
        <div role="tablist" aria-label={t('contacts.parts')} className="flex shrink-0 border-b border-line bg-surface px-2 wide:hidden">
          {TABS.map((each) => <button key={each} type="button" role="tab" aria-selected={tab === each} onClick={() => setTab(each)} className={cx('min-h-10 border-b-2 px-3 text-sm', tab === each ? 'border-accent font-semibold text-accent-strong' : 'border-transparent text-ink-soft')}>{t(each === 'people' ? 'contacts.company_tab_people' : 'contacts.company_threads')}</button>)}
        </div>
      )}
      <div className="flex min-h-0 grow">
        <section aria-label={t('contacts.company_tab_people')} className={cx('min-h-0 min-w-0 grow flex-col bg-surface wide:flex', shown('people'))}>
          <div className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line px-4">
            <h2 className="min-w-0 truncate text-sm font-semibold max-wide:sr-only">{t('contacts.company_tab_people')}</h2><span className="grow" />
            <Link to="/contacts" search={{ filter: { field: 'company', op: 'in', value: [company.id] } }} className="inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-lg px-2 text-sm text-accent hover:bg-hover"><ListFilter aria-hidden="true" className="size-4" />{t('contacts.company_in_list')}</Link>
          </div>
          <ContactsList search={search} people={people} columns={COLUMNS} selection={NOTHING} onToggle={null} onAll={() => undefined} clear={() => undefined} nobody={<Empty icon={UsersRound} title={t('contacts.company_nobody')}>{t('contacts.company_nobody_text')}</Empty>} />
        </section>
        {reads && (
          <section aria-label={t('contacts.company_threads')} className={cx('min-h-0 min-w-0 flex-col bg-surface max-wide:grow wide:flex wide:w-96 wide:shrink-0 wide:border-s wide:border-line', shown('threads'))}>
            <h2 className="flex min-h-11 shrink-0 items-center border-b border-line px-4 text-sm font-semibold max-wide:sr-only">{t('contacts.company_threads')}</h2>
            <CompanyThreads query={query} onMoved={count} />
          </section>
        )}
      </div>
    </article>
  )
}
