import type { AccountCheck, ChannelAccount } from '@recado/api'
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button, buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Notice } from '../../ui/notice.js'
import { checkNames, inSettings, tellCheck, wordsKey } from './check-words.js'
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
        {together(shown).map((same) => (
          <li key={same[0].id} className="flex gap-2.5">
            {same[0].ok ? <CircleCheck role="img" aria-label={t('account.check_ok')} className="mt-0.5 size-4 shrink-0 text-good" /> : <CircleAlert role="img" aria-label={t('account.check_failed')} className="mt-0.5 size-4 shrink-0 text-failed" />}
            <CheckWords same={same} account={account} />
          </li>
        ))}
      </ul>
      {mayCheck && <Button small className="mt-3" busy={check.isPending} onClick={() => check.mutate()}>{t('account.check_again')}</Button>}
    </Card>
  )
}

/** The platform was not reached: said once for all that was asked, and not in the words of a message that did not go. */
const isSilent = (check: AccountCheck): boolean => !check.ok && (check.code === 'platform_silent' || check.code === 'platform_unavailable' || check.code === 'timed_out')

type Same = [AccountCheck, ...AccountCheck[]]

/** What fails for one reason stands as one: a dead token refuses every question alike. */
function together(checks: readonly AccountCheck[]): Same[] {
  const found: Same[] = []
  for (const check of checks) {
    const same = check.ok ? undefined : found.find(([first]) => !first.ok && first.code === check.code && wordsKey(first) === wordsKey(check))
    if (same) same.push(check)
    else found.push([check])
  }
  return found
}

/** A failure that we know is told in our words with its next step, and the platform's own behind it; anything else as the channel puts it. */
function CheckWords({ same, account }: { same: Same; account: ChannelAccount }) {
  const { t, intl } = useT()
  const mayChange = useCan('channels.manage')
  const told = same.find((check) => tellCheck(intl, check) !== null) ?? same[0]
  const words = tellCheck(intl, told)
  const names = checkNames(intl, same)
  const said = [...new Set(same.filter((check) => !check.ok && words).map((check) => check.message))]
  return (
    <div className="min-w-0 [overflow-wrap:anywhere]">
      <p>{names.length === 1 && !same[0].ok && <span className="font-semibold">{names[0]} · </span>}{words?.sentence ?? told.message}</p>
      {words?.next && <p className="text-sm text-ink-soft">{words.next}</p>}
      {names.length > 1 && <p className="text-sm text-ink-soft">{t('check.affects', { names: intl.formatList(names, { type: 'conjunction' }) })}</p>}
      {mayChange && same.some(inSettings) && <Link to="/settings/channels/$accountId/$section" params={{ accountId: account.id, section: 'settings' }} className={cx(buttonClass('plain', true), 'mt-1.5')}>{t('check.to_settings')}</Link>}
      {said.length > 0 && <details className="mt-1 text-sm text-ink-soft"><summary className="cursor-pointer">{t('check.platform_said')}</summary>{said.map((one) => <p key={one} lang="en" dir="ltr" className="mt-1 text-start">{one}</p>)}</details>}
    </div>
  )
}
