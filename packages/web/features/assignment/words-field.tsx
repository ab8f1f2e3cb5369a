import { useState, type ReactNode } from 'react'
import { Field } from '../../ui/field.js'

export const wordsOf = (text: string): string[] => [...new Set(text.split(/[,;،，、]/u).map((word) => word.trim()).filter(Boolean))]

/** Words with commas between them. What is being typed stays as it is until one leaves the field. */
export function WordsField({ label, help, value, onChange, pattern }: { label: string; help: ReactNode; value: readonly string[]; onChange: (words: string[]) => void; pattern?: string }) {
  const [text, setText] = useState<string | null>(null)
  return <Field label={label} help={help} value={text ?? value.join(', ')} {...(pattern ? { pattern } : {})} maxLength={600} onChange={(event) => { setText(event.target.value); onChange(wordsOf(event.target.value)) }} onBlur={() => setText(null)} />
}
