import type { AccountCheck, ChannelAccount } from '@recado/api'
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { useCan } from '../../api/queries.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { useCheck } from './use-account.js'

/** Its settings held against the platform, each check in words. Where the platform's facts stand beside, only those that were not passed. */
export function ChecksCard({ account, channel, failedOnly }: { account: ChannelAccount; channel: string; failedOnly: boolean }) {
  const { t, intl } = useT()
  const mayCheck = useCan('channels.manage')
  const check = useCheck(account.id)
  const silent = account.checks.some(isSilent)
  const shown = account.checks.filter((each) => (!failedOnly || !each.ok) && !isSilent(each))
  const told = check.error ? tellError(intl, check.error) : null
  if (failedOnly && shown.length === 0 && !silent) return null
  return (
    <Card title={t('account.checks')}>
      {told && <Notice tone="failed" alert title={told.sentence} className="mb-3">{told.next}</Notice>}
      {account.checks.length === 0 && <p className="text-ink-soft">{t('account.no_checks')}</p>}
      <ul className="flex flex-col gap-2">
        {silent && (
          <li className="flex gap-2.5">
            <CircleHelp role="img" aria-label={t('account.check_failed')} className="mt-0.5 size-4 shrink-0 text-waiting" />
            <div className="min-w-0"><p>{t('account.checks_silent', { channel })}</p><p className="text-sm text-ink-soft">{t('account.checks_silent_next')}</p></div>
          </li>
        )}
        {shown.map((each) => (
          <li key={each.id} className="flex gap-2.5">
            {each.ok ? <CircleCheck aria-label={t('account.check_ok')} className="mt-0.5 size-4 shrink-0 text-good" /> : <CircleAlert aria-label={t('account.check_failed')} className="mt-0.5 size-4 shrink-0 text-failed" />}
            <CheckWords check={each} />
          </li>
        ))}
      </ul>
      {mayCheck && <Button small className="mt-3" busy={check.isPending} onClick={() => check.mutate()}>{t('account.check_again')}</Button>}
    </Card>
  )
}

/** The platform was not reached: said once for all that was asked, and not in the words of a message that did not go. */
const isSilent = (check: AccountCheck): boolean => !check.ok && (check.code === 'platform_silent' || check.code === 'platform_unavailable')

/** A failure that we know is told in our words with its next step; anything else as the channel puts it. */
function CheckWords({ check }: { check: AccountCheck }) {
  const { intl } = useT()
  const known = isMessage(intl, `error.${check.code}.sentence`) ? tellCode(intl, check.code) : null
  return <div className="min-w-0 [overflow-wrap:anywhere]"><p>{known?.sentence ?? check.message}</p>{known && <p className="text-sm text-ink-soft">{[known.next, check.message].filter(Boolean).join(' · ')}</p>}</div>
}
