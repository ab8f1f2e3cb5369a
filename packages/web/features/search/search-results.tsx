import type { SearchAnswer, SearchHit } from '@recado/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Hash, SearchX, Tag } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useNow } from '../../api/clock.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import { ChannelMark } from '../inbox/channel-mark.js'
import { ListSkeleton } from '../inbox/list/list-skeleton.js'
import { showOrder } from '../inbox/list/neighbour.js'
import { focusThread } from '../inbox/focus.js'
import { useOpenConversation } from '../inbox/use-open.js'
import { usePreferences } from '../shell/preferences.js'
import { HitGroup } from './hit-row.js'
import { Hints } from './hints.js'
import { Marked } from './marked.js'
import { searchOptions } from './search-queries.js'

type Group = [SearchHit, ...SearchHit[]]

/** Hits of one conversation together, in the order of the newest of each; or every hit for itself. */
function grouped(hits: readonly SearchHit[], together: boolean): Group[] {
  if (!together) return hits.map((hit): Group => [hit])
  const groups = new Map<string, Group>()
  for (const hit of hits) {
    const group = groups.get(hit.conversation.id)
    if (group) group.push(hit)
    else groups.set(hit.conversation.id, [hit])
  }
  return [...groups.values()]
}

/** Where j and k stop, from the top: conversations and people that were found by themselves, then the messages. */
function stopsOf(first: SearchAnswer | undefined, groups: readonly Group[]): { id: string; messages: string[] }[] {
  return [
    ...(first?.conversations ?? []).map((row) => ({ id: row.id, messages: [] })),
    ...(first?.people ?? []).flatMap((person) => (person.conversationId ? [{ id: person.conversationId, messages: [] }] : [])),
    ...groups.map((group) => ({ id: group[0].conversation.id, messages: group.flatMap((hit) => hit.message?.id ?? []) })),
  ]
}

/** What answers the search line: people, labels, a conversation by its number, and every message, newest first. */
export default function SearchResults({ q }: { q: string }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { conversationId, search, open } = useOpenConversation()
  const { preferences, change } = usePreferences()
  const { data, error, isPending, isPlaceholderData, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(searchOptions(q))
  const together = preferences.searchByMessage !== true
  const hits = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const groups = useMemo(() => grouped(hits, together), [hits, together])
  const stops = useMemo(() => stopsOf(data?.pages[0], groups), [data, groups])
  const exact = stops.findIndex((stop) => (search.at ? stop.messages.includes(search.at) : stop.id === conversationId && stop.messages.length === 0))
  const at = exact >= 0 ? exact : stops.findIndex((stop) => stop.id === conversationId)
  const list = useRef<HTMLDivElement>(null)
  const go = (step: 1 | -1) => {
    const next = stops[at < 0 ? (step === 1 ? 0 : stops.length - 1) : at + step]
    if (next) open(next.id, next.messages[0])
  }
  useActions([
    { id: 'list.next', label: 'action.next', group: 'list', run: () => go(1), disabled: stops.length === 0 },
    { id: 'list.previous', label: 'action.previous', group: 'list', run: () => go(-1), disabled: stops.length === 0 },
    { id: 'list.open', label: 'action.open', group: 'list', run: () => (at >= 0 ? focusThread() : go(1)), disabled: stops.length === 0 },
  ])
  useEffect(() => { showOrder(stops.map((stop) => stop.id)); return () => showOrder([]) }, [stops])
  useEffect(() => { list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }) }, [at])
  const told = error ? tellError(intl, error) : null
  const first = data?.pages[0]
  const last = data?.pages.at(-1)
  const empty = first && hits.length === 0 && first.people.length + first.labels.length + first.conversations.length === 0
  return (
    <div ref={list} role="region" aria-label={t('search.results')} aria-busy={isPlaceholderData} className={cx('thin-scroll min-h-0 grow overflow-y-auto', isPlaceholderData && 'opacity-60')}
      onScroll={(event) => { const box = event.currentTarget; if (hasNextPage && !isFetchingNextPage && box.scrollHeight - box.scrollTop - box.clientHeight < 600) void fetchNextPage() }}>
      <p role="status" className="sr-only">{first && !isPlaceholderData ? t('search.found', { count: hits.length }) : ''}</p>
      {told && <div className="p-3"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={() => void refetch()}>{t('app.retry')}</Button>}>{told.next}</Notice></div>}
      {isPending && !told && <ListSkeleton label={t('app.loading')} />}
      {first && <Hints answer={first} q={q} />}
      {first && <Sections first={first} />}
      {hits.length > 0 && (
        <section>
          <div className="flex items-center gap-2 px-4 pt-3 pb-1">
            <h2 className="grow text-xs font-semibold text-ink-soft">{t(first?.items[0]?.message ? 'search.messages' : 'search.conversations')}</h2>
            {first?.items[0]?.message && (
              <div role="group" aria-label={t('search.layout')} className="flex rounded-lg bg-sunken p-0.5 text-xs">
                {[true, false].map((each) => <button key={String(each)} type="button" aria-pressed={together === each} onClick={() => change({ searchByMessage: !each })} className={cx('min-h-6 rounded-md px-2', together === each ? 'bg-surface font-semibold shadow-lift' : 'text-ink-soft')}>{t(each ? 'search.by_conversation' : 'search.by_message')}</button>)}
              </div>
            )}
          </div>
          <ul>{groups.map((group) => <HitGroup key={group[0].message?.id ?? group[0].conversation.id} hits={group} now={now} current={group[0].conversation.id === conversationId && (!search.at || together)} at={search.at} />)}</ul>
          {last?.partial && <p className="px-4 py-3 text-sm text-ink-soft">{t('search.partial')}</p>}
          {hasNextPage && <div className="flex justify-center p-4">{isFetchingNextPage ? <Spinner /> : <Button small onClick={() => void fetchNextPage()}>{t('search.load_more')}</Button>}</div>}
        </section>
      )}
      {empty && <NothingFound />}
    </div>
  )
}

