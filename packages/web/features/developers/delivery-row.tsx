import type { WebhookDelivery } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, CircleCheck, CircleX, Clock } from 'lucide-react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { toast } from '../../ui/toast.js'
import { CodeBlock } from './code-block.js'
import { webhooksKey } from './queries.js'

const LOOKS = { delivered: { icon: CircleCheck, look: 'text-good' }, failed: { icon: CircleX, look: 'text-failed' }, pending: { icon: Clock, look: 'text-waiting' } } as const

/** One event of the log: what, when, what came back; opened, every try and the body that was signed. */
export function DeliveryRow({ endpointId, delivery, canResend }: { endpointId: string; delivery: WebhookDelivery; canResend: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { icon: Icon, look } = LOOKS[delivery.state]
  const moment = (iso: string) => intl.formatDate(iso, { dateStyle: 'medium', timeStyle: 'medium' })
  const resend = useMutation({
    mutationFn: () => api.post<WebhookDelivery>(`/webhook-endpoints/${endpointId}/deliveries/${delivery.id}/resend`),
    onSuccess: (sent) => toast(t(sent.state === 'delivered' ? 'webhooks.resent' : 'webhooks.resent_failed'), sent.state === 'delivered' ? {} : { tone: 'failed' }),
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: () => client.invalidateQueries({ queryKey: webhooksKey }),
  })
  const last = delivery.tries.at(-1)
  return (
    <details className="group border-b border-line last:border-0">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-2.5 outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
        <Icon aria-hidden="true" className={cx('size-4 shrink-0', look)} />
        <code className="min-w-0 grow basis-44 font-mono text-sm">{delivery.type}</code>
        <span className="text-sm text-ink-soft">{t(`webhooks.delivery.${delivery.state}`)}{last && ` · ${last.status === null ? t('webhooks.no_answer') : `HTTP ${last.status}`}`}</span>
        <time dateTime={delivery.at} className="text-sm text-ink-soft tabular-nums">{moment(delivery.at)}</time>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-180" />
      </summary>
      <div className="flex flex-col gap-3 bg-sunken px-5 py-4">
        {delivery.nextTryAt && <p className="text-sm">{t('webhooks.next_try', { moment: moment(delivery.nextTryAt) })}</p>}
        {delivery.tries.length > 0 && (
          <ol className="flex flex-col gap-1.5 text-sm">
            {delivery.tries.toReversed().map((one, i) => <li key={i} className="[overflow-wrap:anywhere]"><span className="tabular-nums">{moment(one.at)}</span> · {one.status === null ? one.error : `HTTP ${one.status}`} · {intl.formatNumber(one.ms, { style: 'unit', unit: 'millisecond' })}{one.answer && <code className="block font-mono text-ink-soft">{one.answer}</code>}</li>)}
          </ol>
        )}
        <CodeBlock label={`webhook-id: ${delivery.id}`} code={JSON.stringify(delivery.payload, null, 2)} />
        {canResend && <div><Button small busy={resend.isPending} onClick={() => resend.mutate()}>{t('webhooks.resend')}</Button></div>}
      </div>
    </details>
  )
}
