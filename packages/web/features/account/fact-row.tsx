import type { StandingFact } from '@recado/api'
import { CircleAlert, CircleCheck, CircleHelp, ExternalLink, TriangleAlert } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { formatSpan } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'

const looks = {
  ok: { icon: CircleCheck, ink: 'text-good' }, attention: { icon: TriangleAlert, ink: 'text-waiting' }, broken: { icon: CircleAlert, ink: 'text-failed' }, unknown: { icon: CircleHelp, ink: 'text-ink-soft' },
} as const

/** One fact: its state, what it means, what to do about it and where. */
export function FactRow({ fact, onAction }: { fact: StandingFact; onAction: ((action: string) => void) | null }) {
  const { t } = useT()
  const { icon: Icon, ink } = looks[fact.state]
  const action = fact.action
  return (
    <li className={cx('flex gap-3 border-b border-line py-3 last:border-0', fact.state === 'broken' && '-mx-5 border-s-4 border-s-failed bg-failed-soft px-5 ps-4', fact.state === 'attention' && '-mx-5 border-s-4 border-s-waiting bg-waiting-soft px-5 ps-4')}>
      <Icon role="img" aria-label={t(`fact.state.${fact.state}`)} className={cx('mt-0.5 size-4 shrink-0', ink)} />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline gap-x-2"><span className="font-semibold">{fact.title}</span>{fact.shown && <span className="min-w-0 text-ink-soft [overflow-wrap:anywhere]">{fact.shown}</span>}</p>
        <p className="text-pretty [overflow-wrap:anywhere]">{fact.sentence}</p>
        {fact.usage && <Usage {...fact.usage} state={fact.state} />}
        {fact.until && <Until iso={fact.until} />}
        {fact.next && <p className="mt-1 text-pretty">{fact.next}</p>}
        {(fact.link || (action && onAction)) && fact.state !== 'ok' && (
          <div className="mt-2 flex flex-wrap gap-2">
            {action && onAction && <Button small look={fact.state === 'broken' ? 'primary' : 'plain'} onClick={() => onAction(action)}>{t('fact.mend')}</Button>}
            {fact.link && <a href={fact.link} target="_blank" rel="noreferrer noopener" className={buttonClass('plain', true)}>{t('fact.open')}<ExternalLink aria-hidden="true" className="size-3.5" /></a>}
          </div>
        )}
      </div>
    </li>
  )
}

/** How long it lasts, to the minute. */
function Until({ iso }: { iso: string }) {
  const { t, intl } = useT()
  const left = Date.parse(iso) - useNow(30_000)
  const day = intl.formatDate(iso, { dateStyle: 'long' })
  return <p className="figures mt-0.5 text-sm text-ink-soft">{left > 0 ? t('fact.until', { span: formatSpan(intl, left), day }) : t('fact.ended', { day })}</p>
}

/** How much of a quota is used, as a bar with its figures. */
function Usage({ used, limit, state }: { used: number; limit: number; state: StandingFact['state'] }) {
  const { t, intl } = useT()
  const share = Math.min(1, used / limit)
  return (
    <div className="mt-1.5 flex max-w-sm items-center gap-3">
      <div aria-hidden="true" className="h-1.5 grow overflow-hidden rounded-full bg-line"><div className={cx('h-full rounded-full', state === 'broken' ? 'bg-failed' : state === 'attention' ? 'bg-waiting' : 'bg-accent')} style={{ inlineSize: `${Math.max(share * 100, used > 0 ? 2 : 0)}%` }} /></div>
      <span className="figures text-sm text-ink-soft">{t('fact.usage', { used: intl.formatNumber(used), limit: intl.formatNumber(limit) })}</span>
    </div>
  )
}
