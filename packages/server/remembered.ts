import { isAway } from '@recado/db'
import { LRUCache } from 'lru-cache'
import { inTime } from './ingest/standstill.js'

/** How long what was looked up is taken for granted: a revocation on another node works within it. */
const TRUST_MS = 3_000
/** While the database cannot be asked, for so long: people keep their screens, and nothing can be revoked there in that time anyway. */
const TRUST_WHILE_AWAY_MS = 10 * 60_000
/** When a look-up counts as unanswered. */
const PATIENCE_MS = 1_000

/** What was looked up lately, by key: for a moment instead of asking again, and for a while where nobody answers. */
export class Remembered<T extends object> {
  private readonly known = new LRUCache<string, { value: T; at: number }>({ max: 10_000, ttl: TRUST_WHILE_AWAY_MS })

  /** What `look` finds, or found a moment ago; null when it finds nothing. */
  async find(key: string, look: () => Promise<T | null>): Promise<T | null> {
    const held = this.known.get(key)
    if (held && performance.now() - held.at < TRUST_MS) return held.value
    const looked = look().then((value) => this.remember(key, value))
    if (!held) return looked
    try {
      return await inTime(looked, PATIENCE_MS)
    } catch (error) {
      if (!isAway(error)) throw error
      looked.catch(() => {}) // it may fail later, with nobody listening
      return held.value
    }
  }

  forget(key?: string): void {
    if (key === undefined) this.known.clear()
    else this.known.delete(key)
  }

  /** It has changed: the next look asks, and takes what it was only where nobody answers. */
  doubt(key: string): void {
    const held = this.known.get(key)
    if (held) this.known.set(key, { value: held.value, at: -Infinity })
  }

  private remember(key: string, value: T | null): T | null {
    if (value) this.known.set(key, { value, at: performance.now() })
    else this.known.delete(key)
    return value
  }
}
