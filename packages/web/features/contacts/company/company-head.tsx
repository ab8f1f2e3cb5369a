import type { CompanyDetail } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft, Building2, Combine, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { MergeCompany } from '../merge-company.js'
import { contactsCount } from '../queries.js'
import { CompanyForm } from './company-form.js'
import { peopleOf } from './queries.js'
import { RemoveCompany } from './remove-company.js'

/** Threads are counted to here. */
const MOST = 1_000

/** What it is called, where it is found in the net, what its people come to, and what can be done with it. */
export function CompanyHead({ company }: { company: CompanyDetail }) {
  const { t } = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  const manages = useCan('contacts.manage')
  const [open, setOpen] = useState<'edit' | 'merge' | 'remove' | null>(null)
  const toList = () => void navigate({ to: '/settings/companies' })
  const done = () => { setOpen(null); for (const key of ['companies', 'contact-list', 'list']) void client.invalidateQueries({ queryKey: [key] }) }
  useActions(manages ? [
    { id: 'company.edit', label: 'contacts.company_edit_this', group: 'conversation', run: () => setOpen('edit') },
    { id: 'company.merge', label: 'contacts.company_merge_this', group: 'conversation', run: () => setOpen('merge') },
    { id: 'company.remove', label: 'contacts.company_remove_this', group: 'conversation', run: () => setOpen('remove') },
  ] : [])
  return (
    <header className="flex flex-col gap-2 border-b border-line bg-surface px-2 py-2 sm:px-4">
      <div className="flex items-center gap-2">
        <IconButton label={t('contacts.back')} onPress={() => (history.length > 1 ? history.back() : toList())}><ArrowLeft aria-hidden="true" className="rtl:rotate-180" /></IconButton>
        <span className="grid size-12 shrink-0 place-items-center rounded-xl bg-accent-soft text-accent"><Building2 aria-hidden="true" className="size-6" /></span>
        <div className="min-w-0 grow">
          <h1 className="text-lg leading-snug font-semibold"><bdi className="[overflow-wrap:anywhere]">{company.name}</bdi></h1>
          {company.domain && <a href={`https://${company.domain}`} target="_blank" rel="noreferrer noopener" className="inline-flex min-h-6 max-w-full items-center text-sm text-accent hover:underline"><bdi className="truncate">{company.domain}</bdi></a>}
        </div>
        {manages && <>
          <span className="max-sm:hidden"><Button onClick={() => setOpen('edit')}><Pencil aria-hidden="true" className="size-4" />{t('contacts.company_edit_this')}</Button></span>
          <MenuButton label={t('contacts.company_actions')} trigger={<AriaButton aria-label={t('contacts.company_actions')} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
            <Item icon={<Pencil />} onAction={() => setOpen('edit')}>{t('contacts.company_edit_this')}</Item>
            <Item icon={<Combine />} onAction={() => setOpen('merge')}>{t('contacts.company_merge_this')}</Item>
            <Item danger icon={<Trash2 />} onAction={() => setOpen('remove')}>{t('contacts.company_remove_this')}</Item>
          </MenuButton>
        </>}
      </div>
      <Figures company={company} />
      {open === 'edit' && <CompanyForm company={company} onClose={() => setOpen(null)} onDone={done} />}
      {open === 'merge' && <MergeCompany company={company} onClose={() => setOpen(null)} onDone={done} />}
      {open === 'remove' && <RemoveCompany company={company} onClose={() => setOpen(null)} onDone={() => { done(); toList() }} />}
    </header>
  )
}

/** As far as the reader sees its people and their threads. */
function Figures({ company }: { company: CompanyDetail }) {
  const { t, intl } = useT()
  const people = useQuery(contactsCount(peopleOf(company.id))).data
  const upTo = (n: number, isMore: boolean) => (isMore ? t('contacts.company_more_than', { count: intl.formatNumber(999) }) : intl.formatNumber(n))
  const { threads, orders } = company
  const figures: [string, string][] = [
    ...(people ? [[t('contacts.company_tab_people'), upTo(people.count, people.capped)] as [string, string]] : []),
    ...(threads ? ([['threads', threads.all], ['open', threads.open], ['waiting', threads.waiting]] as const).filter(([key, n]) => n > 0 || key === 'threads').map(([key, n]): [string, string] => [t(`contacts.company_${key}`), upTo(n, n >= MOST)]) : []),
    ...(orders ?? []).map(({ currency, count, amount }): [string, string] => [t('contacts.company_orders', { count }), formatMoney(intl, { amount, currency })]),
    [t('contacts.col_since'), intl.formatDate(company.createdAt, { dateStyle: 'medium' })],
  ]
  return <dl className="flex flex-wrap gap-x-5 gap-y-1 ps-1 text-sm sm:ps-11">{figures.map(([name, value]) => <div key={name + value} className="flex items-baseline gap-1.5"><dt className="text-ink-soft">{name}</dt><dd className="figures font-semibold"><bdi>{value}</bdi></dd></div>)}</dl>
}
