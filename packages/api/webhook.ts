import type { Iso } from './verdict.js'

/** An address that is told what happens. Its secret is said when it is made or changed, and never again. */
export interface WebhookEndpoint {
  id: string
  url: string
  description: string
  /** `message.updated`, `conversation.*`, `*` */
  events: string[]
  enabled: boolean
  disabledAt: Iso | null
  /** `gone`: it answered 410. `failing`: it took nothing for three days. */
  disabledCode: 'by_hand' | 'gone' | 'failing' | null
  failingSince: Iso | null
  /** in a row */
  failures: number
  lastDeliveredAt: Iso | null
  /** Deliveries that wait, counted to 1,000. */
  waiting: number
  /** Until then the former secret signs as well. */
  formerSecretUntil: Iso | null
  createdAt: Iso
}

export interface WebhookTry { at: Iso; /** null = no answer */ status: number | null; ms: number; error: string | null; /** the beginning of the answer */ answer: string | null }

export interface WebhookDelivery {
  /** `webhook-id`: the same at every try. */
  id: string
  type: string
  state: 'pending' | 'delivered' | 'failed'
  at: Iso
  nextTryAt: Iso | null
  settledAt: Iso | null
  attempts: number
  tries: WebhookTry[]
  payload: { type: string; timestamp: Iso; data: Record<string, unknown> }
}
