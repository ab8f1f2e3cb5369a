/** Counts of the last five minutes, in steps of ten seconds, by name. */
const STEP_MS = 10_000
const STEPS = 30

export class Pulse {
  private readonly counts = new Map<string, { step: number; n: number }[]>()
  private readonly last = new Map<string, number>()
  private readonly now: () => number
  private readonly wall: () => number

  /** `now`: monotonic. */
  constructor(now: () => number = () => performance.now(), wall: () => number = Date.now) {
    this.now = now
    this.wall = wall
  }

  count(name: string, n = 1): void {
    this.last.set(name, this.wall())
    const step = Math.floor(this.now() / STEP_MS)
    const steps = this.counts.get(name) ?? []
    if (steps.length === 0) this.counts.set(name, steps)
    const last = steps.at(-1)
    if (last?.step === step) last.n += n
    else {
      steps.push({ step, n })
      if (steps.length > STEPS) steps.shift()
    }
  }

  /** How often a minute, on average; names that were quiet for five minutes are forgotten. */
  perMinute(): Record<string, number> {
    const oldest = Math.floor(this.now() / STEP_MS) - STEPS
    const minutes = (STEPS * STEP_MS) / 60_000
    const found: Record<string, number> = {}
    for (const [name, steps] of this.counts) {
      const n = steps.reduce((sum, one) => sum + (one.step > oldest ? one.n : 0), 0)
      if (n === 0) { this.counts.delete(name); this.last.delete(name) }
      else found[name] = n / minutes
    }
    return found
  }

  /** When each of them was counted last. */
  lastAt(): Record<string, number> { return Object.fromEntries(this.last) }
}
