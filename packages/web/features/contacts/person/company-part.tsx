import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Building2, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useCan } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { toast } from '../../../ui/toast.js'
import type { Company, PersonDetail } from '../model.js'
import { companySearch } from '../queries.js'
import { Part } from './part.js'
import type { PersonWish } from './use-person.js'

/** Where she works: the company's page has its other people and their threads. */
export function CompanyPart({ person, onSave }: { person: PersonDetail; onSave: ((wish: PersonWish) => Promise<void>) | null }) {
  const { t, intl } = useT()
  const [picking, setPicking] = useState(false)
  const put = (companyId: string | null) => { setPicking(false); onSave?.({ companyId }).catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) }) }
  const { company } = person
  return (
    <Part title={t('contacts.col_company')} action={onSave && <Button small look="quiet" onClick={() => setPicking(true)}>{t(company ? 'contacts.company_change' : 'contacts.company_choose')}</Button>}>
      {company
        ? <Link to="/contacts/companies/$companyId" params={{ companyId: company.id }} className="inline-flex min-h-8 max-w-full items-center gap-2 rounded-md text-sm font-medium hover:underline"><Building2 aria-hidden="true" className="size-4 shrink-0 text-ink-soft" /><bdi className="truncate">{company.name}</bdi></Link>
        : <p className="text-sm text-ink-soft">{t('contacts.no_company')}</p>}
      {picking && <CompanyPicker current={company?.id ?? null} onPick={put} onClose={() => setPicking(false)} />}
    </Part>
  )
}

function CompanyPicker({ current, onPick, onClose }: { current: string | null; onPick: (id: string | null) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const mayMake = useCan('contacts.manage')
  const [text, setText] = useState('')
  const found = useQuery(companySearch(text.trim())).data ?? []
  const wish = text.trim()
  const known = found.some((each) => each.name.toLocaleLowerCase() === wish.toLocaleLowerCase())
  const pick = (id: string) => {
    if (id === 'none') return onPick(null)
    if (id !== 'new') return onPick(id)
    api.post<Company>('/companies', { name: wish }).then((made) => onPick(made.id)).catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) })
  }
  return (
    <DialogWindow title={t('contacts.company_choose')} closeLabel={t('app.close')} onClose={onClose}>
      <PickList label={t('contacts.col_company')} placeholder={t('contacts.find_company')} text={text} onText={setText} onPick={pick} empty={t('contacts.nothing_of_it')}
        choices={[...found.map((each) => ({ id: each.id, text: each.name, chosen: each.id === current, ...(each.domain ? { hint: each.domain } : {}) })), ...(current && !wish ? [{ id: 'none', text: t('contacts.no_company') }] : [])]}
        {...(wish && !known && mayMake ? { extra: { id: 'new', text: t('contacts.company_make', { name: wish }), icon: <Plus aria-hidden="true" /> } } : {})} />
    </DialogWindow>
  )
}
