import type { AccountGap, AccountStanding } from '@recado/api'
import { CircleAlert, CircleCheck, CloudOff, TriangleAlert } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { cx } from '../../ui/class-names.js'
import { healthLine, spanText } from './health-words.js'

type Item = AccountStanding['items'][number]

/** What was missed and what was wrong in the last 30 days, with its times. */
export function HistoryCard({ standing }: { standing: AccountStanding }) {
  const { t, intl } = useT()
  const past = standing.items.filter((item) => item.endedAt !== null && item.severity !== 'info' && item.code !== 'webhook_missed')
  return (
    <Card title={t('account.history')}>
      {standing.gaps.length === 0 && past.length === 0 && <p className="text-ink-soft">{t('account.history_none')}</p>}
      {standing.gaps.length > 0 && <><h4 className="mb-1 font-semibold">{t('account.gaps')}</h4><ul className="mb-3 flex flex-col gap-2">{standing.gaps.map((gap) => <Gap key={gap.id} gap={gap} />)}</ul></>}
      {past.length > 0 && <>
        <h4 className="mb-1 font-semibold">{t('account.past')}</h4>
        <ul className="flex flex-col gap-2">{past.map((item: Item) => (
          <li key={item.id} className="flex gap-2.5"><CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
            <div className="min-w-0"><p className="text-pretty">{healthLine(intl, item)}</p><p className="figures text-sm text-ink-soft">{spanText(intl, item.firstAt, item.endedAt)}</p></div></li>
        ))}</ul>
      </>}
      {!standing.mail && <p className="mt-3 border-t border-line pt-3 text-sm text-ink-soft">{t('account.no_mail')}</p>}
    </Card>
  )
}

const ICONS = { fetched: { icon: CircleCheck, ink: 'text-good' }, pending: { icon: CloudOff, ink: 'text-waiting' }, partly: { icon: TriangleAlert, ink: 'text-waiting' }, lost: { icon: TriangleAlert, ink: 'text-waiting' }, open: { icon: CircleAlert, ink: 'text-failed' } } as const

function Gap({ gap }: { gap: AccountGap }) {
  const { t, intl } = useT()
  const outcome = gap.outcome ?? 'open'
  const { icon: Icon, ink } = ICONS[outcome]
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', ink)} />
      <div className="min-w-0"><p className="figures">{spanText(intl, gap.from, gap.to)} · {t(`gap.cause.${gap.cause}`)}</p><p className="text-sm text-ink-soft">{t(`gap.outcome.${outcome}`, { count: gap.fetched })}</p></div>
    </li>
  )
}
