// Compiles the sources that changed, file by file: the server finds channels by scanning folders, so nothing is bundled.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, parse, relative } from 'node:path'
import { build } from 'esbuild'
import { allSources, changes, readStamps, writeStamps } from './lib/compile.mjs'
import { copyExtraChannelFiles } from './lib/extra-channels.mjs'
import { packed, root } from './lib/paths.mjs'
import { say } from './lib/say.mjs'
import { compiledRoots } from './lib/sources.mjs'

const sources = allSources()
const { changed } = changes(sources, readStamps())
const modules = changed.filter((s) => s.kind === 'module')
const top = parse(root).root
const before = performance.now()

try {
  await compileModules(modules)
} catch {
  process.exit(1) // esbuild has printed the place already
}
for (const asset of changed.filter((s) => s.kind === 'asset')) {
  mkdirSync(dirname(asset.to), { recursive: true })
  copyFileSync(asset.from, asset.to)
}
removeStrays(new Set(sources.map((s) => s.to)))
copyExtraChannelFiles(process.env.RECADO_CHANNELS_DIR)
writeStamps(Object.fromEntries(sources.map((s) => [s.to, s.stamp])))
if (modules.length > 0) say(`Compiled ${modules.length} files in ${Math.round(performance.now() - before)} ms.`)

async function compileModules(files) {
  if (files.length === 0) return
  await build({
    entryPoints: files.map((s) => ({ in: s.from, out: relative(top, s.to).replace(/\.js$/, '') })),
    outdir: top, // outputs may lie anywhere: those of channels beside the data
    absWorkingDir: root,
    bundle: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, jsx: 'react-jsx' } },
  })
}

/** A module deleted from the sources must not go on being found in dist. */
function removeStrays(expected) {
  if (packed) return // nothing of it is made here
  for (const dist of compiledRoots().map((dir) => join(dir, 'dist')).filter(existsSync)) {
    for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      if (entry.isFile() && !expected.has(path.replace(/\.map$/, ''))) rmSync(path)
    }
  }
}
