import { useEffect, type ReactNode } from 'react'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { CampaignsNav } from './nav.js'

/** The frame of every page of the campaigns: the tabs, a title with what can be done, and the page. `name` is what the browser's tab says when the title is more than words. */
export function CampaignsFrame({ title, name, lead, actions, back, children }: { title: ReactNode; name?: string; lead?: ReactNode; actions?: ReactNode; /** the way up, over the title */ back?: ReactNode; children: ReactNode }) {
  const { t } = useT()
  const { workspace } = useSession()
  const words = name ?? (typeof title === 'string' ? title : t('nav.campaigns'))
  useEffect(() => { document.title = `${words} · ${workspace.name}` }, [words, workspace.name])
  return (
    <div className="thin-scroll min-h-0 min-w-0 grow overflow-y-auto bg-page print:overflow-visible">
      <div className="mx-auto w-full max-w-6xl px-4 py-4 sm:px-8">
        <CampaignsNav />
        <header className="mb-5 flex flex-wrap items-end gap-3">
          <div className="min-w-0 grow basis-64">{back}<h1 className="text-xl [overflow-wrap:anywhere]">{title}</h1>{lead && <p className="mt-0.5 max-w-2xl text-pretty text-ink-soft">{lead}</p>}</div>
          {actions && <div className="flex flex-wrap items-end gap-2 print:hidden">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}
