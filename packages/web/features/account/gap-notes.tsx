import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import { accountsQuery, healthQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { useAccountName } from '../account-name.js'
import { spanText } from './health-words.js'

/** What is about messages that do not arrive. */
const NOW = new Set(['standing.webhook', 'webhook_silent', 'unsubscribed'])

/** Over the list of threads: from when to when messages may be missing, until somebody has read it; or that nothing arrives now. */
export function GapNotes() {
  const { t, intl } = useT()
  const nameOf = useAccountName()
  const accounts = useQuery(accountsQuery).data ?? []
  const items = (useQuery(healthQuery).data ?? []).filter((item) => item.code === 'webhook_missed' || (NOW.has(item.code) && item.severity === 'critical'))
  return items.slice(0, 3).map((item) => {
    const account = accounts.find((each) => each.id === item.channelAccountId)
    if (!account) return null
    return (
      <div key={item.id} role="note" className="flex items-start gap-2 border-b border-line bg-waiting-soft px-3 py-2 text-sm">
        <CloudOff aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
        <p className="min-w-0 grow">{t(item.code === 'webhook_missed' ? 'gap.note' : 'gap.note_now', { account: nameOf(account) })}<span className="figures block text-ink-soft">{spanText(intl, item.span?.from ?? item.firstAt, item.code === 'webhook_missed' ? (item.span?.to ?? null) : null)}</span></p>
        <Link to="/settings/channels/$accountId" params={{ accountId: account.id }} className="shrink-0 font-medium text-accent underline underline-offset-2">{t('gap.note_look')}</Link>
      </div>
    )
  })
}
