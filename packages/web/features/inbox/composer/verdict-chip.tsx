import type { Verdict } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Clock3, Coins, LockKeyhole } from 'lucide-react'
import { channelsQuery } from '../../../api/queries.js'
import { useNow } from '../../../api/clock.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { verdictText } from '../../window/verdict-text.js'

const looks = {
  free: { icon: CircleCheck, ink: 'text-good' },
  paid: { icon: Coins, ink: 'text-waiting' },
  closing: { icon: Clock3, ink: 'text-closing-soon' },
  blocked: { icon: LockKeyhole, ink: 'text-closing-soon' },
}

/** What may be sent now, until when and for how much - or why not and what instead. */
export function VerdictChip({ verdict, className }: { verdict: Verdict; className?: string }) {
  const { intl, t } = useT()
  const until = verdict.kind === 'allow' ? verdict.until : verdict.retryAt
  // The last quarter of an hour counts in seconds.
  const now = useNow(until && Date.parse(until) - Date.now() < 900_000 ? 1000 : 15_000)
  const channels = useQuery(channelsQuery).data ?? []
  const { tone, sentence } = verdictText(intl, verdict, { now, channelName: (id) => channels.find((each) => each.id === id)?.name ?? id })
  const { icon: Icon, ink } = looks[tone]
  return (
    <p className={cx('flex min-w-0 items-start gap-1.5 text-sm', className)} data-verdict={verdict.kind}>
      <Icon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', ink)} />
      <span className="min-w-0 [overflow-wrap:anywhere]">{sentence} <a href={verdict.source} target="_blank" rel="noopener noreferrer" className="text-xs whitespace-nowrap text-ink-soft underline underline-offset-2">{t('verdict.rule')}</a></span>
    </p>
  )
}
