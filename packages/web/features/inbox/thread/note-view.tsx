import type { Media, Mention, Message } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { File } from 'lucide-react'
import { Fragment } from 'react'
import { membersQuery, useSession } from '../../../api/queries.js'
import { formatBytes } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { linkParts } from './links.js'
import { SafeLink } from './rich-text.js'

/** A note: its words as they were typed, with links, the people it calls under their present names, and what lies with it. */
export default function NoteView({ message }: { message: Message }) {
  const { content } = message
  if (content.kind !== 'text') return null
  return (
    <>
      {content.text !== '' && <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">{noteParts(content.text, content.mentions ?? []).map((part, index) => ('mention' in part ? <Called key={index} mention={part.mention} written={part.text} /> : <Words key={index} text={part.text} />))}</p>}
      {content.attachments && content.attachments.length > 0 && <ul className="flex flex-wrap gap-2 pt-1.5">{content.attachments.map((media) => <Attachment key={media.id} media={media} />)}</ul>}
    </>
  )
}

/** The text cut at those it calls. A stretch that does not fit the text is text. */
export function noteParts(text: string, mentions: readonly Mention[]): ({ text: string } | { text: string; mention: Mention })[] {
  const parts: ({ text: string } | { text: string; mention: Mention })[] = []
  let at = 0
  for (const mention of mentions) {
    if (mention.from < at || mention.from + mention.length > text.length) continue
    if (mention.from > at) parts.push({ text: text.slice(at, mention.from) })
    at = mention.from + mention.length
    parts.push({ text: text.slice(mention.from, at), mention })
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}

function Words({ text }: { text: string }) {
  return linkParts(text).map((part, index) => <Fragment key={index}>{part.url ? <SafeLink url={part.url}>{part.text}</SafeLink> : part.text}</Fragment>)
}

function Called({ mention, written }: { mention: Mention; written: string }) {
  const { user } = useSession()
  const member = useQuery(membersQuery).data?.find((each) => mention.kind === 'user' && each.id === mention.id)
  return <bdi className={cx('rounded px-0.5 font-semibold', mention.kind === 'user' && mention.id === user.id ? 'bg-note text-surface' : 'text-note')}>{member ? `@${member.name}` : written}</bdi>
}

function Attachment({ media }: { media: Media }) {
  const { intl } = useT()
  if (media.mime.startsWith('image/')) return <li><a href={media.url} target="_blank" rel="noopener noreferrer"><img src={`/api/v1/media/${media.id}/thumb`} alt={media.name ?? ''} loading="lazy" className="max-h-40 max-w-56 rounded-lg object-cover" /></a></li>
  return <li><a href={media.url} download={media.name ?? ''} className="flex min-h-9 max-w-64 items-center gap-2 rounded-lg border border-note px-2 py-1 text-sm hover:bg-hover"><File aria-hidden="true" className="size-4 shrink-0" /><bdi className="truncate">{media.name ?? media.mime}</bdi><span className="shrink-0 text-xs text-ink-soft">{formatBytes(intl, media.bytes)}</span></a></li>
}
