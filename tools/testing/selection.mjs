import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { root } from '../lib/paths.mjs'
import { walk } from '../lib/sources.mjs'

const PROJECTS = { unit: ['packages', 'channels', 'tools', 'seeds'], e2e: ['e2e'] }

/** Splits `npm test -- [--project unit|e2e] [filters] [!paths to leave out] [vitest options]`. */
export function readArguments(argv) {
  const projects = []
  const filters = []
  const options = []
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i]
    if (arg === '--project') projects.push(argv[++i])
    else if (arg.startsWith('--project=')) projects.push(arg.slice('--project='.length))
    else if (arg === '-t' || arg === '--testNamePattern') options.push(arg, argv[++i])
    else if (arg.startsWith('-')) options.push(arg)
    else filters.push(existsSync(resolve(root, arg)) ? relative(root, resolve(root, arg)) : arg)
  }
  return { projects: projects.length > 0 ? projects : Object.keys(PROJECTS), filters, options }
}

/** The test files that a project would run: nobody should wait for a browser to learn that none is needed. */
export function filesOf(project, filters) {
  const dirs = (PROJECTS[project] ?? []).map((dir) => join(root, dir)).filter(existsSync)
  const files = dirs.flatMap(walk).map(({ path }) => relative(root, path)).filter((path) => /\.test\.tsx?$/.test(path))
  const [left, wanted] = [filters.filter((filter) => filter.startsWith('!')).map((filter) => filter.slice(1)), filters.filter((filter) => !filter.startsWith('!'))]
  return files.filter((path) => (wanted.length === 0 || wanted.some((filter) => path.includes(filter))) && !left.some((filter) => path.includes(filter)))
}
