import type { ConversationDetail } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, CircleCheck, Clock3, Moon, PanelRight, RotateCcw, UserRoundPlus } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { accountsQuery, membersQuery, useSession } from '../../api/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { formatSpan, formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { PresenceFaces, usePresence, usePresenceText } from './presence.js'
import { Button } from '../../ui/button.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../ui/overlay.js'
import { cx } from '../../ui/class-names.js'
import { windowView } from '../window/window-view.js'
import { ContactFace } from './contact-face.js'
import { snoozeChoices } from './snooze.js'
import type { ConversationActions } from './use-conversation-actions.js'
import { useOpenConversation } from './use-open.js'

/** Who it is, over which account, how long we may answer - and the three things done most: assign, snooze, resolve. */
export function ConversationHead({ conversation, actions, contextOpen, onContext, onSearch }: { conversation: ConversationDetail; actions: ConversationActions; contextOpen: boolean; onContext: () => void; onSearch: () => void }) {
  const { t, intl } = useT()
  const now = useNow(15_000)
  const { close } = useOpenConversation()
  const { user } = useSession()
  const members = useQuery(membersQuery).data ?? []
  const account = useQuery(accountsQuery).data?.find((each) => each.id === conversation.channelAccountId)
  const here = usePresence(conversation.id)
  const presence = usePresenceText(here)
  const { tone, leftMs } = windowView(conversation, now)
  const isOpen = conversation.status === 'open' || conversation.status === 'pending'
  const choices = snoozeChoices(now, conversation.window.state === 'open' ? conversation.window.closesAt : null)
  const tomorrow = choices.find((choice) => choice.id === 'tomorrow') ?? choices[0]
  useActions([
    { id: 'conversation.back', label: 'action.back', group: 'conversation', keys: ['Escape'], run: close },
    { id: 'conversation.assign_me', label: 'action.assign_me', group: 'conversation', keys: ['i'], run: actions.assignMe },
    { id: 'conversation.unassign', label: 'action.unassign', group: 'conversation', run: () => actions.assign(null), disabled: !conversation.assignee },
    { id: 'conversation.resolve', label: isOpen ? 'action.resolve' : 'action.reopen', group: 'conversation', keys: ['e'], run: () => actions.setStatus(isOpen ? 'resolved' : 'open') },
    { id: 'conversation.unread', label: 'action.unread', group: 'conversation', keys: ['u'], run: () => { close(); actions.markUnread() } },
    { id: 'conversation.snooze', label: 'action.snooze_tomorrow', group: 'conversation', keys: ['s'], run: () => { if (tomorrow) actions.setStatus('snoozed', tomorrow.at.toISOString()) }, disabled: !tomorrow },
    { id: 'conversation.pending', label: 'action.pending', group: 'conversation', run: () => actions.setStatus('pending'), disabled: conversation.status === 'pending' },
    { id: 'conversation.context', label: 'action.context', group: 'conversation', keys: ['Mod+I'], run: onContext },
    { id: 'conversation.search', label: 'action.search', group: 'list', run: onSearch },
  ])
  return (
    <header className="flex min-h-15 items-center gap-2 border-b border-line bg-surface px-2 py-1.5 sm:px-4">
      <span className="md:hidden"><IconButton label={t('thread.back')} onPress={close}><ArrowLeft aria-hidden="true" className="rtl:rotate-180" /></IconButton></span>
      <span className="ps-1 pe-2"><ContactFace row={conversation} now={now} size={38} /></span>
      <button type="button" onClick={onContext} className="min-w-0 grow rounded-lg text-start" aria-label={t('head.open_context', { name: conversation.contact.name })}>
        <span className="block truncate text-lg leading-snug font-semibold"><bdi>{conversation.contact.name}</bdi></span>
        <span className="block truncate text-sm text-ink-soft">
          {here.length > 0 && here[0]?.doing !== 'looks' ? <span className="text-accent">{presence}</span> : <>
            <span className={cx(tone === 'closing' && 'font-semibold text-closing-soon')}>{tone === 'none' ? t('head.no_window') : leftMs !== null ? <><span className="max-sm:sr-only">{t('head.window_open', { span: formatSpan(intl, leftMs) })}</span><span aria-hidden="true" className="inline-flex items-center gap-1 sm:hidden"><Clock3 className="size-3.5" />{formatSpan(intl, leftMs)}</span></> : tone === 'open' ? t('head.window_always') : t('list.window_closed')}</span>{account && <span className="max-sm:hidden"> · {account.name}</span>}</>}
        </span>
      </button>
      <PresenceFaces here={here} size={26} words={here[0]?.doing === 'looks'} />
      <MenuButton label={t('action.assign')} trigger={<AriaButton aria-label={conversation.assignee ? t('head.assigned_to', { name: conversation.assignee.name }) : t('action.assign')} className="flex min-h-9 items-center gap-1.5 rounded-lg px-2 text-sm data-[hovered]:bg-hover"><UserRoundPlus aria-hidden="true" className="size-[18px] text-ink-soft" /><span className="hidden max-w-32 truncate lg:inline">{conversation.assignee?.name ?? t('action.assign')}</span></AriaButton>}>
        <Item onAction={actions.assignMe} keys="I">{t('action.assign_me')}</Item>
        {members.filter((member) => member.active && member.id !== user.id).map((member) => <Item key={member.id} onAction={() => actions.assign({ id: member.id, name: member.name })}>{member.name}</Item>)}
        {conversation.assignee && <Item onAction={() => actions.assign(null)}>{t('action.unassign')}</Item>}
      </MenuButton>
      <MenuButton label={t('action.snooze')} trigger={<AriaButton aria-label={t('action.snooze')} className="grid size-9 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Moon aria-hidden="true" className="size-[18px]" /></AriaButton>}>
        {choices.map((choice) => <Item key={choice.id} textValue={t(`snooze.${choice.id}`)} onAction={() => actions.setStatus('snoozed', choice.at.toISOString())}><span className="flex justify-between gap-6"><span>{t(`snooze.${choice.id}`)}</span><span className="text-ink-soft">{formatUntil(intl, choice.at.toISOString(), now)}</span></span></Item>)}
      </MenuButton>
      {isOpen
        ? <Button small onClick={() => actions.setStatus('resolved')} aria-label={t('action.resolve')}><CircleCheck aria-hidden="true" className="size-4" /><span className="hidden sm:inline">{t('action.resolve')}</span></Button>
        : <Button small onClick={() => actions.setStatus('open')} aria-label={t('action.reopen')}><RotateCcw aria-hidden="true" className="size-4" /><span className="hidden sm:inline">{t('action.reopen')}</span></Button>}
      <span className="hidden md:block"><IconButton label={t('action.context')} pressed={contextOpen} onPress={onContext} placement="bottom"><PanelRight aria-hidden="true" className="rtl:-scale-x-100" /></IconButton></span>
    </header>
  )
}
