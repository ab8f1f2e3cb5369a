import { RecadoError } from '@recado/core'
import { LRUCache } from 'lru-cache'

/** Requests a second that one token may make. */
export const REQUESTS_PER_SECOND = 100

interface Bucket { left: number; at: number }

/** A bucket per token, in this node's memory: full with a second's requests, refilled evenly. `now` is monotonic, in ms. */
export class RateLimit {
  private readonly buckets = new LRUCache<string, Bucket>({ max: 10_000 })
  private readonly perSecond: number
  private readonly now: () => number

  constructor(perSecond = REQUESTS_PER_SECOND, now: () => number = () => performance.now()) {
    this.perSecond = perSecond
    this.now = now
  }

  /** Takes one request; throws too_many_requests with the time after which there is one again. */
  take(key: string): void {
    const now = this.now()
    const bucket = this.buckets.get(key) ?? { left: this.perSecond, at: now }
    bucket.left = Math.min(this.perSecond, bucket.left + ((now - bucket.at) / 1_000) * this.perSecond)
    bucket.at = now
    this.buckets.set(key, bucket)
    if (bucket.left < 1) throw new RecadoError('too_many_requests', { retryAfterS: Math.max(1, Math.ceil((1 - bucket.left) / this.perSecond)) })
    bucket.left -= 1
  }
}