/** People, labels, and the conversation of a number: the answers that are no message. */
function Sections({ first }: { first: SearchAnswer }) {
  const { t } = useT()
  const { change } = useOpenConversation()
  const heading = 'px-4 pt-3 pb-1 text-xs font-semibold text-ink-soft'
  const row = 'flex min-h-10 w-full items-center gap-3 px-4 py-1.5 text-start hover:bg-hover'
  return (
    <>
      {first.conversations.length > 0 && (
        <section><h2 className={heading}>{t('search.conversations')}</h2>
          {first.conversations.map((each) => <Link key={each.id} to="/inbox/$conversationId" params={{ conversationId: each.id }} search={(old) => ({ ...old, at: undefined })} preload={false} className={row}><Hash aria-hidden="true" className="size-5 shrink-0 text-ink-soft" /><bdi className="grow truncate">{each.contact.name}</bdi><span className="text-sm text-ink-soft">{t('search.number', { number: String(each.number) })}</span></Link>)}
        </section>
      )}
      {first.people.length > 0 && (
        <section><h2 className={heading}>{t('search.people')}</h2>
          <ul>{first.people.map((person) => {
            const inside = <><Avatar name={person.name} url={person.avatarUrl} size={32} /><span className="min-w-0 grow"><bdi className="block truncate"><Marked text={person.name} marks={person.marks} /></bdi>{person.address && <bdi className="figures block truncate text-xs text-ink-soft">{person.address}</bdi>}</span><span className="flex gap-1">{person.channels.map((channel) => <ChannelMark key={channel} channel={channel} size={16} />)}</span></>
            return <li key={person.id}>{person.conversationId ? <Link to="/inbox/$conversationId" params={{ conversationId: person.conversationId }} search={(old) => ({ ...old, at: undefined })} preload={false} className={row}>{inside}</Link> : <div className={row}>{inside}</div>}</li>
          })}</ul>
        </section>
      )}
      {first.labels.length > 0 && (
        <section><h2 className={heading}>{t('search.labels')}</h2>
          <div className="flex flex-wrap gap-1.5 px-4 pb-1">{first.labels.map((label) => <button key={label.name} type="button" onClick={() => change({ q: `${t('search.op.label')}:"${label.name}"` })} className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full border border-line px-3 text-sm hover:bg-hover"><Tag aria-hidden="true" className="size-3.5 shrink-0 text-ink-soft" /><bdi className="truncate"><Marked text={label.name} marks={label.marks} /></bdi></button>)}</div>
        </section>
      )}
    </>
  )
}

/** Teaches what narrows and what widens a search. */
function NothingFound() {
  const { t } = useT()
  const { change } = useOpenConversation()
  const examples = [`${t('search.op.has')}:${t('search.value.file')}`, `${t('search.op.from')}:${t('search.value.me')}`, `${t('search.op.is')}:${t('search.value.unread')}`, `${t('search.op.after')}:${t('search.value.last_week')}`]
  return (
    <div className="flex flex-col items-center gap-3 p-8 text-center">
      <span className="grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent"><SearchX aria-hidden="true" className="size-6" /></span>
      <h2 className="text-lg">{t('search.none_title')}</h2>
      <p className="max-w-sm text-pretty text-ink-soft">{t('search.none_text')}</p>
      <div className="flex flex-wrap justify-center gap-1.5">{examples.map((example) => <button key={example} type="button" onClick={() => change({ q: example })} className="min-h-8 rounded-full border border-line px-3 text-sm hover:bg-hover"><bdi>{example}</bdi></button>)}</div>
      <p className="text-sm text-ink-soft">{t('search.new_words')}</p>
      <Button small onClick={() => change({ q: undefined } as object)}>{t('list.clear_search')}</Button>
    </div>
  )
}
