import type { Media, Message } from '@recado/api'
import { Download, File, FileSpreadsheet, FileText, ImageOff, Play } from 'lucide-react'
import { useState } from 'react'
import { formatBytes, formatDuration } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { Spinner } from '../../../ui/spinner.js'
import { openLightbox } from './lightbox.js'
import { usePictures } from './thread-context.js'

const WIDEST = 320
const HIGHEST = 340

/** The room a picture takes before it is here: nothing jumps when it comes. */
export function pictureSize(media: Pick<Media, 'width' | 'height'>): { width: number; height: number } {
  const { width, height } = media
  if (!width || !height) return { width: 260, height: 200 }
  const scale = Math.min(WIDEST / width, HIGHEST / height, 1)
  return { width: Math.max(120, Math.round(width * scale)), height: Math.max(80, Math.round(height * scale)) }
}

export function Picture({ message, media, kind, tile = false }: { message: Message; media: Media; kind: 'image' | 'video'; tile?: boolean }) {
  const { t, intl } = useT()
  const pictures = usePictures()
  const [broken, setBroken] = useState(false)
  const size = tile ? undefined : pictureSize(media)
  const frame = cx('relative block overflow-hidden rounded-xl bg-sunken', tile && 'size-full')
  if (media.state === 'pending') return <span className={cx(frame, 'grid place-items-center text-ink-soft')} style={size} role="status" aria-label={t('content.media_coming')}><Spinner /></span>
  if (media.state === 'failed' || broken) return <span className={cx(frame, 'grid place-items-center gap-1 p-3 text-center text-sm text-ink-soft')} style={size}><ImageOff aria-hidden="true" className="mx-auto size-6" />{t('content.media_failed')}</span>
  return (
    <button type="button" className={cx(frame, 'max-w-full')} style={size} onClick={() => openLightbox(pictures(), message.id)} aria-label={t(kind === 'image' ? 'content.open_image' : 'content.open_video', { name: media.name ?? '' })}>
      <img src={`/api/v1/media/${media.id}/thumb`} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} className="size-full object-cover" />
      {kind === 'video' && <span aria-hidden="true" className="absolute inset-0 grid place-items-center"><span className="grid size-12 place-items-center rounded-full bg-black/55 text-white"><Play className="size-6 fill-current" /></span></span>}
      {kind === 'video' && media.durationMs !== undefined && <span className="figures absolute start-2 bottom-1.5 rounded bg-black/60 px-1.5 text-xs text-white">{formatDuration(media.durationMs)}</span>}
      {!tile && media.bytes > 5_000_000 && <span className="absolute end-2 bottom-1.5 rounded bg-black/60 px-1.5 text-xs text-white">{formatBytes(intl, media.bytes)}</span>}
    </button>
  )
}

export function Sticker({ media }: { media: Media }) {
  const { t } = useT()
  if (media.state === 'pending') return <span className="grid size-36 place-items-center" role="status" aria-label={t('content.media_coming')}><Spinner /></span>
  if (media.state === 'failed') return <p className="text-sm text-ink-soft">{t('content.media_failed')}</p>
  return <img src={media.url} alt={t('kind.sticker')} width={144} height={144} loading="lazy" className="size-36 object-contain" />
}

const icons = (mime: string) => (mime.includes('sheet') || mime.includes('excel') || mime === 'text/csv' ? FileSpreadsheet : mime === 'application/pdf' || mime.startsWith('text/') ? FileText : File)

/** A file: what it is called, what it is, how large, and the way to it. */
export function DocumentTile({ media }: { media: Media }) {
  const { t, intl } = useT()
  const Icon = icons(media.mime)
  const name = media.name ?? t('kind.document')
  const type = (media.name?.split('.').at(-1) ?? media.mime.split('/').at(-1) ?? '').slice(0, 8).toUpperCase()
  const inner = (
    <>
      <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent"><Icon className="size-5" /></span>
      <span className="min-w-0 grow"><span dir="auto" className="line-clamp-2 font-medium [overflow-wrap:anywhere]">{name}</span><span className="text-xs text-ink-soft">{media.state === 'failed' ? t('content.media_failed') : media.state === 'pending' ? t('content.media_coming') : `${type} · ${formatBytes(intl, media.bytes)}`}</span></span>
    </>
  )
  const look = 'flex min-w-56 items-center gap-2.5 rounded-lg p-1'
  if (media.state === 'pending' || media.state === 'failed') return <div className={look}>{inner}</div>
  return <a href={media.url} download={name} className={cx(look, 'hover:bg-ink/5')}>{inner}<Download aria-label={t('content.download')} className="size-4 shrink-0 text-ink-soft" /></a>
}
