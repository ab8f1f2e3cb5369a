import type { ChannelAccount, HealthItem } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { healthWords, spanText, toneOf } from './health-words.js'

/** A health item in the list of channels, with the way to its account. */
export function HealthNotice({ item, account }: { item: HealthItem; account: ChannelAccount | undefined }) {
  const { t, intl } = useT()
  const { title, sentence, next } = healthWords(intl, item)
  return (
    <Notice tone={toneOf(item)} title={[account?.name, title].filter(Boolean).join(': ')}
      actions={account && <Link to="/settings/channels/$accountId" params={{ accountId: account.id }} className={buttonClass('plain', true)}>{t('health.look')}</Link>}>
      {item.span && <p className="figures font-medium">{spanText(intl, item.span.from, item.span.to)}</p>}
      {sentence && <p>{sentence}</p>}
      {next && <p>{next}</p>}
      <p className="text-ink-soft">{t('channels.since', { moment: intl.formatDate(item.firstAt, { dateStyle: 'medium', timeStyle: 'short' }), count: item.count })}</p>
    </Notice>
  )
}
