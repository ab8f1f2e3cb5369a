import type { Media } from '@recado/api'
import { File, RotateCw, X } from 'lucide-react'
import { formatBytes } from '../../../i18n/format.js'
import { tellCode } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import type { Upload } from './use-uploads.js'

const box = 'relative flex w-44 shrink-0 items-center gap-2 overflow-hidden rounded-lg border border-line bg-sunken p-1.5 pe-8 text-sm'
const thumb = 'grid size-10 shrink-0 place-items-center rounded-md bg-line object-cover text-ink-soft'
const cross = 'absolute end-1 top-1 grid size-6 place-items-center rounded-full hover:bg-hover'

/** What goes along with the text, and what is still on its way up. */
export function AttachmentRow({ attachments, uploads, onDrop }: { attachments: readonly Media[]; uploads: readonly Upload[]; onDrop: (id: string) => void }) {
  const { t, intl } = useT()
  return (
    <ul aria-label={t('composer.attachments')} className="thin-scroll flex gap-2 overflow-x-auto px-3 pt-2">
      {attachments.map((media) => (
        <li key={media.id} className={box}>
          {media.mime.startsWith('image/') ? <img src={`/api/v1/media/${media.id}/thumb`} alt="" className={thumb} /> : <span className={thumb}><File aria-hidden="true" className="size-5" /></span>}
          <span className="min-w-0"><span className="block truncate">{media.name}</span><span className="text-xs text-ink-soft">{formatBytes(intl, media.bytes)}</span></span>
          <button type="button" className={cross} aria-label={t('composer.drop_file', { name: media.name ?? '' })} onClick={() => onDrop(media.id)}><X aria-hidden="true" className="size-4" /></button>
        </li>
      ))}
      {uploads.map((each) => (
        <li key={each.id} className={box}>
          {each.preview ? <img src={each.preview} alt="" className={`${thumb} opacity-60`} /> : <span className={thumb}><File aria-hidden="true" className="size-5" /></span>}
          <span className="min-w-0">
            <span className="block truncate">{each.name}</span>
            {each.code ? <button type="button" onClick={each.retry} className="flex items-center gap-1 text-xs text-failed" title={tellCode(intl, each.code).sentence}><RotateCw aria-hidden="true" className="size-3" />{t('app.retry')}</button>
              : <progress aria-label={t('composer.uploading', { percent: Math.round(each.share * 100) })} max={1} value={each.share} className="h-1.5 w-full accent-(--accent)" />}
          </span>
          <button type="button" className={cross} aria-label={t('composer.drop_file', { name: each.name })} onClick={each.cancel}><X aria-hidden="true" className="size-4" /></button>
        </li>
      ))}
    </ul>
  )
}
