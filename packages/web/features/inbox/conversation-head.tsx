import type { ConversationDetail } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, CircleCheck, Clock3, Ellipsis, PanelRight, RotateCcw } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { accountsQuery, useCan } from '../../api/queries.js'
import { useActions, useRun } from '../../hotkeys/use-actions.js'
import { formatSpan, formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { PresenceFaces, usePresence, usePresenceText } from './presence.js'
import { Button } from '../../ui/button.js'
import { IconButton } from '../../ui/overlay.js'
import { cx } from '../../ui/class-names.js'
import { AssignButton } from '../assignment/assign-button.js'
import { shopDeadline, windowView } from '../window/window-view.js'
import { useSelecting } from './bulk/selection.js'
import { ContactFace } from './contact-face.js'
import { neighbourOf } from './list/neighbour.js'
import { StateActions } from './state/state-actions.js'
import type { ConversationActions } from './use-conversation-actions.js'
import { useOpenConversation } from './use-open.js'

/** Who it is, over which account, how long we may answer - and the three things done most: assign, snooze, resolve. */
export function ConversationHead({ conversation, actions, contextOpen, onContext, onSearch }: { conversation: ConversationDetail; actions: ConversationActions; contextOpen: boolean; onContext: () => void; onSearch: () => void }) {
  const { t, intl } = useT()
  const now = useNow(15_000)
  const { open, close } = useOpenConversation()
  const selecting = useSelecting()
  const run = useRun()
  const works = useCan('conversations.work')
  const account = useQuery(accountsQuery).data?.find((each) => each.id === conversation.channelAccountId)
  const here = usePresence(conversation.id)
  const presence = usePresenceText(here)
  const { tone, leftMs } = windowView(conversation, now)
  const deadline = shopDeadline(conversation, now)
  const isOpen = conversation.status === 'open' || conversation.status === 'pending'
  const resolveAndNext = () => {
    const next = neighbourOf(conversation.id)
    actions.setStatus('resolved')
    if (next) open(next)
    else close()
  }
  useActions([
    { id: 'conversation.back', label: 'action.back', group: 'conversation', run: close, disabled: selecting },
    ...(works ? [{ id: 'conversation.resolve', label: isOpen ? 'action.resolve' : 'action.reopen', group: 'conversation', run: () => actions.setStatus(isOpen ? 'resolved' : 'open'), disabled: selecting } as const] : []),
    ...(works ? [{ id: 'conversation.resolve_next', label: 'action.resolve_next', group: 'conversation', run: resolveAndNext, disabled: selecting || !isOpen } as const] : []),
    ...(works ? [{ id: 'conversation.unread', label: 'action.unread', group: 'conversation', run: () => { close(); actions.markUnread() }, disabled: selecting } as const] : []),
    ...(works ? [{ id: 'conversation.pending', label: 'action.pending', group: 'conversation', run: () => actions.setStatus('pending'), disabled: conversation.status === 'pending' } as const] : []),
    { id: 'conversation.context', label: 'action.context', group: 'conversation', run: onContext },
    { id: 'conversation.search', label: 'action.search', group: 'list', run: onSearch },
  ])
  return (
    <header className="flex min-h-15 items-center gap-2 border-b border-line bg-surface px-2 py-1.5 sm:px-4">
      <span className="md:hidden"><IconButton label={t('thread.back')} onPress={close}><ArrowLeft aria-hidden="true" className="rtl:rotate-180" /></IconButton></span>
      <span className="ps-1 pe-2"><ContactFace row={conversation} now={now} size={38} /></span>
      <button type="button" onClick={onContext} className="min-w-0 grow rounded-lg text-start" aria-label={t('head.open_context', { name: conversation.contact.name })}>
        <span className="block truncate text-lg leading-snug font-semibold"><bdi>{conversation.contact.name}</bdi></span>
        <span className="flex min-w-0 items-center gap-1.5 text-sm text-ink-soft">
          <PresenceFaces here={here} size={18} words={here[0]?.doing === 'looks'} />
          <span className="min-w-0 truncate">
          {here.length > 0 && here[0]?.doing !== 'looks' ? <span className="text-accent">{presence}</span> : <>
            {deadline && <span className={cx('me-1.5', deadline.soon && 'font-semibold text-closing-soon')}>{t('head.answer_by', { until: formatUntil(intl, deadline.at, now) })}<span className="max-sm:hidden"> ·</span></span>}<span className={cx(deadline && 'max-sm:hidden', tone === 'closing' && 'font-semibold text-closing-soon')}>{tone === 'none' ? t('head.no_window') : leftMs !== null ? <><span className="max-sm:sr-only">{t('head.window_open', { span: formatSpan(intl, leftMs) })}</span><span aria-hidden="true" className="inline-flex items-center gap-1 sm:hidden"><Clock3 className="size-3.5" />{formatSpan(intl, leftMs)}</span></> : tone === 'open' ? t('head.window_always') : t('list.window_closed')}</span>{account && <span className="max-sm:hidden"> · {account.name}</span>}</>}
          </span>
        </span>
      </button>
      {works && <>
        <AssignButton conversation={conversation} />
        <StateActions conversation={conversation} actions={actions} />
        {isOpen
          ? <Button small onClick={() => actions.setStatus('resolved')} aria-label={t('action.resolve')}><CircleCheck aria-hidden="true" className="size-4" /><span className="hidden sm:inline">{t('action.resolve')}</span></Button>
          : <Button small onClick={() => actions.setStatus('open')} aria-label={t('action.reopen')}><RotateCcw aria-hidden="true" className="size-4" /><span className="hidden sm:inline">{t('action.reopen')}</span></Button>}
      </>}
      <span className="md:hidden"><IconButton label={t('head.more')} onPress={() => run('app.palette')} placement="bottom"><Ellipsis aria-hidden="true" /></IconButton></span>
      <span className="hidden md:block"><IconButton label={t('action.context')} pressed={contextOpen} onPress={onContext} placement="bottom"><PanelRight aria-hidden="true" className="rtl:-scale-x-100" /></IconButton></span>
    </header>
  )
}
