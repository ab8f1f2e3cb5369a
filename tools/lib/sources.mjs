import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './paths.mjs'

const SKIPPED = new Set(['node_modules', 'dist', 'fixtures'])
// Read at run time relative to the module (`new URL('./x.sql', import.meta.url)`), so they must lie beside it in dist too.
const ASSET = /\.(sql|json|svg|html|css|txt)$/
const NOT_SHIPPED = /(\.test\.tsx?|\.d\.ts|\.config\.ts)$|^(package|tsconfig)\.json$/

/** @typedef {{ from: string, to: string, kind: 'module' | 'asset', stamp: string }} Source */

/** The folders that are compiled, each into its own dist/. packages/web is left to vite. */
export function compiledRoots() {
  const packages = folders(join(root, 'packages')).filter((dir) => !dir.endsWith('/web'))
  const single = ['seeds', 'bench', 'chaos'].map((name) => join(root, name)).filter(existsSync)
  return [...packages, ...folders(join(root, 'channels')), ...single]
}

/**
 * What one folder compiles to: `{from, to, kind, stamp}` per file. The stamp is size and time of change: reading every
 * source at each start would cost more than compiling the few that were touched without being changed.
 * @param {string} dir
 * @returns {Source[]}
 */
export function sourcesOf(dir, dist = join(dir, 'dist')) {
  return walk(dir).flatMap(({ path, name }) => {
    const kind = NOT_SHIPPED.test(name) ? null : /\.tsx?$/.test(name) ? 'module' : ASSET.test(name) ? 'asset' : null
    if (!kind) return []
    const { size, mtimeMs } = statSync(path)
    const to = join(dist, relative(dir, path))
    return [{ from: path, to: kind === 'module' ? to.replace(/\.tsx?$/, '.js') : to, kind, stamp: `${size}:${mtimeMs}` }]
  })
}

/**
 * Every file below, but for dependencies, output, fixtures and hidden folders.
 * @param {string} dir
 * @returns {{ path: string, name: string }[]}
 */
export function walk(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) return []
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return walk(path)
    return [{ path, name: entry.name }]
  })
}

/** The folders directly below. */
export function folders(dir) {
  if (!existsSync(dir)) return []
  const entries = readdirSync(dir, { withFileTypes: true })
  return entries.filter((e) => e.isDirectory() && !e.name.startsWith('.') && e.name !== 'node_modules').map((e) => join(dir, e.name))
}
