import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const FILES = ['data.json', 'messages.json']

/** Serves and ships the emoji names of our languages from /emoji/{language}/: the picker would otherwise fetch them from a public CDN. */
export function emojiData(languages: readonly string[]): Plugin {
  const require = createRequire(import.meta.url)
  const wanted = new Map(languages.flatMap((language) => FILES.map((file) => [`/emoji/${language}/${file}`, require.resolve(`emojibase-data/${language}/${file}`)])))
  return {
    name: 'recado-emoji-data',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = wanted.get((request.url ?? '').split('?')[0] ?? '')
        if (!path) return next()
        response.setHeader('content-type', 'application/json')
        createReadStream(path).pipe(response)
      })
    },
    async generateBundle() {
      for (const [url, path] of wanted) this.emitFile({ type: 'asset', fileName: url.slice(1), source: await readFile(path) })
    },
  }
}
