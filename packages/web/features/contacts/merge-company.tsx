import { useMutation, useQuery } from '@tanstack/react-query'
import { ArrowDown, Building2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import type { Company } from './model.js'
import { companySearch } from './queries.js'

/** Takes another entry of the same company into this one: it is chosen, then looked at, since nobody takes it back. */
export function MergeCompany({ company, onClose, onDone }: { company: Company; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [text, setText] = useState('')
  const [other, setOther] = useState<Company | null>(null)
  const found = useQuery(companySearch(text.trim())).data ?? []
  const merge = useMutation({ mutationFn: (otherId: string) => api.post(`/companies/${company.id}/merge`, { otherId }), onSuccess: onDone })
  const told = merge.error ? tellError(intl, merge.error) : null
  const footer = other && <><Button onClick={() => { merge.reset(); setOther(null) }}>{t('contacts.company_merge_another')}</Button><Button look="primary" busy={merge.isPending} onClick={() => merge.mutate(other.id)}>{t('contacts.company_merge')}</Button></>
  return (
    <DialogWindow title={t('contacts.company_merge_into', { name: company.name })} closeLabel={t('app.close')} onClose={onClose} footer={footer}>
      {told && <div className="mb-3"><Notice tone="failed" alert title={told.sentence}>{told.next}</Notice></div>}
      {other
        ? <div className="flex flex-col items-stretch gap-2">
          <Entry company={other} gone />
          <ArrowDown aria-hidden="true" className="size-5 self-center text-ink-soft" />
          <Entry company={{ ...company, domain: company.domain ?? other.domain }} />
          <p className="mt-1 text-pretty">{t('contacts.company_merge_sure', { other: other.name, name: company.name, count: other.people })}</p>
        </div>
        : <>
          <p className="mb-3 text-pretty text-ink-soft">{t('contacts.company_merge_text')}</p>
          <PickList label={t('contacts.col_company')} placeholder={t('contacts.companies_search')} text={text} onText={setText} onPick={(id) => setOther(found.find((each) => each.id === id) ?? null)} empty={t('contacts.nothing_of_it')}
            choices={found.filter((each) => each.id !== company.id).map((each) => ({ id: each.id, text: each.name, ...(each.domain ? { hint: each.domain } : {}) }))} />
        </>}
    </DialogWindow>
  )
}

function Entry({ company, gone = false }: { company: Company; gone?: boolean }) {
  const { t } = useT()
  return (
    <div className="flex items-center gap-3 rounded-xl border border-line px-3 py-2">
      <Building2 aria-hidden="true" className="size-5 shrink-0 text-ink-soft" />
      <div className="min-w-0 grow"><p className={gone ? 'text-ink-soft line-through' : 'font-semibold'}><bdi className="[overflow-wrap:anywhere]">{company.name}</bdi></p>{company.domain && <p className="truncate text-sm text-ink-soft"><bdi>{company.domain}</bdi></p>}</div>
      <span className="figures shrink-0 text-sm text-ink-soft">{company.people >= 1000 ? t('contacts.company_people_many') : t('contacts.company_people', { count: company.people })}</span>
    </div>
  )
}
