import type { JoinedBy } from '@recado/api'
import { Link2 } from 'lucide-react'
import { useNow } from '../../../api/clock.js'
import { formatMoment } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'

/** How an address came to her: the proof, in one line. */
export function JoinedLine({ joinedBy }: { joinedBy: JoinedBy }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { how, by, at, code } = joinedBy
  const sentence = code ? t('joining.by_code', { end: code.end, by: code.issuedBy ?? t('joining.program'), moment: formatMoment(intl, code.issuedAt, now) })
    : how === 'platform' ? t('joining.by_platform', { moment: formatMoment(intl, at, now) }) : t('joining.by_agent', { by: by ?? t(how === 'api' ? 'joining.program' : 'joining.somebody'), moment: formatMoment(intl, at, now) })
  return <p className="flex items-start gap-1 text-xs text-ink-soft"><Link2 aria-hidden="true" className="mt-0.5 size-3 shrink-0" /><span className="min-w-0 [overflow-wrap:anywhere]">{sentence}</span></p>
}
