/** Share of the rate that only people may use. */
const HUMAN_SHARE = 0.2
/** Share of the rate that what comes in can take: whoever is flooded still answers, and hears from the platform itself when that is too fast. */
const INBOUND_SHARE = 0.75

/**
 * A token bucket per account: `perSecond` sends, a fifth kept for people. Halved when the platform asks for a slower pace, a tenth comes back
 * every minute. Wall clock, in memory of the node that holds the lane.
 */
export class Pace {
  private tokens: number
  private at: number
  /** What comes in may take so much now. */
  private yielding: number
  private factor = 1
  private loweredAt = 0
  /** Sends a second that the platform takes from this account. */
  perSecond: number

  constructor(perSecond: number, now: number) {
    this.perSecond = perSecond
    this.tokens = this.capacity
    this.yielding = this.capacity * INBOUND_SHARE
    this.at = now
  }

  /** The platform has granted another rate: what is in the bucket stays, as far as it fits. */
  set(perSecond: number, now: number): void {
    if (perSecond === this.perSecond) return
    this.refill(now)
    this.perSecond = perSecond
    this.tokens = Math.min(this.tokens, this.capacity)
  }

  private get capacity(): number { return Math.max(1, this.perSecond * this.factor) }

  /** Takes one send if there is one for this class (0 = a person's). */
  take(class_: number, now: number): boolean {
    this.refill(now)
    const floor = class_ === 0 ? 0 : this.capacity * HUMAN_SHARE
    if (this.tokens - 1 < floor && !(class_ !== 0 && this.capacity <= 1 && this.tokens >= 1)) return false
    this.tokens -= 1
    return true
  }

  /** Takes as many of `want` sends as there are for this class. */
  some(class_: number, want: number, now: number): number {
    this.refill(now)
    const floor = class_ === 0 ? 0 : this.capacity * HUMAN_SHARE
    const room = Math.max(0, Math.floor(this.tokens - floor))
    if (room === 0) return want > 0 && this.take(class_, now) ? 1 : 0
    const taken = Math.min(want, room)
    this.tokens -= taken
    return taken
  }

  /** Sends that were taken and did not happen. */
  giveBack(count: number): void { this.tokens = Math.min(this.capacity, this.tokens + count) }

  /** What comes in counts against the rate of some platforms, up to its share. */
  inbound(count: number, now: number): void {
    this.refill(now)
    const counted = Math.min(count, this.yielding)
    this.yielding -= counted
    this.tokens = Math.max(0, this.tokens - counted)
  }

  lower(now: number): void {
    this.refill(now)
    this.factor = Math.max(0.01, this.factor / 2)
    this.loweredAt = now
    this.tokens = Math.min(this.tokens, this.capacity)
  }

  private refill(now: number): void {
    const recovered = Math.floor((now - this.loweredAt) / 60_000)
    if (this.factor < 1 && recovered > 0) {
      this.factor = Math.min(1, this.factor + 0.1 * recovered)
      this.loweredAt += recovered * 60_000
    }
    const fresh = ((now - this.at) / 1000) * this.perSecond * this.factor
    this.tokens = Math.min(this.capacity, this.tokens + fresh)
    this.yielding = Math.min(this.capacity * INBOUND_SHARE, this.yielding + fresh * INBOUND_SHARE)
    this.at = now
  }
}
