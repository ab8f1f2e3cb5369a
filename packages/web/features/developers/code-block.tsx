import { Copy } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { toast } from '../../ui/toast.js'

/** Code to be copied whole. It scrolls by itself, so that the page does not. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  const { t } = useT()
  return (
    <figure className="overflow-hidden rounded-xl border border-line bg-sunken">
      <figcaption className="flex items-center gap-2 border-b border-line py-1 ps-3 pe-1 text-sm text-ink-soft"><span className="grow">{label}</span><Button small look="quiet" onClick={() => void navigator.clipboard.writeText(code).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button></figcaption>
      {/* Scrolled with the arrow keys once it has the focus. */}
      <pre tabIndex={0} dir="ltr" className="thin-scroll overflow-x-auto p-3 font-mono text-sm"><code>{code}</code></pre>
    </figure>
  )
}
