import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Channel, ChannelSimulator, PhoneDeclaration } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import type { ChannelRegistry, LoadedChannel } from '../services.js'

/** A folder is a channel when it has a compiled (or plain) index. */
function entryOf(dir: string, name: 'index' | 'simulator' | 'phone', development: boolean): string | null {
  const places = development ? [join(dir, `${name}.ts`), join(dir, 'dist', `${name}.js`), join(dir, `${name}.js`)] : [join(dir, 'dist', `${name}.js`), join(dir, `${name}.js`)]
  return places.find((file) => existsSync(file)) ?? null
}

async function load(dir: string, development: boolean): Promise<LoadedChannel | null> {
  const index = entryOf(dir, 'index', development)
  if (!index) return null
  const { default: channel } = (await import(pathToFileURL(index).href)) as { default: Channel }
  if (!channel?.declaration || !channel.connector) throw new Error(`${dir}: index exports no channel (default {declaration, connector})`)
  const simulatorFile = entryOf(dir, 'simulator', development)
  const phoneFile = entryOf(dir, 'phone', development)
  const simulator = simulatorFile ? ((await import(pathToFileURL(simulatorFile).href)) as { simulator: ChannelSimulator }).simulator : null
  const phone = phoneFile ? ((await import(pathToFileURL(phoneFile).href)) as { phone: PhoneDeclaration }).phone : null
  const guides: Record<string, string> = {}
  for (const file of readdirSync(dir)) {
    const language = /^README(?:\.([a-z-]+))?\.md$/i.exec(file)
    if (language) guides[language[1] ?? 'en'] = readFileSync(join(dir, file), 'utf8')
  }
  const logo = existsSync(join(dir, 'logo.svg')) ? readFileSync(join(dir, 'logo.svg'), 'utf8') : null
  return { ...channel, dir, simulator, phone, guides, logo }
}

/**
 * Finds channels by scanning folders; nobody keeps a list of them. A folder that cannot be loaded stops the start with its name, since a
 * company whose channel silently vanished would lose messages.
 */
export async function loadChannels(dirs: readonly string[], options: { development?: boolean } = {}): Promise<ChannelRegistry> {
  const found = new Map<string, LoadedChannel>()
  for (const parent of dirs) {
    if (!existsSync(parent)) throw new Error(`The channel directory ${parent} does not exist.`)
    for (const entry of readdirSync(parent, { withFileTypes: true }).filter((e) => e.isDirectory() && !e.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const channel = await load(join(parent, entry.name), options.development ?? false).catch((cause: unknown) => {
        throw new Error(`The channel in ${join(parent, entry.name)} cannot be loaded: ${(cause as Error).message}`, { cause })
      })
      if (!channel) continue
      if (found.has(channel.declaration.id)) throw new Error(`Two channel folders call themselves "${channel.declaration.id}".`)
      found.set(channel.declaration.id, channel)
    }
  }
  return {
    get(id) {
      const channel = found.get(id)
      if (!channel) throw new RecadoError('unknown_channel', { channel: id })
      return channel
    },
    find: (id) => found.get(id),
    all: () => [...found.values()],
  }
}
