import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../tools/lib/paths.mjs'
import { startProduct } from '../../tools/product/start.mjs'
import { refreshCompany, seedCompany } from './company.mjs'

const MIGRATIONS = join(root, 'packages/db/migrations')

/**
 * The seeded company of a data directory: found again by what the last seeding wrote there, else made. Migrations that were added since are applied by
 * the product's start; one that was changed makes the directory useless, and only a person may throw it away.
 * @param {string} dir
 * @param {number} count
 * @returns {Promise<import('./company.mjs').Company & { seconds: number }>} `seconds` 0: it was there
 */
export async function keptCompany(dir, count) {
  const found = readMarker(dir)
  if (!found && existsSync(join(dir, 'postgres'))) throw new Error(`${dir} holds a database that no finished seeding left there. Remove it, or name another directory.`)
  if (found) {
    const schema = schemaNow()
    const changed = Object.entries(found.schema).filter(([name, checksum]) => schema[name] !== checksum).map(([name]) => name)
    if (found.count !== count) throw new Error(`${dir} holds a company of ${found.count} conversations, not of ${count}.`)
    if (changed.length > 0) throw new Error(`${dir} was seeded before ${changed.join(', ')} changed. Remove it to seed it anew.`)
    await begin(dir)
    await refreshCompany(dir, found.company)
    return { ...found.company, seconds: 0 }
  }
  mkdirSync(dir, { recursive: true })
  await begin(dir)
  const { seconds, ...company } = await seedCompany(dir, count)
  writeFileSync(markerOf(dir), JSON.stringify({ count, schema: schemaNow(), company }, null, 2))
  return { ...company, seconds }
}

/** A start of the product makes its database, or brings it up to date. */
async function begin(dir) {
  const product = await startProduct({ dataDir: dir })
  await product.stop()
}

const markerOf = (dir) => join(dir, 'company.json')

/** @returns {{ count: number, schema: Record<string, string>, company: import('./company.mjs').Company } | null} */
function readMarker(dir) {
  return existsSync(markerOf(dir)) ? JSON.parse(readFileSync(markerOf(dir), 'utf8')) : null
}

/** The checksum of every migration. @returns {Record<string, string>} */
function schemaNow() {
  return Object.fromEntries(readdirSync(MIGRATIONS).sort().map((name) => [name, createHash('sha256').update(readFileSync(join(MIGRATIONS, name))).digest('hex')]))
}
