// `npm run pack [-- DIRECTORY]`: one file, recado-<version>.tgz, that starts with `npx ./recado-<version>.tgz` on a machine with Node and the npm registry.
// Everything is compiled before; nothing of the sources, the tests or the tools for building goes along.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { runChild } from './lib/child.mjs'
import { cacheDir, root } from './lib/paths.mjs'
import { folders } from './lib/sources.mjs'

const OURS = ['core', 'channel-kit', 'api', 'db', 'simulator', 'server']
/** What the packed command needs of tools/: the start of the server, and the compiler for channels of the operator's own. */
const TOOLS = ['compile.mjs', ...['child', 'commands', 'compile', 'extra-channels', 'install', 'paths', 'running', 'say', 'serve', 'sources', 'upgrade', 'web'].map((name) => `lib/${name}.mjs`)]

const stage = join(cacheDir, 'packed')
rmSync(stage, { recursive: true, force: true })
for (const name of OURS) copyCompiled(join(root, 'packages', name))
for (const dir of [...folders(join(root, 'channels')), join(root, 'seeds')]) copyCompiled(dir)
cpSync(join(root, 'packages/web/dist'), join(stage, 'packages/web/dist'), { recursive: true })
for (const file of [...TOOLS.map((name) => `tools/${name}`), 'tools/recado.mjs', 'LICENSE', 'README.md']) cpSync(join(root, file), join(stage, file))
for (const name of OURS) writeLink(name)
cpSync(join(root, 'packages/db/migrations'), join(stage, 'packages/db/migrations'), { recursive: true })
writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest(), null, 2))
writeFileSync(join(stage, 'npm-shrinkwrap.json'), JSON.stringify(shrinkwrap(), null, 2))
const target = resolve(process.argv[2] ?? root)
mkdirSync(target, { recursive: true })
process.exit(await runChild('npm', ['pack', '--loglevel=error', '--pack-destination', target], { cwd: stage, stdio: ['ignore', 'ignore', 2] }))

/** The compiled files, and what lies beside them and is read at run time: guides, logos. */
function copyCompiled(dir) {
  const to = join(stage, relative(root, dir))
  cpSync(join(dir, 'dist'), join(to, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.map') })
  for (const name of readdirSync(dir)) if (/^README.*\.md$|\.svg$/.test(name)) cpSync(join(dir, name), join(to, name))
}

/**
 * `@recado/core` and the others are links in a clone, and a packed file cannot hold links: each is a package of one line per file, which
 * names the compiled one.
 */
function writeLink(name) {
  const to = join(stage, 'node_modules/@recado', name)
  const compiled = join(stage, 'packages', name, 'dist')
  for (const file of readdirSync(compiled, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'))) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    writeFileSync(join(to, file), `export * from '${relative(dirname(join(to, file)), join(compiled, file))}'\n`)
  }
  writeFileSync(join(to, 'package.json'), JSON.stringify({ name: `@recado/${name}`, version: read('package.json').version, type: 'module', exports: { '.': './index.js', './*': './*.js' } }))
}

function manifest() {
  const { version, description, license, engines, dependencies, overrides } = read('package.json')
  // A packed file cannot override what lies deep below, but what it names itself comes first.
  const all = { ...overrides, esbuild: dependencies.esbuild, 'fast-xml-parser': dependencies['fast-xml-parser'] }
  const optional = {}
  for (const name of OURS) {
    const of = read(`packages/${name}/package.json`)
    Object.assign(all, of.dependencies)
    Object.assign(optional, of.optionalDependencies)
  }
  return {
    name: 'recado', version, description, license, type: 'module', engines, packed: true,
    bin: { recado: 'tools/recado.mjs' },
    files: ['npm-shrinkwrap.json', 'tools', 'packages', 'channels', 'seeds'],
    dependencies: all, optionalDependencies: optional, bundleDependencies: OURS.map((name) => `@recado/${name}`),
  }
}

/** The very versions that the clone's lockfile names, so that a later release of something deep below changes nothing. */
function shrinkwrap() {
  const { lockfileVersion, packages } = read('package-lock.json')
  const { name, version, dependencies, optionalDependencies, bundleDependencies } = manifest()
  const kept = Object.entries(packages).filter(([path, entry]) => path.startsWith('node_modules/') && !path.startsWith('node_modules/@recado/') && !entry.dev && !entry.link)
  return { name, version, lockfileVersion, requires: true, packages: { '': { name, version, dependencies, optionalDependencies, bundleDependencies }, ...Object.fromEntries(kept) } }
}

function read(path) {
  const file = join(root, path)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
