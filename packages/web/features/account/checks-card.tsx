import type { ChannelAccount } from '@recado/api'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { useCheck } from './use-account.js'

/** Its settings held against the platform: each check in words. */
export function ChecksCard({ account }: { account: ChannelAccount }) {
  const { t, intl } = useT()
  const mayCheck = useCan('channels.manage')
  const check = useCheck(account.id)
  const told = check.error ? tellError(intl, check.error) : null
  return (
    <Card title={t('account.checks')}>
      {told && <Notice tone="failed" alert title={told.sentence} className="mb-3">{told.next}</Notice>}
      {account.checks.length === 0 && <p className="text-ink-soft">{t('account.no_checks')}</p>}
      <ul className="flex flex-col gap-2">
        {account.checks.map((each) => (
          <li key={each.id} className="flex gap-2.5">
            {each.ok ? <CircleCheck aria-label={t('account.check_ok')} className="mt-0.5 size-4 shrink-0 text-good" /> : <CircleAlert aria-label={t('account.check_failed')} className="mt-0.5 size-4 shrink-0 text-failed" />}
            <div className="min-w-0"><p className="[overflow-wrap:anywhere]">{each.message}</p>{each.data && <p className="text-sm text-ink-soft">{Object.entries(each.data).map(([key, value]) => `${key}: ${String(value)}`).join(' · ')}</p>}</div>
          </li>
        ))}
      </ul>
      {mayCheck && <Button small className="mt-3" busy={check.isPending} onClick={() => check.mutate()}>{t('account.check_again')}</Button>}
    </Card>
  )
}
