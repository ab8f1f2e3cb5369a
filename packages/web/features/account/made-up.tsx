import type { Channel, SavedAccount } from '@recado/api'
import { useQuery, type QueryClient } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

const keyOf = (accountId: string) => ['made-up', accountId]

/** Values that the server has made up are in this answer alone: kept as long as the page is open, since they have to be pasted at the platform. */
export function keepMadeUp(client: QueryClient, { id, simulated, generated }: SavedAccount): void {
  if (generated && !simulated) client.setQueryData<Record<string, string>>(keyOf(id), (old) => ({ ...old, ...generated }))
}

/** What was made up for this account while the page was open, whole and to be copied. */
export function MadeUp({ accountId, channel }: { accountId: string; channel: Channel }) {
  const { t } = useT()
  const { data } = useQuery<Record<string, string>>({ queryKey: keyOf(accountId), queryFn: () => ({}), enabled: false, gcTime: Number.POSITIVE_INFINITY })
  const values = Object.entries(data ?? {})
  if (values.length === 0) return null
  return (
    <Notice tone="warning" title={t('account.made_up')}>
      <p>{t('account.made_up_text')}</p>
      <dl className="mt-2 flex flex-col gap-2">
        {values.map(([key, value]) => {
          const label = channel.settings.find((field) => field.key === key)?.label ?? key
          return (
            <div key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <dt className="font-medium">{label}</dt>
              <dd className="min-w-0 grow"><code className="font-mono select-all [overflow-wrap:anywhere]">{value}</code></dd>
              <dd><Button small aria-label={t('account.made_up_copy', { label })} onClick={() => void navigator.clipboard.writeText(value).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('app.copy')}</Button></dd>
            </div>
          )
        })}
      </dl>
    </Notice>
  )
}
