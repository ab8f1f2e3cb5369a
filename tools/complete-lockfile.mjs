/**
 * Completes package-lock.json after `npm install`: a registry mirror that does not carry every platform's build makes npm leave those optional
 * packages out of the lockfile, and `npm ci` then calls the lockfile out of step. The missing entries are added without an address or digest;
 * npm skips them on this platform by `os` and `cpu`, and fetches them from the registry on the others.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const OS = ['android', 'darwin', 'freebsd', 'netbsd', 'openbsd', 'linux', 'win32', 'sunos', 'aix', 'openharmony', 'wasi', 'windows']
const CPU = ['arm64', 'x64', 'arm', 'ia32', 'riscv64', 's390x', 'ppc64', 'wasm32', 'loong64', 'mips64el', 'universal']

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
let added = 0
for (const [at, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`${at}/node_modules/${name}`] || lock.packages[`node_modules/${name}`]) continue
    const words = name.toLowerCase().split(/[/-]/)
    const os = OS.find((o) => words.includes(o)) ?? 'android'
    const cpu = CPU.find((c) => words.includes(c)) ?? 'wasm32'
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ''), cpu: [cpu], license: 'MIT', optional: true, os: [os === 'windows' ? 'win32' : os === 'wasi' ? 'none' : os],
      ...(entry.dev ? { dev: true } : {}),
    }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n')
console.log(`${added} optional packages of other platforms added`)
