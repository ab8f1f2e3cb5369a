import { useId, type ReactNode } from 'react'

/** A part of a step under its own heading. */
export function Section({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <h2 id={id} className="text-bubble">{title}</h2>
      {text && <p className="mt-0.5 text-sm text-pretty text-ink-soft">{text}</p>}
      <div className="mt-3 flex flex-col gap-3">{children}</div>
    </section>
  )
}

/** A few ways, one of which holds. */
export function Ways<T extends string>({ label, value, ways, onChange }: { label: string; value: T; ways: readonly { id: T; name: string; text?: string }[]; onChange: (way: T) => void }) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-2"><legend className="sr-only">{label}</legend>
      {ways.map((way) => (
        <label key={way.id} className="flex cursor-pointer items-start gap-3 rounded-xl border border-line px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft">
          <input type="radio" name={name} checked={value === way.id} onChange={() => onChange(way.id)} className="mt-1 size-4 accent-(--accent)" />
          <span><span className="block font-medium">{way.name}</span>{way.text && <span className="block text-sm text-ink-soft">{way.text}</span>}</span>
        </label>
      ))}
    </fieldset>
  )
}
