import { ExternalLink, Globe, Lock } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { buttonClass } from '../../../ui/button.js'
import { safeUrl } from '../../inbox/thread/links.js'
import { Sheet } from './sheet.js'

/** The page that a button has opened in her app; the simulated phone has no web of its own. */
export function PageSheet({ title, url, onClose }: { title: string; url: string; onClose: () => void }) {
  const { t } = useT()
  const href = safeUrl(url)
  return (
    <Sheet title={title} onClose={onClose}>
      <div className="overflow-hidden rounded-xl border border-line">
        <p className="flex items-center gap-2 bg-sunken px-3 py-2 text-sm text-ink-soft"><Lock aria-hidden="true" className="size-3.5 shrink-0" /><bdi className="truncate">{url}</bdi></p>
        <div className="grid place-items-center gap-3 px-4 py-8 text-center text-sm text-ink-soft"><Globe aria-hidden="true" className="size-8" /><p className="text-pretty">{t('phones.page_opened')}</p></div>
      </div>
      {href && <a href={href} target="_blank" rel="noopener noreferrer nofollow" data-first="" className={`${buttonClass('plain')} mt-3 w-full`}><ExternalLink aria-hidden="true" className="size-4" />{t('phones.open_page')}</a>}
    </Sheet>
  )
}
