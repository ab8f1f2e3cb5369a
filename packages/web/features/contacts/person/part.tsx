import type { ReactNode } from 'react'

/** A part of a person's page: its title, what can be added, and what there is. */
export function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return <section aria-label={title} className="border-b border-line px-4 py-3 last:border-0"><div className="mb-1 flex min-h-8 items-center"><h2 className="min-w-0 grow truncate text-sm font-semibold">{title}</h2>{action}</div>{children}</section>
}
