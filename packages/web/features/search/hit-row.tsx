import type { SearchHit } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { NotebookPen } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../api/queries.js'
import { formatMoment } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { ContactFace } from '../inbox/contact-face.js'
import { useKindText } from '../inbox/list/kind-text.js'
import { Marked } from './marked.js'

const SHOWN = 3

/** A conversation with what was found in it; each line opens the thread at its message. */
export function HitGroup({ hits, now, current, at }: { hits: readonly [SearchHit, ...SearchHit[]]; now: number; current: boolean; at: string | undefined }) {
  const { t, intl } = useT()
  const kindText = useKindText()
  const [all, setAll] = useState(false)
  const [{ conversation }] = hits
  const shown = all ? hits : hits.slice(0, SHOWN)
  const first = hits[0].message
  return (
    <li className={cx('border-b border-line px-4 py-2.5', current && 'bg-selected')}>
      <div className="flex gap-3">
        <span className="pt-1"><ContactFace row={conversation} now={now} /></span>
        <div className="min-w-0 grow">
          <div className="flex items-baseline gap-2">
            <Link to="/inbox/$conversationId" params={{ conversationId: conversation.id }} search={(old) => ({ ...old, at: first?.id })} preload={false} className="min-h-6 min-w-0 grow truncate py-0.5 font-medium hover:underline"><bdi>{conversation.contact.name}</bdi></Link>
            <span className="shrink-0 text-xs text-ink-soft">{t(`status_of_one.${conversation.status}`)}</span>
            {!first && <time dateTime={conversation.lastActivityAt} className="shrink-0 text-xs text-ink-soft">{formatMoment(intl, conversation.lastActivityAt, now)}</time>}
          </div>
          {!first && conversation.lastMessage && <p dir="auto" className="truncate text-ink-soft">{kindText(conversation.lastMessage)}</p>}
          {shown.map((hit) => hit.message && hit.line && <HitLine key={hit.message.id} hit={hit} now={now} current={hit.message.id === at} />)}
          {hits.length > shown.length && <button type="button" onClick={() => setAll(true)} className="min-h-6 text-xs font-semibold text-accent-strong hover:underline">{t('search.more_hits', { count: hits.length - shown.length })}</button>}
        </div>
      </div>
    </li>
  )
}

function HitLine({ hit, now, current }: { hit: SearchHit; now: number; current: boolean }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const kindText = useKindText()
  const { message, line, conversation } = hit
  if (!message || !line) return null
  const ours = message.direction !== 'in'
  const author = message.author.id === user.id ? t('search.you') : message.author.name
  return (
    <Link to="/inbox/$conversationId" params={{ conversationId: conversation.id }} search={(old) => ({ ...old, at: message.id })} preload={false} aria-current={current ? 'true' : undefined}
      className={cx('-mx-2 flex items-baseline gap-2 rounded-lg px-2 py-1 text-sm hover:bg-hover', current && 'bg-selected')}>
      <span dir="auto" className="line-clamp-2 min-w-0 grow text-ink-soft [overflow-wrap:anywhere]">
        {message.direction === 'note' && <span className="me-1 inline-flex items-center gap-1 align-text-bottom text-xs font-semibold text-note"><NotebookPen aria-hidden="true" className="size-3" />{t('search.note')}</span>}
        {ours && author && <bdi className="font-medium text-ink">{author}: </bdi>}
        {line.text ? <Marked text={line.text} marks={line.marks} /> : kindText({ kind: message.kind, text: '' })}
      </span>
      <time dateTime={message.at} className="shrink-0 text-xs text-ink-soft">{formatMoment(intl, message.at, now)}</time>
    </Link>
  )
}
