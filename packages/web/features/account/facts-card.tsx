import type { AccountStanding, ChannelAccount, StandingFact } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleHelp, RefreshCw } from 'lucide-react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { keys, useCan } from '../../api/queries.js'
import { formatUntil } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Notice } from '../../ui/notice.js'
import { FactRow } from './fact-row.js'
import { usePutAccount } from './use-account.js'

/** So many unanswered questions stand in one line; fewer keep their own words. */
const FOLD_FROM = 3
const RANK = { broken: 0, attention: 1, ok: 2, unknown: 3 } as const

/** What the platform says about the account: what is wrong first. */
export function FactsCard({ account, standing, channel, onAction }: { account: ChannelAccount; standing: AccountStanding; channel: string; onAction: ((action: string) => void) | null }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const client = useQueryClient()
  const mayLook = useCan('channels.manage')
  // Settings and platform at once: a subscription that is missing is made on the way.
  const put = usePutAccount()
  const look = useMutation({ mutationFn: () => api.post<ChannelAccount>(`/channel-accounts/${account.id}/check`), onSuccess: (next) => { put(next); return client.invalidateQueries({ queryKey: keys.standing(account.id) }) } })
  const told = look.error ? tellError(intl, look.error) : null
  const sorted = standing.facts.toSorted((a, b) => RANK[a.state] - RANK[b.state])
  // A question that the platform has not answered is a name in a line, unless somebody can do something about it.
  const isMute = (fact: StandingFact) => fact.state === 'unknown' && !fact.next && !fact.action && !fact.usage && !fact.until
  const unanswered = sorted.filter(isMute)
  const mute = unanswered.length >= FOLD_FROM ? unanswered : []
  const facts = sorted.filter((fact) => !mute.includes(fact))
  return (
    <Card title={t('account.facts', { channel })}>
      {told && <Notice tone="failed" alert title={told.sentence} className="mb-3">{told.next}</Notice>}
      {sorted.length === 0 ? <p className="text-ink-soft">{t('account.facts_none')}</p> : <ul className={facts[0]?.state === 'broken' || facts[0]?.state === 'attention' ? '' : '-mt-2'}>{facts.map((fact) => <FactRow key={fact.id} fact={fact} onAction={onAction} />)}</ul>}
      {mute.length > 0 && <p className={cx('flex gap-3', facts.length > 0 && 'border-t border-line pt-3')}><CircleHelp aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" /><span className="min-w-0 text-pretty"><span className="font-semibold">{t('account.facts_unknown')}</span> <span className="text-ink-soft">{intl.formatList(mute.map((fact) => fact.title))}</span></span></p>}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {mayLook && <Button small busy={look.isPending} onClick={() => look.mutate()}>{!look.isPending && <RefreshCw aria-hidden="true" className="size-4" />}{t('account.look')}</Button>}
        {standing.lookedAt && <span className="text-sm text-ink-soft">{t('account.looked', { moment: formatUntil(intl, standing.lookedAt, now) })}</span>}
      </div>
    </Card>
  )
}
