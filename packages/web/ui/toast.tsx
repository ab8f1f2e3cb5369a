import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { cx } from './class-names.js'

/** How long something is said in passing. */
export const TOAST_MS = 10_000

interface Toast { id: number; text: string; tone: 'plain' | 'failed'; endsAt: number; action?: { label: string; run: () => void; /** the seconds it is still possible are shown */ counts?: boolean } }

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let last = 0

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something in passing, for ten seconds unless it says for how long; `action` is usually Undo. Returns what takes it away. */
export function toast(text: string, options: { tone?: Toast['tone']; action?: Toast['action']; forMs?: number } = {}): () => void {
  const id = ++last
  const forMs = options.forMs ?? TOAST_MS
  set([...toasts.slice(-2), { id, text, tone: options.tone ?? 'plain', endsAt: performance.now() + forMs, ...(options.action ? { action: options.action } : {}) }])
  setTimeout(() => dismiss(id), forMs)
  return () => dismiss(id)
}

function dismiss(id: number): void {
  if (toasts.some((each) => each.id === id)) set(toasts.filter((each) => each.id !== id))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The seconds that are left: for the eye, a screen reader would say every one of them. */
function Countdown({ endsAt }: { endsAt: number }) {
  const [left, setLeft] = useState(() => Math.ceil((endsAt - performance.now()) / 1_000))
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000))), 250)
    return () => clearInterval(timer)
  }, [endsAt])
  return <span aria-hidden="true" className="figures inline-block min-w-4 text-end opacity-75">{left}</span>
}

/** Where they appear: never over the composer, where the next answer is written. Also a live region. */
export function Toasts({ dismissLabel }: { dismissLabel: string }) {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 top-28 z-50 flex flex-col items-center gap-2 px-4 md:top-auto md:bottom-4 md:end-auto md:start-14 md:max-w-96 md:items-stretch wide:start-52">
      {shown.map(({ id, text, tone, action, endsAt }) => (
        <div key={id} className={cx('pointer-events-auto flex max-w-lg animate-[appear_160ms] items-center gap-3 rounded-xl py-2 ps-4 pe-2 shadow-float', tone === 'failed' ? 'bg-failed-soft text-ink' : 'bg-ink text-page')}>
          <span className="grow [overflow-wrap:anywhere]">{text}</span>
          {action && <button type="button" className="inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-md px-2 font-semibold" onClick={() => { dismiss(id); action.run() }}><span className="underline underline-offset-2">{action.label}</span>{action.counts && <Countdown endsAt={endsAt} />}</button>}
          <button type="button" aria-label={dismissLabel} className="grid size-8 shrink-0 place-items-center rounded-md" onClick={() => dismiss(id)}><X aria-hidden="true" className="size-4" /></button>
        </div>
      ))}
    </div>
  )
}
