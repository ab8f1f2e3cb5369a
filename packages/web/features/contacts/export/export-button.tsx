import type { ExportKind } from '@recado/api'
import { Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { AriaButton } from '../../../ui/overlay.js'

const ExportDialog = lazy(() => import('./export-dialog.js'))

export interface ExportProps {
  /** What may be taken out of this list; the first is chosen beforehand. */
  kinds: readonly ExportKind[]
  /** What the list is narrowed to: the parameters of its address on the server. */
  query: Record<string, unknown>
  className?: string
}

/** Opens the export of a list, for those who may. Nothing where they may not. */
export function ExportButton({ kinds, query, className }: ExportProps) {
  const { t } = useT()
  const may = useCan('contacts.export')
  const [open, setOpen] = useState(false)
  useActions(may ? [{ id: 'list.export', label: 'contacts.export.title', group: 'list', run: () => setOpen(true) }] : [])
  if (!may) return null
  return (
    <>
      <AriaButton onPress={() => setOpen(true)} aria-label={t('contacts.export.button')} className={className ?? 'inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-lg px-2 text-sm text-ink-soft data-[hovered]:bg-hover [&_svg]:size-4'}><Download aria-hidden="true" /><span className="max-sm:hidden">{t('contacts.export.button')}</span></AriaButton>
      {open && <Suspense fallback={null}><ExportDialog kinds={kinds} query={query} onClose={() => setOpen(false)} /></Suspense>}
    </>
  )
}
