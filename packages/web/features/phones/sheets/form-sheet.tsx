import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Sheet } from './sheet.js'

/** A form of the business. Its pages live on the platform, so the phone asks for the values it knows the names of, or for one answer. */
export function FormSheet({ title, fields, onSend, onClose }: { title: string; fields: readonly string[]; onSend: (values: Record<string, string>) => void; onClose: () => void }) {
  const { t } = useT()
  const names = fields.length > 0 ? fields : ['answer']
  const [values, setValues] = useState<Record<string, string>>({})
  return (
    <Sheet title={title} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); onSend(values) }}>
        {names.map((name) => <Field key={name} label={fields.length > 0 ? name.replaceAll('_', ' ') : t('phones.answer')} value={values[name] ?? ''} required onChange={({ target }) => setValues({ ...values, [name]: target.value })} />)}
        <Button type="submit" look="primary">{t('phones.send')}</Button>
      </form>
    </Sheet>
  )
}
