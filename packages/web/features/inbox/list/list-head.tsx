import type { ListQuery } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ArrowDownUp, ListFilter, MessageSquarePlus } from 'lucide-react'
import { channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { ChannelMark } from '../channel-mark.js'
import { usualStatus } from '../inbox-query.js'
import { useSavedView } from '../../views/saved.js'
import { SearchBox } from '../../search/search-box.js'
import { NoticeBell } from '../../notices/bell.js'
import { useOpenConversation } from '../use-open.js'
import { ViewChooser } from './view-chooser.js'
import { ViewMenu } from './view-menu.js'

const tool = 'inline-flex min-h-8 min-w-0 items-center whitespace-nowrap gap-1.5 rounded-lg px-2 text-sm text-ink-soft hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

/** Title, search, filters and order of the list. The title chooses the view when the navigation shows no words. */
export function ListHead({ query, focusSearch }: { query: ListQuery; focusSearch: number }) {
  const { t } = useT()
  const { search, change } = useOpenConversation()
  const channels = useQuery(channelsQuery).data ?? []
  const view = query.view ?? 'all'
  const saved = useSavedView(query.view)
  const status = search.status ?? usualStatus(view, Boolean(search.q || saved))
  return (
    <header className="border-b border-line px-3 pt-2.5 pb-1.5">
      <div className="flex min-h-9 items-center gap-1 ps-1">
        <ViewChooser view={view} saved={saved} choose={(id) => change({ view: id, q: undefined, status: undefined, sort: undefined } as object)} />
        <ViewMenu saved={saved} />
        <span className="md:hidden"><NoticeBell look="square" /></span>
        <span className="md:hidden"><IconButton label={t('action.new_conversation')} onPress={() => change({ compose: 'new' })}><MessageSquarePlus aria-hidden="true" /></IconButton></span>
      </div>
      <SearchBox focusSearch={focusSearch} />
      <div className={cx('mt-1 flex items-center gap-1', search.q && 'hidden')}>
        <MenuButton label={t('list.filter')} placement="bottom start" trigger={<AriaButton className={tool}><ListFilter aria-hidden="true" /><span className="truncate">{t(`status.${status}`)}</span></AriaButton>}>
          {(['open', 'pending', 'snoozed', 'resolved', 'any'] as const).map((id) => <Item key={id} onAction={() => change({ status: id })} icon={<span className="w-4">{id === status ? '✓' : ''}</span>}>{t(`status.${id}`)}</Item>)}
        </MenuButton>
        {channels.length > 1 && (
          <MenuButton label={t('list.filter_channel')} placement="bottom start" trigger={<AriaButton className={cx(tool, search.channel && 'text-accent')}>{search.channel ? <ChannelMark channel={search.channel} size={16} /> : null}{search.channel ? channels.find((each) => each.id === search.channel)?.name : <span className="truncate">{t('list.every_app')}</span>}</AriaButton>}>
            <Item onAction={() => change({ channel: undefined } as object)}>{t('list.every_app')}</Item>
            {channels.map((each) => <Item key={each.id} icon={<ChannelMark channel={each.id} size={16} />} onAction={() => change({ channel: each.id })}>{each.name}</Item>)}
          </MenuButton>
        )}
        <span className="min-w-0 grow" />
        <MenuButton label={t('list.sort')} trigger={<AriaButton className={tool} aria-label={t('list.sort_now', { sort: t(`sort.${query.sort ?? 'newest'}`) })}><ArrowDownUp aria-hidden="true" /><span className="truncate">{t(`sort.${query.sort ?? 'newest'}`)}</span></AriaButton>}>
          {(['waiting', 'newest', 'closing', 'priority'] as const).map((id) => <Item key={id} onAction={() => change({ sort: id })} icon={<span className="w-4">{id === query.sort ? '✓' : ''}</span>}>{t(`sort.${id}`)}</Item>)}
        </MenuButton>
      </div>
    </header>
  )
}
