import type { ChannelAccount } from '@recado/api'
import { Check, CircleCheck, Copy, Radio } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '../../api/clock.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Spinner } from '../../ui/spinner.js'

/** The address to paste into the platform's console, and whether anything signed has come through it. */
export function WebhookCard({ account }: { account: ChannelAccount }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const [copied, setCopied] = useState(false)
  const verify = account.settings.verifyToken ?? account.settings.token
  return (
    <Card title={t('account.webhook')}>
      <div className="flex flex-col gap-3">
        <p className="text-ink-soft">{t('account.webhook_text')}</p>
        <div className="flex gap-2">
          <input readOnly value={account.webhookUrl} aria-label={t('account.webhook')} onFocus={(event) => event.target.select()} className="min-h-10 min-w-0 grow rounded-lg border border-line bg-sunken px-3 font-mono text-sm" />
          <Button onClick={() => void navigator.clipboard.writeText(account.webhookUrl).then(() => setCopied(true))}>{copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}{t(copied ? 'app.copied' : 'app.copy')}</Button>
        </div>
        {typeof verify === 'string' && verify && <p className="text-sm">{t('account.verify_token')} <code className="font-mono select-all">{verify}</code></p>}
        {account.firstWebhookAt
          ? <p className="flex items-center gap-2 text-good"><CircleCheck aria-hidden="true" className="size-4" />{t('account.webhook_came', { moment: formatUntil(intl, account.lastWebhookAt ?? account.firstWebhookAt, now) })}</p>
          : <p role="status" className="flex items-center gap-2 text-waiting">{account.simulated ? <Radio aria-hidden="true" className="size-4" /> : <Spinner small />}{t('account.webhook_waiting')}</p>}
      </div>
    </Card>
  )
}
