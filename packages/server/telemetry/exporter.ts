import { SilentPlatform } from '@recado/channel-kit'
import type { Egress } from '../egress/egress.js'

/** Statuses after which the same may be sent again; after every other it must not be (OTLP). */
const AGAIN = new Set([429, 502, 503, 504])
const LEAST_WAIT_MS = 1_000
const MOST_WAIT_MS = 60_000
const TIMEOUT_MS = 10_000

/** Hands one kind of telemetry to a collector: one request at a time, what could not be handed over waits with growing patience, and never for long enough to grow. */
export class Exporter {
  sent = 0
  failed = 0
  private notBefore = 0
  private waitMs = LEAST_WAIT_MS
  private readonly egress: Pick<Egress, 'call'>
  private readonly url: string
  private readonly headers: Readonly<Record<string, string>>
  private readonly now: () => number

  constructor(to: { egress: Pick<Egress, 'call'>; url: string; headers: Readonly<Record<string, string>>; now?: () => number }) {
    this.egress = to.egress
    this.url = to.url
    this.headers = to.headers
    this.now = to.now ?? (() => performance.now())
  }

  /** Whether something may be handed over now, or the collector asked for a rest. */
  get ready(): boolean { return this.now() >= this.notBefore }

  /** `again`: it is to be handed over once more, later. */
  async send(body: Record<string, unknown>, items: number): Promise<'done' | 'again'> {
    const answer = await this.egress.call({ method: 'POST', url: this.url, headers: { ...this.headers, 'content-type': 'application/json' }, body, timeoutMs: TIMEOUT_MS }, { loopback: true }).catch((error: unknown) => {
      if (error instanceof SilentPlatform) return null
      throw error
    })
    if (answer && answer.status >= 200 && answer.status < 300) {
      this.waitMs = LEAST_WAIT_MS
      this.sent += items
      return 'done'
    }
    if (answer && !AGAIN.has(answer.status)) { this.failed += items; return 'done' }
    const asked = Number(answer?.headers['retry-after'])
    this.notBefore = this.now() + (asked > 0 ? Math.min(asked * 1_000, MOST_WAIT_MS) : this.waitMs * (0.8 + Math.random() * 0.4))
    this.waitMs = Math.min(this.waitMs * 2, MOST_WAIT_MS)
    return 'again'
  }
}
