/** Counts of the last five minutes, in steps of ten seconds, by name. */
const STEP_MS = 10_000
const STEPS = 30

export class Pulse {
  private readonly counts = new Map<string, { step: number; n: number }[]>()
  private readonly now: () => number

  /** `now`: monotonic. */
  constructor(now: () => number = () => performance.now()) { this.now = now }

  count(name: string, n = 1): void {
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
      if (n === 0) this.counts.delete(name)
      else found[name] = n / minutes
    }
    return found
  }
}
