import type { TemplatePreview } from '@recado/api'
import { Clock3, Copy, ExternalLink, FileText, Image, List, MapPin, Phone, Reply, ShoppingBag, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

type Samples = Readonly<Record<string, string>>

const MARKS = [[/^\*(\S(?:[\s\S]*?\S)?)\*$/, 'font-semibold'], [/^_(\S(?:[\s\S]*?\S)?)_$/, 'italic'], [/^~(\S(?:[\s\S]*?\S)?)~$/, 'line-through']] as const

/** A text with its placeholders filled by samples, each of them marked, and the marks of the apps as they show them. */
function Filled({ words, samples, plain = false }: { words: string; samples: Samples; plain?: boolean }): ReactNode {
  if (!plain) {
    const parts = words.split(/(\*\S(?:[^*\n]*\S)?\*|(?<![\w{])_\S(?:[^_\n{}]*\S)?_(?![\w}])|~\S(?:[^~\n]*\S)?~)/)
    if (parts.length > 1) return <>{parts.map((part, i) => {
      const [, look] = MARKS.find(([form]) => form.test(part)) ?? []
      return look ? <span key={i} className={look}><Filled words={part.slice(1, -1)} samples={samples} plain /></span> : <Filled key={i} words={part} samples={samples} plain />
    })}</>
  }
  return <>{words.split(/(\{\{\s*[\w.]+\s*\}\})/).map((part, i) => {
    const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(part)?.[1]
    return name === undefined ? part : <mark key={i} className="rounded bg-accent-soft px-0.5 text-ink">{samples[name] || part}</mark>
  })}</>
}

const KINDS = { image: Image, video: Video, document: FileText, location: MapPin } as const
const BUTTONS: Readonly<Record<string, typeof Reply>> = { quick_reply: Reply, postback: Reply, url: ExternalLink, phone: Phone, phone_number: Phone, call: Phone, voice_call: Phone, copy_code: Copy, otp: Copy, catalog: ShoppingBag, products: ShoppingBag, mpm: ShoppingBag, flow: List }

function Media({ kind, mediaId, low }: { kind: keyof typeof KINDS; mediaId?: string | null | undefined; low?: boolean }) {
  const Icon = KINDS[kind]
  const { t } = useT()
  if (mediaId && kind === 'image') return <img src={`/api/v1/media/${mediaId}/file`} alt={t('tpl.header.image')} className={cx('w-full object-cover', low ? 'h-28' : 'max-h-56')} />
  if (mediaId && kind === 'video') return <video src={`/api/v1/media/${mediaId}/file`} className={cx('w-full bg-ink/8 object-cover', low ? 'h-28' : 'max-h-56')} muted />
  return <div className={cx('grid w-full place-items-center bg-ink/8 text-ink-soft', low ? 'h-28' : 'h-32')}><Icon aria-label={t(`tpl.header.${kind}`)} role="img" className="size-8" /></div>
}

const NOTHING: Samples = {}

export interface BubbleProps {
  preview: TemplatePreview
  samples?: Samples
  /** Samples whose place counts: `header`, `card.0`; absent ones fall back to `samples`. */
  placed?: Readonly<Record<string, Samples>>
  language: string
  media?: { header?: string | null; cards?: readonly (string | null)[] }
  className?: string
}

/** A template as it stands on her phone: the bubble, its buttons beneath, and cards to be swiped. */
export function TemplateBubble({ preview, samples = NOTHING, placed = {}, language, media = {}, className }: BubbleProps) {
  const { t } = useT()
  const kind = preview.headerKind && preview.headerKind !== 'text' ? preview.headerKind : null
  return (
    <div lang={language.replace('_', '-')} dir="auto" className={cx('w-full max-w-80', className)}>
      <div className="overflow-hidden rounded-2xl rounded-ss-md bg-bubble-in text-bubble shadow-lift">
        {kind && <Media kind={kind} mediaId={media.header} />}
        <div className="px-3.5 py-2.5">
          {preview.offer && <p className="mb-2 flex items-center gap-2 rounded-lg bg-sunken px-2.5 py-2"><Clock3 aria-hidden="true" className="size-4 shrink-0 text-waiting" /><span className="min-w-0"><span className="block font-semibold"><Filled words={preview.offer} samples={samples} /></span><span className="block text-sm text-ink-soft">{t('tpl.offer_ends')}</span></span></p>}
          {preview.header && <p className="mb-1 font-semibold [overflow-wrap:anywhere]"><Filled words={preview.header} samples={placed.header ?? samples} plain /></p>}
          <p className="whitespace-pre-line [overflow-wrap:anywhere]"><Filled words={preview.body} samples={samples} /></p>
          {preview.footer && <p className="mt-1.5 text-sm text-ink-soft [overflow-wrap:anywhere]">{preview.footer}</p>}
        </div>
      </div>
      {preview.buttons?.map((button, index) => <Button key={index} {...button} />)}
      {preview.cards && preview.cards.length > 0 && <ul className="thin-scroll mt-1.5 flex gap-2 overflow-x-auto pb-1" tabIndex={0} aria-label={t('tpl.part.carousel')}>
        {preview.cards.map((card, index) => <li key={index} className="w-52 shrink-0 overflow-hidden rounded-2xl bg-bubble-in text-sm shadow-lift">
          <Media kind={card.headerKind} mediaId={media.cards?.[index]} low />
          {card.body && <p className="px-3 py-2 whitespace-pre-line [overflow-wrap:anywhere]"><Filled words={card.body} samples={placed[`card.${index}`] ?? samples} /></p>}
          {card.buttons.map((button, at) => <p key={at} className="border-t border-line px-3 py-2 text-center font-medium text-accent">{button.text}</p>)}
        </li>)}
      </ul>}
    </div>
  )
}

function Button({ type, text }: { type: string; text: string }) {
  const Icon = BUTTONS[type]
  const { t } = useT()
  return <div className="mt-1 flex items-center justify-center gap-2 rounded-xl bg-bubble-in px-3 py-2 text-center font-medium text-accent shadow-lift [overflow-wrap:anywhere]">{Icon && <Icon aria-hidden="true" className="size-4 shrink-0" />}{text || (type === 'copy_code' ? t('tpl.words.copyOffer') : '…')}</div>
}
