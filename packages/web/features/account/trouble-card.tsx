import type { AccountStanding, ChannelAccount } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { keys, useCan } from '../../api/queries.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { healthWords, spanText, toneOf, withoutEchoes } from './health-words.js'

type Item = AccountStanding['items'][number]

/** Said by the facts themselves: here it would stand twice. */
const isFact = (item: Item): boolean => item.code.startsWith('standing.')
/** Over only when a person says so: nothing else will ever end it. */
const isRead = (item: Item): boolean => item.code === 'webhook_missed' || item.code.startsWith('platform.') || item.code === 'quarantine'

/** What somebody should look at now, beside the facts. */
export function Troubles({ account, items }: { account: ChannelAccount; items: readonly Item[] }) {
  const open = withoutEchoes(items.filter((item) => item.endedAt === null)).filter((item) => !isFact(item) && item.severity !== 'info')
  return open.map((item) => <Trouble key={item.id} account={account} item={item} />)
}

function Trouble({ account, item }: { account: ChannelAccount; item: Item }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const client = useQueryClient()
  const mayResolve = useCan('health.manage')
  const resolve = useMutation({
    mutationFn: () => api.post(`/health-items/${item.id}/resolve`),
    onSuccess: () => { void client.invalidateQueries({ queryKey: keys.standing(account.id) }); void client.invalidateQueries({ queryKey: keys.health }) },
  })
  const { title, sentence, next } = healthWords(intl, item)
  return (
    <Notice tone={toneOf(item)} title={title} actions={(item.link || (mayResolve && isRead(item))) && <>
      {item.link && <a href={item.link} target="_blank" rel="noreferrer noopener" className={buttonClass('plain', true)}>{t('fact.open')}<ExternalLink aria-hidden="true" className="size-3.5" /></a>}
      {mayResolve && isRead(item) && <Button small busy={resolve.isPending} onClick={() => resolve.mutate()}>{t('health.read')}</Button>}
    </>}>
      {item.span && <p className="figures font-medium">{spanText(intl, item.span.from, item.span.to)}</p>}
      {sentence && <p>{sentence}</p>}
      {next && <p>{next}</p>}
      <p className="text-ink-soft">{t('health.since', { moment: formatUntil(intl, item.firstAt, now) })}</p>
    </Notice>
  )
}
