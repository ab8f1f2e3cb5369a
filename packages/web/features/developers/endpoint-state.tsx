import type { WebhookEndpoint } from '@recado/api'
import { CircleCheck, CircleDashed, CirclePause, TriangleAlert } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

/** How an endpoint stands, in one word: never called yet, fine, failing, off. */
export function EndpointState({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useT()
  const [Icon, look, words] = !endpoint.enabled ? [CirclePause, 'bg-sunken text-ink-soft', t('webhooks.state.off')] as const
    : endpoint.failingSince ? [TriangleAlert, 'bg-failed-soft text-failed', t('webhooks.state.failing')] as const
      : endpoint.lastDeliveredAt ? [CircleCheck, 'bg-good-soft text-good', t('webhooks.state.good')] as const
        : [CircleDashed, 'bg-waiting-soft text-waiting', t('webhooks.state.new')] as const
  return <span className={cx('inline-flex shrink-0 items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium', look)}><Icon aria-hidden="true" className="size-3.5" />{words}</span>
}
