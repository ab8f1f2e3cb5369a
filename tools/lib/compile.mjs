import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './child.mjs'
import { extraChannelSources } from './extra-channels.mjs'
import { cacheDir, packed, root } from './paths.mjs'
import { fail } from './say.mjs'
import { compiledRoots, sourcesOf } from './sources.mjs'

const stampFile = join(cacheDir, 'compiled.json')

/**
 * Compiles what has changed since the last time. The look for changes is all that a usual start pays; the compiler
 * itself runs as a child, so that its memory goes away with it.
 */
export async function compile() {
  const { changed, gone } = changes(allSources(), readStamps())
  if (changed.length === 0 && gone.length === 0) return
  const code = await runNode(join(root, 'tools/compile.mjs'), [], { stdio: ['ignore', 2, 2] })
  if (code !== 0) fail('Recado could not be compiled; the lines above name the file.', code)
}

/** Every file with an output, of the clone and of RECADO_CHANNELS_DIR. */
export function allSources() {
  return [...(packed ? [] : compiledRoots().flatMap((dir) => sourcesOf(dir))), ...extraChannelSources(process.env.RECADO_CHANNELS_DIR)]
}

/**
 * `changed`: new, touched or without its output; `gone`: outputs that no source stands for any more.
 * @param {import('./sources.mjs').Source[]} sources
 * @param {Record<string, string>} stamps
 */
export function changes(sources, stamps) {
  const outputs = new Set(sources.map((s) => s.to))
  return {
    changed: sources.filter((s) => stamps[s.to] !== s.stamp || !existsSync(s.to)),
    gone: Object.keys(stamps).filter((to) => !outputs.has(to) && existsSync(to)),
  }
}

/** Output -> stamp of the source it was made from. */
export function readStamps() {
  try {
    const saved = JSON.parse(readFileSync(stampFile, 'utf8'))
    return saved.by === compilerVersion() ? saved.stamps : {}
  } catch {
    return {}
  }
}

/** Kept by renaming, so that a start beside this one never reads half a file. */
export function writeStamps(stamps) {
  mkdirSync(cacheDir, { recursive: true })
  const draft = `${stampFile}.${process.pid}`
  writeFileSync(draft, JSON.stringify({ by: compilerVersion(), stamps }))
  renameSync(draft, stampFile)
}

// The place is part of it: stamps hold whole paths, and a clone may be moved.
function compilerVersion() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return `esbuild ${dependencies.esbuild}, layout 1, ${root}`
}
