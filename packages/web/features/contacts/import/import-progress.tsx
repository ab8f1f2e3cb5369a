import type { ContactImport } from '@recado/api'
import { formatShortSpan } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Progress } from '../../imports/progress.js'
import { useLeft } from '../../imports/use-left.js'

/** How far a file of people is, how long the rest will take, and that nobody has to wait for it here. */
export function ImportProgress({ one, does }: { one: ContactImport; does: 'checking' | 'running' }) {
  const { t, intl } = useT()
  const left = useLeft(one.position, one.total)
  return (
    <div>
      <Progress share={one.total > 0 ? one.position / one.total : 0} label={t(`contacts.import.${does}`, { position: one.position, total: one.total })} />
      <p className="mt-1 text-sm text-pretty text-ink-soft">{left !== null && left >= 1_000 && <>{t('contacts.import.left', { span: formatShortSpan(intl, left) })} </>}{t('contacts.import.stays')}</p>
    </div>
  )
}
