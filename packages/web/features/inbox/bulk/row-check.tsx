import { Check } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'

/** Chooses a row: over its face, seen when one points at it, when any is chosen, or by the keyboard. With Shift all between. */
export function RowCheck({ name, chosen, shown, onToggle }: { name: string; chosen: boolean; shown: boolean; onToggle: (range: boolean) => void }) {
  const { t } = useT()
  return (
    <button type="button" role="checkbox" aria-checked={chosen} aria-label={t('bulk.select', { name })} onClick={(event) => onToggle(event.shiftKey)}
      className={cx('absolute start-3 top-2.5 z-10 grid size-11 place-items-center rounded-full focus-visible:opacity-100', shown || chosen ? 'opacity-100' : 'opacity-0 group-hover/row:opacity-100')}>
      <span aria-hidden="true" className={cx('grid size-6 place-items-center rounded-md border-2 shadow-lift', chosen ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-surface text-transparent')}><Check className="size-4" strokeWidth={3} /></span>
    </button>
  )
}
