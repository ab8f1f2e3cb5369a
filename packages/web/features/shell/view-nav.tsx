import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { ChevronDown, Plus } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { countsQuery, useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { useSavedViews } from '../views/saved.js'
import { ViewMark } from '../views/view-mark.js'
import { usePreferences } from './preferences.js'
import { countOf, countText, VIEW_GROUPS, viewIcon, viewLabel, type ViewId } from './views.js'

const row = 'flex min-h-7.5 w-full items-center justify-center gap-2.5 rounded-lg px-2.5 text-start font-medium hover:bg-hover wide:justify-start [&_svg]:size-[18px] [&_svg]:shrink-0'
const current = 'bg-selected text-accent-strong hover:bg-selected'
/** Numbers that ask somebody to act at once. */
const urgent: Partial<Record<string, string>> = { failed: 'text-failed', closing_soon: 'text-closing-soon', mentions: 'text-accent' }

/** The views, in groups that fold away: hers, the team's, everything, and those that were saved. */
export function ViewNav() {
  const { t } = useT()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const view = useRouterState({ select: (state) => (state.location.search as { view?: string }).view ?? 'all' })
  const counts = useQuery(countsQuery).data
  const saved = useSavedViews() ?? []
  const mayKeep = useCan('views.own')
  const shown = path.startsWith('/inbox') ? view : null
  return (
    <div className="thin-scroll -mx-2 flex min-h-0 shrink grow flex-col gap-2 overflow-y-auto px-2 py-1">
      {VIEW_GROUPS.map((group) => (
        <Group key={group.id} id={group.id} title={t(group.label)}>
          {group.views.map((id: ViewId) => {
            const Icon = viewIcon[id]
            return <Row key={id} view={id} label={t(viewLabel[id])} count={countOf(counts, id)} isCurrent={shown === id} icon={<Icon aria-hidden="true" />} />
          })}
        </Group>
      ))}
      {(saved.length > 0 || mayKeep) && (
        <Group id="saved" title={t('views.group_saved')} beside={mayKeep && (
          <Link to="/inbox" search={(old) => ({ ...(shown ? old : {}), compose: 'view' as const })} aria-label={t('views.new')} title={t('views.new')} className="grid size-7 place-items-center rounded-md text-ink-soft hover:bg-hover"><Plus aria-hidden="true" className="size-4" /></Link>)}>
          {saved.map((each) => <Row key={each.id} view={each.id} label={each.name} count={countOf(counts, each.id)} isCurrent={shown === each.id} icon={<ViewMark view={each} />} />)}
        </Group>
      )}
    </div>
  )
}

/** A group with its heading; folded ones stay so, on every machine of hers. On a narrow window there are no headings and nothing is folded. */
function Group({ id, title, beside, children }: { id: string; title: string; beside?: ReactNode; children: ReactNode }) {
  const { preferences, change } = usePreferences()
  const folded = Array.isArray(preferences.foldedViews) ? preferences.foldedViews as string[] : []
  const isFolded = folded.includes(id)
  return (
    <section aria-label={title} className="flex flex-col gap-0.5 border-t border-line pt-1 first:border-t-0 wide:border-t-0 wide:pt-0">
      <div className="hidden items-center gap-1 wide:flex">
        <button type="button" aria-expanded={!isFolded} onClick={() => change({ foldedViews: isFolded ? folded.filter((each) => each !== id) : [...folded, id] })}
          className="flex min-h-7 min-w-0 grow items-center gap-1 rounded-md px-2 text-xs font-semibold text-ink-soft hover:bg-hover">
          <ChevronDown aria-hidden="true" className={cx('size-3.5 shrink-0 transition-transform', isFolded && '-rotate-90 rtl:rotate-90')} /><span className="truncate">{title}</span>
        </button>
        {beside}
      </div>
      <div className={cx('flex flex-col gap-0.5', isFolded && 'wide:hidden')}>{children}</div>
    </section>
  )
}

function Row({ view, label, count, isCurrent, icon }: { view: string; label: string; count: number; isCurrent: boolean; icon: ReactNode }) {
  const tone = count > 0 ? urgent[view] : undefined
  const self = useRef<HTMLAnchorElement>(null)
  // A long list of views scrolls by itself; the one that is shown is always to be seen in it.
  useEffect(() => { if (isCurrent) self.current?.scrollIntoView({ block: 'nearest' }) }, [isCurrent])
  return (
    <Link ref={self} to="/inbox" search={{ view }} className={cx(row, isCurrent && current)} aria-current={isCurrent ? 'page' : undefined} title={label}>
      <span className={cx('relative', tone)}>
        {icon}{tone && <span aria-hidden="true" className="absolute -end-1 -top-0.5 size-2 rounded-full bg-current wide:hidden" />}
      </span>
      <span className="sr-only grow truncate wide:not-sr-only"><bdi>{label}</bdi></span>
      {count > 0 && <span className={cx('figures hidden text-sm wide:block', tone ? `font-semibold ${tone}` : 'text-ink-soft')}>{countText(count)}</span>}
    </Link>
  )
}
