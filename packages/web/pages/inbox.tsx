import { Inbox as InboxIcon } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Navigate } from '@tanstack/react-router'
import { useCan, useSession } from '../api/queries.js'
import { ConversationList } from '../features/inbox/list/conversation-list.js'
import { ListSkeleton } from '../features/inbox/list/list-skeleton.js'
import { GoneView } from '../features/views/gone-view.js'
import { isSavedId, useSavedViews } from '../features/views/saved.js'
import { inboxQuery } from '../features/inbox/inbox-query.js'
import { useKeptFocus } from '../features/inbox/focus.js'
import { useUndoAction } from '../features/inbox/undo.js'
import { useOpenConversation } from '../features/inbox/use-open.js'
import { useT } from '../i18n/provider.js'
import { listSearch, USUAL_COLUMNS } from '@recado/api'
import { useLive } from '../live/provider.js'
import { cx } from '../ui/class-names.js'
import { Empty } from '../ui/empty.js'

// The list is there first; the thread is fetched beside it, whether one is asked for already or not.
const pane = import('../features/inbox/conversation-pane.js')
const ConversationPane = lazy(() => pane)
const ViewBuilder = lazy(() => import('../features/views/builder/view-builder.js'))
const NewConversation = lazy(() => import('../features/inbox/start/new-conversation.js'))

/** The inbox; who reads no conversations lands on the most useful page she has. */
export function Inbox() {
  const [reads, reports] = [useCan('conversations.read'), useCan('reports.read')]
  return reads ? <Panes /> : <Navigate to={reports ? '/reports/sources' : '/settings/me'} replace />
}

/** List, thread and context; on a phone one of them at a time. */
function Panes() {
  const { t } = useT()
  const { workspace } = useSession()
  const { conversationId, search, change } = useOpenConversation()
  const { watchList, watchConversations } = useLive()
  const views = useSavedViews()
  const saved = views?.find((view) => view.id === search.view)
  // A saved view's order is known once it is read; one that is not among them is not hers to see.
  const isPending = isSavedId(search.view) && !views
  const isGone = isSavedId(search.view) && Boolean(views) && !saved
  useUndoAction()
  useKeptFocus(conversationId)
  const query = inboxQuery(search, saved)
  const asked = listSearch(query)
  const [focusList, setFocusList] = useState(0)
  // The text of the query stands for the query: a new object with the same questions is no new question.
  useEffect(() => { if (!isPending && !isGone) watchList(query); return () => watchList(null) }, [asked, isPending, isGone, watchList])
  useEffect(() => { watchConversations(conversationId ? [conversationId] : []) }, [conversationId, watchConversations])
  useEffect(() => { document.title = `${t('nav.inbox')} · ${workspace.name}` }, [t, workspace.name])
  return (
    <div className="flex min-h-0 grow">
      <section aria-label={t('list.label')} data-list tabIndex={-1} className={cx('w-full outline-none shrink-0 flex-col border-e border-line bg-surface md:flex md:w-84', conversationId ? 'hidden' : 'flex')}>
        {isPending ? <ListSkeleton label={t('app.loading')} /> : isGone ? <GoneView /> : <ConversationList query={query} focusSearch={focusList} columns={saved && saved.columns.length > 0 ? saved.columns : USUAL_COLUMNS} />}
      </section>
      <div className={cx('min-w-0 grow bg-thread md:flex', conversationId ? 'flex' : 'hidden')}>
        {conversationId
          ? <Suspense fallback={null}><ConversationPane key={conversationId} id={conversationId} onSearch={() => setFocusList((n) => n + 1)} /></Suspense>
          : <div className="grow"><Empty icon={InboxIcon} title={t('thread.none_title')}>{t('thread.none_text')}</Empty></div>}
      </div>
      {search.compose === 'new' && <Suspense fallback={null}><NewConversation onClose={() => change({})} /></Suspense>}
      {(search.compose === 'view' || search.compose === 'view_edit' || search.compose === 'view_copy') && !isPending && <Suspense fallback={null}><ViewBuilder what={search.compose} search={search} saved={saved} onClose={() => change({})} /></Suspense>}
    </div>
  )
}
