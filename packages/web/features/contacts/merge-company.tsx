import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import type { Company } from './model.js'
import { companySearch } from './queries.js'

/** Takes another entry of the same company into this one. */
export function MergeCompany({ company, onClose, onDone }: { company: Company; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [text, setText] = useState('')
  const found = useQuery(companySearch(text.trim())).data ?? []
  const merge = useMutation({ mutationFn: (otherId: string) => api.post(`/companies/${company.id}/merge`, { otherId }), onSuccess: onDone })
  const told = merge.error ? tellError(intl, merge.error) : null
  return (
    <DialogWindow title={t('contacts.company_merge_into', { name: company.name })} closeLabel={t('app.close')} onClose={onClose}>
      <p className="mb-3 text-pretty text-ink-soft">{t('contacts.company_merge_text')}</p>
      {told && <div className="mb-3"><Notice tone="failed" alert title={told.sentence}>{told.next}</Notice></div>}
      <PickList label={t('contacts.col_company')} placeholder={t('contacts.find_company')} text={text} onText={setText} onPick={(id) => merge.mutate(id)} empty={t('contacts.nothing_of_it')}
        choices={found.filter((each) => each.id !== company.id).map((each) => ({ id: each.id, text: each.name, ...(each.domain ? { hint: each.domain } : {}) }))} />
    </DialogWindow>
  )
}
