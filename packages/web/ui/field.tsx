import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './class-names.js'

export const inputClass = 'w-full min-h-10 rounded-lg border border-line-strong bg-surface px-3 py-2 text-ink aria-invalid:border-failed disabled:opacity-60'

interface FieldShape { label: ReactNode; help?: ReactNode; error?: ReactNode; className?: string }

function Frame({ id, label, help, error, className, children }: FieldShape & { id: string; children: ReactNode }) {
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">{label}</label>
      {children}
      {help && <p id={`${id}-help`} className="text-sm text-ink-soft">{help}</p>}
      {error && <p id={`${id}-error`} role="alert" className="text-sm text-failed">{error}</p>}
    </div>
  )
}

const described = (id: string, { help, error }: FieldShape) => cx(help ? `${id}-help` : null, error ? `${id}-error` : null) || undefined

/** A labelled line of text; its error stands beneath and is said when it appears. */
export function Field({ label, help, error, className, ...input }: FieldShape & Omit<ComponentProps<'input'>, 'className'>) {
  const id = useId()
  return (
    <Frame id={id} label={label} help={help} error={error} {...(className ? { className } : {})}>
      <input id={id} className={inputClass} aria-describedby={described(id, { label, help, error })} aria-invalid={error ? true : undefined} {...input} />
    </Frame>
  )
}

/** Several lines; grows with its text. */
export function TextArea({ label, help, error, className, ...area }: FieldShape & Omit<ComponentProps<'textarea'>, 'className'>) {
  const id = useId()
  return (
    <Frame id={id} label={label} help={help} error={error} {...(className ? { className } : {})}>
      <textarea id={id} rows={3} className={cx(inputClass, 'field-sizing-content max-h-80 min-h-20')} aria-describedby={described(id, { label, help, error })} aria-invalid={error ? true : undefined} {...area} />
    </Frame>
  )
}

/** The system's own list of choices: right on a phone, right for a screen reader. */
export function Choice({ label, help, error, className, children, ...select }: FieldShape & Omit<ComponentProps<'select'>, 'className'>) {
  const id = useId()
  return (
    <Frame id={id} label={label} help={help} error={error} {...(className ? { className } : {})}>
      <select id={id} className={inputClass} aria-describedby={described(id, { label, help, error })} {...select}>{children}</select>
    </Frame>
  )
}

/** On or off, at once. */
export function Toggle({ label, help, ...input }: { label: ReactNode; help?: ReactNode } & Omit<ComponentProps<'input'>, 'className' | 'type'>) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <input id={id} type="checkbox" role="switch" aria-describedby={help ? `${id}-help` : undefined} {...input}
        className="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:start-0.5 before:top-0.5 before:size-[18px] before:rounded-full before:bg-line-strong before:transition-[inset-inline-start] checked:border-accent checked:bg-accent checked:before:start-[18px] checked:before:bg-on-accent" />
      <div className="flex flex-col">
        <label htmlFor={id} className="cursor-pointer font-medium">{label}</label>
        {help && <p id={`${id}-help`} className="text-sm text-ink-soft">{help}</p>}
      </div>
    </div>
  )
}
