import type { ConversationDetail } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { conversationOptions, useCan, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { usePreferences } from '../shell/preferences.js'
import { Composer } from './composer/composer.js'
import { ContextPane } from './context/context-pane.js'
import { ConversationHead } from './conversation-head.js'
import { Thread } from './thread/thread.js'
import { useLightbox } from './thread/lightbox.js'
import { useConversationActions } from './use-conversation-actions.js'
import { useMentionsSeen } from './use-mentions-seen.js'
import { useReading } from './use-reading.js'
import { useOpenConversation } from './use-open.js'

const LightboxView = lazy(() => import('./thread/lightbox-view.js'))

/** One conversation: head, thread, composer, and the person beside it. */
export default function ConversationPane({ id, onSearch }: { id: string; onSearch: () => void }) {
  const { t, intl } = useT()
  const { workspace } = useSession()
  const { close } = useOpenConversation()
  const { data: snapshot, error, refetch, isLoading } = useQuery(conversationOptions(id))
  const conversation = snapshot?.conversation
  useReading(conversation)
  useMentionsSeen(conversation)
  useEffect(() => { if (conversation) document.title = `${conversation.contact.name} · ${workspace.name}` }, [conversation, workspace.name])
  // A verdict ends by the clock alone, a refusal of pace too: it is asked for again at that moment.
  const verdict = conversation?.verdicts.freeform
  const until = verdict?.kind === 'allow' ? verdict.until : verdict?.retryAt ?? null
  useEffect(() => {
    if (!until) return
    const ms = Date.parse(until) - (Date.now() + workspace.clockOffsetMs)
    if (ms > 2 ** 31 - 1 || ms < -60_000) return
    const timer = setTimeout(() => void refetch(), Math.max(0, ms) + 500)
    return () => clearTimeout(timer)
  }, [until, workspace.clockOffsetMs, refetch])
  if (isLoading) return <div className="grow"><Loading label={t('app.loading')} /></div>
  if (!conversation) {
    const told = tellError(intl, error)
    return <div className="grow p-6"><Notice tone="failed" alert title={told.sentence} actions={<><Button small onClick={() => void refetch()}>{t('app.retry')}</Button><Button small onClick={close}>{t('thread.back')}</Button></>}>{told.next}</Notice></div>
  }
  return <OpenConversation key={id} conversation={conversation} onSearch={onSearch} />
}

function OpenConversation({ conversation, onSearch }: { conversation: ConversationDetail; onSearch: () => void }) {
  const { t } = useT()
  const { preferences, change } = usePreferences()
  const [sends, notes] = [useCan('messages.send'), useCan('notes.write')]
  const [quoted, setQuoted] = useState<string | null>(null)
  const [drawer, setDrawer] = useState(false)
  const actions = useConversationActions(conversation)
  const lightbox = useLightbox()
  const beside = preferences.contextPane ?? true
  const clearQuote = useCallback(() => setQuoted(null), [])
  const toggle = () => {
    if (matchMedia('(min-width: 72rem)').matches) change({ contextPane: !beside })
    else setDrawer((open) => !open)
  }
  return (
    <>
      <section aria-label={conversation.contact.name} className={cx('flex min-w-0 grow flex-col', drawer && 'max-md:hidden')}>
        <ConversationHead conversation={conversation} actions={actions} contextOpen={beside} onContext={toggle} onSearch={onSearch} />
        <Thread conversation={conversation} onQuote={setQuoted} />
        {!sends && !notes ? <p data-testid="read-only" className="border-t border-line bg-surface px-4 py-3 text-sm text-pretty text-ink-soft">{t('viewer.read_only')}</p> : <Composer conversation={conversation} quoted={quoted} onQuoteTaken={clearQuote} resolve={() => actions.setStatus('resolved')} />}
      </section>
      <aside className={cx('thin-scroll w-full shrink-0 overflow-y-auto border-s border-line bg-surface md:w-76', drawer ? 'block' : 'hidden', beside ? 'wide:block' : 'wide:hidden')}>
        <ContextPane conversation={conversation} actions={actions} onClose={() => { setDrawer(false); if (beside && matchMedia('(min-width: 72rem)').matches) change({ contextPane: false }) }} />
      </aside>
      {lightbox && <Suspense fallback={null}><LightboxView /></Suspense>}
    </>
  )
}
