import { useMutation } from '@tanstack/react-query'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import type { Company } from '../model.js'

/** Takes a company away, after asking; its people stay. */
export function RemoveCompany({ company, onClose, onDone }: { company: Company; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const remove = useMutation({ mutationFn: () => api.delete(`/companies/${company.id}`), onSuccess: onDone })
  const told = remove.error ? tellError(intl, remove.error) : null
  return (
    <DialogWindow title={t('contacts.company_remove_title', { name: company.name })} closeLabel={t('app.close')} onClose={onClose}
      footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>{t('contacts.company_remove')}</Button></>}>
      {told && <div className="mb-3"><Notice tone="failed" alert title={told.sentence}>{told.next}</Notice></div>}
      <p className="text-pretty">{t('contacts.company_remove_text')}</p>
    </DialogWindow>
  )
}
