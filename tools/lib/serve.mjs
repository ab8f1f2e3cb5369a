import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { extraChannelsOutput } from './extra-channels.mjs'
import { root } from './paths.mjs'
import { fail } from './say.mjs'

/**
 * The server runs in this very process (a second Node would cost 40 MB), and from here on the signals are its own: main
 * takes SIGINT and SIGTERM before it opens anything, and the process ends when everything is closed.
 */
export async function serve(command, argv) {
  const extra = process.env.RECADO_CHANNELS_DIR
  if (extra) process.env.RECADO_CHANNELS_COMPILED ??= extraChannelsOutput(extra)
  const entry = join(root, 'packages/server/dist/main.js')
  if (!existsSync(entry)) fail('packages/server/main.ts is missing: this clone is incomplete.')
  const { main } = await import(pathToFileURL(entry).href)
  try {
    await main(argv, { command })
  } catch (error) {
    // `plain` marks a sentence written for the person at the terminal; anything else deserves its stack.
    if (error?.plain) fail(error.message)
    throw error
  }
}
