import type { Channel, ChannelAccount, ChannelSetting, SavedAccount } from '@recado/api'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { usePutAccount } from './use-account.js'

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

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** An AES key is 32 bytes in base64 without padding: its last letter carries four bits only. */
const LAST_LETTERS = 'AEIMQUYcgkosw048'

const letters = (count: number, from = LETTERS): string => {
  const least = 256 - (256 % from.length)
  let text = ''
  while (text.length < count) for (const byte of crypto.getRandomValues(new Uint8Array(count))) if (byte < least && text.length < count) text += from[byte % from.length]
  return text
}
const another = ({ generate }: ChannelSetting): string => (generate === 'aes43' ? letters(42) + letters(1, LAST_LETTERS) : letters(32))

/** A token that nobody copied in time is made again: as long as the platform has not called with it, nothing breaks. */
export function RenewMadeUp({ account, channel }: { account: ChannelAccount; channel: Channel }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const put = usePutAccount()
  const may = useCan('channels.manage')
  const { data } = useQuery<Record<string, string>>({ queryKey: keyOf(account.id), queryFn: () => ({}), enabled: false, gcTime: Number.POSITIVE_INFINITY })
  const fields = channel.settings.filter((field) => field.generate && field.confidential && account.settings[field.key])
  const renew = useMutation({
    mutationFn: async () => {
      const settings = Object.fromEntries(fields.map((field) => [field.key, another(field)]))
      const saved = await api.patch<SavedAccount>(`/channel-accounts/${account.id}`, { settings })
      return { ...saved, generated: settings }
    },
    onSuccess: (saved) => { keepMadeUp(client, saved); put(saved) },
    onError: (error) => toast(tellError(intl, error).sentence),
  })
  if (!may || account.simulated || account.firstWebhookAt || fields.length === 0 || Object.keys(data ?? {}).length > 0) return null
  return <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">{t('account.made_up_again')}<Button small busy={renew.isPending} onClick={() => renew.mutate()}>{t('account.made_up_renew')}</Button></p>
}
