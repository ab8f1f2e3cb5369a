import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../lib/paths.mjs'
import { startPgBouncer } from './pgbouncer.mjs'
import { dataDirectory, startProduct } from './start.mjs'

/** @typedef {import('./start.mjs').Product} Product */
/** @typedef {'direct' | 'pooled'} Way how a node reaches the database: LISTEN and named statements, or PgBouncer in transaction mode with neither */

/**
 * Several nodes of one company on one PostgreSQL, each with its own directory and process, sharing the database and the master key's file.
 * @param {{ ways: Way[], env?: Record<string, string> }} options
 */
export async function openNodes({ ways, env = {} }) {
  const { startEmbedded } = await import(join(root, 'packages/db/dist/embedded/index.js'))
  const data = dataDirectory()
  mkdirSync(data.dir, { recursive: true })
  const keyFile = join(data.dir, 'shared-master.key')
  writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  const database = await startEmbedded({ dataDir: data.dir })
  const pooler = ways.includes('pooled') ? await startPgBouncer(database.url) : null
  /** @type {(Product | null)[]} */
  const nodes = ways.map(() => null)
  /** @type {number[]} */
  const ports = ways.map(() => 0)
  const start = async (i) => {
    const pooled = ways[i] === 'pooled'
    const own = { ...env, DATABASE_URL: pooled ? pooler.url : database.url, RECADO_MASTER_KEY_FILE: keyFile, ...(pooled ? { RECADO_DB_POOLER: '1' } : {}) }
    const node = nodes[i] = await startProduct({ dataDir: join(data.dir, `node-${i}`), env: own, port: ports[i] })
    ports[i] = Number(new URL(node.url).port)
    return node
  }
  const close = async () => {
    await Promise.all(nodes.map((node) => node?.stop().catch(() => {})))
    await pooler?.stop()
    await database.stop()
    data.remove()
  }
  try {
    // At once, as an orchestrator does: they take turns over migrations and the first set-up.
    await Promise.all(ways.map((_, i) => start(i)))
  } catch (error) {
    await close()
    throw error
  }
  return {
    /** Where `ask` of ./database.mjs finds the database. */
    dataDir: data.dir,
    count: ways.length,
    /** @param {number} i */
    url: (i) => `http://127.0.0.1:${ports[i]}`,
    /** @param {number} i @returns {Product} */
    node: (i) => { const node = nodes[i]; if (!node) throw new Error(`Node ${i} does not run.`); return node },
    /** -9 of one node. @param {number} i */
    kill: async (i) => { await nodes[i]?.killServer(); nodes[i] = null },
    /** SIGTERM, as a rolling restart does it. @param {number} i */
    stop: async (i) => { const ending = await nodes[i]?.stop(); nodes[i] = null; return ending },
    start,
    close,
  }
}
