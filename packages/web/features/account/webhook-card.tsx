import type { Channel, ChannelAccount } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { Check, CircleCheck, Copy, Radio } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '../../api/clock.js'
import { useCan } from '../../api/queries.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import { RenewMadeUp } from './made-up.js'
import { PublicAddressNextStep } from '../public-address/next-step.js'

/** The address to paste into the platform's console, and whether anything signed has come through it. A simulated account has nobody to paste it for. */
export function WebhookCard({ account, channel }: { account: ChannelAccount; channel: Channel }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const [copied, setCopied] = useState(false)
  const verify = account.settings.verifyToken ?? account.settings.token
  return (
    <Card title={t(account.simulated ? 'account.calls' : 'account.webhook')}>
      <div className="flex flex-col gap-3">
        <p className="text-ink-soft">{t(account.simulated ? 'account.webhook_simulated' : 'account.webhook_text')}</p>
        {!account.simulated && <div className="flex gap-2">
          <input readOnly value={account.webhookUrl} aria-label={t('account.webhook')} onFocus={(event) => event.target.select()} className="min-h-10 min-w-0 grow rounded-lg border border-line bg-sunken px-3 font-mono text-sm" />
          <Button onClick={() => void navigator.clipboard.writeText(account.webhookUrl).then(() => setCopied(true))}>{copied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}{t(copied ? 'app.copied' : 'app.copy')}</Button>
        </div>}
        {!account.simulated && typeof verify === 'string' && verify && <p className="text-sm">{t('account.verify_token')} <code className="font-mono select-all">{verify}</code></p>}
        <RenewMadeUp account={account} channel={channel} />
        {account.firstWebhookAt
          ? <p className="flex items-center gap-2 text-good"><CircleCheck aria-hidden="true" className="size-4" />{t('account.webhook_came', { moment: formatUntil(intl, account.lastWebhookAt ?? account.firstWebhookAt, now) })}</p>
          : <Waiting account={account} hasToken={typeof verify === 'string' && verify !== ''} />}
      </div>
    </Card>
  )
}

/** Whether only this computer can reach an address. */
const isLocal = (address: string): boolean => {
  const { protocol, hostname } = new URL(address)
  return protocol !== 'https:' || hostname === 'localhost' || /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(hostname) || hostname.endsWith('.local')
}

/** Nothing signed has come yet: what is missing for that. */
function Waiting({ account, hasToken }: { account: ChannelAccount; hasToken: boolean }) {
  const { t } = useT()
  const mayOpen = useCan('channels.manage')
  const local = !account.simulated && isLocal(account.webhookUrl)
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="flex items-center gap-2 font-medium text-waiting">{account.simulated ? <Radio aria-hidden="true" className="size-4" /> : <Spinner small />}{t('account.webhook_waiting')}</p>
      {local && <Notice tone="warning" title={t('account.local_address')} actions={mayOpen && <Link to="/settings/public-address" className={buttonClass('plain', true)}>{t('settings.public_address')}</Link>}>{t('account.local_next')}</Notice>}
      {!local && <PublicAddressNextStep account={account} />}
      {!account.simulated && !local && <p className="text-pretty">{t('account.waiting_next', { token: hasToken ? 'yes' : 'no' })} <Link to="/settings/channels/$accountId/$section" params={{ accountId: account.id, section: 'settings' }} className="font-medium text-accent underline underline-offset-2">{t('account.show_guide')}</Link></p>}
    </div>
  )
}
