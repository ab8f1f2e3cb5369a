import type { Ingest } from '../ingest/ingest.js'
import type { Services } from '../services.js'
import type { TimedWork } from '../simulator/clock.js'

/** Background work of this process: `timed` falls due in business time and is moved by the simulator's clock. */
export interface Jobs { timed: TimedWork[]; start(): Promise<void> }

export function startJobs(_deps: { services: Services; ingest: Ingest }): Jobs {
  return { timed: [], start: async () => {} }
}
