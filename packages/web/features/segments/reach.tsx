import type { AudiencePreview } from '@recado/api'
import type { ExclusionCode } from '@recado/core'
import { ChevronRight, RefreshCw } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { PartBar } from '../../ui/plots/bars.js'
import { Spinner } from '../../ui/spinner.js'
import { countryName, moneyText, whyText } from '../campaigns/words.js'
import type { Asked } from './queries.js'
import { PersonCheck } from './person-check.js'
import { nextStep } from './words.js'

const PeopleDialog = lazy(() => import('./people-dialog.js'))
const MOST_COUNTRIES = 6

/** How many people it are now, whom a message would reach, and why the others not: each number leads to the people behind it. */
export function ReachPanel({ asked, preview, busy, error, routed }: { asked: Asked | null; preview: AudiencePreview | undefined; busy: boolean; error: unknown; /** an account was chosen to write over */ routed: boolean }) {
  const { t, intl } = useT()
  const [open, setOpen] = useState<{ code: ExclusionCode | null } | null>(null)
  const told = error ? tellError(intl, error) : null
  if (told) return <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>
  if (!asked || !preview) return <p className="flex items-center gap-2 text-ink-soft">{asked ? <Spinner small /> : <RefreshCw aria-hidden="true" className="size-4" />}{t(asked ? 'segments.counting' : 'filter.unfinished')}</p>
  const { total, eligible, excluded, byCountry, estimate } = preview
  const shown = byCountry.slice(0, MOST_COUNTRIES)
  const line = 'flex w-full items-center gap-2 rounded-lg px-2 py-2 text-start hover:bg-hover'
  return (
    <div aria-busy={busy} className="flex flex-col gap-3">
      <div role="status" aria-live="polite">
        <p className="figures text-2xl font-semibold">{t('segments.people', { count: total })}</p>
        {busy && <p className="flex items-center gap-2 text-sm text-ink-soft"><Spinner small />{t('segments.counting')}</p>}
      </div>
      {total > 0 && (
        <>
          <PartBar label={t('segments.reach_bar', { eligible, out: total - eligible })} whole={Math.max(1, total)} parts={[{ key: 'in', value: eligible, colour: 'text-good' }]} />
          <ul className="-mx-2 flex flex-col">
            <li><button type="button" className={line} onClick={() => setOpen({ code: null })}><span className="grow font-medium">{t(routed ? 'segments.would_get_it' : 'segments.with_address')}</span><span className="figures font-semibold">{intl.formatNumber(eligible)}</span><ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft rtl:-scale-x-100" /></button></li>
            {excluded.map(({ code, count }) => (
              <li key={code}><button type="button" className={line} onClick={() => setOpen({ code })}>
                <span className="min-w-0 grow"><span className="block">{whyText(intl, code)}</span><span className="block text-sm text-pretty text-ink-soft">{nextStep(intl, code)}</span></span>
                <span className="figures font-semibold">{intl.formatNumber(count)}</span><ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft rtl:-scale-x-100" />
              </button></li>
            ))}
          </ul>
        </>
      )}
      {eligible > 0 && <div><h3 className="text-sm font-semibold">{t('segments.by_country')}</h3><ul className="text-sm">{shown.map((one) => <li key={one.country ?? ''} className="flex justify-between gap-3 py-0.5"><span>{countryName(intl, one.country)}</span><span className="figures">{intl.formatNumber(one.count)}</span></li>)}{byCountry.length > shown.length && <li className="text-ink-soft">{t('segments.more_countries', { count: byCountry.length - shown.length })}</li>}</ul></div>}
      <PersonCheck asked={asked} />
      {estimate && <div className="border-t border-line pt-3"><p className="text-sm text-ink-soft">{t('segments.at_most')}</p><p className="figures text-lg font-semibold">{moneyText(intl, estimate.maximum)}</p>{estimate.unpriced > 0 && <p className="text-sm text-ink-soft">{t('segments.unpriced', { count: estimate.unpriced })}</p>}</div>}
      {open && <Suspense><PeopleDialog asked={asked} code={open.code} onClose={() => setOpen(null)} /></Suspense>}
    </div>
  )
}
