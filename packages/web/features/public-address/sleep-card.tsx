import type { PublicAddress } from '@recado/api'
import { formatSpan } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'

type Row = PublicAddress['sleep'][number]

/** What each platform does with its calls while this computer sleeps, from what the platforms say themselves. */
export function SleepCard({ rows }: { rows: readonly Row[] }) {
  const { t } = useT()
  return (
    <Card title={t('public.sleep')}>
      <p className="mb-3 text-pretty text-ink-soft">{t('public.sleep_text')}</p>
      <ul className="divide-y divide-line border-y border-line">
        {rows.map((row) => (
          <li key={row.channel} className="flex items-start gap-3 py-3">
            <img src={row.logoUrl} alt="" width={24} height={24} className="mt-0.5 shrink-0 rounded-md" />
            <div className="min-w-0"><p className="font-semibold">{row.name}</p><p className="text-pretty"><Patience row={row} />{row.source && <> <a href={row.source} target="_blank" rel="noopener noreferrer" className="whitespace-nowrap text-accent-strong underline underline-offset-2">{t('public.source')}</a></>}</p></div>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-pretty text-ink-soft">{t('public.sleep_advice')}</p>
    </Card>
  )
}

function Patience({ row }: { row: Row }) {
  const { t, intl } = useT()
  const span = (ms: number) => formatSpan(intl, ms)
  if (row.tries && row.everyMs) return t('public.sleep.tries', { count: row.tries, every: span(row.everyMs), patience: span(row.patienceMs) })
  if (row.disabledAfterMs) return t('public.sleep.disabled', { patience: span(row.disabledAfterMs) })
  if (row.longestMs) return t('public.sleep.falling', { patience: span(row.patienceMs), longest: span(row.longestMs) })
  return t('public.sleep.plain', { patience: span(row.patienceMs) })
}
