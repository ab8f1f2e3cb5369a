import type { ChannelAccount, Template } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { accountsQuery, templatesOptions } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { Choice } from '../../ui/field.js'
import { useAccountName } from '../account-name.js'
import { CodeBlock } from './code-block.js'

/** The notice as one would send it from this very account: its id, and the first template that may go. */
function noticeBody(account: ChannelAccount | undefined, template: Template | undefined): string {
  const parameters = Object.fromEntries((template?.parameters ?? []).filter((place) => place.component === 'body').map((place, at) => [place.name ?? String((place.position ?? at) + 1), place.example ?? place.label]))
  return JSON.stringify({
    channelAccountId: account?.id ?? 'ACCOUNT', to: { address: '+34600000000' }, purpose: 'notification', clientId: 'order-A-1042-confirmed',
    content: template ? { kind: 'template', name: template.name, language: template.language, parameters } : { kind: 'text', text: 'A-1042' },
  }, null, 2)
}

/** Requests that can be copied and work: addresses and ids are this installation's own. The token alone is left to be put in. */
export function Examples() {
  const { t } = useT()
  const accounts = useQuery(accountsQuery).data ?? []
  const nameOf = useAccountName()
  const [id, setId] = useState('')
  const account = accounts.find((one) => one.id === id) ?? accounts[0]
  const template = useQuery({ ...templatesOptions(account?.id ?? ''), enabled: account !== undefined }).data?.find((one) => one.status === 'approved' && one.parameters.every((place) => place.component === 'body'))
  const base = location.origin
  const notice = `curl ${base}/api/v1/messages \\\n  --header "Authorization: Bearer $RECADO_TOKEN" \\\n  --header "Content-Type: application/json" \\\n  --data '${noticeBody(account, template).replaceAll("'", "'\\''")}'`
  const endpoint = `curl ${base}/api/v1/webhook-endpoints \\\n  --header "Authorization: Bearer $RECADO_TOKEN" \\\n  --header "Content-Type: application/json" \\\n  --data '{ "url": "https://shop.example/recado", "events": ["message.updated"] }'`
  return (
    <div className="flex flex-col gap-4">
      {accounts.length > 1 && <Choice label={t('developers.from_account')} value={account?.id ?? ''} onChange={(event) => setId(event.target.value)}>{accounts.map((one) => <option key={one.id} value={one.id}>{nameOf(one)}</option>)}</Choice>}
      <CodeBlock label={t('developers.example_notice')} code={notice} />
      <CodeBlock label={t('developers.example_endpoint')} code={endpoint} />
      <p className="text-sm text-ink-soft">{t('developers.token_hint')}</p>
      <div className="flex flex-wrap gap-2">
        <Link to="/settings/tokens" className={buttonClass('plain', true)}>{t('settings.tokens')}</Link>
        <a href="/api/openapi.json" target="_blank" rel="noopener" className={buttonClass('plain', true)}><ExternalLink aria-hidden="true" className="size-4" />{t('developers.openapi')}</a>
      </div>
    </div>
  )
}
