import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CornerDownLeft, UserRound } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { useCan, useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { quickSearch } from '../search/search-queries.js'
import { useEntries, type Entry } from './entries.js'
import { rank } from './rank.js'
import { recentEntries, rememberEntry } from './recent.js'

/** Actions above people and conversations, when there are some. */
const FEW_ACTIONS = 4
const isOfPage = (entry: Entry): boolean => entry.id.startsWith('page.')

/** Ctrl+K: everything that can be done now, what was taken last first; people by name or number, conversations by number or by what was said. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useT()
  const navigate = useNavigate()
  const { user } = useSession()
  const doable = useEntries()
  const [recent] = useState(() => recentEntries(user.id))
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  // What is typed counts at once, or a quick Enter would take what stood there before; only what is asked of the server may lag.
  const wish = text.trim()
  const asked = useDeferredValue(wish)
  const reads = useCan('conversations.read')
  const knows = useCan('contacts.read')
  const search = useQuery({ ...quickSearch(asked), enabled: reads && asked.length > 1 })
  const found = asked === wish ? search.data : undefined
  // Until it is known whether somebody is called like this, what the page offers to do with a row would stand where she is about to come, and be pressed instead.
  const searching = reads && wish.length > 1 && (asked !== wish || search.isPending)
  const openThread = (conversationId: string, at?: string) => void navigate({ to: '/inbox/$conversationId', params: { conversationId }, search: { view: 'all', ...(at ? { q: wish, at } : {}) } })
  // Of those that answer a wish alike, the one used lately comes first.
  const place = (id: string) => { const at = recent.indexOf(id); return at < 0 ? recent.length : at }
  const ready = doable.toSorted((a, b) => place(a.id) - place(b.id)).map((entry) => (wish === '' && recent.includes(entry.id) ? { ...entry, hint: t('palette.recent') } : entry))
  const actions = rank(ready, wish, (entry) => entry.label)
  const foundSome = Boolean(found && found.people.length + found.items.length + found.conversations.length > 0)
  const entries: Entry[] = [
    // Somebody's name is seldom meant for an action that merely has its letters, and never for what the page offers to do with her row.
    ...(foundSome || searching ? actions.filter((entry) => !isOfPage(entry)).slice(0, FEW_ACTIONS) : actions),
    ...(found?.conversations ?? []).map((row): Entry => ({ id: row.id, label: `${row.contact.name} · ${t('search.number', { number: String(row.number) })}`, hint: t('palette.conversation'), person: true, run: () => openThread(row.id) })),
    ...(found?.people ?? []).map((person): Entry => ({ id: person.id, label: person.name, hint: person.address ?? t('palette.person'), person: true, run: () => (person.conversationId ? openThread(person.conversationId) : void navigate({ to: '/contacts/$contactId', params: { contactId: person.id } })) })),
    ...(knows ? (found?.people ?? []).filter((person) => person.conversationId) : []).slice(0, 3).map((person): Entry => ({ id: `page of ${person.id}`, label: t('palette.person_page', { name: person.name }), person: true, run: () => void navigate({ to: '/contacts/$contactId', params: { contactId: person.id } }) })),
    ...(found?.items ?? []).slice(0, 4).flatMap((hit): Entry[] => (hit.message && hit.line ? [{ id: hit.message.id, label: `${hit.conversation.contact.name}: ${hit.line.text}`, hint: t('palette.conversation'), run: () => openThread(hit.conversation.id, hit.message?.id) }] : [])),
    ...(foundSome ? actions.filter(isOfPage).slice(0, FEW_ACTIONS) : []),
    ...(wish ? [{ id: 'search', label: t('palette.search', { text: wish }), run: () => void navigate({ to: '/inbox', search: { view: 'all', q: wish } }) }] : []),
  ]
  const chosen = Math.min(at, entries.length - 1)
  useEffect(() => { list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }) }, [chosen])
  const run = (entry: Entry | undefined) => {
    if (!entry || entry.disabled) return
    if (!entry.person && entry.id !== 'search') rememberEntry(user.id, entry.id)
    onClose()
    // What the page offers is pressed once the palette is away.
    if (isOfPage(entry)) setTimeout(entry.run)
    else entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt((chosen + 1) % entries.length)
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + entries.length) % entries.length)
    else if (event.key === 'Enter') run(entries[chosen])
    else return
    event.preventDefault()
  }
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => { if (!open) onClose() }} className="fixed inset-0 z-40 flex items-start justify-center bg-shade p-3 sm:pt-[12vh]">
      <Modal className="w-full max-w-xl overflow-hidden rounded-2xl bg-raised shadow-float">
        <Dialog aria-label={t('action.palette')} className="flex max-h-[70dvh] flex-col outline-none">
          <input autoFocus value={text} onChange={(event) => { setText(event.target.value); setAt(0) }} onKeyDown={onKeyDown} dir="auto" autoComplete="off" placeholder={t('palette.placeholder')} aria-label={t('palette.placeholder')}
            role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={entries[chosen] ? `palette-${entries[chosen].id}` : undefined} className="w-full border-b border-line bg-transparent px-5 py-4 text-lg outline-none" />
          <p role="status" className="sr-only">{wish && t('palette.count', { count: entries.length })}</p>
          <ul ref={list} id="palette-list" role="listbox" aria-label={t('action.palette')} className="thin-scroll overflow-y-auto p-2">
            {entries.map((entry, index) => (
              // Keyboard choice is the input's (aria-activedescendant); the row only needs the mouse.
              <li key={entry.id} id={`palette-${entry.id}`} role="option" aria-selected={index === chosen} aria-disabled={entry.disabled || undefined} onClick={() => run(entry)} onPointerMove={() => setAt(index)}
                className={cx('flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3', index === chosen && 'bg-selected', entry.disabled && 'opacity-50')}>
                {entry.person && <UserRound aria-hidden="true" className="size-4 text-ink-soft" />}
                <span dir="auto" className="min-w-0 grow truncate follow-line">{entry.label}</span>
                {entry.hint && <span className="max-w-[40%] shrink-0 truncate text-sm text-ink-soft">{entry.hint}</span>}
                {entry.keys && <kbd className="rounded border border-line-strong px-1.5 font-sans text-xs text-ink-soft">{entry.keys}</kbd>}
                {index === chosen && !entry.keys && <CornerDownLeft aria-hidden="true" className="size-4 text-ink-soft" />}
              </li>
            ))}
          </ul>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
