import { ChecksCard } from './checks-card.js'
import type { SectionProps } from './sections.js'
import { WebhookCard } from './webhook-card.js'

/** How the account stands. */
export default function HealthSection({ account }: SectionProps) {
  return <><WebhookCard account={account} /><ChecksCard account={account} /></>
}
