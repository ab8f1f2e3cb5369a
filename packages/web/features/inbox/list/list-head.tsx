import type { ListQuery } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ArrowDownUp, ListFilter, MessageSquarePlus, Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { channelsQuery, countsQuery, useSession } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { countText, VIEW_IDS, viewCount, viewLabel, type ViewId } from '../../shell/views.js'
import { ChannelMark } from '../channel-mark.js'
import { useOpenConversation } from '../use-open.js'

const isView = (view: string | undefined): view is ViewId => VIEW_IDS.some((id) => id === view)
const tool = 'inline-flex min-h-8 min-w-0 items-center whitespace-nowrap gap-1.5 rounded-lg px-2 text-sm text-ink-soft hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

/** Title, search, filters and order of the list. The view's chips stand here when the navigation shows no words. */
export function ListHead({ query, focusSearch }: { query: ListQuery; focusSearch: number }) {
  const { t } = useT()
  const { search, change } = useOpenConversation()
  const { workspace } = useSession()
  const counts = useQuery(countsQuery).data
  const channels = useQuery(channelsQuery).data ?? []
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(search.q ?? '')
  useEffect(() => setText(search.q ?? ''), [search.q])
  useEffect(() => { if (focusSearch > 0) input.current?.focus() }, [focusSearch])
  useActions([{ id: 'list.search', label: 'action.search', group: 'list', keys: ['/'], run: () => input.current?.focus() }])
  // The address follows the typing after a breath: each step of it is a request.
  useEffect(() => {
    if (text.trim() === (search.q ?? '')) return
    const timer = setTimeout(() => change({ q: text.trim() || undefined } as object), 250)
    return () => clearTimeout(timer)
  }, [text])
  const view = isView(query.view) ? query.view : 'all'
  const status = search.q ? search.status ?? 'any' : search.status ?? (view === 'failed' ? 'any' : 'open')
  return (
    <header className="border-b border-line px-3 pt-2.5 pb-1.5">
      <div className="flex min-h-9 items-center gap-1 ps-1">
        <h1 className="grow truncate text-lg">{t(viewLabel[view])}</h1>
        <span className="md:hidden"><IconButton label={t('action.new_conversation')} onPress={() => change({ compose: 'new' })}><MessageSquarePlus aria-hidden="true" /></IconButton></span>
      </div>
      <nav aria-label={t('list.views')} className="-mx-1 flex gap-1 overflow-x-auto px-1 pt-1 [scrollbar-width:none] wide:hidden">
        {VIEW_IDS.map((id) => {
          const count = counts?.[viewCount[id]] ?? 0
          return <button key={id} type="button" aria-current={id === view ? 'page' : undefined} onClick={() => change({ view: id, q: undefined, status: undefined, sort: undefined } as object)}
            className={cx('flex min-h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-sm', id === view ? 'border-accent bg-selected font-semibold text-accent-strong' : 'border-line text-ink-soft')}>
            {t(viewLabel[id])}{count > 0 && <span className={cx('figures', id === 'failed' && 'text-failed', id === 'closing_soon' && 'text-closing-soon')}>{countText(count)}</span>}
          </button>
        })}
      </nav>
      <div className="relative mt-2">
        <Search aria-hidden="true" className="pointer-events-none absolute start-3 top-2.5 size-4 text-ink-soft" />
        <input ref={input} type="search" value={text} onChange={(event) => setText(event.target.value)} placeholder={t('list.search_in', { name: workspace.name })} aria-label={t('action.search')}
          onKeyDown={(event) => { if (event.key === 'Escape') { setText(''); event.currentTarget.blur() } }}
          className="min-h-9 w-full rounded-lg border border-transparent bg-sunken ps-9 pe-8 [&::-webkit-search-cancel-button]:hidden" />
        {text && <button type="button" aria-label={t('list.clear_search')} onClick={() => { setText(''); input.current?.focus() }} className="absolute end-1 top-1 grid size-7 place-items-center rounded text-ink-soft"><X aria-hidden="true" className="size-4" /></button>}
      </div>
      <div className="mt-1 flex items-center gap-1">
        <MenuButton label={t('list.filter')} placement="bottom start" trigger={<AriaButton className={tool}><ListFilter aria-hidden="true" />{t(`status.${status}`)}</AriaButton>}>
          {(['open', 'pending', 'snoozed', 'resolved', 'any'] as const).map((id) => <Item key={id} onAction={() => change({ status: id })} icon={<span className="w-4">{id === status ? '✓' : ''}</span>}>{t(`status.${id}`)}</Item>)}
        </MenuButton>
        {channels.length > 1 && (
          <MenuButton label={t('list.filter_channel')} placement="bottom start" trigger={<AriaButton className={cx(tool, search.channel && 'text-accent')}>{search.channel ? <ChannelMark channel={search.channel} size={16} /> : null}{search.channel ? channels.find((each) => each.id === search.channel)?.name : t('list.every_app')}</AriaButton>}>
            <Item onAction={() => change({ channel: undefined } as object)}>{t('list.every_app')}</Item>
            {channels.map((each) => <Item key={each.id} icon={<ChannelMark channel={each.id} size={16} />} onAction={() => change({ channel: each.id })}>{each.name}</Item>)}
          </MenuButton>
        )}
        <span className="grow" />
        <MenuButton label={t('list.sort')} trigger={<AriaButton className={tool} aria-label={t('list.sort_now', { sort: t(`sort.${query.sort ?? 'newest'}`) })}><ArrowDownUp aria-hidden="true" />{t(`sort.${query.sort ?? 'newest'}`)}</AriaButton>}>
          {(['waiting', 'newest', 'closing'] as const).map((id) => <Item key={id} onAction={() => change({ sort: id })} icon={<span className="w-4">{id === query.sort ? '✓' : ''}</span>}>{t(`sort.${id}`)}</Item>)}
        </MenuButton>
      </div>
    </header>
  )
}
