import type { ConversationDetail } from '@recado/api'
import { ArrowDown, ListFilter, MessagesSquare, X } from 'lucide-react'
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useNow } from '../../../api/clock.js'
import { formatDay } from '../../../i18n/format.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { usePassing } from '../../../live/passing.js'
import { Button } from '../../../ui/button.js'
import { Empty, Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { Spinner } from '../../../ui/spinner.js'
import { useKindText, wordsOf } from '../list/kind-text.js'
import { Album } from './album.js'
import { FreeEntryNote } from '../../window/free-entry-note.js'
import { Bubble } from './bubble.js'
import { firstUnread, threadEntries } from './entries.js'
import { groupLines } from './line-groups.js'
import { LineGroup } from './line-group.js'
import type { Part } from './thread-part.js'
import { SystemLine } from './system-line.js'
import { ThreadContext, useThreadValue } from './thread-context.js'
import { useOpenAt } from './use-open-at.js'
import { useThread } from './use-thread.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'

const ThreadPart = lazy(() => import('./thread-part.js'))
const PARTS = ['all', 'messages', 'notes', 'activity'] as const

// Nearer to the end than this, new messages keep the end in sight.
const NEAR_END = 120

/** The messages of a conversation: virtual, from the end upwards. */
export function Thread({ conversation, onQuote }: { conversation: ConversationDetail; onQuote: (messageId: string) => void }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { messages, hasOlder, loadOlder, loadTo, loadingOlder, error, isLoading, refetch, ready } = useThread(conversation.id)
  const [firstNew, setFirstNew] = useState<string | null | undefined>(undefined)
  // Where the reader had stopped is fixed when the thread opens: reading it takes the count away.
  useEffect(() => { if (ready && firstNew === undefined) setFirstNew(firstUnread(messages, conversation.unread)) }, [ready, firstNew, messages, conversation.unread])
  const entries = useMemo(() => groupLines(threadEntries(messages, firstNew ?? null)), [messages, firstNew])
  const [part, setPart] = useState<Part | null>(null)
  const show = (wish: (typeof PARTS)[number]) => setPart(wish === 'all' ? null : wish)
  useActions(PARTS.map((wish) => ({ id: `thread.part_${wish}`, label: `thread.part_${wish}` as const, group: 'conversation' as const, run: () => show(wish), disabled: wish === (part ?? 'all') })))
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const atEnd = useRef(true)
  const [away, setAway] = useState(false)
  const [unseen, setUnseen] = useState(0)
  const lastId = messages.at(-1)?.id
  const lastDirection = messages.at(-1)?.direction
  const oldest = useRef<string | undefined>(undefined)
  const isPrepend = oldest.current !== undefined && oldest.current !== entries[0]?.key && entries.some((entry) => entry.key === oldest.current)
  useEffect(() => { oldest.current = entries[0]?.key })

  const typing = usePassing(conversation.id).find((event) => event.type === 'contact.typing')
  // The very end, below the last message too: rows are measured as they appear, so once more after the next frame.
  const toEnd = () => {
    const go = () => { if (scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight }
    atEnd.current = true
    go()
    requestAnimationFrame(go)
  }
  useLayoutEffect(() => {
    if (entries.length === 0) return
    if (atEnd.current || lastDirection === 'out') toEnd()
    else setUnseen((count) => count + 1)
  }, [lastId])
  useLayoutEffect(() => { if (atEnd.current && entries.length > 0) toEnd() }, [entries.length, typing])
  const value = useThreadValue(conversation, messages, onQuote, (id) => {
    const index = entries.findIndex((entry) => entry.key === id || (entry.type === 'album' && entry.messages.some((message) => message.id === id)))
    if (index >= 0) virtual.current?.scrollToIndex(index, { align: 'center', smooth: true })
    return index >= 0
  })
  const seeking = useOpenAt({ ready, entries, loadTo, scrollTo: (index) => { atEnd.current = false; virtual.current?.scrollToIndex(index, { align: 'center' }) } })
  const onScroll = () => {
    const box = scroll.current
    if (!box) return
    const gap = box.scrollHeight - box.scrollTop - box.clientHeight
    atEnd.current = gap < NEAR_END
    setAway(gap > 400)
    if (atEnd.current) setUnseen(0)
    if (box.scrollTop < 500) loadOlder()
  }
  const told = error ? tellError(intl, error) : null
  if (isLoading) return <div className="min-h-0 grow"><Loading label={t('app.loading')} /></div>
  return (
    <ThreadContext value={value}>
      <div className="relative flex min-h-0 grow flex-col">
        <div className="absolute end-4 top-2 z-10 flex items-center">
          {part ? <button type="button" onClick={() => setPart(null)} className="inline-flex min-h-7 items-center gap-1.5 rounded-full bg-raised px-3 text-sm shadow-lift hover:bg-hover"><ListFilter aria-hidden="true" className="size-3.5" />{t(`thread.part_${part}`)}<X aria-hidden="true" className="size-3.5" /><span className="sr-only">{t('thread.part_all')}</span></button>
            : ready && entries.length > 0 && <MenuButton label={t('thread.part')} trigger={<AriaButton aria-label={t('thread.part')} className="grid size-7 place-items-center rounded-full bg-surface text-ink-soft shadow-lift data-[hovered]:bg-hover"><ListFilter aria-hidden="true" className="size-3.5" /></AriaButton>}>
              {PARTS.filter((wish) => wish !== 'all').map((wish) => <Item key={wish} onAction={() => show(wish)}>{t(`thread.part_${wish}`)}</Item>)}
            </MenuButton>}
        </div>
        {part && <Suspense fallback={<Loading label={t('app.loading')} />}><ThreadPart conversationId={conversation.id} part={part} newest={lastId} /></Suspense>}
        {told && !ready && <div className="p-4"><Notice tone="failed" alert title={told.sentence} actions={<Button small onClick={refetch}>{t('app.retry')}</Button>}>{told.next}</Notice></div>}
        {ready && entries.length === 0 && <Empty icon={MessagesSquare} title={t('thread.empty_title')}>{t('thread.empty_text')}</Empty>}
        <div ref={scroll} onScroll={onScroll} role="log" aria-label={t('thread.label', { name: conversation.contact.name })} aria-live="off" tabIndex={0} style={part ? { display: 'none' } : undefined} className="thin-scroll flex min-h-0 grow flex-col overflow-y-auto px-3 outline-offset-[-2px] sm:px-5">
          {(loadingOlder || seeking) && <div className="absolute inset-x-0 top-2 z-10 flex justify-center text-ink-soft"><Spinner small /></div>}
          {/* Few messages stand at the bottom, next to the composer. */}
          <div className="grow" />
          {!hasOlder && entries.length > 0 && <p className="py-3 text-center text-xs text-ink-soft">{t('thread.beginning')}</p>}
          <Virtualizer ref={virtual} scrollRef={scroll} data={entries} shift={isPrepend} bufferSize={600} onResize={() => { if (atEnd.current) toEnd() }}>
            {(entry) => {
              if (entry.type === 'day') return <div key={entry.key} className="flex justify-center py-3"><time dateTime={entry.at} className="rounded-full bg-surface px-3 py-0.5 text-xs text-ink-soft shadow-lift">{formatDay(intl, entry.at, now)}</time></div>
              if (entry.type === 'new') return <div key={entry.key} role="separator" className="flex items-center gap-3 py-2 text-xs font-semibold text-accent"><span className="h-px grow bg-accent" />{t('thread.new')}<span className="h-px grow bg-accent" /></div>
              if (entry.type === 'lines') return <LineGroup key={entry.key} messages={entry.messages} />
              if (entry.type === 'line') return <SystemLine key={entry.key} message={entry.message} />
              if (entry.type === 'album') return <Album key={entry.key} entry={entry} />
              return <Bubble key={entry.key} message={entry.message} reactions={entry.reactions} first={entry.first} last={entry.last} />
            }}
          </Virtualizer>
          {typing && <p className="flex items-center gap-2 pb-1 text-sm text-ink-soft" role="status"><TypingDots />{t('thread.typing', { name: conversation.contact.name })}</p>}
          <div className="h-3 shrink-0" />
        </div>
        {away && !part && (
          <button type="button" onClick={() => { toEnd(); setUnseen(0) }} aria-label={t('thread.to_latest')} className="absolute end-5 bottom-4 flex min-h-10 items-center gap-1.5 rounded-full bg-raised px-3 shadow-float hover:bg-hover">
            {unseen > 0 && <span className="figures rounded-full bg-accent px-1.5 text-xs font-bold text-on-accent">{unseen}</span>}<ArrowDown aria-hidden="true" className="size-5" />
          </button>
        )}
        <FreeEntryNote channel={value.channel} messages={messages} />
        <Announcer conversation={conversation} messages={messages} />
      </div>
    </ThreadContext>
  )
}

const TypingDots = () => <span aria-hidden="true" className="flex gap-1">{[0, 1, 2].map((dot) => <span key={dot} className="size-1.5 animate-[pulse_1s_infinite] rounded-full bg-ink-soft" style={{ animationDelay: `${dot * 180}ms` }} />)}</span>

/** Reads new messages of the customer out, without the thread being one endless live region. */
function Announcer({ conversation, messages }: { conversation: ConversationDetail; messages: readonly { id: string; direction: string; content: Parameters<typeof wordsOf>[0] }[] }) {
  const { t } = useT()
  const kindText = useKindText()
  const heard = useRef<string | undefined>(undefined)
  const [text, setText] = useState('')
  const last = messages.at(-1)
  useEffect(() => {
    if (!last || heard.current === last.id) return
    const isFirst = heard.current === undefined
    heard.current = last.id
    if (!isFirst && last.direction === 'in') setText(t('thread.heard', { name: conversation.contact.name, text: kindText({ kind: last.content.kind, text: wordsOf(last.content) }) }))
  }, [last, conversation.contact.name, kindText, t])
  return <div aria-live="polite" className="sr-only">{text}</div>
}
