import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'

type How = 'erase' | 'anonymise'

/** Forgets a person for good: how, and her name typed to be sure. Shown to those with `contacts.erase`; `onErased` leaves her page. */
export default function EraseDialog({ contact, onClose, onErased }: { contact: { id: string; name: string }; onClose: () => void; onErased: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [how, setHow] = useState<How>('erase')
  const [typed, setTyped] = useState('')
  const erase = useMutation({
    mutationFn: () => api.delete(`/contacts/${contact.id}?how=${how}`),
    onSuccess: () => { toast(t('erase.done', { name: contact.name })); onErased(); void client.invalidateQueries({ queryKey: ['deletions'] }) },
  })
  const told = erase.error ? tellError(intl, erase.error) : null
  // Spaces at the ends and capitals do not make it another person.
  const same = (text: string) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase()
  const sure = same(typed) === same(contact.name)
  return (
    <DialogWindow title={t('erase.title')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); if (sure) erase.mutate() }} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <p className="text-pretty">{t('erase.lead')}</p>
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{t('erase.title')}</legend>
          {(['erase', 'anonymise'] as const).map((one) => (
            <label key={one} className="flex cursor-pointer items-start gap-3 rounded-xl border border-line-strong p-3 has-checked:border-accent has-checked:bg-selected">
              <input type="radio" name="how" value={one} checked={how === one} onChange={() => setHow(one)} className="mt-1 size-4 accent-(--accent)" />
              <span className="flex flex-col"><span className="font-medium">{t(`erase.how_${one}`)}</span><span className="text-sm text-ink-soft">{t(`erase.how_${one}_text`)}</span></span>
            </label>
          ))}
        </fieldset>
        <Field label={t('erase.type', { word: contact.name })} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" spellCheck={false} dir="auto" />
        <div className="flex flex-wrap justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="danger" disabled={!sure} busy={erase.isPending}>{t('erase.button')}</Button></div>
      </form>
    </DialogWindow>
  )
}
