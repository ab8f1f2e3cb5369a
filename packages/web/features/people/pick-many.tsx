import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { inputClass } from '../../ui/field.js'

export interface Pickable { id: string; name: string; note?: string | undefined; fixed?: boolean }

/** So many and it wants a field to find them by. */
const MANY = 8

/** Some of a list, by ticking: what a company has a dozen of, with a field to find them by where it has more. */
export function PickMany({ legend, items, chosen, onChange, disabled = false }: { legend: string; items: readonly Pickable[]; chosen: readonly string[]; onChange: (ids: string[]) => void; disabled?: boolean }) {
  const { t } = useT()
  const [q, setQ] = useState('')
  const shown = items.filter((item) => item.name.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase()))
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      {items.length > MANY && <input type="search" aria-label={t('members.search')} placeholder={t('members.search')} value={q} onChange={(event) => setQ(event.target.value)} className={`${inputClass} mb-1`} />}
      <div className="thin-scroll max-h-56 overflow-y-auto rounded-lg border border-line px-3 py-1">
        {items.length === 0 && <p className="py-1.5 text-sm text-ink-soft">{t('people.none_yet')}</p>}
        {shown.map((item) => (
          <label key={item.id} className="flex min-h-8 items-center gap-2.5">
            <input type="checkbox" className="size-4 shrink-0 accent-(--accent)" checked={item.fixed === true || chosen.includes(item.id)} disabled={item.fixed}
              onChange={(event) => onChange(event.target.checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))} />
            <span className="min-w-0 truncate"><bdi>{item.name}</bdi>{item.note && <span className="text-sm text-ink-soft"> · {item.note}</span>}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
