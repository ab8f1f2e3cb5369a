import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { fieldFaults } from '../faults.js'
import type { Company } from '../model.js'

/** Name and domain of a company, or of a new one. */
export function CompanyForm({ company, onClose, onDone }: { company: Company | null; onClose: () => void; onDone: (company: Company) => void }) {
  const { t, intl } = useT()
  const save = useMutation({ mutationFn: (body: object) => (company ? api.patch<Company>(`/companies/${company.id}`, body) : api.post<Company>('/companies', body)), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: String(form.get('name')).trim(), domain: String(form.get('domain')).trim() || null })
  }
  const faults = fieldFaults(intl, save.error)
  const told = save.error && !faults.of('name', 'domain') ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={company ? t('contacts.company_edit', { name: company.name }) : t('contacts.company_add')} onClose={onClose} closeLabel={t('app.close')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('contacts.name')} name="name" defaultValue={company?.name} required autoFocus maxLength={200} dir="auto" error={faults.of('name')} />
        <Field label={t('contacts.domain')} help={t('contacts.domain_help')} name="domain" defaultValue={company?.domain ?? ''} maxLength={200} dir="ltr" inputMode="url" error={faults.of('domain')} />
        <div className="flex flex-wrap justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
