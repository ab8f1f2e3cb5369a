import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../../tools/lib/paths.mjs'

const dist = join(root, 'packages/web/dist')
const KB = 1024

/** What a browser with an empty cache fetches for each page, by the bundler's own manifest. Languages: the heavier one counts. */
const PAGES = [
  { name: 'sign-in', goalKb: 110, entries: [/^index\.html$/], words: ['gate'] },
  { name: 'inbox', goalKb: 260, entries: [/^index\.html$/, /^app\.tsx$/, /^pages\/inbox\b/], words: ['gate', 'desk'] },
]

/**
 * Weight of the pages a person opens first, packed with gzip as any browser takes it.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureWeight() {
  const file = join(dist, '.vite/manifest.json')
  if (!existsSync(file)) throw new Error('The web app is not built: run npm start once.')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  return PAGES.map((page) => weigh(manifest, page))
}

function weigh(manifest, { name, goalKb, entries, words: parts }) {
  const keys = Object.keys(manifest)
  const roots = keys.filter((key) => entries.some((entry) => entry.test(key)))
  const words = Object.keys(manifest).filter((key) => key.startsWith('messages/') && parts.some((part) => key.endsWith(`?${part}`)))
  const languages = [...new Set(words.map((key) => key.split('?')[0]))].map((path) => words.filter((key) => key.startsWith(`${path}?`)).map((key) => manifest[key].file))
  if (roots.length === 0 || languages.length === 0) throw new Error(`The manifest of the web app has no ${name} page as this bench knows it.`)
  const files = new Set(['index.html', ...roots.flatMap((key) => filesOf(manifest, key))])
  const weight = (of) => of.reduce((sum, file) => sum + packed(file), 0)
  for (const file of languages.toSorted((one, other) => weight(other) - weight(one))[0]) files.add(file)
  const kb = weight([...files]) / KB
  return { name: `page weight, ${name}, gzip`, goal: `<= ${goalKb} KB`, measured: `${kb.toFixed(0)} KB`, met: kb <= goalKb, note: `${files.size} files`, files: [...files] }
}

/** A chunk with its style sheets, fonts and everything it imports before it can run. */
function filesOf(manifest, key, seen = new Set()) {
  if (seen.has(key)) return []
  seen.add(key)
  const { file, css = [], assets = [], imports = [] } = manifest[key]
  return [file, ...css, ...assets, ...imports.flatMap((one) => filesOf(manifest, one, seen))]
}

/** Fonts and pictures are packed already. */
function packed(file) {
  const bytes = readFileSync(join(dist, file))
  return /\.(js|css|html|svg|json)$/.test(file) ? gzipSync(bytes).length : bytes.length
}
