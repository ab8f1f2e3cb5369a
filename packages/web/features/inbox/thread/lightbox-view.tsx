import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { useT } from '../../../i18n/provider.js'
import { IconButton } from '../../../ui/overlay.js'
import { closeLightbox, stepLightbox, useLightbox } from './lightbox.js'

const MOST_ZOOM = 5

/** A picture or film large; arrows walk the conversation's media, the wheel zooms up to five times, Escape closes. */
export default function LightboxView() {
  const { t } = useT()
  const shown = useLightbox()
  const [zoom, setZoom] = useState(1)
  useEffect(() => setZoom(1), [shown?.at])
  const message = shown?.pictures[shown.at]
  if (!shown || !message || (message.content.kind !== 'image' && message.content.kind !== 'video')) return null
  const { media, caption, kind } = message.content
  const zoomBy = (factor: number) => setZoom((now) => Math.min(MOST_ZOOM, Math.max(1, now * factor)))
  const onKeyDown = (event: KeyboardEvent) => {
    const rtl = document.dir === 'rtl'
    if (event.key === 'ArrowRight') stepLightbox(rtl ? -1 : 1)
    else if (event.key === 'ArrowLeft') stepLightbox(rtl ? 1 : -1)
    else if (event.key === '+') zoomBy(1.5)
    else if (event.key === '-') zoomBy(1 / 1.5)
  }
  const button = 'text-white data-[hovered]:bg-white/15 data-[hovered]:text-white'
  return (
    <ModalOverlay isOpen onOpenChange={(open) => { if (!open) closeLightbox() }} className="fixed inset-0 z-50 bg-black/90">
      <Modal className="h-full"><Dialog aria-label={t('lightbox.label', { at: shown.at + 1, of: shown.pictures.length })} className="flex h-full flex-col outline-none">
        <div className="flex h-full flex-col" onKeyDown={onKeyDown} role="presentation">
          <header className="flex items-center gap-1 p-2 text-white">
            <span className="figures grow ps-3 text-sm">{shown.at + 1} / {shown.pictures.length}</span>
            {kind === 'image' && <><IconButton label={t('lightbox.zoom_out')} keys="-" className={button} placement="bottom" onPress={() => zoomBy(1 / 1.5)}><ZoomOut aria-hidden="true" /></IconButton><IconButton label={t('lightbox.zoom_in')} keys="+" className={button} placement="bottom" onPress={() => zoomBy(1.5)}><ZoomIn aria-hidden="true" /></IconButton></>}
            <a href={media.url} download={media.name ?? ''} aria-label={t('content.download')} title={t('content.download')} className="grid size-9 place-items-center rounded-lg text-white hover:bg-white/15"><Download aria-hidden="true" className="size-5" /></a>
            <IconButton autoFocus label={t('app.close')} keys="Esc" className={button} placement="bottom" onPress={closeLightbox}><X aria-hidden="true" /></IconButton>
          </header>
          <div className="flex min-h-0 grow items-center">
            <IconButton label={t('lightbox.previous')} keys="←" className={button} isDisabled={shown.at === 0} onPress={() => stepLightbox(-1)}><ChevronLeft aria-hidden="true" className="rtl:rotate-180" /></IconButton>
            <div className="grid h-full min-w-0 grow place-items-center overflow-auto" onWheel={(event) => zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15)}>
              {kind === 'image'
                ? <img src={media.url} alt={caption ?? media.name ?? t('kind.image')} className="max-h-full max-w-full object-contain transition-transform" style={{ transform: `scale(${zoom})` }} onDoubleClick={() => setZoom(zoom > 1 ? 1 : 2.5)} />
                : <video src={media.url} controls autoPlay className="max-h-full max-w-full" aria-label={caption ?? t('kind.video')} />}
            </div>
            <IconButton label={t('lightbox.next')} keys="→" className={button} isDisabled={shown.at === shown.pictures.length - 1} onPress={() => stepLightbox(1)}><ChevronRight aria-hidden="true" className="rtl:rotate-180" /></IconButton>
          </div>
          {caption && <p dir="auto" className="p-4 text-center text-white">{caption}</p>}
        </div>
      </Dialog></Modal>
    </ModalOverlay>
  )
}
