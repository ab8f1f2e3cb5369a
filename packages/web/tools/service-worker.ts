import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

interface Chunk { type: string; fileName: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; facadeModuleId?: string | null; viteMetadata?: { importedCss: Set<string> } }

/** Files beside the bundle that the shell shows. */
const BESIDE = ['/', '/theme.js', '/icon.svg', '/manifest.webmanifest']
/** The desk comes lazily after the gate, and is part of the shell. */
const DESK = /\/app\.tsx$/

/**
 * Writes `sw.js` beside the page: pwa/sw.js with the list of what the shell needs to open (the entry, the desk and all they stand on) and the build's
 * name, so that every build is a new worker with a cache of its own. The build's name is also in the page, which asks for it before it speaks of a new version.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'recado-service-worker',
    apply: 'build',
    // After the page itself is written.
    generateBundle: { order: 'post', async handler(_options, bundle) {
      const files = bundle as unknown as Record<string, Chunk>
      const shell = shellOf(files)
      const source = await readFile(fileURLToPath(new URL('../pwa/sw.js', import.meta.url)), 'utf8')
      const build = createHash('sha256').update(source).update(Object.keys(files).sort().join('\n')).digest('hex').slice(0, 16)
      const page = files['index.html'] as (Chunk & { source?: string }) | undefined
      if (page && typeof page.source === 'string') page.source = page.source.replace('<meta name="recado-build" content="" />', `<meta name="recado-build" content="${build}" />`)
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace('__SHELL__', JSON.stringify([...BESIDE, ...shell])).replace('__BUILD__', build) })
    } },
  }
}

/** Everything that is loaded before the desk stands: scripts and their styles. */
function shellOf(files: Readonly<Record<string, Chunk>>): string[] {
  const found = new Set<string>()
  const take = (name: string): void => {
    const chunk = files[name]
    if (!chunk || chunk.type !== 'chunk' || found.has(`/${name}`)) return
    found.add(`/${name}`)
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(`/${css}`)
    for (const next of chunk.imports ?? []) take(next)
  }
  for (const chunk of Object.values(files)) if (chunk.type === 'chunk' && (chunk.isEntry || DESK.test(chunk.facadeModuleId ?? ''))) take(chunk.fileName)
  return [...found].sort()
}
