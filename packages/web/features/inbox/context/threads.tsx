import type { ContactDetail } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { useNow } from '../../../api/clock.js'
import { formatMoment, formatSpan } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { windowView } from '../../window/window-view.js'
import { ChannelMark } from '../channel-mark.js'
import { useKindText } from '../list/kind-text.js'
import { Section } from './section.js'

/** All her threads, over all apps; which of them is open for an answer stands beside it. */
export function Threads({ contact, currentId }: { contact: ContactDetail; currentId: string }) {
  const { t, intl } = useT()
  const now = useNow()
  const kindText = useKindText()
  return (
    <Section title={t('context.threads')}>
      <ul className="flex flex-col gap-1">
        {contact.conversations.map((row) => {
          const { tone, leftMs } = windowView(row, now)
          return (
            <li key={row.id}>
              <Link to="/inbox/$conversationId" params={{ conversationId: row.id }} search={(old) => old} aria-current={row.id === currentId ? 'true' : undefined} className={cx('flex items-center gap-2.5 rounded-lg px-2 py-1.5 hover:bg-hover', row.id === currentId && 'bg-selected')}>
                <ChannelMark channel={row.channel} size={20} />
                <span className="min-w-0 grow text-sm">
                  <span dir="auto" className="block truncate follow-line">{row.lastMessage ? kindText(row.lastMessage) : t('list.nothing_yet')}</span>
                  <span className={cx('text-xs', tone === 'open' ? 'text-accent' : tone === 'closing' ? 'text-closing-soon' : 'text-ink-soft')}>{leftMs !== null ? t('context.answer_for', { span: formatSpan(intl, leftMs) }) : tone === 'open' ? t('head.window_always') : tone === 'closed' ? t('list.window_closed') : t('head.no_window')}</span>
                </span>
                <time dateTime={row.lastActivityAt} className="text-xs text-ink-soft">{formatMoment(intl, row.lastActivityAt, now)}</time>
              </Link>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
