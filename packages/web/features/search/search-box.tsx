import { Search, X } from 'lucide-react'
import { lazy, Suspense, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useActions } from '../../hotkeys/use-actions.js'
import { useT } from '../../i18n/provider.js'
import { useOpenConversation } from '../inbox/use-open.js'
import { usePreferences } from '../shell/preferences.js'
import type { SuggestHandle } from './suggest-list.js'

const SuggestList = lazy(() => import('./suggest-list.js'))
const REMEMBERED = 8

/** The searches this person made last, newest first. */
export function recentOf(preferences: { [key: string]: unknown }): string[] {
  const { recentSearches } = preferences
  return Array.isArray(recentSearches) ? recentSearches.filter((each): each is string => typeof each === 'string').slice(0, REMEMBERED) : []
}

/** The search line of the list. The address follows the typing; operators and recent searches are offered below. */
export function SearchBox({ focusSearch }: { focusSearch: number }) {
  const { t } = useT()
  const { search, change } = useOpenConversation()
  const { preferences, change: prefer } = usePreferences()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<SuggestHandle>(null)
  const [text, setText] = useState(search.q ?? '')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<string | null>(null)
  const listId = useId()
  useEffect(() => { if ((search.q ?? '') !== text.trim()) setText(search.q ?? '') }, [search.q])
  useEffect(() => { if (focusSearch > 0) input.current?.focus() }, [focusSearch])
  useActions([{ id: 'list.search', label: 'action.search', group: 'list', run: () => { input.current?.focus(); input.current?.select() } }])
  const ask = (line: string) => change({ q: line.trim() || undefined } as object)
  // The address follows the typing after a breath: each step of it is a request.
  useEffect(() => {
    if (text.trim() === (search.q ?? '')) return
    const timer = setTimeout(() => ask(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  const remember = () => {
    const line = text.trim()
    if (line.length > 1) prefer({ recentSearches: [line, ...recentOf(preferences).filter((each) => each !== line)].slice(0, REMEMBERED) })
  }
  const close = () => { setOpen(false); setActive(null) }
  const clear = () => { setText(''); change({ q: undefined } as object); input.current?.focus() }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') { if (open && active) { setActive(null); return } if (open && text) close(); else { clear(); input.current?.blur(); close() } return }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { setOpen(true); list.current?.move(event.key === 'ArrowDown' ? 1 : -1); event.preventDefault(); return }
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (open && active && list.current?.choose()) return
    ask(text)
    remember()
    close()
    // What was found comes next: the keys walk it, and a phone puts its keyboard away.
    input.current?.closest<HTMLElement>('[data-list]')?.focus({ preventScroll: true })
  }
  return (
    <search className="relative mt-2 block" onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) { close(); if (text.trim()) remember() } }}>
      <Search aria-hidden="true" className="pointer-events-none absolute start-3 top-2.5 size-4 text-ink-soft" />
      <input ref={input} type="search" value={text} enterKeyHint="search" autoComplete="off" autoCapitalize="off" spellCheck={false} onChange={(event) => { setText(event.target.value); setOpen(true); setActive(null) }} onFocus={() => setOpen(true)} onKeyDown={onKeyDown}
        placeholder={t('search.placeholder')} aria-label={t('action.search')} role="combobox" aria-expanded={open} aria-controls={listId} aria-autocomplete="list" {...(active ? { 'aria-activedescendant': active } : {})}
        className="min-h-9 w-full rounded-lg border border-transparent bg-sunken ps-9 pe-8 [&::-webkit-search-cancel-button]:hidden" />
      {text && <button type="button" aria-label={t('list.clear_search')} onClick={clear} className="absolute end-1 top-1 grid size-7 place-items-center rounded text-ink-soft"><X aria-hidden="true" className="size-4" /></button>}
      <div id={listId} role="listbox" aria-label={t('search.suggestions')} hidden={!open} className="absolute inset-x-0 top-full z-20">
        {open && <Suspense fallback={null}><SuggestList handle={list} line={text} recent={recentOf(preferences)} onActive={setActive} onForget={() => prefer({ recentSearches: [] })}
          onChoose={(line, done) => { setText(line); input.current?.focus(); if (done) { ask(line); close() } }} /></Suspense>}
      </div>
    </search>
  )
}
