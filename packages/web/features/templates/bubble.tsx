import type { TemplatePreview } from '@recado/api'
import { cx } from '../../ui/class-names.js'

/** A text with its placeholders filled by samples, each of them marked. */
function Filled({ words, samples }: { words: string; samples: Readonly<Record<string, string>> }) {
  return <>{words.split(/(\{\{\s*\w+\s*\}\})/).map((part, i) => {
    const name = /^\{\{\s*(\w+)\s*\}\}$/.exec(part)?.[1]
    return name === undefined ? part : <mark key={i} className="rounded bg-accent-soft px-0.5 text-ink">{samples[name] ?? part}</mark>
  })}</>
}

/** A template as it stands on her phone: the bubble, and its buttons beneath. */
export function TemplateBubble({ preview, samples = {}, language, className }: { preview: TemplatePreview; samples?: Readonly<Record<string, string>>; language: string; className?: string }) {
  return (
    <div lang={language.replace('_', '-')} dir="auto" className={cx('w-full max-w-80', className)}>
      <div className="rounded-2xl rounded-ss-md bg-bubble-in px-3.5 py-2.5 text-bubble shadow-lift">
        {preview.header && <p className="mb-1 font-semibold"><Filled words={preview.header} samples={samples} /></p>}
        <p className="whitespace-pre-line [overflow-wrap:anywhere]"><Filled words={preview.body} samples={samples} /></p>
        {preview.footer && <p className="mt-1.5 text-sm text-ink-soft">{preview.footer}</p>}
      </div>
      {preview.buttons?.map((button) => <div key={button.text} className="mt-1 rounded-xl bg-bubble-in px-3 py-2 text-center font-medium text-accent shadow-lift">{button.text}</div>)}
    </div>
  )
}
