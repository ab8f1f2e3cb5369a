import type { ReactNode } from 'react'

/** A part of the context pane. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return <section className="border-t border-line pt-3"><div className="mb-1.5 flex min-h-7 items-center"><h3 className="grow text-sm text-ink-soft">{title}</h3>{action}</div>{children}</section>
}
