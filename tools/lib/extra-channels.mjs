import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { cacheDir, packed, root } from './paths.mjs'
import { folders, sourcesOf } from './sources.mjs'

/**
 * Where the channel folders of RECADO_CHANNELS_DIR are compiled to: inside the clone, because `@recado/channel-kit` is
 * found by walking up from the importing file, and because that directory may be read-only.
 */
export function extraChannelsOutput(dir) {
  return join(cacheDir, 'channels', createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 12))
}

/** Its modules; folders that already hold their own dist/ are used as they are. */
export function extraChannelSources(dir) {
  if (!dir) return []
  return folders(resolve(dir)).flatMap((folder) => sourcesOf(folder, join(extraChannelsOutput(dir), basename(folder), 'dist')))
}

/** Lays the guide, the logo and anything else that is no module beside the compiled folder, which then looks like one of ours. */
export function copyExtraChannelFiles(dir) {
  if (!dir) return
  if (packed) linkModules()
  for (const folder of folders(resolve(dir))) {
    const target = join(extraChannelsOutput(dir), basename(folder))
    mkdirSync(target, { recursive: true })
    for (const entry of readdirSync(folder)) {
      if (!['.ts', '.tsx'].includes(extname(entry))) cpSync(join(folder, entry), join(target, entry), { recursive: true })
    }
    // A channel written in plain JavaScript needs no compiler, only the same place.
    const plain = readdirSync(folder).filter((name) => name.endsWith('.js'))
    if (existsSync(join(folder, 'index.js'))) for (const name of plain) cpSync(join(folder, name), join(target, 'dist', name))
  }
}

/** Beside the data nothing would find `@recado/channel-kit` by walking up. */
function linkModules() {
  const link = join(cacheDir, 'node_modules')
  mkdirSync(cacheDir, { recursive: true })
  if (!existsSync(link)) symlinkSync(join(root, 'node_modules'), link)
}
