import { join } from 'node:path'
import pg from 'pg'
import { root } from '../lib/paths.mjs'

/**
 * The database of a running product, seen past all its guards: what lies there is the proof, whatever the API says.
 * @param {string} dataDir
 */
export async function connections(dataDir) {
  const { runningConnections } = await import(join(root, 'packages/db/dist/embedded/index.js'))
  const found = runningConnections(dataDir)
  if (!found) throw new Error(`No database runs in ${dataDir}.`)
  /** @type {{ url: string, adminUrl: string }} */
  const urls = found
  return urls
}

/**
 * Asks it one thing, as superuser.
 * @param {string} dataDir
 * @param {string} text
 * @param {unknown[]} [values]
 * @returns {Promise<Record<string, any>[]>}
 */
export async function ask(dataDir, text, values = []) {
  const { adminUrl } = await connections(dataDir)
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'recado') })
  await client.connect()
  try { return (await client.query(text, values)).rows } finally { await client.end() }
}

/**
 * @param {string} url
 * @param {string} name
 */
export function withDatabase(url, name) {
  const at = new URL(url)
  at.pathname = `/${name}`
  return at.toString()
}
