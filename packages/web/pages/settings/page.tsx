import type { ReactNode } from 'react'

/** The frame of one settings page. */
export function SettingsPage({ title, lead, action, children }: { title: ReactNode; lead?: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-8">
      <header className="mb-5 flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow"><h2 className="text-xl">{title}</h2>{lead && <p className="mt-0.5 max-w-xl text-pretty text-ink-soft">{lead}</p>}</div>
        {action}
      </header>
      <div className="flex flex-col gap-5">{children}</div>
    </div>
  )
}

/** A card of settings that belong together. */
export function Card({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return <section className="rounded-2xl border border-line bg-surface p-5 shadow-lift">{title && <h3 className="mb-3 text-bubble">{title}</h3>}{children}</section>
}
