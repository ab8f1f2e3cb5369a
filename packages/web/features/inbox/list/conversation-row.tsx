import type { Conversation, ViewColumn } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { AlarmClock, CircleAlert, Clock3, Flag, Hourglass, LockKeyhole, Moon, Reply, UsersRound } from 'lucide-react'
import { memo } from 'react'
import { formatMoment, formatShortSpan, formatSpan, formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { QueuePlace } from '../../assignment/queue-place.js'
import { shopDeadline, windowView } from '../../window/window-view.js'
import { ContactFace } from '../contact-face.js'
import { LabelChip } from '../../labels/label-chip.js'
import { StatusTick } from '../status-tick.js'
import { PresenceFaces, usePresence } from '../presence.js'
import { InboxName } from './inbox-name.js'
import { useKindText } from './kind-text.js'

const shrinking = 'inline-flex min-w-0 items-center gap-1 py-px text-xs [&_svg]:size-3'
const plain = `${shrinking} shrink-0`
const chip = `${plain} rounded-md px-1.5`

/** The first label whole, and how many more there are: it stands there entire, or not at all. */
function RowLabels({ names }: { names: readonly string[] }) {
  const { intl } = useT()
  const [first, ...rest] = names
  if (first === undefined) return null
  return (
    <span className="inline-flex h-5 max-w-full shrink-0 items-center gap-1">
      <LabelChip name={first} className="max-w-28 py-px text-xs" />
      {rest.length > 0 && <span title={rest.join(', ')} className="figures text-xs"><bdi aria-hidden="true">+{intl.formatNumber(rest.length)}</bdi><span className="sr-only">{rest.join(', ')}</span></span>}
    </span>
  )
}

// The last line gives way from its end: what no longer fits falls into a second line that is not seen. A name needs room for eight letters.
/** One conversation of the list: who, on which app, what last, how long she waits and how long we may still answer. */
export const ConversationRow = memo(function ConversationRow({ row, now, isCurrent, columns }: { row: Conversation; now: number; isCurrent: boolean; /** what the view shows beneath the words */ columns: readonly ViewColumn[] }) {
  const { t, intl } = useT()
  const kindText = useKindText()
  const { tone, leftMs } = windowView(row, now)
  const deadline = shopDeadline(row, now)
  const here = usePresence(row.id)
  const last = row.lastMessage
  const shows = (column: ViewColumn): boolean => columns.includes(column)
  const waitingMs = row.waitingSince ? now - Date.parse(row.waitingSince) : null
  return (
    <Link to="/inbox/$conversationId" params={{ conversationId: row.id }} search={(old) => old} preload={false} aria-current={isCurrent ? 'true' : undefined}
      className={cx('relative flex gap-3 border-b border-line px-4 py-2.5 outline-offset-[-2px] hover:bg-hover', isCurrent && 'bg-selected hover:bg-selected')}>
      {isCurrent && <span aria-hidden="true" className="absolute inset-y-0 start-0 w-1 bg-accent" />}
      <span className="pt-1"><ContactFace row={row} now={now} /></span>
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-2">
          <bdi className={cx('min-w-0 grow truncate follow-line', row.unread > 0 ? 'font-bold' : 'font-medium')}>{row.contact.name}</bdi>
          <time dateTime={row.lastActivityAt} className={cx('shrink-0 text-xs', row.unread > 0 ? 'font-semibold text-accent' : 'text-ink-soft')}>{formatMoment(intl, row.lastActivityAt, now)}</time>
        </span>
        <span className="flex items-center gap-1.5">
          {last?.direction === 'out' && <StatusTick status={last.status} />}
          <span dir="auto" className={cx('min-w-0 grow truncate follow-line', row.unread > 0 ? 'text-ink' : 'text-ink-soft')}>{last ? kindText(last) : t('list.nothing_yet')}</span>
          <PresenceFaces here={here} size={18} most={2} />
          {row.unread > 0 && <span className="figures grid h-5 min-w-5 shrink-0 place-items-center rounded-full bg-accent px-1.5 text-xs font-bold text-on-accent"><span aria-hidden="true">{row.unread > 99 ? '99+' : row.unread}</span><span className="sr-only">{t('list.unread', { count: row.unread })}</span></span>}
        </span>
        <span className="mt-1 flex h-5 flex-wrap content-start items-center gap-x-2 gap-y-1 overflow-hidden text-ink-soft">
          {row.failed > 0 && <span className={cx(chip, 'bg-failed-soft font-semibold text-failed')}><CircleAlert aria-hidden="true" />{t('list.failed', { count: row.failed })}</span>}
          {shows('number') && <span className={cx(plain, 'figures')}><span className="sr-only">{t('context.number', { number: row.number })}</span><bdi aria-hidden="true">#{row.number}</bdi></span>}
          {shows('priority') && row.priority !== 'none' && <span className={cx(plain, (row.priority === 'urgent' || row.priority === 'high') && 'font-semibold text-ink')}><Flag aria-hidden="true" />{t(`priority.${row.priority}`)}</span>}
          {shows('waiting') && waitingMs !== null && <span className={cx(chip, 'bg-waiting-soft text-waiting')}><Hourglass aria-hidden="true" />{t('list.waiting', { span: formatShortSpan(intl, waitingMs) })}</span>}
          {shows('window') && deadline && <span className={cx(deadline.soon ? chip : plain, deadline.soon && 'bg-closing-soon-soft font-semibold text-closing-soon')}><AlarmClock aria-hidden="true" />{t('list.answer_by', { until: formatUntil(intl, deadline.at, now) })}</span>}
          {shows('window') && !deadline && tone === 'closing' && leftMs !== null && <span className={cx(chip, 'bg-closing-soon-soft font-semibold text-closing-soon')}><Clock3 aria-hidden="true" />{t('list.closes_in', { span: formatShortSpan(intl, leftMs) })}</span>}
          {shows('window') && !deadline && tone === 'open' && leftMs !== null && <span className={plain}><Clock3 aria-hidden="true" />{formatSpan(intl, leftMs)}<span className="sr-only">{t('list.left_to_answer')}</span></span>}
          {shows('window') && tone === 'closed' && <span className={plain}><LockKeyhole aria-hidden="true" />{t('list.window_closed')}</span>}
          {shows('status') && row.status === 'snoozed' && <span className={plain}><Moon aria-hidden="true" />{t('status_of_one.snoozed')}</span>}
          {shows('status') && row.status === 'resolved' && <span className={plain}>{t('status_of_one.resolved')}</span>}
          {shows('status') && row.status === 'pending' && <span className={plain}>{t('status_of_one.pending')}</span>}
          {row.queuedSince && <QueuePlace conversation={row} />}
          {shows('team') && row.team && <span className={cx(shrinking, 'truncate')}><UsersRound aria-hidden="true" className="shrink-0" /><span className="truncate">{row.team.name}</span></span>}
          {shows('inbox') && <InboxName id={row.inboxId} />}
          {shows('assignee') && row.assignee && <span className={cx(shrinking, 'max-w-fit grow basis-[calc(8ch+1rem)]')}><Reply aria-hidden="true" className="shrink-0" /><span className="truncate">{row.assignee.name}</span></span>}
          {shows('labels') && <RowLabels names={row.labels} />}
        </span>
      </span>
    </Link>
  )
})
