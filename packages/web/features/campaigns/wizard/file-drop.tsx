import { judgeFile, type ChannelCapabilities, type Media } from '@recado/api'
import { File as FileIcon, FileUp, RotateCw, X } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import { formatBytes } from '../../../i18n/format.js'
import { tellCode } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { useUploads, type Upload } from '../../inbox/composer/use-uploads.js'

const KINDS = ['image', 'video', 'audio', 'document'] as const
type Kind = (typeof KINDS)[number]

interface FileDropProps {
  label: string
  /** What is there now. */
  media: Pick<Media, 'id' | 'mime' | 'name' | 'bytes'> | null
  /** What the channel takes; a place of a template names the one kind that fits. */
  capabilities: ChannelCapabilities
  only?: Kind | undefined
  onFile: (media: Media | null) => void
}

/** One file by dragging, pasting or choosing, judged by what the channel takes before a byte of it leaves; seen once it is there. */
export function FileDrop({ label, media, capabilities, only, onFile }: FileDropProps) {
  const { t, intl } = useT()
  const { uploads, add } = useUploads(onFile)
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const kinds = only ? [only] : KINDS.filter((kind) => capabilities[kind] && capabilities[kind].support !== 'rejected' && capabilities[kind].support !== 'dropped')
  const upload = uploads.at(-1)
  const take = (files: readonly File[]) => {
    const [file] = files
    if (!file) return
    const judged = judgeFile(file, only ? { [only]: capabilities[only] ?? { support: 'native' } } : capabilities)
    if (judged.ok && (!only || judged.kind === only)) { setRefused(null); for (const one of uploads) one.cancel(); add(file) }
    else setRefused(`${file.name}: ${tellCode(intl, judged.ok ? 'media_type' : judged.code).sentence}${!judged.ok && judged.limit ? ` ${t('composer.at_most', { size: formatBytes(intl, judged.limit) })}` : ''}`)
  }
  const drop = (event: DragEvent) => { event.preventDefault(); setOver(false); take([...event.dataTransfer.files]) }
  if (kinds.length === 0) return <p className="text-sm text-ink-soft">{t('campaigns.no_files')}</p>
  const accept = only ? (only === 'document' ? undefined : `${only}/*`) : kinds.includes('document') ? undefined : kinds.map((kind) => `${kind}/*`).join(',')
  const largest = Math.max(...kinds.map((kind) => capabilities[kind]?.maxBytes ?? 0))
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1" onDragOver={(event) => { if (event.dataTransfer.types.includes('Files')) { event.preventDefault(); setOver(true) } }} onDragLeave={() => setOver(false)} onDrop={drop} onPaste={(event) => { if (event.clipboardData.files.length > 0) { event.preventDefault(); take([...event.clipboardData.files]) } }}>
      <span className="font-medium">{label}</span>
      {upload ? <OnItsWay upload={upload} /> : media ? <There media={media} onDrop={() => onFile(null)} replace={<Chooser text={t('campaigns.file_other')} accept={accept} onFiles={take} />} />
        : (
          <div className={cx('flex flex-wrap items-center gap-3 rounded-xl border-2 border-dashed px-4 py-3', over ? 'border-accent bg-accent-soft' : 'border-line-strong')}>
            <FileUp aria-hidden="true" className="size-6 shrink-0 text-accent" />
            <p className="min-w-0 grow basis-48 text-sm text-ink-soft">{t('campaigns.file_drop', { kinds: intl.formatList(kinds.map((kind) => t(`campaigns.kind.${kind}`)), { type: 'disjunction' }) })}{largest > 0 && ` ${t('composer.at_most', { size: formatBytes(intl, largest) })}`}</p>
            <Chooser text={t('campaigns.file_choose')} accept={accept} onFiles={take} />
          </div>
        )}
      {refused && <p role="alert" className="text-sm text-failed">{refused}</p>}
    </div>
  )
}

/** The system's own chooser: the button is the field itself. */
function Chooser({ text, accept, onFiles }: { text: string; accept: string | undefined; onFiles: (files: File[]) => void }) {
  return (
    <label className={cx(buttonClass(), 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent')}>{text}
      <input type="file" accept={accept} className="sr-only" onChange={(event) => { onFiles([...(event.target.files ?? [])]); event.target.value = '' }} />
    </label>
  )
}

const box = 'flex flex-wrap items-center gap-3 rounded-xl border border-line bg-sunken p-2 pe-3'
const thumb = 'grid size-14 shrink-0 place-items-center rounded-lg bg-line object-cover text-ink-soft'

function There({ media, replace, onDrop }: { media: NonNullable<FileDropProps['media']>; replace: React.ReactNode; onDrop: () => void }) {
  const { t, intl } = useT()
  const seen = media.mime.startsWith('image/') || media.mime.startsWith('video/')
  return (
    <div className={box}>
      {seen ? <img src={`/api/v1/media/${media.id}/thumb`} alt="" className={thumb} onError={(event) => { event.currentTarget.style.visibility = 'hidden' }} /> : <span className={thumb}><FileIcon aria-hidden="true" className="size-6" /></span>}
      <span className="min-w-0 grow basis-32"><span className="block truncate font-medium">{media.name ?? t('campaigns.file')}</span>{media.bytes > 0 && <span className="text-sm text-ink-soft">{formatBytes(intl, media.bytes)}</span>}</span>
      {replace}
      <Button look="quiet" onClick={onDrop}><X aria-hidden="true" className="size-4" />{t('campaigns.file_without')}</Button>
    </div>
  )
}

function OnItsWay({ upload }: { upload: Upload }) {
  const { t, intl } = useT()
  return (
    <div className={box}>
      {upload.preview ? <img src={upload.preview} alt="" className={`${thumb} opacity-60`} /> : <span className={thumb}><FileIcon aria-hidden="true" className="size-6" /></span>}
      <span className="min-w-0 grow basis-32"><span className="block truncate font-medium">{upload.name}</span>
        {upload.code ? <span role="alert" className="text-sm text-failed">{tellCode(intl, upload.code).sentence}</span> : <progress aria-label={t('composer.uploading', { percent: Math.round(upload.share * 100) })} max={1} value={upload.share} className="h-1.5 w-full accent-(--accent)" />}</span>
      {upload.code && <Button onClick={upload.retry}><RotateCw aria-hidden="true" className="size-4" />{t('app.retry')}</Button>}
      <Button look="quiet" onClick={upload.cancel}><X aria-hidden="true" className="size-4" />{t('app.cancel')}</Button>
    </div>
  )
}
