import { ShieldCheck } from 'lucide-react'
import { formatBytes } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import type { BackupCheck } from './queries.js'

/** Of many broken files the first are named: what to do does not hang on the rest. */
const SHOWN = 5

/** How a backup was found when it was last read again, or how far the reading is; what to do where it did not pass. */
export function CheckLine({ check, anew }: { check: BackupCheck; anew: (() => void) | null }) {
  const { t, intl } = useT()
  const { state, result, error, checkedAt, checkedBy, faults, faultCount } = check
  const told = { when: intl.formatDate(checkedAt ?? undefined, { dateStyle: 'medium', timeStyle: 'short' }), name: checkedBy ?? '' }
  const chain = check.backups > 1 ? t('backups.check_chain', { n: check.backups - 1 }) : null
  return (
    <div role="status">
      {state !== 'done' && <p className="flex items-center gap-1.5 text-sm"><Spinner small />{t(`backups.check_${state}`, { read: formatBytes(intl, check.bytes) })}</p>}
      {state === 'done' && result === 'whole' && <p className="flex items-start gap-1.5 text-sm text-pretty"><ShieldCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" /><span>{t('backups.check_whole', { ...told, n: check.files })} {chain}</span></p>}
      {state === 'done' && result === 'broken' && (
        <Notice tone="failed" className="my-2" title={t('backups.check_broken')} actions={anew && <Button small look="primary" onClick={anew}>{t('backups.start')}</Button>}>
          <ul className="my-1 space-y-1">
            {faults.slice(0, SHOWN).map((fault, i) => (
              <li key={i}><code dir="ltr" className="font-mono text-xs">{fault.file}</code> {t(`backups.fault_${fault.is}`)}{fault.holds && <span className="text-ink-soft"> · {t(`backups.fault_of_${fault.holds}`)}</span>}</li>
            ))}
            {faultCount > SHOWN && <li className="text-ink-soft">{t('backups.fault_more', { n: faultCount - Math.min(SHOWN, faults.length) })}</li>}
          </ul>
          <p className="text-pretty">{t('backups.broken_next')}</p>
          <p className="mt-1 text-ink-soft">{t('backups.check_when', told)} {chain}</p>
        </Notice>
      )}
      {state === 'done' && result === 'failed' && error && <Notice tone={error === 'ended' ? 'warning' : 'failed'} className="my-2" title={t('backups.check_failed')}><p className="text-pretty">{t(`backups.failed_${error}`)}</p><p className="mt-1 text-ink-soft">{t('backups.check_when', told)}</p></Notice>}
    </div>
  )
}
