import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk { file: string; src?: string; imports?: string[]; dynamicImports?: string[]; css?: string[] }

/** What a browser loads before a page works, gzipped bytes: scripts, styles and the sentences of one language. Budgets: 110 KB to sign in, 260 KB for the inbox. */
export function pageWeights(dist: string, language: 'en' | 'es'): { login: number; inbox: number } {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const weigh = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
  const filesOf = (entries: readonly string[]) => {
    const files = new Set<string>()
    const seen = new Set<string>()
    const visit = (key: string) => {
      const chunk = manifest[key]
      if (!chunk || seen.has(key)) return
      seen.add(key)
      for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
      for (const next of chunk.imports ?? []) visit(next)
    }
    for (const entry of entries) visit(entry)
    return files
  }
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + weigh(file), 0)
  const gate = ['index.html', `messages/${language}.json?gate`]
  return { login: sum(filesOf(gate)), inbox: sum(filesOf([...gate, 'app.tsx', `messages/${language}.json?all`])) }
}
