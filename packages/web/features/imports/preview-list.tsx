import type { ImportPreview, ImportPreviewMessage } from '@recado/api'
import { FileText } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

/** The first messages as the thread would show them. */
export function PreviewList({ preview, uncertain, total, timeZone }: { preview: ImportPreview; uncertain: boolean; total: number; timeZone: string }) {
  const { t, intl } = useT()
  const day = (iso: string | null) => (iso ? intl.formatDate(iso, { dateStyle: 'long', timeZone }) : '')
  return (
    <figure>
      <figcaption className="mb-2 flex flex-wrap justify-between gap-x-4 text-sm"><span className="font-medium">{t('import.preview', { shown: preview.messages.length, total })}</span><span className="text-ink-soft">{t('import.span', { from: day(preview.from), to: day(preview.to) })}</span></figcaption>
      <ol tabIndex={0} aria-label={t('import.preview', { shown: preview.messages.length, total })} className={cx('thin-scroll flex max-h-80 flex-col gap-1.5 overflow-y-auto rounded-xl bg-page p-3', uncertain && 'opacity-70')}>
        {preview.messages.map((message, index) => <PreviewBubble key={index} message={message} timeZone={timeZone} />)}
      </ol>
    </figure>
  )
}

function PreviewBubble({ message, timeZone }: { message: ImportPreviewMessage; timeZone: string }) {
  const { t, intl } = useT()
  const moment = intl.formatDate(message.at, { dateStyle: 'short', timeStyle: 'short', timeZone })
  if (message.by === 'app') return <li className="text-center text-xs text-ink-soft"><bdi>{message.text}</bdi> · {moment}</li>
  return (
    <li className={cx('flex', message.by === 'us' && 'justify-end')}>
      <div className={cx('max-w-[85%] rounded-xl px-3 py-1.5 text-sm', message.by === 'us' ? 'bg-bubble-out' : 'bg-bubble-in')}>
        <span className="sr-only">{t(message.by === 'us' ? 'import.by_us' : 'import.by_contact')}</span>
        {message.kind === 'file' && <p className="flex items-center gap-1.5 text-ink-soft"><FileText aria-hidden="true" className="size-4 shrink-0" /><bdi className="[overflow-wrap:anywhere]">{message.file}</bdi></p>}
        {message.kind === 'left_out' && <p className="text-ink-soft italic">{t('import.left_out')}</p>}
        {message.kind === 'deleted' ? <p className="text-ink-soft italic">{t('bubble.revoked')}</p> : message.text && <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">{message.text}</p>}
        <p className="text-end text-xs text-ink-soft">{message.edited && `${t('bubble.edited')} · `}{moment}</p>
      </div>
    </li>
  )
}
