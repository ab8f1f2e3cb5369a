import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { cx } from './class-names.js'

interface Toast { id: number; text: string; tone: 'plain' | 'failed'; action?: { label: string; run: () => void } }

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let last = 0

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something in passing, for ten seconds; `action` is usually Undo. */
export function toast(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const id = ++last
  set([...toasts.slice(-2), { id, text, tone: options.tone ?? 'plain', ...(options.action ? { action: options.action } : {}) }])
  setTimeout(() => dismiss(id), 10_000)
}

function dismiss(id: number): void {
  set(toasts.filter((each) => each.id !== id))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where they appear: never over the composer, where the next answer is written. Also a live region. */
export function Toasts({ dismissLabel }: { dismissLabel: string }) {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 top-28 z-50 flex flex-col items-center gap-2 px-4 md:top-auto md:bottom-4 md:end-auto md:start-14 md:max-w-96 md:items-stretch wide:start-52">
      {shown.map(({ id, text, tone, action }) => (
        <div key={id} className={cx('pointer-events-auto flex max-w-lg animate-[appear_160ms] items-center gap-3 rounded-xl py-2 ps-4 pe-2 shadow-float', tone === 'failed' ? 'bg-failed-soft text-ink' : 'bg-ink text-page')}>
          <span className="grow">{text}</span>
          {action && <button type="button" className="rounded-md px-2 py-1 font-semibold underline underline-offset-2" onClick={() => { action.run(); dismiss(id) }}>{action.label}</button>}
          <button type="button" aria-label={dismissLabel} className="grid size-8 place-items-center rounded-md" onClick={() => dismiss(id)}><X aria-hidden="true" className="size-4" /></button>
        </div>
      ))}
    </div>
  )
}
