import { createHash } from 'node:crypto'

/**
 * Which keys a dry run has met, so that two rows of one new person count once. Eight bytes of each key's hash in open addressing: three million keys
 * take 32 MB, and the chance that two of them are taken for one is below one in a million.
 */
export class SeenKeys {
  private slots = new BigUint64Array(1 << 12)
  private count = 0

  /** Adds these; true when one of them was there before. */
  addAll(keys: readonly string[]): boolean {
    let known = false
    for (const key of keys) if (!this.add(key)) known = true
    return known
  }

  private add(key: string): boolean {
    const hash = createHash('md5').update(key).digest().readBigUInt64LE() || 1n
    if (!this.put(hash)) return false
    if (++this.count * 5 > this.slots.length * 4) this.grow()
    return true
  }

  private put(hash: bigint): boolean {
    const mask = this.slots.length - 1
    for (let at = Number(hash & BigInt(mask)); ; at = (at + 1) & mask) {
      if (this.slots[at] === hash) return false
      if (this.slots[at] !== 0n) continue
      this.slots[at] = hash
      return true
    }
  }

  private grow(): void {
    const old = this.slots
    this.slots = new BigUint64Array(old.length * 2)
    for (const hash of old) if (hash !== 0n) this.put(hash)
  }
}
