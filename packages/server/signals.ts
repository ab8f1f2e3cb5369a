import { EventEmitter } from 'node:events'
import type { Database } from '@recado/db'
import type { Signals } from './services.js'

/** How long hints are gathered before one NOTIFY goes out for all of them. */
const GATHER_MS = 10

/**
 * Wakes readers after a commit: those of this process at once, those of other nodes by a contentless NOTIFY outside every data transaction
 * (NOTIFY inside each transaction cut commits to 0.35x). Alone on its database it sends none.
 */
export function makeSignals(db: Database, shared: boolean): Signals {
  const signals = new EventEmitter({ captureRejections: false }) as Signals
  signals.setMaxListeners(0)
  let timer: NodeJS.Timeout | null = null
  signals.committed = (workspaceId) => {
    signals.emit('events', workspaceId)
    if (!shared || timer) return
    timer = setTimeout(() => {
      timer = null
      db.pool.query('notify recado').catch(() => {}) // a hint only: readers poll as well
    }, GATHER_MS)
    timer.unref()
  }
  return signals
}
