import type { Label } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'

/** Two labels that mean the same become one. Cannot be taken back, so it says what will happen. */
export function MergeDialog({ label, others, onClose, onDone }: { label: Label; others: readonly Label[]; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [into, setInto] = useState(others[0]?.id ?? '')
  const merge = useMutation({ mutationFn: () => api.post(`/labels/${label.id}/merge`, { intoId: into }), onSuccess: onDone })
  const told = merge.error ? tellError(intl, merge.error) : null
  return (
    <DialogWindow title={t('labelset.merge_title', { name: label.name })} onClose={onClose} closeLabel={t('app.close')} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="danger" busy={merge.isPending} onClick={() => merge.mutate()}>{t('labelset.merge')}</Button></>}>
      <div className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Choice label={t('labelset.merge_into')} value={into} onChange={(event) => setInto(event.target.value)}>{others.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</Choice>
        <p className="text-ink-soft">{t('labelset.merge_text', { name: label.name, into: others.find((each) => each.id === into)?.name ?? '' })}</p>
      </div>
    </DialogWindow>
  )
}
