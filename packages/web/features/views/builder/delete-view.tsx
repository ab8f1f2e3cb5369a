import type { SavedView } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { useReadViewsAgain } from '../saved.js'

/** Asks before a view is gone, and says for whom. */
export default function DeleteView({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const again = useReadViewsAgain()
  const remove = useMutation({ mutationFn: () => api.delete(`/views/${view.id}`), onSuccess: async () => { await navigate({ to: '/inbox', search: { view: 'all' } }); await again() } })
  const told = remove.error ? tellError(intl, remove.error) : null
  return (
    <DialogWindow title={t('views.delete_title', { name: view.name })} onClose={onClose} closeLabel={t('app.close')}
      footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>{t('views.delete')}</Button></>}>
      <p>{t(view.scope === 'private' ? 'views.delete_private' : 'views.delete_shared')}</p>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
    </DialogWindow>
  )
}
