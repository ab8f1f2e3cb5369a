import { Users } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { cx } from '../../../ui/class-names.js'
import type { Callable } from './mentions.js'

/** The list over a note; the caret stays in the text, which is the combobox. */
export default function MentionMenu({ id, offered, at, onChoose }: { id: string; offered: readonly Callable[]; at: number; onChoose: (one: Callable) => void }) {
  const { t } = useT()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => { list.current?.children[at]?.scrollIntoView({ block: 'nearest' }) }, [at])
  return (
    <div className="absolute inset-x-2 bottom-full z-20 mb-1 overflow-hidden rounded-xl bg-raised shadow-float">
      {offered.length === 0 && <p className="px-4 py-3 text-ink-soft">{t('mention.none')}</p>}
      <ul ref={list} id={id} role="listbox" aria-label={t('mention.menu')} className="thin-scroll max-h-64 overflow-y-auto p-1">
        {offered.map((one, index) => (
          // The mouse must not take the caret away.
          <li key={`${one.kind} ${one.id}`} id={`${id}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => event.preventDefault()} onClick={() => onChoose(one)} className={cx('flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-3 py-1', index === at && 'bg-selected')}>
            {one.kind === 'user' ? <Avatar name={one.name} size={24} /> : <span aria-hidden="true" className="grid size-6 place-items-center rounded-full bg-note-soft text-note"><Users className="size-3.5" /></span>}
            <bdi className="truncate font-medium">{one.name}</bdi>
            {one.hint && <span className="min-w-0 truncate text-sm text-ink-soft">{one.hint}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
