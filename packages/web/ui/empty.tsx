import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Spinner } from './spinner.js'

/** An empty list teaches: what this is, why it is empty, what to do next. */
export function Empty({ icon: Icon, title, children, action }: { icon: LucideIcon; title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex h-full min-h-56 flex-col items-center justify-center gap-3 p-8 text-center">
      <span className="grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent"><Icon aria-hidden="true" className="size-6" /></span>
      <h2 className="text-lg">{title}</h2>
      {children && <p className="max-w-sm text-pretty text-ink-soft">{children}</p>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** Waiting for the first data of a pane. */
export function Loading({ label }: { label: string }) {
  return <div role="status" className="flex h-full min-h-40 items-center justify-center gap-3 p-8 text-ink-soft"><Spinner /><span>{label}</span></div>
}
