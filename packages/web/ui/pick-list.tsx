import { Check, Minus } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './class-names.js'

export interface Choice { id: string; text: string; hint?: ReactNode; icon?: ReactNode; /** it holds, holds for some, or does not; absent where one is chosen and that is it */ chosen?: boolean | 'some' }

/** One field over a list: typing narrows it, arrows walk, Enter takes. `extra` stands above what is found, for what only the typed text says. */
export function PickList({ label, placeholder, choices, onPick, empty, text, onText, extra }: { label: string; placeholder: string; choices: readonly Choice[]; onPick: (id: string) => void; empty?: ReactNode; text?: string; onText?: (text: string) => void; extra?: Choice | null }) {
  const id = useId()
  const [own, setOwn] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const typed = text ?? own
  const wish = fold(useDeferredValue(typed.trim()))
  const found = [...(extra ? [extra] : []), ...choices.filter((choice) => wish === '' || fold(choice.text).includes(wish))]
  const current = Math.min(at, found.length - 1)
  useEffect(() => { list.current?.children[current]?.scrollIntoView({ block: 'nearest' }) }, [current])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return
    if (event.key === 'ArrowDown') setAt((current + 1) % found.length)
    else if (event.key === 'ArrowUp') setAt((current - 1 + found.length) % found.length)
    else if (event.key === 'Enter') onPick(found[current]?.id ?? '')
    else return
    event.preventDefault()
  }
  return (
    <>
      <input autoFocus value={typed} onChange={(event) => { (onText ?? setOwn)(event.target.value); setAt(0) }} onKeyDown={onKeyDown} placeholder={placeholder} aria-label={placeholder} dir="auto"
        role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={found[current] ? `${id}-${current}` : undefined} className="mb-2 min-h-10 w-full rounded-lg border border-line-strong bg-surface px-3" />
      <ul ref={list} id={id} role="listbox" aria-label={label} aria-multiselectable={choices.some((choice) => choice.chosen !== undefined) || undefined} className="thin-scroll max-h-[50dvh] overflow-y-auto">
        {found.map((choice, index) => (
          // The keyboard's choice is the field's (aria-activedescendant); the row needs only the mouse.
          <li key={choice.id} id={`${id}-${index}`} role="option" aria-selected={choice.chosen === undefined ? index === current : choice.chosen === true} onClick={() => onPick(choice.id)} onPointerMove={() => setAt(index)}
            className={cx('flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 py-1 [&_svg]:size-4 [&_svg]:shrink-0', index === current && 'bg-selected')}>
            {choice.chosen !== undefined && <span aria-hidden="true" className={cx('grid size-4.5 shrink-0 place-items-center rounded border', choice.chosen ? 'border-accent bg-accent text-on-accent' : 'border-line-strong')}>{choice.chosen === 'some' ? <Minus /> : choice.chosen && <Check />}</span>}
            {choice.icon}<span dir="auto" className="min-w-0 grow truncate">{choice.text}</span>{choice.hint && <span className="shrink-0 text-end text-sm text-ink-soft">{choice.hint}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && empty && <p className="px-3 py-2 text-ink-soft">{empty}</p>}
    </>
  )
}

/** Case and accents do not count. */
const fold = (text: string): string => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
