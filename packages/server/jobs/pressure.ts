import type { Services } from '../services.js'

/** Commits of ingest in a second above which it is busy: work behind the messages lets it pass. */
const BUSY_COMMITS = 30
/** However busy it is, nothing behind waits longer than this. */
export const LONGEST_LAG_MS = 30_000

/** How busy ingest is on this node. Wall clock. */
export class Pressure {
  private second = 0
  private commits = 0
  private before = 0
  private readonly wall: () => number

  constructor(wall: () => number = Date.now) { this.wall = wall }

  /** A batch was stored. */
  count(): void {
    this.turn()
    this.commits++
  }

  /** Whether the last full second, or the one that runs, held more commits than work behind should disturb. */
  get busy(): boolean {
    this.turn()
    return Math.max(this.before, this.commits) > BUSY_COMMITS
  }

  /** Whether work that last ran at `lastAt` may run now: nobody is in the way, or it has waited long enough. */
  mayWork(lastAt: number): boolean { return !this.busy || this.wall() - lastAt >= LONGEST_LAG_MS }

  private turn(): void {
    const second = Math.floor(this.wall() / 1_000)
    if (second === this.second) return
    this.before = second === this.second + 1 ? this.commits : 0
    this.second = second
    this.commits = 0
  }
}

const known = new WeakMap<Services['signals'], Pressure>()

/** This node's pressure: one for all that work behind ingest. */
export function pressureOf({ signals }: Pick<Services, 'signals'>): Pressure {
  let pressure = known.get(signals)
  if (!pressure) {
    const made = new Pressure()
    known.set(signals, (pressure = made))
    signals.on('stored', () => made.count())
  }
  return pressure
}
