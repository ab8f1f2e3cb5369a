import type { TemplatePreview as Preview } from '@recado/api'
import { Clock3, FileText, Image, MapPin, Video } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'

const mediaIcons = { image: Image, video: Video, document: FileText, location: MapPin }

/** A template as its bubble will look. Placeholders without a value stay visible. */
export function TemplatePreview({ preview, imageUrl }: { preview: Preview; imageUrl?: string | undefined }) {
  const { t } = useT()
  const kind = preview.headerKind && preview.headerKind !== 'text' ? preview.headerKind : null
  const Icon = kind ? mediaIcons[kind] : null
  return (
    <div className="rounded-xl bg-thread p-3" aria-label={t('templates.preview')} role="group">
      <div className="ms-auto max-w-80 overflow-hidden rounded-2xl rounded-ee-md bg-bubble-out text-bubble shadow-lift">
        {Icon && (imageUrl ? <img src={imageUrl} alt="" className="max-h-48 w-full object-cover" /> : <div className="grid h-28 place-items-center bg-ink/8 text-ink-soft"><Icon aria-hidden="true" className="size-8" /></div>)}
        <div className="px-3 py-2">
          {preview.offer && <p dir="auto" className="mb-1 flex items-center gap-1.5 font-semibold"><Clock3 aria-hidden="true" className="size-4 text-waiting" />{preview.offer}</p>}
          {preview.header && <p dir="auto" className="font-semibold"><Marked text={preview.header} /></p>}
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]"><Marked text={preview.body} /></p>
          {preview.footer && <p dir="auto" className="text-xs text-ink-soft">{preview.footer}</p>}
        </div>
        {preview.buttons?.map((button, index) => <p key={index} dir="auto" className="border-t border-line px-3 py-2 text-center text-sm font-medium text-accent-strong">{button.text}</p>)}
      </div>
      {preview.cards && <ol className="thin-scroll mt-2 flex gap-2 overflow-x-auto">{preview.cards.map((card, index) => <li key={index} dir="auto" className="w-44 shrink-0 rounded-xl bg-bubble-out p-2.5 text-sm shadow-lift"><p className="whitespace-pre-wrap [overflow-wrap:anywhere]"><Marked text={card.body} /></p>{card.buttons.map((button, at) => <p key={at} className="mt-1 text-center font-medium text-accent-strong">{button.text}</p>)}</li>)}</ol>}
    </div>
  )
}

function Marked({ text }: { text: string }) {
  return text.split(/(\{\{\s*[\w.]+\s*\}\})/g).map((part, index) => (part.startsWith('{{') ? <mark key={index} className="rounded bg-waiting-soft px-1 text-waiting">{part}</mark> : part))
}
