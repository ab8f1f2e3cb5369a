import { useId } from 'react'

export interface Ticked { id: string; name: string }

/** Several of a few, as labelled ticks; nothing ticked restricts nothing, and says so. */
export function CheckList({ label, none, all, value, onChange }: { label: string; none: string; all: readonly Ticked[]; value: readonly string[]; onChange: (ids: string[]) => void }) {
  const id = useId()
  if (all.length === 0) return null
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{label}</legend>
      <p id={id} className="text-sm text-ink-soft">{value.length === 0 ? none : all.filter((one) => value.includes(one.id)).map((one) => one.name).join(', ')}</p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {all.map((one) => (
          <label key={one.id} className="flex min-h-8 cursor-pointer items-center gap-2 rounded-lg border border-line px-2.5 text-sm hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft">
            <input type="checkbox" className="size-4 accent-(--color-accent)" checked={value.includes(one.id)} onChange={(event) => onChange(event.target.checked ? [...value, one.id] : value.filter((each) => each !== one.id))} /><bdi>{one.name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
