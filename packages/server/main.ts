import { mkdirSync } from 'node:fs'
import type { Running } from './boot.js'
import { readConfig } from './config.js'
import { makeLog } from './log.js'
import { openEmbedded } from './open-embedded.js'

/** How long a graceful stop may take before the process leaves anyway. */
const STOP_MS = 15_000
/** How long it may take to end by itself once everything is closed. */
const LINGER_MS = 300

/** What bootstrap calls, in its own process. Resolves when the server has stopped or the command is done. */
export async function main(argv: string[], options: { command: 'start' | 'dev' | 'recado' }): Promise<void> {
  if (options.command === 'recado') return (await import('./commands.js')).runCommand(argv)
  const abort = new AbortController()
  let running: Running | null = null
  const stopped = new Promise<void>((resolve, reject) => {
    let asked = false
    // npm repeats a Ctrl-C to us after the terminal has sent it to the whole group: the second one changes nothing.
    const stop = (): void => {
      if (asked) return
      asked = true
      abort.abort()
      if (!running) return
      setTimeout(() => process.exit(1), STOP_MS).unref()
      running.close().then(resolve, reject)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
    abort.signal.addEventListener('abort', () => { if (!running) setTimeout(resolve, 0) })
  })
  const config = readConfig(process.env, null)
  const log = makeLog()
  try {
    mkdirSync(config.dataDir, { recursive: true })
    // PostgreSQL starts - the first time it also makes its files - in processes of its own: meanwhile this one reads its code.
    const database = config.databaseUrl ? null : openEmbedded(config, log, abort.signal)
    database?.catch(() => {}) // boot hears of it
    const { boot, webDir } = await import('./boot.js')
    running = await boot({ ...config, webDir: webDir() }, { signal: abort.signal, log, database })
  } catch (error) {
    if (abort.signal.aborted) return
    throw Object.assign(error as Error, { plain: (error as { plain?: boolean }).plain ?? isSentence(error) })
  }
  if (abort.signal.aborted) return running.close()
  console.log(`Recado is ready: ${running.services.config.publicUrl ?? running.url}`)
  await stopped
  // Whatever a database that does not answer still holds open must not keep the process.
  setTimeout(() => process.exit(0), LINGER_MS).unref()
}

/** Our own refusals are sentences; anything else is shown with its stack. */
function isSentence(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ConfigError' || error.constructor.name === 'ConfigError' || (error as NodeJS.ErrnoException).code === 'EADDRINUSE')
}
