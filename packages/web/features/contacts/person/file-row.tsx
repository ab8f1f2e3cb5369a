import { Link } from '@tanstack/react-router'
import { CornerUpRight, File, FileText, Film, ImageIcon, Music, X, type LucideIcon } from 'lucide-react'
import { formatBytes } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import type { ContactFile } from '../model.js'

const ICONS: Readonly<Record<string, LucideIcon>> = { image: ImageIcon, video: Film, audio: Music, application: FileText }
const beside = 'grid size-7 shrink-0 place-items-center rounded-md text-ink-soft opacity-0 group-hover/fact:opacity-100 hover:bg-hover focus-visible:opacity-100 pointer-coarse:opacity-100'

/** One file: what it is, when it came or went and on which app, and the way to its place in the thread. Only one kept with her can be taken away. */
export function FileRow({ file, onRemove }: { file: ContactFile; onRemove: (() => void) | null }) {
  const { t, intl } = useT()
  const [kind = ''] = file.mime.split('/')
  const Icon = ICONS[kind] ?? File
  const name = file.name || t('contacts.file_unnamed', { kind })
  const { place } = file
  return (
    <li className="group/fact flex min-h-10 items-center gap-2.5 text-sm">
      {place ? <ChannelMark channel={place.channel} size={18} /> : <Icon aria-hidden="true" className="size-4.5 shrink-0 text-ink-soft" />}
      <a href={file.url} download={name} className="min-w-0 grow hover:underline">
        <span className="block truncate"><bdi>{name}</bdi></span>
        <span className="block truncate text-xs text-ink-soft">{[place && t(place.direction === 'in' ? 'contacts.file_in' : 'contacts.file_out'), formatBytes(intl, file.bytes), intl.formatDate(file.createdAt, { dateStyle: 'medium' }), file.addedBy?.name].filter(Boolean).join(' · ')}</span>
      </a>
      {place && <Link to="/inbox/$conversationId" params={{ conversationId: place.conversationId }} search={{ view: 'all', at: place.messageId }} aria-label={`${t('contacts.open_there')}: ${name}`} title={t('contacts.open_there')} className={beside}><CornerUpRight aria-hidden="true" className="size-4 rtl:-scale-x-100" /></Link>}
      {!place && onRemove && <button type="button" onClick={onRemove} aria-label={t('contacts.file_remove', { name })} className={beside}><X aria-hidden="true" className="size-4" /></button>}
    </li>
  )
}
