import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Sheet } from './sheet.js'

/** Sends a card of her address book. */
export function ContactSheet({ title, onSend, onClose }: { title: string; onSend: (content: Record<string, unknown>) => void; onClose: () => void }) {
  const { t } = useT()
  const [name, setName] = useState('Teresa Vidal')
  const [phone, setPhone] = useState('+34 600 00 04 12')
  return (
    <Sheet title={title} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); onSend({ name, contacts: [{ name, phones: [{ value: phone, type: 'CELL' }] }] }) }}>
        <Field label={t('phones.person_name')} value={name} required onChange={({ target }) => setName(target.value)} />
        <Field label={t('phones.phone_number')} type="tel" value={phone} required onChange={({ target }) => setPhone(target.value)} />
        <Button type="submit" look="primary">{t('phones.send')}</Button>
      </form>
    </Sheet>
  )
}
