import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { walk } from '../lib/sources.mjs'

/** What is printed when an arrow points the wrong way. */
const DRAWING = `
core  <-  channel-kit  <-  channels  <-  simulator
core  <-  api  <-  web, widget          core  <-  db
core, channel-kit, api, db  <-  server          (the server finds channels and their simulators by scanning folders, at run time)
simulator.ts of a channel imports channel-kit only: not its own channel.ts or errors.ts, not core/policy
`

const MAY_IMPORT = {
  core: [],
  'channel-kit': ['core'],
  api: ['core'],
  db: ['core'],
  web: ['core', 'api'],
  widget: ['core', 'api'],
  channels: ['core', 'channel-kit'],
  simulator: ['core', 'channel-kit', 'channels'],
  server: ['core', 'channel-kit', 'api', 'db', 'simulator'],
}

const IMPORT = /(?:^|[\n;}])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/** Every import below `top` that goes against the drawing, one line each, and the drawing at the end. */
export function wrongImports(top) {
  const dirs = ['packages', 'channels'].map((name) => join(top, name)).filter(existsSync)
  const files = dirs.flatMap(walk).map(({ path }) => path).filter((path) => /\.tsx?$/.test(path) && !/\.(test|config|d)\.tsx?$|\/testing\//.test(path))
  const complaints = files.flatMap((file) => complaintsAbout(relative(top, file), readFileSync(file, 'utf8')))
  return complaints.length === 0 ? [] : [...complaints, DRAWING]
}

/** The complaints about one file, whose path is relative to the top of the clone. */
export function complaintsAbout(file, text) {
  const from = place(file)
  if (!from) return []
  return importsOf(text).flatMap(({ specifier, typesOnly }) => {
    const to = target(file, specifier)
    const reason = to === null ? outside(from, specifier) : forbidden(from, to, typesOnly)
    return reason ? [`${file} imports ${specifier}: ${reason}`] : []
  })
}

function importsOf(text) {
  return [...text.matchAll(IMPORT)].map((m) => ({ specifier: m[1] ?? m[2] ?? m[3], typesOnly: /^[\s;}]*(import|export)\s+type\b/.test(m[0]) }))
}

// Our own file that a specifier means, as a path from the top; null for a library.
function target(file, specifier) {
  if (specifier.startsWith('.')) return place(relative('/', resolve('/', dirname(file), specifier)))
  const ours = /^@recado\/([^/]+)(?:\/(.*))?$/.exec(specifier)
  return ours ? { part: ours[1], folder: ours[1], path: ours[2] ?? 'index' } : null
}

function place(path) {
  const [top, folder, ...rest] = path.split('/')
  if (top === 'packages' && folder in MAY_IMPORT) return { part: folder, folder, path: rest.join('/') }
  if (top === 'channels' && rest.length > 0) return { part: 'channels', folder, path: rest.join('/'), simulator: /^simulator\b/.test(rest[0]) }
  return null
}

function forbidden(from, to, typesOnly) {
  const same = from.part === to.part && from.folder === to.folder
  if (from.simulator && same) return /^(channel|errors)\b/.test(to.path) ? 'a simulator is written from the documentation, not from our side of the wire' : null
  if (same) return null
  // The words of the model are common to both sides; types carry no rule.
  if (from.simulator && to.part === 'core' && typesOnly && !to.path.startsWith('policy')) return null
  if (from.simulator) return to.part === 'channel-kit' ? null : 'a simulator imports channel-kit only'
  if (from.part === to.part) return 'one channel folder does not know another'
  return MAY_IMPORT[from.part].includes(to.part) ? null : `${from.part} may not know ${to.part}`
}

// core runs in the browser, too, and takes time, ids and chance as arguments.
function outside(from, specifier) {
  return from.part === 'core' && !specifier.startsWith('.') ? 'core imports nothing from outside' : null
}
