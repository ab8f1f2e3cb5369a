import { useId, useState } from 'react'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'

/** Name and description of a list. */
export function ListForm({ title, start, busy, error, onDone, onClose }: { title: string; start?: { name: string; description: string }; busy: boolean; error: unknown; onDone: (wish: { name: string; description: string }) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const id = useId()
  const [wish, setWish] = useState(start ?? { name: '', description: '' })
  const told = error ? tellError(intl, error) : null
  return (
    <DialogWindow title={title} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={onClose}>{t('filter.cancel')}</Button><Button look="primary" type="submit" form={id} busy={busy} disabled={!wish.name.trim()}>{t('segments.save')}</Button></>}>
      <form id={id} className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); if (wish.name.trim()) onDone({ name: wish.name.trim(), description: wish.description.trim() }) }}>
        <Field label={t('filter.name')} required autoFocus maxLength={120} value={wish.name} onChange={(event) => setWish({ ...wish, name: event.target.value })} />
        <Field label={t('segments.description')} maxLength={500} value={wish.description} onChange={(event) => setWish({ ...wish, description: event.target.value })} />
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      </form>
    </DialogWindow>
  )
}
