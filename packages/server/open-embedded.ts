import { type Embedded, startEmbedded } from '@recado/db/embedded/index'
import type { Logger } from 'pino'
import type { Config } from './config.js'

/** Our own PostgreSQL in the data directory; makes its files the first time. Throws a sentence for the operator. */
export async function openEmbedded(config: Pick<Config, 'dataDir'>, log: Logger, signal: AbortSignal | undefined): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (line) => log.info(line), ...(signal ? { signal } : {}) })
  embedded.onExit(() => log.warn('PostgreSQL stopped unexpectedly; it is started again'))
  return embedded
}
