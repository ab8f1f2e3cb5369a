import { Link, useNavigate } from '@tanstack/react-router'
import { Upload } from 'lucide-react'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'

/** The way to the import, for those who may. */
export function ImportLink() {
  const { t } = useT()
  const may = useCan('contacts.import')
  const navigate = useNavigate()
  useActions(may ? [{ id: 'list.import', label: 'contacts.import.title', group: 'list', run: () => void navigate({ to: '/contacts/import' }) }] : [])
  if (!may) return null
  return <Link to="/contacts/import" aria-label={t('contacts.import.title')} className="inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-lg px-2 text-sm text-ink-soft hover:bg-hover [&_svg]:size-4"><Upload aria-hidden="true" /><span className="max-sm:hidden">{t('contacts.import.step_run')}</span></Link>
}
