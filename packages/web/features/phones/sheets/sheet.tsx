import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useT } from '../../../i18n/provider.js'

const FOCUSABLE = 'input:not([type=file]):not([type=hidden]), textarea, select, [data-first], button:not([data-close])'

/** Rises from the bottom edge of one phone; Escape, the cross and a tap beside it close it. The focus comes back to where it was. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useT()
  const titleId = useId()
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const phone = panel.current?.closest('article')
    panel.current?.querySelector<HTMLElement>(FOCUSABLE)?.focus()
    // The menu that opened the sheet is gone: the focus goes to the foot of the same phone instead.
    return () => { const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : phone?.querySelector<HTMLElement>('footer button'); back?.focus() }
  }, [])
  return (
    <div className="absolute inset-0 z-10 flex flex-col justify-end" onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onClose() } }}>
      <div aria-hidden="true" className="grow bg-shade" onClick={onClose} />
      <div ref={panel} role="dialog" aria-labelledby={titleId} className="thin-scroll max-h-[85%] animate-[appear_160ms] overflow-y-auto bg-raised p-4 text-ink shadow-float">
        <header className="mb-3 flex items-center gap-2">
          <h3 id={titleId} className="grow font-semibold">{title}</h3>
          <button type="button" data-close aria-label={t('app.close')} onClick={onClose} className="grid size-8 place-items-center rounded-full text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
        </header>
        {children}
      </div>
    </div>
  )
}
