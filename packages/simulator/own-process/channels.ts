import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ChannelSimulator, PhoneDeclaration } from '@recado/channel-kit'
import type { SimulatedChannel } from '../host.js'

/** The simulators of every channel folder below `dirs`: compiled to `dist`, or plain JavaScript. */
export async function loadSimulators(dirs: readonly string[]): Promise<SimulatedChannel[]> {
  const found: SimulatedChannel[] = []
  for (const dir of dirs)
    for (const name of readdirSync(dir).sort()) {
      const [simulatorFile, phoneFile] = ['simulator', 'phone'].map((entry) => [join(dir, name, 'dist', `${entry}.js`), join(dir, name, `${entry}.js`)].find((file) => existsSync(file)))
      if (!simulatorFile || !phoneFile) continue
      const { simulator } = (await import(pathToFileURL(simulatorFile).href)) as { simulator: ChannelSimulator } // what STYLE 3 says the file exports
      const { phone } = (await import(pathToFileURL(phoneFile).href)) as { phone: PhoneDeclaration } // as above
      found.push({ id: simulator.channel, simulator, phone })
    }
  return found
}
