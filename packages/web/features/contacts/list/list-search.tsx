import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'

/** The search line over the people: the address follows the typing after a breath. */
export function ListSearch({ q, ask, label }: { q: string | undefined; ask: (q: string) => void; label: string }) {
  const { t } = useT()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(q ?? '')
  const asked = useRef(q ?? '')
  useEffect(() => { if ((q ?? '') !== asked.current) { asked.current = q ?? ''; setText(q ?? '') } }, [q])
  useActions([{ id: 'list.search', label: 'action.search', group: 'list', run: () => { input.current?.focus(); input.current?.select() } }])
  const put = (line: string) => { asked.current = line.trim(); ask(line.trim()) }
  useEffect(() => {
    if (text.trim() === asked.current) return
    const timer = setTimeout(() => put(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <search className="relative block min-w-0 grow">
      <Search aria-hidden="true" className="pointer-events-none absolute start-3 top-2.5 size-4 text-ink-soft" />
      <input ref={input} type="text" inputMode="search" dir="auto" value={text} maxLength={200} autoComplete="off" onChange={(event) => setText(event.target.value)} aria-label={label} placeholder={label}
        onKeyDown={(event) => { if (event.nativeEvent.isComposing) return; if (event.key === 'Escape') { setText(''); put(''); event.currentTarget.blur() } if (event.key === 'Enter') { put(text); event.currentTarget.blur() } }}
        className="min-h-9 w-full rounded-lg border border-line-strong bg-surface ps-9 pe-9" />
      {text && <button type="button" onClick={() => { setText(''); put(''); input.current?.focus() }} aria-label={t('contacts.search_clear')} className="absolute end-1 top-1 grid size-7 place-items-center rounded-md text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>}
    </search>
  )
}
