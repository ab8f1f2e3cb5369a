import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'

/** Something to paste elsewhere, with where it goes and a button that copies it. */
export function RecipeBox({ where, code }: { where: string; code: string }) {
  const { t } = useT()
  const [copied, setCopied] = useState(false)
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex min-h-9 items-center gap-2 border-b border-line ps-3 pe-1 text-sm text-ink-soft">
        <span className="min-w-0 grow truncate font-mono text-xs">{where}</span>
        <button type="button" aria-label={t('public.copy_from', { where })} className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 font-medium text-ink hover:bg-hover" onClick={() => void navigator.clipboard.writeText(code).then(() => setCopied(true))}>
          {copied ? <Check aria-hidden="true" className="size-4 text-good" /> : <Copy aria-hidden="true" className="size-4" />}{t(copied ? 'app.copied' : 'app.copy')}
        </button>
      </figcaption>
      <pre tabIndex={0} className="thin-scroll overflow-x-auto px-3 py-2.5 font-mono text-sm leading-relaxed">{code}</pre>
    </figure>
  )
}
