import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Sheet } from './sheet.js'

/** Asks for one line. */
export function TextSheet({ title, label, help, initial = '', onSend, onClose }: { title: string; label: string; help?: string; initial?: string; onSend: (text: string) => void; onClose: () => void }) {
  const { t } = useT()
  const [text, setText] = useState(initial)
  return (
    <Sheet title={title} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); if (text.trim()) onSend(text.trim()) }}>
        <Field label={label} help={help} value={text} onChange={({ target }) => setText(target.value)} />
        <Button type="submit" look="primary" disabled={!text.trim()}>{t('phones.go')}</Button>
      </form>
    </Sheet>
  )
}
