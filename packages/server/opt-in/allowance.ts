import { RecadoError } from '@recado/core'
import { LRUCache } from 'lru-cache'

interface Bucket { left: number; at: number }

/** So many at once and so many a minute, counted by key in this node's memory: for doors that anybody may knock on. `now` is monotonic, in ms. */
export class Allowance {
  private readonly buckets = new LRUCache<string, Bucket>({ max: 20_000 })
  private readonly atOnce: number
  private readonly perMinute: number
  private readonly now: () => number

  constructor(atOnce: number, perMinute: number, now: () => number = () => performance.now()) {
    this.atOnce = atOnce
    this.perMinute = perMinute
    this.now = now
  }

  /** Takes one; throws too_many_requests with the time after which there is one again. */
  take(key: string): void {
    const now = this.now()
    const bucket = this.buckets.get(key) ?? { left: this.atOnce, at: now }
    bucket.left = Math.min(this.atOnce, bucket.left + ((now - bucket.at) / 60_000) * this.perMinute)
    bucket.at = now
    this.buckets.set(key, bucket)
    if (bucket.left < 1) throw new RecadoError('too_many_requests', { retryAfterS: Math.max(1, Math.ceil(((1 - bucket.left) / this.perMinute) * 60)) })
    bucket.left -= 1
  }
}
